"""A full disk and a lost database are a clear 503, and over when they are over: no restart, nothing half written."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
import sqlalchemy as sa

from server.tests.conftest import client_of, running
from tools.make_migration import DIALECTS, ddl
from tools.postgres import Cluster, new_database, running_cluster
from waxpost_server.app import create_app
from waxpost_server.kit import sqlite as sqlite_module
from waxpost_server.kit.db import Database, WriteTx, open_database, statement
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.instance import enter_instance
from waxpost_server.kit.queue import job_row
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings

ADD = statement(sa.insert(job_row))
COUNT = statement(sa.select(sa.func.count()).select_from(job_row))
CLEAR = statement(sa.delete(job_row))


async def add(tx: WriteTx, name: str) -> None:
    await tx.run(ADD, name=name, next_at=0)


@pytest.fixture
async def small(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A database on a disk with room for little more than it holds."""
    pages = sqlite3.connect(sqlite_file).execute("PRAGMA page_count").fetchone()[0]
    monkeypatch.setattr(sqlite_module, "_PRAGMAS", (*sqlite_module._PRAGMAS, f"PRAGMA max_page_count={pages + 3}"))
    db = await open_database(f"sqlite:///{sqlite_file}")
    yield db
    await db.write(lambda tx: tx.run(CLEAR))
    await db.close()


async def test_a_full_disk_refuses_the_write_and_nothing_of_it_stays(small: Database) -> None:
    await small.write(lambda tx: add(tx, "fits"))

    async def too_much(tx: WriteTx) -> None:
        await add(tx, "half")
        await add(tx, "x" * 100_000)

    with pytest.raises(StorageUnavailable) as refused:
        await small.write(too_much)

    assert refused.value.retry_after
    assert await small.read(lambda tx: tx.value(COUNT)) == 1


async def test_after_a_full_disk_writing_goes_on(small: Database) -> None:
    with pytest.raises(StorageUnavailable):
        await small.write(lambda tx: add(tx, "x" * 100_000))

    await small.write(lambda tx: add(tx, "fits"))

    assert await small.read(lambda tx: tx.value(COUNT)) == 1


async def test_everybody_in_a_batch_that_met_a_full_disk_gets_an_answer(small: Database) -> None:
    writes = [small.write(lambda tx, i=i: add(tx, f"{i}" + ("x" * 100_000 if i == 5 else ""))) for i in range(10)]

    answers = await asyncio.gather(*writes, return_exceptions=True)

    stored = await small.read(lambda tx: tx.value(COUNT))
    assert isinstance(answers[5], StorageUnavailable)
    assert all(answer is None or isinstance(answer, StorageUnavailable) for answer in answers)
    assert stored == sum(answer is None for answer in answers)


@pytest.fixture(scope="module")
def own_cluster() -> object:
    """A cluster that these tests may stop."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
async def lossy(own_cluster: Cluster, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application whose database can be stopped."""
    url = new_database(own_cluster.url)
    connection = await asyncpg.connect(url)
    for text in ddl(DIALECTS["postgresql"]):
        await connection.execute(text)
    await connection.close()
    settings = Settings(data_dir=tmp_path, database_url=url, log_level="error", web_dir=tmp_path / "none")
    app = create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False))
    async with running(app):
        await app.state.db.write(enter_instance)
        async with client_of(app, settings.base_url) as client:
            yield client


async def test_a_stopped_postgresql_is_a_503_until_it_is_back(own_cluster: Cluster, lossy: httpx.AsyncClient) -> None:
    assert (await lossy.get("/v1/health")).status_code == 200

    own_cluster.stop()
    gone = [await lossy.get("/v1/health") for _ in range(3)]
    own_cluster.start()  # on this thread: the cluster ends with the thread that started it
    back = await lossy.get("/v1/health")

    assert [answer.status_code for answer in gone] == [503, 503, 503]
    assert gone[0].json()["code"] == "storage-unavailable"
    assert int(gone[0].headers["retry-after"]) > 0
    assert back.status_code == 200


async def test_a_server_starts_while_postgresql_is_away(own_cluster: Cluster, tmp_path: Path) -> None:
    own_cluster.stop()
    db = await open_database(own_cluster.url)

    with pytest.raises(StorageUnavailable):
        await db.read(lambda tx: tx.value(COUNT))

    await db.close()
    own_cluster.start()  # on this thread: the cluster ends with the thread that started it
