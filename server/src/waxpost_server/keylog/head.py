"""`keylog-head.txt`: size and root of the key log, kept outside the database and written before every answer.

A restored or tampered database can then not go unnoticed: a log that is shorter than this file, or differs from it,
stops the start. Four lines: number of the log, origin, size, root in base64.
"""

import asyncio
import base64
import fcntl
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from waxpost_server.kit.db import Database, WriteTx
from waxpost_server.kit.errors import StorageUnavailable

T = TypeVar("T")

FILE_NAME = "keylog-head.txt"


@dataclass(frozen=True, slots=True)
class LogHead:
    """How far a log has come. `number` counts the logs there were: a restart raises it."""

    number: int
    origin: str
    size: int
    root: bytes


class HeadDamaged(Exception):
    """The file is there and cannot be understood."""


class HeadFile:
    """The file in the data folder. Several processes may write it; it never goes back to a shorter log."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def read(self) -> LogHead | None:
        """What the file says, None when there is none. Raises HeadDamaged."""
        try:
            number, origin, size, root = self.path.read_text(encoding="ascii").splitlines()
            return LogHead(int(number), origin, int(size), base64.b64decode(root, validate=True))
        except FileNotFoundError:
            return None
        except (ValueError, OSError) as error:
            raise HeadDamaged from error

    def keep(self, head: LogHead) -> None:
        """Make the file say at least this, durably. Raises StorageUnavailable."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(self.path.with_suffix(".lock"), "wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                known = self.read()
                if known is None or (known.number, known.size) < (head.number, head.size):
                    self._write(head)
        except OSError as error:
            raise StorageUnavailable from error

    def replace(self, head: LogHead) -> None:
        """Make the file say exactly this, after a restart of the log. Raises StorageUnavailable."""
        try:
            self._write(head)
        except OSError as error:
            raise StorageUnavailable from error

    def _write(self, head: LogHead) -> None:
        root = base64.b64encode(head.root).decode()
        unfinished = self.path.with_suffix(".new")
        with open(unfinished, "w", encoding="ascii") as file:
            file.write(f"{head.number}\n{head.origin}\n{head.size}\n{root}\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


async def write_keeping_head(
    db: Database, file: HeadFile, verb: Callable[[WriteTx], Awaitable[tuple[T, LogHead]]]
) -> T:
    """Run a verb that appends to the log; its first result, once both the commit and the file are durable."""
    result, head = await db.write(verb)
    await asyncio.to_thread(file.keep, head)
    return result
