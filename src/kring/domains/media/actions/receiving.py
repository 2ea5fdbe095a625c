"""Pictures coming in: sealed at once, opened later by a job in the sandbox, the upload gone when that is done."""

from datetime import datetime
from uuid import UUID

from kring.domains.media import notices
from kring.domains.media.actions import erasing
from kring.domains.media.models import Asset, DeviceCopy, Face, Rendition, Version
from kring.domains.media.rules import RemindFacts, must_remind
from kring.domains.media.terms import AssetState, FaceSource, Job, Origin, Size, VersionKind
from kring.ground import audit, clock, files, pixels
from kring.ground import notices as outbox
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.jobs import enqueue
from kring.ground.models.files import StoredFile
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction

JPEG = "image/jpeg"


class NoDeviceCopy(Exception):
    """There is no such open reminder of this person."""


def receive(*, actor: Actor, school_id: UUID, group_id: UUID | None, data: bytes, origin: Origin, at: datetime) -> UUID:
    """This function will take in one picture, sealed, and return its id; a job opens it.

    What is seen at once to be no picture is kept as unreadable, with the reason and without its bytes. The caller has
    decided that this person may place here.   Writes: Asset, and DeviceCopy for an own device.
    """
    asset = Asset(id=uuid7(), board_id=actor.board_id, school_id=school_id, group_id=group_id, by=actor.person_id, at=at,
                  origin=origin, state=AssetState.RECEIVED)
    try:
        pixels.kind_of(data)
    except pixels.Unreadable as refused:
        asset.state, asset.problem, asset.processed_at = AssetState.UNREADABLE, refused.code, at
    else:
        ring = Ring(actor.board_id)
        asset.upload_key_id = ring.new_key("upload", asset.id)
        asset.upload_id = files.put(board_id=actor.board_id, key_id=asset.upload_key_id, data=data, ring=ring, at=at).id
    asset.save(force_insert=True)
    if asset.state == AssetState.RECEIVED:
        enqueue(Job.PROCESS, board_id=actor.board_id, asset_id=asset.id)
        if origin is Origin.OWN_DEVICE:
            _remember_device_copy(actor, school_id, at)
    return asset.id


def process(*, board_id: UUID, asset_id: UUID, at: datetime) -> None:
    """This function will open a picture in the sandbox, keep it stripped and in every size, and note where faces are.

    Holds no transaction while the picture is open. A repeat does nothing.   Writes: Version, Rendition, Face, Asset.
    """
    with board_transaction(board_id):
        upload = _upload_of(board_id, asset_id)
    if upload is None:
        return
    try:
        made = pixels.ingest(upload)
    except pixels.Unreadable as refused:
        with board_transaction(board_id):
            _end_processing(board_id, asset_id, at, state=AssetState.UNREADABLE, problem=refused.code)
        return
    with board_transaction(board_id):
        if _end_processing(board_id, asset_id, at, state=AssetState.READY, is_dim=made.dim):
            _keep(board_id, asset_id, made, at)


def confirm_device_copies(*, actor: Actor, at: datetime) -> int:
    """This function will note that somebody removed the copies from their own device, and return how many notes closed.

    Raises: NoDeviceCopy when nothing was open.
    """
    rows = DeviceCopy.objects.filter(board_id=actor.board_id, by=actor.person_id, confirmed_at=None)
    closed = rows.update(confirmed_at=at)
    if not closed:
        raise NoDeviceCopy
    audit.record("media.device_copies_removed", actor=actor, on=("person", actor.person_id), at=at)
    return closed


def remind_of_device_copies(*, board_id: UUID, at: datetime) -> int:
    """This function will tell everybody whose note on an own device is open for long that it is, and return how many.

    Asks: media.must_remind.   Writes: DeviceCopy.   Tells: the maker, once per term.
    """
    open_notes = DeviceCopy.objects.select_for_update().filter(board_id=board_id, confirmed_at=None).order_by("id")
    on = clock.today(at)
    due = [note for note in open_notes
           if must_remind(RemindFacts(last_on=clock.today(note.reminded_at or note.at), on=on)).allowed]
    DeviceCopy.objects.filter(board_id=board_id, id__in=[note.id for note in due]).update(reminded_at=at)
    people = sorted({note.by for note in due})
    outbox.send(notices.device_copies_left(people), board_id=board_id, at=at)
    return len(people)


def write_renditions(*, version: Version, made: pixels.Renditions, ring: Ring, at: datetime) -> None:
    """This function will keep a version's pictures under its own key, so that it can be served from now on."""
    def kept(data: bytes) -> UUID:
        return files.put(board_id=version.board_id, key_id=version.key_id, data=data, ring=ring, at=at).id

    sizes = ((Size.FULL, made.full), (Size.SCREEN, made.screen), (Size.THUMB, made.thumb))
    Rendition.objects.bulk_insert([
        Rendition(board_id=version.board_id, version_id=version.id, size=size, file_id=kept(picture.data),
                  content_type=JPEG, width=picture.width, height=picture.height, bytes=len(picture.data))
        for size, picture in sizes
    ])
    Version.objects.filter(board_id=version.board_id, id=version.id).update(
        master_id=kept(made.master.data), width=made.full.width, height=made.full.height, made_at=at)


def _remember_device_copy(actor: Actor, school_id: UUID, at: datetime) -> None:
    """One open reminder per person and moment: a handful of pictures is chosen, and removed, together."""
    rows = DeviceCopy.objects.select_for_update().filter(board_id=actor.board_id, by=actor.person_id, at=at,
                                                         confirmed_at=None)
    row = rows.first()
    if row is None:
        DeviceCopy.objects.create(board_id=actor.board_id, by=actor.person_id, school_id=school_id, pictures=1, at=at)
    else:
        rows.update(pictures=row.pictures + 1)


def _upload_of(board_id: UUID, asset_id: UUID) -> bytes | None:
    asset = Asset.objects.filter(board_id=board_id, id=asset_id, state=AssetState.RECEIVED).first()
    file = StoredFile.objects.filter(board_id=board_id, id=asset.upload_id).first() if asset else None
    return files.read(file=file, ring=Ring(board_id)) if file else None


def _end_processing(board_id: UUID, asset_id: UUID, at: datetime, **values) -> bool:
    """Close the upload: state, file and key. False when another run of the job was first."""
    rows = Asset.objects.filter(board_id=board_id, id=asset_id, state=AssetState.RECEIVED)
    asset = rows.select_for_update().first()
    if asset is None:
        return False
    rows.update(processed_at=at, upload_id=None, upload_key_id=None, **values)
    erasing.drop_upload(asset)
    return True


def _keep(board_id: UUID, asset_id: UUID, made: pixels.Ingested, at: datetime) -> None:
    ring, version_id = Ring(board_id), uuid7()
    full = made.renditions.full
    version = Version(id=version_id, board_id=board_id, asset_id=asset_id, number=1, kind=VersionKind.ORIGINAL,
                      key_id=ring.new_key("picture", version_id), width=full.width, height=full.height, wanted_at=at)
    version.save(force_insert=True)
    write_renditions(version=version, made=made.renditions, ring=ring, at=at)
    Face.objects.bulk_insert([
        Face(board_id=board_id, asset_id=asset_id, x=f.box.x, y=f.box.y, width=f.box.w, height=f.box.h,
             source=FaceSource.FOUND)
        for f in made.faces
    ])
