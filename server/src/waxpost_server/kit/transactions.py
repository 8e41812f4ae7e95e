"""What a verb may rely on: reading and writing transactions, and the database that runs verbs in them.

A verb is `async def verb(tx, ...)`. It may await its transaction and nothing else: on SQLite nothing ever suspends,
and a verb that waits for the network would hold up everybody. `kit.db.open_database` opens the one in use.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from waxpost_server.kit.statement import Row, Statement

T = TypeVar("T")


class ConstraintBroken(Exception):
    """A write broke a constraint of its table. The transaction is lost: let this pass, or use ON CONFLICT instead."""


class ForeignAwait(RuntimeError):
    """A verb awaited something other than its transaction."""

    def __init__(self) -> None:
        super().__init__("a verb may await its transaction and nothing else")


class ReadTx(ABC):
    """One consistent view of the database. Parameters are the names of the statement's bind parameters."""

    @abstractmethod
    async def all(self, st: Statement, /, **params: object) -> list[Row]:
        """Every row of the answer."""

    @abstractmethod
    async def one(self, st: Statement, /, **params: object) -> Row | None:
        """The first row of the answer, or None."""

    async def value(self, st: Statement, /, **params: object) -> Any:  # the type is known to the statement only
        """The first column of the first row, or None."""
        row = await self.one(st, **params)
        return None if row is None else row[0]


class WriteTx(ReadTx):
    """All or nothing, and durable when `Database.write` returns."""

    @abstractmethod
    async def run(self, st: Statement, /, **params: object) -> int:
        """Run a write; the number of rows it touched. Raises ConstraintBroken."""

    @abstractmethod
    async def run_many(self, st: Statement, rows: Sequence[Mapping[str, object]]) -> None:
        """Run one write for every set of parameters. Raises ConstraintBroken."""

    @abstractmethod
    async def lock(self, name: str) -> None:
        """Wait for the lock of this name, held until the transaction ends. On SQLite every writer is alone anyway."""

    @abstractmethod
    def after_commit(self, call: Callable[[], None]) -> None:
        """Call on the event loop once the transaction is durable; never when it fails."""

    @abstractmethod
    async def notify(self, channel: str, payload: str) -> None:
        """After the commit, tell everybody who listens on the channel, in this process and in others.

        `payload` is at most 7,000 bytes; "" is reserved for "something may have been missed".
        """


class Database(ABC):
    """Runs verbs in transactions. Raises StorageUnavailable when the database is full, stopped or too busy."""

    @abstractmethod
    async def read(self, verb: Callable[[ReadTx], Awaitable[T]]) -> T:
        """The verb's result, from one consistent view. Other people's commits during the verb are not seen."""

    @abstractmethod
    async def write(self, verb: Callable[[WriteTx], Awaitable[T]]) -> T:
        """The verb's result, after the commit. When the verb raises, nothing of it stays.

        The verb may be run again after a deadlock, so it has no effect but on its transaction.
        """

    @abstractmethod
    async def listen(self, channel: str, heard: Callable[[str], None]) -> None:
        """Call `heard` with the payload of every `notify`, by any process, until the database is closed.

        `heard("")` means that something may have been missed: the connection was lost meanwhile, or, on SQLite,
        another process changed the file (looked for once a second).
        """

    @abstractmethod
    async def close(self) -> None:
        """Finish what was begun and let go of every connection."""


class Listeners:
    """Who listens in this process."""

    def __init__(self) -> None:
        self._heard: dict[str, list[Callable[[str], None]]] = {}

    def add(self, channel: str, heard: Callable[[str], None]) -> None:
        """Call `heard` for every payload on the channel."""
        self._heard.setdefault(channel, []).append(heard)

    def tell(self, channel: str, payload: str) -> None:
        """Hand a payload to the channel's listeners."""
        for heard in self._heard.get(channel, ()):
            heard(payload)

    def tell_all(self) -> None:
        """Say on every channel that something may have been missed."""
        for channel in self._heard:
            self.tell(channel, "")
