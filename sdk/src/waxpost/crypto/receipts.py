"""Receipts: what this person has opened, deleted or burnt, so that nothing is replayed (spec/keys.md 3.2).

Lost records cost only detection; two devices merge by union. One message with two contents is evidence, so both stay.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from waxpost._exceptions import Refused
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_with_key, seal_with_key
from waxpost.crypto.encoding import b64u, sha256, unb64u
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.password import INFO_RECEIPTS, hkdf
from waxpost.crypto.strictjson import Json, write_json

TYPE = "waxpost-receipts"
KEY_BYTES = 16
HASH_BYTES = 16
RECORD_BYTES = 33
SEGMENT_RECORDS = 4_096
OPENED, DELETED, BURNT = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Record:
    """One content of one message and what became of it."""

    key: bytes
    hash: bytes
    flags: int


@dataclass(frozen=True, slots=True)
class ExpiryChange:
    """The newest change of expiry that the sender signed: `exp` None means never."""

    key: bytes
    exp: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of receipts."""

    uid: str
    seg: int
    records: tuple[Record, ...] = ()
    changes: tuple[ExpiryChange, ...] = ()
    more: dict[str, Json] = field(default_factory=dict[str, Json])


def receipt_key(from_addr: str, mid: str) -> bytes:
    """H(from.addr || 0x00 || mid)[:16], both as text."""
    return sha256(from_addr.encode(), b"\x00", mid.encode())[:KEY_BYTES]


def receipt_hash(payload: bytes) -> bytes:
    """H(decoded JWS payload)[:16]."""
    return sha256(payload)[:HASH_BYTES]


def receipts_key(vault_key: bytes) -> bytes:
    """The key of every segment."""
    return hkdf(vault_key, INFO_RECEIPTS)


def seal_segment(segment: Segment, vault_key: bytes, random: RandomBytes = os.urandom) -> bytes:
    """receipts-<n>.age; at most 4,096 records."""
    if len(segment.records) > SEGMENT_RECORDS:
        raise ValueError("a segment holds at most 4,096 records")
    return seal_with_key(receipts_key(vault_key), write_json(written_segment(segment)), random)


def open_segment(sealed: bytes, vault_key: bytes, uid: str, seg: int) -> Segment:
    """The segment asked for; `WrongSecret`, refused(form) for another person's or another segment, refused(newer)."""
    m = read_members(open_with_key(receipts_key(vault_key), sealed), TYPE)
    if m.id16("uid") != uid or m.number("seg") != seg:
        raise Refused("form", "receipts of another person or another segment")
    data = unb64u(m.text("rec"))
    if len(data) % RECORD_BYTES or len(data) > SEGMENT_RECORDS * RECORD_BYTES:
        raise Refused("form", "receipts of another length")
    records = [_record(data[i : i + RECORD_BYTES]) for i in range(0, len(data), RECORD_BYTES)]
    changes = [_change(change) for change in m.objects("exp")]
    return replace(Segment(uid, seg, tuple(records), tuple(changes)), more=m.rest())


def written_segment(segment: Segment) -> dict[str, Json]:
    """The JSON of a segment."""
    packed = b"".join(record.key + record.hash + bytes([record.flags]) for record in segment.records)
    changes: list[Json] = [{"key": b64u(c.key), "exp": c.exp, "at": c.at} for c in segment.changes]
    whole: dict[str, Json] = {"v": 1, "t": TYPE, "uid": segment.uid, "seg": segment.seg, "rec": b64u(packed)}
    return {**whole, "exp": changes, **segment.more}


def merge_segments(mine: Segment, served: Segment) -> Segment:
    """Union of two versions of one segment: flags by OR, of changes the newest `at`; the served order comes first."""
    return replace(
        served,
        records=_united_records((*served.records, *mine.records)),
        changes=_newest_changes((*served.changes, *mine.changes)),
        more={**served.more, **mine.more},
    )


class Receipts:
    """All segments together, to be asked when a message is opened."""

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self._records: dict[bytes, dict[bytes, int]] = {}
        self._changes: dict[bytes, ExpiryChange] = {}
        for segment in segments:
            for record in segment.records:
                self.note(record)
            for change in segment.changes:
                self.note_change(change)

    def note(self, record: Record) -> None:
        """Remember a record; flags only ever grow."""
        hashes = self._records.setdefault(record.key, {})
        hashes[record.hash] = hashes.get(record.hash, 0) | record.flags

    def note_change(self, change: ExpiryChange) -> None:
        """Remember a change of expiry if it is newer than the one known."""
        known = self._changes.get(change.key)
        if known is None or change.at > known.at:
            self._changes[change.key] = change

    def flags(self, key: bytes, content: bytes) -> int:
        """What became of this content, 0 when nothing is known."""
        return self._records.get(key, {}).get(content, 0)

    def other_contents(self, key: bytes, content: bytes) -> tuple[bytes, ...]:
        """The receipt hashes of other contents seen under this message: evidence."""
        return tuple(other for other in self._records.get(key, {}) if other != content)

    def change(self, key: bytes) -> ExpiryChange | None:
        """The newest change of expiry."""
        return self._changes.get(key)


def _record(data: bytes) -> Record:
    if data[-1] > OPENED | DELETED | BURNT:
        raise Refused("form", "a receipt with an unknown flag")
    return Record(data[:KEY_BYTES], data[KEY_BYTES : KEY_BYTES + HASH_BYTES], data[-1])


def _change(m: Members) -> ExpiryChange:
    return ExpiryChange(m.raw("key", KEY_BYTES), m.maybe("exp", m.time), m.time("at"))


def _united_records(records: Iterable[Record]) -> tuple[Record, ...]:
    flags: dict[tuple[bytes, bytes], int] = {}
    for record in records:
        which = (record.key, record.hash)
        flags[which] = flags.get(which, 0) | record.flags
    return tuple(Record(key, content, flag) for (key, content), flag in flags.items())


def _newest_changes(changes: Iterable[ExpiryChange]) -> tuple[ExpiryChange, ...]:
    newest: dict[bytes, ExpiryChange] = {}
    for change in changes:
        known = newest.get(change.key)
        if known is None or change.at > known.at:
            newest[change.key] = change
    return tuple(newest.values())
