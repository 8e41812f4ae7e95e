"""Everything that `check` says: what is wrong with settings, folders and database, the key log, files, and mail."""

import os
import sqlite3
from pathlib import Path

import asyncpg

from waxpost_server.attachments.inventory import count_parts, find_shortfall
from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.opening import KeyLogRefused, check_key_log
from waxpost_server.kit.blobs import BlobStore, folder_of
from waxpost_server.kit.checkup import findings
from waxpost_server.kit.clock import now, wire_time
from waxpost_server.kit.db import open_database, sqlite_path
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.migrate import DatabaseIsNewer, missing_revisions
from waxpost_server.kit.settings import Settings
from waxpost_server.operator.mailing import mail_findings

CLOCK_SLACK = 300  # two machines with one database may differ by so many seconds before it hurts


async def all_findings(settings: Settings, scripts: Path) -> list[str]:
    """A sentence for each thing that needs the operator's hand; empty when all is well. Changes nothing."""
    found = await findings(settings, scripts)
    path = sqlite_path(settings.database_url)
    secret = settings.secrets_dir / "log_key"
    if (path is not None and not path.exists()) or not secret.is_file():
        return found  # said already
    try:
        if await missing_revisions(settings.database_url, scripts):
            return found
    except (DatabaseIsNewer, OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError):
        return found  # said already
    return [
        *found,
        *await _about_key_log(settings, secret.read_bytes()),
        *await _about_blobs(settings),
        *await _about_mail(settings),
    ]


async def _about_key_log(settings: Settings, log_key: bytes) -> list[str]:
    db = await open_database(settings.database_url, settings.sqlite_synchronous)
    found: list[str] = []
    try:
        at = await check_key_log(db, HeadFile(settings.data_dir), log_key)
        if at is not None and at > now() + CLOCK_SLACK:
            found.append(
                f"This machine's clock says {wire_time(now())}, but the key log was signed at {wire_time(at)}: set the "
                "clock, and keep it right with a time service."
            )
    except KeyLogRefused as error:
        found.append(str(error))
    except StorageUnavailable:
        pass  # said already
    finally:
        await db.close()
    return found


async def _about_mail(settings: Settings) -> list[str]:
    try:
        return await mail_findings(settings)
    except StorageUnavailable:
        return []  # said already


async def _about_blobs(settings: Settings) -> list[str]:
    db = await open_database(settings.database_url, settings.sqlite_synchronous)
    root = folder_of(settings.blobs_url)
    try:
        if root is not None and not root.is_dir():
            # Before the first start there is nothing to miss, and looking makes no folder.
            missing = await count_parts(db)
            return [f"The folder for attached files {root} is missing: mount or restore it."] if missing else []
        if root is not None and not os.access(root, os.W_OK | os.X_OK):
            return [f"This user may not write into the folder for attached files {root}: `chown` it."]
        short = await find_shortfall(db, BlobStore(settings.blobs_url))
    except StorageUnavailable:
        return ["The storage for attached files does not answer: check WAXPOST_BLOBS_URL and its credentials."]
    finally:
        await db.close()
    if short.files:
        said = (
            f"Of {short.files} attached files {short.missing} parts are missing and {short.altered} have a wrong length"
        )
        return [f"{said}: they cannot be opened. Copy them from a backup of the storage."]
    return []
