"""A school starts by one recorded act: who, on which day, under which minute of the council."""

from dataclasses import replace
from datetime import date

import pytest

from kring.domains.policy import rules
from kring.norms import Outcome

BASE = rules.AdoptionFacts(is_director=True, council_minute="MR 2026-3", council_on=date(2026, 6, 9), on=date(2026, 8, 24))


@pytest.mark.parametrize("name, facts, outcome, code", [
    ("director with a minute", BASE, Outcome.ALLOW, "policy.may_adopt"),
    ("administrator", replace(BASE, is_director=False), Outcome.REFUSE, "policy.not_the_director"),
    ("without a minute", replace(BASE, council_minute=" "), Outcome.REFUSE, "policy.no_minute"),
    ("without its day", replace(BASE, council_on=None), Outcome.REFUSE, "policy.no_minute"),
    ("the council decides tomorrow", replace(BASE, council_on=date(2026, 8, 25)), Outcome.REFUSE, "policy.minute_ahead"),
    ("the council decided today", replace(BASE, council_on=date(2026, 8, 24)), Outcome.ALLOW, "policy.may_adopt"),
])
def test_who_may_adopt(name, facts, outcome, code):
    verdict = rules.may_adopt(facts)
    assert (verdict.outcome, verdict.reasons[0].code) == (outcome, code)


@pytest.mark.parametrize("adopted, outcome", [(True, Outcome.ALLOW), (False, Outcome.REFUSE)])
def test_nothing_is_placed_before_the_adoption(adopted, outcome):
    assert rules.must_have_adopted(rules.InForceFacts(adopted=adopted)).outcome is outcome
