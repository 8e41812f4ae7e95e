"""What attachments do on time: end uploads that nobody claims, and remove objects (`sweep`)."""

from itertools import cycle

from waxpost_server.attachments.sweep import SHARDS, end_abandoned, remove_objects, remove_unowned
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.clock import DAY, MINUTE
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import Job, job


def jobs(store: BlobStore) -> list[Job]:
    """The jobs of attachments, over this storage."""
    shards = cycle(range(SHARDS))

    @job(every=MINUTE)
    async def remove_blob_objects(db: Database) -> bool:
        return await remove_objects(db, store)

    @job(every=DAY // SHARDS)
    async def remove_unowned_objects(db: Database) -> bool:
        await remove_unowned(db, store, next(shards))
        return False

    return [end_abandoned_uploads, remove_blob_objects, remove_unowned_objects]


@job(every=10 * MINUTE)
async def end_abandoned_uploads(db: Database) -> bool:
    """End uploads without a sign of life for a day."""
    return await db.write(end_abandoned)
