"""Encrypted files in a local folder: putting, reading a range, deleting, and sweeping what a crash left behind.

A file is: magic (4) · version (1) · algorithm (1) · root epoch (2) · key id (16) · nonce prefix (7) · length (8) · tag (16),
then 64 KiB chunks, each sealed with AES-256-GCM under a key of its own file. A chunk's nonce is prefix ‖ counter ‖ last flag,
so that no chunk can be moved, dropped or added; board and file id are authenticated with each; the tag authenticates the
header with the length. Who may read a file is no matter of this module: callers hold a row that they found by their rules.
"""

import errno
import io
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from struct import Struct
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from kring.ground import buggify
from kring.ground.ids import uuid7
from kring.ground.models.files import StoredFile
from kring.ground.sealing import NotAuthentic, Ring
from kring.ground.tenancy import board_transaction

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
# A file in doubt for longer than this has no transaction left that could still give it a row.
DOUBT_SECONDS = 10 * 60

_MAGIC, _VERSION, _AES_256_GCM = b"KRNG", 1, 1
_FIXED = Struct(">4sBBH16s7s")
_LENGTH = Struct(">Q")
_HEADER_BYTES = _FIXED.size + _LENGTH.size + TAG_BYTES
_HEADER_COUNTER, _HEADER_FLAG = 0xFFFF_FFFF, 2
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class NoSpace(Exception):
    """The disk is full. Nothing of the file was kept."""


class NotRegistered(Exception):
    """Bytes were asked for a file that has no row."""


class FileMissing(Exception):
    """A row has no file; after a restore that lost the folder, say."""


@dataclass(frozen=True)
class _Cipher:
    """One file's key with what is authenticated along with each chunk."""

    key: AESGCM
    fixed: bytes
    prefix: bytes
    place: bytes

    def nonce(self, counter: int, flag: int) -> bytes:
        return self.prefix + counter.to_bytes(4, "big") + bytes([flag])

    def seal(self, chunk: bytes, counter: int, *, last: bool) -> bytes:
        return self.key.encrypt(self.nonce(counter, int(last)), chunk, self.fixed + self.place)

    def open(self, sealed: bytes, counter: int, *, last: bool) -> bytes:
        return self.key.decrypt(self.nonce(counter, int(last)), sealed, self.fixed + self.place)

    def header(self, length: int) -> bytes:
        named = self.fixed + _LENGTH.pack(length)
        return named + self.key.encrypt(self.nonce(_HEADER_COUNTER, _HEADER_FLAG), b"", named + self.place)

    def check_header(self, header: bytes) -> None:
        named, tag = header[:-TAG_BYTES], header[-TAG_BYTES:]
        self.key.decrypt(self.nonce(_HEADER_COUNTER, _HEADER_FLAG), tag, named + self.place)


def put(*, board_id: UUID, key_id: UUID, data: bytes | BinaryIO, ring: Ring, at: datetime) -> StoredFile:
    """This function will encrypt data into a new file and return its row, of the current transaction.

    Raises: NoSpace. The file is whole on disk before the row exists; what a crash leaves is swept within 15 minutes.
    """
    file_id, name, data_key = uuid7(), secrets.token_hex(32), os.urandom(32)
    sealed_key = ring.seal(data_key, key_id=key_id, place=("ground_storedfile", "sealed_key", file_id))
    fixed = _FIXED.pack(_MAGIC, _VERSION, _AES_256_GCM, int.from_bytes(sealed_key[2:4], "big"), key_id.bytes, os.urandom(7))
    cipher = _Cipher(AESGCM(data_key), fixed, fixed[-7:], _place(board_id, file_id))
    stream = io.BytesIO(data) if isinstance(data, (bytes, bytearray, memoryview)) else data
    try:
        _doubt(name, board_id)
        size = _write(cipher, stream, name)
    except OSError as problem:
        _forget(name)
        if problem.errno in _NO_ROOM:
            raise NoSpace("no room for another file") from problem
        raise
    except BaseException:
        _forget(name)
        raise
    buggify.point("files.before_row")
    row = StoredFile(id=file_id, board_id=board_id, key_id=key_id, sealed_key=sealed_key, name=name, size=size, at=at)
    row.save(force_insert=True)
    transaction.on_commit(lambda: _no_doubt(name), robust=True)
    return row


def open_range(*, file: StoredFile, start: int = 0, end: int | None = None, ring: Ring) -> Iterator[bytes]:
    """This function will give the bytes [start, end) of a file, opening only the chunks that hold them.

    Raises: NotRegistered, FileMissing, NotAuthentic, KeyGone (erased), ValueError for a range outside the file.
    """
    if not isinstance(file, StoredFile) or file._state.adding:
        raise NotRegistered("bytes are given for a stored row only")
    end = file.size if end is None else end
    if not 0 <= start <= end <= file.size:
        raise ValueError(f"[{start}, {end}) is not within {file.size} bytes")
    data_key = ring.open_bytes(file.sealed_key, place=("ground_storedfile", "sealed_key", file.id))
    try:
        source = io.FileIO(_path(file.name))
    except FileNotFoundError as problem:
        raise FileMissing(str(file.id)) from problem
    try:
        cipher = _read_header(source, file, data_key)
    except BaseException:
        source.close()
        raise
    return _chunks(source, cipher, file, start, end)


def read(*, file: StoredFile, ring: Ring) -> bytes:
    """This function will return the whole of a file."""
    return b"".join(open_range(file=file, ring=ring))


def delete(*, file: StoredFile) -> None:
    """This function will delete a file's row now, and the file once that is committed."""
    _doubt(file.name, file.board_id)
    file.delete()
    buggify.point("files.before_unlink")
    transaction.on_commit(lambda: _forget(file.name), robust=True)


def sweep(*, older_than_seconds: float = DOUBT_SECONDS) -> int:
    """This function will settle every file in doubt: kept where its row was committed, removed where not.

    Runs outside a transaction; it enters each board in turn. Returns how many files were removed.
    """
    # The file system's own clock, which no demo or test shifts: a file of this minute is never old.
    limit = time.time() - older_than_seconds
    by_board: dict[UUID, list[str]] = {}
    for marker in _folder("doubt").iterdir():
        if marker.suffix == "" and marker.stat().st_mtime <= limit:
            by_board.setdefault(UUID(marker.read_text()), []).append(marker.name)
    removed = 0
    for board_id, names in by_board.items():
        with board_transaction(board_id):
            found = StoredFile.objects.filter(board_id=board_id, name__in=names)
            kept = set(found.values_list("name", flat=True))
        for name in names:
            if name in kept:
                _no_doubt(name)
            else:
                _forget(name)
                removed += 1
    return removed


def _place(board_id: UUID, file_id: UUID) -> bytes:
    return f"|{board_id}|{file_id}".encode()


def _folder(name: str) -> Path:
    root = Path(settings.KRING_DATA) / "files"
    for folder in (root, root / name):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root / name


def _path(name: str) -> Path:
    return _folder(name[:2]) / name


def _open_new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _doubt(name: str, board_id: UUID) -> None:
    """This function will note, durably and before anything else, that a file's fate hangs on a commit."""
    folder = _folder("doubt")
    try:
        with _open_new(folder / name) as marker:
            marker.write(str(board_id).encode())
            marker.flush()
            os.fsync(marker.fileno())
    except FileExistsError:
        return
    _fsync_folder(folder)


def _no_doubt(name: str) -> None:
    (_folder("doubt") / name).unlink(missing_ok=True)


def _forget(name: str) -> None:
    """This function will remove a file, its half-written part, and last of all its note of doubt."""
    _path(name).unlink(missing_ok=True)
    (_folder("doubt") / f"{name}.part").unlink(missing_ok=True)
    _no_doubt(name)


def _write(cipher: _Cipher, stream: BinaryIO, name: str) -> int:
    """This function will write a whole file beside its place, then move it there; both are on disk when it returns."""
    part, final = _folder("doubt") / f"{name}.part", _path(name)
    with _open_new(part) as target:
        target.write(bytes(_HEADER_BYTES))
        size, counter, chunk = 0, 0, _read_exactly(stream)
        while True:
            buggify.point("files.write")
            following = _read_exactly(stream) if len(chunk) == CHUNK_BYTES else b""
            target.write(cipher.seal(chunk, counter, last=not following))
            size, counter, chunk = size + len(chunk), counter + 1, following
            if not following:
                break
        target.seek(0)
        target.write(cipher.header(size))
        target.flush()
        buggify.point("files.before_fsync")
        os.fsync(target.fileno())
    buggify.point("files.before_rename")
    part.rename(final)
    buggify.point("files.after_rename")
    _fsync_folder(final.parent)
    return size


def _read_exactly(stream: BinaryIO) -> bytes:
    """This function will read one chunk's worth, less only at the end: a network stream gives bits at a time."""
    parts, wanted = [], CHUNK_BYTES
    while wanted:
        piece = stream.read(wanted)
        if not piece:
            break
        parts.append(piece)
        wanted -= len(piece)
    return b"".join(parts)


def _read_header(source: io.FileIO, file: StoredFile, data_key: bytes) -> _Cipher:
    header = source.read(_HEADER_BYTES)
    if len(header) != _HEADER_BYTES:
        raise NotAuthentic(f"file {file.id}: no header")
    fixed, length = header[: _FIXED.size], _LENGTH.unpack_from(header, _FIXED.size)[0]
    magic, version, algorithm, _, key_id, prefix = _FIXED.unpack(fixed)
    if (magic, version, algorithm, key_id) != (_MAGIC, _VERSION, _AES_256_GCM, file.key_id.bytes) or length != file.size:
        raise NotAuthentic(f"file {file.id}: its header is another's")
    cipher = _Cipher(AESGCM(data_key), fixed, prefix, _place(file.board_id, file.id))
    try:
        cipher.check_header(header)
    except InvalidTag as problem:
        raise NotAuthentic(f"file {file.id}: header") from problem
    return cipher


def _chunks(source: io.FileIO, cipher: _Cipher, file: StoredFile, start: int, end: int) -> Iterator[bytes]:
    with source:
        final = max(0, (file.size - 1) // CHUNK_BYTES)
        if start == end and file.size:
            return
        for counter in range(start // CHUNK_BYTES, max(0, (end - 1) // CHUNK_BYTES) + 1):
            source.seek(_HEADER_BYTES + counter * (CHUNK_BYTES + TAG_BYTES))
            try:
                chunk = cipher.open(source.read(CHUNK_BYTES + TAG_BYTES), counter, last=counter == final)
            except (InvalidTag, ValueError) as problem:
                raise NotAuthentic(f"file {file.id}: chunk {counter}") from problem
            first = counter * CHUNK_BYTES
            piece = chunk[max(0, start - first) : end - first]
            if piece:
                yield piece
