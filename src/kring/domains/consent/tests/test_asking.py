"""Questions put in force, and people told that one waits; silence never becomes a yes."""

from datetime import date, timedelta

import pytest

from kring.domains.consent.actions.asking import NewQuestion, NothingToAdopt, adopt_questions, tell_waiting
from kring.domains.consent.models import Question
from kring.domains.consent.queries import questions
from kring.domains.consent.queries.questions import Text, ready_text
from kring.domains.consent.terms import READY_TEXTS, Channel, Purpose, Said
from kring.domains.consent.tests.families import AT, ON, found
from kring.domains.people import actions as people
from kring.domains.policy.models import Adoption
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.models import Outbox
from kring.norms import Outcome, Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GROUP = (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP)
RIGHT = Text("Mag {child} op foto’s in de groep staan?", "May {child} be in photos in the group?", "", "")
WAIVER = Text("Mag {child} op foto’s in de groep staan?", "May {child} be in photos in the group?",
              "Ouders ondertekenen dat zij dit risico nemen.", "Parents sign that they take this risk.")


def adopt(actor, *new, **more):
    return adopt_questions(actor=actor, new=list(new), **{"from_on": ON, "key": uuid7(), "at": AT, **more})


@pytest.fixture
def school(db):
    """A school that has asked nothing yet, and its director."""
    world = found()
    return world, Actor(world.board_id, world.director, "director", world.school_id)


@pytest.mark.norm("BK-07.b")
def test_a_right_text_is_put_in_force_and_used(school):
    world, director = school
    made = adopt(director, NewQuestion(*GROUP, RIGHT))
    assert [q.id for q in questions.in_force(board_id=world.board_id, school_id=world.school_id, on=ON)] == made
    assert Question.objects.get(board_id=world.board_id, id=made[0]).lint["outcome"] == "allow"


@pytest.mark.norm("BK-07.a")
@pytest.mark.parametrize("text, code", [
    (WAIVER, "consent.wording_waiver"),
    (Text(RIGHT.text_nl, RIGHT.text_en, "", "The school is not liable."), "consent.wording_waiver"),
    (Text("Mag {child} met foto en naam in de groep?", RIGHT.text_en, "", ""), "consent.wording_bundled"),
    (Text(RIGHT.text_nl, RIGHT.text_en, "Reageert u niet, dan is het ja.", ""), "consent.wording_prechosen"),
])
def test_a_text_with_a_waiver_a_bundle_or_a_silent_yes_is_not_and_nothing_beside_it_is(school, text, code):
    world, director = school
    name = NewQuestion(Purpose.NAME, Channel.CLOSED_GROUP, ready_text(Purpose.NAME, Channel.CLOSED_GROUP))
    with pytest.raises(Refused) as refused:
        adopt(director, name, NewQuestion(*GROUP, text))
    assert code in refused.value.verdict.codes
    assert not Question.objects.filter(board_id=world.board_id).exists()
    assert adopt(director, name)


@pytest.mark.parametrize("name", ["no director", "not adopted", "no such place"])
def test_only_a_director_of_a_school_with_agreements_asks_and_only_about_places_that_are(school, name):
    world, director = school
    actor, new = director, NewQuestion(*GROUP, RIGHT)
    if name == "no director":
        actor = Actor(world.board_id, world.director, "administrator", world.school_id)
    if name == "not adopted":
        from kring.domains.school import actions as schools

        other = schools.found_school(board_id=world.board_id, name="De Tweede", slug="de-tweede")
        actor = Actor(world.board_id, world.director, "director", other)
    if name == "no such place":
        new = NewQuestion(Purpose.PICTURE_ALONE, Channel.CLOSED_GROUP, RIGHT)
    with pytest.raises(Refused) as refused:
        adopt(actor, new)
    expected = {"no director": "consent.not_the_director", "not adopted": "policy.not_adopted",
                "no such place": "consent.no_such_place"}[name]
    assert expected in refused.value.verdict.codes
    assert refused.value.verdict.outcome is Outcome.REFUSE
    assert Adoption.objects.filter(board_id=world.board_id).count() == 1


def test_all_ready_texts_can_be_put_in_force_at_once_and_once(school):
    world, director = school
    new = [NewQuestion(*place, ready_text(*place)) for place in READY_TEXTS]
    assert len(adopt(director, *new)) == len(READY_TEXTS)
    with pytest.raises(NothingToAdopt):
        adopt(director, *new)
    rows = questions.in_force(board_id=world.board_id, school_id=world.school_id, on=ON)
    assert [(r.purpose, r.channel) for r in rows] == list(READY_TEXTS)


def test_a_new_text_holds_from_its_day_and_starts_a_line_unless_it_means_the_same(school):
    world, director = school
    (first,) = adopt(director, NewQuestion(*GROUP, RIGHT))
    (second,) = adopt(director, NewQuestion(*GROUP, ready_text(*GROUP), same_meaning=True), from_on=ON + DAY)
    (third,) = adopt(director, NewQuestion(*GROUP, RIGHT), from_on=ON + 2 * DAY)
    row = {q.id: q for q in Question.objects.filter(board_id=world.board_id)}
    assert [row[i].version for i in (first, second, third)] == [1, 2, 3]
    assert row[second].line_id == first
    assert row[third].line_id == third
    on = lambda day: [q.id for q in questions.in_force(  # noqa: E731
        board_id=world.board_id, school_id=world.school_id, on=day)]
    assert [on(ON), on(ON + DAY), on(ON + 2 * DAY)] == [[first], [second], [third]]


def told(noor):
    rows = Outbox.objects.filter(board_id=noor.world.board_id).order_by("id")
    return [(row.person_id, row.template) for row in rows]


def tell(noor, day):
    return tell_waiting(board_id=noor.world.board_id, at=AT + (day - ON))


@pytest.mark.norm("PL-09.a", "PL-09.b")
def test_who_has_not_answered_is_asked_and_reminded_three_times_and_then_it_stays_no(noor):
    noor.say(noor.elif_, Said.YES, noor.group_question, noor.website_question)
    days = [ON + n * DAY for n in range(60)]
    sent = [day for day in days if tell(noor, day)]
    assert sent == [ON + n * 7 * DAY for n in range(4)]
    assert told(noor) == [(noor.bas, "question")] + [(noor.bas, "reminder")] * 3
    assert not noor.standing(on=days[-1]).allowed
    assert not noor.standing(on=date(2031, 1, 1)).allowed, "no lapse of time makes it a yes"
    noor.say(noor.bas, Said.YES)
    assert noor.standing().allowed


@pytest.mark.norm("PL-09.a")
def test_a_new_question_is_asked_anew_and_an_answer_ends_the_asking(noor):
    assert tell(noor, ON) == 2
    both = (noor.group_question, noor.website_question)
    noor.say(noor.elif_, Said.NO, *both)
    noor.say(noor.bas, Said.YES, *both)
    assert tell(noor, ON + 8 * DAY) == 0
    noor.world.question(Purpose.NAME, Channel.CLOSED_GROUP, from_on=ON + 9 * DAY)
    assert tell(noor, ON + 8 * DAY) == 0
    assert tell(noor, ON + 9 * DAY) == 2
    assert {template for _, template in told(noor)} == {"question"}


@pytest.mark.parametrize("name, tells", [("without authority", False), ("authority ended", False), ("left school", False),
                                         ("with authority", True)])
def test_only_who_decides_today_is_told(noor, name, tells):
    world, pupil, adult = noor.world, noor.world.pupil("Sem"), noor.world.person("Ada")
    world.care(pupil, adult, authority=name != "without authority", to_on=ON if name == "authority ended" else None)
    if name == "left school":
        people.end_enrolments(board_id=world.board_id, pupil_ids=[pupil], on=ON)
    tell(noor, ON)
    assert (adult in [person for person, _ in told(noor)]) is tells


def test_a_pupil_is_asked_four_weeks_ahead_and_the_parents_no_more_from_the_birthday(noor):
    birthday = ON + 28 * DAY
    people.Person.objects.filter(board_id=noor.world.board_id, id=noor.noor).update(decides_alone_on=birthday)
    tell(noor, ON - DAY)
    assert noor.noor not in [person for person, _ in told(noor)]
    tell(noor, ON)
    assert (noor.noor, "question") in told(noor)
    before = len(told(noor))
    tell(noor, birthday)
    assert {person for person, _ in told(noor)[before:]} == {noor.noor}


def test_nobody_is_told_at_night(noor):
    assert tell_waiting(board_id=noor.world.board_id, at=AT.replace(hour=2)) == 0
    assert tell_waiting(board_id=noor.world.board_id, at=AT) == 2
