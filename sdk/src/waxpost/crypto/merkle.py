"""The Merkle tree of RFC 6962, append-only, with the hashes of all perfect subtrees (spec/key-log.md 5.2).

About 64 bytes for each leaf buy the root at any earlier size: appending and comparing is the consistency proof.
"""

from waxpost.crypto.encoding import sha256

HASH = 32


def leaf_hash(leaf: bytes) -> bytes:
    """H(0x00 || leaf)."""
    return sha256(b"\x00", leaf)


class Tree:
    """`size` leaves so far."""

    def __init__(self) -> None:
        # _levels[k] holds the hashes of the complete subtrees of 2^k leaves, one after another.
        self._levels: list[bytearray] = [bytearray()]

    @property
    def size(self) -> int:
        """How many leaves were appended."""
        return len(self._levels[0]) // HASH

    def append(self, leaf: bytes) -> None:
        """Add a leaf at the end."""
        node = leaf_hash(leaf)
        level = 0
        self._levels[0] += node
        while (len(self._levels[level]) // HASH) % 2 == 0:
            node = sha256(b"\x01", bytes(self._levels[level][-2 * HASH : -HASH]), node)
            level += 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node

    def root_at(self, size: int) -> bytes:
        """The root of the first `size` leaves; `size` is at most the size of the tree."""
        if not 0 <= size <= self.size:
            raise ValueError("the tree does not reach that far")
        if size == 0:
            return sha256(b"")
        root: bytes | None = None
        # Complete subtrees from the right, the smallest first.
        for level in range(size.bit_length()):
            if size >> level & 1:
                at = ((size >> level) - 1) * HASH
                node = bytes(self._levels[level][at : at + HASH])
                root = node if root is None else sha256(b"\x01", node, root)
        assert root is not None
        return root

    def cut(self, size: int) -> None:
        """Forget the leaves after the first `size`."""
        for level, hashes in enumerate(self._levels):
            del hashes[(size >> level) * HASH :]
