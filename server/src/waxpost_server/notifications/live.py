"""The live stream: one feed per process reads the outbox for all its readers and hands each its next bytes.

A wake-up only says "look again"; what a reader gets is what the table holds behind the last number it was given, so
nothing is lost, doubled or out of order, whichever process wrote. Readers that are woken together are read for
together. A reader holds one batch at most: until its connection has taken that, nothing more is read for it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from waxpost_server.accounts.sessions import list_live_sessions
from waxpost_server.kit.db import Database, ReadTx
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.log import log
from waxpost_server.kit.outbox import Hub, find_number, find_numbers, is_whole, list_since
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.limits import TooManyRequests
from waxpost_server.kit.web.principal import Principal
from waxpost_server.notifications.presence import Presence
from waxpost_server.notifications.wire import HEARTBEAT, event_bytes, gap_bytes, hello_bytes

HEARTBEAT_SECONDS = 20.0  # spec/api.md, section 8
# Twice a second, because a stream ends within a second of its session.
TICK_SECONDS = 0.5
# A connection that takes nothing for so long is given up.
STUCK_SECONDS = 60.0
# A browser needs one, whatever its tabs; more than this is a mistake or an attack.
READERS_OF_ONE_PERSON = 32
# In one transaction, so that requests get their turn between two.
_TOGETHER = 200
_BATCH_EVENTS = 200


class Reader:
    """One connection. `given` is the number of the last event it was given."""

    __slots__ = ("_bell", "_waiting", "given", "has_ended", "is_behind", "principal", "stop_waking", "written_at")

    def __init__(self, principal: Principal, given: int, first: bytes) -> None:
        self.principal = principal
        self.given = given
        self.has_ended = False
        self.is_behind = False
        self.stop_waking: Callable[[], None] = lambda: None
        self.written_at = asyncio.get_running_loop().time()
        self._waiting = first
        self._bell = asyncio.Event()
        self._bell.set()

    @property
    def is_busy(self) -> bool:
        """Whether its connection has not taken all it was given."""
        return bool(self._waiting)

    def give(self, data: bytes, up_to: int) -> None:
        """Hand over bytes; only to one that is not busy."""
        self._waiting = data
        self.given = up_to
        self._bell.set()

    def end(self) -> None:
        """Let the connection end after what it is writing just now."""
        self.has_ended = True
        self._bell.set()

    async def write_to(self, write: Callable[[bytes], Awaitable[None]], take_more: Callable[["Reader"], None]) -> None:
        """Write what is given, until the end. Raises TimeoutError when the connection takes nothing."""
        loop = asyncio.get_running_loop()
        while True:
            await self._bell.wait()
            self._bell.clear()
            if self.has_ended:
                return
            data = self._waiting
            async with asyncio.timeout(STUCK_SECONDS):
                await write(data)
            self.written_at = loop.time()
            if self._waiting is data:
                self._waiting = b""
            if self.is_behind:
                self.is_behind = False
                take_more(self)


class Feed:
    """Every reader of this process. `run` must surround its use."""

    def __init__(self) -> None:
        self._readers: set[Reader] = set()
        self._people: Counter[str] = Counter()
        self._woken: set[Reader] = set()
        self._bell = asyncio.Event()
        self._presence = Presence(lambda: list(self._people))

    @asynccontextmanager
    async def run(self, db: Database, hub: Hub, settings: Settings) -> AsyncGenerator[None, None]:
        """Read for the readers, and end those whose session has ended, until the block ends."""
        self._hub = hub
        tasks = [asyncio.create_task(self._read_on(db)), asyncio.create_task(self._tick_on(db, settings))]
        if settings.has_mail:
            tasks.append(asyncio.create_task(self._presence.keep(db)))
        try:
            yield
        finally:
            self.end_all()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def open(self, db: Database, principal: Principal, after: int | None) -> Reader:
        """A reader of this person's stream behind a number, or from now on. Close it in the end.

        Raises TooManyRequests when the person has more than anybody needs.
        """
        if self._people[principal.uid] >= READERS_OF_ONE_PERSON:
            raise TooManyRequests(round(STUCK_SECONDS))
        self._people[principal.uid] += 1
        try:
            given, first = await db.read(lambda tx: _begin(tx, principal.uid, after))
        except BaseException:
            self._leave(principal)
            raise
        reader = Reader(principal, given, first)
        self._readers.add(reader)
        self._presence.changed()
        reader.stop_waking = self._hub.subscribe(principal.uid, lambda: self._wake(reader))
        # What was written between reading the number and subscribing woke nobody.
        self._wake(reader)
        return reader

    def close(self, reader: Reader) -> None:
        """Forget a reader whose connection has ended."""
        reader.stop_waking()
        self._readers.discard(reader)
        self._woken.discard(reader)
        self._leave(reader.principal)

    def end_all(self) -> None:
        """Let every connection end: the server stops, and clients come back to the next one."""
        for reader in self._readers:
            reader.end()

    def take_more(self, reader: Reader) -> None:
        """Read again for one that was behind and has taken everything."""
        self._wake(reader)

    def _leave(self, principal: Principal) -> None:
        self._people[principal.uid] -= 1
        if not self._people[principal.uid]:
            del self._people[principal.uid]
            self._presence.changed()

    def _wake(self, reader: Reader) -> None:
        self._woken.add(reader)
        self._bell.set()

    async def _read_on(self, db: Database) -> None:
        while True:
            await self._bell.wait()
            self._bell.clear()
            while self._woken:
                some = [self._woken.pop() for _ in range(min(_TOGETHER, len(self._woken)))]
                try:
                    await db.read(lambda tx, some=some: _read_for(tx, some))
                except StorageUnavailable:
                    self._woken.update(reader for reader in some if reader in self._readers)
                    await asyncio.sleep(1.0)
                except Exception:  # noqa: BLE001 - one broken row must not silence everybody; logged, and these read anew
                    log().error("live stream", exc_info=True)
                    for reader in some:
                        reader.end()
                await asyncio.sleep(0)

    async def _tick_on(self, db: Database, settings: Settings) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            due = asyncio.get_running_loop().time() - HEARTBEAT_SECONDS
            for reader in self._readers:
                if reader.written_at <= due and not reader.is_busy:
                    reader.give(HEARTBEAT, reader.given)
            try:
                await self._end_dead(db, settings)
            except StorageUnavailable:
                continue  # nobody can end a session meanwhile, either

    async def _end_dead(self, db: Database, settings: Settings) -> None:
        sessions = {reader.principal.session_id for reader in self._readers}
        if not sessions:
            return
        live = await db.read(lambda tx: list_live_sessions(tx, settings, list(sessions)))
        for reader in list(self._readers):
            if reader.principal.session_id in sessions - live:
                reader.end()


async def _begin(tx: ReadTx, uid: str, after: int | None) -> tuple[int, bytes]:
    """The number to go on from, and the first bytes."""
    newest = await find_number(tx, uid)
    if after is None:
        return newest, hello_bytes(newest, is_start=True)
    if await is_whole(tx, uid, after):
        return after, hello_bytes(newest, is_start=False)
    return newest, hello_bytes(newest, is_start=False) + gap_bytes(newest)


async def _read_for(tx: ReadTx, readers: Iterable[Reader]) -> None:
    """Give each of these what its stream holds behind the last it was given, a batch at most."""
    free: list[Reader] = []
    for reader in readers:
        if reader.is_busy:
            reader.is_behind = True
        elif not reader.has_ended:
            free.append(reader)
    newest = await find_numbers(tx, sorted({reader.principal.uid for reader in free}))
    for reader in free:
        if newest.get(reader.principal.uid, 0) <= reader.given:
            continue
        rows = await list_since(tx, reader.principal.uid, reader.given, _BATCH_EVENTS)
        if reader.is_busy:  # a heartbeat came between
            reader.is_behind = True
        elif rows:
            reader.is_behind = rows[-1].number < newest[reader.principal.uid]
            reader.give(b"".join(map(event_bytes, rows)), rows[-1].number)
