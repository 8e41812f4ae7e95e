"""The work that ends requests, passes and answers, in steps (`ending`)."""

from waxpost_server.kit.clock import HOUR, MINUTE
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import job
from waxpost_server.requests.ending import end_expired, end_expired_answers, end_passes, forget_ended


@job(every=15)
async def expire_requests(db: Database) -> bool:
    """End requests whose time has come."""
    return await db.write(end_expired)


@job(every=15)
async def expire_answers(db: Database) -> bool:
    """Remove answers whose time has come."""
    return await db.write(end_expired_answers)


@job(every=MINUTE)
async def end_request_passes(db: Database) -> bool:
    """Remove what strangers began to upload and never sent."""
    return await db.write(end_passes)


@job(every=HOUR)
async def forget_old_requests(db: Database) -> bool:
    """Remove what is left of a request 30 days after its end."""
    return await db.write(forget_ended)
