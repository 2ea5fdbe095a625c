"""Checking the audit tree of a board against its signed checkpoints, and writing it out for anyone else to check.

Each checkpoint's signature covers its root and the leaf hashes of its batch, so a change is not only seen but located,
also where somebody with all rights on the database changed leaf and order together. A cut tail shows only against a
checkpoint that was kept elsewhere: hand it in as `witness`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kring.ground import merkle
from kring.ground.audit import LATE_LEAF, checkpoint_content, leaf_content, moment, signing_key
from kring.ground.models.audit import AuditCheckpoint, AuditEntry, AuditLeaf, AuditPayload
from kring.ground.sealing import KeyGone, NotAuthentic, Ring

CHANGED, MISSING, REORDERED, CHECKPOINT = "changed", "missing", "reordered", "checkpoint"
PAYLOAD, UNPLACED, CUT, FORKED = "payload", "unplaced", "cut", "forked"


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was signed: the index of its leaf, and in what way."""

    index: int
    what: str


@dataclass(frozen=True)
class Witness:
    """A checkpoint that was kept elsewhere."""

    size: int
    root: bytes


@dataclass(frozen=True)
class Report:
    """What a full rebuild found. `size` leaves are covered by checkpoints; `payloads` were still there to be checked."""

    board_id: UUID
    size: int
    root: bytes
    payloads: int
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        found = ", ".join(f"leaf {fault.index} {fault.what}" for fault in self.faults) or "whole"
        return f"{self.size} leaves, root {self.root.hex()}, {self.payloads} payloads checked: {found}"


def verify_board(*, board_id: UUID, at: datetime, witness: Witness | None = None) -> Report:
    """This function will rebuild the whole tree of a board and name every fault, lowest index first.

    Runs inside a transaction of the board.
    """
    hashes, faults = _signed_hashes(board_id)
    leaves = _leaves_in_order(board_id)
    faults += _compare(hashes, leaves)
    faults += _unplaced(board_id, leaves, at)
    payloads, payload_faults = _payloads(board_id, leaves)
    faults += payload_faults + _against(witness, hashes)
    return Report(board_id, len(hashes), merkle.root_of(hashes), payloads,
                  tuple(sorted(set(faults), key=lambda fault: (fault.index, fault.what))))


def latest_checkpoint(*, board_id: UUID) -> dict[str, str | int] | None:
    """This function will return the newest checkpoint in the form that a witness keeps: hashes and a signature only."""
    row = AuditCheckpoint.objects.filter(board_id=board_id).order_by("-size").first()
    return _checkpoint_line(row) if row else None


def public_key() -> bytes:
    """This function will return the key that checkpoints are checked with."""
    return signing_key().public_key().public_bytes_raw()


def export_tree(*, board_id: UUID, to: TextIO) -> int:
    """This function will write a board's tree as JSON lines for deploy/verify_audit.py and return the number of leaves."""
    to.write(json.dumps({"format": "kring audit 1", "board": str(board_id), "public_key": public_key().hex()}) + "\n")
    leaves = _leaves_in_order(board_id)
    for seq in sorted(leaves):
        to.write(json.dumps({"leaf": json.loads(leaf_content(seq=seq, leaf=leaves[seq]))}) + "\n")
    for row in AuditCheckpoint.objects.filter(board_id=board_id).order_by("size"):
        to.write(json.dumps({"checkpoint": _checkpoint_line(row)}) + "\n")
    return len(leaves)


def proof_of(*, board_id: UUID, leaf_id: UUID) -> dict | None:
    """This function will return what shows that one act stands in the tree: its leaf, path and checkpoint. None before
    it has a place."""
    entry = AuditEntry.objects.filter(board_id=board_id, leaf_id=leaf_id).first()
    leaf = AuditLeaf.objects.filter(board_id=board_id, id=leaf_id).first()
    if entry is None or leaf is None:
        return None
    rows = list(AuditCheckpoint.objects.filter(board_id=board_id).order_by("size"))
    hashes = [one for row in rows for one in _cut(row.hashes)]
    return {
        "format": "kring audit proof 1", "public_key": public_key().hex(),
        "leaf": json.loads(leaf_content(seq=entry.seq, leaf=leaf)),
        "path": [step.hex() for step in merkle.inclusion_proof(hashes, entry.seq)],
        "checkpoint": _checkpoint_line(rows[-1]),
    }


def growth_since(*, board_id: UUID, earlier: int) -> dict:
    """This function will return what shows today's tree to begin with the tree of an earlier size, and nothing else of it."""
    rows = list(AuditCheckpoint.objects.filter(board_id=board_id).order_by("size"))
    hashes = [one for row in rows for one in _cut(row.hashes)]
    return {
        "format": "kring audit growth 1", "public_key": public_key().hex(),
        "path": [step.hex() for step in merkle.consistency_proof(hashes, earlier)],
        "checkpoint": _checkpoint_line(rows[-1]),
    }


def _checkpoint_line(row: AuditCheckpoint) -> dict[str, str | int]:
    return {
        "board": str(row.board_id), "size": row.size, "root": bytes(row.root).hex(), "at": moment(row.at),
        "batch": hashlib.sha256(bytes(row.hashes)).hexdigest(), "signature": bytes(row.signature).hex(),
    }


def _cut(packed: bytes) -> Iterator[bytes]:
    packed = bytes(packed)
    for start in range(0, len(packed), merkle.HASH_BYTES):
        yield packed[start : start + merkle.HASH_BYTES]


def _signed_hashes(board_id: UUID) -> tuple[list[bytes], list[Fault]]:
    """This function will return the leaf hashes that signatures vouch for, up to the first checkpoint that does not hold."""
    key = Ed25519PublicKey.from_public_bytes(public_key())
    frontier, hashes = merkle.Frontier(), []
    for row in AuditCheckpoint.objects.filter(board_id=board_id).order_by("size"):
        first, batch = frontier.size, list(_cut(row.hashes))
        signed = checkpoint_content(board_id=row.board_id, size=row.size, root=row.root, hashes=bytes(row.hashes), at=row.at)
        try:
            key.verify(bytes(row.signature), signed)
        except InvalidSignature:
            return hashes, [Fault(first, CHECKPOINT)]
        for one in batch:
            frontier.append(one)
        if frontier.size != row.size or frontier.root() != bytes(row.root):
            return hashes, [Fault(first, CHECKPOINT)]
        hashes += batch
    return hashes, []


def _leaves_in_order(board_id: UUID) -> dict[int, AuditLeaf]:
    leaves = {leaf.id: leaf for leaf in AuditLeaf.objects.filter(board_id=board_id)}
    entries = AuditEntry.objects.filter(board_id=board_id).order_by("seq")
    return {entry.seq: leaves[entry.leaf_id] for entry in entries if entry.leaf_id in leaves}


def _compare(hashes: list[bytes], leaves: dict[int, AuditLeaf]) -> list[Fault]:
    wrong = {seq for seq in range(len(hashes)) if seq not in leaves or _hash(seq, leaves[seq]) != hashes[seq]}
    strangers = [leaves[seq] for seq in wrong if seq in leaves]
    # A stranger that fits another wrong place was moved from there.
    moved = {seq for seq in wrong for leaf in strangers if _hash(seq, leaf) == hashes[seq]}
    faults = [Fault(seq, REORDERED if seq in moved else MISSING if seq not in leaves else CHANGED) for seq in wrong]
    return faults + [Fault(seq, CHECKPOINT) for seq in leaves if seq >= len(hashes)]


def _hash(seq: int, leaf: AuditLeaf) -> bytes:
    return merkle.leaf_hash(leaf_content(seq=seq, leaf=leaf))


def _unplaced(board_id: UUID, leaves: dict[int, AuditLeaf], at: datetime) -> list[Fault]:
    """This function will find leaves that were put in behind the sequencer's back: old, and without a place."""
    placed = {leaf.id for leaf in leaves.values()}
    size = len(placed)
    late = AuditLeaf.objects.filter(board_id=board_id, at__lt=at - LATE_LEAF).values_list("id", flat=True)
    return [Fault(size, UNPLACED) for leaf_id in late if leaf_id not in placed]


def _payloads(board_id: UUID, leaves: dict[int, AuditLeaf]) -> tuple[int, list[Fault]]:
    """This function will check each payload that still is against its leaf's commitment."""
    rows = list(AuditPayload.objects.filter(board_id=board_id))
    place_of = {leaf.id: seq for seq, leaf in leaves.items()}
    ring, checked, faults = Ring(board_id), 0, []
    ring.load(*(row.sealed for row in rows))
    for row in rows:
        seq = place_of.get(row.leaf_id)
        if seq is None:
            continue
        try:
            content = ring.open_bytes(row.sealed, place=("ground_auditpayload", "sealed", row.id))
        except KeyGone:
            continue
        except NotAuthentic:
            content = b""
        checked += 1
        if hashlib.sha256(content).hexdigest() != leaves[seq].commit:
            faults.append(Fault(seq, PAYLOAD))
    return checked, faults


def _against(witness: Witness | None, hashes: list[bytes]) -> list[Fault]:
    if witness is None:
        return []
    if witness.size > len(hashes):
        return [Fault(len(hashes), CUT)]
    return [] if merkle.root_of(hashes[: witness.size]) == witness.root else [Fault(0, FORKED)]
