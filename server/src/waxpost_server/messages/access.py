"""The only functions that load a copy of a message, or a file of one, for a person.

Everybody else's copy, a deleted one and an id that never was are one and the same `MessageNotFound`. An expired one is
`MessageExpired` for 30 days, then not found: both by the data and the clock, whether or not the job has run.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from waxpost_server.attachments.access import find_own_part, find_part_of_message
from waxpost_server.attachments.errors import BlobNotFound
from waxpost_server.kit.clock import DAY, now, wire_time
from waxpost_server.kit.db import ReadTx, Row, any_of, statement
from waxpost_server.messages.errors import MessageExpired, MessageNotFound
from waxpost_server.messages.tables import INBOX, SENT, delivery, message, message_blob

TOMBSTONE_SECONDS = 30 * DAY  # spec/api.md, section 7

_told = delivery.alias()
# Scanned along a partial index; null in the inbox.
READ_COUNT = sa.case(
    (
        delivery.c.box == SENT,
        sa.select(sa.func.count())
        .select_from(_told)
        .where(_told.c.mid == delivery.c.mid, _told.c.told_at.is_not(None))
        .scalar_subquery(),
    )
).label("read_count")

_mine = delivery.join(message, message.c.mid == delivery.c.mid)
_ACCESS = statement(
    sa.select(
        delivery.c.mid,
        delivery.c.box,
        delivery.c.wrapped_key,
        delivery.c.read_at,
        READ_COUNT,
        message.c.sender_addr,
        message.c.thread,
        message.c.arrived_at,
        message.c.expires_at,
        message.c.recipient_count,
        message.c.groups,
        message.c.recipients,
        message.c.blobs,
        message.c.sealed_content,
    )
    .select_from(_mine)
    .where(
        delivery.c.mid == sa.bindparam("mid"),
        delivery.c.uid == sa.bindparam("uid"),
        delivery.c.deleted_at.is_(None),
    )
)
# In the order of `mid`, locked: whoever changes copies takes them in this order (see `marking`).
_ACCESS_COPIES = statement(
    sa.select(
        delivery.c.mid,
        delivery.c.box,
        delivery.c.read_at,
        delivery.c.told_at,
        delivery.c.wrapped_key.is_(None).label("is_removed"),
        message.c.sender_uid,
        message.c.sender_addr,
        message.c.expires_at,
    )
    .select_from(_mine)
    .where(
        any_of(delivery.c.mid, "mids"),
        delivery.c.uid == sa.bindparam("uid"),
        delivery.c.deleted_at.is_(None),
    )
    .order_by(delivery.c.mid)
    .with_for_update(of=delivery)
)

_MAY_READ_BLOB = statement(
    sa.select(delivery.c.mid)
    .select_from(
        message_blob.join(delivery, delivery.c.mid == message_blob.c.mid).join(
            message, message.c.mid == message_blob.c.mid
        )
    )
    .where(
        message_blob.c.blob_id == sa.bindparam("blob_id"),
        delivery.c.uid == sa.bindparam("uid"),
        delivery.c.deleted_at.is_(None),
        # What the job has removed stays gone when the clock is set back.
        delivery.c.wrapped_key.is_not(None),
        sa.or_(message.c.expires_at.is_(None), message.c.expires_at > sa.bindparam("now_at")),
    )
)


async def access_blob_part(tx: ReadTx, uid: str, blob_id: str, number: int) -> Row:
    """Where a part is (folder, object_id), for whoever has a copy of its message, or its owner. Raises BlobNotFound."""
    part = None
    if await tx.one(_MAY_READ_BLOB, blob_id=blob_id, uid=uid, now_at=now()) is not None:
        part = await find_part_of_message(tx, blob_id, number)
    part = part or await find_own_part(tx, uid, blob_id, number)
    if part is None:
        raise BlobNotFound
    return part


async def access_delivery(tx: ReadTx, uid: str, mid: str) -> Row:
    """This person's copy, whole, from either box. Raises MessageNotFound or MessageExpired."""
    row = await tx.one(_ACCESS, mid=mid, uid=uid)
    if row is None:
        raise MessageNotFound
    _check_not_ended(row, is_removed=row.wrapped_key is None)
    return row


async def access_message(tx: ReadTx, uid: str, mid: str) -> Row:
    """The same for the sender alone; a recipient finds nothing here."""
    row = await access_delivery(tx, uid, mid)
    if row.box != SENT:
        raise MessageNotFound
    return row


async def access_copies(tx: ReadTx, uid: str, mids: Sequence[str], *, inbox_only: bool) -> list[Row]:
    """Every one of these copies, without sealed parts and locked for a change, or an error for all of them."""
    rows = await tx.all(_ACCESS_COPIES, mids=list(mids), uid=uid)
    if len(rows) != len(set(mids)) or (inbox_only and any(row.box != INBOX for row in rows)):
        raise MessageNotFound
    for row in rows:
        _check_not_ended(row, is_removed=row.is_removed)
    return rows


def _check_not_ended(row: Row, *, is_removed: bool) -> None:
    # What the job has removed stays gone when the clock is set back.
    if row.expires_at is None or (row.expires_at > now() and not is_removed):
        return
    if row.expires_at + TOMBSTONE_SECONDS <= now():
        raise MessageNotFound
    raise MessageExpired(row.sender_addr, wire_time(row.expires_at))
