"""A client's side of keys, as far as the server can tell: entries really signed, everything sealed random bytes.

For tests alone. Ed25519 is real, because the server checks it; the encryption key, slots and vaults are random,
because the server can open none of them.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from waxpost_server.kit.clock import now, wire_time
from waxpost_server.kit.ids import b64u, new_id

TYP = "waxpost-directory+jws"


def compact(value: object) -> bytes:
    """Strict JSON as clients write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def encryption_key() -> bytes:
    """Random bytes that could be a public key: 768 coefficients below 3329, in 12 bits each, and 64 bytes more."""
    numbers = [secrets.randbelow(3329) for _ in range(768)]
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return b"".join((low | high << 12).to_bytes(3, "little") for low, high in pairs) + os.urandom(64)


@dataclass
class KeyPair:
    """One signing key and a public key that could be one for encryption."""

    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    enc: bytes = field(default_factory=encryption_key)

    @property
    def public(self) -> dict[str, str]:
        """The member `keys` of an entry."""
        return {"ed25519": b64u(self.signing.public_key().public_bytes_raw()), "enc": b64u(self.enc)}


def jws(payload: bytes, kid: str, key: KeyPair, *, header: bytes | None = None) -> str:
    """A general JWS over a payload."""
    protected = b64u(header or compact({"alg": "Ed25519", "typ": TYP, "kid": kid}))
    signature = key.signing.sign(f"{protected}.{b64u(payload)}".encode())
    signatures = [{"protected": protected, "signature": b64u(signature)}]
    return compact({"payload": b64u(payload), "signatures": signatures}).decode()


def signed(payload: bytes, *signers: tuple[str, KeyPair]) -> bytes:
    """The bytes of an entry with these signatures, in this order."""
    return compact({"entry": [jws(payload, kid, key) for kid, key in signers]})


def entry_hash(raw: bytes) -> str:
    """b64u of the SHA-256 of an entry."""
    return b64u(sha256(raw).digest())


@dataclass
class Chain:
    """A person's entries, newest last, and the keys in force."""

    addr: str
    name: str
    uid: str = field(default_factory=new_id)
    keys: KeyPair = field(default_factory=KeyPair)
    entries: list[bytes] = field(default_factory=list)

    @property
    def seq(self) -> int:
        """The newest number, -1 for none."""
        return len(self.entries) - 1

    def payload(self, act: str, keys: KeyPair | None, /, **changes: object) -> dict[str, object]:
        """The next entry's payload, with members changed; a member that is changed to `...` is left out."""
        members: dict[str, object] = {
            "v": 1,
            "addr": self.addr,
            "uid": self.uid,
            "seq": self.seq + 1,
            "prev": entry_hash(self.entries[-1]) if self.entries else None,
            "act": act,
        }
        if why := {"rotate": "routine", "reset": "lost"}.get(act):
            members["why"] = why
        members |= {"name": self.name, "created": wire_time(now())}
        if keys is not None:
            members["keys"] = keys.public
        return {name: value for name, value in (members | changes).items() if value is not ...}

    def first(self, **changes: object) -> bytes:
        """The first entry."""
        return signed(compact(self.payload("first", self.keys, **changes)), ("new", self.keys))

    def rotate(self, new: KeyPair, **changes: object) -> bytes:
        """New keys, signed by both."""
        return signed(compact(self.payload("rotate", new, **changes)), ("new", new), ("old", self.keys))

    def rename(self, name: str, **changes: object) -> bytes:
        """The same keys, another name."""
        payload = compact(self.payload("name", self.keys, **({"name": name} | changes)))
        return signed(payload, ("new", self.keys), ("old", self.keys))

    def reset(self, new: KeyPair, **changes: object) -> bytes:
        """New keys that no old one vouches for."""
        return signed(compact(self.payload("reset", new, **changes)), ("new", new))

    def revoke(self, **changes: object) -> bytes:
        """No keys any more, signed by the old one."""
        return signed(compact(self.payload("revoke", None, **changes)), ("old", self.keys))

    def took(self, raw: bytes, keys: KeyPair | None = None) -> bytes:
        """Remember an entry that the server took."""
        self.entries.append(raw)
        self.keys = keys or self.keys
        return raw


def start_code(link: str) -> bytes:
    """The code in the link of a first start."""
    text = link.rpartition("#")[2]
    data = base64.b32decode(text + "=" * (-len(text) % 8))
    assert data[0] == 4
    assert data[-4:] == sha256(b"waxpost/v1/link-check\x00start\x00" + data[:-4]).digest()[:4]
    return data[1:-4]
