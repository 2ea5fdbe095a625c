"""Reading files in: a dry run that changes nobody's access. What is kept is scrubbed first, and sealed."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kring.domains.roster.models import Ending, Import
from kring.domains.roster.queries import imports
from kring.domains.roster.queries.snapshot import Snapshot, digest, dumped
from kring.domains.roster.rules.access import DiscardFacts, may_discard, may_import
from kring.domains.roster.rules.difference import difference
from kring.domains.roster.terms.changes import Difference
from kring.domains.roster.terms.kinds import Source, State
from kring.ground import audit, clock, files
from kring.ground.actor import Actor
from kring.ground.formats import edexml, guardians_csv
from kring.ground.formats.guardians_csv import GuardianFile
from kring.ground.formats.naming import clean
from kring.ground.formats.problems import Problem
from kring.ground.formats.records import Roster
from kring.ground.ids import uuid7
from kring.ground.models.files import StoredFile
from kring.ground.receipts import once
from kring.ground.sealing import Ring

NAME_CHARS = 120


class NothingToRead(Exception):
    """Neither a file of pupils nor one of guardians was given."""


class NoSuchImport(Exception):
    """There is no such import at the actor's school."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent. The name is only ever shown."""

    name: str
    data: bytes


def upload(
    *, actor: Actor, school_id: UUID, roster: Upload | None, guardians: Upload | None, key: UUID, at: datetime
) -> UUID:
    """This function will keep files with the difference they would make, and return the id of the import.

    Refuses: roster.may_import.   Raises: Unreadable (says where and what to do), NothingToRead, NoSpace.
    Writes: Import, two files.   Changes nobody's access.
    """
    return UUID(once(actor, key, lambda: str(_upload(actor, school_id, roster, guardians, at))))


def look_again(*, actor: Actor, import_id: UUID, at: datetime) -> None:
    """This function will work out anew what a waiting import would change, because something has changed since.

    Refuses: roster.may_discard (who may put it away may look again).   Raises: NoSuchImport.   Writes: Import.
    """
    row, ring = waiting(actor=actor, import_id=import_id, at=at), Ring(actor.board_id)
    seen = imports.snapshot(row=row, ring=ring)
    if seen is None:
        raise NoSuchImport
    now, _roster, _known = imports.difference_now(actor=actor, row=row, at=at, ring=ring)
    keep_seen(row=row, ring=ring, now=now, before=seen)


def discard(*, actor: Actor, import_id: UUID, at: datetime) -> None:
    """This function will put a waiting import away: its files and what they said are erased at once.

    Refuses: roster.may_discard.   Raises: NoSuchImport.   Writes: Ending.   Destroys: the import's key and files.
    """
    row = waiting(actor=actor, import_id=import_id, at=at)
    end = Ending(board_id=actor.board_id, import_id=row.id, state=State.DISCARDED, by=actor.person_id, at=at, counts={})
    end.save(force_insert=True)
    erase_contents(row=row)
    audit.record("roster.discarded", actor=actor, on=("import", row.id), at=at)


def waiting(*, actor: Actor, import_id: UUID, at: datetime) -> Import:
    """This function will return a waiting import, locked with all imports of its school.

    Refuses: roster.may_discard.   Raises: NoSuchImport.
    """
    row = imports.find(actor=actor, import_id=import_id, lock=True)
    if row is None:
        raise NoSuchImport
    state = imports.state_of(board_id=actor.board_id, import_id=row.id)
    on = clock.today(at)
    may_discard(DiscardFacts(mandates=imports.mandates(actor=actor, on=on), on=on, state=state)).require()
    return row


def keep_seen(*, row: Import, ring: Ring, now: Difference, before: Snapshot) -> None:
    """This function will keep a difference as the one that was looked at last.

    What the files held that was not kept, and what was wrong in them, only the first reading can know.
    """
    seen = Snapshot(replace(now, dropped=before.difference.dropped), before.problems)
    row.difference = ring.seal(dumped(seen), key_id=row.key_id, place=(*imports.PLACES["difference"], row.id))
    row.digest = digest(now)
    Import.objects.filter(board_id=row.board_id, id=row.id).update(difference=row.difference, digest=row.digest)


def erase_contents(*, row: Import) -> None:
    """This function will erase the files of an import and destroy the key of all that it said."""
    ids = [one for one in (row.roster_file_id, row.guardians_file_id) if one]
    stored = list(StoredFile.objects.filter(board_id=row.board_id, id__in=ids))
    nothing = {"roster_file_id": None, "guardians_file_id": None, "names": b"", "difference": b""}
    Import.objects.filter(board_id=row.board_id, id=row.id).update(**nothing)
    for file in stored:
        files.delete(file=file)
    Ring(row.board_id).destroy(row.key_id)


def _upload(actor: Actor, school_id: UUID, roster: Upload | None, guardians: Upload | None, at: datetime) -> UUID:
    if roster is None and guardians is None:
        raise NothingToRead
    read_roster = edexml.read(roster.data) if roster else None
    read_guardians = guardians_csv.read(guardians.data) if guardians else None
    on, ring = clock.today(at), Ring(actor.board_id)
    verdict = may_import(imports.import_facts(actor=actor, school_id=school_id, roster=read_roster, on=on)).require()
    scope = {"actor": actor, "school_id": school_id, "roster": read_roster, "guardians": read_guardians}
    given = imports.answers(board_id=actor.board_id, school_id=school_id, import_id=None)
    now = difference(
        as_is=imports.known_to(**scope, on=on, ring=ring), roster=read_roster, guardians=read_guardians, choices=given
    )
    row = _new_row(actor, school_id, ring, roster, guardians, now, at)
    _seal(row, ring, roster, guardians, Snapshot(now, _problems(read_roster, read_guardians)))
    row.save(force_insert=True)
    counts = {"changes": len(now.changes), "doubts": len(now.doubts), "dropped": dict(now.dropped)}
    audit.record("roster.read_in", actor=actor, on=("import", row.id), at=at, verdict=verdict, payload=counts)
    return row.id


def _new_row(
    actor: Actor,
    school_id: UUID,
    ring: Ring,
    roster: Upload | None,
    guardians: Upload | None,
    now: Difference,
    at: datetime,
) -> Import:
    """Keep the scrubbed files and return the row that names them, not yet saved."""
    import_id = uuid7()
    key_id = ring.new_key("import", import_id)
    scrubbed = {
        "roster": roster and edexml.scrub(roster.data),
        "guardians": guardians and guardians_csv.scrub(guardians.data),
    }
    kept = {
        name: files.put(board_id=actor.board_id, key_id=key_id, data=data, ring=ring, at=at).id
        for name, data in scrubbed.items()
        if data
    }
    return Import(
        id=import_id,
        board_id=actor.board_id,
        school_id=school_id,
        key_id=key_id,
        roster_file_id=kept.get("roster"),
        guardians_file_id=kept.get("guardians"),
        digest=digest(now),
        school_year=now.school_year,
        as_of=now.as_of,
        made_at=_aware(now.made_at),
        by=actor.person_id,
        at=at,
    )


def _aware(moment: datetime | None) -> datetime | None:
    """A file names no zone: it means the clock at school."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=clock.SCHOOL_ZONE)


def _seal(row: Import, ring: Ring, roster: Upload | None, guardians: Upload | None, seen: Snapshot) -> None:
    names = " · ".join(clean(one.name)[:NAME_CHARS] for one in (roster, guardians) if one)
    row.names = ring.seal(names, key_id=row.key_id, place=(*imports.PLACES["names"], row.id))
    row.difference = ring.seal(dumped(seen), key_id=row.key_id, place=(*imports.PLACES["difference"], row.id))


def _problems(roster: Roster | None, guardians: GuardianFile | None) -> tuple[tuple[Source, Problem], ...]:
    found = [(Source.ROSTER, problem) for problem in roster.problems] if roster else []
    return tuple(found + [(Source.GUARDIANS, problem) for problem in (guardians.problems if guardians else ())])
