"""Follow the live stream of events (spec/api.md, section 8) without losing one.

A broken connection is made again from the last number seen. When the server no longer keeps what was missed, or knows
less than this client, one event `gap` says: fetch everything again.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from waxpost._api import Api
from waxpost._exceptions import ServerAnswerNotUnderstood, ServerNotReached
from waxpost._values import Event

PAUSE_FIRST = 1.0
PAUSE_MOST = 30.0
LINE_MOST = 64 * 1024
_KINDS = frozenset(
    {
        "message",
        "read",
        "marked",
        "deleted",
        "expired",
        "vault",
        "credentials",
        "invitation",
        "link",
        "request",
        "answer",
    }
)


def watch(api: Api, after: int, pause: Callable[[float], None] = time.sleep) -> Iterator[Event]:
    """Every event after number `after`, for ever; ends with `NotSignedIn` when the session ends.

    Events of kinds that this version does not know are passed over.
    """
    wait = PAUSE_FIRST
    while True:
        try:
            with api.stream_lines("events", {"after": after}) as lines:
                for event in read_events(lines):
                    wait = PAUSE_FIRST
                    if event.kind == "hello":
                        continue
                    after = event.number
                    if event.kind == "gap" or event.kind in _KINDS:
                        yield event
        except ServerNotReached:
            pause(wait)
            wait = min(wait * 2, PAUSE_MOST)
            continue
        # The server ended the stream by itself, as it does when it restarts or the session ends: ask again.
        pause(PAUSE_FIRST)


def read_events(lines: Iterable[str]) -> Iterator[Event]:
    """The events of a stream: `id`, `event` and `data` lines up to a blank one; comments are passed over."""
    fields: dict[str, str] = {}
    for line in lines:
        if len(line) > LINE_MOST:
            raise ServerAnswerNotUnderstood("an event that is too long")
        if not line:
            if "event" in fields and "data" in fields:
                yield _event(fields)
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")


def _event(fields: dict[str, str]) -> Event:
    try:
        data: object = json.loads(fields["data"])
    except (ValueError, RecursionError) as error:
        raise ServerAnswerNotUnderstood("an event that is not JSON") from error
    if not isinstance(data, dict):
        raise ServerAnswerNotUnderstood("an event that is not a JSON object")
    values = {
        name: value
        for name, value in cast("dict[str, object]", data).items()
        if isinstance(value, str) or type(value) is int
    }
    number = values.get("number") if "id" not in fields else _number(fields["id"])
    if type(number) is not int:
        raise ServerAnswerNotUnderstood("an event without a number")
    return Event(fields["event"], number, values)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        raise ServerAnswerNotUnderstood("an event without a number")
    return int(text)
