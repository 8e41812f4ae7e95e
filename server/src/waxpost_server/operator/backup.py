"""Back up a running installation into a new folder: database, head of the key log, secrets, files, manifest, in turn.

Files that are in a bucket stay there: a bucket has ways of its own to be copied. The head is taken after the database
(spec/key-log.md 5.2). If the log grew in between, the start after a restore would be refused, so the snapshot is taken
again. Everything that is written is readable by its owner alone.
"""

import asyncio
import sqlite3
from contextlib import closing, suppress
from dataclasses import fields
from pathlib import Path

from waxpost_server.keylog.head import FILE_NAME as HEAD_NAME
from waxpost_server.keylog.head import HeadDamaged, HeadFile, LogHead
from waxpost_server.kit.blobs import folder_of
from waxpost_server.kit.clock import now, wire_time
from waxpost_server.kit.db import sqlite_path
from waxpost_server.kit.migrate import current_revision
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.house import VERSION
from waxpost_server.operator import postgres_tools
from waxpost_server.operator.manifest import (
    FORMAT,
    BackupRefused,
    Manifest,
    describe,
    make_durable,
    make_private,
    write_manifest,
    write_private,
)

SQLITE_FILE = "waxpost.db"
POSTGRES_FILE = "waxpost.pgdump"
SECRETS_FOLDER = "secrets"
BLOBS_FOLDER = "blobs"
SNAPSHOTS_MOST = 5  # a log that grows during each of five snapshots is restored with a restart


async def back_up(settings: Settings, folder: Path) -> Manifest:
    """Make a backup in `folder`, which is made or must be empty. Raises BackupRefused, OSError."""
    path = sqlite_path(settings.database_url)
    if path is not None and not path.is_file():
        raise BackupRefused(f"There is no database at {path}: check WAXPOST_DATA_DIR and WAXPOST_DATABASE_URL.")
    if path is None:
        postgres_tools.find_tool("pg_dump")
    revision = await current_revision(settings.database_url)
    if revision is None:
        raise BackupRefused("The database is empty: there is nothing to back up yet.")
    _prepare(folder)
    head = await _snapshot(settings, folder)
    if head:
        write_private(folder / HEAD_NAME, head)
    _copy_secrets(settings.secrets_dir, folder / SECRETS_FOLDER)
    # After the database, so that every file it names is there; what ended in between is named and gone.
    blobs = folder_of(settings.blobs_url)
    if blobs is not None:
        await asyncio.to_thread(_copy_blobs, blobs, folder / BLOBS_FOLDER)
    files = _files_in(folder)
    make_durable([*files, *_folders_in(folder)])
    manifest = Manifest(
        format=FORMAT,
        version=VERSION,
        made_at=wire_time(now()),
        database="postgresql" if path is None else "sqlite",
        revision=revision,
        files=[describe(folder, file) for file in files],
    )
    write_manifest(folder, manifest)
    make_durable([folder])
    return manifest


def _prepare(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BackupRefused(f"{folder} is not empty: name a new folder for each backup.")
    folder.chmod(0o700)


async def _snapshot(settings: Settings, folder: Path) -> bytes:
    """Write the database down; the head that belongs to it."""
    head_file = HeadFile(settings.data_dir)
    for _ in range(SNAPSHOTS_MOST):
        before = _read_head(head_file)
        await _write_database(settings, folder)
        if _read_head(head_file) == before:
            break
    return head_file.path.read_bytes() if head_file.path.exists() else b""


def _files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _folders_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_dir()]


def _read_head(file: HeadFile) -> LogHead | None:
    try:
        return file.read()
    except HeadDamaged:
        raise BackupRefused(f"{file.path} cannot be read: run `waxpost-server check`.") from None


async def _write_database(settings: Settings, folder: Path) -> None:
    path = sqlite_path(settings.database_url)
    target = folder / (POSTGRES_FILE if path is None else SQLITE_FILE)
    target.unlink(missing_ok=True)
    write_private(target, b"")  # made here so that it is never readable by others, not even for a moment
    if path is None:
        await postgres_tools.dump(settings.database_url, target)
    else:
        await asyncio.to_thread(_copy_sqlite, path, target)


def _copy_sqlite(path: Path, target: Path) -> None:
    # All pages in one step: a copy in pieces would begin again whenever the server writes.
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        source.execute("PRAGMA busy_timeout=10000")
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself


def _copy_blobs(source: Path, target: Path) -> None:
    for file in sorted(source.glob("*/*/*")):
        if "#" in file.name:
            continue  # not whole yet
        copy = target / file.relative_to(source)
        make_private(target, copy.parent)
        with suppress(FileNotFoundError):  # it ended
            write_private(copy, file.read_bytes())


def _copy_secrets(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    missing = [field.name for field in fields(Secrets) if not (source / field.name).is_file()]
    if missing:
        raise BackupRefused(f"{source} lacks {', '.join(missing)}: run `waxpost-server check`.")
    for file in sorted(source.iterdir()):
        if file.is_file():
            write_private(target / file.name, file.read_bytes())
