"""The work that ends messages, in steps (`expiry`)."""

from waxpost_server.kit.clock import HOUR, MINUTE
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import job
from waxpost_server.messages.expiry import forget_tombstones, remove_deleted, remove_expired


@job(every=15)
async def expire_messages(db: Database) -> bool:
    """Remove the content of messages whose end has come."""
    return await db.write(remove_expired)


@job(every=MINUTE)
async def remove_deleted_messages(db: Database) -> bool:
    """Remove the content of messages that everybody deleted."""
    return await db.write(remove_deleted)


@job(every=HOUR)
async def forget_old_messages(db: Database) -> bool:
    """Remove what is left of a message 30 days after its end."""
    return await db.write(forget_tombstones)
