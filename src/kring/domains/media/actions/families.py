"""A version of a picture for a child's own guardians: in it the child is seen, while it is covered for everybody else."""

from datetime import datetime
from uuid import UUID

from kring.domains.media.actions import covering, erasing, versions
from kring.domains.media.models import Face
from kring.domains.media.queries import family_views, handling
from kring.domains.media.rules import OwnFacts, may_see_own
from kring.domains.media.terms import FaceState, Touch
from kring.ground import audit, clock
from kring.ground.actor import Actor, system


def show_to_family(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime) -> None:
    """This function will let the guardians of a child that is covered here see it after all. Not once the picture is out.

    Refuses: media.may_touch, media.may_see_own.   Raises: covering.NoFace when the face is not covered or nobody's.
    Writes: Face.
    """
    covering.touch(actor, asset_id, Touch.SHOW_FAMILY, at)
    face = _covered(actor, asset_id, face_id)
    found = handling.handled(actor=actor, asset_id=asset_id, at=at)
    assert found is not None, "the rule allowed it"
    yes = family_views.may_be_sent(board_id=actor.board_id, school_id=found.school_id, pupil_ids=[face.pupil_id],
                                   on=clock.today(at), asset_id=asset_id)
    verdict = may_see_own(OwnFacts(is_own=True, has_yes=face.pupil_id in yes)).require()
    _say(actor, face, at, for_family=True)
    audit.record("media.shown_to_family", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def keep_from_family(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime) -> None:
    """This function will cover a child for its own guardians too. Also in a picture that is out: their version then goes.

    Refuses: media.may_touch.   Raises: covering.NoFace.   Writes: Face, FamilyView.
    """
    verdict = covering.touch(actor, asset_id, Touch.COVER, at)
    _say(actor, _covered(actor, asset_id, face_id), at, for_family=False)
    versions.bring_in_line(board_id=actor.board_id, asset_id=asset_id, by=actor.person_id, at=at)
    audit.record("media.kept_from_family", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def end_stale(*, board_id: UUID, at: datetime) -> int:
    """This function will take away every version for own guardians for which there is no yes any more; return of how many
    children. Its pictures and key are erased by the sweep that settles pictures.   Writes: Face, FamilyView."""
    found = family_views.stale(board_id=board_id, at=at)
    for one in found:
        erasing.lock_asset(board_id=board_id, asset_id=one.asset_id)
        Face.objects.filter(board_id=board_id, asset_id=one.asset_id, pupil_id=one.pupil_id).update(for_family=False)
        versions.bring_in_line(board_id=board_id, asset_id=one.asset_id, by=None, at=at)
        audit.record("media.kept_from_family", actor=system(board_id), on=("asset", one.asset_id), at=at)
    return len(found)


def _covered(actor: Actor, asset_id: UUID, face_id: UUID) -> Face:
    faces = Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, id=face_id, state=FaceState.COVERED)
    face = faces.exclude(pupil_id=None).first()
    if face is None:
        raise covering.NoFace(str(face_id))
    return face


def _say(actor: Actor, face: Face, at: datetime, *, for_family: bool) -> None:
    Face.objects.filter(board_id=face.board_id, id=face.id).update(for_family=for_family, said_by=actor.person_id, said_at=at)
