"""Hybrid identities and their recipients (age `mlkem768x25519`), and passphrases (age `scrypt`), spec/README.md 2.2.

A public key is the raw 1216 bytes: ML-KEM-768 first, X25519 after it. A secret is the 32-byte X-Wing seed.
"""

import functools
import hashlib
import os
import re
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from waxpost._exceptions import Refused
from waxpost.crypto.age import AgeError, RandomBytes, Stanza, b64, unb64
from waxpost.crypto.bech32 import read_bech32, write_bech32

HYBRID = "mlkem768x25519"
SCRYPT = "scrypt"
RECIPIENT_BYTES = 1216
SEED_BYTES = 32
_MLKEM_BYTES = 1184
_ENC_BYTES = 1120
_WRAPPED_BYTES = 32
_SHARE_BYTES = 32
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
_PREFIX = "age-secret-key-pq-"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class HybridRecipient:
    """A public key to which files are sealed."""

    def __init__(self, raw: bytes) -> None:
        """From the raw 1216 bytes; refused(form) when they are no such key."""
        if len(raw) != RECIPIENT_BYTES:
            raise Refused("form", "an encryption key of another length")
        try:
            self._key = MLKEM768X25519PublicKey(
                mlkem.MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_BYTES]),
                x25519.X25519PublicKey.from_public_bytes(raw[_MLKEM_BYTES:]),
            )
        except ValueError as error:
            raise Refused("form", "not an encryption key") from error
        self.raw = raw

    def wrap(self, file_key: bytes) -> Stanza:
        """A stanza from which only the identity gets the file key back."""
        sealed = _SUITE.encrypt(file_key, self._key, _HYBRID_INFO)
        return Stanza((HYBRID, b64(sealed[:_ENC_BYTES]).decode()), sealed[_ENC_BYTES:])


class HybridIdentity:
    """A secret key that opens files. It knows its own public key, so nobody has to be asked for it."""

    def __init__(self, seed: bytes) -> None:
        """From the 32-byte seed (2.2): SHAKE256(seed, 96) gives the ML-KEM seed and the X25519 key."""
        if len(seed) != SEED_BYTES:
            raise Refused("form", "a secret key of another length")
        expanded = hashlib.shake_256(seed).digest(96)
        self._mlkem = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self._x25519 = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
        self._key = MLKEM768X25519PrivateKey(self._mlkem, self._x25519)
        self.seed = seed

    @classmethod
    def from_text(cls, text: str) -> "HybridIdentity":
        """From `AGE-SECRET-KEY-PQ-1…`, upper case; otherwise refused(form)."""
        if text != text.upper():
            raise Refused("form", "not a secret key")
        return cls(read_bech32(text.lower(), _PREFIX))

    @classmethod
    def new(cls, random: RandomBytes = os.urandom) -> "HybridIdentity":
        """A fresh identity."""
        return cls(random(SEED_BYTES))

    @property
    def text(self) -> str:
        """`AGE-SECRET-KEY-PQ-1…`."""
        return write_bech32(_PREFIX, self.seed).upper()

    @functools.cached_property
    def recipient(self) -> bytes:
        """The raw 1216 bytes of the public key."""
        return self._mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key from a hybrid stanza for this identity, or None."""
        for stanza in stanzas:
            if stanza.args[0] != HYBRID:
                continue
            if len(stanza.args) != 2 or len(stanza.body) != _WRAPPED_BYTES:
                raise AgeError("header", "a malformed hybrid stanza")
            enc = unb64(stanza.args[1].encode())
            if len(enc) != _ENC_BYTES:
                raise AgeError("header", "a malformed hybrid stanza")
            try:
                return _SUITE.decrypt(enc + stanza.body, self._key, _HYBRID_INFO)
            except InvalidTag:
                self._check_share(enc[-_SHARE_BYTES:])
        return None

    def _check_share(self, share: bytes) -> None:
        """A share of low order is a malformed stanza, not a stanza for somebody else."""
        try:
            self._x25519.exchange(x25519.X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise AgeError("header", "a hybrid stanza with a share of low order") from error


class Passphrase:
    """A passphrase seals and opens; reading checks the work factor before any work is done."""

    def __init__(self, passphrase: str, log_n: int, random: RandomBytes = os.urandom) -> None:
        """`log_n` is used for sealing and is the most that opening accepts."""
        self._passphrase = passphrase.encode()
        self._log_n = log_n
        self._random = random

    def wrap(self, file_key: bytes) -> Stanza:
        """A scrypt stanza."""
        salt = self._random(16)
        body = ChaCha20Poly1305(self._derive(salt, self._log_n)).encrypt(bytes(12), file_key, None)
        return Stanza((SCRYPT, b64(salt).decode(), str(self._log_n)), body)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None when the passphrase is another one."""
        for stanza in stanzas:
            if stanza.args[0] != SCRYPT:
                continue
            if len(stanzas) != 1:
                raise AgeError("header", "a scrypt stanza that is not alone")
            salt, log_n = read_scrypt_arguments(stanza)
            if log_n > self._log_n:
                raise AgeError("header", "a scrypt stanza that asks for too much work")
            try:
                return ChaCha20Poly1305(self._derive(salt, log_n)).decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                return None
        return None

    def _derive(self, salt: bytes, log_n: int) -> bytes:
        return Scrypt(_SCRYPT_LABEL + salt, 32, 2**log_n, 8, 1).derive(self._passphrase)


def read_scrypt_arguments(stanza: Stanza) -> tuple[bytes, int]:
    """Salt and work factor (log N) of a scrypt stanza; AgeError("header") if it is malformed."""
    if len(stanza.args) != 3 or len(stanza.body) != _WRAPPED_BYTES:
        raise AgeError("header", "a malformed scrypt stanza")
    salt = unb64(stanza.args[1].encode())
    if len(salt) != 16 or not re.fullmatch("[1-9][0-9]?", stanza.args[2]):
        raise AgeError("header", "a malformed scrypt stanza")
    return salt, int(stanza.args[2])
