"""A picture comes in: sealed at once, opened by a job, its faces noted; what is no picture is said so."""

from datetime import timedelta

import pytest
from django.conf import settings

from kring.domains.media import actions
from kring.domains.media import jobs as media_jobs
from kring.domains.media.actions import receiving
from kring.domains.media.models import Asset, DeviceCopy, Face, Rendition, Version
from kring.domains.media.queries import accountability, placing
from kring.domains.media.terms import AssetState, Origin
from kring.domains.media.tests.cast import AT, LATER, Album, small_picture
from kring.ground import files, pixels
from kring.ground.models.files import StoredFile
from kring.ground.sealing import KeyGone, Ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def album():
    return Album()


def on_disk():
    root = settings.KRING_DATA / "files"
    return [path.read_bytes() for path in root.rglob("*") if path.is_file()] if root.exists() else []


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.KRING_DATA = tmp_path


@pytest.mark.norm("PL-11.a")
def test_stored_bytes_are_no_picture_before_and_after_it_is_opened(album, shared_data):
    photo = (shared_data / "photos/bench-nine-gps.jpg").read_bytes()
    album.take(data=photo, opened=False)
    assert on_disk()
    for bytes_ in on_disk():
        assert not bytes_.startswith(b"\xff\xd8") and photo[1000:1100] not in bytes_
        with pytest.raises(pixels.Unreadable):
            pixels.kind_of(bytes_)
    album.work()
    assert len(album.stored()) == 4  # master and three sizes; the upload is gone
    for opened in album.stored():
        assert pixels.kind_of(opened) == "JPEG"
        assert b"Exif" not in opened and b"GPS" not in opened[:2000]
    for bytes_ in on_disk():
        assert not any(opened[500:600] in bytes_ for opened in album.stored())


def test_a_picture_is_kept_in_every_size_with_its_faces(album, shared_data):
    asset = album.take(data=(shared_data / "photos/bench-nine.jpg").read_bytes())
    row = placing.pictures(board_id=album.board, asset_ids=[asset])[asset]
    assert (row.state, row.width, row.height, len(row.faces), row.is_made) == (AssetState.READY, 1024, 717, 9, True)
    assert not any(face.covered or face.pupil_id or face.is_outsider for face in row.faces)
    assert set(Rendition.objects.filter(board_id=album.board).values_list("size", flat=True)) == {"full", "screen", "thumb"}
    assert Version.objects.get(board_id=album.board).master_id


def test_the_upload_and_its_key_are_gone_once_it_is_opened(album):
    asset = album.take(opened=False)
    row = Asset.objects.get(board_id=album.board, id=asset)
    upload = StoredFile.objects.get(board_id=album.board, id=row.upload_id)
    assert files.read(file=upload, ring=Ring(album.board)) == small_picture()
    assert album.work() == ["media.process", "media.destroy_keys"]
    assert not StoredFile.objects.filter(board_id=album.board, id=upload.id).exists()
    with pytest.raises(KeyGone):
        Ring(album.board).key(row.upload_key_id)


def test_opening_twice_changes_nothing(album):
    asset = album.take()
    receiving.process(board_id=album.board, asset_id=asset, at=LATER)
    assert Version.objects.filter(board_id=album.board).count() == 1
    assert len(album.stored()) == 4


@pytest.mark.parametrize(("name", "code", "when"), [
    ("hostile/html-named.jpg", "web-page", "at once"), ("hostile/script.svg", "drawing", "at once"),
    ("images/pillow-broken.png", "broken", "when opened"), ("images/bomb-30000x30000-1bit.png", "too-many-pixels", "when opened"),
])
def test_what_is_no_picture_is_kept_as_such_and_its_bytes_are_not(album, shared_data, name, code, when):
    asset = album.take(data=(shared_data / name).read_bytes(), opened=False)
    row = Asset.objects.get(board_id=album.board, id=asset)
    assert (row.state == AssetState.UNREADABLE) == (when == "at once")
    album.work()
    row.refresh_from_db()
    assert (row.state, row.problem, row.upload_id) == (AssetState.UNREADABLE, code, None)
    assert len(placing.pictures(board_id=album.board, asset_ids=[asset])[asset].problem_text) > 20
    assert not StoredFile.objects.filter(board_id=album.board).exists()  # the file itself goes at the commit
    assert not Face.objects.filter(board_id=album.board).exists()


def test_a_hostile_name_cannot_even_be_handed_over():
    import inspect

    assert "name" not in " ".join(inspect.signature(actions.receive).parameters)


@pytest.mark.norm("OC-12.a")
def test_the_reminder_arrives_again_each_week_until_its_maker_confirms(album):
    from kring.ground.models.outbox import Outbox

    def told():
        return [(row.template, row.link) for row in Outbox.objects.filter(board_id=album.board, person_id=album.ids["sanne"])]

    album.take(origin=Origin.OWN_DEVICE)
    for days, messages in ((0, 0), (6, 0), (7, 1), (8, 1), (14, 2)):
        media_jobs.remind(board_id=album.board, at=AT + timedelta(days=days))
        assert told() == [("task", "/media/devices/")] * messages, days
    receiving.confirm_device_copies(actor=album.actor("sanne"), at=AT + timedelta(days=15))
    media_jobs.remind(board_id=album.board, at=AT + timedelta(days=30))
    assert len(told()) == 2


@pytest.mark.norm("OC-12.c", "BK-03.b")
def test_pictures_from_an_own_phone_leave_a_reminder_until_their_maker_confirms(album):
    album.take(origin=Origin.SCHOOL_DEVICE)
    assert accountability.own_device_copies(board_id=album.board, person_id=album.ids["sanne"]) == []
    album.take(origin=Origin.OWN_DEVICE, seed=2)
    album.take(origin=Origin.OWN_DEVICE, seed=3)
    assert accountability.own_device_copies(board_id=album.board, person_id=album.ids["sanne"]) == [(AT, 2)]
    assert accountability.own_device_copies(board_id=album.board, person_id=album.ids["joris"]) == []
    assert accountability.open_device_copies(board_id=album.board, school_id=album.school) == 1
    assert receiving.confirm_device_copies(actor=album.actor("sanne"), at=LATER) == 1
    assert accountability.own_device_copies(board_id=album.board, person_id=album.ids["sanne"]) == []
    assert DeviceCopy.objects.get(board_id=album.board).confirmed_at == LATER
    with pytest.raises(receiving.NoDeviceCopy):
        receiving.confirm_device_copies(actor=album.actor("sanne"), at=LATER)
