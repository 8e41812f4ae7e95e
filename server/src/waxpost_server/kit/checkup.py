"""What is wrong with an installation, in sentences: each finding says what it is and what to do. Changes nothing."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import asyncpg

from waxpost_server.kit.clock import now, wire_time
from waxpost_server.kit.db import sqlite_path
from waxpost_server.kit.migrate import DatabaseIsNewer, missing_revisions
from waxpost_server.kit.secrets import SECRET_BYTES, Secrets
from waxpost_server.kit.settings import Settings

LEAST_POSTGRESQL = 15
LEAST_SQLITE = (3, 35)  # RETURNING
LEAST_FREE_BYTES = 256 * 1024 * 1024
LEAST_CLOCK = 1_760_000_000  # 2025-10-09: this program is younger than that


async def findings(settings: Settings, scripts: Path) -> list[str]:
    """Everything that needs the operator's hand; empty when all is well."""
    found = [
        *_about_settings(settings),
        *_about_machine(settings.data_dir),
        *_about_secrets(settings.secrets_dir),
        *_about_web(settings.web_dir),
    ]
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return [*found, f"There is no database at {path} yet: `waxpost-server serve` makes it."]
    try:
        found += _about_file(path) if path else await _about_server(settings.database_url)
        missing = await missing_revisions(settings.database_url, scripts)
    except DatabaseIsNewer as error:
        return [*found, str(error)]
    except (OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return [
            *found,
            f"The database cannot be read ({type(error).__name__}): check WAXPOST_DATABASE_URL and its server.",
        ]
    if missing:
        found.append(f"The database lacks revision {', '.join(missing)}: run `waxpost-server migrate` or restart.")
    return found


def _about_settings(settings: Settings) -> Iterator[str]:
    is_local = settings.base_url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    if not settings.is_https and not is_local:
        yield "WAXPOST_BASE_URL is plain http: browsers refuse the cryptography there. Put https in front."
    if settings.is_https and settings.host == "127.0.0.1" and not settings.trusted_proxies:
        yield (
            "A proxy seems to stand in front, but WAXPOST_TRUSTED_PROXIES is empty: every visitor counts as one. "
            "Set it to 127.0.0.0/8."
        )
    for network in settings.trusted_proxies:
        if network.prefixlen < 8:
            yield (
                f"WAXPOST_TRUSTED_PROXIES believes all of {network}: anybody there can pretend to be anybody. Name the "
                "proxy's own address."
            )


def _about_machine(data: Path) -> Iterator[str]:
    if now() < LEAST_CLOCK:
        yield f"This machine's clock says {wire_time(now())}: set it; expiry and the key log need the right time."
    if not data.is_dir():
        yield f"The data folder {data} does not exist: `waxpost-server serve` makes it."
        return
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        yield f"Others may look into the data folder: run `chmod 700 {data}`."
    if not os.access(data, os.W_OK | os.X_OK):
        yield f"This user may not write into the data folder {data}: run as the server's user, or `chown` the folder."
    free = shutil.disk_usage(data).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 1024**2} MiB are free where {data} is: make room before messages are refused."


def _about_secrets(folder: Path) -> Iterator[str]:
    for field in fields(Secrets):
        path = folder / field.name
        if not path.exists():
            yield f"The secret {path} is missing: restore it from the backup that belongs to the database."
        elif path.stat().st_size != SECRET_BYTES:
            yield f"The secret {path} is damaged: restore it from the backup that belongs to the database."
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"Others may read the secret {path}: run `chmod 600 {path}`."


def _about_web(folder: Path) -> Iterator[str]:
    if not (folder / "index.html").is_file():
        yield f"There is no web application in {folder}: build it, or set WAXPOST_WEB_DIR."


def _about_file(path: Path) -> list[str]:
    found: list[str] = []
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        found.append(f"SQLite {sqlite3.sqlite_version} is too old: use {'.'.join(map(str, LEAST_SQLITE))} or newer.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        found.append(f"Others may read the database: run `chmod 600 {path}`.")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        connection.close()
    return found if result == "ok" else [*found, f"The database {path} is damaged: restore the newest backup."]


async def _about_server(url: str) -> list[str]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        version = connection.get_server_version().major
    finally:
        await connection.close()
    return [] if version >= LEAST_POSTGRESQL else [f"PostgreSQL {version} is too old: use {LEAST_POSTGRESQL} or newer."]
