"""Versions: the pixels that follow from what was said of the faces.

A version is one set of covered faces and what is kept of the picture. It is wanted in the act and made by a job; nobody is
served one that is not made. All who may see a picture see one version, but for guardians whose own child is covered for the
others alone: their version leaves that child uncovered, and there is one for each set of children that one of them has.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kring.domains.media.actions import erasing, receiving
from kring.domains.media.models import Accounted, Face, FamilyView, Publication, Version
from kring.domains.media.queries import family_views, placing
from kring.domains.media.terms import AWAY_STATES, FaceState, How, Job, VersionKind
from kring.ground import clock, files, pixels
from kring.ground.ids import uuid7
from kring.ground.jobs import enqueue
from kring.ground.models.files import StoredFile
from kring.ground.pixels import Box, cuts
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction


def bring_in_line(*, board_id: UUID, asset_id: UUID, by: UUID | None, at: datetime) -> UUID:
    """This function will want the version that covers exactly the faces that are covered now and is cut as the picture is,
    and let it be shown. Returns the version's id."""
    erasing.lock_asset(board_id=board_id, asset_id=asset_id)
    crop = placing.pictures(board_id=board_id, asset_ids=[asset_id])[asset_id].wanted_crop
    return show(board_id=board_id, asset_id=asset_id, crop=crop, by=by, at=at)


def show(*, board_id: UUID, asset_id: UUID, crop: Box | None, by: UUID | None, at: datetime) -> UUID:
    """This function will want the version that is cut like this and covers exactly the faces that are covered now, let every
    standing placing show that one, and account for the children whom it hides. The families' own follow. Returns the
    version's id."""
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
    for_families(board_id=board_id, asset_id=asset_id, publication_ids=standing.values_list("id", flat=True), crop=crop, at=at)
    return version_id


def for_families(*, board_id: UUID, asset_id: UUID, publication_ids: Iterable[UUID], crop: Box | None, at: datetime) -> None:
    """This function will want, for each set of children whom one guardian may see although others may not, the version that
    leaves them uncovered, and note for which placings and children it is. What was noted before goes.

    Where nothing is kept any more in which all of a set are seen there is none: a version that can never be made would keep
    everything that waits for it.   Writes: FamilyView, Version.
    """
    placings = list(publication_ids)
    FamilyView.objects.filter(board_id=board_id, publication_id__in=placings)._raw_delete("default")
    covered = list(Face.objects.filter(board_id=board_id, asset_id=asset_id, state=FaceState.COVERED).order_by("id"))
    own = {face.pupil_id for face in covered if face.for_family}
    if not placings or not own:
        return
    for pupils in family_views.sets_of_children(board_id=board_id, pupil_ids=own, on=clock.today(at)):
        covers = {face.id for face in covered if not (face.for_family and face.pupil_id in pupils)}
        if _base(board_id, asset_id, {str(face_id) for face_id in covers}, crop) is None:
            continue
        version_id = want_version(board_id=board_id, asset_id=asset_id, covers=covers, crop=crop, at=at, kind=VersionKind.FAMILY)
        FamilyView.objects.bulk_insert([
            FamilyView(board_id=board_id, publication_id=placing_id, version_id=version_id, pupil_id=pupil)
            for placing_id in placings for pupil in sorted(pupils)])


def account(*, board_id: UUID, publication_id: UUID, pupil_id: UUID, how: How, by: UUID | None, at: datetime,
            face_id: UUID | None = None, epoch: int = 0) -> None:
    """This function will write how a placing accounts for a child from now on."""
    rows = Accounted.objects.filter(board_id=board_id, publication_id=publication_id, pupil_id=pupil_id)
    if not rows.update(how=how, face_id=face_id, by=by, at=at):
        Accounted.objects.create(board_id=board_id, publication_id=publication_id, pupil_id=pupil_id, how=how,
                                 face_id=face_id, epoch=epoch, by=by, at=at)


def want_version(*, board_id: UUID, asset_id: UUID, covers: Iterable[UUID], at: datetime, crop: Box | None = None,
                 kind: VersionKind | None = None) -> UUID:
    """This function will return the id of the version with exactly these faces covered and this kept of the picture, wanting
    it where there is none. It then is the newest. One for a family is another than one for all, and never the newest."""
    erasing.lock_asset(board_id=board_id, asset_id=asset_id)
    wanted = sorted(str(face_id) for face_id in covers)
    every = list(Version.objects.filter(board_id=board_id, asset_id=asset_id).order_by("number"))
    kept = [crop.x, crop.y, crop.w, crop.h] if crop else None
    for_all, last, version_id = kind is not VersionKind.FAMILY, every[-1], uuid7()
    same = next((v for v in every if v.erased_at is None and v.covers == wanted and v.crop == kept
                 and for_all is (v.kind != VersionKind.FAMILY)), None)
    if same is not None:
        if for_all and same.number != last.number:
            Version.objects.filter(board_id=board_id, id=same.id).update(number=last.number + 1)
        return same.id
    whole = next(v for v in every if v.crop is None)
    Version.objects.create(
        id=version_id, board_id=board_id, asset_id=asset_id, number=last.number + 1, covers=wanted, crop=kept, wanted_at=at,
        kind=kind or (VersionKind.COVERED if wanted or kept else VersionKind.ORIGINAL),
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


def _material(board_id: UUID, version_id: UUID) -> tuple[bytes, list[Box], Box | None] | None:
    """Return the master to begin from, the boxes still to cover and what to keep, both in parts of that master; None when
    there is nothing to make any more."""
    version = Version.objects.filter(board_id=board_id, id=version_id, made_at=None, erased_at=None).first()
    if version is None:
        return None
    base = _base(board_id, version.asset_id, set(version.covers), placing.crop_of(version))
    if base is None:
        return None
    picture = placing.pictures(board_id=board_id, asset_ids=[version.asset_id])[version.asset_id]
    crop, still = placing.crop_of(base), set(version.covers) - set(base.covers)
    found = [cuts.inside(face.box, crop, picture.whole) for face in picture.faces if str(face.id) in still]
    kept = placing.crop_of(version)
    file = StoredFile.objects.get(board_id=board_id, id=base.master_id)
    return (files.read(file=file, ring=Ring(board_id)), [box for box in found if box is not None],
            cuts.inside(kept, crop, picture.whole) if kept else None)


def _base(board_id: UUID, asset_id: UUID, covers: set[str], crop: Box | None) -> Version | None:
    """The least covered version that has every pixel of one that covers these faces and is cut like this: no other faces
    covered, but for those that were cut off, and cut no further."""
    there = Version.objects.filter(board_id=board_id, asset_id=asset_id, erased_at=None).exclude(made_at=None)
    cut = Face.objects.filter(board_id=board_id, asset_id=asset_id, state=FaceState.CUT)
    hidden = covers | {str(face_id) for face_id in cut.values_list("id", flat=True)}
    fit = [v for v in there if set(v.covers) <= hidden and cuts.holds(placing.crop_of(v), crop)]
    return min(fit, key=lambda v: (len(v.covers), v.number), default=None)
