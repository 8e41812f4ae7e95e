"""What proves a password, and the password's slot at rest (spec/keys.md 3.3, 3.4). No key of a person is here.

A login key's verifier is an HMAC with a pepper outside the database, and the slot is encrypted with a key outside it
too: a stolen database is no ground to guess passwords on. Recovery codes have 160 bits and need neither.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from waxpost_server.kit.ids import from_b64u

_NONCE_BYTES = 12


class SlotDamaged(Exception):
    """A stored slot does not open with the server's key: the secrets folder belongs to another database."""


def login_verifier(pepper: bytes, login_key: bytes) -> bytes:
    """What is stored for a login key of a password."""
    return hmac.digest(pepper, login_key, "sha256")


def recovery_verifier(login_key: bytes) -> bytes:
    """What is stored for a login key of a recovery code."""
    return hashlib.sha256(login_key).digest()


def seal_slot(slot_key: bytes, uid: str, cred_ver: int, slot: bytes) -> bytes:
    """The slot as it is stored: nonce, then AES-256-GCM bound to this person and this version of the credentials."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(slot_key).encrypt(nonce, slot, _bound_to(uid, cred_ver))


def open_slot(slot_key: bytes, uid: str, cred_ver: int, sealed: bytes) -> bytes:
    """The slot as its owner's client made it. Raises SlotDamaged."""
    try:
        return AESGCM(slot_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound_to(uid, cred_ver))
    except InvalidTag as error:
        raise SlotDamaged from error


def _bound_to(uid: str, cred_ver: int) -> bytes:
    return from_b64u(uid) + cred_ver.to_bytes(4, "big")
