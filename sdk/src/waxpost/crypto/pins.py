"""Pins: whom this person trusts, and what a change of keys does to that trust (spec/key-log.md 5.6).

A key handed on by the key before moves the pin silently and keeps its mark. A reset takes the mark away at once;
nothing is sent until the person has acknowledged it. What a message signed with an older key is worth stands here too.
"""

from dataclasses import replace
from enum import Enum
from typing import Literal

from waxpost._exceptions import Refused
from waxpost.crypto.chain import Chain
from waxpost.crypto.encoding import seconds_of
from waxpost.crypto.entry import Entry
from waxpost.crypto.vault import Past, Pin, PinState

SenderVerdict = Literal["genuine", "retired-key", "changed-key", "stolen-key"]
# How long after a routine rotation the old key may still have signed (6.3, rule 11).
ROUTINE_SECONDS = 24 * 3600


class Standing(Enum):
    """How a person's verified chain stands to the pin."""

    NEW = "new"
    KNOWN = "known"
    ROTATED = "rotated"
    CHANGED = "changed"
    REVOKED = "revoked"
    BEHIND = "behind"

    @property
    def may_write_to(self) -> bool:
        """Whether a message may be sealed to the newest entry without asking."""
        return self in {Standing.NEW, Standing.KNOWN, Standing.ROTATED}


def judge(pin: Pin | None, chain: Chain) -> Standing:
    """How the chain stands to the pin.

    NEW: no pin. KNOWN: the pin is the newest entry. ROTATED: a newer entry in the same segment. CHANGED: a reset after
    the pin that nobody has acknowledged. REVOKED: the newest entry holds no keys. BEHIND: the chain ends below the
    pin or does not continue from it, which only a restarted log can explain (5.3).
    """
    if pin is not None and (pin.seq > chain.newest.seq or chain.entries[pin.seq].hash != pin.entry):
        return Standing.BEHIND
    if pin is not None and chain.segment_start(pin.seq) != chain.segment_start(chain.newest.seq):
        return Standing.CHANGED
    if chain.newest.keys is None:
        return Standing.REVOKED
    if pin is None:
        return Standing.NEW
    return Standing.KNOWN if pin.seq == chain.newest.seq else Standing.ROTATED


def first_pin(chain: Chain, state: PinState = "first") -> Pin:
    """The pin of somebody not pinned before, at his newest entry."""
    return _at(chain.newest, state, ())


def moved(pin: Pin, chain: Chain) -> Pin:
    """The pin at the newest entry of the same segment, its mark and the name last confirmed kept."""
    _check(pin, chain, {Standing.KNOWN, Standing.ROTATED, Standing.REVOKED})
    return replace(pin, seq=chain.newest.seq, entry=chain.newest.hash)


def acknowledged(pin: Pin, chain: Chain, *, words_checked: bool) -> Pin:
    """The pin after the person accepted a reset: at the newest entry, `checked` only if the words were checked."""
    _check(pin, chain, {Standing.CHANGED})
    past = (*pin.past, Past(pin.seq, pin.entry))
    return replace(_at(chain.newest, "checked" if words_checked else "first", past), more=pin.more)


def checked(pin: Pin | None, chain: Chain) -> Pin:
    """The pin after all eight words or the QR code of the newest entry were right."""
    standing = judge(pin, chain)
    if pin is None:
        return first_pin(chain, "checked")
    if standing is Standing.CHANGED:
        return acknowledged(pin, chain, words_checked=True)
    return replace(moved(pin, chain), state="checked")


def invited(pin: Pin | None, chain: Chain) -> Pin:
    """The pin after an invitation's tag or mark was right (5.5): `invited`, unless there is a better mark."""
    if pin is None:
        return first_pin(chain, "invited")
    if judge(pin, chain) is Standing.CHANGED:
        return replace(acknowledged(pin, chain, words_checked=False), state="invited")
    return replace(moved(pin, chain), state="checked" if pin.state == "checked" else "invited")


def has_new_name(pin: Pin, chain: Chain) -> bool:
    """Whether the person's name is another than the one last confirmed."""
    return pin.name != chain.newest.name


def with_name(pin: Pin, chain: Chain) -> Pin:
    """The pin after the person was shown the new name."""
    return replace(pin, name=chain.newest.name)


def is_known(pin: Pin | None, chain: Chain, entry: Entry) -> bool:
    """Whether an entry lies in a known segment (5.6): of the pin or a past pin; without a pin, in the newest."""
    start = chain.segment_start(entry.seq)
    if pin is None:
        return start == chain.segment_start(chain.newest.seq)
    trusted = [(pin.seq, pin.entry), *((past.seq, past.entry) for past in pin.past)]
    known = [
        chain.entries[seq] for seq, wanted in trusted if seq <= chain.newest.seq and chain.entries[seq].hash == wanted
    ]
    return any(chain.segment_start(one.seq) == start for one in known)


def judge_sender(chain: Chain, sender: Entry, arrived_at: str, *, is_known: bool) -> SenderVerdict:
    """The table of 6.3, rule 11, below its first row: how much the key behind an entry is worth now.

    `is_known` says whether the entry lies in a known segment (`is_known`); without a pin `genuine` means first contact.
    """
    if not is_known:
        return "changed-key"
    later = chain.after(sender.seq)
    reset = next((entry.seq for entry in later if entry.act == "reset"), chain.newest.seq)
    if any(entry.why == "stolen" and entry.seq <= reset for entry in later):
        return "stolen-key"
    if any(entry.act in {"reset", "revoke"} for entry in later):
        return "retired-key"
    rotations = [entry for entry in later if entry.act == "rotate"]
    if not rotations:
        return "genuine"
    # The arrival is the server's claim; the old signing seed is deleted at rotation (5.4).
    in_time = seconds_of(arrived_at) <= seconds_of(rotations[0].created) + ROUTINE_SECONDS
    return "genuine" if in_time and all(entry.why == "routine" for entry in rotations) else "retired-key"


def _at(entry: Entry, state: PinState, past: tuple[Past, ...]) -> Pin:
    return Pin(entry.addr, entry.uid, entry.name, entry.seq, entry.hash, state, past)


def _check(pin: Pin, chain: Chain, allowed: set[Standing]) -> None:
    if judge(pin, chain) not in allowed:
        raise Refused("chain", "the keys of this person have changed in another way")
