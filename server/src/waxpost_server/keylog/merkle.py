"""The hash tree of RFC 6962, as far as a log that only grows needs it. Pure: imports nothing of ours.

A tree of n leaves is kept as the roots of its perfect subtrees, largest first: one per set bit of n. Appending a leaf
and computing the root each take at most log2(n) hashes, and nothing but this stack has to be read.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree's size and the hashes of its perfect subtrees, largest first; `size` has as many set bits as hashes."""

    size: int = 0
    stack: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Tree":
        """The tree with one more leaf."""
        node = hash_leaf(leaf)
        stack = list(self.stack)
        size = self.size
        while size & 1:  # two perfect subtrees of one size become one of the next
            node = hash_node(stack.pop(), node)
            size >>= 1
        return Tree(self.size + 1, (*stack, node))

    def extend(self, leaves: Iterable[bytes]) -> "Tree":
        """The tree with these leaves after its own."""
        tree = self
        for leaf in leaves:
            tree = tree.append(leaf)
        return tree

    def root(self) -> bytes:
        """The root hash, 32 bytes; of the empty tree the hash of nothing."""
        if not self.stack:
            return hashlib.sha256(b"").digest()
        *larger, node = self.stack
        for left in reversed(larger):
            node = hash_node(left, node)
        return node

    def packed(self) -> bytes:
        """The stack as bytes, to be stored beside the size."""
        return b"".join(self.stack)


def unpack_tree(size: int, stack: bytes) -> Tree:
    """The tree that `Tree.packed` stored. Raises ValueError when the two do not belong together."""
    if len(stack) != HASH_BYTES * size.bit_count():
        raise ValueError("a tree's size and its stack differ")
    return Tree(size, tuple(stack[i : i + HASH_BYTES] for i in range(0, len(stack), HASH_BYTES)))


def hash_leaf(leaf: bytes) -> bytes:
    """H(0x00 || leaf): the prefix keeps leaves and nodes apart (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """H(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()
