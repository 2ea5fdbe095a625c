#!/usr/bin/env python3
"""Check an audit tree that Kring wrote out, without Kring. Standard library only.

    verify_audit.py tree.jsonl [--earlier checkpoint.json] [--key HEX]
    verify_audit.py --proof proof.json [--key HEX]
    verify_audit.py --growth growth.json --earlier checkpoint.json [--key HEX]

The first form rebuilds the whole tree: every leaf hash, every root, that each checkpoint begins with the one before, and
with --earlier that the tree begins with a checkpoint that you kept. The second checks that one act stands in the tree, the
third that a later checkpoint begins with the one that you kept; neither shows any other act.
Signatures (Ed25519) are checked when the package `cryptography` can be imported; without it this program says that it
did not check them. The key in the file proves nothing about itself: give the key that you were handed at the start with
--key. Ends with 0 when all is well, 1 when something is not, 2 when the file cannot be read as a tree.
"""

import argparse
import json
import sys
from hashlib import sha256

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def leaf_hash(leaf):
    return sha256(b"\x00" + canonical(leaf)).digest()


def node_hash(left, right):
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A Merkle tree (RFC 9162) as its right edge: one root per perfect subtree, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, one):
        size = self.size
        while size & 1:
            one = node_hash(self.peaks.pop(), one)
            size >>= 1
        self.peaks.append(one)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"").digest()
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found


class Signatures:
    """Checks signatures where that can be done, and remembers what could not."""

    def __init__(self, key_hex):
        self.key_hex, self.checked, self.skipped = key_hex, 0, 0

    def hold(self, checkpoint):
        signed = canonical({name: checkpoint[name] for name in ("board", "size", "root", "at", "batch")})
        if Ed25519PublicKey is None:
            self.skipped += 1
            return True
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key_hex))
            key.verify(bytes.fromhex(checkpoint["signature"]), signed)
        except (InvalidSignature, ValueError):
            return False
        self.checked += 1
        return True

    def told(self):
        if self.skipped:
            return f"{self.skipped} signatures NOT checked: the package 'cryptography' is not installed"
        return f"{self.checked} signatures checked"


def read_tree(lines):
    header, leaves, checkpoints = None, [], []
    for number, line in enumerate(lines, 1):
        entry = json.loads(line)
        if "format" in entry:
            if entry["format"] != "kring audit 1":
                raise ValueError(f"line {number}: this program does not know the format {entry['format']!r}")
            header = entry
        elif "leaf" in entry:
            leaves.append(entry["leaf"])
        elif "checkpoint" in entry:
            checkpoints.append(entry["checkpoint"])
        else:
            raise ValueError(f"line {number}: neither a leaf nor a checkpoint")
    if header is None:
        raise ValueError("there is no header line")
    return header, leaves, checkpoints


def place_faults(header, leaves):
    faults = []
    for index, leaf in enumerate(leaves):
        if leaf.get("seq") != index:
            faults.append((index, f"has place {leaf.get('seq')}: a leaf is missing or moved"))
            break
        if leaf.get("board") != header["board"]:
            faults.append((index, "belongs to another board"))
    return faults


def rebuild(header, leaves, checkpoints, earlier, signatures):
    """Return the faults found, each as (index, sentence)."""
    faults = place_faults(header, leaves)
    tree, batch, first = Tree(), sha256(), 0
    wanted = {point["size"]: point for point in checkpoints}
    if len(wanted) != len(checkpoints):
        faults.append((0, "two checkpoints of one size: the tree was forked"))
    for index, leaf in enumerate(leaves):
        one = leaf_hash(leaf)
        tree.append(one)
        batch.update(one)
        point = wanted.pop(tree.size, None)
        if earlier and earlier["size"] == tree.size and earlier["root"] != tree.root().hex():
            faults.append((0, f"the first {tree.size} leaves are not those of the earlier checkpoint"))
        if point is None:
            continue
        if not signatures.hold(point):
            faults.append((first, f"the signature of the checkpoint at {tree.size} does not hold"))
        elif point["root"] != tree.root().hex() or point["batch"] != batch.hexdigest():
            faults.append((first, f"a leaf from {first} to {index} was changed, moved, added or taken out"))
        first, batch = tree.size, sha256()
    for size in sorted(wanted):
        faults.append((len(leaves), f"a checkpoint of {size} leaves exists, the leaves do not: the tail was cut"))
    if earlier and earlier["size"] > len(leaves):
        faults.append((len(leaves), f"the earlier checkpoint has {earlier['size']} leaves: the tail was cut"))
    if first != len(leaves):
        faults.append((first, "leaves behind the last checkpoint: nobody signed them"))
    return faults


def included(proof):
    """Say whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    index, size = proof["leaf"]["seq"], proof["checkpoint"]["size"]
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf_hash(proof["leaf"])
    for step in (bytes.fromhex(one) for one in proof["path"]):
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
    return last == 0 and found.hex() == proof["checkpoint"]["root"]


def grown(earlier, later, path):
    """Say whether the path shows the later tree to begin with the earlier one (RFC 9162, 2.1.4.2)."""
    if not 0 < earlier["size"] <= later["size"]:
        return False
    if earlier["size"] == later["size"]:
        return not path and earlier["root"] == later["root"]
    steps = [bytes.fromhex(one) for one in path]
    if earlier["size"] & (earlier["size"] - 1) == 0:
        steps.insert(0, bytes.fromhex(earlier["root"]))
    if not steps:
        return False
    position, last = earlier["size"] - 1, later["size"] - 1
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
    return last == 0 and (old.hex(), new.hex()) == (earlier["root"], later["root"])


def check_growth(growth, earlier, key):
    signatures = Signatures(key or growth["public_key"])
    if not signatures.hold(growth["checkpoint"]) or not signatures.hold(earlier):
        return ["the signature of a checkpoint does not hold"], signatures
    if not grown(earlier, growth["checkpoint"], growth["path"]):
        return ["the later tree does not begin with the earlier one"], signatures
    return [], signatures


def check_proof(proof, key):
    signatures = Signatures(key or proof["public_key"])
    if not signatures.hold(proof["checkpoint"]):
        return ["the signature of the checkpoint does not hold"], signatures
    if not included(proof):
        return ["the act does not stand in the tree of this checkpoint"], signatures
    return [], signatures


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check_tree(path, earlier, key):
    with open(path, encoding="utf-8") as file:
        header, leaves, checkpoints = read_tree(file)
    signatures = Signatures(key or header["public_key"])
    found = sorted(rebuild(header, leaves, checkpoints, earlier, signatures))
    print(f"{len(leaves)} leaves, {len(checkpoints)} checkpoints")
    return [f"leaf {index}: {sentence}" for index, sentence in found], signatures


def check(options):
    earlier = load(options.earlier) if options.earlier else None
    if options.proof:
        return check_proof(load(options.proof), options.key)
    if options.growth:
        return check_growth(load(options.growth), earlier, options.key)
    return check_tree(options.tree, earlier, options.key)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check an audit tree that Kring wrote out.")
    parser.add_argument("tree", nargs="?", help="the tree, as JSON lines")
    parser.add_argument("--earlier", help="a checkpoint that you kept, as JSON")
    parser.add_argument("--proof", help="a proof of one act, as JSON, instead of a tree")
    parser.add_argument("--key", help="the public key that you were handed, as hexadecimal")
    parser.add_argument("--growth", help="a proof of growth since --earlier, as JSON, instead of a tree")
    options = parser.parse_args(arguments)
    if sum(map(bool, (options.tree, options.proof, options.growth))) != 1:
        parser.error("give one of: a tree, --proof, --growth")
    if options.growth and not options.earlier:
        parser.error("--growth needs --earlier, the checkpoint that you kept")
    try:
        told, signatures = check(options)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        print(f"not a tree that can be checked: {problem}", file=sys.stderr)
        return 2
    print(signatures.told())
    for sentence in told:
        print(sentence)
    print("NOT WHOLE" if told else "whole")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
