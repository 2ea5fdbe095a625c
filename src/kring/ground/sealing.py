"""Content is encrypted by the application, per subject, thread or asset; erasing destroys the key as well as the rows.

A sealed value is: version (1) · algorithm (1) · root epoch (2) · key id (16) · nonce (12) · ciphertext and tag. Its place
(table, column, row) and board are authenticated with it, so that no ciphertext can be moved. Keys are in `kring.ground.keys`.
"""

import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.db import IntegrityError, connections, models

from kring.ground import clock
from kring.ground.ids import uuid7
from kring.ground.keys.models import BoardKey, ObjectKey

VERSION, AES_256_GCM = 1, 1
HEADER_BYTES = 20

Place = tuple[str, str, UUID]


class KeyGone(Exception):
    """The key of this value was destroyed: what it sealed was erased."""


class NotAuthentic(Exception):
    """The value is not what was sealed for this place."""


class SealedField(models.BinaryField):
    """A column that only ever holds sealed bytes."""

    description = "Sealed bytes"


@dataclass(frozen=True)
class RootKeys:
    """The root keys by epoch, from a file that lies outside both databases and their backups."""

    current: int
    by_epoch: dict[int, bytes]


@lru_cache(maxsize=1)
def root_keys() -> RootKeys:
    """Read the root key file, making it (mode 0600) at the very first start."""
    path = settings.KRING_ROOT_KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"current": 1, "keys": {"1": os.urandom(32).hex()}})
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    stored = json.loads(path.read_text())
    return RootKeys(stored["current"], {int(e): bytes.fromhex(k) for e, k in stored["keys"].items()})


@lru_cache(maxsize=1024)
def _board_key(board_id: UUID) -> tuple[int, bytes]:
    """Return (epoch, key) of a board, making the key when the board is new."""
    row = BoardKey.objects.filter(board_id=board_id).first()
    if row is None:
        epoch = root_keys().current
        wrapped = aes_key_wrap(root_keys().by_epoch[epoch], os.urandom(32))
        with contextlib.suppress(IntegrityError):
            BoardKey.objects.create(board_id=board_id, epoch=epoch, wrapped=wrapped)
        row = BoardKey.objects.get(board_id=board_id)
    return row.epoch, aes_key_unwrap(root_keys().by_epoch[row.epoch], bytes(row.wrapped))


def forget_board_keys() -> None:
    """Forget the board keys that this process holds; after a restore or a change of epoch."""
    _board_key.cache_clear()
    root_keys.cache_clear()


def blind(board_id: UUID, value: str, *, purpose: str) -> bytes:
    """Return an index of a value that can be compared but not read, different for each board and purpose."""
    key = hashlib.sha256(b"kring blind\x00" + _board_key(board_id)[1]).digest()
    return hmac.new(key, f"{purpose}\x00{value}".encode(), hashlib.sha256).digest()


def key_id_of(blob: bytes) -> UUID:
    """Return the id of the key that a sealed value was made with."""
    return UUID(bytes=bytes(blob[4:HEADER_BYTES]))


class Ring:
    """The keys of one board that one request or job uses. Loading many keys is one statement."""

    def __init__(self, board_id: UUID):
        self.board_id = board_id
        self._keys: dict[UUID, bytes] = {}
        self._missing: set[UUID] = set()

    def new_key(self, kind: str, owner_id: UUID) -> UUID:
        """Make a key and return its id. It is committed at once; a key without rows is swept later."""
        return self.new_keys(kind, [owner_id])[0]

    def new_keys(self, kind: str, owner_ids: list[UUID]) -> list[UUID]:
        """Make a key for each owner in one statement and return their ids in the same order."""
        _, board_key = _board_key(self.board_id)
        at, made = clock.now(), []
        for owner_id in owner_ids:
            key = os.urandom(32)
            row = ObjectKey(id=uuid7(), board_id=self.board_id, kind=kind, owner_id=owner_id, at=at,
                            wrapped=aes_key_wrap(board_key, key))
            self._keys[row.id] = key
            made.append(row)
        ObjectKey.objects.bulk_create(made)
        return [row.id for row in made]

    def key(self, key_id: UUID) -> bytes:
        """Return the bytes of a key. Raises: KeyGone when it was destroyed."""
        if key_id not in self._keys:
            self.load_ids([key_id])
        if key_id in self._missing:
            raise KeyGone(str(key_id))
        return self._keys[key_id]

    def load(self, *blobs: bytes | None) -> None:
        """Load the keys of all these sealed values with one statement."""
        self.load_ids({key_id_of(blob) for blob in blobs if blob})

    def load_ids(self, key_ids: Iterable[UUID]) -> None:
        """Load these keys with one statement, or with none when all are here."""
        wanted = [k for k in key_ids if k not in self._keys and k not in self._missing]
        if not wanted:
            return
        _, board_key = _board_key(self.board_id)
        with connections["keys"].cursor() as cursor:
            cursor.execute("SELECT id, wrapped FROM keys_objectkey WHERE board_id = %s AND id = ANY(%s)",
                           [self.board_id, wanted])
            for key_id, wrapped in cursor.fetchall():
                self._keys[key_id] = aes_key_unwrap(board_key, bytes(wrapped))
        self._missing.update(k for k in wanted if k not in self._keys)

    def holds(self, blob: bytes) -> bool:
        """Return whether the key of a loaded value still exists."""
        return key_id_of(blob) in self._keys

    def seal(self, content: str | bytes, *, key_id: UUID, place: Place) -> bytes:
        """Return content sealed for one place."""
        epoch, _ = _board_key(self.board_id)
        header = bytes([VERSION, AES_256_GCM]) + epoch.to_bytes(2, "big") + key_id.bytes
        nonce = os.urandom(12)
        plain = content.encode() if isinstance(content, str) else content
        return header + nonce + AESGCM(self.key(key_id)).encrypt(nonce, plain, header + self._aad(place))

    def open_bytes(self, blob: bytes, *, place: Place) -> bytes:
        """Return what was sealed for this place. Raises: KeyGone, NotAuthentic."""
        blob = bytes(blob)
        header, nonce, sealed = blob[:HEADER_BYTES], blob[HEADER_BYTES : HEADER_BYTES + 12], blob[HEADER_BYTES + 12 :]
        try:
            return AESGCM(self.key(key_id_of(blob))).decrypt(nonce, sealed, header + self._aad(place))
        except InvalidTag as problem:
            raise NotAuthentic(f"{place[0]}.{place[1]}") from problem

    def open(self, blob: bytes, *, place: Place) -> str:
        """Return the text that was sealed for this place. Raises: KeyGone, NotAuthentic."""
        return self.open_bytes(blob, place=place).decode()

    def destroy(self, *key_ids: UUID) -> None:
        """Destroy keys: from now on nothing that they sealed can be read, in no backup of the data either."""
        ObjectKey.objects.filter(board_id=self.board_id, id__in=key_ids).delete()
        for key_id in key_ids:
            self._keys.pop(key_id, None)
            self._missing.add(key_id)

    def _aad(self, place: Place) -> bytes:
        table, column, row_id = place
        return f"{self.board_id}|{table}|{column}|{row_id}".encode()
