"""The manifest of a backup: what it holds, made when, by which version, with the hash of every file.

It is written last, so a folder without one is no backup. `format` changes when an older program could not restore it.
"""

import os
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Literal

import msgspec

FILE_NAME = "manifest.json"
FORMAT = 1

Kind = Literal["sqlite", "postgresql"]


class BackupRefused(Exception):
    """A backup cannot be made or restored. The text says why and what to do."""


class FileInBackup(msgspec.Struct, frozen=True):
    """One file: its path inside the backup, its size, and its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself. `revision` is the database's; `made_at` is UTC."""

    format: int
    version: str
    made_at: str
    database: Kind
    revision: str
    files: list[FileInBackup]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into the backup, durably."""
    write_private(folder / FILE_NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest, after every file it names has been found whole. Raises BackupRefused."""
    try:
        manifest = msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupRefused(f"{folder} holds no {FILE_NAME}: it is no backup, or one that was not finished.") from None
    except msgspec.MsgspecError:
        raise BackupRefused(f"{folder / FILE_NAME} cannot be understood: use another backup.") from None
    if manifest.format != FORMAT:
        raise BackupRefused(f"This backup was made by Waxpost {manifest.version}: restore it with that version.")
    for file in manifest.files:
        path = folder / file.path
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupRefused(f"{folder / FILE_NAME} names a file outside the backup: use another backup.")
        if not path.is_file() or describe(folder, path) != file:
            raise BackupRefused(f"{path} is missing or was changed after the backup: use another backup.")
    return manifest


def describe(folder: Path, path: Path) -> FileInBackup:
    """The line of the manifest for a file."""
    with path.open("rb") as file:
        return FileInBackup(
            path.relative_to(folder).as_posix(), path.stat().st_size, file_digest(file, "sha256").hexdigest()
        )


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, durably. Raises FileExistsError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_private(root: Path, folder: Path) -> None:
    """Make a folder below `root`, and all between them, for its owner alone; what is there stays as it is."""
    for one in (*reversed([path for path in folder.parents if path.is_relative_to(root)]), folder):
        one.mkdir(mode=0o700, exist_ok=True)


def make_durable(paths: Sequence[Path]) -> None:
    """Wait until files and folders are on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
