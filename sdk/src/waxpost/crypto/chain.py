"""A person's entries in order, and the segments between resets (spec/key-log.md 5.1).

A segment starts at `first` or `reset` and runs to the next `reset`: within it every key was handed on by the key
before, so trust in one entry is trust in all later ones of the segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from waxpost._exceptions import Refused
from waxpost.crypto.entry import Entry, check_next


@dataclass(frozen=True, slots=True)
class Chain:
    """Verified entries of one address, from seq 0 without a gap."""

    entries: tuple[Entry, ...]

    @property
    def addr(self) -> str:
        """Whose chain it is."""
        return self.entries[0].addr

    @property
    def newest(self) -> Entry:
        """The entry that counts now."""
        return self.entries[-1]

    def find(self, wanted_hash: str) -> Entry | None:
        """The entry with this hash."""
        return next((entry for entry in self.entries if entry.hash == wanted_hash), None)

    def segment_start(self, seq: int) -> int:
        """The seq at which the segment of the entry with this seq starts."""
        return max(entry.seq for entry in self.entries[: seq + 1] if entry.act in {"first", "reset"})

    def in_one_segment(self, one_hash: str, other_hash: str) -> bool:
        """Whether both entries are here and lie in one segment."""
        one, other = self.find(one_hash), self.find(other_hash)
        return bool(one and other and self.segment_start(one.seq) == self.segment_start(other.seq))

    def through_segment_of(self, wanted_hash: str) -> "Chain | None":
        """The chain up to the end of the segment that holds this entry; None when the entry is not here."""
        found = self.find(wanted_hash)
        if found is None:
            return None
        reset = next((entry.seq for entry in self.after(found.seq) if entry.act == "reset"), len(self.entries))
        return Chain(self.entries[:reset])

    def after(self, seq: int) -> tuple[Entry, ...]:
        """The entries that followed the one with this seq."""
        return self.entries[seq + 1 :]


def check_chain(addr: str, raws: Sequence[bytes], note_time: int | None = None) -> Chain:
    """The chain of this address from its entries' bytes, all of them, seq 0 first; every rule of 5.1 or `Refused`."""
    if not raws:
        raise Refused("chain", "this person has published no keys")
    return Chain(_continued((), addr, raws, note_time))


def extend_chain(chain: Chain, raws: Sequence[bytes], note_time: int | None = None) -> Chain:
    """The chain with the entries that followed it."""
    return Chain(_continued(chain.entries, chain.addr, raws, note_time))


def _continued(
    entries: tuple[Entry, ...], addr: str, raws: Sequence[bytes], note_time: int | None
) -> tuple[Entry, ...]:
    grown = list(entries)
    for raw in raws:
        entry = check_next(grown[-1] if grown else None, raw, note_time)
        if entry.addr != addr:
            raise Refused("chain", "an entry of another address")
        grown.append(entry)
    return tuple(grown)
