"""The clusters that other tests stand on."""

import signal
from pathlib import Path

import asyncpg
import pytest

from tools.postgres import drop_database, new_database, run_sql, running_cluster


async def read(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_a_new_database_is_empty_and_a_copy_of_one_has_its_rows(postgres_url: str) -> None:
    template = new_database(postgres_url)
    assert await read(template, "select count(*) from pg_tables where schemaname = 'public'") == 0

    await read(template, "create table letter (id int)")
    await read(template, "insert into letter values (7)")
    copy = new_database(template)

    assert await read(copy, "select id from letter") == 7
    drop_database(copy)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await read(copy, "select 1")


async def test_a_database_of_one_test_is_not_that_of_the_session(postgres_url: str, postgres_database: str) -> None:
    assert postgres_database != postgres_url
    assert await read(postgres_database, "select current_database()") == postgres_database.rpartition("/")[2]


async def test_text_is_sorted_by_language_and_not_by_bytes(postgres_database: str) -> None:
    assert await read(postgres_database, "select 'b' > 'A' and 'B' > 'a'") is True


async def test_what_a_durable_cluster_acknowledged_survives_its_crash() -> None:
    with running_cluster(durable=True) as cluster:
        assert run_sql(cluster.url, "show fsync") == "on"
        url = new_database(cluster.url)
        await read(url, "create table letter as select 1 as id")

        cluster.stop(signal.SIGQUIT)
        with pytest.raises(ConnectionRefusedError):
            await read(url, "select id from letter")
        cluster.start()

        assert await read(url, "select id from letter") == 1
    assert not Path(cluster.folder).exists()
