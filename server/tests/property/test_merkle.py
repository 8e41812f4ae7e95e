"""Trees of any size: the stack's root is the root of RFC 6962, and packing loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.tests.logs import root_of
from waxpost_server.keylog.merkle import Tree, unpack_tree

leaves = st.lists(st.binary(max_size=80), max_size=130)


@given(leaves)
def test_the_stack_has_the_root_of_the_plain_tree(all_leaves: list[bytes]) -> None:
    tree = Tree().extend(all_leaves)

    assert (tree.size, tree.root()) == (len(all_leaves), root_of(all_leaves))
    assert len(tree.stack) == len(all_leaves).bit_count()


@given(leaves, leaves)
def test_a_packed_tree_goes_on_growing(first: list[bytes], second: list[bytes]) -> None:
    stored = Tree().extend(first)

    assert unpack_tree(stored.size, stored.packed()).extend(second) == Tree().extend(first + second)


@given(leaves, st.integers(min_value=0, max_value=1000))
def test_a_size_that_does_not_fit_its_stack_is_refused(all_leaves: list[bytes], size: int) -> None:
    packed = Tree().extend(all_leaves).packed()
    if size.bit_count() == len(all_leaves).bit_count():
        assert unpack_tree(size, packed).packed() == packed
    else:
        with pytest.raises(ValueError, match="differ"):
            unpack_tree(size, packed)


@given(leaves.filter(bool), st.data())
def test_any_changed_leaf_changes_the_root(all_leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(min_value=0, max_value=len(all_leaves) - 1))
    changed = [*all_leaves[:at], all_leaves[at] + b"x", *all_leaves[at + 1 :]]

    assert Tree().extend(changed).root() != Tree().extend(all_leaves).root()
