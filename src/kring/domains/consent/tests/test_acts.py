"""Who may answer, object, choose, ask and be told: the cases by name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kring.domains.consent.rules.acts import (
    AftercareFacts,
    AskingFacts,
    DecidingFacts,
    ObjectionFacts,
    WaitingFacts,
    may_choose_aftercare,
    may_decide,
    may_put_in_force,
    may_speak_for_child,
    must_tell,
)
from kring.domains.consent.terms import DeciderAs, How
from kring.norms import Outcome

ON = date(2026, 11, 24)
DAY = timedelta(days=1)
ALLOW, REFUSE = Outcome.ALLOW, Outcome.REFUSE
PARENT = DecidingFacts(decider_as=DeciderAs.GUARDIAN, has_authority=True, is_the_pupil=False, on=ON,
                       decides_alone_on=date(2034, 5, 5), in_force_from=date(2026, 8, 1), how=How.SIGNED_IN_KRING,
                       confirmed=True, entered_by_administrator=False, signed_on=ON)
PUPIL = replace(PARENT, decider_as=DeciderAs.PUPIL, has_authority=False, is_the_pupil=True, decides_alone_on=ON)
PAPER = replace(PARENT, how=How.PAPER_REGISTERED, confirmed=False, entered_by_administrator=True, signed_on=ON - DAY)

DECIDING = [
    ("a parent's own confirmed answer", PARENT, ALLOW, "consent.may_decide"),
    ("not confirmed", replace(PARENT, confirmed=False), REFUSE, "consent.not_confirmed"),
    ("without authority", replace(PARENT, has_authority=False), REFUSE, "consent.no_authority"),
    ("the question is asked no more", replace(PARENT, in_force_from=None), REFUSE, "consent.text_changed"),
    ("the day before the birthday", replace(PARENT, decides_alone_on=ON + DAY), ALLOW, "consent.may_decide"),
    ("a parent on the birthday", replace(PARENT, decides_alone_on=ON), REFUSE, "consent.pupil_decides"),
    ("the pupil on the birthday", PUPIL, ALLOW, "consent.may_decide"),
    ("the pupil four weeks ahead", replace(PUPIL, decides_alone_on=ON + 28 * DAY), ALLOW, "consent.may_decide"),
    ("the pupil earlier than that", replace(PUPIL, decides_alone_on=ON + 29 * DAY), REFUSE, "consent.not_old_enough"),
    ("another pupil", replace(PUPIL, is_the_pupil=False), REFUSE, "consent.not_old_enough"),
    ("a pupil of unknown age", replace(PUPIL, decides_alone_on=None), REFUSE, "consent.not_old_enough"),
    ("a signed paper form", PAPER, ALLOW, "consent.paper_counts"),
    ("paper signed today", replace(PAPER, signed_on=ON), ALLOW, "consent.paper_counts"),
    ("paper signed on the first day of the question", replace(PAPER, signed_on=date(2026, 8, 1)), ALLOW, "consent.paper_counts"),
    ("paper signed before the question", replace(PAPER, signed_on=date(2026, 7, 31)), REFUSE, "consent.wrong_paper_date"),
    ("paper signed tomorrow", replace(PAPER, signed_on=ON + DAY), REFUSE, "consent.wrong_paper_date"),
    ("paper entered by somebody else", replace(PAPER, entered_by_administrator=False), REFUSE, "consent.not_the_office"),
    ("paper of a guardian without authority", replace(PAPER, has_authority=False), REFUSE, "consent.no_authority"),
]


@pytest.mark.parametrize("name, facts, outcome, code", DECIDING, ids=[case[0] for case in DECIDING])
@pytest.mark.norm("OC-11.b", "OC-11.c", "LO-03.a")
def test_may_decide(name, facts, outcome, code):
    verdict = may_decide(facts)
    assert verdict.outcome is outcome
    assert code in verdict.codes
    assert outcome is ALLOW or verdict.remedies


def test_every_obstacle_to_an_answer_is_named_at_once():
    facts = replace(PARENT, has_authority=False, confirmed=False, in_force_from=None)
    assert set(may_decide(facts).codes) == {"consent.no_authority", "consent.not_confirmed", "consent.text_changed"}


@pytest.mark.parametrize("name, facts, outcome, code", [
    ("the child itself", ObjectionFacts(is_the_pupil=True, works_with_pupil=False), ALLOW, "consent.child_says"),
    ("its own teacher", ObjectionFacts(is_the_pupil=False, works_with_pupil=True), ALLOW, "consent.child_says"),
    ("anybody else", ObjectionFacts(is_the_pupil=False, works_with_pupil=False), REFUSE, "consent.not_the_child"),
])
@pytest.mark.norm("OC-15.a")
def test_may_speak_for_child(name, facts, outcome, code):
    assert (may_speak_for_child(facts).outcome, may_speak_for_child(facts).codes) == (outcome, (code,))


@pytest.mark.parametrize("name, facts, outcome, code", [
    ("withdrew and chose nothing yet", AftercareFacts(withdrawn=True, removed=False), ALLOW, "consent.may_choose"),
    ("never said yes", AftercareFacts(withdrawn=False, removed=False), REFUSE, "consent.not_withdrawn"),
    ("chose to remove", AftercareFacts(withdrawn=True, removed=True), REFUSE, "consent.removed_already"),
])
def test_may_choose_aftercare(name, facts, outcome, code):
    assert (may_choose_aftercare(facts).outcome, may_choose_aftercare(facts).codes) == (outcome, (code,))


@pytest.mark.parametrize("name, facts, outcome, code", [
    ("the director", AskingFacts(is_director=True, can_be_asked=True), ALLOW, "consent.may_adopt"),
    ("somebody else", AskingFacts(is_director=False, can_be_asked=True), REFUSE, "consent.not_the_director"),
    ("alone, on the website", AskingFacts(is_director=True, can_be_asked=False), REFUSE, "consent.no_such_place"),
])
def test_may_put_in_force(name, facts, outcome, code):
    assert (may_put_in_force(facts).outcome, may_put_in_force(facts).codes) == (outcome, (code,))


SINCE = date(2026, 11, 2)
NEVER = WaitingFacts(since=SINCE, told_on=(), on=SINCE, hour=9)
WAITING = [
    ("asked on the first day", NEVER, ALLOW, "consent.ask_now"),
    ("all answered", replace(NEVER, since=None), REFUSE, "consent.nothing_waits"),
    ("at night", replace(NEVER, hour=7), REFUSE, "consent.not_at_night"),
    ("late in the evening", replace(NEVER, hour=20), REFUSE, "consent.not_at_night"),
    ("the day after", replace(NEVER, told_on=(SINCE,), on=SINCE + DAY), REFUSE, "consent.too_soon"),
    ("a week after", replace(NEVER, told_on=(SINCE,), on=SINCE + 7 * DAY), ALLOW, "consent.remind_now"),
    ("the third reminder", replace(NEVER, told_on=(SINCE, SINCE + 7 * DAY, SINCE + 14 * DAY), on=SINCE + 21 * DAY), ALLOW,
     "consent.remind_now"),
    ("after the third", replace(NEVER, told_on=tuple(SINCE + n * 7 * DAY for n in range(4)), on=SINCE + 60 * DAY), REFUSE,
     "consent.enough_reminders"),
    ("a new question starts again", replace(NEVER, since=SINCE + 60 * DAY, on=SINCE + 60 * DAY,
                                            told_on=tuple(SINCE + n * 7 * DAY for n in range(4))), ALLOW, "consent.ask_now"),
]


@pytest.mark.parametrize("name, facts, outcome, code", WAITING, ids=[case[0] for case in WAITING])
@pytest.mark.norm("PL-09.a")
def test_must_tell(name, facts, outcome, code):
    assert (must_tell(facts).outcome, must_tell(facts).codes) == (outcome, (code,))
