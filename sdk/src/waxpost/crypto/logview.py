"""What a client knows of the key log: every leaf, replayed (spec/key-log.md 5.2 and 5.3).

A leaf counts only once a signed checkpoint has confirmed it. A server that forks, shortens or rewrites the log is a
hard stop (`KeyLogStopped`, with both notes as evidence); an address whose leaves are out of order is unusable, alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

from waxpost._exceptions import KeyLogStopped, Refused
from waxpost.crypto.chain import Chain
from waxpost.crypto.encoding import b64u, sha256
from waxpost.crypto.merkle import Tree
from waxpost.crypto.note import Checkpoint, open_checkpoint

LEAF_ENTRY = 0x01
LEAF_BYTES = 69
PAGE_LEAVES = 10_000
# 5.3.5: a log that was not signed for so long is not being renewed.
STALE_SECONDS = 24 * 3600
# 5.3, restart: an old log may not have been signed much after the new one began.
RESTART_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Head:
    """The newest leaf of an address."""

    seq: int
    entry: str
    index: int


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of `GET log`."""

    leaves: tuple[bytes, ...]
    note: str


def entry_leaf(addr: str, seq: int, raw: bytes) -> bytes:
    """The 69 bytes of a directory entry's leaf."""
    return bytes([LEAF_ENTRY]) + addr_hash(addr) + seq.to_bytes(4, "big") + sha256(raw)


def addr_hash(addr: str) -> bytes:
    """H(addr)."""
    return sha256(addr.encode())


def read_page(data: bytes) -> Page:
    """Parse `uint16be(length) || leaf` … 0x0000, note; anything else, or over 10,000 leaves, is refused(form)."""
    leaves: list[bytes] = []
    at = 0
    while True:
        length = int.from_bytes(data[at : at + 2], "big")
        if len(data) < at + 2 + length:
            raise Refused("form", "a page of the key log that is cut short")
        at += 2
        if length == 0:
            break
        leaves.append(data[at : at + length])
        at += length
    if len(leaves) > PAGE_LEAVES:
        raise Refused("form", "a page of the key log that is too long")
    try:
        return Page(tuple(leaves), data[at:].decode("utf-8", "strict"))
    except UnicodeDecodeError as error:
        raise Refused("form", "not a signed note") from error


def write_page(page: Page) -> bytes:
    """The bytes of a page."""
    framed = [len(leaf).to_bytes(2, "big") + leaf for leaf in page.leaves]
    return b"".join(framed) + b"\x00\x00" + page.note.encode()


class LogView:
    """The replayed log of one origin and key."""

    def __init__(self, origin: str, key: bytes) -> None:
        self.origin = origin
        self.key = key
        self.checkpoint: Checkpoint | None = None
        self.is_newer_server = False
        self._tree = Tree()
        self._leaves: list[bytes] = []
        self._by_addr: dict[bytes, list[int]] = {}
        self._unusable: set[bytes] = set()

    @property
    def size(self) -> int:
        """How many leaves are confirmed."""
        return self.checkpoint.size if self.checkpoint else 0

    @property
    def fetched(self) -> int:
        """How many leaves are here, confirmed or not: the `from` of the next page."""
        return len(self._leaves)

    @property
    def leaves(self) -> Sequence[bytes]:
        """The confirmed leaves, to be stored."""
        return self._leaves[: self.size]

    def advance(self, page: Page) -> bool:
        """Take the next page; return whether the view has reached the page's note (else ask for more from `fetched`).

        5.3.1: the note is signed by the pinned key under the pinned origin, not smaller than the last one, and its
        root equals the replayed one. Otherwise `KeyLogStopped`, and the view stays what it was confirmed to be.
        """
        checkpoint = self._open(page.note)
        known = self.checkpoint
        if known and checkpoint.size < known.size:
            self._stop("log-shrunk", "the server served an older key log", page.note)
        if known and checkpoint.size == known.size and checkpoint.root != known.root:
            self._stop("split-view", "two key logs of one size", page.note)
        if not page.leaves and checkpoint.size > self.fetched:
            # Not evidence of anything, and not to be asked for ever.
            raise Refused("log", "the server does not hand out the leaves it has signed")
        for leaf in page.leaves:
            self._tree.append(leaf)
            self._leaves.append(leaf)
        if checkpoint.size < self.fetched:
            self._stop("split-view", "more leaves than the note confirms", page.note)
        if checkpoint.size > self.fetched:
            return False
        if self._tree.root_at(checkpoint.size) != checkpoint.root:
            self._stop("split-view", "the leaves of the key log do not give its root", page.note)
        self._confirm(checkpoint)
        return True

    def check_contains(self, note: str) -> Checkpoint:
        """The checkpoint of a note seen earlier (the vault's), if this view continues it; else `KeyLogStopped`."""
        checkpoint = self._open(note)
        if checkpoint.size > self.size:
            self._stop("log-shrunk", "the server served an older key log", note)
        if self.root_at(checkpoint.size) != checkpoint.root:
            self._stop("split-view", "the key log was rewritten", note)
        return checkpoint

    def root_at(self, size: int) -> bytes:
        """The root at a confirmed size."""
        if size > self.size:
            raise ValueError("not confirmed that far")
        return self._tree.root_at(size)

    def find_head(self, addr: str) -> Head | None:
        """The newest leaf of an address, None when it has none; refused(chain) for one out of order (5.3.2)."""
        hashed = addr_hash(addr)
        if hashed in self._unusable:
            raise Refused("chain", "the key log holds entries of this address out of order")
        indexes = self._by_addr.get(hashed)
        if not indexes:
            return None
        leaf = self._leaves[indexes[-1]]
        return Head(len(indexes) - 1, b64u(leaf[37:]), indexes[-1])

    def find_index(self, addr: str, entry: str) -> int | None:
        """The index of the leaf of this very entry."""
        for index in self._by_addr.get(addr_hash(addr), ()):
            if b64u(self._leaves[index][37:]) == entry:
                return index
        return None

    def check_person(self, chain: Chain) -> None:
        """5.3.3: every entry of the chain is the leaf of its seq, and the newest is the newest in the log."""
        head = self.find_head(chain.addr)
        if head is None or (head.seq, head.entry) != (chain.newest.seq, chain.newest.hash):
            raise Refused("chain", "the newest entry is not the one in the key log")
        indexes = self._by_addr[addr_hash(chain.addr)]
        for entry, index in zip(chain.entries, indexes, strict=True):
            if self._leaves[index][37:] != sha256(entry.raw):
                raise Refused("chain", "an entry is not the one in the key log")

    def unknown_own(self, addr: str, first: int, own_entries: frozenset[str]) -> tuple[str, ...]:
        """5.3.4: entries of my address from seq `first` on that are not mine. Any means alarm, or a newer vault."""
        self.find_head(addr)
        indexes = self._by_addr.get(addr_hash(addr), [])[first:]
        hashes = [b64u(self._leaves[index][37:]) for index in indexes]
        return tuple(entry for entry in hashes if entry not in own_entries)

    def is_stale(self, now: int) -> bool:
        """5.3.5: the newest note is more than 24 hours behind the device's clock."""
        return self.checkpoint is not None and self.checkpoint.time < now - STALE_SECONDS

    def _open(self, note: str) -> Checkpoint:
        try:
            return open_checkpoint(note, self.origin, self.key)
        except Refused as refused:
            raise KeyLogStopped("log-key", str(refused), self._notes(note)) from refused

    def _stop(self, reason: Literal["log-shrunk", "split-view"], sentence: str, note: str) -> NoReturn:
        self._tree.cut(self.size)
        del self._leaves[self.size :]
        raise KeyLogStopped(reason, sentence, self._notes(note))

    def _notes(self, note: str) -> tuple[str, ...]:
        return (self.checkpoint.note, note) if self.checkpoint else (note,)

    def _confirm(self, checkpoint: Checkpoint) -> None:
        for index in range(self.size, checkpoint.size):
            leaf = self._leaves[index]
            if leaf[0] != LEAF_ENTRY or len(leaf) != LEAF_BYTES:
                # Hashed into the tree, otherwise ignored (5.2).
                self.is_newer_server = True
                continue
            hashed = leaf[1:33]
            indexes = self._by_addr.setdefault(hashed, [])
            if int.from_bytes(leaf[33:37], "big") != len(indexes):
                self._unusable.add(hashed)
            indexes.append(index)
        if self.checkpoint is None or checkpoint.size > self.size or checkpoint.time > self.checkpoint.time:
            self.checkpoint = checkpoint


def check_old_note(note: str, origin: str, key: bytes, until: int) -> Checkpoint:
    """A note of a log that was restarted at `until` (5.3): signed as it was, and not signed on after the restart."""
    checkpoint = open_checkpoint(note, origin, key)
    if checkpoint.time > until + RESTART_SECONDS:
        raise KeyLogStopped("split-view", "somebody is still being shown the old key log", (note,))
    return checkpoint
