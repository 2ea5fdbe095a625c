"""Which pupils a text names, and what follows: named cast, one difference per case."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.writing import rules
from kring.domains.writing.terms import KnownName
from kring.norms import Outcome

NOOR, STORM, ZOE, YOUSSEF = (UUID(int=n) for n in range(1, 5))
KNOWN = (
    KnownName(NOOR, "Noor", "de Vries"), KnownName(STORM, "Storm", "Winter"),
    KnownName(ZOE, "Zoë", "Özdemir"), KnownName(YOUSSEF, "Youssef", "el Amrani"),
)


@pytest.mark.parametrize("text, found", [
    ("Noor deed het goed.", {NOOR}),
    ("Kijk naar Noors kasteel!", {NOOR}),
    ("Noor's kasteel", {NOOR}),
    ("N\u200boor en zoe", {NOOR, ZOE}),
    ("ZOË en #youssef", {ZOE, YOUSSEF}),
    ("Zoe\u0308 zwaait", {ZOE}),
    ("Nооr met vreemde letters", {NOOR}),
    ("Ｙｏｕｓｓｅｆ", {YOUSSEF}),
    ("Het noorden en noordelijk", set()),
    ("Door de storm valt de gym uit.", {STORM}),
    ("", set()),
])
def test_a_name_is_found_however_it_is_written(text, found):
    assert {hit.pupil_id for hit in rules.names_in(text, KNOWN)} == found


@pytest.mark.parametrize("text, certain", [
    ("Door de storm valt de gym uit.", False),
    ("Storm valt uit.", False),
    ("Vandaag hielp Storm met opruimen.", True),
    ("Storm Winter valt uit.", True),
])
def test_a_name_that_is_a_word_is_certain_only_when_written_as_a_name(text, certain):
    (hit,) = rules.names_in(text, KNOWN)
    assert (hit.pupil_id, hit.certain) == (STORM, certain)


BASE = rules.NamedPupil(NOOR, "Noor", has_yes=True)


@pytest.mark.parametrize("name, named, outcome, code", [
    ("nobody named", (), Outcome.ALLOW, "writing.no_name"),
    ("named with a yes", (BASE,), Outcome.ALLOW, "writing.names_have_yes"),
    ("named without a yes", (replace(BASE, has_yes=False),), Outcome.REFUSE, "writing.name_without_yes"),
    ("perhaps a word", (replace(BASE, has_yes=False, certain=False),), Outcome.ASK, "writing.maybe_a_name"),
    ("said to be a word", (replace(BASE, has_yes=False, certain=False, said_word=True),), Outcome.ALLOW,
     "writing.names_have_yes"),
    ("a certain name stays one", (replace(BASE, has_yes=False, said_word=True),), Outcome.REFUSE,
     "writing.name_without_yes"),
])
def test_may_name(name, named, outcome, code):
    verdict = rules.may_name(rules.NamesFacts(named=named, on=date(2026, 11, 24)))
    assert (verdict.outcome, verdict.reasons[0].code) == (outcome, code)


@given(st.text(max_size=80))
def test_any_text_is_searched_without_a_problem(text):
    rules.names_in(text, KNOWN)


@given(st.text(alphabet="abcdefghij .,!", max_size=30), st.text(alphabet="abcdefghij .,!", max_size=30))
def test_a_name_between_spaces_is_always_found(before, after):
    assert YOUSSEF in {h.pupil_id for h in rules.names_in(f"{before} Youssef {after}", KNOWN)}
