"""Who has a live stream open just now, in any process: known to the database, for whoever tells people by other ways.

Each process writes its own list: at once (within a second) when somebody comes or goes, and again before it grows old.
A process that dies leaves a list that counts no more after `COUNTS_SECONDS`. Kept only where mails are sent.
"""

import asyncio
from collections.abc import Callable

import sqlalchemy as sa

from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Database, ReadTx, WriteTx, statement
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.ids import new_id
from waxpost_server.notifications.tables import live_reader

COUNTS_SECONDS = 60
REFRESH_SECONDS = 20.0
# At most so often, however many come and go.
PAUSE_SECONDS = 0.5

_r = live_reader.c
_LEAVE = statement(
    sa.delete(live_reader).where(
        sa.or_(_r.process == sa.bindparam("of_process"), _r.until_at <= sa.bindparam("now_at"))
    )
)
_ENTER = statement(sa.insert(live_reader))
_FIND = statement(sa.select(_r.uid).where(_r.uid == sa.bindparam("uid"), _r.until_at > sa.bindparam("now_at")).limit(1))


async def has_open_stream(tx: ReadTx, uid: str) -> bool:
    """Whether this person has a live stream open, in any process."""
    return await tx.one(_FIND, uid=uid, now_at=now()) is not None


class Presence:
    """The list of one process. `uids` says who has a stream open there now."""

    def __init__(self, uids: Callable[[], list[str]]) -> None:
        self._process = new_id()
        self._uids = uids
        self._bell = asyncio.Event()

    def changed(self) -> None:
        """Somebody came or went."""
        self._bell.set()

    async def keep(self, db: Database) -> None:
        """Keep the list in the database, until cancelled; then take it out."""
        written: list[str] = []
        try:
            while True:
                try:
                    async with asyncio.timeout(REFRESH_SECONDS):
                        await self._bell.wait()
                except TimeoutError:
                    pass  # nobody came or went: the list grows old
                self._bell.clear()
                uids = sorted(self._uids())
                if uids or written:
                    written = await self._try_to_write(db, uids, written)
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            if written:
                await self._try_to_write(db, [], written)

    async def _try_to_write(self, db: Database, uids: list[str], written: list[str]) -> list[str]:
        """The list that the database holds now."""
        try:
            await db.write(lambda tx: self._write(tx, uids))
        except StorageUnavailable:
            return written  # the next time will do: no mail is sent meanwhile, either
        return uids

    async def _write(self, tx: WriteTx, uids: list[str]) -> None:
        await tx.run(_LEAVE, of_process=self._process, now_at=now())
        await tx.run_many(
            _ENTER, [{"process": self._process, "uid": uid, "until_at": now() + COUNTS_SECONDS} for uid in uids]
        )
