"""What the kit does on time: forget events that every reader has had time for."""

from waxpost_server.kit.clock import HOUR
from waxpost_server.kit.db import Database
from waxpost_server.kit.outbox import forget_old_events
from waxpost_server.kit.queue import job


@job(every=HOUR)
async def forget_events(db: Database) -> bool:
    """Remove events older than we promise to keep."""
    return await db.write(forget_old_events)
