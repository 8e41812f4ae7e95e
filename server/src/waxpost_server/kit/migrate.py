"""Migrations: bring a database to this program's revision, forward only, one process at a time, all or nothing.

A SQLite file that holds data is copied before anything changes. A database that a newer program has written is
refused, because what we would write into it could be wrong.
"""

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from waxpost_server.kit.db import sqlite_path

_LOCK = "SELECT pg_advisory_xact_lock(7732610254501)"  # any constant number: nobody else locks it
_WAIT_SECONDS = 60


class DatabaseIsNewer(Exception):
    """A newer program has migrated this database. The text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "This database was written by a newer Waxpost. Start that version again, or restore the backup made "
            "before the update."
        )


class Migrated(NamedTuple):
    """What was done: the revisions that ran, and the copy of the file that was made before."""

    revisions: list[str]
    copy: Path | None


async def migrate(database_url: str, scripts: Path) -> Migrated:
    """Run every revision in `scripts` that the database lacks. Raises DatabaseIsNewer, and the driver's own errors."""
    path = sqlite_path(database_url)
    if path is not None:
        return _migrate_sqlite(path, scripts)
    engine = _engine(database_url)
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(_LOCK)
            return await connection.run_sync(
                lambda sync: Migrated(_upgrade(sync, scripts, _pending(sync, scripts)), None)
            )
    finally:
        await engine.dispose()


async def missing_revisions(database_url: str, scripts: Path) -> list[str]:
    """The revisions that `migrate` would run. Changes nothing. Raises DatabaseIsNewer."""
    path = sqlite_path(database_url)
    if path is not None:
        engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool)
        try:
            with engine.connect() as connection:
                return _pending(connection, scripts)
        finally:
            engine.dispose()
    server = _engine(database_url)
    try:
        async with server.connect() as connection:
            return await connection.run_sync(lambda sync: _pending(sync, scripts))
    finally:
        await server.dispose()


async def current_revision(database_url: str) -> str | None:
    """The revision that a database is at; None when it has never been migrated. Changes nothing."""
    path = sqlite_path(database_url)
    if path is not None:
        engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool)
        try:
            with engine.connect() as connection:
                return _current(connection)
        finally:
            engine.dispose()
    server = _engine(database_url)
    try:
        async with server.connect() as connection:
            return await connection.run_sync(_current)
    finally:
        await server.dispose()


def known_revisions(scripts: Path) -> list[str]:
    """The revisions that this program knows, oldest first."""
    return [script.revision for script in _scripts(scripts).walk_revisions()][::-1]


def _engine(database_url: str) -> AsyncEngine:
    return create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(database_url), poolclass=NullPool
    )


def _migrate_sqlite(path: Path, scripts: Path) -> Migrated:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": _WAIT_SECONDS})
    # The driver would commit before DDL by itself; this way the transaction is ours.
    event.listen(engine, "connect", _take_over_transactions)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            pending = _pending(connection, scripts)
            copy = _copy_before(path, connection, pending)
            done = _upgrade(connection, scripts, pending)
            connection.exec_driver_sql("COMMIT")
            return Migrated(done, copy)
    finally:
        engine.dispose()


def _take_over_transactions(connection: Any, _record: object) -> None:  # SQLAlchemy's wrapped driver connection
    connection.isolation_level = None


def _copy_before(path: Path, connection: sa.Connection, pending: list[str]) -> Path | None:
    if not pending or not sa.inspect(connection).has_table("alembic_version"):
        return None
    copy = path.with_name(f"backup-before-{pending[0]}.db")
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy


def _scripts(folder: Path) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config)


def _current(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _pending(connection: sa.Connection, folder: Path) -> list[str]:
    """The revisions to run, oldest first."""
    known = known_revisions(folder)
    current = _current(connection)
    if current is None:
        return known
    if current not in known:
        raise DatabaseIsNewer
    return known[known.index(current) + 1 :]


def _upgrade(connection: sa.Connection, folder: Path, pending: list[str]) -> list[str]:
    if not pending:
        return []
    scripts = _scripts(folder)

    def steps(revision: Any, _context: object) -> Any:  # Alembic's own shapes
        return scripts._upgrade_revs("head", revision)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - what `command.upgrade` calls

    config = Config()
    config.set_main_option("script_location", str(folder))
    with EnvironmentContext(config, scripts, fn=steps) as context:
        context.configure(connection=connection, transactional_ddl=False)  # one transaction, and it is ours
        context.run_migrations()
    return pending
