"""The school is played, everybody leaves, and thirty years go by: what is then left says nothing of anybody."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connections

from kring.domains.accounts.models import Account, Door, Session
from kring.domains.people import actions as people
from kring.domains.people.models import Appointment
from kring.domains.posts.queries import feed
from kring.ground import retention
from kring.ground.sealing import SealedField
from kring.ground.tenancy import board_transaction
from kring.ground.walls import tenant_models
from world import rosters, when
from world.play import play
from world.play.school import take_in
from world.play.workers import Workers

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 24, 15, 10, tzinfo=when.ZONE)
LAST_DAY = datetime(2027, 7, 9, 12, 0, tzinfo=when.ZONE)
THIRTY_YEARS_ON = datetime(2057, 7, 9, 12, 0, tzinfo=when.ZONE)


@pytest.fixture
def played(real_db):
    return play(progress=lambda text: None, at=NOVEMBER, last=1)


def run(at: datetime) -> int:
    """One run of the engine in which nothing failed; how many rows went."""
    runs = retention.run(at)
    assert [(one.table, one.problem) for one in runs if one.problem] == []
    return sum(one.erased for one in runs)


def seen_by(played, name: str) -> list:
    with board_transaction(played.school.board_id):
        rows = feed.feed(actor=played.school.guardian_actor(played.cast.guardian(name)), at=NOVEMBER).rows
    return [(row.id, row.words, row.author, len(row.shown), row.checking) for row in rows]


def rows_left(board_id) -> dict[str, int]:
    with board_transaction(board_id):
        found = {model._meta.db_table: model.objects.filter(board_id=board_id).count() for model in tenant_models()}
    return {table: number for table, number in found.items() if number}


def test_on_a_day_in_november_nothing_goes_that_somebody_still_reads(played):
    names = ("Farida Amrani", "Hilde Postma", "Heleen Bouwman", "Simone Noorlander")
    before = {name: seen_by(played, name) for name in names}
    assert all(before[name] for name in names[:2])
    run(NOVEMBER)
    assert {name: seen_by(played, name) for name in names} == before


def everybody_leaves(played) -> None:
    """The last export of the administration says of each pupil that it leaves; the board lets its staff go."""
    school, hanneke = played.school, played.school.staff_actor(played.cast.member("Hanneke Blom"))
    leavers = replace(played.cast, pupils=tuple(replace(p, leaves_on=LAST_DAY.date()) for p in played.cast.pupils))
    with board_transaction(school.board_id):
        take_in(actor=hanneke, school_id=school.id, export=rosters.start(cast=leavers, on=LAST_DAY.date()), at=LAST_DAY)
        for person_id in set(Appointment.objects.filter(board_id=school.board_id).values_list("person_id", flat=True)):
            people.end_appointments(board_id=school.board_id, person_id=person_id, on=LAST_DAY.date(), at=LAST_DAY)


def keys_left(board_id) -> Counter:
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT kind FROM keys_objectkey WHERE board_id = %s", [board_id])
        return Counter(kind for (kind,) in cursor.fetchall())


def logins_left() -> int:
    return Account.objects.count() + Session.objects.count() + Door.objects.count()


def sealed_left(board_id) -> dict[str, int]:
    """How many sealed values there are per column."""
    found = {}
    with board_transaction(board_id):
        for model in tenant_models():
            for field in model._meta.fields:
                if isinstance(field, SealedField):
                    rows = model.objects.filter(board_id=board_id).exclude(**{field.name: None}).exclude(**{field.name: b""})
                    found[f"{model._meta.db_table}.{field.name}"] = rows.count()
    return {column: number for column, number in found.items() if number}


# What thirty years do not take, each with its reason.
STAYS = {
    "school_board": "the board itself", "school_school": "the school itself", "school_schoolyear": "dates of the school",
    "school_holiday": "dates of the school", "school_group": "names of groups, of nobody in them",
    "policy_policyvalue": "the school's own settings", "consent_question": "what the school asks, not what anybody answered",
    "consent_boardseal": "the board's own seal", "policy_adoption": "the agreements still hold, and who put them in force is an id",
    "people_person": "the id of who put the agreements in force", "ground_authorityepoch": "a number beside that id",
    "ground_auditsubject": "the keys of the board's own pseudonym and of that id",
    "ground_auditleaf": "acts under pseudonyms that lead to nobody", "ground_auditpayload": "what the erasing itself wrote",
    "ground_retentionrun": "what the erasing itself wrote",
}


def test_thirty_years_after_everybody_left_nothing_is_left_of_anybody(played):
    board_id = played.school.board_id
    everybody_leaves(played)
    assert rows_left(board_id)["people_person"] > 400 and logins_left() > 200, "there was something to erase"
    hours = iter(range(100))
    while run(THIRTY_YEARS_ON + timedelta(hours=next(hours))):
        pass
    run(THIRTY_YEARS_ON + timedelta(hours=next(hours)))
    left = rows_left(board_id)
    assert {table: number for table, number in left.items() if table not in STAYS} == {}
    assert (left["people_person"], left["ground_authorityepoch"], left["ground_auditsubject"]) == (1, 1, 2)
    assert set(sealed_left(board_id)) == {"consent_boardseal.private_key", "ground_auditpayload.sealed"}
    # Keys of pictures are destroyed by jobs that the erasing left on the queue.
    Workers(processes=1).wait()
    assert keys_left(board_id) == {"audit": 2, "seal": 1}
    assert logins_left() == 0
