"""Imports with their doubts: facts for the rules, and the rows that pages show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kring.domains.people import queries as people
from kring.domains.people.terms import MandateKind
from kring.domains.roster.models import Ending, Import, Settlement
from kring.domains.roster.queries.as_is import as_is
from kring.domains.roster.queries.snapshot import Snapshot, loaded, loaded_phrase
from kring.domains.roster.rules.access import ImportFacts
from kring.domains.roster.rules.difference import difference
from kring.domains.roster.terms.changes import Difference
from kring.domains.roster.terms.kinds import LASTING, Phrase, State
from kring.domains.roster.terms.known import AsIs
from kring.domains.school import queries as schools
from kring.ground import clock, files
from kring.ground.actor import Actor
from kring.ground.formats import edexml, guardians_csv
from kring.ground.formats.guardians_csv import GuardianFile
from kring.ground.formats.records import Roster
from kring.ground.models.files import StoredFile
from kring.ground.sealing import KeyGone, Ring, blind

PLACES = {"difference": ("roster_import", "difference"), "names": ("roster_import", "names")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One import as lists and pages name it. ``ended_at`` and ``ended_by`` are None while it waits."""

    id: UUID
    school_id: UUID
    state: State
    school_year: str
    as_of: date | None
    by: str
    at: datetime
    ended_by: str = ""
    ended_at: datetime | None = None
    counts: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One decision; ``said`` holds the question and the answer as they stood on the page."""

    said: Phrase
    by: str
    at: datetime


class Answers(Mapping[str, str]):
    """Answers to doubts by their code. Codes hold names, so only their index is kept; asking works, listing does not."""

    def __init__(self, board_id: UUID, kept: Mapping[bytes, str]):
        self.board_id, self.kept = board_id, kept

    def __getitem__(self, code: str) -> str:
        return self.kept[answer_index(board_id=self.board_id, code=code)]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("the codes of answers are not kept")

    def __len__(self) -> int:
        return len(self.kept)


def answer_index(*, board_id: UUID, code: str) -> bytes:
    """Return the index under which the answer to a doubt is kept."""
    return blind(board_id, code, purpose="roster doubt")


def doubt_name(*, board_id: UUID, code: str) -> str:
    """Return what a doubt is called in a form: it tells nothing of whom it is about."""
    return f"d-{answer_index(board_id=board_id, code=code).hex()[:24]}"


def answers(*, board_id: UUID, school_id: UUID, import_id: UUID | None) -> Answers:
    """Return the answers of one import, and those of earlier applied imports of the school that still hold."""
    rows = list(
        Settlement.objects.filter(board_id=board_id, school_id=school_id)
        .order_by("id")
        .values_list("import_id", "code", "choice")
    )
    ids = {one for one, _code, choice in rows if choice in LASTING and one != import_id}
    applied = set(
        Ending.objects.filter(board_id=board_id, import_id__in=ids, state=State.APPLIED).values_list(
            "import_id", flat=True
        )
    )
    kept = {bytes(code): choice for one, code, choice in rows if one in applied and choice in LASTING}
    kept |= {bytes(code): choice for one, code, choice in rows if one == import_id}
    return Answers(board_id, kept)


def find(*, actor: Actor, import_id: UUID, lock: bool = False) -> Import | None:
    """Return an import of the actor's school, or None when there is none there.

    With ``lock`` all imports of the school wait, so that two applications cannot run at once.
    """
    rows = Import.objects.filter(board_id=actor.board_id, school_id=actor.school_id).order_by("id")
    if not lock:
        return rows.filter(id=import_id).first()
    return next((row for row in rows.select_for_update() if row.id == import_id), None)


def state_of(*, board_id: UUID, import_id: UUID) -> State:
    """Return whether an import waits or how it ended."""
    ended = Ending.objects.filter(board_id=board_id, import_id=import_id).values_list("state", flat=True).first()
    return State(ended) if ended else State.SEEN


def mandates(*, actor: Actor, on: date) -> frozenset[MandateKind]:
    """Return the mandates that the actor may use: as staff, on this day."""
    if actor.person_id is None or not actor.is_staff:
        return frozenset()
    return frozenset(people.mandates(board_id=actor.board_id, person_id=actor.person_id, on=on, school_id=actor.school_id))


def import_facts(*, actor: Actor, school_id: UUID, roster: Roster | None, on: date) -> ImportFacts:
    """Return the facts for ``may_import``."""
    school = schools.school(board_id=actor.board_id, school_id=school_id)
    if school is None:
        raise LookupError("the board has no such school")
    labels = {year.id: year.label for year in schools.years(board_id=actor.board_id, school_id=school_id)}
    open_groups = schools.groups(board_id=actor.board_id, school_id=school_id)
    last_made_at, last_as_of = _last_applied(actor.board_id, school_id)
    return ImportFacts(
        mandates=mandates(actor=actor, on=on),
        on=on,
        school_name=school.name,
        brin=school.brin,
        branch=school.branch,
        school_year=max((labels.get(group.school_year_id, "") for group in open_groups), default=""),
        file_brin=roster.brin if roster else "",
        file_branch=roster.branch if roster else "",
        file_year=roster.school_year if roster else "",
        file_made_at=school_clock(roster.made_at) if roster else None,
        file_as_of=roster.as_of if roster else None,
        last_made_at=school_clock(last_made_at),
        last_as_of=last_as_of,
    )


def known_to(
    *, actor: Actor, school_id: UUID, roster: Roster | None, guardians: GuardianFile | None, on: date, ring: Ring
) -> AsIs:
    """Return what Kring knows of the school, asked for the keys of these files."""
    pupil_keys = {pupil.key for pupil in roster.pupils} if roster else set()
    pupil_keys |= {row.pupil_key for row in guardians.rows} if guardians else set()
    return as_is(
        board_id=actor.board_id,
        school_id=school_id,
        pupil_keys=pupil_keys,
        staff_keys=[member.key for member in roster.staff] if roster else [],
        on=on,
        ring=ring,
    )


def contents(*, row: Import, ring: Ring) -> tuple[Roster | None, GuardianFile | None]:
    """Return the kept files of an import, read again."""
    ids = [one for one in (row.roster_file_id, row.guardians_file_id) if one]
    stored = {file.id: file for file in StoredFile.objects.filter(board_id=row.board_id, id__in=ids)}
    roster = stored.get(row.roster_file_id)
    guardians = stored.get(row.guardians_file_id)
    return (
        edexml.read(files.read(file=roster, ring=ring)) if roster else None,
        guardians_csv.read(files.read(file=guardians, ring=ring)) if guardians else None,
    )


def difference_now(*, actor: Actor, row: Import, at: datetime, ring: Ring) -> tuple[Difference, Roster | None, AsIs]:
    """Return what an import would change now, with the answers that were given, from its kept files."""
    roster, guardians = contents(row=row, ring=ring)
    scope = {"actor": actor, "school_id": row.school_id, "roster": roster}
    known = known_to(**scope, guardians=guardians, on=clock.today(at), ring=ring)
    given = answers(board_id=actor.board_id, school_id=row.school_id, import_id=row.id)
    return difference(as_is=known, roster=roster, guardians=guardians, choices=given), roster, known


def snapshot(*, row: Import, ring: Ring) -> Snapshot | None:
    """Return what an import showed, or None when it was erased."""
    if not row.difference:
        return None
    try:
        return loaded(ring.open(row.difference, place=(*PLACES["difference"], row.id)))
    except KeyGone:
        return None


def file_names(*, row: Import, ring: Ring) -> str:
    """Return what the files were called."""
    if not row.names:
        return ""
    try:
        return ring.open(row.names, place=(*PLACES["names"], row.id))
    except KeyGone:
        return ""


def row_of(*, row: Import, ring: Ring) -> ImportRow:
    """Return one import as a page names it."""
    return _rows(row.board_id, [row], ring)[0]


def history(*, actor: Actor, ring: Ring, count: int = 10) -> list[ImportRow]:
    """Return the newest imports of the actor's school."""
    rows = Import.objects.filter(board_id=actor.board_id, school_id=actor.school_id).order_by("-id")[:count]
    return _rows(actor.board_id, list(rows), ring)


def settled(*, row: Import, ring: Ring) -> list[Settled]:
    """Return which doubts of an import were decided, by whom and when; the newest answer to each."""
    rows = {
        bytes(one.code): one
        for one in Settlement.objects.filter(board_id=row.board_id, import_id=row.id).order_by("id")
    }
    names = people.names(board_id=row.board_id, person_ids={one.by for one in rows.values()}, ring=ring)
    found = []
    for one in rows.values():
        try:
            text = ring.open(one.question, place=("roster_settlement", "question", one.id))
        except KeyGone:
            continue
        by = names[one.by].full if one.by in names else ""
        found.append(Settled(said=loaded_phrase(text), by=by, at=one.at))
    return found


def settlers(*, row: Import) -> dict[bytes, UUID]:
    """Return {index of the doubt: who decided it} of one import."""
    rows = Settlement.objects.filter(board_id=row.board_id, import_id=row.id).order_by("id")
    return {bytes(code): by for code, by in rows.values_list("code", "by")}


def _rows(board_id: UUID, rows: list[Import], ring: Ring) -> list[ImportRow]:
    endings = {
        end.import_id: end for end in Ending.objects.filter(board_id=board_id, import_id__in=[row.id for row in rows])
    }
    ids = {row.by for row in rows} | {end.by for end in endings.values()}
    names = {one: name.full for one, name in people.names(board_id=board_id, person_ids=ids, ring=ring).items()}
    return [_row(row, endings.get(row.id), names) for row in rows]


def _row(row: Import, end: Any, names: Mapping[UUID, str]) -> ImportRow:
    return ImportRow(
        id=row.id,
        school_id=row.school_id,
        state=State(end.state) if end else State.SEEN,
        school_year=row.school_year,
        as_of=row.as_of,
        by=names.get(row.by, ""),
        at=row.at,
        ended_by=names.get(end.by, "") if end else "",
        ended_at=end.at if end else None,
        counts=end.counts if end else None,
    )


def _last_applied(board_id: UUID, school_id: UUID) -> tuple[datetime | None, date | None]:
    """Return when the roster that was applied last was made, and of which day it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT i.made_at, i.as_of FROM roster_import i
               JOIN roster_ending e ON e.board_id = %(board)s AND e.import_id = i.id
               WHERE i.board_id = %(board)s AND i.school_id = %(school)s AND e.state = %(applied)s
                 AND i.as_of IS NOT NULL
               ORDER BY e.at DESC, e.id DESC LIMIT 1""",
            {"board": board_id, "school": school_id, "applied": State.APPLIED.value},
        )
        return cursor.fetchone() or (None, None)


def school_clock(moment: datetime | None) -> datetime | None:
    """Return a moment as the clock at school shows it, without a zone: so two exports are compared."""
    return clock.local(moment).replace(tzinfo=None) if moment and moment.tzinfo else moment
