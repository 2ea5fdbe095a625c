"""One meaning, two readings: what the SQL calls restricted is what the rule refuses, on real PostgreSQL."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.domains.consent.models import Objection
from kring.domains.consent.queries import standing as reads
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.rules.standing import standing
from kring.domains.consent.terms import CLOSED, Channel, Purpose, Said
from kring.domains.consent.tests.families import AT, ON, START, found
from kring.domains.people import actions as people
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = st.sampled_from(list(Said))
PLACES = [(Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP), (Purpose.PICTURE_WITH_OTHERS, Channel.WEBSITE),
          (Purpose.NAME, Channel.CLOSED_GROUP)]


@dataclass(frozen=True)
class Adult:
    authority: bool
    from_on: date
    to_on: date | None
    said: Said


def mostly(usual, *others):
    """The usual value in most draws: a family that differs in one or two things from a willing one tells the most."""
    return st.sampled_from([usual] * (2 * len(others) + 2) + list(others))


ADULTS = st.lists(
    st.builds(Adult, authority=mostly(True, False), from_on=mostly(START, ON, ON + DAY),
              to_on=mostly(None, ON - DAY, ON, ON + DAY), said=mostly(Said.YES, Said.NO, Said.WITHDRAWN, Said.UNANSWERED)),
    min_size=0, max_size=3)
FAMILY = st.fixed_dictionaries({
    "adults": ADULTS,
    "own": st.sampled_from([Said.UNANSWERED, Said.YES, Said.UNANSWERED, Said.YES, Said.NO, Said.WITHDRAWN]),
    "decides_alone_on": mostly(None, ON - DAY, ON, ON + DAY),
    "objection": mostly(None, "general", "picture", "other picture", "ended"),
    "protection": mostly(None, (START, None), (ON, None), (ON + DAY, None), (START, ON), (START, ON + DAY)),
    "elsewhere": SAID,
})
SCHOOL = st.fixed_dictionaries({
    "policy": st.sampled_from([None, "every", "one", "one", "one from tomorrow"]),
    "asked": mostly("yes", "no", "from tomorrow", "new text", "new meaning", "new meaning tomorrow"),
})
PICTURE = uuid7()


def build(world, family, question, other_question):
    pupil = world.pupil("Noor", born_on=None)
    people.Person.objects.filter(board_id=world.board_id, id=pupil).update(decides_alone_on=family["decides_alone_on"])
    for number, adult in enumerate(family["adults"]):
        guardian = world.person(f"Ouder {number}")
        world.care(pupil, guardian, authority=adult.authority, from_on=adult.from_on, to_on=adult.to_on)
        if question and adult.said is not Said.UNANSWERED:
            world.answer(pupil, guardian, question, adult.said)
        if family["elsewhere"] is not Said.UNANSWERED:
            world.answer(pupil, guardian, other_question, family["elsewhere"])
    if question and family["own"] is not Said.UNANSWERED:
        world.answer(pupil, pupil, question, family["own"])
    object_(world, pupil, family["objection"])
    if family["protection"]:
        people.protect(board_id=world.board_id, pupil_ids=[pupil], from_on=family["protection"][0], by=None, at=AT)
        people.Protection.objects.filter(board_id=world.board_id, pupil_id=pupil).update(to_on=family["protection"][1])
    return pupil


def object_(world, pupil, kind):
    if kind is None:
        return
    in_general = kind in ("general", "ended")
    Objection.objects.create(
        board_id=world.board_id, pupil_id=pupil, scope="general" if in_general else "picture", by=pupil, at=AT,
        subject_id=None if in_general else (PICTURE if kind == "picture" else uuid7()),
        ended_at=AT if kind == "ended" else None)


def ask(world, place, asked):
    """Return the question that answers are given to, or None; what is in force afterwards may be another."""
    if asked == "no":
        return None
    first = world.question(*place, from_on=ON + DAY if asked == "from tomorrow" else START)
    if asked == "new text":
        world.question(*place, from_on=ON, version=2, same_meaning=True)
    if asked == "new meaning":
        world.question(*place, from_on=ON, version=2)
    if asked == "new meaning tomorrow":
        world.question(*place, from_on=ON + DAY, version=2)
    return first


def expected(family, school, place, *, subject=None):
    """Say what the facts are, read from the generated family and not from the database."""
    day = lambda start, end: start <= ON and (end is None or end > ON)  # noqa: E731
    answered = school["asked"] in ("yes", "new text", "new meaning tomorrow")
    return dict(
        asked=school["asked"] in ("yes", "new text", "new meaning", "new meaning tomorrow"),
        guardians=tuple(sorted((a.said if answered else Said.UNANSWERED for a in family["adults"]
                                if a.authority and day(a.from_on, a.to_on)), key=lambda s: s.value)),
        own=family["own"] if answered else Said.UNANSWERED,
        decides_alone_on=family["decides_alone_on"],
        objects=family["objection"] == "general" or (family["objection"] == "picture" and subject == PICTURE),
        protected=bool(family["protection"]) and day(*family["protection"]),
        one_is_enough=school["policy"] == "one" and place[1] in CLOSED,
    )


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(families=st.lists(FAMILY, min_size=4, max_size=8), school=SCHOOL, place=st.sampled_from(PLACES),
       subject=st.sampled_from([None, PICTURE]))
@pytest.mark.norm("PL-08.a", "OC-15.a", "LO-03.a")
def test_sql_and_rule_agree_for_every_family(db, families, school, place, subject):
    world = found()
    question = ask(world, place, school["asked"])
    other = world.question(Purpose.PICTURE_WITH_OTHERS, Channel.SOCIAL_MEDIA)
    if school["policy"]:
        world.policy(place[1], school["policy"].split()[0],
                     from_on=ON + DAY if "tomorrow" in school["policy"] else START)
    pupils = {build(world, family, question, other): family for family in families}
    here = Place(world.school_id, *place)
    on = {"board_id": world.board_id, "on": ON, "subject_id": subject}
    facts = reads.facts_of(place=here, pupil_ids=pupils, **on)
    for pupil, family in pupils.items():
        wanted = expected(family, school, place, subject=subject)
        assert {name: getattr(facts[pupil], name) for name in wanted} == wanted
    refused = {pupil for pupil in pupils if not standing(facts[pupil]).allowed}
    assert reads.restricted_pupils(place=here, pupil_ids=pupils, **on) == refused
    if subject is None:
        assert refused == reads.restricted_in_group(
            board_id=world.board_id, group_id=world.group_id, purpose=place[0], channel=place[1], on=ON)
