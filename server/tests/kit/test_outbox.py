"""Streams have no gaps and no overtaking, readers are woken, jobs run once."""

import asyncio

import pytest

from waxpost_server.kit.clock import DAY, TurnableClock
from waxpost_server.kit.db import Database, WriteTx, open_database
from waxpost_server.kit.outbox import Hub, find_number, forget_old_events, is_whole, list_since, publish, publish_all
from waxpost_server.kit.queue import Job, run_due

ALICE, BOB = "A" * 22, "B" * 22


async def stream(db: Database, uid: str, after: int = 0) -> list[tuple[int, str, str]]:
    return [tuple(row) for row in await db.read(lambda tx: list_since(tx, uid, after))]


async def test_each_person_has_a_stream_of_their_own_without_gaps(db: Database) -> None:
    await db.write(lambda tx: publish(tx, [ALICE, BOB, ALICE], "message", "m1"))
    await db.write(lambda tx: publish(tx, [BOB], "message", "m2"))
    await db.write(lambda tx: publish(tx, [], "message", "m3"))

    assert await stream(db, ALICE) == [(1, "message", "m1")]
    assert await stream(db, BOB) == [(1, "message", "m1"), (2, "message", "m2")]
    assert await stream(db, BOB, after=1) == [(2, "message", "m2")]
    assert await db.read(lambda tx: find_number(tx, BOB)) == 2


async def test_many_events_at_once_keep_their_order(db: Database) -> None:
    await db.write(lambda tx: publish_all(tx, [(BOB, "read", "1"), (ALICE, "read", "2"), (BOB, "read", "3")]))

    assert await stream(db, BOB) == [(1, "read", "1"), (2, "read", "3")]
    assert await stream(db, ALICE) == [(1, "read", "2")]


async def test_an_event_of_a_failed_transaction_takes_no_number(db: Database) -> None:
    async def fail(tx: WriteTx) -> None:
        await publish(tx, [ALICE], "message", "lost")
        raise KeyError

    with pytest.raises(KeyError):
        await db.write(fail)
    await db.write(lambda tx: publish(tx, [ALICE], "message", "kept"))

    assert await stream(db, ALICE) == [(1, "message", "kept")]


async def test_no_number_appears_behind_one_that_was_read(db: Database) -> None:
    seen: list[int] = []

    async def watch() -> None:
        while len(seen) < 60:
            rows = await stream(db, ALICE, after=seen[-1] if seen else 0)
            seen.extend(number for number, _, _ in rows)
            await asyncio.sleep(0)

    watching = asyncio.create_task(watch())
    people = [[ALICE, BOB], [BOB, ALICE], [ALICE]]
    await asyncio.gather(*(db.write(lambda tx, i=i: publish(tx, people[i % 3], "m", str(i))) for i in range(60)))
    await asyncio.wait_for(watching, 10)

    assert seen == list(range(1, 61))


async def test_readers_are_woken_after_the_commit_in_this_process_and_in_others(
    db: Database, database_url: str
) -> None:
    other = await open_database(database_url)
    here, there, stranger = asyncio.Event(), asyncio.Event(), asyncio.Event()
    hubs = Hub(), Hub()
    await hubs[0].start(db)
    await hubs[1].start(other)
    hubs[0].subscribe(ALICE, here.set)
    stop = hubs[0].subscribe(ALICE, stranger.set)
    stop()
    hubs[1].subscribe(ALICE, there.set)

    await db.write(lambda tx: publish(tx, [ALICE], "message", "m1"))

    await asyncio.wait_for(here.wait(), 1)
    await asyncio.wait_for(there.wait(), 5)
    assert not stranger.is_set()
    await other.close()


async def test_old_events_are_forgotten_and_a_late_reader_is_told(db: Database, clock: TurnableClock) -> None:
    for ref in ("m1", "m2"):
        await db.write(lambda tx, ref=ref: publish(tx, [ALICE], "message", ref))
    assert await db.read(lambda tx: is_whole(tx, ALICE, 0))
    clock.turn(7 * DAY + 1)
    await db.write(lambda tx: publish(tx, [ALICE], "message", "m3"))

    assert await db.write(forget_old_events) is False

    assert await stream(db, ALICE) == [(3, "message", "m3")]
    whole = [await db.read(lambda tx, n=n: is_whole(tx, ALICE, n)) for n in (0, 1, 2, 3, 4)]
    assert whole == [False, False, True, True, False]


async def test_a_due_job_runs_once_however_many_processes_look(
    db: Database, database_url: str, clock: TurnableClock
) -> None:
    steps: list[str] = []

    async def step(_db: Database) -> bool:
        steps.append("step")
        return len(steps) % 3 != 0  # three steps a run

    job = Job("kit.test", 60, step)
    other = await open_database(database_url)

    ran = await asyncio.gather(run_due(db, [job]), run_due(other, [job]))
    again = await run_due(db, [job])
    clock.turn(60)
    later = await run_due(db, [job])

    assert sorted(ran) == [[], ["kit.test"]]
    assert (again, later) == ([], ["kit.test"])
    assert len(steps) == 6
    await other.close()


async def test_a_broken_job_stops_neither_the_others_nor_its_next_run(db: Database, clock: TurnableClock) -> None:
    tries: list[str] = []

    async def broken(_db: Database) -> bool:
        tries.append("broken")
        raise RuntimeError

    async def good(_db: Database) -> bool:
        tries.append("good")
        return False

    jobs = [Job("kit.broken", 60, broken), Job("kit.good", 60, good)]

    assert await run_due(db, jobs) == ["kit.good"]
    clock.turn(60)
    assert await run_due(db, jobs) == ["kit.good"]
    assert tries == ["broken", "good"] * 2
