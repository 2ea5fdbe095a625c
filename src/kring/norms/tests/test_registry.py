"""The register of rules: what a rule must cite, what it may answer, where it stands."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kring.norms import Reason, Verdict, allow, refuse, registry, rule, rule_of

OPEN = Reason("open", "OC-14", "It may.")
SHUT = Reason("shut", "OC-15", "It may not.")
ELSEWHERE = Reason("elsewhere", "PL-08", "Under a norm that the rule does not cite.")
SINCE = date(2026, 8, 1)


@dataclass(frozen=True)
class Door:
    open: bool
    broken: bool = False
    odd: bool = False


@rule(decides="whether one may pass this door", norms=("OC-14", "OC-15"), since=SINCE)
def may_pass(door: Door) -> Verdict:
    if door.odd:
        odd: Any = True
        return odd
    if door.broken:
        return refuse(ELSEWHERE)
    return allow(OPEN) if door.open else refuse(SHUT)


def test_a_rules_answer_carries_its_name():
    verdict = may_pass(Door(open=True))
    assert verdict.allowed
    assert verdict.rule == rule_of(may_pass).name == f"{__name__}.may_pass"
    assert may_pass(Door(open=False)).rule == verdict.rule


def test_the_register_knows_file_line_norms_and_what_is_decided():
    entry = registry()[f"{__name__}.may_pass"]
    assert entry.decides == "whether one may pass this door"
    assert entry.norms == ("OC-14", "OC-15")
    assert entry.file.endswith("kring/norms/tests/test_registry.py") or entry.file == Path(__file__).name
    line = Path(__file__).read_text().splitlines()[entry.line - 1]
    assert line.startswith("@rule(decides=")
    assert entry.place == f"{entry.file}:{entry.line}"
    assert entry.version.startswith("2026-08-01/")


def test_a_reason_under_a_norm_that_the_rule_does_not_cite_is_no_answer():
    with pytest.raises(ValueError, match=r"elsewhere under PL-08, which it does not cite"):
        may_pass(Door(open=True, broken=True))


def test_an_answer_that_is_no_verdict_is_no_answer():
    with pytest.raises(TypeError, match="answers with a Verdict"):
        may_pass(Door(open=True, odd=True))


def test_a_rule_cites_at_least_one_norm():
    for nothing in ((), "OC-14"):
        with pytest.raises(ValueError, match="at least one norm"):
            rule(decides="whether", norms=nothing, since=SINCE)


def test_two_rules_cannot_have_one_name():
    def may_pass(door: Door) -> Verdict:
        return refuse(SHUT)

    may_pass.__qualname__ = "may_pass"
    with pytest.raises(ValueError, match="two rules are called"):
        rule(decides="whether one may pass", norms=("OC-15",), since=SINCE)(may_pass)


def test_a_plain_function_is_no_rule():
    with pytest.raises(LookupError, match="no registered rule"):
        rule_of(len)


def test_the_register_cannot_be_written_from_outside():
    with pytest.raises(TypeError):
        registry()["x"] = None
