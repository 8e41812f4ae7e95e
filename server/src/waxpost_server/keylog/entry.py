"""Read a directory entry's payload (spec/key-log.md 5.1): its members, their shapes, nothing about its chain. Pure.

Bytes that signatures have not confirmed yet come through here too: their keys are needed to confirm them. So nothing
of an `Entry` is used before `signatures.verify_entry` has returned it.
"""

from dataclasses import dataclass

from waxpost_server.keylog.encoding import check_addr, check_name, exactly
from waxpost_server.keylog.errors import EntryRefused
from waxpost_server.keylog.strictjson import Json, read_object
from waxpost_server.kit.clock import seconds_of
from waxpost_server.kit.errors import InvalidRequest

ED25519_BYTES = 32
ENC_BYTES = 1216  # age's mlkem768x25519 recipient: 1184 of ML-KEM-768, 32 of X25519
_ML_KEM_Q = 3329

_WHYS = {
    "rotate": frozenset({"routine", "lost", "stolen"}),
    "reset": frozenset({"lost", "stolen", "new-owner"}),
}
ACTS = frozenset({"first", "rotate", "name", "reset", "revoke"})


@dataclass(frozen=True, slots=True)
class Keys:
    """A person's public keys: `ed25519` is 32 bytes, `enc` 1216."""

    ed25519: bytes
    enc: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says. `keys` is None for a revocation alone."""

    addr: str
    uid: str
    seq: int
    prev: str | None
    act: str
    why: str | None
    name: str
    created_at: int
    keys: Keys | None


def read_entry(payload: bytes) -> Entry:
    """The entry in a JWS payload. Raises EntryRefused: `newer` for another version, else `form`."""
    try:
        members = read_object(payload)
        _check_version(members)
        return _read_members(members)
    except (ValueError, InvalidRequest) as error:
        raise EntryRefused("form") from error


def _check_version(members: dict[str, Json]) -> None:
    version = members.get("v")
    if type(version) is not int:
        raise ValueError("no version")
    # Version 1 understands no critical member and no second signature algorithm (section 4).
    if version != 1 or "crit" in members:
        raise EntryRefused("newer")
    keys = members.get("keys")
    if isinstance(keys, dict) and "mldsa65" in keys:
        raise EntryRefused("newer")


def _read_members(members: dict[str, Json]) -> Entry:
    act = _text(members, "act")
    if act not in ACTS:
        raise ValueError("an act that is not known")
    why = _text(members, "why") if "why" in members else None
    if why not in _WHYS.get(act, {None}):
        raise ValueError("a reason that does not fit the act")
    if ("keys" in members) == (act == "revoke"):
        raise ValueError("keys where there must be none, or none where there must be some")
    addr, name, uid = (_text(members, member) for member in ("addr", "name", "uid"))
    check_addr(addr)
    check_name(name)
    exactly(uid, 16)
    prev = None if members.get("prev", "") is None else _text(members, "prev")
    if prev is not None:
        exactly(prev, 32)
    seq = members.get("seq")
    if type(seq) is not int or not 0 <= seq < 2**32:
        raise ValueError("not a sequence number")
    if (seq == 0, prev is None) != (act == "first", act == "first"):
        raise ValueError("a number or a predecessor that does not fit the act")
    created_at = seconds_of(_text(members, "created"))
    return Entry(addr, uid, seq, prev, act, why, name, created_at, _read_keys(members))


def _read_keys(members: dict[str, Json]) -> Keys | None:
    keys = members.get("keys")
    if "keys" not in members:
        return None
    if not isinstance(keys, dict):
        raise ValueError("keys is not an object")
    enc = exactly(_text(keys, "enc"), ENC_BYTES)
    _check_encryption_key(enc)
    return Keys(exactly(_text(keys, "ed25519"), ED25519_BYTES), enc)


def _check_encryption_key(enc: bytes) -> None:
    # FIPS 203, 7.2: every coefficient of an ML-KEM-768 key is below 3329. A key that fails could receive nothing, and
    # clients would refuse its person. Two coefficients of 12 bits stand in three bytes.
    for at in range(0, 1152, 3):
        low, middle, high = enc[at : at + 3]
        if low | (middle & 15) << 8 >= _ML_KEM_Q or middle >> 4 | high << 4 >= _ML_KEM_Q:
            raise ValueError("not an encryption key")


def _text(members: dict[str, Json], name: str) -> str:
    value = members.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is missing or no text")
    return value
