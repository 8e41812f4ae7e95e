"""The key log: read from any position, kept alive, never shorter than it was, and started over loudly."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from litestar import Litestar

from server.tests.api.directory.test_entries import publishes
from server.tests.logs import read_log, root_of
from server.tests.people import Cast
from waxpost_server.keylog.head import FILE_NAME, HeadFile
from waxpost_server.keylog.jobs import RENEW_EVERY, jobs
from waxpost_server.keylog.opening import KeyLogRefused, open_key_log, restart_key_log
from waxpost_server.keylog.tables import entry, key_log, log_leaf
from waxpost_server.kit.clock import HOUR, TurnableClock
from waxpost_server.kit.db import Database, WriteTx, statement
from waxpost_server.kit.queue import run_due

_BREAK_LEAF = statement(sa.update(log_leaf).where(log_leaf.c.position == 1).values(leaf=b"\x01" + bytes(68)))
_SHORTEN = statement(sa.update(key_log).values(size=sa.bindparam("size"), stack=sa.bindparam("stack")))
_CUT_LEAVES = statement(sa.delete(log_leaf).where(log_leaf.c.position >= sa.bindparam("size")))
_CUT_ENTRIES = statement(sa.delete(entry).where(entry.c.number >= sa.bindparam("size")))


async def test_it_works(people: Cast) -> None:
    page = await read_log(people.alice)

    assert page.size == len(page.leaves) == 5
    assert page.root == root_of(page.leaves)
    assert {len(leaf) for leaf in page.leaves} == {69}
    assert (await read_log(people.alice, "log?from=3")).leaves == page.leaves[3:]
    assert (await read_log(people.alice, "log?from=5")).leaves == []


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("from=6", 422, "log-position"),
        ("from=-1", 400, "invalid-request"),
        ("from=x", 400, "invalid-request"),
        ("", 400, "invalid-request"),
        (f"from={2**70}", 400, "invalid-request"),
    ],
)
async def test_positions_that_are_none(people: Cast, query: str, status: int, code: str) -> None:
    answer = await people.alice.asks("GET", f"log?{query}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_note_is_signed_anew_at_least_hourly(people: Cast, app: Litestar, clock: TurnableClock) -> None:
    renewing = jobs(app.state.secrets.log_key)
    before = await read_log(people.alice)
    await run_due(app.state.db, renewing)
    clock.turn(RENEW_EVERY)
    assert await run_due(app.state.db, renewing) == ["keylog.renew_log_note"]

    after = await read_log(people.alice)

    assert RENEW_EVERY < HOUR
    assert (after.size, after.root) == (before.size, before.root)
    assert after.time == clock.now() > before.time


async def test_a_clock_set_back_never_makes_an_older_note(people: Cast, clock: TurnableClock) -> None:
    before = await read_log(people.alice)
    clock.turn(-60)

    created = {"created": "2026-09-21T14:13:20Z"}
    assert (await publishes(people.bob, people.bob.chain.rename("Robert", **created))).status_code == 201

    assert (await read_log(people.alice)).time >= before.time


async def test_a_shorter_log_stops_the_start(people: Cast, app: Litestar) -> None:
    db, file, log_key = parts_of(app)
    await open_key_log(db, file, log_key)
    tail = (await read_log(people.alice)).leaves[:4]

    async def cut(tx: WriteTx) -> None:
        await tx.run(_SHORTEN, size=4, stack=root_of(tail))
        await tx.run(_CUT_LEAVES, size=4)

    await db.write(cut)

    with pytest.raises(KeyLogRefused, match="4 leaves, but 5 were published"):
        await open_key_log(db, file, log_key)


async def test_a_log_that_differs_stops_the_start(people: Cast, app: Litestar) -> None:
    db, file, log_key = parts_of(app)
    known = file.read()
    assert known is not None
    # The file may be older than the log, after a crash between commit and file: then the leaves decide.
    await publishes(people.bob, people.bob.chain.rename("Robert"))
    file.replace(known)
    await open_key_log(db, file, log_key)
    file.replace(known)

    await db.write(lambda tx: tx.run(_BREAK_LEAF))

    with pytest.raises(KeyLogRefused, match="differs"):
        await open_key_log(db, file, log_key)


async def test_a_missing_or_broken_file_stops_the_start(people: Cast, app: Litestar) -> None:
    db, file, log_key = parts_of(app)
    file.path.write_text("what is this?")
    with pytest.raises(KeyLogRefused, match="cannot be read"):
        await open_key_log(db, file, log_key)
    file.path.unlink()
    with pytest.raises(KeyLogRefused, match="is missing"):
        await open_key_log(db, file, log_key)


async def test_another_log_key_stops_the_start(people: Cast, app: Litestar) -> None:
    db, file, _ = parts_of(app)

    with pytest.raises(KeyLogRefused, match="another key"):
        await open_key_log(db, file, os.urandom(32))


async def test_an_empty_house_has_a_file_from_the_start(app: Litestar) -> None:
    head = app.state.head_file.read()

    assert head is not None
    assert (head.size, head.root) == (0, root_of([]))


async def test_a_restart_keeps_every_entry_and_the_old_log(people: Cast, app: Litestar) -> None:
    db, file, log_key = parts_of(app)
    old, old_info = await read_log(people.alice), await people.alice.gets("log/info")

    head = await restart_key_log(db, file, log_key)
    await open_key_log(db, file, log_key)

    info, new = await people.alice.gets("log/info"), await read_log(people.alice)
    assert info["origin"] == head.origin != old_info["origin"]
    assert info["previous"] == [{"origin": old_info["origin"], "key": old_info["key"]}]
    assert new.leaves == old.leaves
    instance = old_info["origin"].split("/")[1]
    assert await read_log(people.alice, f"log/old/{instance}?from=0") == old
    assert (await read_log(people.alice, f"log/old/{instance}?from=4")).leaves == old.leaves[4:]
    for name in ("x", head.origin.split("/")[1]):
        answer = await people.alice.asks("GET", f"log/old/{name}?from=0")
        assert (answer.status_code, answer.json()["code"]) == (404, "log-not-found")
    answer = await publishes(people.bob, people.bob.chain.rename("Robert"))
    assert answer.json()["index"] == old.size
    assert file.read() == await head_now(people, file)


async def head_now(people: Cast, file: HeadFile) -> object:
    """What the file has to say."""
    page, info, known = await read_log(people.alice), await people.alice.gets("log/info"), file.read()
    assert known is not None
    return type(known)(1, info["origin"], page.size, page.root)


async def test_after_a_restored_backup_a_restart_goes_on_from_what_is_left(people: Cast, app: Litestar) -> None:
    db, file, log_key = parts_of(app)
    old = await read_log(people.alice)

    async def restore(tx: WriteTx) -> None:
        await tx.run(_SHORTEN, size=4, stack=root_of(old.leaves[:4]))
        await tx.run(_CUT_LEAVES, size=4)
        await tx.run(_CUT_ENTRIES, size=4)

    await db.write(restore)
    with pytest.raises(KeyLogRefused):
        await open_key_log(db, file, log_key)

    assert (await restart_key_log(db, file, log_key)).size == 4
    await open_key_log(db, file, log_key)
    assert (await read_log(people.alice)).leaves == old.leaves[:4]


def parts_of(app: Litestar) -> tuple[Database, HeadFile, bytes]:
    """What opening the log needs."""
    assert Path(app.state.head_file.path).name == FILE_NAME
    return app.state.db, app.state.head_file, app.state.secrets.log_key
