"""Slots: the sealed copies of the vault key, one per way to unlock (spec/keys.md 3.1).

Only who holds the key of a slot can make one that opens; the server cannot forge one.
"""

import os
from dataclasses import dataclass

from waxpost._exceptions import Refused
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_with_code, open_with_key, seal_with_code, seal_with_key
from waxpost.crypto.encoding import b64u
from waxpost.crypto.members import read_members
from waxpost.crypto.strictjson import write_json

TYPE = "waxpost-slot"
VAULT_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """Whose slot it is, and the vault key."""

    uid: str
    vault_key: bytes


def seal_password_slot(slot: OpenSlot, slot_key: bytes, random: RandomBytes = os.urandom) -> bytes:
    """slot-password.age under the slot key of a password."""
    return seal_with_key(slot_key, _written(slot), random)


def open_password_slot(sealed: bytes, slot_key: bytes) -> OpenSlot:
    """Open slot-password.age; `WrongSecret` when the key is another one, refused(form) when it is broken."""
    return _read(open_with_key(slot_key, sealed))


def seal_recovery_slot(slot: OpenSlot, code: str, random: RandomBytes = os.urandom) -> bytes:
    """slot-recovery.age under a recovery code in its one spelling."""
    return seal_with_code(code, _written(slot), random)


def open_recovery_slot(sealed: bytes, code: str) -> OpenSlot:
    """Open slot-recovery.age; `WrongSecret` when the code is another one."""
    return _read(open_with_code(code, sealed))


def _written(slot: OpenSlot) -> bytes:
    if len(slot.vault_key) != VAULT_KEY_BYTES:
        raise Refused("form", "a vault key of another length")
    return write_json({"v": 1, "t": TYPE, "uid": slot.uid, "vk": b64u(slot.vault_key)})


def _read(data: bytes) -> OpenSlot:
    members = read_members(data, TYPE)
    return OpenSlot(members.id16("uid"), members.raw("vk", VAULT_KEY_BYTES))
