"""PostgreSQL: a pool of bare asyncpg connections, statement text compiled once.

Reads see one snapshot (REPEATABLE READ, READ ONLY). Writes are READ COMMITTED: what must not race is one conditional
statement or stands behind `WriteTx.lock`. A deadlock is run again; a lost server is a 503 until it is back.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import asyncpg

from waxpost_server.kit.errors import InvalidRequest, StorageUnavailable
from waxpost_server.kit.statement import Row, Statement
from waxpost_server.kit.transactions import ConstraintBroken, Database, Listeners, ReadTx, WriteTx

T = TypeVar("T")

POOL_SIZE = 10
ACQUIRE_SECONDS = 10.0
ATTEMPTS = 4
RECONNECT_SECONDS = 1.0

_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_RUN_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_UNAVAILABLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalClientError,
    asyncpg.PostgresIOError,
    OSError,
    TimeoutError,
)
Connection = Any  # asyncpg ships no complete types


class _Connection(asyncpg.Connection):
    def get_reset_query(self) -> str:
        """Nothing to reset: we only ever use transactions, which leave no state behind. Saves a round trip."""
        return ""


class _PostgresRead(ReadTx):
    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, st: Statement, /, **params: object) -> list[Row]:
        form = st.on("postgresql")
        return list(map(form.make_row, await self._connection.fetch(form.text, *form.arrange(params))))

    async def one(self, st: Statement, /, **params: object) -> Row | None:
        form = st.on("postgresql")
        row = await self._connection.fetchrow(form.text, *form.arrange(params))
        return None if row is None else form.make_row(row)


class _PostgresWrite(_PostgresRead, WriteTx):
    __slots__ = ("_listeners", "_teller", "calls")

    def __init__(self, connection: Connection, listeners: Listeners, teller: str) -> None:
        super().__init__(connection)
        self._teller = teller
        self._listeners = listeners
        self.calls: list[Callable[[], None]] = []

    async def run(self, st: Statement, /, **params: object) -> int:
        form = st.on("postgresql")
        status = await self._connection.execute(form.text, *form.arrange(params))
        return int(status.rpartition(" ")[2])

    async def run_many(self, st: Statement, rows: Sequence[Mapping[str, object]]) -> None:
        form = st.on("postgresql")
        await self._connection.executemany(form.text, [form.arrange(row) for row in rows])

    async def lock(self, name: str) -> None:
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        await self._connection.execute("SELECT pg_advisory_xact_lock($1)", number)

    def after_commit(self, call: Callable[[], None]) -> None:
        self.calls.append(call)

    async def notify(self, channel: str, payload: str) -> None:
        # Our own listeners are told directly: it is quicker than the way through the server.
        self.calls.append(lambda: self._listeners.tell(channel, payload))
        await self._connection.execute("SELECT pg_notify($1, $2)", channel, f"{self._teller} {payload}")


class PostgresDatabase(Database):
    """One database of a server. Starts without a connection, so a stopped server is a 503 and not a crash."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None  # asyncpg ships no complete types
        self._opening = asyncio.Lock()
        self._listeners = Listeners()
        self._teller = secrets.token_hex(8)  # tells our own notifications from those of other processes
        self._listening: dict[str, asyncio.Task[None]] = {}

    async def read(self, verb: Callable[[ReadTx], Awaitable[T]]) -> T:
        async def attempt(connection: Connection) -> T:
            await connection.execute(_SNAPSHOT)
            result = await verb(_PostgresRead(connection))
            await connection.execute("COMMIT")
            return result

        return await self._with_connection(attempt)

    async def write(self, verb: Callable[[WriteTx], Awaitable[T]]) -> T:
        calls: list[Callable[[], None]] = []

        async def attempt(connection: Connection) -> T:
            tx = _PostgresWrite(connection, self._listeners, self._teller)
            await connection.execute("BEGIN")
            result = await verb(tx)
            if await connection.execute("COMMIT") != "COMMIT":
                raise ConstraintBroken("an earlier statement of this transaction failed")
            calls.extend(tx.calls)
            return result

        result = await self._with_connection(attempt)
        for call in calls:
            call()
        return result

    async def listen(self, channel: str, heard: Callable[[str], None]) -> None:
        self._listeners.add(channel, heard)
        if channel not in self._listening:
            ready = asyncio.Event()
            self._listening[channel] = asyncio.create_task(self._keep_listening(channel, ready))
            await ready.wait()

    async def close(self) -> None:
        for task in self._listening.values():
            task.cancel()
        await asyncio.gather(*self._listening.values(), return_exceptions=True)
        if self._pool is not None:
            await self._pool.close()

    async def _with_connection(self, attempt: Callable[[Connection], Awaitable[T]]) -> T:
        try:
            for left in reversed(range(ATTEMPTS)):
                pool = self._pool or await self._open_pool()
                async with pool.acquire(timeout=ACQUIRE_SECONDS) as connection:
                    try:
                        return await attempt(connection)
                    except BaseException as error:
                        if not connection.is_closed():
                            await connection.execute("ROLLBACK")
                        if not isinstance(error, _RUN_AGAIN) or not left:
                            raise
        except asyncpg.IntegrityConstraintViolationError as error:
            raise ConstraintBroken(str(error.constraint_name)) from None  # the driver's text repeats values
        except asyncpg.CharacterNotInRepertoireError as error:
            raise InvalidRequest("A text holds a character that cannot be stored.") from error
        except (*_UNAVAILABLE, *_RUN_AGAIN) as error:
            if isinstance(error, asyncpg.DataError):  # a wrong parameter: also an InterfaceError, but our own mistake
                raise
            raise StorageUnavailable from error
        raise StorageUnavailable

    async def _open_pool(self) -> Any:  # asyncpg ships no complete types
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url,
                    min_size=0,
                    max_size=POOL_SIZE,
                    connection_class=cast(Any, _Connection),
                    statement_cache_size=1024,
                    max_cached_statement_lifetime=0,
                    timeout=ACQUIRE_SECONDS,
                )
            return self._pool

    async def _keep_listening(self, channel: str, ready: asyncio.Event) -> None:
        def hear(_connection: object, _pid: object, _channel: object, said: object) -> None:
            teller, _, payload = str(said).partition(" ")
            if teller != self._teller:
                self._listeners.tell(channel, payload)

        while True:
            lost = asyncio.Event()
            try:
                connection: Connection = await asyncpg.connect(self._url, timeout=ACQUIRE_SECONDS)
                try:
                    connection.add_termination_listener(_setter(lost))
                    await connection.add_listener(channel, hear)
                    if ready.is_set():
                        self._listeners.tell(channel, "")
                    ready.set()
                    await lost.wait()
                finally:
                    connection.terminate()
            except _UNAVAILABLE:
                ready.set()  # the server is away: requests say so themselves, and we try again
            await asyncio.sleep(RECONNECT_SECONDS)


def _setter(lost: asyncio.Event) -> Callable[[object], None]:
    return lambda _connection: lost.set()
