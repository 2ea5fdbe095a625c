"""The tree of RFC 9162: known roots, and proofs that hold for the right leaf and no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.ground import merkle

# The well-known example of Certificate Transparency: these eight leaves and the root of each size.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(bytes([number % 256, number // 256])) for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(size):
    known = [merkle.leaf_hash(bytes.fromhex(one)) for one in INPUTS[:size]]
    assert merkle.root_of(known).hex() == ROOTS[size - 1]


def test_an_empty_tree_has_the_hash_of_nothing_as_its_root():
    assert merkle.Frontier().root() == merkle.EMPTY_ROOT


@given(size=st.integers(1, 70), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_leaf_is_shown_at_its_index_and_at_no_other(size, data):
    all_leaves = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(all_leaves, index)
    root = merkle.root_of(all_leaves)
    assert merkle.includes(root=root, size=size, index=index, leaf=all_leaves[index], proof=proof)
    for other in range(size):
        if other != index:
            assert not merkle.includes(root=root, size=size, index=other, leaf=all_leaves[index], proof=proof)
    assert not merkle.includes(root=root, size=size, index=index, leaf=merkle.leaf_hash(b"x"), proof=proof)


@given(size=st.integers(1, 70), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_tree_is_shown_to_begin_with_its_earlier_self_and_not_with_another(size, data):
    all_leaves = leaves(size)
    earlier = data.draw(st.integers(1, size))
    proof = merkle.consistency_proof(all_leaves, earlier)
    told = {"earlier": earlier, "size": size, "root": merkle.root_of(all_leaves), "proof": proof}
    assert merkle.extends(earlier_root=merkle.root_of(all_leaves[:earlier]), **told)
    forked = [merkle.leaf_hash(b"fork"), *all_leaves[1:earlier]]
    assert not merkle.extends(earlier_root=merkle.root_of(forked), **told)


@given(st.integers(0, 300))
@settings(max_examples=30, deadline=None)
def test_a_frontier_that_was_stored_goes_on_as_the_whole_tree_would(size):
    frontier = merkle.Frontier()
    for leaf in leaves(size):
        frontier.append(leaf)
    again = merkle.Frontier.load(frontier.size, frontier.packed)
    again.append(merkle.leaf_hash(b"next"))
    assert again.root() == merkle.root_of([*leaves(size), merkle.leaf_hash(b"next")])
