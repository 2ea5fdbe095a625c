"""Cutting a face out of a picture, and showing the whole picture again while it is a draft."""

from datetime import datetime
from uuid import UUID

from kring.domains.media.actions import covering, erasing, versions
from kring.domains.media.models import Face
from kring.domains.media.queries import handling
from kring.domains.media.queries.placing import kept_without
from kring.domains.media.rules import CutFacts, may_cut
from kring.domains.media.terms import FaceState, Touch
from kring.ground import audit, clock
from kring.ground.actor import Actor
from kring.ground.pixels import cuts


def cut_face(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime, pupil_id: UUID | None = None) -> None:
    """This function will cut a face off, of a child when one is named, else of somebody from outside. Every other face of which
    nothing is left then is cut off too.

    In a picture that is out already, the cut version takes the place of the other in the same act.
    Refuses: media.may_cut.   Raises: NoFace.   Writes: Face, Version, Publication, Accounted.
    """
    erasing.lock_asset(board_id=actor.board_id, asset_id=asset_id)
    found = handling.handled(actor=actor, asset_id=asset_id, at=at)
    picture = handling.picture(actor=actor, asset_id=asset_id) if found else None
    face = next((face for face in picture.faces if face.id == face_id), None) if picture else None
    if picture is not None and face is None:
        raise covering.NoFace(str(face_id))
    kept = kept_without(picture, [face], on=clock.today(at)) if picture else None
    verdict = may_cut(CutFacts(works_here=picture is not None, leaves_enough=kept is not None)).require()
    assert picture is not None and kept is not None, "the rule allowed it"
    covering.say(actor, asset_id, face_id, at, state=FaceState.CUT, pupil_id=pupil_id, is_outsider=pupil_id is None,
                 has_agreed=False)
    gone = [one.id for one in picture.faces if cuts.is_off(one.box, kept, picture.whole)]
    Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, id__in=gone).update(state=FaceState.CUT, for_family=False)
    versions.show(board_id=actor.board_id, asset_id=asset_id, crop=kept, by=actor.person_id, at=at)
    audit.record("media.face_cut_off", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def show_whole(*, actor: Actor, asset_id: UUID, at: datetime) -> None:
    """This function will show the whole picture again. What was said of the faces that come back stays: who may not be seen
    still keeps the picture from being placed. Not once the picture is out.

    Refuses: media.may_touch.   Writes: Face, Version.
    """
    verdict = covering.touch(actor, asset_id, Touch.SHOW_WHOLE, at)
    Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, state=FaceState.CUT).update(state=FaceState.OPEN)
    versions.show(board_id=actor.board_id, asset_id=asset_id, crop=None, by=actor.person_id, at=at)
    audit.record("media.shown_whole", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)
