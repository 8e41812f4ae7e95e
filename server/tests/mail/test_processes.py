"""Real worker processes: several send no mail twice, and one that is killed repeats one mail at most."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from server.tests.mailroom import Mailroom, open_mailroom
from server.tests.postbox import Postbox
from waxpost_server.kit.clock import TurnableClock, use_clock
from waxpost_server.kit.db import WriteTx, statement
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.outbox import list_mails
from waxpost_server.mail.tables import mail
from waxpost_server.notifications.jobs import jobs as jobs_of_notifications

PATIENCE = 40
_AGE = statement(sa.update(mail).values(next_at=mail.c.next_at - 3600))


@asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[Process]:
    """`waxpost-server work` with these settings, stopped in the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAXPOST_")} | {
        "WAXPOST_DATA_DIR": str(settings.data_dir),
        "WAXPOST_DATABASE_URL": settings.database_url,
        "WAXPOST_SMTP_HOST": settings.smtp_host,
        "WAXPOST_SMTP_PORT": str(settings.smtp_port),
        "WAXPOST_SMTP_SECURITY": settings.smtp_security,
        "WAXPOST_SMTP_FROM": settings.smtp_from,
        "WAXPOST_MAIL_DELAY_SECONDS": "60",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "waxpost_server", "work", env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


@pytest.fixture
async def readers(installation: Settings, postbox: Postbox) -> AsyncIterator[tuple[Mailroom, list[str]]]:
    """Thirty people with a message that waits to be announced, by the machine's clock; who they are."""
    clock = TurnableClock(int(time.time()) - 600)
    with use_clock(clock):
        async with open_mailroom(postbox.settings(installation), clock) as room:
            (announce,) = jobs_of_notifications(room.settings)
            await room.runs(announce)
            alice = await room.joins("alice")
            people = [await room.joins(f"reader-{number}") for number in range(30)]
            await alice.sends(people)
            yield room, [person.addr for person in people]


async def until(box: Postbox, count: int) -> None:
    """Wait until so many mails have come."""
    async with asyncio.timeout(PATIENCE):
        while len(box.taken) < count:  # noqa: ASYNC110 - the other side is another process
            await asyncio.sleep(0.05)


async def until_empty(room: Mailroom) -> None:
    """Wait until nothing is in the outbox."""
    async with asyncio.timeout(PATIENCE):
        while await room.db.read(lambda tx: list_mails(tx, 1)):  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.05)


async def test_two_worker_processes_never_send_twice(readers: tuple[Mailroom, list[str]], postbox: Postbox) -> None:
    room, people = readers
    async with worker(room.settings), worker(room.settings):
        await until(postbox, len(people))
        await until_empty(room)

    assert Counter(postbox.addresses) == dict.fromkeys(people, 1)


async def test_a_worker_that_is_killed_between_sending_and_noting_repeats_that_mail_alone(
    readers: tuple[Mailroom, list[str]], postbox: Postbox
) -> None:
    room, people = readers
    async with worker(room.settings) as killed:

        def kill(_protocol: Any) -> None:  # an aiosmtpd protocol
            if len(postbox.taken) == 4 and killed.returncode is None:
                killed.kill()

        postbox.at_data = kill
        async with asyncio.timeout(PATIENCE):
            await killed.wait()
    assert len(postbox.taken) == 5

    async def age(tx: WriteTx) -> None:
        await tx.run(_AGE)

    await room.db.write(age)  # as if the lease of the killed one were over
    async with worker(room.settings):
        await until(postbox, len(people) + 1)
        await until_empty(room)

    counts = Counter(one.message["Message-ID"] for one in postbox.taken)
    assert sorted(counts.values()) == [1] * (len(people) - 1) + [2]
    assert set(postbox.addresses) == set(people)
