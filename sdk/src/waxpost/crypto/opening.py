"""Open a message: the twelve rules of spec/envelope.md 6.3, in order.

What is shown afterwards comes from the signed payload alone (rule 12). Results are values of different types; a
message that is for me but broken raises `Refused`, and two key logs raise `KeyLogStopped`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from waxpost._exceptions import KeyLogStopped, Refused
from waxpost.crypto.agefile import open_hybrid
from waxpost.crypto.chain import Chain
from waxpost.crypto.encoding import seconds_of
from waxpost.crypto.entry import Entry
from waxpost.crypto.envelope import message_mark, open_wrap
from waxpost.crypto.jws import TYPE_MESSAGE, SplitJws, split_jws, verify_jws
from waxpost.crypto.logview import LogView
from waxpost.crypto.members import Members
from waxpost.crypto.note import Checkpoint, note_origin, note_size, open_checkpoint
from waxpost.crypto.oldlog import OldLog
from waxpost.crypto.payload import Payload, read_payload
from waxpost.crypto.pins import first_pin, is_known, judge_sender
from waxpost.crypto.receipts import (
    BURNT,
    DELETED,
    OPENED,
    ExpiryChange,
    Receipts,
    Record,
    receipt_hash,
    receipt_key,
)
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import read_object
from waxpost.crypto.vault import Pin, PinState

DAY = 24 * 3600
# Rule 12: how far `sent` may lie from the arrival before it is mentioned.
SENT_EARLY, SENT_LATE = DAY, 600


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """What the server delivers: one person's wrap, the content, and the server's words about them."""

    mid: str
    from_addr: str
    thread: str
    exp: str | None
    arrived_at: str
    recipients: tuple[tuple[str, str], ...]
    wrap: bytes
    content: bytes
    blobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything of mine that opening asks for.

    `find_chain` gives the verified chain of an address (5.3), None when it cannot be had now, or raises `Refused`.
    `find_old_log` gives a restarted log that was acknowledged, by its origin; `announced` are the origins the server
    calls former but nobody has acknowledged yet. `now` is the device's clock.
    """

    addr: str
    own_entries: frozenset[str]
    identities: Sequence[HybridIdentity]
    find_chain: Callable[[str], Chain | None]
    find_pin: Callable[[str], Pin | None]
    log: LogView
    receipts: Receipts
    now: str
    find_old_log: Callable[[str], OldLog | None] = lambda _origin: None
    announced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NotForMe:
    """Locked with a key I do not have (any more)."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It cannot be checked yet: the sender's entry, a newer log, an old log, or an acknowledged restart is missing.

    `origin` names the old log that has to be asked for.
    """

    why: Literal["sender", "log", "old-log", "restart"]
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """Not shown any more: deleted (or burnt) on some device of mine, or expired."""

    why: Literal["deleted", "expired"]


@dataclass(frozen=True, slots=True)
class ChangedKey:
    """Signed with a key I have not checked: only this much is shown. A `stolen` key stays closed for ever."""

    from_addr: str
    from_entry: str
    name: str
    to: tuple[str, ...]
    sent: str
    is_stolen: bool


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message to show. `pin` is the pin to write for a first contact, else None.

    `receipt` is the message's record with the flags known so far. `exp` is the end that binds this reader.
    `odd_time` and `to_old_key` are mentioned in neutral words (rule 12).
    """

    status: Literal["genuine", "first-contact", "retired-key"]
    payload: Payload
    payload_bytes: bytes
    sender: Entry
    is_own: bool
    key_state: PinState | None
    pin: Pin | None
    receipt: Record
    exp: str | None
    odd_time: bool
    to_old_key: bool
    mk: HybridIdentity = field(repr=False)


Opened = OpenMessage | ChangedKey | NotForMe | Retry | Gone


@dataclass(frozen=True, slots=True)
class _Verified:
    """A message after rule 5, and what the rules after it find out."""

    sealed: SealedMessage
    payload: Payload
    data: bytes
    chain: Chain
    sender: Entry
    mk: HybridIdentity


def open_message(sealed: SealedMessage, mid: str, reader: Reader) -> Opened:
    """Open what was delivered as message `mid`; the rules in their order."""
    mk = open_wrap(sealed.wrap, reader.identities, mid)  # rule 1
    if mk is None:
        return NotForMe()
    jws = _open_content(sealed.content, mk)  # rule 2
    found = _find_sender(jws, reader)  # rule 3
    if isinstance(found, Retry):
        return found
    chain, sender = found
    if sender.keys is None:
        raise Refused("sender-keys", "signed under an entry without keys")
    data = verify_jws(jws, TYPE_MESSAGE, sender.hash, sender.keys.ed25519)  # rule 4
    payload = read_payload(data)
    if payload.mid != mid or payload.mr != message_mark(mk):  # rule 5
        raise Refused("wrong-message", "signed for another message")
    return _open_verified(_Verified(sealed, payload, data, chain, sender, mk), reader)


def _open_verified(verified: _Verified, reader: Reader) -> Opened:
    payload = verified.payload
    my_entry = _check_addressed(payload, reader)  # rule 6
    key = receipt_key(payload.from_addr, payload.mid)
    exp = _check_envelope(verified.sealed, payload, reader.receipts.change(key))  # rule 7
    waits = _check_log(payload, my_entry, reader)  # rule 8
    if waits is not None:
        return waits
    content = receipt_hash(verified.data)
    if reader.receipts.other_contents(key, content):  # rule 9
        raise Refused("two-contents", "there are two contents of one message")
    flags = reader.receipts.flags(key, content)
    if flags & (DELETED | BURNT):
        return Gone("deleted")
    if exp is not None and exp <= reader.now:  # rule 10
        return Gone("expired")
    return _judge(verified, reader, Record(key, content, flags), exp, my_entry)  # rules 11 and 12


def _open_content(content: bytes, mk: HybridIdentity) -> SplitJws:
    data = open_hybrid(content, [mk])
    if data is None:
        raise Refused("form", "the content is locked with another key")
    return split_jws(data.rstrip(b" "))


def _find_sender(jws: SplitJws, reader: Reader) -> tuple[Chain, Entry] | Retry:
    unverified = Members(dict(read_object(jws.unverified())))
    sender = unverified.inner("from")
    addr, wanted = sender.addr("addr"), sender.hash32("entry")
    try:
        chain = reader.find_chain(addr)
    except KeyLogStopped:
        raise
    except Refused as refused:
        raise Refused("sender-keys", f"the sender's keys cannot be used: {refused}") from refused
    if chain is None:
        return Retry("sender")
    entry = chain.find(wanted)
    if entry is None:
        if _claims_newer_log(unverified, reader):
            return Retry("log")
        raise Refused("sender-keys", "signed under an entry that is not in the key log")
    return chain, entry


def _claims_newer_log(unverified: Members, reader: Reader) -> bool:
    """Whether the sender may have published an entry that I have not seen yet."""
    try:
        note = unverified.text("log")
        return note_origin(note) != reader.log.origin or note_size(note) > reader.log.size
    except Refused:
        return False


def _check_addressed(payload: Payload, reader: Reader) -> str | None:
    """My entry in `to`, None for my own copy."""
    if payload.from_addr == reader.addr and payload.from_entry in reader.own_entries:
        return None
    for to in payload.to:
        if to.addr == reader.addr and to.entry in reader.own_entries:
            return to.entry
    raise Refused("not-addressed", "the sender did not address this to you")


def _check_envelope(sealed: SealedMessage, payload: Payload, change: ExpiryChange | None) -> str | None:
    """The end that binds: the envelope's, if not later than the one signed or changed by the sender (6.4)."""
    said = (sealed.mid, sealed.from_addr, sealed.thread)
    signed = (payload.mid, payload.from_addr, payload.thread)
    to = sorted((to.addr, to.entry) for to in payload.to)
    if said != signed or sorted(sealed.recipients) != to or len(sealed.blobs) != len(payload.att):
        raise Refused("envelope", "the server's words about the message are not the sender's")
    asked = change.exp if change else payload.exp
    if asked is not None and (sealed.exp is None or sealed.exp > asked):
        raise Refused("envelope", "the server keeps the message longer than the sender asked")
    return sealed.exp


def _check_log(payload: Payload, my_entry: str | None, reader: Reader) -> Retry | None:
    """Rule 8: what the sender saw of the key log agrees with what I see."""
    try:
        origin = note_origin(payload.log)
    except Refused as refused:
        raise Refused("log", str(refused)) from refused
    if origin != reader.log.origin:
        return _check_old_log(payload, origin, my_entry, reader)
    try:
        checkpoint = open_checkpoint(payload.log, origin, reader.log.key)
    except Refused as refused:
        raise Refused("log", str(refused)) from refused
    if checkpoint.size > reader.log.size:
        # First of all: a leaf I lack, even my own after another device rotated, may lie in what I have not fetched.
        return Retry("log")
    _check_seen(payload, my_entry, checkpoint, reader.log, reader.addr)
    return None


def _check_old_log(payload: Payload, origin: str, my_entry: str | None, reader: Reader) -> Retry | None:
    old = reader.find_old_log(origin)
    if old is None:
        if origin in reader.announced:
            return Retry("restart")
        raise Refused("log", "the sender used a key log that nobody knows")
    try:
        checkpoint = old.open_note(payload.log)
    except KeyLogStopped:
        raise
    except Refused as refused:
        raise Refused("log", str(refused)) from refused
    if checkpoint.size <= old.view.size:
        _check_seen(payload, my_entry, checkpoint, old.view, reader.addr)
    elif not old.is_asked:
        return Retry("old-log", origin)
    else:
        old.check_lost(checkpoint)
    return None


def _check_seen(payload: Payload, my_entry: str | None, checkpoint: Checkpoint, log: LogView, addr: str) -> None:
    """The log that the sender saw is the beginning of this one, and holds the entries used."""
    needed = [log.find_index(payload.from_addr, payload.from_entry)]
    if my_entry is not None:
        needed.append(log.find_index(addr, my_entry))
    if any(index is None or checkpoint.size < index + 1 for index in needed):
        raise Refused("log", "the sender's key log does not hold the keys he used")
    if log.root_at(checkpoint.size) != checkpoint.root:
        known = log.checkpoint.note if log.checkpoint else ""
        raise KeyLogStopped("split-view", "the sender and you see different key logs", (known, payload.log))


def _judge(
    verified: _Verified, reader: Reader, receipt: Record, exp: str | None, my_entry: str | None
) -> OpenMessage | ChangedKey:
    payload, chain, sender = verified.payload, verified.chain, verified.sender
    pin = None if my_entry is None else reader.find_pin(payload.from_addr)
    if receipt.flags & OPENED:
        verdict = "genuine"
    else:
        # Of my own keys all are known, without a pin: rule 6 has found this entry among mine.
        known = my_entry is None or is_known(pin, chain, sender)
        verdict = judge_sender(chain, sender, verified.sealed.arrived_at, is_known=known)
    if verdict in {"changed-key", "stolen-key"}:
        readers = tuple(to.addr for to in payload.to)
        is_stolen = verdict == "stolen-key"
        return ChangedKey(payload.from_addr, sender.hash, sender.name, readers, payload.sent, is_stolen)
    is_first = verdict == "genuine" and my_entry is not None and pin is None and not receipt.flags & OPENED
    late = seconds_of(verified.sealed.arrived_at) - seconds_of(payload.sent)
    return OpenMessage(
        status="first-contact" if is_first else ("genuine" if verdict == "genuine" else "retired-key"),
        payload=payload,
        payload_bytes=verified.data,
        sender=sender,
        is_own=my_entry is None,
        key_state=pin.state if pin else None,
        pin=first_pin(chain) if is_first else None,
        receipt=receipt,
        exp=exp,
        odd_time=late > SENT_EARLY or late < -SENT_LATE,
        to_old_key=my_entry is not None and _is_superseded(payload, my_entry, reader),
        mk=verified.mk,
    )


def _is_superseded(payload: Payload, my_entry: str, reader: Reader) -> bool:
    """Whether the sender's log already held a newer entry of mine."""
    newest = reader.log.find_head(reader.addr)
    if newest is None or newest.entry == my_entry or note_origin(payload.log) != reader.log.origin:
        return False
    return note_size(payload.log) > newest.index
