"""Directory entries: a person's signed statement of name and keys, each following the one before (spec/key-log.md 5.1).

Entry bytes travel and are stored as they are; their hash is the one identifier for "this person's keys at this time".
"""

from dataclasses import dataclass, replace
from typing import Literal, cast

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import b64u, check_addr, check_id, check_name, check_time, seconds_of, sha256, unb64u
from waxpost.crypto.jws import (
    SEED_BYTES,
    TYPE_DIRECTORY,
    SplitJws,
    public_key_of,
    sign_jws,
    split_jws,
    verify_jws,
)
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.recipients import RECIPIENT_BYTES, HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import Json, read_object, write_json

Act = Literal["first", "rotate", "name", "reset", "revoke"]
KIDS: dict[Act, tuple[str, ...]] = {
    "first": ("new",),
    "rotate": ("new", "old"),
    "name": ("new", "old"),
    "reset": ("new",),
    "revoke": ("old",),
}
REASONS: dict[Act, tuple[str, ...]] = {
    "rotate": ("routine", "lost", "stolen"),
    "reset": ("lost", "stolen", "new-owner"),
}
ENTRY_MOST = 8 * 1024
# How far a clock may run ahead of the log (5.1).
AHEAD_SECONDS = 600


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others need: `ed25519` 32 bytes, `enc` 1216 bytes."""

    ed25519: bytes
    enc: bytes

    def recipient(self) -> HybridRecipient:
        """Whom wraps are sealed to."""
        return HybridRecipient(self.enc)


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """One's own key pair: the Ed25519 seed and the hybrid identity."""

    ed25519: bytes
    enc: HybridIdentity

    def public(self) -> PublicKeys:
        """The public half."""
        return PublicKeys(public_key_of(self.ed25519), self.enc.recipient)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `keys` are those in force from here on, None after a `revoke`; `hash` is b64u(H(raw))."""

    addr: str
    uid: str
    seq: int
    prev: str | None
    act: Act
    why: str | None
    name: str
    created: str
    keys: PublicKeys | None
    raw: bytes
    hash: str


def entry_hash(raw: bytes) -> str:
    """b64u(H(entry bytes)) (2.3)."""
    return b64u(sha256(raw))


# ---- make


def make_first(addr: str, uid: str, name: str, created: str, keys: SecretKeys) -> bytes:
    """The first entry of an address."""
    draft = Entry(addr, uid, 0, None, "first", None, name, created, keys.public(), b"", "")
    return _signed(draft, {"new": keys.ed25519})


def make_rotate(before: Entry, why: str, created: str, keys: SecretKeys, old: SecretKeys) -> bytes:
    """New keys, signed by both pairs; `why` is routine, lost or stolen."""
    draft = _following(before, "rotate", created, why=why, keys=keys.public())
    return _signed(draft, {"new": keys.ed25519, "old": old.ed25519})


def make_name(before: Entry, name: str, created: str, keys: SecretKeys) -> bytes:
    """Another name under the same keys."""
    draft = replace(_following(before, "name", created, why=None, keys=keys.public()), name=name)
    return _signed(draft, {"new": keys.ed25519, "old": keys.ed25519})


def make_reset(before: Entry, why: str, created: str, keys: SecretKeys, name: str, uid: str) -> bytes:
    """New keys without the old ones; `why` is lost, stolen or new-owner, and only the last may change `uid`."""
    draft = _following(before, "reset", created, why=why, keys=keys.public())
    return _signed(replace(draft, name=name, uid=uid), {"new": keys.ed25519})


def make_revoke(before: Entry, created: str, old: SecretKeys) -> bytes:
    """No keys any more; only a reset may follow."""
    return _signed(_following(before, "revoke", created, why=None, keys=None), {"old": old.ed25519})


def _following(before: Entry, act: Act, created: str, *, why: str | None, keys: PublicKeys | None) -> Entry:
    return Entry(before.addr, before.uid, before.seq + 1, before.hash, act, why, before.name, created, keys, b"", "")


def _signed(draft: Entry, seeds: dict[str, bytes]) -> bytes:
    check_addr(draft.addr)
    check_id(draft.uid)
    check_name(draft.name)
    check_time(draft.created)
    members: dict[str, Json] = {
        "v": 1,
        "addr": draft.addr,
        "uid": draft.uid,
        "seq": draft.seq,
        "prev": draft.prev,
        "act": draft.act,
    }
    if draft.why is not None:
        members["why"] = draft.why
    members |= {"name": draft.name, "created": draft.created}
    if draft.keys is not None:
        members["keys"] = {"ed25519": b64u(draft.keys.ed25519), "enc": b64u(draft.keys.enc)}
    payload = write_json(members)
    signatures = [sign_jws(payload, TYPE_DIRECTORY, kid, seeds[kid]).decode() for kid in KIDS[draft.act]]
    return write_json({"entry": list[Json](signatures)})


# ---- verify


def check_next(before: Entry | None, raw: bytes, note_time: int | None = None) -> Entry:
    """The entry in these bytes, if it may follow `before` (None: nothing) by every rule of 5.1.

    `note_time` is the `time` of the newest checkpoint, None when there is none to compare with. Refused with `form`,
    `newer`, `signature`, or `chain` for a rule between two entries, in the order that 5.1 gives.
    """
    entry, signatures = _read(raw)
    kids = KIDS[entry.act]
    if len(signatures) != len(kids):
        raise Refused("signature", "another list of signatures than this act needs")
    expected = (entry.addr, 0, None) if before is None else (before.addr, before.seq + 1, before.hash)
    if (entry.addr, entry.seq, entry.prev) != expected:
        raise Refused("chain", "the entry does not follow the one before")
    for kid, signature in zip(kids, signatures, strict=True):
        keys = entry.keys if kid == "new" else (before.keys if before else None)
        if keys is None:
            raise Refused("chain", "there is no key that could sign this entry")
        verify_jws(signature, TYPE_DIRECTORY, kid, keys.ed25519)
    if before is not None:
        _check_after(before, entry)
    if note_time is not None and seconds_of(entry.created) > note_time + AHEAD_SECONDS:
        raise Refused("chain", "the entry claims to come from the future")
    return entry


def _check_after(before: Entry, entry: Entry) -> None:
    if before.act == "revoke" and entry.act != "reset":
        raise Refused("chain", "only a reset may follow a revocation")
    if entry.created < before.created:
        raise Refused("chain", "the entry is older than the one before")
    if entry.uid != before.uid and not (entry.act == "reset" and entry.why == "new-owner"):
        raise Refused("chain", "another account without a new owner")
    if entry.act in {"rotate", "revoke"} and entry.name != before.name:
        raise Refused("chain", "a name changes only by its own act")
    if entry.act == "name" and (entry.keys != before.keys or entry.name == before.name):
        raise Refused("chain", "a change of name with other keys, or without another name")
    if entry.act in {"rotate", "reset"} and _shares_a_key(entry, before):
        raise Refused("chain", "new keys that are the old ones")


def _shares_a_key(entry: Entry, before: Entry) -> bool:
    one, other = entry.keys, before.keys
    return one is not None and other is not None and (one.ed25519 == other.ed25519 or one.enc == other.enc)


def _read(raw: bytes) -> tuple[Entry, list[SplitJws]]:
    """The entry, unverified, and its signatures, all over the same payload."""
    if len(raw) > ENTRY_MOST:
        raise Refused("form", "an entry that is too long")
    outer = read_object(raw)
    texts = outer.get("entry")
    if set(outer) != {"entry"} or not isinstance(texts, list) or not 1 <= len(texts) <= 2:
        raise Refused("form", "not an entry")
    signatures = [split_jws(text.encode("utf-8", "replace")) for text in texts if isinstance(text, str)]
    if len(signatures) != len(texts) or len({signature.payload for signature in signatures}) != 1:
        raise Refused("form", "signatures over different things")
    members = read_members(signatures[0].unverified(), None)
    return _read_payload(members, raw), signatures


def _read_payload(m: Members, raw: bytes) -> Entry:
    act = cast(Act, m.choice("act", tuple(KIDS)))
    m.check_absent(*(["keys"] if act == "revoke" else []), *([] if act in REASONS else ["why"]))
    entry = Entry(
        addr=m.addr("addr"),
        uid=m.id16("uid"),
        seq=m.number("seq", 0, 2**32 - 1),
        prev=m.maybe("prev", m.hash32),
        act=act,
        why=m.choice("why", REASONS[act]) if act in REASONS else None,
        name=m.name("name"),
        created=m.time("created"),
        keys=None if act == "revoke" else _read_keys(m.inner("keys")),
        raw=raw,
        hash=entry_hash(raw),
    )
    if (entry.seq == 0) != (act == "first") or (entry.prev is None) != (act == "first"):
        raise Refused("form", "only a first entry follows nothing")
    return entry


def _read_keys(m: Members) -> PublicKeys:
    if m.has("mldsa65"):
        raise Refused("newer", "an entry with a second signing key")
    keys = PublicKeys(m.raw("ed25519", SEED_BYTES), m.raw("enc", RECIPIENT_BYTES))
    HybridRecipient(keys.enc)
    return keys


def read_pinned(raw: bytes, pinned_hash: str) -> Entry:
    """The entry of a pin, trusted because its hash is; its own signatures are not looked at again."""
    unb64u(pinned_hash, 32)
    if entry_hash(raw) != pinned_hash:
        raise Refused("chain", "not the entry that was pinned")
    return _read(raw)[0]


def read_own_seq(raw: bytes) -> int:
    """The seq in the bytes of an entry of one's own, as it lies in the vault."""
    return _read(raw)[0].seq
