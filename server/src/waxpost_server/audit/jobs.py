"""What the audit does on time: forget."""

from waxpost_server.audit.record import forget_old_records
from waxpost_server.kit.clock import DAY
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import job


@job(every=DAY)
async def forget_audit_records(db: Database) -> bool:
    """Remove audit records whose time is over."""
    return await db.write(forget_old_records)
