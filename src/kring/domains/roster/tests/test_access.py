"""Who may read files in, settle a doubt, apply and put away: base facts, one difference, outcome and reason."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.people.terms import MandateKind
from kring.domains.roster.rules.access import (
    ApplyFacts,
    DiscardFacts,
    ImportFacts,
    SettleFacts,
    may_apply,
    may_discard,
    may_import,
    may_settle,
)
from kring.domains.roster.terms.kinds import State
from kring.norms import Outcome

ALLOW, REFUSE = Outcome.ALLOW, Outcome.REFUSE
ON = date(2026, 11, 3)
ROSTER, GUARDIANSHIP, COUNCIL = (
    frozenset({kind}) for kind in (MandateKind.ROSTER, MandateKind.GUARDIANSHIP, MandateKind.COUNCIL)
)
NONE: frozenset[MandateKind] = frozenset()

IMPORT = ImportFacts(
    mandates=ROSTER, on=ON, school_name="De Lindeboom", brin="99XA", branch="00", school_year="2026-2027",
    file_brin="99XA", file_branch="", file_year="2026-2027", file_made_at=datetime(2026, 11, 2, 7, 30),
    file_as_of=date(2026, 11, 2), last_made_at=datetime(2026, 9, 1, 7, 30), last_as_of=date(2026, 9, 1),
)  # fmt: skip
IMPORTS = [
    ("with the mandate, of our school, newer", {}, ALLOW, "people.mandated"),
    ("without any mandate", {"mandates": NONE}, REFUSE, "people.not_mandated"),
    ("with another mandate", {"mandates": COUNCIL}, REFUSE, "people.not_mandated"),
    ("of another school", {"file_brin": "99ZZ"}, REFUSE, "roster.other_school"),
    ("of another location", {"file_branch": "01"}, REFUSE, "roster.other_school"),
    ("without a code (a doubt asks)", {"file_brin": ""}, ALLOW, "roster.ours"),
    ("our code is not known (a doubt asks)", {"brin": ""}, ALLOW, "roster.ours"),
    ("of an earlier school year", {"file_year": "2025-2026"}, REFUSE, "roster.older"),
    ("of the next school year", {"file_year": "2027-2028"}, ALLOW, "roster.current"),
    ("of an earlier day", {"file_as_of": date(2026, 8, 31)}, REFUSE, "roster.older"),
    (
        "of the same day, made earlier",
        {"file_as_of": date(2026, 9, 1), "file_made_at": datetime(2026, 9, 1, 7, 0)},
        REFUSE,
        "roster.older",
    ),
    (
        "the same file again",
        {"file_as_of": date(2026, 9, 1), "file_made_at": datetime(2026, 9, 1, 7, 30)},
        ALLOW,
        "roster.current",
    ),
    ("no file was applied before", {"last_made_at": None, "last_as_of": None}, ALLOW, "roster.current"),
    ("the file names no day", {"file_made_at": None, "file_as_of": None}, ALLOW, "roster.current"),
]


@pytest.mark.parametrize(("name", "change", "outcome", "code"), IMPORTS, ids=[case[0] for case in IMPORTS])
@pytest.mark.norm("OC-06.b")
def test_may_import(name, change, outcome, code):
    verdict = may_import(replace(IMPORT, **change))
    assert verdict.outcome is outcome
    assert code in verdict.codes


SETTLE = SettleFacts(mandates=ROSTER, on=ON, needs=MandateKind.ROSTER, state=State.SEEN)
SETTLES = [
    ("a doubt about a group", {}, ALLOW, "people.mandated"),
    ("a doubt about a group, without mandate", {"mandates": NONE}, REFUSE, "people.not_mandated"),
    (
        "about authority, with the roster's mandate only",
        {"needs": MandateKind.GUARDIANSHIP},
        REFUSE,
        "people.not_mandated",
    ),
    (
        "about authority, with its mandate",
        {"needs": MandateKind.GUARDIANSHIP, "mandates": GUARDIANSHIP},
        ALLOW,
        "people.mandated",
    ),
    ("after it was applied", {"state": State.APPLIED}, REFUSE, "roster.not_waiting"),
]


@pytest.mark.parametrize(("name", "change", "outcome", "code"), SETTLES, ids=[case[0] for case in SETTLES])
def test_may_settle(name, change, outcome, code):
    verdict = may_settle(replace(SETTLE, **change))
    assert verdict.outcome is outcome
    assert code in verdict.codes


APPLY = ApplyFacts(imported=IMPORT, state=State.SEEN, open_doubts=0, seen="7f3a", now="7f3a")
APPLIES = [
    ("everything decided and as it was seen", {}, ALLOW, "roster.decided"),
    ("a doubt is open", {"open_doubts": 1}, REFUSE, "roster.open_doubts"),
    ("something changed since it was seen", {"now": "91c2"}, REFUSE, "roster.changed"),
    ("applied already", {"state": State.APPLIED}, REFUSE, "roster.not_waiting"),
    ("put away", {"state": State.DISCARDED}, REFUSE, "roster.not_waiting"),
    ("without mandate", {"imported": replace(IMPORT, mandates=NONE)}, REFUSE, "people.not_mandated"),
    (
        "a newer file was applied meanwhile",
        {"imported": replace(IMPORT, last_as_of=date(2026, 11, 3))},
        REFUSE,
        "roster.older",
    ),
    ("of another school", {"imported": replace(IMPORT, file_brin="99ZZ")}, REFUSE, "roster.other_school"),
]


@pytest.mark.parametrize(("name", "change", "outcome", "code"), APPLIES, ids=[case[0] for case in APPLIES])
def test_may_apply(name, change, outcome, code):
    verdict = may_apply(replace(APPLY, **change))
    assert verdict.outcome is outcome
    assert code in verdict.codes


DISCARD = DiscardFacts(mandates=ROSTER, on=ON, state=State.SEEN)


@pytest.mark.norm("OC-06.b")
@pytest.mark.parametrize(("change", "outcome", "code"), [
    ({}, ALLOW, "roster.waiting"),
    ({"mandates": NONE}, REFUSE, "people.not_mandated"),
    ({"state": State.DISCARDED}, REFUSE, "roster.not_waiting"),
])  # fmt: skip
def test_may_discard(change, outcome, code):
    verdict = may_discard(replace(DISCARD, **change))
    assert verdict.outcome is outcome
    assert code in verdict.codes


facts = st.builds(
    ApplyFacts,
    imported=st.builds(
        ImportFacts,
        mandates=st.frozensets(st.sampled_from(MandateKind)),
        on=st.just(ON),
        school_name=st.just("De Lindeboom"),
        brin=st.sampled_from(["", "99XA"]),
        branch=st.sampled_from(["", "00", "01"]),
        school_year=st.sampled_from(["", "2026-2027"]),
        file_brin=st.sampled_from(["", "99XA", "99ZZ"]),
        file_branch=st.sampled_from(["", "01"]),
        file_year=st.sampled_from(["", "2025-2026", "2026-2027"]),
        file_as_of=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        last_as_of=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    ),
    state=st.sampled_from(State),
    open_doubts=st.integers(0, 3),
    seen=st.sampled_from(["a", "b"]),
    now=st.just("a"),
)


@given(facts)
def test_applying_is_refused_with_a_way_out_or_rests_on_mandate_sight_and_decided_doubts(facts):
    verdict = may_apply(facts)
    if verdict.outcome is REFUSE:
        assert all(reason.remedies for reason in verdict.reasons)
        return
    assert MandateKind.ROSTER in facts.imported.mandates
    assert (facts.open_doubts, facts.seen, facts.state) == (0, facts.now, State.SEEN)
