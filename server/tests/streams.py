"""Follow a live stream in a test: events as they come, each with what it says, and no waiting longer than needed."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import httpx

PATIENCE = 10.0


class Event(NamedTuple):
    """One event. `number` is None when it carries no id."""

    number: int | None
    kind: str
    data: dict[str, Any]  # JSON


@dataclass
class Stream:
    """An open stream."""

    answer: httpx.Response
    lines: AsyncIterator[str]
    comments: int = 0

    async def next(self) -> Event:
        """The next event, or StopAsyncIteration when the server ended the stream."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self.lines:
                if line.startswith(":"):
                    self.comments += 1
                elif line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    number = int(fields["id"]) if "id" in fields else None
                    return Event(number, fields["event"], json.loads(fields["data"]))
        raise StopAsyncIteration

    async def some(self, count: int) -> list[Event]:
        """So many events."""
        return [await self.next() for _ in range(count)]

    async def waits_for_end(self) -> list[Event]:
        """What comes until the server ends the stream."""
        events: list[Event] = []
        while True:
            try:
                events.append(await self.next())
            except StopAsyncIteration:
                return events


@asynccontextmanager
async def follow(
    http: httpx.AsyncClient, after: int | None = None, last_seen: str | None = None
) -> AsyncGenerator[Stream, None]:
    """Open a stream, behind a number if one is given."""
    params = {} if after is None else {"after": after}
    headers = {} if last_seen is None else {"Last-Event-ID": last_seen}
    async with http.stream("GET", "/v1/events", params=params, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield Stream(answer, aiter(answer.aiter_lines()))
