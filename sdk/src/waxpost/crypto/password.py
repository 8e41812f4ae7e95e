"""From a password or a recovery code to the keys it stands for (spec/keys.md 3.1 and 3.3, algorithms 2.2).

The client, not the server, decides how much work a guess costs: parameters outside floor and ceiling are refused
before anything is derived.
"""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from waxpost._exceptions import WeakPasswordHashing
from waxpost.crypto.age import hkdf_sha256
from waxpost.crypto.encoding import sha256

INFO_LOGIN = "waxpost/v1/login"
INFO_LOGIN_RECOVERY = "waxpost/v1/login-recovery"
INFO_SLOT_PASSWORD = "waxpost/v1/slot/password"
INFO_ENTRIES = "waxpost/v1/vk/entries"
INFO_DRAFTS = "waxpost/v1/vk/drafts"
INFO_RECEIPTS = "waxpost/v1/vk/receipts"
INFO_DEVICE = "waxpost/v1/device"
SALT_BYTES = 16
_KDF_SALT = b"waxpost/v1/kdf-salt\x00"


@dataclass(frozen=True, slots=True)
class Work:
    """How much work one guess costs: Argon2id memory in KiB, passes, lanes."""

    m: int = 65536
    t: int = 3
    p: int = 1


FLOOR = Work(65536, 3, 1)
CEILING = Work(1024 * 1024, 10, 4)


@dataclass(frozen=True, slots=True)
class PasswordKeys:
    """`login` proves the password to the server; `slot` opens slot-password.age and never leaves the device."""

    login: bytes
    slot: bytes


def check_work(work: Work) -> None:
    """Refuse parameters below the floor or above the ceiling (2.2), each on its own."""
    pairs = ((work.m, FLOOR.m, CEILING.m), (work.t, FLOOR.t, CEILING.t), (work.p, FLOOR.p, CEILING.p))
    if not all(least <= value <= most for value, least, most in pairs):
        raise WeakPasswordHashing


def hkdf(key: bytes, info: str) -> bytes:
    """HKDF(k, info) of the spec: HKDF-SHA256, empty salt, 32 bytes."""
    return hkdf_sha256(key, info.encode())


def kdf_salt(addr: str, salt: bytes) -> bytes:
    """The 16 bytes that Argon2id gets: bound to the address, so that no salt can serve two (3.3.2)."""
    return sha256(_KDF_SALT, addr.encode(), b"\x00", salt)[:16]


def password_keys(password: str, addr: str, salt: bytes, work: Work) -> PasswordKeys:
    """Login key and slot key of a password (3.3); `WeakPasswordHashing` before any work. Takes about 0.3 s.

    `salt` is what the server served, decoded.
    """
    check_work(work)
    argon = Argon2id(salt=kdf_salt(addr, salt), length=32, iterations=work.t, lanes=work.p, memory_cost=work.m)
    stretched = argon.derive(unicodedata.normalize("NFKC", password).encode())
    return PasswordKeys(hkdf(stretched, INFO_LOGIN), hkdf(stretched, INFO_SLOT_PASSWORD))


def recovery_login_key(code: str) -> bytes:
    """The login key of a recovery code in its one spelling (3.1)."""
    return hkdf(code.encode(), INFO_LOGIN_RECOVERY)
