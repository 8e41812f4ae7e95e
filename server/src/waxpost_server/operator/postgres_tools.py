"""Run PostgreSQL's own `pg_dump` and `pg_restore`, which alone know how to write a database down completely.

The password travels in the environment, never on a command line that everybody on the machine can read.
"""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from waxpost_server.operator.manifest import BackupRefused

_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


async def dump(url: str, target: Path) -> None:
    """Write the database into a file, one snapshot, in the format of `pg_restore`. Raises BackupRefused."""
    await asyncio.to_thread(
        _run, "pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    )


async def load(url: str, source: Path) -> None:
    """Fill an empty database from such a file, all or nothing. Raises BackupRefused."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    await asyncio.to_thread(_run, "pg_restore", url, options, str(source))


async def check_empty(url: str) -> None:
    """Raises BackupRefused when the database has tables."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        count = await connection.fetchval(_TABLES)
    finally:
        await connection.close()
    if count:
        raise BackupRefused("The database already has tables: make an empty one and name it in WAXPOST_DATABASE_URL.")


def find_tool(program: str) -> str:
    """The path of a program of PostgreSQL's client. Raises BackupRefused."""
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(
            f"{program} is not installed: install PostgreSQL's client programs (Debian: postgresql-client), of the "
            "server's version or newer."
        )
    return path


def _run(program: str, url: str, options: list[str], *rest: str) -> None:
    parts = urlsplit(url)
    password = {} if parts.password is None else {"PGPASSWORD": unquote(parts.password)}
    user, _, host = parts.netloc.rpartition("@")
    public = urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}" if user else host))
    command = [find_tool(program), f"--dbname={public}", "--no-password", *options, *rest]
    done = subprocess.run(
        command, env=os.environ | password, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise BackupRefused(f"{program} failed: {last}")
