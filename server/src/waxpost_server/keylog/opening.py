"""Open the key log when the server starts: refuse one that is shorter than, or differs from, what was promised.

What was promised stands in `keylog-head.txt`, outside the database (spec/key-log.md 5.2).
"""

import asyncio

import sqlalchemy as sa

from waxpost_server.keylog.append import head_of, open_log, restart_log, root_at
from waxpost_server.keylog.head import HeadDamaged, HeadFile, LogHead
from waxpost_server.keylog.signatures import public_key
from waxpost_server.keylog.tables import key_log
from waxpost_server.kit.db import Database, ReadTx, Row, statement

_CURRENT = statement(sa.select(key_log).where(key_log.c.restarted_at.is_(None)))
_FIND = statement(sa.select(key_log).where(key_log.c.number == sa.bindparam("number")))

_WAY_OUT = "Restore the newest backup, or run `waxpost-server restart-log`, which everybody will be told about."


class KeyLogRefused(Exception):
    """The key log is not the one that people have seen. The text says what is wrong and what to do."""


async def open_key_log(db: Database, file: HeadFile, log_key: bytes) -> None:
    """Make the log at the first start of all; at any other compare it with the file. Raises KeyLogRefused."""
    log = await db.write(lambda tx: open_log(tx, log_key))
    await _compare(db, file, log, log_key)
    await asyncio.to_thread(file.keep, head_of(log))


async def check_key_log(db: Database, file: HeadFile, log_key: bytes) -> int | None:
    """Compare as `open_key_log` does, and change nothing. When the log was last signed; None without a log.

    Raises KeyLogRefused.
    """
    log = await db.read(lambda tx: tx.one(_CURRENT))
    if log is None:
        return None
    await _compare(db, file, log, log_key)
    return int(log.note_at)


async def _compare(db: Database, file: HeadFile, log: Row, log_key: bytes) -> None:
    if bytes(log.key) != public_key(log_key):
        raise KeyLogRefused(f"The key log was signed with another key than the one in the secrets folder. {_WAY_OUT}")
    try:
        known = await asyncio.to_thread(file.read)
    except HeadDamaged:
        raise KeyLogRefused(f"{file.path} cannot be read. {_WAY_OUT}") from None
    head = head_of(log)
    if known is None and head.size > 0:
        raise KeyLogRefused(f"{file.path} is missing, so nobody can tell whether the key log is whole. {_WAY_OUT}")
    if known is not None:
        await db.read(lambda tx: _check(tx, known, file))


async def restart_key_log(db: Database, file: HeadFile, log_key: bytes) -> LogHead:
    """Begin a new log with every entry there is, and let the file follow it whatever it says now."""
    head = await db.write(lambda tx: restart_log(tx, log_key))
    await asyncio.to_thread(file.replace, head)
    return head


async def _check(tx: ReadTx, known: LogHead, file: HeadFile) -> None:
    log = await tx.one(_FIND, number=known.number)
    if log is None or head_of(log).origin != known.origin:
        raise KeyLogRefused(f"The database holds another key log than the one in {file.path}. {_WAY_OUT}")
    if log.size < known.size:
        raise KeyLogRefused(
            f"The key log in the database has {log.size} leaves, but {known.size} were published. {_WAY_OUT}"
        )
    if await root_at(tx, log, known.size) != known.root:
        raise KeyLogRefused(f"The database's key log differs from the one that was published. {_WAY_OUT}")
