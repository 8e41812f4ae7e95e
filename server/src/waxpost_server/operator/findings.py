"""Everything that `check` says: what the kit finds about settings, files and database, and what the key log shows."""

import sqlite3
from pathlib import Path

import asyncpg

from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.opening import KeyLogRefused, check_key_log
from waxpost_server.kit.checkup import findings
from waxpost_server.kit.clock import now, wire_time
from waxpost_server.kit.db import open_database, sqlite_path
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.migrate import DatabaseIsNewer, missing_revisions
from waxpost_server.kit.settings import Settings

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
    return [*found, *await _about_key_log(settings, secret.read_bytes())]


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
