"""The routes of the live stream and of what one is told by mail (spec/api.md, sections 8 and 9)."""

import asyncio
from typing import Annotated, Any

from litestar import get, patch
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, Parameter

from waxpost_server.kit.db import Database
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.principal import CurrentUser
from waxpost_server.notifications.live import Feed, Reader
from waxpost_server.notifications.preferences import (
    Preferences,
    PreferencesChange,
    change_preferences,
    find_preferences,
)
from waxpost_server.notifications.schemas import PreferencesAnswer

# Numbers of a stream; 2^53 − 1 is the largest that every client can write.
Number = Annotated[int | None, Parameter(ge=0, le=2**53 - 1)]
LastSeen = Annotated[int | None, HeaderParameter(name="Last-Event-ID", ge=0, le=2**53 - 1)]

_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # Proxies must pass events on as they come.
    (b"x-accel-buffering", b"no"),
]


class EventStream:
    """An answer that goes on until the reader's session, the client or the server ends it."""

    def __init__(self, feed: Feed, reader: Reader) -> None:
        self._feed = feed
        self._reader = reader

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:  # ASGI's own shapes
        """Write what the reader is given."""

        async def write(data: bytes) -> None:
            await send({"type": "http.response.body", "body": data, "more_body": True})

        gone = asyncio.ensure_future(_until_gone(receive))
        gone.add_done_callback(lambda _: self._reader.end())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await self._reader.write_to(write, self._feed.take_more)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            pass  # it takes nothing, not even an end: the server cuts an answer that is not complete
        finally:
            gone.cancel()
            self._feed.close(self._reader)


async def _until_gone(receive: Any) -> None:  # ASGI's own shapes
    while (await receive())["type"] != "http.disconnect":
        pass  # the request's empty body


@get("/events", responses={200: ResponseSpec(str, media_type="text/event-stream", generate_examples=False)})
async def get_events(
    principal: CurrentUser, db: Database, feed: Feed, after: Number = None, last_seen: LastSeen = None
) -> EventStream:
    """The asker's events behind a number, then as they happen. The header counts more: with it a browser resumes."""
    return EventStream(feed, await feed.open(db, principal, after if last_seen is None else last_seen))


@get("/preferences")
async def get_preferences(principal: CurrentUser, db: Database, settings: Settings) -> PreferencesAnswer:
    """What the asker is told by mail."""
    return _answer(settings, await db.read(lambda tx: find_preferences(tx, principal.uid)))


@patch("/preferences")
async def patch_preferences(
    principal: CurrentUser, db: Database, settings: Settings, data: PreferencesChange
) -> PreferencesAnswer:
    """Choose what the asker is told by mail."""
    return _answer(settings, await db.write(lambda tx: change_preferences(tx, principal, data)))


def _answer(settings: Settings, chosen: Preferences) -> PreferencesAnswer:
    return PreferencesAnswer(
        mail_available=settings.has_mail,
        mail_new_messages=chosen.announces_messages,
        mail_link_opened=chosen.tells_links,
    )


ROUTES = [get_events, get_preferences, patch_preferences]
