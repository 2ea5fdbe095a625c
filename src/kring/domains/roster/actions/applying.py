"""Applying what was seen: worked out anew on locked rows, decided again, written in one transaction."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from kring.domains.roster.actions.reading import NoSuchImport
from kring.domains.roster.actions.writing import Writing
from kring.domains.roster.models import Ending
from kring.domains.roster.queries import imports
from kring.domains.roster.queries.snapshot import digest
from kring.domains.roster.rules.access import ApplyFacts, may_apply
from kring.domains.roster.terms.kinds import State
from kring.ground import audit, buggify, clock
from kring.ground.actor import Actor
from kring.ground.receipts import once
from kring.ground.sealing import Ring


def apply(*, actor: Actor, import_id: UUID, seen: str, key: UUID, at: datetime) -> dict[str, int]:
    """This function will apply a waiting import and return how many changes there were of each kind.

    ``seen`` names the difference that the actor looked at; when it is another one by now, nothing is applied.
    Refuses: roster.may_apply.   Raises: NoSuchImport.
    Writes: groups, people, guardianships, appointments (through school and people), Listing, Ending.
    Cuts: bearer rights and open pages of those who lose access.
    """
    return once(actor, key, lambda: _apply(actor, import_id, seen, at))


def _apply(actor: Actor, import_id: UUID, seen: str, at: datetime) -> dict[str, int]:
    row = imports.find(actor=actor, import_id=import_id, lock=True)
    if row is None:
        raise NoSuchImport
    ring, on = Ring(actor.board_id), clock.today(at)
    state = imports.state_of(board_id=actor.board_id, import_id=row.id)
    if state is not State.SEEN:
        facts = imports.import_facts(actor=actor, school_id=row.school_id, roster=None, on=on)
        may_apply(ApplyFacts(imported=facts, state=state, open_doubts=0, seen=seen, now=row.digest)).require()
    now, roster, known = imports.difference_now(actor=actor, row=row, at=at, ring=ring)
    facts = imports.import_facts(actor=actor, school_id=row.school_id, roster=roster, on=on)
    verdict = may_apply(
        ApplyFacts(imported=facts, state=state, open_doubts=len(now.open_doubts), seen=seen, now=digest(now))
    ).require()
    Writing(actor=actor, school_id=row.school_id, known=known, difference=now, ring=ring, at=at,
            settlers=imports.settlers(row=row)).write()  # fmt: skip
    buggify.point("roster.before_ending")
    counts = dict(Counter(change.kind.value for change in now.changes))
    ending = Ending(
        board_id=actor.board_id, import_id=row.id, state=State.APPLIED, by=actor.person_id, at=at, counts=counts
    )
    ending.save(force_insert=True)
    payload = {"counts": counts, "batch": now.batch, "digest": seen}
    audit.record("roster.applied", actor=actor, on=("import", row.id), at=at, verdict=verdict, payload=payload)
    return counts
