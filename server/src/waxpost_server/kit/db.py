"""The database: open it from the settings, declare tables in `metadata`, say SQL with `statement`.

    FIND_NAME = statement(sa.select(user.c.name).where(user.c.id == sa.bindparam("id")))

    async def find_name(tx: ReadTx, user_id: str) -> str | None:
        return await tx.value(FIND_NAME, id=user_id)

    await db.read(lambda tx: find_name(tx, user_id))

Times are whole seconds since 1970 in UTC (`BigInteger`, names end in `_at`); sealed things are `LargeBinary`; ids are
`Text` of 22 characters; truth is `Boolean`. Nothing else is stored, so both databases answer with equal values.
"""

from pathlib import Path
from typing import Literal

from waxpost_server.kit.postgres import PostgresDatabase
from waxpost_server.kit.sqlite import SqliteDatabase
from waxpost_server.kit.statement import Row, Statement, any_of, each, insert, metadata, partial_index, statement
from waxpost_server.kit.transactions import ConstraintBroken, Database, ForeignAwait, ReadTx, WriteTx

__all__ = [
    "ConstraintBroken",
    "Database",
    "ForeignAwait",
    "ReadTx",
    "Row",
    "Statement",
    "WriteTx",
    "any_of",
    "each",
    "insert",
    "metadata",
    "open_database",
    "partial_index",
    "sqlite_path",
    "statement",
]

_SQLITE_PREFIX = "sqlite:///"


def sqlite_path(url: str) -> Path | None:
    """The file of a `sqlite:///path` address, or None for another database."""
    return Path(url.removeprefix(_SQLITE_PREFIX)) if url.startswith(_SQLITE_PREFIX) else None


async def open_database(url: str, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> Database:
    """The database at `sqlite:///path` or `postgresql://…`, for use on the running event loop."""
    path = sqlite_path(url)
    if path is None:
        return PostgresDatabase(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteDatabase(path, synchronous)
