"""The server killed in the middle of sending: what was acknowledged is there, whole, and what is there is whole."""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from server.tests.mailroom import Mailroom, Person
from tests.system.loaded import Running, Streams, start_loaded
from tools.ports import free_port
from tools.postgres import drop_database, new_database
from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.opening import open_key_log
from waxpost_server.kit.clock import TurnableClock, use_clock
from waxpost_server.kit.db import Database, Row, open_database, statement
from waxpost_server.kit.instance import enter_instance
from waxpost_server.kit.migrate import migrate
from waxpost_server.kit.outbox import event, event_counter
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.messages.tables import delivery, mailbox, message
from waxpost_server.notifications.live import Feed
from waxpost_server.operator.terminal import MIGRATIONS

KILLS = 20
SENDERS = 6
LONGEST_SECONDS = 0.3  # from the first answer to the kill
SEED = 20261120


@dataclass
class Sent:
    """What the senders know: envelopes that were acknowledged, and those whose answer never came."""

    acknowledged: list[dict[str, Any]] = field(default_factory=list)  # JSON
    unanswered: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A database of this test alone."""
    url = "" if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_url"))
    yield Settings(data_dir=tmp_path / "data", database_url=url, port=free_port(), web_dir=tmp_path / "no-web")
    if url:
        drop_database(url)


@pytest.fixture
async def room(settings: Settings) -> AsyncIterator[Mailroom]:
    """People with sessions, written beside the server."""
    clock = TurnableClock(int(time.time()))
    with use_clock(clock):
        await migrate(settings.database_url, MIGRATIONS)
        db = await open_database(settings.database_url)
        await db.write(enter_instance)
        secrets = open_secrets(settings.secrets_dir, is_in_use=False)
        await open_key_log(db, HeadFile(settings.data_dir), secrets.log_key)
        opened = Mailroom(settings.base_url, clock, db, settings, Feed())
        yield opened
        await opened.transport.aclose()
        await db.close()


class Servers:
    """Servers with one environment, one at a time; their log goes on."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        self._environment = environment
        self._last: Running | None = None

    def start(self) -> Running:
        """Begin to serve. Whether it answers yet is to be asked over HTTP."""
        self.end()
        with Path(os.devnull).open("rb") as nothing, self.log.open("ab") as log:
            streams = Streams(nothing.fileno(), log.fileno(), log.fileno())
            self._last = start_loaded("waxpost_server", ["serve"], self._environment, streams)
        return self._last

    def end(self) -> None:
        """Kill the last one, if that was not done, and let go of it."""
        if self._last is not None:
            self._last.send_signal(signal.SIGKILL)
            self._last.wait()
            self._last.close()
            self._last = None


@pytest.fixture
def servers(settings: Settings, tmp_path: Path) -> Iterator[Servers]:
    """Something that starts servers quickly."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAXPOST_")} | {
        "WAXPOST_DATA_DIR": str(settings.data_dir),
        "WAXPOST_DATABASE_URL": settings.database_url,
        "WAXPOST_PORT": str(settings.port),
        "WAXPOST_LOG_LEVEL": "error",
    }
    started = Servers(environment, tmp_path / "servers.log")
    yield started
    started.end()


async def test_rule_16_a_killed_server_keeps_what_it_acknowledged_and_nothing_by_halves(
    room: Mailroom, servers: Servers
) -> None:
    senders = [await room.joins(f"sender{number}") for number in range(SENDERS)]
    readers = [await room.joins(f"reader{number}") for number in range(3)]
    chance, sent = random.Random(SEED), Sent()

    for _ in range(KILLS):
        server = await start(room, servers)
        sending = [asyncio.create_task(sends_until_lost(sender, readers, sent)) for sender in senders]
        await asyncio.sleep(chance.uniform(0.02, LONGEST_SECONDS))
        server.send_signal(signal.SIGKILL)
        await asyncio.gather(*sending)

    server = await start(room, servers)
    assert len(sent.acknowledged) > KILLS
    assert sent.unanswered, "no kill met a send in flight"
    stored = await everything_is_whole(room.db)
    acknowledged = {envelope["mid"] for envelope in sent.acknowledged}
    unanswered = {envelope["mid"] for envelope in sent.unanswered}
    assert acknowledged <= stored
    assert stored <= acknowledged | unanswered
    for envelope in sent.acknowledged:
        answer = await chance.choice(readers).get(f"/v1/messages/{envelope['mid']}")
        assert answer["content"] == envelope["content"]

    # What was not answered may be sent again: it is then there once.
    by_address = {sender.addr: sender for sender in senders}
    for envelope in sent.unanswered:
        again = await by_address[envelope["from"]].posts(envelope)
        assert again.status_code == (200 if envelope["mid"] in stored else 201)
    assert await everything_is_whole(room.db) == acknowledged | unanswered
    server.send_signal(signal.SIGKILL)


async def start(room: Mailroom, servers: Servers) -> Running:
    """Start a server and wait until it answers."""
    server = servers.start()
    client = room.client("")
    for _ in range(600):
        with suppress(httpx.TransportError):
            if (await client.get("/v1/health")).status_code == httpx.codes.OK:
                return server
        await asyncio.sleep(0.02)  # the port opens when the server is ready; there is nothing to wait on before
    raise AssertionError("the server did not start:\n" + servers.log.read_text())


async def sends_until_lost(sender: Person, readers: list[Person], sent: Sent) -> None:
    """Send one message after the other until the server is gone."""
    while True:
        envelope = sender.envelope(readers)
        try:
            answer = await sender.posts(envelope)
        except httpx.TransportError:
            sent.unanswered.append(envelope)
            return
        assert answer.status_code == 201, answer.text
        sent.acknowledged.append(envelope)


MESSAGES = statement(sa.select(message.c.mid, message.c.sender_uid, message.c.recipient_count))
DELIVERIES = statement(
    sa.select(delivery.c.mid, delivery.c.uid, delivery.c.box, delivery.c.number, delivery.c.wrapped_key)
)
EVENTS = statement(sa.select(event.c.uid, event.c.number, event.c.kind, event.c.ref))
COUNTERS = statement(sa.select(event_counter))
MAILBOXES = statement(sa.select(mailbox))


async def everything_is_whole(db: Database) -> set[str]:
    """The mids stored, after each was found with all its copies, events and counts, and none without its message."""

    async def look(tx: Any) -> list[list[Row]]:  # a ReadTx
        return [await tx.all(st) for st in (MESSAGES, DELIVERIES, EVENTS, COUNTERS, MAILBOXES)]

    messages, deliveries, events, counters, mailboxes = await db.read(look)
    copies = {(row.mid, row.uid, row.number) for row in deliveries}
    assert len(copies) == len(deliveries)
    assert copies == {(row.ref, row.uid, row.number) for row in events if row.kind == "message"}
    for row in messages:
        boxes = sorted(one.box for one in deliveries if one.mid == row.mid and one.wrapped_key is not None)
        assert boxes == ["inbox"] * row.recipient_count + ["sent"]
    numbers: dict[str, list[int]] = {}
    for row in events:
        numbers.setdefault(row.uid, []).append(row.number)
    assert {uid: sorted(of) for uid, of in numbers.items()} == {
        row.uid: list(range(1, row.number + 1)) for row in counters
    }
    unread = {row.uid: sum(one.uid == row.uid and one.box == "inbox" for one in deliveries) for row in mailboxes}
    assert {row.uid: row.unread for row in mailboxes} == unread
    return {row.mid for row in messages}
