"""Every way in which up to three guardians, a child, an age, a protection and a policy can meet, held against the oracle.

One child per combination, on rows in a real database; both readings of the product (the statement that lists children
without a yes, and the rule on the facts of each child) must agree with the oracle on every child, place and moment.
"""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import combinations_with_replacement, product

import pytest
from django.db import connection, transaction

from kring.domains.consent.models import Answer, Decision, Objection
from kring.domains.consent.queries.standing import Place, facts_of, restricted_pupils
from kring.domains.consent.rules.standing import standing
from kring.domains.consent.terms import Channel, Purpose, can_be_asked
from kring.domains.consent.tests.families import START, found
from kring.domains.consent.tests.families import World as Rows
from kring.domains.people.actions import decides_alone_on
from kring.domains.people.models import Guardianship, Person, Protection
from kring.ground.clock import today
from kring.ground.ids import uuid7
from tests.oracle.oracle import NO, SILENT, WITHDRAWN, YES, Care, OwnNo, Period, Said, World
from tests.oracle.oracle import Question as Asked

DAY = date(2026, 11, 24)
MOMENTS = {
    "on the eve, one second before midnight at school": datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC),
    "at midnight at school, while it is still the eve in UTC": datetime(2026, 11, 23, 23, 0, 0, tzinfo=UTC),
    "one second before midnight at the end of the day": datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC),
    "a year later": datetime(2027, 11, 24, 9, 0, tzinfo=UTC),
    "before the leap day": datetime(2028, 2, 28, 22, 59, 59, tzinfo=UTC),
    "on the leap day": datetime(2028, 2, 28, 23, 0, 0, tzinfo=UTC),
    "ten years later": datetime(2036, 11, 24, 9, 0, tzinfo=UTC),
}
SAID_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
PLACES = [(p, c) for p in Purpose for c in Channel if can_be_asked(p, c)]
# All children answer about these; of the other places every thirteenth does, so that no place leans on another's answers.
WHOLE = {(Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP), (Purpose.PICTURE_WITH_OTHERS, Channel.WEBSITE)}
STRIDE = 13

FOREVER, ENDED, STARTS, NEVER = "with authority", "authority ends today", "authority starts today", "without authority"
ANSWERS = (YES, NO, WITHDRAWN, SILENT)
GUARDIANS = [(a, FOREVER) for a in ANSWERS] + [(a, ENDED) for a in ANSWERS] + [(YES, STARTS), (NO, STARTS), (YES, NEVER)]
THREE = [(a, FOREVER) for a in ANSWERS] + [(YES, ENDED), (NO, ENDED), (YES, NEVER)]
FAMILIES = [f for count in range(3) for f in combinations_with_replacement(GUARDIANS, count)]
FAMILIES += combinations_with_replacement(THREE, 3)
# Under sixteen nobody asks the child itself; an ordinary birthday and one on the leap day.
SELVES = [(date(2018, 3, 1), SILENT), (date(2012, 2, 29), SILENT), (date(2012, 2, 29), YES), (None, SILENT),
          *((date(2010, 11, 24), answer) for answer in ANSWERS)]
HINDRANCES = [(False, False), (True, False), (False, True)]
CASES = [(family, own, hindrance) for family, own in product(FAMILIES, SELVES)
         for hindrance in (HINDRANCES if len(family) < 3 else HINDRANCES[:1])]


class Table:
    """All cases as rows and as the oracle's world; a child of the one is its number in the other."""

    def __init__(self):
        self.rows: Rows = found()
        self.world = World()
        self.guardians = [self.rows.person(f"Verzorger {n}") for n in range(3)]
        self.questions = {place: self.rows.question(*place) for place in PLACES}
        self.world.questions = [Asked(f"{p} {c}", p.value, c.value, START) for p, c in PLACES]
        self.pupils = [uuid7() for _ in CASES]
        self.names = {pupil: str(n) for n, pupil in enumerate(self.pupils)}
        for model, made in self.made().items():
            model.objects.bulk_insert(made)
        with connection.cursor() as cursor:
            # Nobody gathered statistics on rows of this transaction; without them each child would cost a walk over all.
            cursor.execute("SET LOCAL enable_seqscan = off")

    def made(self) -> dict[type, list]:
        rows: dict[type, list] = {Person: [], Guardianship: [], Protection: [], Objection: [], Decision: [], Answer: []}
        for number, (family, (born, own), (objects, protected)) in enumerate(CASES):
            pupil, name, board = self.pupils[number], str(number), self.rows.board_id
            rows[Person].append(Person(id=pupil, board_id=board, key_id=uuid7(), decides_alone_on=self.alone_on(name, born)))
            for n, (answer, authority) in enumerate(family):
                rows[Guardianship].append(self.care(pupil, name, n, authority))
                self.answer(rows, number, self.guardians[n], f"g{n}", answer)
            self.answer(rows, number, pupil, name, own)
            if objects:
                rows[Objection].append(Objection(board_id=board, pupil_id=pupil, scope="general", by=pupil, at=SAID_AT))
                self.world.own_noes.append(OwnNo(name, SAID_AT))
            if protected:
                rows[Protection].append(Protection(board_id=board, pupil_id=pupil, from_on=START, at=SAID_AT))
                self.world.protected.append((name, Period(START)))
        return rows

    def alone_on(self, name: str, born: date | None) -> date | None:
        if born is None:
            return None
        self.world.born[name] = born
        return decides_alone_on(born_on=born, at=DAY)

    def care(self, pupil, name: str, n: int, authority: str) -> Guardianship:
        period = Period(DAY if authority == STARTS else START, DAY if authority == ENDED else None)
        self.world.cares.append(Care(name, f"g{n}", authority != NEVER, period))
        return Guardianship(board_id=self.rows.board_id, pupil_id=pupil, guardian_id=self.guardians[n],
                            authority=authority != NEVER, source="administration", from_on=period.start, to_on=period.end,
                            decided_at=SAID_AT)

    def answer(self, rows: dict[type, list], number: int, by, name: str, answer: str) -> None:
        """Answer the questions of the places whose turn it is, as the act of deciding would write it."""
        if answer == SILENT:
            return
        for at, place in enumerate(PLACES):
            if place not in WHOLE and number % STRIDE != at % STRIDE:
                continue
            common = {"board_id": self.rows.board_id, "pupil_id": self.pupils[number], "decider_id": by, "answer": answer,
                      "question_id": self.questions[place]}
            decision = Decision(by=by, decider_as="pupil" if by == self.pupils[number] else "guardian", how="signed_in_kring",
                                confirmation="Ik bevestig", signed_on=START, language="nl", at=SAID_AT, key=uuid7(), rule="",
                                rule_version="", facts="", verdict="", **common)
            rows[Decision].append(decision)
            rows[Answer].append(Answer(line_id=self.questions[place], decision_id=decision.id, decided_at=SAID_AT, **common))
            self.world.said.append(Said(str(number), name, f"{place[0]} {place[1]}", answer, SAID_AT))

    def asked_anew(self, purpose: Purpose, channel: Channel, *, same_meaning: bool, version: int) -> None:
        """Put another text in force for a place from the day on."""
        self.rows.question(purpose, channel, from_on=DAY, version=version, same_meaning=same_meaning)
        if not same_meaning:
            self.world.questions.append(Asked(f"{purpose} {channel} again", purpose.value, channel.value, DAY))

    def one_is_enough(self) -> None:
        """Let the council say on every channel that one yes is enough, also where no council can."""
        for channel in Channel:
            self.rows.policy(channel, "one")
            self.world.one_is_enough.add(channel.value)


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """The table, written once and rolled back after the last of these tests."""
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="keys"):
        yield Table()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


@pytest.fixture
def table(whole):
    """The table as it was written, whatever an earlier test changed."""
    world = whole.world
    questions, enough, lines = list(world.questions), set(world.one_is_enough), dict(whole.rows.lines)
    with transaction.atomic():
        yield whole
        transaction.set_rollback(True)
    world.questions, world.one_is_enough, whole.rows.lines = questions, enough, lines


def compare(table: Table, moments, places=PLACES) -> Counter:
    """Hold the product against the oracle for every child, place and moment; return how often there was a yes."""
    counted, by_pupil = Counter(), index(table.world)
    for (purpose, channel), moment in product(places, moments):
        at, on = MOMENTS[moment], today(MOMENTS[moment])
        place = Place(table.rows.school_id, purpose, channel)
        listed = restricted_pupils(board_id=table.rows.board_id, place=place, pupil_ids=table.pupils, on=on)
        facts = facts_of(board_id=table.rows.board_id, place=place, pupil_ids=table.pupils, on=on)
        for pupil, name in table.names.items():
            wanted = by_pupil[name].on(at).standing(name, purpose.value, channel.value)
            case = (CASES[int(name)], purpose, channel, moment, wanted)
            assert (pupil not in listed) is wanted.is_yes, case
            assert standing(facts[pupil]).allowed is wanted.is_yes, case
            counted[wanted.is_yes] += 1
    return counted


def index(world: World) -> dict[str, World]:
    """The world of each child apart, so that the plain oracle need not look through thousands of others."""
    apart = {str(n): World(questions=world.questions, one_is_enough=world.one_is_enough, born=world.born)
             for n in range(len(CASES))}
    for field in ("cares", "said", "own_noes"):
        for one in getattr(world, field):
            getattr(apart[one.pupil], field).append(one)
    for name, period in world.protected:
        apart[name].protected.append((name, period))
    return apart


@pytest.mark.norm("PL-08.a", "PL-09.b", "OC-15.a")
def test_every_combination_has_the_answer_of_the_oracle(table):
    counted = compare(table, list(MOMENTS)[:3])
    assert counted[True] > 2_000, counted
    assert counted[False] > counted[True]


@pytest.mark.norm("PL-08.a")
def test_one_yes_is_enough_within_closed_walls_by_the_councils_consent_and_nowhere_else(table):
    before = compare(table, list(MOMENTS)[1:2], sorted(WHOLE))
    table.one_is_enough()
    after = compare(table, list(MOMENTS)[1:2])
    assert after[True] > before[True]


@pytest.mark.norm("PL-09.b", "PL-08.a")
def test_no_lapse_of_time_makes_a_yes_and_a_birthday_gives_the_say_to_the_pupil(table):
    counted = compare(table, list(MOMENTS)[3:], sorted(WHOLE))
    assert counted[True] > 500


@pytest.mark.norm("PL-08.a")
def test_a_yes_to_another_meaning_does_not_count_and_to_other_words_for_the_same_it_does(table):
    place = (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP)
    table.asked_anew(*place, same_meaning=True, version=2)
    counted = compare(table, list(MOMENTS)[1:2], [place])
    assert counted[True] > 100
    table.asked_anew(*place, same_meaning=False, version=3)
    assert compare(table, list(MOMENTS)[1:2], [place])[True] == 0
    assert compare(table, list(MOMENTS)[:1], [place])[True] > 100
