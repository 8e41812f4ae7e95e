"""The rules of a person's chain of entries (spec/key-log.md 5.1), and who must sign which act. Pure.

`check_next` judges one entry against the one before it. It looks at no signature; `signers` says which ones are asked.
"""

from dataclasses import dataclass
from typing import Literal

from waxpost_server.directory.entry import Entry, Keys
from waxpost_server.directory.errors import EntryOutOfDate, EntryRefused

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


def check_next(entry: Entry, newest: Newest | None, now: int) -> None:
    """May `entry` follow `newest` (None: the address has no chain) at this second?

    Raises EntryOutOfDate when its number is not the next one, else EntryRefused with the rule that it breaks.
    """
    current = -1 if newest is None else newest.entry.seq
    if entry.seq != current + 1:
        raise EntryOutOfDate(current)
    if entry.created_at > now + CLOCK_SECONDS:
        raise EntryRefused("created")
    if newest is None:
        if entry.act != "first":
            raise EntryRefused("act")
        if entry.prev is not None:
            raise EntryRefused("previous")
        return
    _check_follows(entry, newest)
    _check_act(entry, newest)


def _check_follows(entry: Entry, newest: Newest) -> None:
    if entry.addr != newest.entry.addr:
        raise EntryRefused("address")
    if entry.prev != newest.hash:
        raise EntryRefused("previous")
    if entry.created_at < newest.entry.created_at:
        raise EntryRefused("created")
    if entry.uid != newest.entry.uid and entry.why != "new-owner":
        raise EntryRefused("uid")


def _check_act(entry: Entry, newest: Newest) -> None:
    if entry.act == "first":
        raise EntryRefused("act")
    if newest.entry.act == "revoke" and entry.act != "reset":
        raise EntryRefused("revoked")
    if entry.act in ("rotate", "reset") and not _are_new(entry.keys, newest.keys):
        raise EntryRefused("keys")
    if entry.act == "name":
        if entry.keys != newest.keys:
            raise EntryRefused("keys")
        if entry.name == newest.entry.name:
            raise EntryRefused("name")


def _are_new(keys: Keys | None, old: Keys) -> bool:
    return keys is not None and keys.ed25519 != old.ed25519 and keys.enc != old.enc
