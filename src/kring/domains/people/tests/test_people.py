"""Authority on the day, names under their own key, and the wall between boards."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection

from kring.domains.people import actions, queries
from kring.domains.people.models import Appointment, Mandate, WorkingHours
from kring.domains.people.terms import MandateKind, Name, Role
from kring.domains.school import actions as school_actions
from kring.ground import audit
from kring.ground.actor import Actor
from kring.ground.models import AuditSubject
from kring.ground.sealing import KeyGone, Ring
from kring.ground.tenancy import enter

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    board_id = school_actions.found_board(name="Stichting Test", at=AT)
    ring = Ring(board_id)
    ids = actions.register_persons(board_id=board_id, ring=ring, on=ON, persons=[
        actions.NewPerson(Name("Noor", "", "Kaya"), born_on=date(2018, 2, 28), is_pupil=True, roster_key="10001"),
        actions.NewPerson(Name("Elif", "", "Kaya"), email="elif@ouders.example"),
        actions.NewPerson(Name("Bas", "de", "Wit"), email="bas@ouders.example"),
    ])
    return board_id, ids


def care(board_id, pupil, guardian, **change):
    base = dict(pupil_id=pupil, guardian_id=guardian, relation="moeder", authority=True,
                source="administration, export of 2026-09-01", from_on=date(2026, 9, 1), decided_by=None)
    actions.give_care(board_id=board_id, cares=[actions.NewCare(**{**base, **change})], at=AT)


def test_names_come_back_and_only_their_own_key_opens_them(family):
    board_id, (noor, elif_, bas) = family
    names = queries.names(board_id=board_id, person_ids=[noor, elif_, bas], ring=Ring(board_id))
    assert names[bas].full == "Bas de Wit"
    Ring(board_id).destroy(*[p.key_id for p in queries.Person.objects.filter(board_id=board_id, id=bas)])
    again = Ring(board_id)
    assert set(queries.names(board_id=board_id, person_ids=[noor, elif_, bas], ring=again)) == {noor, elif_}
    with pytest.raises(KeyGone):
        again.key(queries.Person.objects.get(board_id=board_id, id=bas).key_id)


@pytest.mark.parametrize("name, change, expected", [
    ("with authority today", {}, True),
    ("without authority", {"authority": False}, False),
    ("from tomorrow", {"from_on": date(2026, 11, 25)}, False),
    ("from today", {"from_on": ON}, True),
])
@pytest.mark.norm("OC-05.a")
def test_children_of_follows_authority_on_the_day(family, name, change, expected):
    board_id, (noor, elif_, _) = family
    care(board_id, noor, elif_, **change)
    assert (queries.children_of(board_id=board_id, guardian_id=elif_, on=ON) == [noor]) is expected


@pytest.mark.norm("OC-05.a")
def test_authority_that_ended_yesterday_gives_nothing_today_and_gave_it_the_day_before(family):
    board_id, (noor, elif_, _) = family
    care(board_id, noor, elif_)
    row = queries.cares(board_id=board_id, pupil_ids=[noor])[0]
    actions.end_care(board_id=board_id, care_ids=[row.id], on=ON, by=None, at=AT, why="roster")
    assert queries.children_of(board_id=board_id, guardian_id=elif_, on=ON) == []
    assert queries.children_of(board_id=board_id, guardian_id=elif_, on=date(2026, 11, 23)) == [noor]


@pytest.mark.parametrize("born, decides", [
    (date(2010, 11, 24), date(2026, 11, 24)),
    (date(2012, 2, 29), date(2028, 2, 29)),
    (date(2011, 2, 28), date(2027, 2, 28)),
])
def test_the_day_of_deciding_alone(born, decides):
    assert actions.decides_alone_on(born_on=born, at=ON) == decides


def test_another_board_sees_no_row_with_or_without_a_filter(real_db):
    from django.db import transaction

    with transaction.atomic():
        one = school_actions.found_board(name="Een", at=AT)
        actions.register_persons(board_id=one, ring=Ring(one), on=ON, persons=[actions.NewPerson(Name("Ali", "", "B"))])
    with transaction.atomic():
        two = school_actions.found_board(name="Twee", at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person /* no board on purpose */")
            assert cursor.fetchone() == (0,)
        enter(one)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person /* no board on purpose */")
            assert cursor.fetchone() == (1,)
        assert two != one
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person /* no board on purpose */")
        assert cursor.fetchone() == (0,), "without a board nothing is seen"


@pytest.fixture
def member(family):
    """Bas works at a school from today, with hours and a mandate."""
    board_id, (_, _, bas) = family
    school_id = school_actions.found_school(board_id=board_id, name="De Test", slug="de-test", brin="99XT")
    scope = {"board_id": board_id, "person_id": bas, "from_on": ON, "at": AT, "by": None}
    actions.appoint(**scope, school_id=school_id, role=Role.DIRECTOR)
    actions.give_mandate(**scope, kind=MandateKind.ROSTER, school_id=school_id)
    actions.set_hours(board_id=board_id, person_id=bas, hours=[(1, time(8), time(17))])
    return board_id, bas


def held(board_id, person_id):
    """The end of the mandate, and for how many days hours are known."""
    (to_on,) = Mandate.objects.filter(board_id=board_id, person_id=person_id).values_list("to_on", flat=True)
    return to_on, WorkingHours.objects.filter(board_id=board_id, person_id=person_id).count()


@pytest.mark.parametrize("ends_on, erased", [(date(2026, 11, 30), 1), (date(2027, 12, 1), 0), (None, 0)],
                         ids=["left before the term", "left within the term", "still there"])
def test_who_left_is_erased_and_their_mandate_ends_on_the_day_they_left(member, ends_on, erased):
    board_id, bas = member
    if ends_on:
        actions.end_appointments(board_id=board_id, person_id=bas, on=ends_on, at=AT)
    before = datetime(2027, 11, 30, tzinfo=UTC)
    assert actions.erase_persons(board_id=board_id, before=before, at=before) == erased
    assert (queries.erased(board_id=board_id) == [bas]) is bool(erased)
    assert held(board_id, bas) == ((ends_on, 0) if erased else (None, 1))


def test_the_bare_row_goes_once_nothing_points_at_it_with_the_key_of_its_pseudonym(member):
    board_id, bas = member
    audit.record("people.test", actor=Actor(board_id, bas, "director"), on=("person", bas), at=AT, payload={})
    actions.end_appointments(board_id=board_id, person_id=bas, on=ON, at=AT)
    later = datetime(2040, 1, 1, tzinfo=UTC)

    def run() -> tuple[bool, bool]:
        actions.erase_persons(board_id=board_id, before=later, at=later)
        subjects = AuditSubject.objects.filter(board_id=board_id, subject_id=bas)
        return queries.Person.objects.filter(board_id=board_id, id=bas).exists(), subjects.exists()

    assert run() == (True, True), "the appointment is kept longer"
    for model in (Appointment, Mandate):
        actions.erase_ended(model=model, board_id=board_id, before=later)
    assert run() == (True, True), "an act still says something of this person"
    audit.erase_payloads(board_id=board_id, before=later)
    assert run() == (False, False)
