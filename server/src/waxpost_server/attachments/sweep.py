"""End blobs: at once for everybody who asks, later for their objects.

Ending is one statement in the transaction of whoever ends them. The job then removes the objects, a few folders in a
step, and the row when nothing is left; a storage that is down only makes it wait. Uploads that nobody claims within a
day end here too, and so does what lies in the storage without a row, a day after it was written.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from waxpost_server.attachments.tables import FINISHED, GONE, OPEN, blob
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.clock import DAY, HOUR, now
from waxpost_server.kit.db import Database, ReadTx, Row, WriteTx, any_of, each, statement

UPLOAD_SECONDS = DAY  # spec/api.md, section 7b
# A part that is still on its way when its upload ends must find its folder standing, or its object would stay.
IN_FLIGHT_SECONDS = HOUR
STEP_BLOBS = 20
SHARDS = 256

_b = blob.c
_most = sa.bindparam("most", type_=sa.BigInteger)
_END = statement(
    sa.update(blob).where(any_of(_b.id, "ids"), _b.state != GONE).values(state=GONE, due_at=sa.bindparam("removal_at"))
)
_LIST_ABANDONED = statement(
    sa.select(_b.id)
    .where(sa.text("state IN ('open', 'finished')"), _b.touched_at <= sa.bindparam("before"))
    .order_by(_b.touched_at)
    .limit(_most)
)
_END_ABANDONED = statement(
    sa.update(blob)
    .where(
        any_of(_b.id, "ids"), sa.or_(_b.state == OPEN, _b.state == FINISHED), _b.touched_at <= sa.bindparam("before")
    )
    .values(state=GONE, due_at=sa.bindparam("removal_at"))
)
_END_OF_UPLOADERS = statement(
    sa.update(blob)
    .where(any_of(_b.uid, "uids"), sa.or_(_b.state == OPEN, _b.state == FINISHED))
    .values(state=GONE, due_at=sa.bindparam("removal_at"))
)
_LIST_DUE = statement(
    sa.select(_b.id, _b.folder)
    .where(_b.due_at.is_not(None), _b.due_at <= sa.bindparam("now_at"))
    .order_by(_b.due_at)
    .limit(_most)
)
_FORGET = statement(sa.delete(blob).where(any_of(_b.id, "ids")))
_asked = each("folders")
_LIST_UNKNOWN = statement(sa.select(_asked.c.value).where(~sa.exists().where(_b.folder == _asked.c.value)))


async def end_blobs(tx: WriteTx, blob_ids: Sequence[str], *, in_seconds: int = 0) -> None:
    """From now on these are gone for everybody; their objects may be removed after so many seconds."""
    if blob_ids:
        await tx.run(_END, ids=list(blob_ids), removal_at=now() + in_seconds)


async def end_uploads_of(tx: WriteTx, uids: Sequence[str]) -> None:
    """End whatever these uploaded and nothing has claimed."""
    await tx.run(_END_OF_UPLOADERS, uids=list(uids), removal_at=now() + IN_FLIGHT_SECONDS)


async def end_abandoned(tx: WriteTx) -> bool:
    """End some uploads that showed no sign of life for a day. Whether there may be more."""
    before = now() - UPLOAD_SECONDS
    found = await tx.all(_LIST_ABANDONED, before=before, most=STEP_BLOBS)
    if found:
        await tx.run(_END_ABANDONED, ids=[row.id for row in found], before=before, removal_at=now() + IN_FLIGHT_SECONDS)
    return len(found) == STEP_BLOBS


async def remove_objects(db: Database, store: BlobStore) -> bool:
    """Remove the objects of some blobs that ended, then their rows. Whether there may be more.

    Raises StorageUnavailable; what was removed until then stays removed.
    """

    async def look(tx: ReadTx) -> list[Row]:
        return await tx.all(_LIST_DUE, now_at=now(), most=STEP_BLOBS)

    due = await db.read(look)
    for row in due:
        await store.remove_folder(row.folder)

    async def forget(tx: WriteTx) -> None:
        await tx.run(_FORGET, ids=[row.id for row in due])

    if due:
        await db.write(forget)
    return len(due) == STEP_BLOBS


async def remove_unowned(db: Database, store: BlobStore, shard: int) -> int:
    """Remove folders of one shard (0 to 255) that no row knows and that are older than a day; how many.

    A row is there before its first object and goes after the last one, so only a restored database leaves such folders.
    """
    folders = await store.folders(f"{shard:02x}")
    removed = 0
    for at in range(0, len(folders), 500):
        some = folders[at : at + 500]

        async def look(tx: ReadTx, some: list[str] = some) -> list[Row]:
            return await tx.all(_LIST_UNKNOWN, folders=some)

        for row in await db.read(look):
            if await store.newest_at(row.value) <= now() - DAY:
                await store.remove_folder(row.value)
                removed += 1
    return removed
