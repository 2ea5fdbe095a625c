"""A child's own no: at once, everywhere, over every yes, until the child takes it back."""

from datetime import datetime
from uuid import UUID

from kring.domains.consent.actions import gates
from kring.domains.consent.models import Objection
from kring.domains.consent.queries import deciders
from kring.domains.consent.rules.acts import ObjectionFacts, may_speak_for_child
from kring.domains.consent.terms import ObjectionScope
from kring.ground import audit, clock
from kring.ground.actor import Actor
from kring.ground.receipts import once
from kring.norms import Verdict


class NoSuchObjection(Exception):
    """There is no such no that still holds."""


def object_(*, actor: Actor, pupil_id: UUID, key: UUID, at: datetime, subject_id: UUID | None = None) -> UUID:
    """This function will record that a child says no itself: to the picture `subject_id`, or to everything.

    Refuses: consent.may_speak_for_child.   Writes: Objection, Gate. A no that holds already stays as it is.
    """
    return UUID(once(actor, key, lambda: _object(actor, pupil_id, subject_id, at)))


def lift_objection(*, actor: Actor, objection_id: UUID, key: UUID, at: datetime) -> None:
    """This function will end a child's own no, at the child's word.

    Refuses: consent.may_speak_for_child.   Raises: NoSuchObjection.   Writes: Objection.
    """
    once(actor, key, lambda: _lift(actor, objection_id, at))


def _object(actor: Actor, pupil_id: UUID, subject_id: UUID | None, at: datetime) -> str:
    gates.lock(board_id=actor.board_id, pupil_id=pupil_id)
    verdict = _may_speak(actor, pupil_id, at)
    scope = ObjectionScope.PICTURE if subject_id else ObjectionScope.GENERAL
    there = Objection.objects.filter(board_id=actor.board_id, pupil_id=pupil_id, scope=scope, subject_id=subject_id,
                                     ended_at=None).first()
    if there:
        return str(there.id)
    row = Objection.objects.create(board_id=actor.board_id, pupil_id=pupil_id, scope=scope, subject_id=subject_id,
                                   by=actor.person_id, at=at)
    gates.count_up(board_id=actor.board_id, pupil_id=pupil_id)
    audit.record("consent.child_says_no", actor=actor, on=("person", pupil_id), at=at, verdict=verdict,
                 payload={"scope": scope, "picture": str(subject_id or "")})
    return str(row.id)


def _lift(actor: Actor, objection_id: UUID, at: datetime) -> None:
    row = Objection.objects.filter(board_id=actor.board_id, id=objection_id, ended_at=None).first()
    if row is None:
        raise NoSuchObjection
    gates.lock(board_id=actor.board_id, pupil_id=row.pupil_id)
    verdict = _may_speak(actor, row.pupil_id, at)
    rows = Objection.objects.filter(board_id=actor.board_id, id=objection_id, ended_at=None)
    if not rows.update(ended_at=at, ended_by=actor.person_id):
        raise NoSuchObjection
    audit.record("consent.child_takes_no_back", actor=actor, on=("person", row.pupil_id), at=at, verdict=verdict,
                 payload={"scope": row.scope})


def _may_speak(actor: Actor, pupil_id: UUID, at: datetime) -> Verdict:
    works_with = deciders.works_with(actor=actor, pupil_id=pupil_id, on=clock.today(at))
    is_the_pupil = actor.capacity == "pupil" and actor.person_id == pupil_id
    return may_speak_for_child(ObjectionFacts(is_the_pupil=is_the_pupil, works_with_pupil=works_with)).require()
