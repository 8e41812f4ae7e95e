"""Periodic jobs: work in small steps that several processes share without doing it twice.

    @job(every=60)
    async def expire_messages(db: Database) -> bool:
        return await db.write(expire_some)  # True: there is more, step again soon

A job is claimed by one conditional update of its row; who updated the row runs it. A step is one short transaction, so
a killed process loses nothing but the pace, and requests are never held up.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Database, WriteTx, insert, metadata, statement
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.log import log

Step = Callable[[Database], Awaitable[bool]]

MOST_STEPS = 200  # in one run; what is left waits for the next one
PAUSE_SECONDS = 0.02  # between steps, so that requests go first
LOOK_SECONDS = 5.0

job_row = sa.Table(
    "job",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", sa.BigInteger, nullable=False),
)

_ENTER = statement(insert(job_row).on_conflict_do_nothing())
_CLAIM = statement(
    sa.update(job_row)
    .where(job_row.c.name == sa.bindparam("name"), job_row.c.next_at <= sa.bindparam("now_at"))
    .values(next_at=sa.bindparam("next_at"))
)


@dataclass(frozen=True, slots=True)
class Job:
    """Work to do every so many seconds. `step` answers whether there is more to do.

    `is_alone` is for a job that waits for somebody else's server: the others go on meanwhile.
    """

    name: str
    every: int
    step: Step
    is_alone: bool = False


def job(*, every: int, is_alone: bool = False) -> Callable[[Step], Job]:
    """Make a function a job, named after it; list it in `worker.py`."""
    return lambda step: Job(f"{step.__module__.split('.')[1]}.{step.__name__}", every, step, is_alone)


async def run_due(db: Database, jobs: Sequence[Job]) -> list[str]:
    """Run every job whose time has come and that no other process has claimed. The names of those that ran."""
    ran: list[str] = []
    for due in jobs:
        try:
            if await db.write(lambda tx, due=due: _claim(tx, due)):
                await _run(db, due)
                ran.append(due.name)
        except StorageUnavailable:
            log().warning("job waits for the storage", job=due.name)
        except Exception:  # noqa: BLE001 - one broken job must not stop the others; it is logged and tried again
            log().error("job failed", job=due.name, exc_info=True)
    return ran


async def run_forever(db: Database, jobs: Sequence[Job]) -> None:
    """Run jobs as they become due, until cancelled."""
    lanes = [[one for one in jobs if not one.is_alone], *([one] for one in jobs if one.is_alone)]
    async with asyncio.TaskGroup() as running:
        for lane in lanes:
            running.create_task(_run_lane(db, lane))


async def _run_lane(db: Database, jobs: Sequence[Job]) -> None:
    while True:
        await run_due(db, jobs)
        await asyncio.sleep(LOOK_SECONDS)


async def _claim(tx: WriteTx, due: Job) -> bool:
    await tx.run(_ENTER, name=due.name, next_at=0)
    return await tx.run(_CLAIM, name=due.name, now_at=now(), next_at=now() + due.every) == 1


async def _run(db: Database, due: Job) -> None:
    steps = 1
    while await due.step(db) and steps < MOST_STEPS:
        steps += 1
        await asyncio.sleep(PAUSE_SECONDS)
    log().debug("job ran", job=due.name, steps=steps)
