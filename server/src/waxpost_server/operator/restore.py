"""Restore a backup into an empty installation: manifest first, then secrets, the head of the key log, the database.

Nothing that exists is overwritten. The one file that may be there already is `keylog-head.txt`: if it says more than
the backup, people have seen entries that the backup lacks, and it stays, so that the start is refused until
`waxpost-server restart-log` has told everybody (spec/key-log.md 5.3).
"""

import os
import shutil
from pathlib import Path

from waxpost_server.keylog.head import FILE_NAME as HEAD_NAME
from waxpost_server.keylog.head import HeadDamaged, HeadFile
from waxpost_server.kit.blobs import folder_of
from waxpost_server.kit.db import sqlite_path
from waxpost_server.kit.migrate import DatabaseIsNewer, known_revisions
from waxpost_server.kit.settings import Settings
from waxpost_server.operator import postgres_tools
from waxpost_server.operator.backup import BLOBS_FOLDER, POSTGRES_FILE, SECRETS_FOLDER, SQLITE_FILE
from waxpost_server.operator.manifest import BackupRefused, Manifest, make_durable, make_private, read_manifest

# What may be in the data folder before: the head file outlives a lost database, and its lock lies beside it.
_MAY_BE_THERE = {HEAD_NAME, Path(HEAD_NAME).with_suffix(".lock").name}


async def restore(settings: Settings, folder: Path, scripts: Path) -> Manifest:
    """Put a backup in place. All or nothing as far as files go. Raises BackupRefused, DatabaseIsNewer, OSError."""
    manifest = read_manifest(folder)
    path = sqlite_path(settings.database_url)
    kind = "postgresql" if path is None else "sqlite"
    if manifest.database != kind:
        raise BackupRefused(f"The backup is of {manifest.database}, but WAXPOST_DATABASE_URL names {kind}.")
    if manifest.revision not in known_revisions(scripts):
        raise DatabaseIsNewer
    _check_is_empty(settings.data_dir)
    blobs = _place_for_blobs(settings, folder)
    if path is None:
        postgres_tools.find_tool("pg_restore")
        await postgres_tools.check_empty(settings.database_url)
    elif path.exists():
        raise BackupRefused(f"{path} exists: move it away first.")
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        _copy_files(settings, folder, written)
        if blobs is not None:
            _copy_blobs(folder / BLOBS_FOLDER, blobs, written)
        if path is None:
            await postgres_tools.load(settings.database_url, folder / POSTGRES_FILE)
        else:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(folder / SQLITE_FILE, path, written)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        if blobs is not None:
            shutil.rmtree(blobs, ignore_errors=True)  # it was empty
        raise
    make_durable([settings.secrets_dir, settings.data_dir])
    return manifest


def _check_is_empty(data: Path) -> None:
    if not data.is_dir():
        return
    # An empty folder for secrets is what a restore that was broken off leaves behind.
    there = sorted(
        entry.name
        for entry in data.iterdir()
        if entry.name not in _MAY_BE_THERE and not (entry.is_dir() and not any(entry.iterdir()))
    )
    if there:
        raise BackupRefused(f"{data} is not empty ({', '.join(there[:3])}): move it away, or set WAXPOST_DATA_DIR.")


def _place_for_blobs(settings: Settings, folder: Path) -> Path | None:
    """The folder into which the backup's files go, None when it has none."""
    if not (folder / BLOBS_FOLDER).is_dir():
        return None
    target = folder_of(settings.blobs_url)
    if target is None:
        raise BackupRefused("The backup holds attached files, but WAXPOST_BLOBS_URL names a bucket: name a folder.")
    if target.is_dir() and any(target.iterdir()):
        raise BackupRefused(f"{target} is not empty: move it away, or set WAXPOST_BLOBS_URL.")
    return target


def _copy_blobs(source: Path, target: Path, written: list[Path]) -> None:
    for file in sorted(source.glob("*/*/*")):
        copy = target / file.relative_to(source)
        make_private(target, copy.parent)
        _copy(file, copy, written)
    make_durable([target, *(path for path in target.rglob("*") if path.is_dir())])


def _copy_files(settings: Settings, folder: Path, written: list[Path]) -> None:
    settings.secrets_dir.mkdir(mode=0o700, exist_ok=True)
    for file in sorted((folder / SECRETS_FOLDER).iterdir()):
        _copy(file, settings.secrets_dir / file.name, written)
    target = settings.data_dir / HEAD_NAME
    if (folder / HEAD_NAME).exists() and not _is_further(settings.data_dir, folder):
        target.unlink(missing_ok=True)
        _copy(folder / HEAD_NAME, target, written)


def _is_further(data: Path, folder: Path) -> bool:
    """Whether the data folder knows a head beyond the backup's, or one that nobody can read."""
    try:
        known, saved = HeadFile(data).read(), HeadFile(folder).read()
    except HeadDamaged:
        return True
    if known is None:
        return False
    return saved is None or (known.number, known.size) > (saved.number, saved.size) or known.origin != saved.origin


def _copy(source: Path, target: Path, written: list[Path]) -> None:
    with source.open("rb") as reading:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        written.append(target)
        with os.fdopen(descriptor, "wb") as writing:
            shutil.copyfileobj(reading, writing, 1024 * 1024)
            writing.flush()
            os.fsync(writing.fileno())
