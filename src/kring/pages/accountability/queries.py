"""What the three depths show: norms joined with evidence, rules, holdings, numbers and what is counted now.

Here belongs the join. Everything that is read comes from `kring.norms`, the rulebook, the retention schedule and the
queries of the domains; nothing here reads a table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kring.ground import retention
from kring.norms import Norm, documents, evidence, norms, parameters, statutes
from kring.pages.accountability import rulebook, words
from kring.pages.accountability.live import Count


@dataclass(frozen=True)
class Promise:
    """One norm as a parent reads it. `sign` is a ring, or empty where nothing holds yet."""

    id: str
    text: str
    lang: str
    sign: str
    state: str


@dataclass(frozen=True)
class Chapter:
    number: str
    title: str
    kept: int
    total: int


@dataclass(frozen=True)
class Proofs:
    """How a norm stands in the last full run: state, and per part the tests that passed."""

    state: str
    tests: Mapping[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        return len({node for nodes in self.tests.values() for node in nodes})


@dataclass(frozen=True)
class Agreement:
    """A row for council and officer; `rooms` is where its rules stand, as consent/rules."""

    id: str
    text: str
    lang: str
    rooms: tuple[str, ...]
    proofs: int
    counts: tuple[Count, ...]
    sign: str
    state: str


@dataclass(frozen=True)
class ProofCase:
    name: str
    file: str


@dataclass(frozen=True)
class Part:
    letter: str
    text: str
    tests: tuple[ProofCase, ...]


@dataclass(frozen=True)
class Kept:
    data: str
    purpose: str
    term: str
    norm: str


@dataclass(frozen=True)
class Number:
    name: str
    title: str
    lang: str
    value: str
    status: str
    norms: tuple[str, ...]


@dataclass(frozen=True)
class Detail:
    """Everything known of one norm."""

    id: str
    number: str
    text: str
    lang: str
    quote: tuple[str, ...]
    document: str
    reading: str
    kind: str
    does: str
    statutes: tuple[tuple[str, str], ...]
    rules: tuple[rulebook.Rule, ...]
    parts: tuple[Part, ...]
    proofs: int
    kept: tuple[Kept, ...]
    numbers: tuple[Number, ...]
    sign: str
    state: str


@dataclass(frozen=True)
class Desk:
    """The page of council and officer: one document's norms, and one of them opened."""

    number: str
    sources: tuple[tuple[str, str], ...]
    rows: tuple[Agreement, ...]
    detail: Detail
    totals: Mapping[str, int]
    run_on: date | None

    @property
    def total(self) -> int:
        return sum(self.totals.values())

    @property
    def proved(self) -> int:
        return self.totals[evidence.WORKING]

    @property
    def partly(self) -> int:
        return self.totals[evidence.PARTLY]


def run_date() -> date | None:
    """This function will return the day of the full test run that the states come from."""
    kept = evidence.kept_evidence()
    return date.fromisoformat(kept["date"][:10]) if kept else None


def totals() -> dict[str, int]:
    """This function will count the norms per state."""
    counts = dict.fromkeys(words.STATES, 0)
    for proofs in _proofs().values():
        counts[proofs.state] += 1
    return counts


def state_counts() -> list[tuple[int, str]]:
    """This function will say how many norms there are in each state."""
    return [(count, _(words.STATES[state])) for state, count in totals().items()]


def chapters() -> list[Chapter]:
    """This function will list the chapters with how many of their promises are proved."""
    proofs = _proofs()
    found = []
    for number in documents():
        of_chapter = [norm.id for norm in norms().values() if norm.document == number]
        kept = sum(proofs[norm_id].state == evidence.WORKING for norm_id in of_chapter)
        found.append(Chapter(number, words.chapter(number), kept, len(of_chapter)))
    return found


def chapter_title(number: str) -> str:
    """This function will return the name of a chapter."""
    return words.chapter(number)


def promises(*, number: str, language: str) -> list[Promise]:
    """This function will list the promises of one chapter; empty for a chapter that does not exist."""
    proofs = _proofs()
    return [
        Promise(norm.id, *_said(norm, language), words.SIGNS[proofs[norm.id].state], _(words.STATES[proofs[norm.id].state]))
        for norm in norms().values()
        if norm.document == number
    ]


def agreements(*, number: str, language: str, counts: Mapping[str, tuple[Count, ...]]) -> list[Agreement]:
    """This function will list the norms of one document with their rules, their tests and what is counted now."""
    proofs = _proofs()
    return [
        Agreement(norm.id, *_said(norm, language), _rooms(norm.id), proofs[norm.id].count, counts.get(norm.id, ()),
                  words.SIGNS[proofs[norm.id].state], _(words.STATES[proofs[norm.id].state]))
        for norm in norms().values()
        if norm.document == number
    ]


def desk(
    *, number: str, norm_id: str, language: str, on: date, counts: Mapping[str, tuple[Count, ...]]
) -> Desk | None:
    """This function will gather the page of council and officer; None for a document or norm that does not exist."""
    rows = tuple(agreements(number=number, language=language, counts=counts))
    chosen = detail(norm_id=norm_id or (rows[0].id if rows else ""), language=language, on=on)
    if chosen is None or not rows:
        return None
    sources = tuple((key, f"{key} {words.chapter(key)}") for key in documents())
    return Desk(number, sources, rows, chosen, totals(), run_date())


def detail(*, norm_id: str, language: str, on: date) -> Detail | None:
    """This function will return everything known of one norm, with the numbers that hold on a day."""
    norm = norms().get(norm_id)
    if norm is None:
        return None
    text, lang = _said(norm, language)
    proofs = _proofs()[norm_id]
    law = tuple((getattr(statutes()[key], lang), statutes()[key].address) for key in norm.statutes)
    return Detail(
        id=norm_id, number=norm.document, text=text, lang=lang, quote=norm.quote, document=documents()[norm.document].title,
        reading=getattr(norm, f"reading_{lang}"), kind=_(words.KINDS[norm.kind.value]),
        does=norm.does, statutes=law, rules=tuple(_rules_of(norm_id)), parts=_parts(norm, proofs), proofs=proofs.count,
        kept=tuple(kept for kept in schedule(on=on) if kept.norm == norm_id),
        numbers=tuple(number for number in numbers(language=language, on=on) if norm_id in number.norms),
        sign=words.SIGNS[proofs.state], state=_(words.STATES[proofs.state]),
    )


def case_name(node: str) -> str:
    """This function will turn a test's id into the sentence that it is: words for underscores, its case behind it."""
    name, _sep, case = node.split("::")[-1].partition("[")
    said = re.sub(r"_+", " ", name.removeprefix("test_")).capitalize()
    return f"{said} ({case.removesuffix(']')})" if case else said


def _proofs() -> dict[str, Proofs]:
    kept = evidence.kept_evidence() or {"outcomes": {}, "marks": {}}
    return {
        norm_id: Proofs(entry["state"], {letter: tuple(nodes) for letter, nodes in entry["parts"].items()})
        for norm_id, entry in evidence.report(kept).items()
    }


def _said(norm: Norm, language: str) -> tuple[str, str]:
    lang = _lang(language)
    return getattr(norm, lang), lang


def _lang(language: str) -> str:
    """The norms speak English to who reads English, and else the school's own Dutch."""
    return "en" if language.startswith("en") else "nl"


def _rules_of(norm_id: str) -> list[rulebook.Rule]:
    return [rule for rule in rulebook.rules().values() if norm_id in rule.norms]


def _parts(norm: Norm, proofs: Proofs) -> tuple[Part, ...]:
    return tuple(
        Part(letter, text, tuple(ProofCase(case_name(node), node.split("::")[0]) for node in proofs.tests[letter]))
        for letter, text in norm.parts.items()
    )


def _rooms(norm_id: str) -> tuple[str, ...]:
    """Where the rules stand, shortly: kring/domains/consent/rules/standing.py becomes consent/rules."""
    return tuple(dict.fromkeys("/".join(rule.module.split(".")[2:4]) for rule in _rules_of(norm_id)))


def schedule(*, on: date) -> list[Kept]:
    """This function will list everything that is kept, with its purpose and term."""
    return [Kept(_(holding.data), _(holding.purpose), term(holding=holding, on=on), holding.norm) for holding in retention.collect()]


def term(*, holding: retention.Holding, on: date) -> str:
    """This function will say how long a holding is kept, and from when that is counted."""
    start = _(holding.start_event)
    if not holding.term_parameter:
        return start
    parameter = parameters()[holding.term_parameter]
    said = words.value_text(parameter, parameter.on(on).value)
    return said if parameter.unit.endswith("school year") else _("%(term)s, counted from: %(start)s") % {"term": said, "start": start}


def numbers(*, language: str, on: date) -> list[Number]:
    """This function will list every dated number as it holds on a day."""
    lang = _lang(language)
    found = []
    for parameter in parameters().values():
        dated = parameter.on(on)
        found.append(Number(parameter.name, getattr(parameter, lang), lang, words.value_text(parameter, dated.value),
                            _(words.STATUSES[dated.status]), parameter.norms))
    return found
