"""SQLite: reads on the event loop, writes on one thread that commits many verbs at once.

Each verb runs in a SAVEPOINT of its own, so a failing verb takes back nothing but itself. Its caller is answered only
after the COMMIT, which reaches the disk (`synchronous=FULL`). Two processes on one file stay correct, only slower.
"""

import asyncio
import contextvars
import queue
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.statement import Row, Statement
from waxpost_server.kit.transactions import ConstraintBroken, Database, ForeignAwait, Listeners, ReadTx, WriteTx

T = TypeVar("T")

BATCH_VERBS = 64  # beyond this the first caller waits longer than one more fsync would cost
BATCH_SECONDS = 0.02
WATCH_SECONDS = 1.0

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=1073741824",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA trusted_schema=OFF",
)
_ALLOWED_ACTIONS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
        sqlite3.SQLITE_RECURSIVE,
    }
)
_BROKEN_CONNECTION = frozenset(
    {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
)
_UNAVAILABLE = _BROKEN_CONNECTION | {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
}


def connect(path: Path, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> sqlite3.Connection:
    """A connection with the house's pragmas, in WAL mode, and no right to do anything but read and write rows."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=1024)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.set_authorizer(_authorize)
    except BaseException:
        connection.close()
        raise
    return connection


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    if action in _ALLOWED_ACTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second != "load_extension":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "data_version":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class _SqliteRead(ReadTx):
    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def all(self, st: Statement, /, **params: object) -> list[Row]:
        form = st.on("sqlite")
        return list(map(form.make_row, self._execute(form.text, form.arrange(params)).fetchall()))

    async def one(self, st: Statement, /, **params: object) -> Row | None:
        form = st.on("sqlite")
        rows = self._execute(form.text, form.arrange(params)).fetchmany(2)
        return form.make_row(rows[0]) if rows else None

    def _execute(self, text: str, values: Sequence[object]) -> sqlite3.Cursor:
        return self._connection.execute(text, cast(Any, values))


class _SqliteWrite(_SqliteRead, WriteTx):
    __slots__ = ("_failed", "_listeners", "calls")

    def __init__(self, connection: sqlite3.Connection, listeners: Listeners) -> None:
        super().__init__(connection)
        self._listeners = listeners
        self._failed: BaseException | None = None
        self.calls: list[Callable[[], None]] = []

    async def run(self, st: Statement, /, **params: object) -> int:
        form = st.on("sqlite")
        return self._execute(form.text, form.arrange(params)).rowcount

    async def run_many(self, st: Statement, rows: Sequence[Mapping[str, object]]) -> None:
        form = st.on("sqlite")
        with self._watched():
            self._connection.executemany(form.text, cast(Any, [form.arrange(row) for row in rows]))

    async def lock(self, name: str) -> None:
        """Nothing to do: BEGIN IMMEDIATE has made this the only writer."""

    def after_commit(self, call: Callable[[], None]) -> None:
        self.calls.append(call)

    async def notify(self, channel: str, payload: str) -> None:
        self.calls.append(lambda: self._listeners.tell(channel, payload))  # others see the change of the file

    def _execute(self, text: str, values: Sequence[object]) -> sqlite3.Cursor:
        with self._watched():
            return self._connection.execute(text, cast(Any, values))

    def _watched(self) -> "_Watch":
        self.check_alive()
        return _Watch(self)

    def check_alive(self) -> None:
        """Raise when a statement failed before: as on PostgreSQL, a verb cannot carry on after that."""
        if self._failed is not None:
            raise self._failed

    def fail(self, error: BaseException) -> None:
        """Remember the first statement that failed."""
        self._failed = self._failed or error


class _Watch:
    """Remembers that a statement failed, and says it in the house's words."""

    __slots__ = ("_tx",)

    def __init__(self, tx: _SqliteWrite) -> None:
        self._tx = tx

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if error is None:
            return
        if isinstance(error, sqlite3.IntegrityError):
            broken = ConstraintBroken(str(error))
            self._tx.fail(broken)
            raise broken from error
        self._tx.fail(error)


def _drive(coroutine: Awaitable[T]) -> T:
    """Run to the end without an event loop."""
    steps = cast(Coroutine[Any, Any, T], coroutine)
    try:
        steps.send(None)
    except StopIteration as end:
        return cast(T, end.value)
    steps.close()
    raise ForeignAwait


def _is_unavailable(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) and _primary_code(error) in _UNAVAILABLE


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # the attribute is missing on errors of the Python module


@dataclass(slots=True)
class _Job:
    verb: Callable[[WriteTx], Awaitable[Any]]  # any result; the caller's type is in `write`
    future: asyncio.Future[Any]
    context: contextvars.Context
    result: object = None
    error: BaseException | None = None
    calls: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])


class SqliteDatabase(Database):
    """One file. Must be made, used and closed on one event loop."""

    def __init__(self, path: Path, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> None:
        self._path = path
        self._synchronous: Literal["FULL", "NORMAL"] = synchronous
        self._loop = asyncio.get_running_loop()
        self._reader: sqlite3.Connection | None = self._connect()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._listeners = Listeners()
        writer = self._connect()
        self._thread = threading.Thread(
            target=self._write_until_closed, args=(writer, _OtherWriters(writer)), name="sqlite-writer", daemon=True
        )
        self._thread.start()

    async def read(self, verb: Callable[[ReadTx], Awaitable[T]]) -> T:
        try:
            if self._reader is None:
                self._reader = self._connect()
            self._reader.execute("BEGIN")
            try:
                return _drive(verb(_SqliteRead(self._reader)))
            finally:
                if self._reader.in_transaction:
                    self._reader.execute("COMMIT")
        except sqlite3.Error as error:
            if not _is_unavailable(error):
                raise
            if self._reader is not None and _primary_code(error) in _BROKEN_CONNECTION:
                self._reader.close()
                self._reader = None
            raise StorageUnavailable from error

    async def write(self, verb: Callable[[WriteTx], Awaitable[T]]) -> T:
        if not self._thread.is_alive():
            raise StorageUnavailable
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(verb, future, contextvars.copy_context()))
        return await future

    async def listen(self, channel: str, heard: Callable[[str], None]) -> None:
        self._listeners.add(channel, heard)

    async def close(self) -> None:
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        if self._reader is not None:
            self._reader.close()

    def _connect(self) -> sqlite3.Connection:
        return connect(self._path, self._synchronous)

    def _write_until_closed(self, connection: sqlite3.Connection | None, watch: "_OtherWriters") -> None:
        while True:
            if connection is not None and watch.have_written(connection):
                self._loop.call_soon_threadsafe(self._listeners.tell_all)
            try:
                first = self._jobs.get(timeout=WATCH_SECONDS)
            except queue.Empty:
                continue
            if first is None:
                break
            batch = [first]
            try:
                if connection is None:
                    connection = self._connect()
                self._run_batch(connection, batch)
            except BaseException as error:  # noqa: BLE001 - every caller must get an answer, whatever broke
                for job in batch:
                    job.error = job.error or error
                connection = self._after_failure(connection, error)
            self._loop.call_soon_threadsafe(_answer, batch)
        if connection is not None:
            connection.close()

    def _run_batch(self, connection: sqlite3.Connection, batch: list[_Job]) -> None:
        """Run the first job and whatever else is waiting, then commit. Adds the jobs it took to `batch`."""
        connection.execute("BEGIN IMMEDIATE")
        ends_at = time.monotonic() + BATCH_SECONDS
        _run_job(connection, batch[0], self._listeners)
        while len(batch) < BATCH_VERBS and time.monotonic() < ends_at:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)  # closing: commit this batch, then end
                break
            batch.append(job)
            _run_job(connection, job, self._listeners)
        connection.execute("COMMIT")

    @staticmethod
    def _after_failure(connection: sqlite3.Connection | None, error: BaseException) -> sqlite3.Connection | None:
        """Leave no transaction open. None when the connection is of no more use."""
        if connection is None:
            return None
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if not isinstance(error, sqlite3.Error) or _primary_code(error) not in _BROKEN_CONNECTION:
                return connection
        except sqlite3.Error:
            pass  # the connection is thrown away below
        connection.close()
        return None


class _OtherWriters:
    """Notices, once a second, that another process has committed to the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        # Read before the thread runs: what is committed until its first look must not pass for the state at the start.
        self._seen = _read_version(connection)
        self._look_at = time.monotonic() + WATCH_SECONDS

    def have_written(self, connection: sqlite3.Connection) -> bool:
        """Whether somebody has, since the last look."""
        if time.monotonic() < self._look_at:
            return False
        self._look_at = time.monotonic() + WATCH_SECONDS
        try:
            version = _read_version(connection)
        except sqlite3.Error:
            return False  # the next write meets the same trouble and reports it
        before, self._seen = self._seen, version
        return before != version


def _read_version(connection: sqlite3.Connection) -> int:
    """A number that changes only when another connection commits; in this process nobody else writes."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _run_job(connection: sqlite3.Connection, job: _Job, listeners: Listeners) -> None:
    """Run one verb in its savepoint. Raises only when the whole batch is lost."""
    if job.future.cancelled():
        return
    connection.execute("SAVEPOINT verb")
    tx = _SqliteWrite(connection, listeners)
    try:
        job.result = job.context.run(_drive_verb, job.verb, tx)
        tx.check_alive()
    except BaseException as error:  # handed to the caller by _answer
        if not connection.in_transaction:
            raise  # SQLite took back the whole transaction: disk full, I/O error
        connection.execute("ROLLBACK TO verb")
        job.error = error
    else:
        job.calls = tx.calls
    connection.execute("RELEASE verb")


def _drive_verb(verb: Callable[[WriteTx], Awaitable[T]], tx: WriteTx) -> T:
    return _drive(verb(tx))


def _answer(batch: list[_Job]) -> None:
    for job in batch:
        if job.error is None:
            for call in job.calls:
                call()
            if not job.future.done():
                job.future.set_result(job.result)
        elif not job.future.done():
            if _is_unavailable(job.error):
                unavailable = StorageUnavailable()
                unavailable.__cause__ = job.error
                job.future.set_exception(unavailable)
            else:
                job.future.set_exception(job.error)
