"""What the desk does on time: forget old reports."""

from waxpost_server.admin.reports import forget_old_reports
from waxpost_server.kit.clock import DAY
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import job


@job(every=DAY)
async def forget_reports(db: Database) -> bool:
    """Remove reports older than a year."""
    return await db.write(forget_old_reports)
