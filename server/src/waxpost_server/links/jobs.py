"""The work that ends links, in steps (`ending`)."""

from waxpost_server.kit.clock import HOUR, MINUTE
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import job
from waxpost_server.links.ending import end_expired, forget_ended, release_files


@job(every=15)
async def expire_links(db: Database) -> bool:
    """Remove what links lead to whose end has come."""
    return await db.write(end_expired)


@job(every=MINUTE)
async def release_link_files(db: Database) -> bool:
    """Remove the files of links that are used up, once nobody reads them any more."""
    return await db.write(release_files)


@job(every=HOUR)
async def forget_old_links(db: Database) -> bool:
    """Remove what is left of a link 30 days after its end."""
    return await db.write(forget_ended)
