"""Faces and versions: who a face is said to be, whether it is covered, and the new pixels that follow from it.

A version is one set of covered faces and what is kept of the picture. It is wanted in the act and made by a job; nobody is served one that is not made.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kring.domains.media.actions import erasing, receiving
from kring.domains.media.models import Accounted, Face, Publication, Version
from kring.domains.media.queries import handling, placing
from kring.domains.media.rules import may_touch
from kring.domains.media.terms import AWAY_STATES, FaceSource, FaceState, How, Job, Touch, VersionKind
from kring.ground import audit, files, pixels
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.jobs import enqueue
from kring.ground.models.files import StoredFile
from kring.ground.pixels import Box, cuts
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction
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
    bring_in_line(board_id=actor.board_id, asset_id=asset_id, by=actor.person_id, at=at)
    audit.record("media.face_covered", actor=actor, on=("asset", asset_id), at=at, verdict=verdict)


def uncover(*, actor: Actor, asset_id: UUID, face_id: UUID, at: datetime) -> None:
    """This function will show a face again, and forget whose it was said to be. Not once the picture is out.

    Refuses: media.may_touch.   Raises: NoFace.   Writes: Face, Version.
    """
    verdict = touch(actor, asset_id, Touch.UNCOVER, at)
    say(actor, asset_id, face_id, at, state=FaceState.OPEN, pupil_id=None, is_outsider=False, has_agreed=False)
    bring_in_line(board_id=actor.board_id, asset_id=asset_id, by=actor.person_id, at=at)
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


def bring_in_line(*, board_id: UUID, asset_id: UUID, by: UUID | None, at: datetime) -> UUID:
    """This function will want the version that covers exactly the faces that are covered now and is cut as the picture is,
    and let it be shown. Returns the version's id."""
    erasing.lock_asset(board_id=board_id, asset_id=asset_id)
    crop = placing.pictures(board_id=board_id, asset_ids=[asset_id])[asset_id].wanted_crop
    return show(board_id=board_id, asset_id=asset_id, crop=crop, by=by, at=at)


def show(*, board_id: UUID, asset_id: UUID, crop: Box | None, by: UUID | None, at: datetime) -> UUID:
    """This function will want the version that is cut like this and covers exactly the faces that are covered now, let every
    standing placing show that one, and account for the children whom it hides. Returns the version's id."""
    away = list(Face.objects.filter(board_id=board_id, asset_id=asset_id, state__in=AWAY_STATES).order_by("id"))
    covers = {face.id for face in away if face.state == FaceState.COVERED}
    version_id = want_version(board_id=board_id, asset_id=asset_id, covers=covers, crop=crop, at=at)
    standing = Publication.objects.filter(board_id=board_id, asset_id=asset_id, ended_at=None)
    standing.exclude(version_id=version_id).update(version_id=version_id)
    for publication_id in standing.values_list("id", flat=True):
        for face in away:
            if face.pupil_id is not None:
                account(board_id=board_id, publication_id=publication_id, pupil_id=face.pupil_id, how=How.COVERED,
                        face_id=face.id, by=by, at=at)
    return version_id


def account(*, board_id: UUID, publication_id: UUID, pupil_id: UUID, how: How, by: UUID | None, at: datetime,
            face_id: UUID | None = None, epoch: int = 0) -> None:
    """This function will write how a placing accounts for a child from now on."""
    rows = Accounted.objects.filter(board_id=board_id, publication_id=publication_id, pupil_id=pupil_id)
    if not rows.update(how=how, face_id=face_id, by=by, at=at):
        Accounted.objects.create(board_id=board_id, publication_id=publication_id, pupil_id=pupil_id, how=how,
                                 face_id=face_id, epoch=epoch, by=by, at=at)


def want_version(*, board_id: UUID, asset_id: UUID, covers: Iterable[UUID], at: datetime, crop: Box | None = None) -> UUID:
    """This function will return the id of the version with exactly these faces covered and this kept of the picture, wanting
    it where there is none. It then is the newest."""
    erasing.lock_asset(board_id=board_id, asset_id=asset_id)
    wanted = sorted(str(face_id) for face_id in covers)
    versions = list(Version.objects.filter(board_id=board_id, asset_id=asset_id).order_by("number"))
    kept = [crop.x, crop.y, crop.w, crop.h] if crop else None
    same = next((v for v in versions if v.erased_at is None and v.covers == wanted and v.crop == kept), None)
    last, version_id = versions[-1], uuid7()
    if same is not None:
        if same.number != last.number:
            Version.objects.filter(board_id=board_id, id=same.id).update(number=last.number + 1)
        return same.id
    whole = next(v for v in versions if v.crop is None)
    Version.objects.create(
        id=version_id, board_id=board_id, asset_id=asset_id, number=last.number + 1, covers=wanted, crop=kept, wanted_at=at,
        kind=VersionKind.COVERED if wanted or kept else VersionKind.ORIGINAL,
        width=max(1, round(whole.width * (crop.w if crop else 1))),
        height=max(1, round(whole.height * (crop.h if crop else 1))), key_id=Ring(board_id).new_key("picture", version_id))
    enqueue(Job.RENDER, board_id=board_id, version_id=version_id)
    return version_id


def render(*, board_id: UUID, version_id: UUID, at: datetime) -> None:
    """This function will make the pixels of a version from the least covered one that it can be made from, cut last.

    Holds no transaction while it draws. A repeat does nothing.   Writes: Rendition, Version; erases what it replaced.
    """
    with board_transaction(board_id):
        found = _material(board_id, version_id)
    if found is None:
        return
    master, boxes, crop = found
    made = pixels.render(master, cover=boxes, crop=crop)
    with board_transaction(board_id):
        version = Version.objects.filter(board_id=board_id, id=version_id).first()
        if version is None:
            return
        erasing.lock_asset(board_id=board_id, asset_id=version.asset_id)
        version.refresh_from_db()
        if version.made_at is None and version.erased_at is None:
            receiving.write_renditions(version=version, made=made, ring=Ring(board_id), at=at)
        erasing.settle_picture(board_id=board_id, asset_id=version.asset_id, at=at)


def _opening(actor: Actor, asset_id: UUID, face_id: UUID) -> Touch:
    """Saying whose a covered face is, without covering, shows it again."""
    covered = Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, id=face_id, state=FaceState.COVERED)
    return Touch.UNCOVER if covered.exists() else Touch.POINT_OUT


def touch(actor: Actor, asset_id: UUID, how: Touch, at: datetime) -> Verdict:
    """This function will hold the picture and ask the rule; what was decided stays true until the transaction ends."""
    erasing.lock_asset(board_id=actor.board_id, asset_id=asset_id)
    return may_touch(handling.touch_facts(actor=actor, asset_id=asset_id, touch=how, at=at)).require()


def say(actor: Actor, asset_id: UUID, face_id: UUID, at: datetime, *, state: FaceState, pupil_id: UUID | None, **said) -> None:
    """This function will note whose a face is and what is done to it. One that was cut off comes back with the whole only."""
    if pupil_id is not None and not handling.is_pupil_here(actor=actor, pupil_id=pupil_id, at=at):
        raise NoFace(str(pupil_id))
    rows = Face.objects.filter(board_id=actor.board_id, asset_id=asset_id, id=face_id)
    if state is not FaceState.CUT:
        rows = rows.exclude(state=FaceState.CUT)
    if not rows.update(said_by=actor.person_id, said_at=at, state=state, pupil_id=pupil_id, **said):
        raise NoFace(str(face_id))


def _material(board_id: UUID, version_id: UUID) -> tuple[bytes, list[Box], Box | None] | None:
    """Return the master to begin from, the boxes still to cover and what to keep, both in parts of that master; None when
    there is nothing to make any more."""
    version = Version.objects.filter(board_id=board_id, id=version_id, made_at=None, erased_at=None).first()
    if version is None:
        return None
    base = _base(version)
    if base is None:
        return None
    picture = placing.pictures(board_id=board_id, asset_ids=[version.asset_id])[version.asset_id]
    crop, still = placing.crop_of(base), set(version.covers) - set(base.covers)
    found = [cuts.inside(face.box, crop, picture.whole) for face in picture.faces if str(face.id) in still]
    kept = placing.crop_of(version)
    file = StoredFile.objects.get(board_id=board_id, id=base.master_id)
    return (files.read(file=file, ring=Ring(board_id)), [box for box in found if box is not None],
            cuts.inside(kept, crop, picture.whole) if kept else None)


def _base(version: Version) -> Version | None:
    """The least covered version that has every pixel of this one: no other faces covered, but for those that this one has cut
    off, and cut no further."""
    there = Version.objects.filter(board_id=version.board_id, asset_id=version.asset_id, erased_at=None).exclude(made_at=None)
    cut = Face.objects.filter(board_id=version.board_id, asset_id=version.asset_id, state=FaceState.CUT)
    hidden = set(version.covers) | {str(face_id) for face_id in cut.values_list("id", flat=True)}
    fit = [v for v in there if set(v.covers) <= hidden and cuts.holds(placing.crop_of(v), placing.crop_of(version))]
    return min(fit, key=lambda v: (len(v.covers), v.number), default=None)
