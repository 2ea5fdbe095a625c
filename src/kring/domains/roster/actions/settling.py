"""Settling doubts: one question, one answer, one named person. What was decided is a row."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kring.domains.roster.actions.reading import NoSuchImport, keep_seen
from kring.domains.roster.models import Import, Settlement
from kring.domains.roster.queries import imports
from kring.domains.roster.queries.snapshot import dumped_phrase
from kring.domains.roster.rules.access import SettleFacts, may_settle
from kring.domains.roster.terms.changes import Doubt
from kring.domains.roster.terms.kinds import Phrase
from kring.ground import audit, clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring


def settle(
    *,
    actor: Actor,
    import_id: UUID,
    choices: Mapping[str, str],
    at: datetime,
    everywhere: tuple[str, str] | None = None,
) -> int:
    """This function will record answers {name of the doubt: choice} and return how many doubts are open after it.

    ``everywhere`` gives one answer to each open doubt of one kind: (kind, choice); each is a row of its own.

    An answer to a question that is not asked (any more) is left out. The same answer again is no second row.
    Refuses: roster.may_settle, for each.   Raises: NoSuchImport.   Writes: Settlement, and the difference as it is now.
    """
    row = imports.find(actor=actor, import_id=import_id, lock=True)
    if row is None:
        raise NoSuchImport
    ring = Ring(actor.board_id)
    seen = imports.snapshot(row=row, ring=ring)
    if seen is None:
        raise NoSuchImport
    wanted = {doubt: _choice(actor.board_id, doubt, choices, everywhere) for doubt in seen.difference.doubts}
    answered = [(doubt, choice) for doubt, choice in wanted.items() if _is_answer(doubt, choice)]
    on = clock.today(at)
    mandates = imports.mandates(actor=actor, on=on)
    state = imports.state_of(board_id=actor.board_id, import_id=row.id)
    for doubt, choice in answered:
        facts = SettleFacts(mandates=mandates, on=on, needs=doubt.needs, state=state)
        verdict = may_settle(facts).require()
        _record(actor, row, ring, doubt, choice, at)
        payload = {"kind": doubt.kind, "choice": choice}
        audit.record("roster.settled", actor=actor, on=("import", row.id), at=at, verdict=verdict, payload=payload)
    if answered:
        now, _roster, _known = imports.difference_now(actor=actor, row=row, at=at, ring=ring)
        keep_seen(row=row, ring=ring, now=now, before=seen)
        return len(now.open_doubts)
    return len(seen.difference.open_doubts)


def _choice(board_id: UUID, doubt: Doubt, choices: Mapping[str, str], everywhere: tuple[str, str] | None) -> str:
    given = choices.get(imports.doubt_name(board_id=board_id, code=doubt.code), "")
    if not given and everywhere and doubt.is_open and doubt.kind == everywhere[0]:
        return everywhere[1]
    return given


def _is_answer(doubt: Doubt, choice: str) -> bool:
    return choice != doubt.chosen and choice in {one.code for one in doubt.choices}


def _record(actor: Actor, row: Import, ring: Ring, doubt: Doubt, choice: str, at: datetime) -> None:
    settlement_id = uuid7()
    Settlement(
        id=settlement_id,
        board_id=actor.board_id,
        import_id=row.id,
        school_id=row.school_id,
        code=imports.answer_index(board_id=actor.board_id, code=doubt.code),
        kind=doubt.kind,
        choice=choice,
        question=ring.seal(
            dumped_phrase(_said(doubt, choice)),
            key_id=row.key_id,
            place=("roster_settlement", "question", settlement_id),
        ),
        by=actor.person_id,
        at=at,
    ).save(force_insert=True)


def _said(doubt: Doubt, choice: str) -> Phrase:
    """What was asked and what was answered, as it stood on the page."""
    label = next(one.label for one in doubt.choices if one.code == choice)
    return Phrase("{question} {answer}", {"question": doubt.text, "answer": label})
