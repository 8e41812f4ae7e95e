"""The rules of a person's chain of entries (spec/key-log.md 5.1), and who must sign which act. Pure.

They come in two halves with the signatures between them: `check_link` before, because it finds whose keys must have
signed, and `check_rules` after, when the payload may be used.
"""

from dataclasses import dataclass
from typing import Literal

from waxpost_server.keylog.entry import Entry, Keys
from waxpost_server.keylog.errors import EntryOutOfDate, EntryRefused

Signer = Literal["new", "old"]
CLOCK_SECONDS = 600  # an entry may be made at most 10 minutes after the newest note's time

_SIGNERS: dict[str, tuple[Signer, ...]] = {
    "first": ("new",),
    "rotate": ("new", "old"),
    "name": ("new", "old"),
    "reset": ("new",),
    "revoke": ("old",),
}


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest entry of an address: the entry, its hash, and the last keys of the chain (a revocation has none)."""

    entry: Entry
    hash: str
    keys: Keys


def signers(act: str) -> tuple[Signer, ...]:
    """The signatures that an act needs, in the order they stand in the entry."""
    return _SIGNERS[act]


def check_link(entry: Entry, addr: str, newest: Newest | None) -> None:
    """Does the entry belong to this address, and follow its newest entry (None: there is none)?

    Raises EntryOutOfDate when its number is not the next one, else EntryRefused.
    """
    if entry.addr != addr:
        raise EntryRefused("chain")
    current = -1 if newest is None else newest.entry.seq
    if entry.seq != current + 1:
        raise EntryOutOfDate(current)
    if entry.prev != (None if newest is None else newest.hash):
        raise EntryRefused("chain")
    if newest is not None and newest.entry.act == "revoke" and entry.act != "reset":
        raise EntryRefused("chain")


def check_rules(entry: Entry, newest: Newest | None, now: int) -> None:
    """The rules between two entries, and against the clock of the note that will hold this one. Raises EntryRefused."""
    if newest is not None:
        _check_follows(entry, newest)
    if entry.created_at > now + CLOCK_SECONDS:
        raise EntryRefused("chain")


def _check_follows(entry: Entry, newest: Newest) -> None:
    before = newest.entry
    is_good = (
        entry.created_at >= before.created_at
        and (entry.uid == before.uid or entry.why == "new-owner")
        and _keeps_name_as_it_must(entry, before)
        and _keeps_keys_as_it_must(entry, newest.keys)
    )
    if not is_good:
        raise EntryRefused("chain")


def _keeps_name_as_it_must(entry: Entry, before: Entry) -> bool:
    if entry.act == "reset":
        return True
    return (entry.name != before.name) == (entry.act == "name")


def _keeps_keys_as_it_must(entry: Entry, old: Keys) -> bool:
    if entry.keys is None:
        return True
    if entry.act == "name":
        return entry.keys == old
    return entry.keys.ed25519 != old.ed25519 and entry.keys.enc != old.enc
