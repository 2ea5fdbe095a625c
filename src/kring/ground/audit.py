"""Recording what was done. `record` belongs in the transaction of the act: when it fails, the act fails.

The order of leaves, checkpoints and their signatures are made by `sequence`; whether they are still whole is found by
`kring.ground.verify`. What an act means to people, and who may read it, is each domain's matter.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from kring.ground import buggify, merkle
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.models.audit import AuditCheckpoint, AuditEntry, AuditLeaf, AuditPayload, AuditSubject
from kring.ground.sealing import KeyGone, Ring
from kring.norms import Verdict, registry

SALT_BYTES = 32
BATCH_LEAVES = 1000
# No transaction lives longer than this, so no leaf can turn up with an older id than the newest by more.
LATE_LEAF = timedelta(hours=1)

On = tuple[str, UUID]


def record(action: str, *, actor: Actor, on: On, at: datetime, verdict: Verdict | None = None,
           payload: Mapping[str, Any] | None = None, subject: UUID | None = None) -> UUID:
    """This function will write one act down, in the current transaction, and return the id of its leaf.

    `on` is (type, id); `subject` the person whom the act concerns, when that is not `on` itself. A payload is JSON and
    holds no more than is needed; it is sealed under the subject's key, else under the actor's, else under the board's.
    """
    subject = subject or (on[1] if on[0] == "person" else None)
    board_id, owner = actor.board_id, subject or actor.person_id or actor.board_id
    wanted = {actor.person_id, subject or board_id, owner} if payload is not None else {actor.person_id, subject or board_id}
    keys = Pseudonyms(board_id, wanted - {None}, at=at)
    leaf = AuditLeaf(
        board_id=board_id, at=at, action=action, capacity=actor.capacity, actor=keys.name(actor.person_id),
        object_type=on[0], object=keys.of(on[1], owner=subject or board_id), subject=keys.name(subject),
        verdict=canonical(_receipt(verdict)) if verdict is not None else "",
    )
    if payload is None:
        leaf.save(force_insert=True)
        return leaf.id
    content = os.urandom(SALT_BYTES) + canonical(payload).encode()
    leaf.commit = hashlib.sha256(content).hexdigest()
    leaf.save(force_insert=True)
    buggify.point("audit.before_payload")
    kept = AuditPayload(board_id=board_id, leaf_id=leaf.id, owner_id=owner, at=at)
    kept.sealed = keys.ring.seal(content, key_id=keys.key_id(owner), place=("ground_auditpayload", "sealed", kept.id))
    kept.save(force_insert=True)
    return leaf.id


def erase_subject(*, board_id: UUID, subject_id: UUID) -> int:
    """This function will erase every payload about a person and the key of their pseudonym, and return how many.

    The leaves stay, and so do all proofs; they lead to nobody any more.
    """
    payloads = AuditPayload.objects.filter(board_id=board_id, owner_id=subject_id)._raw_delete("default")
    rows = AuditSubject.objects.filter(board_id=board_id, subject_id=subject_id)
    Ring(board_id).destroy(*rows.values_list("key_id", flat=True))
    rows._raw_delete("default")
    return payloads


def owners_of_payloads(*, board_id: UUID, owner_ids: set[UUID]) -> set[UUID]:
    """This function will return those of these persons about whom an act still says something."""
    return set(AuditPayload.objects.filter(board_id=board_id, owner_id__in=owner_ids).values_list("owner_id", flat=True))


def erase_payloads(*, board_id: UUID, before: datetime) -> int:
    """This function will erase the payloads of acts before a moment; leaves, and with them all proofs, stay."""
    return AuditPayload.objects.filter(board_id=board_id, at__lt=before)._raw_delete("default")


def acts_on(*, board_id: UUID, on: On, subject: UUID | None = None) -> list[dict[str, Any]]:
    """This function will return the acts on one thing, oldest first, with the payloads that still are."""
    owner = subject or (on[1] if on[0] == "person" else board_id)
    keys = Pseudonyms(board_id, {owner}, at=None)
    return _acts(keys, object=keys.of(on[1], owner=owner)) if keys.knows(owner) else []


def acts_about(*, board_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """This function will return the acts that concern a person, oldest first, with the payloads about them. Who acted is told
    by capacity only."""
    keys = Pseudonyms(board_id, {person_id}, at=None)
    return _acts(keys, owner=person_id, subject=keys.name(person_id)) if keys.knows(person_id) else []


def acts_by(*, board_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """This function will return the acts of a person, oldest first, without the payloads about others."""
    keys = Pseudonyms(board_id, {person_id}, at=None)
    return _acts(keys, owner=person_id, actor=keys.name(person_id)) if keys.knows(person_id) else []


def sequence(*, board_id: UUID, at: datetime) -> int:
    """This function will give every committed leaf its place, close each batch with a signed checkpoint, and return how many.

    Runs inside a transaction of the board; two at a time wait for each other.
    """
    _lock(board_id)
    last = AuditCheckpoint.objects.filter(board_id=board_id).order_by("-size").first()
    placed = 0
    while leaves := _unsequenced(board_id, last):
        last = _close(board_id, leaves, last, at)
        placed += len(leaves)
    return placed


def leaf_content(*, seq: int, leaf: AuditLeaf) -> bytes:
    """This function will return the bytes that are hashed for a leaf at its place."""
    return canonical({
        "seq": seq, "id": str(leaf.id), "board": str(leaf.board_id), "at": moment(leaf.at), "action": leaf.action,
        "capacity": leaf.capacity, "actor": leaf.actor, "object_type": leaf.object_type, "object": leaf.object,
        "subject": leaf.subject, "verdict": leaf.verdict, "commit": leaf.commit,
    }).encode()


def checkpoint_content(*, board_id: UUID, size: int, root: bytes, hashes: bytes, at: datetime) -> bytes:
    """This function will return the bytes that a checkpoint's signature covers."""
    return canonical({
        "board": str(board_id), "size": size, "root": bytes(root).hex(), "at": moment(at),
        "batch": hashlib.sha256(hashes).hexdigest(),
    }).encode()


def canonical(value: Any) -> str:
    """This function will write JSON in the one form that is hashed: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def moment(at: datetime) -> str:
    """This function will write a moment in the one form that is hashed."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=1)
def signing_key() -> Ed25519PrivateKey:
    """This function will read the installation's signing key, made (mode 0600) beside the root key at the first start."""
    path = settings.KRING_ROOT_KEY_FILE.with_name("audit.key")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(os.urandom(32).hex())
                file.flush()
                os.fsync(file.fileno())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


class Pseudonyms:
    """The audit keys of some persons (or of the board itself), and the names that they give. One statement per database.

    Keys that are not there are made when `at` is given; a reader makes none.
    """

    def __init__(self, board_id: UUID, owners: set[UUID], *, at: datetime | None):
        self.board_id, self.ring = board_id, Ring(board_id)
        self._key_ids = self._find(owners)
        missing = sorted(owners - self._key_ids.keys())
        if missing and at is not None:
            self._make(missing)
            self._key_ids = self._find(owners)
        self.ring.load_ids(self._key_ids.values())

    def knows(self, owner: UUID) -> bool:
        """This function will say whether the owner has a key."""
        return owner in self._key_ids

    def key_id(self, owner: UUID) -> UUID:
        """This function will return the id of the owner's key."""
        return self._key_ids[owner]

    def name(self, person_id: UUID | None) -> str:
        """This function will return a person's own pseudonym, empty for nobody."""
        return self.of(person_id, owner=person_id) if person_id else ""

    def of(self, value: UUID, *, owner: UUID) -> str:
        """This function will return the pseudonym of an id under the owner's key."""
        # Not the sealing key itself: one key, one use.
        key = hashlib.sha256(b"kring audit pseudonym\x00" + self.ring.key(self.key_id(owner))).digest()
        return hmac.new(key, value.bytes, hashlib.sha256).hexdigest()

    def _find(self, owners: set[UUID]) -> dict[UUID, UUID]:
        rows = AuditSubject.objects.filter(board_id=self.board_id, subject_id__in=owners)
        return dict(rows.values_list("subject_id", "key_id"))

    def _make(self, owners: list[UUID]) -> None:
        """This function will make keys; where another transaction was first, its key holds and ours is swept."""
        key_ids = self.ring.new_keys("audit", owners)
        places = ", ".join(["(%s, %s, %s, %s)"] * len(owners))
        values = [v for owner, key_id in zip(owners, key_ids, strict=True) for v in (uuid7(), self.board_id, owner, key_id)]
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ground_auditsubject (id, board_id, subject_id, key_id) VALUES "
                           f"{places} ON CONFLICT (board_id, subject_id) DO NOTHING", values)


def _receipt(verdict: Verdict) -> dict[str, Any]:
    known = registry().get(verdict.rule)
    return {
        "rule": verdict.rule, "version": known.version if known else "", "outcome": verdict.outcome.value,
        "norms": list(verdict.norms), "duties": list(verdict.duties),
    }


def _acts(keys: Pseudonyms, *, owner: UUID | None = None, **pseudonym: str) -> list[dict[str, Any]]:
    """This function will return the acts with a pseudonym, and their payloads (of one owner only, when that is given)."""
    leaves = list(AuditLeaf.objects.filter(board_id=keys.board_id, **pseudonym).order_by("at", "id"))
    payloads = AuditPayload.objects.filter(board_id=keys.board_id, leaf_id__in=[leaf.id for leaf in leaves])
    kept = {row.leaf_id: row for row in (payloads.filter(owner_id=owner) if owner else payloads)}
    keys.ring.load(*(row.sealed for row in kept.values()))
    return [
        {"id": leaf.id, "at": leaf.at, "action": leaf.action, "capacity": leaf.capacity, "object_type": leaf.object_type,
         "verdict": json.loads(leaf.verdict) if leaf.verdict else None,
         "payload": read_payload(kept.get(leaf.id), keys.ring)}
        for leaf in leaves
    ]


def read_payload(row: AuditPayload | None, ring: Ring) -> dict[str, Any] | None:
    """This function will return an act's payload, None when there was none or it was erased."""
    if row is None:
        return None
    try:
        content = ring.open_bytes(row.sealed, place=("ground_auditpayload", "sealed", row.id))
    except KeyGone:
        return None
    return json.loads(content[SALT_BYTES:])


def _lock(board_id: UUID) -> None:
    number = int.from_bytes(hashlib.sha256(b"audit" + board_id.bytes).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _unsequenced(board_id: UUID, last: AuditCheckpoint | None) -> list[AuditLeaf]:
    floor = _floor(last.newest_leaf) if last else UUID(int=0)
    return list(AuditLeaf.objects.raw(
        """SELECT l.* FROM ground_auditleaf l
           WHERE l.board_id = %s AND l.id > %s AND NOT EXISTS (
             SELECT 1 FROM ground_auditentry e WHERE e.board_id = %s AND e.leaf_id = l.id)
           ORDER BY l.id LIMIT %s""", [board_id, floor, board_id, BATCH_LEAVES]))


def _floor(newest: UUID) -> UUID:
    """This function will return the smallest id that a leaf made LATE_LEAF before the newest could have."""
    milliseconds = (newest.int >> 80) - int(LATE_LEAF.total_seconds() * 1000)
    return UUID(int=max(0, milliseconds) << 80)


def _close(board_id: UUID, leaves: list[AuditLeaf], last: AuditCheckpoint | None, at: datetime) -> AuditCheckpoint:
    frontier = merkle.Frontier.load(last.size, last.peaks) if last else merkle.Frontier()
    entries, hashes = [], b""
    for leaf in leaves:
        one = merkle.leaf_hash(leaf_content(seq=frontier.size, leaf=leaf))
        entries.append(AuditEntry(board_id=board_id, seq=frontier.size, leaf_id=leaf.id))
        frontier.append(one)
        hashes += one
    AuditEntry.objects.bulk_insert(entries)
    root = frontier.root()
    signed = checkpoint_content(board_id=board_id, size=frontier.size, root=root, hashes=hashes, at=at)
    newest = max(leaf.id for leaf in leaves)
    checkpoint = AuditCheckpoint(
        board_id=board_id, size=frontier.size, root=root, peaks=frontier.packed, hashes=hashes, at=at,
        newest_leaf=max(newest, last.newest_leaf) if last else newest, signature=signing_key().sign(signed),
    )
    checkpoint.save(force_insert=True)
    return checkpoint
