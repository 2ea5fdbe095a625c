"""After a yes is gone: pictures nobody is shown any more come back covered, are cleared by who knows the children, or go.

Nothing here takes a picture out of sight: that happened at the commit of the withdrawal, since each request asks anew.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kring.domains.consent.queries import gates
from kring.domains.consent.terms import Aftercare
from kring.domains.media.actions import covering, cutting, erasing, placing, versions
from kring.domains.media.models import Face, Publication
from kring.domains.media.queries import checking, handling
from kring.domains.media.rules import may_clear, may_touch
from kring.domains.media.terms import Ended, FaceState, How, Touch
from kring.ground import audit, clock
from kring.ground.actor import Actor, system


def clear(*, actor: Actor, publication_ids: Iterable[UUID], asked: Iterable[UUID], at: datetime) -> int:
    """This function will note that none of the children asked about is in these pictures, which then are shown again.
    Returns how many pictures were cleared; one that was cleared already counts for nothing.

    Refuses: media.may_clear (not yours, or another child may no longer be seen since the question was asked).
    Writes: Accounted.
    """
    asked, cleared = set(asked), 0
    waiting = {one.publication_id: one for one in checking.withheld(actor=actor, at=at)}
    for publication_id in sorted(set(publication_ids)):
        one = waiting.get(publication_id)
        if one is None and _is_settled(actor, publication_id, at):
            continue
        epochs = gates.lock_shared(board_id=actor.board_id, pupil_ids=one.pupil_ids if one else ())
        if one is not None:
            erasing.lock_asset(board_id=actor.board_id, asset_id=one.asset_id)
            if _is_settled(actor, publication_id, at):
                continue  # somebody else was first, while this one waited for the lock
        _clear_one(actor, publication_id, asked, epochs, at)
        cleared += 1
    return cleared


def _clear_one(actor: Actor, publication_id: UUID, asked: set[UUID], epochs: dict[UUID, int], at: datetime) -> None:
    facts = checking.clear_facts(actor=actor, publication_id=publication_id, asked=asked, at=at)
    verdict = may_clear(facts).require()
    for pupil_id in map(UUID, facts.restricted):
        versions.account(board_id=actor.board_id, publication_id=publication_id, pupil_id=pupil_id, how=How.ABSENT,
                         by=actor.person_id, at=at, epoch=epochs.get(pupil_id, 0))
    audit.record("media.cleared", actor=actor, on=("publication", publication_id), at=at, verdict=verdict)


def cover_child(*, actor: Actor, asset_id: UUID, face_id: UUID, pupil_id: UUID, at: datetime, by_cutting: bool = False) -> bool:
    """This function will cover a child that was pointed out, or cut it off. In a picture that is out already the picture goes instead where
    who withdrew wants that, or where the child stands in it alone. Returns True when the picture went.

    Refuses: media.may_touch, media.may_cut.   Raises: covering.NoFace.
    """
    if not _must_go(actor.board_id, asset_id, pupil_id, at):
        hide = cutting.cut_face if by_cutting else covering.cover_face
        hide(actor=actor, asset_id=asset_id, face_id=face_id, pupil_id=pupil_id, at=at)
        return False
    verdict = may_touch(handling.touch_facts(actor=actor, asset_id=asset_id, touch=Touch.COVER, at=at)).require()
    audit.record("media.removed", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)
    _end_all(actor, asset_id, Ended.WITHDRAWN, at)
    return True


def leave_out(*, actor: Actor, publication_id: UUID, at: datetime) -> None:
    """This function will take one picture away for good, whatever is in it.

    Refuses: media.may_touch.
    """
    row = Publication.objects.filter(board_id=actor.board_id, id=publication_id).first()
    asset_id = row.asset_id if row else publication_id
    may_touch(handling.touch_facts(actor=actor, asset_id=asset_id, touch=Touch.COVER, at=at)).require()
    placing.end_publication(actor=actor, publication_id=publication_id, why=Ended.LEFT_OUT, at=at)


def recover_after_withdrawal(*, board_id: UUID, at: datetime) -> int:
    """This function will mend every standing picture in which a child was pointed out who may no longer be seen: a covered
    version takes its place, or the picture goes with its files and keys. Returns how many children it mended.

    Found by what holds now, not by what was told: a withdrawal, an objection, a birthday and a lost authority alike.
    """
    found = checking.stale(board_id=board_id, at=at)
    gates.lock_shared(board_id=board_id, pupil_ids={one.pupil_id for one in found})
    mended = 0
    for one in checking.stale(board_id=board_id, at=at) if found else []:
        if one.is_alone or one.wish is Aftercare.REMOVE:
            placing.end_publication(actor=system(board_id), publication_id=one.publication_id, why=Ended.WITHDRAWN, at=at)
        else:
            Face.objects.filter(board_id=board_id, asset_id=one.asset_id, id=one.face_id).update(state=FaceState.COVERED)
            versions.bring_in_line(board_id=board_id, asset_id=one.asset_id, by=None, at=at)
            audit.record("media.recovered", actor=system(board_id), on=("publication", one.publication_id), at=at)
        mended += 1
    return mended


def _is_settled(actor: Actor, publication_id: UUID, at: datetime) -> bool:
    """It stands, is the asker's to clear, and needs no clearing (any more): a second tap, or somebody else was first."""
    row = Publication.objects.filter(board_id=actor.board_id, id=publication_id, ended_at=None).first()
    if row is None or handling.handled(actor=actor, asset_id=row.asset_id, at=at) is None:
        return False
    return publication_id not in {one.publication_id for one in checking.withheld(actor=actor, at=at)}


def _must_go(board_id: UUID, asset_id: UUID, pupil_id: UUID, at: datetime) -> bool:
    rows = list(Publication.objects.filter(board_id=board_id, asset_id=asset_id, ended_at=None, release_at__lte=at))
    if not rows:
        return False
    if Face.objects.filter(board_id=board_id, asset_id=asset_id).exclude(state=FaceState.CUT).count() == 1:
        return True
    on = clock.today(at)
    return any(
        checking.wish_of(board_id=board_id, school_id=row.school_id, channel=row.channel, pupil_id=pupil_id, on=on)
        is Aftercare.REMOVE for row in rows)


def _end_all(actor: Actor, asset_id: UUID, why: Ended, at: datetime) -> None:
    for row in Publication.objects.filter(board_id=actor.board_id, asset_id=asset_id, ended_at=None).order_by("id"):
        placing.end_publication(actor=actor, publication_id=row.id, why=why, at=at)
