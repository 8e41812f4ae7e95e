"""Rollback and merge of vaults (spec/keys.md 3.2).

A server that serves an old or a parallel version is noticed; two devices that wrote at once lose nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from waxpost._exceptions import Refused, TwoVaults
from waxpost.crypto.note import note_size
from waxpost.crypto.vault import HISTORY_MOST, KeyPair, LogPin, OpenInvitation, Pin, Roster, Vault, vault_hash

_STATE_RANK = {"first": 0, "invited": 1, "checked": 2}

# (addr, older entry, newer entry) -> whether the newer one lies in the segment of the older one (5.1).
SameSegment = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a device keeps of the newest vault it has seen: its `ver` and the hash of its sealed bytes."""

    ver: int
    sha: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged vault, still under the version it follows (`next_version` comes after), and the alarms.

    `two_keys` are the addresses with two entries of one seq: "two keys for one person"; nothing may be sent to them.
    """

    vault: Vault
    two_keys: tuple[str, ...]


def check_not_rolled_back(remembered: Remembered, ver: int, hist: Sequence[str], sealed: bytes) -> None:
    """Raise `TwoVaults` when the served vault is older than, or does not descend from, the one remembered (3.2).

    `ver` and `hist` are those of the served vault, `sealed` its bytes.
    """
    sha = vault_hash(sealed)
    if ver < remembered.ver:
        raise TwoVaults("the server served an older one")
    if ver == remembered.ver and sha != remembered.sha:
        raise TwoVaults("the server served another one of the same version")
    distance = ver - remembered.ver
    if 0 < distance <= HISTORY_MOST and remembered.sha not in hist:
        raise TwoVaults("the one served does not come from the one this device knows")


def merge_vaults(
    mine: Vault, served: Vault, own_seq: Callable[[bytes], int], now: str, same_segment: SameSegment
) -> Merged:
    """What to write after a lost compare-and-swap, or after a restore (3.2, 5.3).

    Both notes must have been checked against the replayed log. `own_seq` reads the seq from the bytes of an own entry;
    `now` is a time of 2.3, by which open invitations end. `ver` and `hist` come from the vault with the higher `ver`
    (the served one if equal); `heads` from the served one.
    """
    if mine.uid != served.uid or mine.addr != served.addr:
        raise Refused("form", "vaults of two people")
    base = mine if mine.ver > served.ver else served
    pins, two_keys = _merge_pins(mine, served, same_segment)
    vault = replace(
        mine,
        ver=base.ver,
        hist=base.hist,
        ids=_merge_ids(mine, served),
        own=served.own if own_seq(served.own) > own_seq(mine.own) else mine.own,
        pins=pins,
        rosters=_merge_rosters(mine, served),
        invites=_merge_invites(mine, served, now),
        log=_merge_log(mine, served),
        logs=_merge_logs(mine, served),
        heads=served.heads,
        more={**served.more, **mine.more},
    )
    return Merged(vault, two_keys)


def _merge_ids(mine: Vault, served: Vault) -> tuple[KeyPair, ...]:
    """One per key pair, the served order first: entries united, a deleted signing seed stays deleted."""
    others = {pair.enc: pair for pair in mine.ids}
    merged: list[KeyPair] = []
    for pair in served.ids:
        other = others.pop(pair.enc, None)
        merged.append(_merge_pair(pair, other) if other else pair)
    return (*merged, *others.values())


def _merge_pair(pair: KeyPair, other: KeyPair) -> KeyPair:
    extra = tuple(entry for entry in other.entries if entry not in pair.entries)
    return replace(
        pair,
        entries=pair.entries + extra,
        ed25519=None if other.ed25519 is None else pair.ed25519,
        pending=pair.pending and other.pending,
    )


def _merge_pins(mine: Vault, served: Vault, same_segment: SameSegment) -> tuple[tuple[Pin, ...], tuple[str, ...]]:
    others = {pin.addr: pin for pin in served.pins}
    merged: list[Pin] = []
    two_keys: list[str] = []
    for pin in mine.pins:
        other = others.pop(pin.addr, None)
        if other is not None and pin.seq == other.seq and pin.entry != other.entry:
            two_keys.append(pin.addr)
        merged.append(_merge_pin(pin, other, same_segment) if other else pin)
    return (*merged, *others.values()), tuple(two_keys)


def _merge_pin(mine: Pin, served: Pin, same_segment: SameSegment) -> Pin:
    """The higher seq; a mark moves up only along rotations."""
    newer, older = (served, mine) if served.seq > mine.seq else (mine, served)
    state = newer.state
    if _STATE_RANK[older.state] > _STATE_RANK[state]:
        is_same = newer.entry == older.entry
        if is_same or (newer.seq > older.seq and same_segment(newer.addr, older.entry, newer.entry)):
            state = older.state
    past = {(item.seq, item.entry): item for item in (*mine.past, *served.past)}
    return replace(newer, state=state, past=tuple(past[key] for key in sorted(past)))


def _merge_rosters(mine: Vault, served: Vault) -> tuple[Roster, ...]:
    merged = {roster.gid: roster for roster in mine.rosters}
    for roster in served.rosters:
        if roster.gid not in merged or merged[roster.gid].rev < roster.rev:
            merged[roster.gid] = roster
    return tuple(merged.values())


def _merge_invites(mine: Vault, served: Vault, now: str) -> tuple[OpenInvitation, ...]:
    merged = {invite.id: invite for invite in (*served.invites, *mine.invites)}
    # Times of 2.3 sort as text.
    return tuple(merged[key] for key in sorted(merged) if merged[key].exp > now)


def _merge_log(mine: Vault, served: Vault) -> LogPin:
    if mine.log.origin == served.log.origin:
        if mine.log.key != served.log.key:
            raise Refused("log-key", "two keys for one key log")
        return served.log if note_size(served.log.note) > note_size(mine.log.note) else mine.log
    if served.log.origin in {log.origin for log in mine.logs}:
        return mine.log
    if mine.log.origin in {log.origin for log in served.logs}:
        return served.log
    raise Refused("log-key", "two key logs, neither of which continues the other")


def _merge_logs(mine: Vault, served: Vault) -> tuple[LogPin, ...]:
    merged: dict[str, LogPin] = {log.origin: log for log in served.logs}
    return tuple({**merged, **{log.origin: log for log in mine.logs}}.values())
