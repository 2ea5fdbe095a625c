"""Erasing bytes: rows and files at the commit, keys by a job that is as sure as the commit. No backup brings them back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kring.domains.media.models import Accounted, Asset, DeviceCopy, Face, FamilyView, Publication, Rendition, Version
from kring.domains.media.queries import overdue
from kring.domains.media.terms import AssetState, Job
from kring.ground import files
from kring.ground.jobs import enqueue
from kring.ground.models.files import StoredFile
from kring.ground.sealing import Ring


def drop_upload(asset: Asset) -> None:
    """This function will erase an upload that was opened, or that never will be."""
    if asset.upload_id is None:
        return
    _delete_files(asset.board_id, [asset.upload_id])
    enqueue(Job.DESTROY_KEYS, board_id=asset.board_id, key_ids=[asset.upload_key_id])


def erase_versions(versions: Iterable[Version], *, at: datetime) -> int:
    """This function will erase the pictures and keys of these versions; their rows stay, as erased. Returns how many."""
    gone = [v for v in versions if v.erased_at is None]
    if not gone:
        return 0
    board_id, ids = gone[0].board_id, [v.id for v in gone]
    renditions = Rendition.objects.filter(board_id=board_id, version_id__in=ids)
    held = [*renditions.values_list("file_id", flat=True), *(v.master_id for v in gone if v.master_id)]
    renditions._raw_delete("default")
    Version.objects.filter(board_id=board_id, id__in=ids).update(erased_at=at, master_id=None)
    _delete_files(board_id, held)
    enqueue(Job.DESTROY_KEYS, board_id=board_id, key_ids=[v.key_id for v in gone])
    return len(gone)


def erase_asset(*, board_id: UUID, asset_id: UUID, at: datetime) -> None:
    """This function will erase everything that can be seen of a picture, and where its faces were. What stood where stays."""
    asset = Asset.objects.select_for_update().filter(board_id=board_id, id=asset_id).first()
    if asset is None or asset.erased_at is not None:
        return
    Asset.objects.filter(board_id=board_id, id=asset_id).update(
        erased_at=at, state=AssetState.ERASED, upload_id=None, upload_key_id=None)
    drop_upload(asset)
    erase_versions(Version.objects.filter(board_id=board_id, asset_id=asset_id, erased_at=None), at=at)
    Accounted.objects.filter(board_id=board_id, face_id__in=list(
        Face.objects.filter(board_id=board_id, asset_id=asset_id).values_list("id", flat=True))).update(face_id=None)
    Face.objects.filter(board_id=board_id, asset_id=asset_id)._raw_delete("default")


def destroy_keys(*, board_id: UUID, key_ids: list[UUID]) -> None:
    """This function will destroy keys of pictures that were erased; a repeat does nothing."""
    Ring(board_id).destroy(*key_ids)


def settle(*, board_id: UUID, at: datetime) -> int:
    """This function will erase what no longer has a use, and return how many pictures it touched: versions of a picture
    that is out which nobody is shown, the uncovered one first of all; and everything of a picture that stands nowhere
    any more. A message that was taken back before it was out is a draft again, and keeps its pictures.
    """
    touched = 0
    for asset_id in {version.asset_id for version in overdue.unused_versions(board_id=board_id, at=at)}:
        touched += settle_picture(board_id=board_id, asset_id=asset_id, at=at)
    for asset_id in overdue.unused_assets(board_id=board_id):
        erase_asset(board_id=board_id, asset_id=asset_id, at=at)
        touched += 1
    return touched


def settle_picture(*, board_id: UUID, asset_id: UUID, at: datetime) -> int:
    """This function will erase the versions of one picture that is out and that nobody is shown; return how many."""
    lock_asset(board_id=board_id, asset_id=asset_id)
    return erase_versions(overdue.unused_versions(board_id=board_id, at=at, asset_id=asset_id), at=at)


def erase_placed(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """This function will erase the pictures of school years that ended before a moment, rows and all; return how many."""
    return _erase_whole(board_id, overdue.of_old_years(board_id=board_id, before=before), at)


def erase_unplaced(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """This function will erase the pictures that came in before a moment and were never placed; return how many."""
    return _erase_whole(board_id, overdue.never_placed(board_id=board_id, before=before), at)


def erase_device_copies(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """This function will erase the notes on own devices that were closed before a moment."""
    return DeviceCopy.objects.filter(board_id=board_id, confirmed_at__lt=before)._raw_delete("default")


def _erase_whole(board_id: UUID, asset_ids: list[UUID], at: datetime) -> int:
    for asset_id in asset_ids:
        erase_asset(board_id=board_id, asset_id=asset_id, at=at)
        placings = Publication.objects.filter(board_id=board_id, asset_id=asset_id)
        ids = list(placings.values_list("id", flat=True))
        for rows in (Accounted.objects, FamilyView.objects):
            rows.filter(board_id=board_id, publication_id__in=ids)._raw_delete("default")
        placings._raw_delete("default")
        Version.objects.filter(board_id=board_id, asset_id=asset_id)._raw_delete("default")
        _delete_unreferenced(board_id, asset_id)
    return len(asset_ids)


def _delete_unreferenced(board_id: UUID, asset_id: UUID) -> None:
    """A draft of a higher domain may still name the picture; its row then waits for the draft's own end."""
    try:
        with transaction.atomic():
            Asset.objects.filter(board_id=board_id, id=asset_id)._raw_delete("default")
    except IntegrityError:
        return


def _delete_files(board_id: UUID, file_ids: list[UUID]) -> None:
    for file in StoredFile.objects.filter(board_id=board_id, id__in=file_ids):
        files.delete(file=file)


def lock_asset(*, board_id: UUID, asset_id: UUID) -> None:
    """This function will keep everybody else from changing a picture until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM media_asset a WHERE a.board_id = %s AND a.id = %s FOR UPDATE", [board_id, asset_id])
