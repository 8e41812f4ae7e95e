"""Compare what the database says is stored with what is: for the operator, beside a running server. Changes nothing."""

from typing import NamedTuple

import sqlalchemy as sa

from waxpost_server.attachments.sizes import part_size
from waxpost_server.attachments.tables import GONE, blob, blob_part
from waxpost_server.attachments.uploads import key_of
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import Database, ReadTx, Row, statement

STEP_PARTS = 1000

_b, _p = blob.c, blob_part.c
_parts = blob.join(blob_part, _p.blob_id == _b.id)
_COUNT = statement(sa.select(sa.func.count()).select_from(_parts).where(_b.state != GONE))
_LIST = statement(
    sa.select(_p.blob_id, _p.number, _p.object_id, _b.folder, _b.csize, _b.hlen)
    .select_from(_parts)
    .where(
        _b.state != GONE,
        sa.or_(
            _p.blob_id > sa.bindparam("blob_id"),
            sa.and_(_p.blob_id == sa.bindparam("blob_id"), _p.number > sa.bindparam("number")),
        ),
    )
    .order_by(_p.blob_id, _p.number)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)


class Shortfall(NamedTuple):
    """Parts that the storage lacks or has in another length, and of how many files they are."""

    missing: int
    altered: int
    files: int


async def count_parts(db: Database) -> int:
    """How many parts should be stored."""

    async def look(tx: ReadTx) -> int:
        return await tx.value(_COUNT)

    return await db.read(look)


async def find_shortfall(db: Database, store: BlobStore) -> Shortfall:
    """What the storage lacks. What ended while this looked counts as well. Raises StorageUnavailable."""
    missing, altered, files = 0, 0, set[str]()
    # Rows first: a part that comes meanwhile is then not taken for a missing one.
    rows = await _all_parts(db)
    stored = {key: size async for key, size in store.sizes()}
    for row in rows:
        size = stored.get(key_of(row.folder, row.object_id))
        if size == part_size(row.csize, row.hlen, row.number):
            continue
        missing += size is None
        altered += size is not None
        files.add(row.blob_id)
    return Shortfall(missing, altered, len(files))


async def _all_parts(db: Database) -> list[Row]:
    rows: list[Row] = []
    while True:
        after = (rows[-1].blob_id, rows[-1].number) if rows else ("", -1)

        async def look(tx: ReadTx, after: tuple[str, int] = after) -> list[Row]:
            return await tx.all(_LIST, blob_id=after[0], number=after[1], most=STEP_PARTS)

        page = await db.read(look)
        rows += page
        if len(page) < STEP_PARTS:
            return rows
