"""The Merkle tree of RFC 9162, section 2: hashes, roots and proofs. Pure; knows neither what a leaf says nor where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """This function will hash one leaf; the prefix keeps a leaf from passing for a node."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """This function will hash two subtrees into one."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """The right edge of a growing tree: one root per perfect subtree, largest first. Enough to append and to give the root."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def load(cls, size: int, packed: bytes) -> "Frontier":
        """This function will read a frontier back from what `packed` gave."""
        packed = bytes(packed)
        peaks = [packed[start : start + HASH_BYTES] for start in range(0, len(packed), HASH_BYTES)]
        if len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(peaks)}")
        return cls(size, peaks)

    @property
    def packed(self) -> bytes:
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> None:
        """This function will add the hash of one leaf."""
        merged, size = leaf, self.size
        while size & 1:
            merged = node_hash(self.peaks.pop(), merged)
            size >>= 1
        self.peaks.append(merged)
        self.size += 1

    def root(self) -> bytes:
        """This function will return the root over all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """This function will return the root over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """This function will return the largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """This function will return the hashes by which anyone can tell that a leaf stands at its index (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"a tree of {len(leaves)} leaves has no leaf {index}")
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(leaves[:k], index), root_of(leaves[k:])]
    return [*inclusion_proof(leaves[k:], index - k), root_of(leaves[:k])]


def includes(*, root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """This function will say whether the proof shows this leaf at this index of this tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            found = node_hash(found, step)
        position >>= 1
        last >>= 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """This function will return the hashes that show the tree to begin with its earlier self (RFC 9162, 2.1.4.1)."""
    if not 0 < earlier <= len(leaves):
        raise IndexError(f"a tree of {len(leaves)} leaves never had {earlier}")
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = _split(len(leaves))
    if earlier <= k:
        return [*_subproof(leaves[:k], earlier, whole=whole), root_of(leaves[k:])]
    return [*_subproof(leaves[k:], earlier - k, whole=False), root_of(leaves[:k])]


def extends(*, earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """This function will say whether the proof shows the later tree to begin with the earlier one (RFC 9162, 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root
    steps = list(proof) if earlier & (earlier - 1) else [earlier_root, *proof]
    if not steps:
        return False
    position, last = earlier - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            new = node_hash(new, step)
        position >>= 1
        last >>= 1
    return last == 0 and old == earlier_root and new == root
