"""What accounts do on time: forget sessions, passes and counts whose time is over."""

from waxpost_server.accounts.failures import forget_old_failures
from waxpost_server.accounts.passes import forget_old_passes
from waxpost_server.accounts.sessions import forget_old_sessions
from waxpost_server.kit.clock import HOUR
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import Job, job
from waxpost_server.kit.settings import Settings


def jobs(settings: Settings) -> list[Job]:
    """The jobs of accounts, for these settings."""

    @job(every=HOUR)
    async def forget_sessions(db: Database) -> bool:
        return await db.write(lambda tx: forget_old_sessions(tx, settings))

    return [forget_sessions, forget_passes, forget_failures]


@job(every=HOUR)
async def forget_passes(db: Database) -> bool:
    """Remove passes of links whose hour is over."""
    return await db.write(forget_old_passes)


@job(every=HOUR)
async def forget_failures(db: Database) -> bool:
    """Remove counts of failures whose time is over."""
    return await db.write(forget_old_failures)
