"""What the pages of an import show: sentences in the reader's language, and why a button is off."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy

from kring.domains.people.terms import MandateKind
from kring.domains.roster.models import Import
from kring.domains.roster.queries import imports
from kring.domains.roster.queries.imports import ImportRow, Settled
from kring.domains.roster.queries.words import say, say_problem
from kring.domains.roster.rules.access import ApplyFacts, may_apply
from kring.domains.roster.terms.changes import Change, Difference, Doubt
from kring.domains.roster.terms.kinds import ChangeKind, Phrase, Source, State
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.formats.problems import Problem
from kring.ground.sealing import Ring
from kring.norms import Verdict, gettext_noop

# So many changes stand on the page at first; the others are one link away.
SHOWN = 25
# From so many questions of one kind on, one answer may be given to all of them, each as a row of its own.
ALIKE = 4

_SIGNS: dict[ChangeKind, tuple[Any, str, str]] = {
    # kind: word, icon, tone
    ChangeKind.AUTHORITY_LOST: (pgettext_lazy("import", "access stops"), "lock", "not"),
    ChangeKind.CARE_ENDS: (pgettext_lazy("import", "access stops"), "lock", "not"),
    ChangeKind.PUPIL_LEAVES: (pgettext_lazy("import", "leaves"), "minus", "not"),
    ChangeKind.STAFF_LEAVES: (pgettext_lazy("import", "leaves"), "minus", "not"),
    ChangeKind.PROTECTED: (pgettext_lazy("import", "protected"), "lock", ""),
    ChangeKind.AUTHORITY_GAINED: (pgettext_lazy("import", "gets access"), "key", ""),
    ChangeKind.UNPROTECTED: (pgettext_lazy("import", "not protected"), "key", ""),
    ChangeKind.GUARDIAN_COMES: (pgettext_lazy("import", "guardian comes"), "plus", ""),
    ChangeKind.PUPIL_COMES: (pgettext_lazy("import", "comes"), "plus", ""),
    ChangeKind.PUPIL_STAYS: (pgettext_lazy("import", "stays"), "undo", ""),
    ChangeKind.STAFF_COMES: (pgettext_lazy("import", "staff comes"), "plus", ""),
    ChangeKind.STAFF_MOVES: (pgettext_lazy("import", "changes"), "cap", ""),
    ChangeKind.PUPIL_MOVES: (pgettext_lazy("import", "changes"), "cap", ""),
    ChangeKind.PUPIL_ADVANCES: (pgettext_lazy("import", "new year"), "arrow", ""),
    ChangeKind.COMPOSITE_JOINED: (pgettext_lazy("import", "changes"), "cap", ""),
    ChangeKind.COMPOSITE_LEFT: (pgettext_lazy("import", "changes"), "cap", ""),
    ChangeKind.PUPIL_RENAMED: (pgettext_lazy("import", "name"), "edit", ""),
    ChangeKind.KEY_CHANGED: (pgettext_lazy("import", "number"), "edit", ""),
    ChangeKind.CONTACT_CHANGED: (pgettext_lazy("import", "address"), "edit", ""),
    ChangeKind.STAFF_RENAMED: (pgettext_lazy("import", "name"), "edit", ""),
    ChangeKind.GROUP_NEW: (pgettext_lazy("import", "group"), "plus", ""),
    ChangeKind.GROUP_RENAMED: (pgettext_lazy("import", "group"), "edit", ""),
    ChangeKind.GROUP_ARCHIVED: (pgettext_lazy("import", "group"), "lock", ""),
}
_FILES = {Source.ROSTER: gettext_noop("pupils and groups"), Source.GUARDIANS: gettext_noop("guardians")}

FIELD_WORDS = {
    "auteur": gettext_noop("who made the export"),
    "bijzonderheid": gettext_noop("remarks about a family"),
    "bsn": gettext_noop("citizen service number (BSN)"),
    "bsn_ondwnr-4": gettext_noop("last digits of the citizen service number"),
    "commentaar": gettext_noop("remarks"),
    "eckid": gettext_noop("chain number (ECK iD)"),
    "emailadres": gettext_noop("e-mail address of pupils"),
    "etniciteit": gettext_noop("ethnicity"),
    "fotourl": gettext_noop("link to a photo"),
    "gebruikersnaam": gettext_noop("user name"),
    "geslacht": gettext_noop("sex"),
    "gewicht": gettext_noop("pupil weight"),
    "gewicht_nieuw": gettext_noop("pupil weight"),
    "land": gettext_noop("country of birth"),
    "land_moeder": gettext_noop("country of birth of the mother"),
    "land_vader": gettext_noop("country of birth of the father"),
    "omschrijving": gettext_noop("remarks"),
    "onderwijsnummer": gettext_noop("education number"),
    "postcodenl": gettext_noop("postcode"),
    "postcodeoverig": gettext_noop("postcode"),
    "postnummerbe": gettext_noop("postcode"),
    "rijksregisternummer": gettext_noop("national register number"),
    "rolomschrijving": gettext_noop("description of a role"),
    "sofinummer": gettext_noop("citizen service number (BSN)"),
    "start_ondw_jgr3": gettext_noop("start of year 3"),
    "toevoegingen": gettext_noop("additions by the supplier"),
    "voorletters-1": gettext_noop("initials"),
    "voornamen": gettext_noop("given names"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow:
    name: str
    who: str
    text: str
    place: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    form: str
    off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    word: str
    icon: str
    tone: str
    text: str
    effect: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRow:
    question: str
    answer: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Everywhere:
    """One answer for all open questions of one kind."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    row: ImportRow
    files: str
    digest: str
    figures: tuple[tuple[int, str], ...]
    doubts: tuple[DoubtRow, ...]
    open_count: int
    answered: int
    everywhere: tuple[Everywhere, ...]
    changes: tuple[ChangeRow, ...]
    total: int
    access_total: int
    only_access: bool
    more: int
    batch: str
    problems: tuple[str, ...]
    dropped: tuple[tuple[str, int], ...]
    unreached: tuple[str, ...]
    settled: tuple[SettledRow, ...]
    verdict: Verdict
    off: str  # why it cannot be applied now; empty when it can
    remedies: tuple[str, ...]
    is_waiting: bool


def import_page(*, actor: Actor, import_id: UUID, shown: str, at: datetime) -> ImportPage | None:
    """Return the page of an import of the actor's school, or None when there is none."""
    row, ring = imports.find(actor=actor, import_id=import_id), Ring(actor.board_id)
    if row is None:
        return None
    named = imports.row_of(row=row, ring=ring)
    kept = imports.snapshot(row=row, ring=ring)
    seen = kept.difference if kept else _nothing(row)
    facts = imports.import_facts(actor=actor, school_id=row.school_id, roster=None, on=clock.today(at))
    open_count = len(seen.open_doubts)
    verdict = may_apply(
        ApplyFacts(imported=facts, state=named.state, open_doubts=open_count, seen=row.digest, now=row.digest)
    )
    only_access = shown == "access"
    about_access = [change for change in seen.changes if change.gains or change.loses]
    listed = about_access if only_access else list(seen.changes)
    rows = listed if shown else listed[:SHOWN]
    return ImportPage(
        row=named,
        files=imports.file_names(row=row, ring=ring) if kept else "",
        digest=row.digest,
        figures=_figures(seen),
        doubts=tuple(_doubt(actor.board_id, doubt, facts.mandates) for doubt in seen.doubts),
        open_count=open_count,
        answered=len(seen.doubts) - open_count,
        everywhere=_everywhere(seen, facts.mandates),
        changes=tuple(_change(change) for change in rows),
        total=len(seen.changes),
        access_total=len(about_access),
        only_access=only_access,
        more=len(listed) - len(rows),
        batch=_batch(seen),
        problems=tuple(_problem(source, problem) for source, problem in (kept.problems if kept else ())),
        dropped=_dropped(seen.dropped),
        unreached=seen.unreached,
        settled=tuple(_settled(one) for one in imports.settled(row=row, ring=ring)),
        verdict=verdict,
        off="" if verdict.allowed else " ".join(say(Phrase(one.text, one.params)) for one in verdict.reasons),
        remedies=() if verdict.allowed else tuple(say(Phrase(one.text, one.params)) for one in verdict.remedies),
        is_waiting=named.state is State.SEEN and kept is not None,
    )


def _nothing(row: Import) -> Difference:
    """What is left of an import whose contents were erased."""
    return Difference(
        school_year=row.school_year,
        is_new_year=False,
        is_first=False,
        as_of=row.as_of,
        made_at=row.made_at,
        counts={},
        changes=(),
        doubts=(),
        unreached=(),
        dropped={},
    )


def _figures(seen: Difference) -> tuple[tuple[int, str], ...]:
    kinds = Counter(change.kind for change in seen.changes)
    groups, comes, leaves = seen.counts.get("groups", 0), kinds[ChangeKind.PUPIL_COMES], kinds[ChangeKind.PUPIL_LEAVES]
    loses, doubts = len(seen.loses), len(seen.open_doubts)
    read = gettext("pupils read, in {groups} groups").format(groups=groups)
    return (
        (seen.counts.get("pupils", 0), read if groups else gettext("pupils read")),
        (comes, ngettext("pupil comes", "pupils come", comes)),
        (leaves, ngettext("pupil leaves", "pupils leave", leaves)),
        (loses, ngettext("time a guardian loses sight of a child", "times a guardian loses sight of a child", loses)),
        (doubts, ngettext("doubt, look first", "doubts, look first", doubts)),
    )


def _doubt(board_id: UUID, doubt: Doubt, mandates: frozenset[MandateKind]) -> DoubtRow:
    off = "" if doubt.needs in mandates else gettext("Somebody with a mandate for authority decides this.")
    count = len(doubt.choices)
    return DoubtRow(
        name=imports.doubt_name(board_id=board_id, code=doubt.code),
        who=doubt.who,
        text=say(doubt.text),
        place=_place(doubt.source, doubt.line),
        choices=tuple((choice.code, say(choice.label)) for choice in doubt.choices),
        chosen=doubt.chosen,
        form="" if count == 2 else "list",
        off=off,
    )


def _everywhere(seen: Difference, mandates: frozenset[MandateKind]) -> tuple[Everywhere, ...]:
    found: dict[tuple[str, str, str], int] = Counter()
    for doubt in seen.open_doubts:
        if doubt.needs in mandates:
            for choice in doubt.choices:
                found[doubt.kind.value, choice.code, say(choice.label)] += 1
    return tuple(
        Everywhere(
            value=f"{kind}:{code}",
            label=gettext("All {count}: {choice}").format(count=count, choice=label),
        )
        for (kind, code, label), count in found.items()
        if count >= ALIKE
    )


def _change(change: Change) -> ChangeRow:
    word, icon, tone = _SIGNS[change.kind]
    return ChangeRow(
        word=str(word), icon=icon, tone=tone, text=say(change.text), effect=say(change.effect), line=change.line
    )


def _batch(seen: Difference) -> str:
    if not seen.batch:
        return ""
    return ngettext(
        "By applying you decide for the board, once, that this guardian has authority: as the administration says.",
        "By applying you decide for the board, once, that these {count} guardians have authority: as the administration says.",
        seen.batch,
    ).format(count=seen.batch)


def _place(source: Source, line: int) -> str:
    file = gettext(_FILES[source])
    return pgettext("place in a file", "{file}, line {line}").format(file=file, line=line) if line else file


def _problem(source: Source, problem: Problem) -> str:
    return f"{gettext(_FILES[source]).capitalize()}. {say_problem(problem)}"


def _dropped(dropped: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Words for the fields that were not kept; an unknown field or column goes by its own name."""
    found: Counter[str] = Counter()
    for name, count in dropped.items():
        found[gettext(FIELD_WORDS[name]) if name in FIELD_WORDS else name] += count
    return tuple(sorted(found.items()))


def _settled(one: Settled) -> SettledRow:
    question, answer = (say(one.said.params[name]) for name in ("question", "answer"))
    return SettledRow(question=question, answer=answer, by=one.by, at=one.at)
