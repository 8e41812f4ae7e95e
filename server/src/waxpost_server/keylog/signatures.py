"""Check entries and sign notes: the only place that verifies or makes a signature (spec/key-log.md 4, 5.1, 5.2).

No database here: `append` keeps the log, this file says what may go into it and puts the server's name under it.
"""

import base64
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from waxpost_server.keylog.chain import Newest, check_link, check_rules, signers
from waxpost_server.keylog.encoding import exactly, sha256
from waxpost_server.keylog.entry import Entry, read_entry
from waxpost_server.keylog.errors import EntryRefused
from waxpost_server.keylog.merkle import Tree
from waxpost_server.keylog.strictjson import Json, read_object
from waxpost_server.kit.ids import b64u, from_b64u

_LEAF_ENTRY = b"\x01"
_NOTE_ED25519 = b"\x01"  # signature type of C2SP signed-note
_SIGNATURE_BYTES = 64
ENTRY_MOST = 8192


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry that kept every rule, its hash and the bytes as they arrived."""

    entry: Entry
    hash: str
    sealed: bytes


def verify_entry(raw: bytes, addr: str, newest: Newest | None, now: int) -> Checked:
    """The entry in these bytes, if it may follow this address's `newest` at this second and is signed as it must be.

    Raises EntryOutOfDate or EntryRefused. The order is that of 5.1: shapes, number of signatures, place in the chain,
    signatures, rules. Nothing of the payload leaves this function before that.
    """
    if len(raw) > ENTRY_MOST:
        raise EntryRefused("form")
    try:
        parts = _read_parts(raw)
        payload = from_b64u(parts[0].payload)
    except ValueError as error:
        raise EntryRefused("form") from error
    entry = read_entry(payload)
    wanted = signers(entry.act)
    if len(parts) != len(wanted):
        raise EntryRefused("signature")
    check_link(entry, addr, newest)
    for part, kid in zip(parts, wanted, strict=True):
        keys = entry.keys if kid == "new" else newest.keys if newest is not None else None
        if keys is None:
            raise EntryRefused("chain")
        _check_signature(part, kid, keys.ed25519)
    check_rules(entry, newest, now)
    return Checked(entry, entry_hash(raw), raw)


def read_verified(raw: bytes) -> Entry:
    """The entry in bytes that `verify_entry` has let in before: for our own rows alone."""
    texts = msgspec.json.decode(raw, type=dict[str, list[str]])["entry"]
    return read_entry(from_b64u(_read_jws(texts[0]).payload))


def entry_hash(raw: bytes) -> str:
    """The one identifier of an entry: b64u of the SHA-256 of its bytes."""
    return b64u(sha256(raw))


def leaf_of(addr: str, seq: int, raw: bytes) -> bytes:
    """The 69 bytes that stand for an entry in the log (5.2)."""
    return _LEAF_ENTRY + sha256(addr.encode()) + seq.to_bytes(4, "big") + sha256(raw)


def origin_of(instance: str) -> str:
    """The name of the log of this instance id."""
    return f"waxpost/{instance}/keys"


def public_key(log_key: bytes) -> bytes:
    """The 32 bytes that verify the notes signed with this seed."""
    return Ed25519PrivateKey.from_private_bytes(log_key).public_key().public_bytes_raw()


def sign_note(log_key: bytes, instance: str, tree: Tree, at: int) -> str:
    """The checkpoint of this tree: a C2SP signed note with the lines origin, size, root and time."""
    origin = origin_of(instance)
    text = f"{origin}\n{tree.size}\n{base64.b64encode(tree.root()).decode()}\ntime {at}\n"
    key = Ed25519PrivateKey.from_private_bytes(log_key)
    key_id = sha256(origin.encode(), b"\n", _NOTE_ED25519, key.public_key().public_bytes_raw())[:4]
    signature = base64.b64encode(key_id + key.sign(text.encode())).decode()
    return f"{text}\n— {origin} {signature}\n"


@dataclass(frozen=True, slots=True)
class _Jws:
    payload: str
    protected: str
    signature: bytes


def _read_parts(raw: bytes) -> list[_Jws]:
    parts = [_read_jws(text) for text in _only_list(read_object(raw), "entry", {"entry"})]
    if not 1 <= len(parts) <= 2 or len({part.payload for part in parts}) != 1:
        raise ValueError("not one or two signatures over one payload")
    return parts


def _read_jws(text: Json) -> _Jws:
    if not isinstance(text, str):
        raise ValueError("a signature that is no text")
    members = read_object(text.encode())
    signatures = _only_list(members, "signatures", {"payload", "signatures"})
    if len(signatures) != 1:
        raise EntryRefused("signature")
    if not isinstance(signatures[0], dict) or set(signatures[0]) != {"protected", "signature"}:
        raise ValueError("not a signature")
    payload, protected, signature = members["payload"], signatures[0]["protected"], signatures[0]["signature"]
    if not (isinstance(payload, str) and isinstance(protected, str) and isinstance(signature, str)):
        raise ValueError("a member is no text")
    return _Jws(payload, protected, exactly(signature, _SIGNATURE_BYTES))


def _only_list(members: dict[str, Json], name: str, names: set[str]) -> list[Json]:
    value = members.get(name)
    if set(members) != names or not isinstance(value, list):
        raise ValueError("other members than the ones expected")
    return value


def _check_signature(part: _Jws, kid: str, key: bytes) -> None:
    # The header is compared, never parsed (section 4): a header that says anything else is not ours.
    header = f'{{"alg":"Ed25519","typ":"waxpost-directory+jws","kid":"{kid}"}}'
    if part.protected != b64u(header.encode()):
        raise EntryRefused("signature")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(part.signature, f"{part.protected}.{part.payload}".encode())
    except (InvalidSignature, ValueError) as error:
        raise EntryRefused("signature") from error
