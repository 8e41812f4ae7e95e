"""Secrets that stand outside the database: one file of 32 random bytes each, mode 0600, made at first start.

A database without these files is useless to a thief, and also to us: losing them leaves only recovery codes. So a
missing file next to a database that has people in it stops the start, and nothing is made in its place.
"""

import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path

SECRET_BYTES = 32


class SecretsMissing(Exception):
    """The database is in use but a secret is missing. The text says what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """32 bytes each (spec/keys.md, section 3.4)."""

    pepper: bytes  # HMAC key for the verifiers of login keys
    slot_key: bytes  # encrypts the password slots at rest
    salt_key: bytes  # salts for addresses nobody has
    log_key: bytes  # Ed25519 seed that signs checkpoints of the key log
    cookie_key: bytes  # signs the cookie of a known device


def open_secrets(folder: Path, *, is_in_use: bool, renewed: frozenset[str] = frozenset()) -> Secrets:
    """Read the secrets, making those that are missing unless the database `is_in_use`. Raises SecretsMissing.

    `renewed` names those that the operator has said may be made anew all the same.
    """
    names = [field.name for field in fields(Secrets)]
    missing = [name for name in names if not (folder / name).exists()]
    lost = [name for name in missing if name not in renewed]
    if lost and is_in_use:
        raise SecretsMissing(
            f"The database holds accounts, but {folder} lacks {', '.join(lost)}. Restore these files from the "
            "backup that belongs to this database; without them nobody can sign in with a password."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in missing:
        _make(folder / name)
    return Secrets(**{name: _read(folder / name) for name in names})


def _make(path: Path) -> None:
    # Written beside and linked: a file is there whole or not at all, and a second process never overwrites the first.
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass  # another process was faster; its secret is the one
    finally:
        unfinished.unlink()


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    if len(data) != SECRET_BYTES:
        raise SecretsMissing(f"{path} is damaged: it must hold {SECRET_BYTES} bytes. Restore it from the backup.")
    return data
