"""Faces: who a face is said to be, whether it is covered, and for whom. The pixels that follow from it are in `versions`."""

from datetime import datetime
from uuid import UUID

from kring.domains.media.actions import erasing, versions
from kring.domains.media.models import Face, Version
from kring.domains.media.queries import handling, placing
from kring.domains.media.rules import may_touch
from kring.domains.media.terms import FaceSource, FaceState, Touch
from kring.ground import audit
from kring.ground.actor import Actor
from kring.ground.pixels import Box, cuts
from kring.norms import Verdict


class NoFace(Exception):
    """There is no such face in this picture, or no such pupil in this school."""


def point_out(*, actor: Actor, asset_id: UUID, face_id: UUID, pupil_id: UUID, at: datetime) -> None:
    """This function will note whose face it is, without covering it: a child from elsewhere who may be shown here.

    Refuses: media.may_touch.   Raises: NoFace.   Writes: Face.
    """
    verdict = touch(actor, asset_id, _opening(actor, asset_id, face_id), at)
    say(actor, asset_id, face_id, at, state=FaceState.OPEN, pupil_id=pupil_id, is_outsider=False, has_agreed=False)
    audit.record("media.face_pointed_out", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def say_agreed(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime) -> None:
    """This function will note that a face is an adult from outside the group who said that it is fine.

    Refuses: media.may_touch.   Raises: NoFace.   Writes: Face.
    """
    verdict = touch(actor, asset_id, _opening(actor, asset_id, face_id), at)
    say(actor, asset_id, face_id, at, state=FaceState.OPEN, pupil_id=None, is_outsider=False, has_agreed=True)
    audit.record("media.adult_agreed", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def cover_face(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime, pupil_id: UUID | None = None) -> None:
    """This function will cover a face, of a child when one is named, else of somebody from outside.

    In a picture that is out already, the covered version takes the place of the other in the same act.
    Refuses: media.may_touch.   Raises: NoFace.   Writes: Face, Version, Publication, Accounted.
    """
    verdict = touch(actor, asset_id, Touch.COVER, at)
    say(actor, asset_id, face_id, at, state=FaceState.COVERED, pupil_id=pupil_id, is_outsider=pupil_id is None,
         has_agreed=False)
    versions.bring_in_line(board_id=actor.board_id, asset_id=asset_id, by=actor.person_id, at=at)
    audit.record("media.face_covered", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def uncover(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime) -> None:
    """This function will show a face again, and forget whose it was said to be. Not once the picture is out.

    Refuses: media.may_touch.   Raises: NoFace.   Writes: Face, Version.
    """
    verdict = touch(actor, asset_id, Touch.UNCOVER, at)
    say(actor, asset_id, face_id, at, state=FaceState.OPEN, pupil_id=None, is_outsider=False, has_agreed=False)
    versions.bring_in_line(board_id=actor.board_id, asset_id=asset_id, by=actor.person_id, at=at)
    audit.record("media.face_uncovered", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def draw_face(*, actor: Actor, asset_id: UUID, box: Box, at: datetime, seen: UUID | None = None) -> UUID:
    """This function will note a face that the detector missed, and return its id. `box` is in parts of the version that was `seen`
    (the picture may have been cut meanwhile), else of what is seen now.

    Refuses: media.may_touch.   Writes: Face.
    """
    verdict = touch(actor, asset_id, Touch.DRAW, at)
    version = Version.objects.filter(board_id=actor.board_id, asset_id=asset_id, id=seen).first() if seen else None
    crop = placing.crop_of(version) if version else handling.picture(actor=actor, asset_id=asset_id).crop
    box = cuts.outside(box, crop)
    face = Face.objects.create(
        board_id=actor.board_id, asset_id=asset_id, x=box.x, y=box.y, width=box.w, height=box.h,
        source=FaceSource.DRAWN, said_by=actor.person_id, said_at=at)
    audit.record("media.face_drawn", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)
    return face.id


def _opening(actor: Actor, asset_id: UUID, face_id: UUID) -> Touch:
    """Saying whose a covered face is, without covering, shows it again."""
    covered = Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, id=face_id, state=FaceState.COVERED)
    return Touch.UNCOVER if covered.exists() else Touch.POINT_OUT


def touch(actor: Actor, asset_id: UUID, how: Touch, at: datetime) -> Verdict:
    """This function will hold the picture and ask the rule; what was decided stays true until the transaction ends."""
    erasing.lock_asset(board_id=actor.board_id, asset_id=asset_id)
    return may_touch(handling.touch_facts(actor=actor, asset_id=asset_id, touch=how, at=at)).require()


def say(actor: Actor, asset_id: UUID, face_id: UUID, at: datetime, *, state: FaceState, pupil_id: UUID | None, **said) -> None:
    """This function will note whose a face is and what is done to it, for everybody alike. One that was cut off comes back
    with the whole only."""
    if pupil_id is not None and not handling.is_pupil_here(actor=actor, pupil_id=pupil_id, at=at):
        raise NoFace(str(pupil_id))
    rows = Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, id=face_id)
    if state is not FaceState.CUT:
        rows = rows.exclude(state=FaceState.CUT)
    if not rows.update(said_by=actor.person_id, said_at=at, state=state, pupil_id=pupil_id, for_family=False, **said):
        raise NoFace(str(face_id))
