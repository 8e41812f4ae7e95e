"""A full disk and a lost database, met by people who send: a clear 503, nothing half sent, and on it goes by itself."""

import asyncio
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from server.tests.mailroom import Mailroom, open_mailroom, sealed
from tools.make_migration import DIALECTS, ddl
from tools.postgres import Cluster, new_database, running_cluster
from waxpost_server.kit import sqlite as sqlite_module
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.db import open_database
from waxpost_server.kit.instance import enter_instance
from waxpost_server.kit.settings import Settings

ROOM_IN_PAGES = 60


def is_a_clear_refusal(answer: httpx.Response) -> bool:
    """Whether this is the documented 503."""
    problem = answer.json()
    return (
        answer.status_code == 503
        and answer.headers["content-type"] == "application/problem+json"
        and int(answer.headers["retry-after"]) > 0
        and problem["code"] == "storage-unavailable"
        and problem["detail"] == "Nothing was changed. Try again in a few seconds."
    )


@pytest.fixture
async def small_room(
    sqlite_file: Path, tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Mailroom]:
    """A server on a disk with room for a few messages."""
    connection = sqlite3.connect(sqlite_file)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    limit = f"PRAGMA max_page_count={pages + ROOM_IN_PAGES}"
    monkeypatch.setattr(sqlite_module, "_PRAGMAS", (*sqlite_module._PRAGMAS, limit))
    settings = Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{sqlite_file}", log_level="error", web_dir=tmp_path / "none"
    )
    async with open_mailroom(settings, clock) as room:
        yield room


async def test_rule_16_a_full_disk_refuses_the_send_and_keeps_what_it_took(small_room: Mailroom) -> None:
    alice, bob = await small_room.joins("alice"), await small_room.joins("bob")
    kept = await alice.sends([bob])
    large = alice.envelope([bob], content=sealed(500_000))

    refused = await alice.posts(large)

    assert is_a_clear_refusal(refused)
    assert await bob.box() == [kept]
    assert (await alice.get(f"/v1/messages/{kept}"))["mid"] == kept
    assert (await alice.get("/v1/messages"))["number"] == 1

    small = [alice.envelope([bob], content=sealed(3000)) for _ in range(100)]
    answers = [await alice.posts(envelope) for envelope in small]
    taken = [envelope["mid"] for envelope, answer in zip(small, answers, strict=True) if answer.status_code == 201]
    assert 0 < len(taken) < len(small)
    assert all(is_a_clear_refusal(answer) for answer in answers if answer.status_code != 201)
    assert await bob.box(limit=100) == [*reversed(taken), kept]


@contextmanager
def no_room_for_files_beyond(size: int) -> Iterator[None]:
    """The system refuses every write of this process beyond this size of a file, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
async def embedded_room(sqlite_file: Path, tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Mailroom]:
    """A server on SQLite."""
    settings = Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{sqlite_file}", log_level="error", web_dir=tmp_path / "none"
    )
    async with open_mailroom(settings, clock) as room:
        yield room


async def test_rule_16_a_disk_that_refuses_to_write_is_a_503_until_there_is_room(
    embedded_room: Mailroom, sqlite_file: Path
) -> None:
    alice, bob = await embedded_room.joins("alice"), await embedded_room.joins("bob")
    kept = await alice.sends([bob])
    envelopes = [alice.envelope([bob]) for _ in range(12)]

    with no_room_for_files_beyond(sqlite_file.with_name(sqlite_file.name + "-wal").stat().st_size + 2000):
        gone = await asyncio.gather(*(alice.posts(envelope) for envelope in envelopes))
        assert await bob.box() == [kept]  # reading goes on

    assert all(is_a_clear_refusal(answer) for answer in gone)
    again = [await alice.posts(envelope) for envelope in envelopes]
    assert [answer.status_code for answer in again] == [201] * len(envelopes)
    assert await bob.box() == [envelope["mid"] for envelope in reversed(envelopes)] + [kept]


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A cluster that these tests may stop."""
    with running_cluster(durable=True) as cluster:
        yield cluster


@pytest.fixture
async def lossy_room(own_cluster: Cluster, tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Mailroom]:
    """A server whose database can be stopped."""
    url = new_database(own_cluster.url)
    connection = await asyncpg.connect(url)
    for text in ddl(DIALECTS["postgresql"]):
        await connection.execute(text)
    await connection.close()
    db = await open_database(url)
    await db.write(enter_instance)
    await db.close()
    settings = Settings(data_dir=tmp_path, database_url=url, log_level="error", web_dir=tmp_path / "none")
    async with open_mailroom(settings, clock) as room:
        yield room


async def test_rule_16_a_lost_database_refuses_the_send_until_it_is_back(
    own_cluster: Cluster, lossy_room: Mailroom
) -> None:
    alice, bob = await lossy_room.joins("alice"), await lossy_room.joins("bob")
    kept = await alice.sends([bob])
    envelopes = [alice.envelope([bob]) for _ in range(12)]

    own_cluster.stop(signal.SIGQUIT)  # a crash, with requests on their way
    gone = await asyncio.gather(*(alice.posts(envelope) for envelope in envelopes))
    inbox = await bob.http.get("/v1/messages")
    own_cluster.start()

    assert all(is_a_clear_refusal(answer) for answer in [*gone, inbox])
    assert await bob.box() == [kept]
    again = [await alice.posts(envelope) for envelope in envelopes]
    assert [answer.status_code for answer in again] == [201] * len(envelopes)
    assert await bob.box() == [envelope["mid"] for envelope in reversed(envelopes)] + [kept]
