"""The public age test vectors (C2SP CCTV) as the npm package `cctv-age` ships them: base64 strings in JavaScript.

Read, not run: each vector stands under a comment with its name.
"""

import base64
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from waxpost.crypto.age import AgeError, AgeIdentity, Stanza, hkdf_sha256, unb64
from waxpost.crypto.bech32 import read_bech32
from waxpost.crypto.recipients import HybridIdentity, Passphrase

PACKAGE = Path(__file__).resolve().parents[3] / "web" / "node_modules" / "cctv-age" / "index.js"
_VECTOR = re.compile(r'// \.\./testdata/(\w+)\nvar \w+ = __toBinary\("([^"]*)"\)')
# The vectors go up to this work factor; our own files do not.
_LOG_N_MOST = 20


@dataclass(frozen=True)
class AgeVector:
    """One file, how it must end, and the hash of everything that is opened before it ends."""

    name: str
    expect: str
    payload: str | None
    identities: tuple[AgeIdentity, ...]
    file: bytes


class X25519Identity:
    """The older identity of age. The product has none; the public vectors do."""

    def __init__(self, text: str) -> None:
        self._key = x25519.X25519PrivateKey.from_private_bytes(read_bech32(text.lower(), "age-secret-key-"))
        self._public = self._key.public_key().public_bytes_raw()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        for stanza in stanzas:
            if stanza.args[0] != "X25519":
                continue
            if len(stanza.args) != 2 or len(stanza.body) != 32:
                raise AgeError("header", "a malformed X25519 stanza")
            share = unb64(stanza.args[1].encode())
            if len(share) != 32:
                raise AgeError("header", "a malformed X25519 stanza")
            try:
                secret = self._key.exchange(x25519.X25519PublicKey.from_public_bytes(share))
            except ValueError as error:
                raise AgeError("header", "a share of low order") from error
            key = hkdf_sha256(secret, b"age-encryption.org/v1/X25519", share + self._public)
            try:
                return ChaCha20Poly1305(key).decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                continue
        return None


def binary_vectors() -> list[AgeVector]:
    """Every vector without armour."""
    found = [_vector(name, base64.b64decode(text)) for name, text in _VECTOR.findall(PACKAGE.read_text())]
    return [vector for vector in found if vector is not None]


def _vector(name: str, data: bytes) -> AgeVector | None:
    head, _, file = data.partition(b"\n\n")
    lines = [line.split(": ", 1) for line in head.decode().split("\n")]
    single = dict(lines)
    if "armored" in single:
        return None
    if single.get("compressed") == "zlib":
        file = zlib.decompress(file)
    identities: list[AgeIdentity] = []
    for key, value in lines:
        if key == "identity":
            identities.append(HybridIdentity.from_text(value) if "-PQ-" in value else X25519Identity(value))
        elif key == "passphrase":
            identities.append(Passphrase(value, _LOG_N_MOST))
    return AgeVector(name, single["expect"], single.get("payload"), tuple(identities), file)
