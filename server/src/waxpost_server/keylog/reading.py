"""Give out the key log: its leaves from a position on, and who signs it (spec/key-log.md 5.2)."""

import sqlalchemy as sa

from waxpost_server.keylog.append import current_log
from waxpost_server.keylog.errors import LogNotFound, LogPosition
from waxpost_server.keylog.signatures import origin_of
from waxpost_server.keylog.tables import key_log, log_leaf
from waxpost_server.kit.db import ReadTx, Row, statement
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.shapes import Answer

LEAVES_MOST = 10_000

_FORMER = statement(
    sa.select(key_log).where(key_log.c.instance == sa.bindparam("instance"), key_log.c.restarted_at.is_not(None))
)
_ALL_FORMER = statement(sa.select(key_log).where(key_log.c.restarted_at.is_not(None)).order_by(key_log.c.number))
_LEAVES = statement(
    sa.select(log_leaf.c.leaf)
    .where(log_leaf.c.log_number == sa.bindparam("of_log"), log_leaf.c.position >= sa.bindparam("position"))
    .order_by(log_leaf.c.position)
    .limit(LEAVES_MOST)
)


class LogName(Answer, frozen=True):
    """A log's origin and the public key of its notes (32 bytes, b64u). On the wire as it is."""

    origin: str
    key: str


class LogInfo(Answer, frozen=True):
    """The log in use and, oldest first, those before it. On the wire as it is."""

    origin: str
    key: str
    previous: list[LogName]


async def read_log_info(tx: ReadTx) -> LogInfo:
    """Who signs which log."""
    previous = [_name_of(row) for row in await tx.all(_ALL_FORMER)]
    current = _name_of(await current_log(tx))
    return LogInfo(origin=current.origin, key=current.key, previous=previous)


async def read_log(tx: ReadTx, position: int) -> bytes:
    """Leaves from a position on, each behind its length as two bytes, then two zero bytes and the newest note.

    Raises LogPosition when the log is shorter than the position.
    """
    return await _read(tx, await current_log(tx), position)


async def read_former_log(tx: ReadTx, instance: str, position: int) -> bytes:
    """The same of a log before the last restart. Raises LogNotFound, LogPosition."""
    log = await tx.one(_FORMER, instance=instance)
    if log is None:
        raise LogNotFound("Ask `log/info` which logs there were.")
    return await _read(tx, log, position)


async def _read(tx: ReadTx, log: Row, position: int) -> bytes:
    if position > log.size:
        raise LogPosition(f"The log has {log.size} leaves.")
    parts: list[bytes] = []
    for row in await tx.all(_LEAVES, of_log=log.number, position=position):
        parts += (len(row.leaf).to_bytes(2, "big"), row.leaf)
    return b"".join((*parts, b"\x00\x00", log.note.encode()))


def _name_of(log: Row) -> LogName:
    return LogName(origin=origin_of(log.instance), key=b64u(log.key))
