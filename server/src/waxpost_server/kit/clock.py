"""The time, in whole seconds since 1970 in UTC, and its form on the wire: `YYYY-MM-DDTHH:MM:SSZ`.

`now()` asks the clock in force: the system's, or the one that a test turns by hand. The clock follows the request
through awaits and onto the writer thread.
"""

import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Protocol

from waxpost_server.kit.errors import InvalidRequest

_WIRE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> int:
        """Seconds since 1970 in UTC."""
        ...


class SystemClock:
    """The machine's wall clock."""

    def now(self) -> int:
        """Seconds since 1970 in UTC."""
        return int(time.time())


class TurnableClock:
    """A clock that moves only when it is turned, backwards too."""

    def __init__(self, start: int) -> None:
        self._now = start

    def now(self) -> int:
        """Seconds since 1970 in UTC."""
        return self._now

    def turn(self, seconds: int) -> None:
        """Move by so many seconds."""
        self._now += seconds


_SYSTEM = SystemClock()
_in_force: ContextVar[Clock] = ContextVar("clock", default=_SYSTEM)


def now() -> int:
    """Seconds since 1970 in UTC, by the clock in force."""
    return _in_force.get().now()


@contextmanager
def use_clock(clock: Clock) -> Generator[None]:
    """Put a clock in force for everything inside the block."""
    token = _in_force.set(clock)
    try:
        yield
    finally:
        _in_force.reset(token)


def wire_time(seconds: int) -> str:
    """`YYYY-MM-DDTHH:MM:SSZ` (spec/api.md, section 1)."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def maybe_wire_time(seconds: int | None) -> str | None:
    """The same, and None for a time that has not come."""
    return None if seconds is None else wire_time(seconds)


def seconds_of(text: str) -> int:
    """The seconds of a `YYYY-MM-DDTHH:MM:SSZ`; nothing else is taken. Raises InvalidRequest."""
    refused = InvalidRequest("A time is not of the form YYYY-MM-DDTHH:MM:SSZ.")
    if not _WIRE.fullmatch(text):
        raise refused
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:  # no such day or hour
        raise refused from None
