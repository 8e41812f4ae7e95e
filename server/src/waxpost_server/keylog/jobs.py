"""What the directory does on time: sign the key log's note anew, so that clients see that it is alive."""

from waxpost_server.keylog.append import renew_note
from waxpost_server.kit.clock import MINUTE
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import Job, job

# At least hourly (spec/key-log.md 5.2), with room for a machine that was busy or asleep.
RENEW_EVERY = 30 * MINUTE


def jobs(log_key: bytes) -> list[Job]:
    """The directory's jobs, for a server with this key."""

    @job(every=RENEW_EVERY)
    async def renew_log_note(db: Database) -> bool:
        await db.write(lambda tx: renew_note(tx, log_key))
        return False

    return [renew_log_note]
