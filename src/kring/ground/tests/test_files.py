"""Files are encrypted, whole or absent, readable in ranges, and swept when a crash left them without a row."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.ground import buggify, files
from kring.ground.models.files import StoredFile
from kring.ground.sealing import KeyGone, NotAuthentic, Ring
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, OTHER_BOARD, SEM

CHUNK = files.CHUNK_BYTES
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17]


def some_bytes(size: int) -> bytes:
    return (b"canary-%d " % size * (size // 8 + 1))[:size]


def put(data, ring=None):
    ring = ring or Ring(BOARD)
    return files.put(board_id=BOARD, key_id=ring.new_key("asset", SEM), data=data, ring=ring, at=AT)


def on_disk(root: Path) -> list[Path]:
    return sorted(path for path in (root / "files").rglob("*") if path.is_file())


def stored(root: Path, row: StoredFile) -> Path:
    return root / "files" / row.name[:2] / row.name


@pytest.mark.parametrize("size", SIZES)
def test_what_was_put_is_read_back(board, data_root, size):
    row = put(some_bytes(size))
    assert files.read(file=row, ring=Ring(BOARD)) == some_bytes(size)
    assert row.size == size


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_that_gives_bits_at_a_time_is_the_same_file(board, data_root, size):
    class Slow(io.BytesIO):
        def read(self, wanted=-1):
            return super().read(min(wanted, 1000))

    row = put(Slow(some_bytes(size)))
    assert files.read(file=row, ring=Ring(BOARD)) == some_bytes(size)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_range_is_that_part_of_the_whole(board, data_root, data):
    size = data.draw(st.sampled_from(SIZES))
    whole, row = some_bytes(size), put(some_bytes(size))
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    assert b"".join(files.open_range(file=row, start=start, end=end, ring=Ring(BOARD))) == whole[start:end]


def test_a_range_opens_only_the_chunks_that_hold_it(board, data_root):
    row = put(some_bytes(10 * CHUNK))
    opened = []
    original, files._Cipher.open = files._Cipher.open, lambda self, *a, **k: opened.append(a[1]) or original(self, *a, **k)
    try:
        b"".join(files.open_range(file=row, start=4 * CHUNK + 5, end=6 * CHUNK, ring=Ring(BOARD)))
    finally:
        files._Cipher.open = original
    assert opened == [4, 5]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2), (0, 11)])
def test_a_range_outside_the_file_is_refused(board, data_root, start, end):
    row = put(some_bytes(10))
    with pytest.raises(ValueError, match="not within"):
        files.open_range(file=row, start=start, end=end, ring=Ring(BOARD))


def test_nothing_of_the_content_and_no_name_stands_on_the_disk(board, data_root):
    row = put(b"canary-canary-canary" * 1000)
    content = stored(data_root, row).read_bytes()
    assert b"canary" not in content
    assert len(row.name) == 64
    assert content.count(b"\x00" * 32) == 0


def test_only_the_owner_of_the_process_may_enter_and_read(board, data_root):
    row = put(some_bytes(10))
    path = stored(data_root, row)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("place", [0, 5, 9, 26, 33, 45, 60, 5000, -1])
def test_one_changed_byte_anywhere_is_refused(board, data_root, place):
    row = put(some_bytes(2 * CHUNK))
    path = stored(data_root, row)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(NotAuthentic):
        files.read(file=row, ring=Ring(BOARD))


@pytest.mark.parametrize("cut", [1, 16, 1000, CHUNK + 16, CHUNK + 17])
def test_a_cut_tail_is_refused(board, data_root, cut):
    row = put(some_bytes(2 * CHUNK))
    path = stored(data_root, row)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(NotAuthentic):
        files.read(file=row, ring=Ring(BOARD))


def test_two_chunks_cannot_trade_places(board, data_root):
    row = put(some_bytes(3 * CHUNK))
    path, sealed = stored(data_root, row), CHUNK + files.TAG_BYTES
    content = path.read_bytes()
    head, one, two, rest = (content[:files._HEADER_BYTES], content[files._HEADER_BYTES:][:sealed],
                            content[files._HEADER_BYTES + sealed:][:sealed], content[files._HEADER_BYTES + 2 * sealed:])
    path.write_bytes(head + two + one + rest)
    with pytest.raises(NotAuthentic):
        files.read(file=row, ring=Ring(BOARD))


def test_one_file_cannot_stand_in_for_another(board, data_root):
    ring = Ring(BOARD)
    key_id = ring.new_key("asset", SEM)
    one, two = (files.put(board_id=BOARD, key_id=key_id, data=some_bytes(100), ring=ring, at=AT) for _ in range(2))
    stored(data_root, one).write_bytes(stored(data_root, two).read_bytes())
    with pytest.raises(NotAuthentic):
        files.read(file=one, ring=ring)


def test_a_destroyed_key_leaves_a_file_that_nobody_can_read(board, data_root):
    row = put(some_bytes(100))
    Ring(BOARD).destroy(row.key_id)
    with pytest.raises(KeyGone):
        files.read(file=row, ring=Ring(BOARD))


def test_bytes_are_given_for_a_stored_row_only(board, data_root):
    row = put(some_bytes(100))
    unsaved = StoredFile(id=row.id, board_id=BOARD, key_id=row.key_id, sealed_key=row.sealed_key, name=row.name, size=100, at=AT)
    for stranger in (unsaved, row.name, stored(data_root, row)):
        with pytest.raises(files.NotRegistered):
            files.open_range(file=stranger, ring=Ring(BOARD))
    assert files.read(file=row, ring=Ring(BOARD)) == some_bytes(100)


def test_a_row_whose_file_is_lost_says_so(board, data_root):
    row = put(some_bytes(100))
    stored(data_root, row).unlink()
    with pytest.raises(files.FileMissing):
        files.read(file=row, ring=Ring(BOARD))


@pytest.mark.parametrize("point", ["files.write", "files.before_fsync"])
def test_a_full_disk_is_a_named_answer_and_leaves_nothing(board, data_root, point):
    def full_disk(name):
        if name == point:
            with open("/dev/full", "wb", buffering=0) as full:
                full.write(b"x")

    buggify.load(full_disk)
    try:
        with pytest.raises(files.NoSpace):
            put(some_bytes(2 * CHUNK))
    finally:
        buggify.unload()
    assert on_disk(data_root) == []
    assert not StoredFile.objects.filter(board_id=BOARD).exists()
    put(some_bytes(10))
    assert StoredFile.objects.filter(board_id=BOARD).count() == 1


def test_another_error_is_not_taken_for_a_full_disk(board, data_root):
    class Broken(io.BytesIO):
        def read(self, wanted=-1):
            raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        put(Broken(b"x"))
    assert on_disk(data_root) == []


def test_a_committed_file_is_no_longer_in_doubt(real_board, data_root):
    with board_transaction(BOARD):
        row = put(some_bytes(10))
    assert on_disk(data_root) == [stored(data_root, row)]


def test_a_file_of_a_rolled_back_act_is_swept_and_a_young_one_is_not(real_board, data_root):
    with board_transaction(BOARD):
        kept = put(some_bytes(10))
    with board_transaction(BOARD):
        put(some_bytes(10))
        transaction.set_rollback(True)
    assert len(on_disk(data_root)) == 3
    assert files.sweep() == 0
    assert files.sweep(older_than_seconds=-1) == 1
    assert on_disk(data_root) == [stored(data_root, kept)]


def test_a_file_goes_when_its_deletion_is_committed_and_stays_when_it_is_not(real_board, data_root):
    with board_transaction(BOARD):
        row = put(some_bytes(10))
    with board_transaction(BOARD):
        files.delete(file=row)
        transaction.set_rollback(True)
    files.sweep(older_than_seconds=-1)
    with board_transaction(BOARD):
        assert files.read(file=row, ring=Ring(BOARD)) == some_bytes(10)
        files.delete(file=row)
        assert stored(data_root, row).exists()
    assert on_disk(data_root) == []


def test_a_file_of_another_board_is_swept_by_its_own_rows(real_board, data_root):
    with board_transaction(OTHER_BOARD):
        ring = Ring(OTHER_BOARD)
        row = files.put(board_id=OTHER_BOARD, key_id=ring.new_key("asset", SEM), data=b"x", ring=ring, at=AT)
    files._doubt(row.name, OTHER_BOARD)
    assert files.sweep(older_than_seconds=-1) == 0
    assert on_disk(data_root) == [stored(data_root, row)]


KILLED = """
import os, signal, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.KRING_DATA = Path(os.environ["FILES_ROOT"])
from kring.ground import buggify, files
from kring.ground.models.files import StoredFile
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, SEM
buggify.load(lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == os.environ["POINT"] else None)
with board_transaction(BOARD):
    if os.environ["POINT"] == "files.before_unlink":
        files.delete(file=StoredFile.objects.get(board_id=BOARD))
    else:
        ring = Ring(BOARD)
        files.put(board_id=BOARD, key_id=ring.new_key("asset", SEM), data=b"x" * 200_000, ring=ring, at=AT)
"""


@pytest.mark.parametrize("point", ["files.write", "files.before_fsync", "files.before_rename", "files.after_rename",
                                   "files.before_row", "files.before_unlink"])
def test_a_process_killed_at_any_point_leaves_no_row_without_a_file_and_no_file_without_a_row(
        real_board, real_db, postgres, data_root, point):
    with board_transaction(BOARD):
        kept = put(some_bytes(10))
    environment = {**os.environ, "DATABASE_URL": postgres.url(real_db[0], "kring_app"), "POINT": point,
                   "KEYS_DATABASE_URL": postgres.url(real_db[1], "kring_app"), "FILES_ROOT": str(data_root),
                   "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
    files.sweep(older_than_seconds=-1)
    with board_transaction(BOARD):
        rows = list(StoredFile.objects.filter(board_id=BOARD))
        assert [row.id for row in rows] == [kept.id]
        assert files.read(file=rows[0], ring=Ring(BOARD)) == some_bytes(10)
    assert on_disk(data_root) == [stored(data_root, kept)]


def test_no_hook_is_loaded_outside_such_a_test():
    assert buggify._hook is None
    buggify.point(str(uuid4()))
