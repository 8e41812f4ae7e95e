"""The database's promises, the same on both: transactions, grouped commits, equal values, recovery."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from waxpost_server.kit.db import (
    ConstraintBroken,
    Database,
    ForeignAwait,
    ReadTx,
    Row,
    WriteTx,
    any_of,
    each,
    insert,
    open_database,
    statement,
)
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.instance import find_instance
from waxpost_server.kit.outbox import event
from waxpost_server.kit.queue import job_row
from waxpost_server.kit.sqlite import SqliteDatabase

ADD = statement(sa.insert(job_row))
PUT = statement(insert(job_row).on_conflict_do_nothing())
LIST = statement(sa.select(job_row.c.name, job_row.c.next_at).order_by(job_row.c.name))
FIND = statement(sa.select(job_row.c.next_at).where(job_row.c.name == sa.bindparam("name")))
SOME = statement(sa.select(job_row.c.name).where(any_of(job_row.c.name, "names")).order_by(job_row.c.name))
SOME_NUMBERS = statement(sa.select(job_row.c.name).where(any_of(job_row.c.next_at, "numbers")))
RAISE = statement(
    sa.update(job_row)
    .where(job_row.c.name == sa.bindparam("name"))
    .values(next_at=job_row.c.next_at + 1)
    .returning(job_row.c.next_at)
)
COUNT = statement(
    sa.select(sa.func.count().label("n"), sa.func.sum(job_row.c.next_at).label("total")).select_from(job_row)
)
EMPTY = statement(
    sa.select(sa.exists().where(job_row.c.name == "none").label("is_there"), sa.literal(b"\0\xff").label("raw"))
)


async def names(db: Database) -> list[str]:
    rows = await db.read(lambda tx: tx.all(LIST))
    return [row.name for row in rows]


async def add(tx: WriteTx, name: str, number: int = 0) -> None:
    await tx.run(ADD, name=name, next_at=number)


async def test_a_written_row_is_read_back(db: Database) -> None:
    assert await names(db) == []

    await db.write(lambda tx: add(tx, "bread", 7))

    assert await db.read(lambda tx: tx.value(FIND, name="bread")) == 7


async def test_a_failed_verb_leaves_nothing_and_harms_no_neighbour(db: Database) -> None:
    async def fail(tx: WriteTx) -> None:
        await add(tx, "lost")
        raise KeyError("on purpose")

    results = await asyncio.gather(
        db.write(lambda tx: add(tx, "before")),
        db.write(fail),
        db.write(lambda tx: add(tx, "after")),
        return_exceptions=True,
    )

    assert isinstance(results[1], KeyError)
    assert await names(db) == ["after", "before"]


async def test_a_broken_constraint_ends_the_verb_even_if_it_is_caught(db: Database) -> None:
    await db.write(lambda tx: add(tx, "bread"))

    async def stubborn(tx: WriteTx) -> None:
        await add(tx, "other")
        with suppress(Exception):
            await add(tx, "bread")

    with pytest.raises(ConstraintBroken):
        await db.write(stubborn)
    with pytest.raises(ConstraintBroken):
        await db.write(lambda tx: add(tx, "bread"))

    assert await names(db) == ["bread"]


async def test_a_conflict_that_is_foreseen_changes_nothing(db: Database) -> None:
    assert await db.write(lambda tx: tx.run(PUT, name="bread", next_at=1)) == 1

    assert await db.write(lambda tx: tx.run(PUT, name="bread", next_at=2)) == 0

    assert await db.read(lambda tx: tx.value(FIND, name="bread")) == 1


async def test_many_writers_at_once_lose_no_update(db: Database) -> None:
    await db.write(lambda tx: add(tx, "counter"))

    answers = await asyncio.gather(*(db.write(lambda tx: tx.value(RAISE, name="counter")) for _ in range(100)))

    assert sorted(answers) == list(range(1, 101))


async def test_a_lock_makes_read_then_write_safe(db: Database) -> None:
    await db.write(lambda tx: add(tx, "counter"))
    put = statement(sa.update(job_row).values(next_at=sa.bindparam("number")))

    async def read_then_write(tx: WriteTx) -> None:
        await tx.lock("counter")
        seen = await tx.value(FIND, name="counter")
        await tx.run(put, number=seen + 1)

    await asyncio.gather(*(db.write(read_then_write) for _ in range(30)))

    assert await db.read(lambda tx: tx.value(FIND, name="counter")) == 30


async def test_many_rows_go_in_with_one_call(db: Database) -> None:
    await db.write(lambda tx: tx.run_many(ADD, [{"name": f"n{i:03}", "next_at": i} for i in range(500)]))

    row = await db.read(lambda tx: tx.one(COUNT))

    assert row is not None
    assert (row.n, row.total) == (500, 124_750)
    assert type(row.total) is int


async def test_a_list_is_one_parameter_of_any_length(db: Database) -> None:
    await db.write(lambda tx: tx.run_many(ADD, [{"name": f"n{i:03}", "next_at": i} for i in range(50)]))

    some = await db.read(lambda tx: tx.all(SOME, names=["n003", "n001", "nobody"]))
    none = await db.read(lambda tx: tx.all(SOME, names=[]))
    numbers = await db.read(lambda tx: tx.all(SOME_NUMBERS, numbers=[7]))

    assert [row.name for row in some] == ["n001", "n003"]
    assert none == []
    assert [row.name for row in numbers] == ["n007"]


async def test_a_list_can_be_read_as_a_table(db: Database) -> None:
    people = each("uids")
    read = statement(sa.select(people.c.value).order_by(people.c.value))

    assert [row.value for row in await db.read(lambda tx: tx.all(read, uids=["b", "ä", "a"]))] == ["a", "b", "ä"]


async def test_values_come_out_equal_on_both_databases(db: Database) -> None:
    row = await db.read(lambda tx: tx.one(EMPTY))
    count = await db.read(lambda tx: tx.one(COUNT))

    assert row is not None
    assert count is not None
    assert row.is_there is False
    assert row.raw == b"\0\xff"
    assert (count.n, count.total) == (0, None)


async def test_text_sorts_by_its_bytes_on_both_databases(db: Database) -> None:
    await db.write(lambda tx: tx.run_many(ADD, [{"name": n, "next_at": 0} for n in ("b", "B", "a", "_", "ä")]))

    assert await names(db) == ["B", "_", "a", "b", "ä"]


async def test_what_one_database_cannot_store_neither_does(db: Database) -> None:
    with pytest.raises(InvalidRequest):
        await db.write(lambda tx: add(tx, "a\0b"))
    with pytest.raises(InvalidRequest):
        await db.write(lambda tx: add(tx, "big", 2**63))

    await db.write(lambda tx: add(tx, "big", 2**63 - 1))
    assert await names(db) == ["big"]


async def test_a_value_of_the_wrong_type_is_refused_by_both(db: Database) -> None:
    with pytest.raises(Exception, match=r"(?s)."):
        await db.write(lambda tx: add(tx, "text", cast(int, "seven")))

    assert await names(db) == []


async def test_a_wrong_parameter_name_is_refused_at_once(db: Database) -> None:
    with pytest.raises(TypeError, match="nmae"):
        await db.read(lambda tx: tx.one(FIND, nmae="x"))


async def test_a_row_is_read_only(db: Database) -> None:
    row = await db.read(find_instance)

    assert row is not None
    with pytest.raises(AttributeError):
        row.id = "other"  # pyright: ignore[reportAttributeAccessIssue] - what this test is about


async def test_readers_see_one_state_while_others_write(db: Database, database_url: str) -> None:
    other = await open_database(database_url)
    await db.write(lambda tx: add(tx, "first"))

    async def look_twice(tx: ReadTx) -> tuple[list[Row], list[Row]]:
        before = await tx.all(LIST)
        if database_url.startswith("postgres"):  # on SQLite a read never lets anybody in between
            await other.write(lambda write: add(write, "second"))
        return before, await tx.all(LIST)

    before, after = await db.read(look_twice)
    await other.close()

    assert before == after


async def test_nothing_is_called_after_a_commit_that_did_not_happen(db: Database) -> None:
    called: list[str] = []

    async def good(tx: WriteTx) -> None:
        tx.after_commit(lambda: called.append("good"))
        await add(tx, "row")
        assert called == []

    async def bad(tx: WriteTx) -> None:
        tx.after_commit(lambda: called.append("bad"))
        raise KeyError

    with pytest.raises(KeyError):
        await db.write(bad)
    await db.write(good)

    assert called == ["good"]


@pytest.fixture
async def second(database_url: str) -> AsyncIterator[Database]:
    """The same database, opened as another process would."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


async def test_listeners_hear_their_own_process_and_others(db: Database, second: Database, database_url: str) -> None:
    here: asyncio.Queue[str] = asyncio.Queue()
    there: asyncio.Queue[str] = asyncio.Queue()
    await db.listen("waxpost_test", here.put_nowait)
    await second.listen("waxpost_test", there.put_nowait)

    async def tell(tx: WriteTx, name: str) -> None:
        await add(tx, name)
        await tx.notify("waxpost_test", name)

    await db.write(lambda tx: tell(tx, "news"))

    assert await asyncio.wait_for(here.get(), 5) == "news"
    assert await asyncio.wait_for(there.get(), 5) in ("news", "")


async def test_a_listener_hears_what_was_committed_before_its_thread_first_ran(sqlite_file: Path) -> None:
    may_run = threading.Event()

    class Late(SqliteDatabase):
        def _write_until_closed(self, connection: Any, watch: Any) -> None:
            may_run.wait(20)
            super()._write_until_closed(connection, watch)

    first, late = await open_database(f"sqlite:///{sqlite_file}"), Late(sqlite_file)
    try:
        heard: asyncio.Queue[str] = asyncio.Queue()
        await late.listen("waxpost_test", heard.put_nowait)
        await first.write(lambda tx: add(tx, "news"))
        may_run.set()

        assert await asyncio.wait_for(heard.get(), 20) == ""
    finally:
        may_run.set()
        await first.close()
        await late.close()


async def test_a_verb_that_awaits_something_else_is_refused_on_sqlite(sqlite_file: Path) -> None:
    db = await open_database(f"sqlite:///{sqlite_file}")

    async def wait(_tx: ReadTx) -> None:
        await asyncio.sleep(0)

    try:
        with pytest.raises(ForeignAwait):
            await db.write(wait)
        with pytest.raises(ForeignAwait):
            await db.read(wait)
    finally:
        await db.close()


async def test_sqlite_runs_nothing_but_reading_and_writing_rows(sqlite_file: Path) -> None:
    db = await open_database(f"sqlite:///{sqlite_file}")
    try:
        for text in ("DROP TABLE job", "PRAGMA synchronous=OFF", "ATTACH 'x' AS y", "CREATE TABLE x (y)"):
            forbidden = statement(sa.text(text))
            with pytest.raises(Exception, match=r"not authorized|prohibited"):
                await db.write(lambda tx, st=forbidden: tx.run(st))
    finally:
        await db.close()


def test_a_type_that_the_house_does_not_store_is_refused() -> None:
    with pytest.raises(TypeError):
        statement(sa.select(sa.literal(1.5).label("x"))).on("sqlite")


def test_every_declared_table_is_strict() -> None:
    assert event.dialect_options["sqlite"]["strict"] is True
