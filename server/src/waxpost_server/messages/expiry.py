"""Ending messages: take content and files of what has expired or was deleted by everybody, later the tombstone.

Nothing waits for this: every query refuses an expired message by the clock. What is done here runs in small steps,
each a transaction of its own that claims its rows by a condition, so steps may stop, repeat and run in two processes.
"""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from waxpost_server.attachments.claim import release_of_message
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Row, WriteTx, any_of, statement
from waxpost_server.kit.outbox import publish_all
from waxpost_server.messages.access import TOMBSTONE_SECONDS
from waxpost_server.messages.events import EXPIRED
from waxpost_server.messages.tables import INBOX, delivery, mailbox, message, message_blob

# Copies touched in one step; at least one message, which may have more.
STEP_COPIES = 500
_STEP_MESSAGES = 100

_most = sa.bindparam("most", type_=sa.BigInteger)
_LIST_EXPIRED = statement(
    sa.select(message.c.mid, message.c.recipient_count)
    .where(
        message.c.expires_at.is_not(None),
        message.c.removed_at.is_(None),
        message.c.expires_at <= sa.bindparam("now_at"),
    )
    .order_by(message.c.expires_at)
    .limit(_most)
)
_EMPTY = statement(
    sa.update(message)
    .where(any_of(message.c.mid, "mids"), message.c.removed_at.is_(None))
    .values(sealed_content=None, removed_at=sa.bindparam("removal_at"))
    .returning(message.c.mid)
)
_LOCK_COPIES = statement(
    sa.select(delivery.c.uid, delivery.c.mid, delivery.c.box, delivery.c.read_at)
    .where(any_of(delivery.c.mid, "mids"), delivery.c.deleted_at.is_(None))
    .order_by(delivery.c.mid, delivery.c.uid)
    .with_for_update()
)
_DROP_KEYS = statement(
    sa.update(delivery)
    .where(any_of(delivery.c.mid, "mids"), delivery.c.wrapped_key.is_not(None))
    .values(wrapped_key=None)
)
_TAKE_UNREAD = statement(
    sa.update(mailbox)
    .where(mailbox.c.uid == sa.bindparam("of_uid"))
    .values(unread=mailbox.c.unread - sa.bindparam("change", type_=sa.BigInteger))
)
_LIST_UNSWEPT = statement(
    sa.select(delivery.c.mid, delivery.c.uid)
    .where(delivery.c.deleted_at.is_not(None), sa.text("NOT is_swept"))
    .order_by(delivery.c.mid)
    .limit(_most)
)
_kept = delivery.alias()
_EMPTY_DELETED = statement(
    sa.update(message)
    .where(
        any_of(message.c.mid, "mids"),
        message.c.removed_at.is_(None),
        ~sa.exists().where(_kept.c.mid == message.c.mid, _kept.c.deleted_at.is_(None)),
    )
    .values(sealed_content=None, removed_at=sa.bindparam("removal_at"))
    .returning(message.c.mid)
)
_LIST_FILES = statement(sa.select(message_blob.c.blob_id).where(any_of(message_blob.c.mid, "mids")))
_DETACH = statement(sa.delete(message_blob).where(any_of(message_blob.c.mid, "mids")))
_SWEEP = statement(
    sa.update(delivery)
    .where(delivery.c.mid == sa.bindparam("of_mid"), delivery.c.uid == sa.bindparam("of_uid"))
    .values(is_swept=True)
)
_LIST_ENDED = statement(
    sa.select(message.c.mid, message.c.recipient_count)
    .where(message.c.removed_at.is_not(None), message.c.removed_at <= sa.bindparam("before"))
    .order_by(message.c.removed_at)
    .limit(_most)
)
_FORGET = statement(sa.delete(message).where(any_of(message.c.mid, "mids")))


async def remove_expired(tx: WriteTx) -> bool:
    """Take content and keys of some messages whose end has come, and tell who had them. Whether there may be more."""
    due = await tx.all(_LIST_EXPIRED, now_at=now(), most=_STEP_MESSAGES)
    if not due:
        return False
    mids = [row.mid for row in await tx.all(_EMPTY, mids=_within_step(due), removal_at=now())]
    await _release_files(tx, mids)
    copies = await tx.all(_LOCK_COPIES, mids=mids)
    await publish_all(tx, [(copy.uid, EXPIRED, copy.mid) for copy in copies])
    await tx.run(_DROP_KEYS, mids=mids)
    unread = Counter(copy.uid for copy in copies if copy.box == INBOX and copy.read_at is None)
    if unread:
        await tx.run_many(_TAKE_UNREAD, [{"of_uid": uid, "change": many} for uid, many in sorted(unread.items())])
    for mid in mids:
        await record(tx, None, Action.MESSAGE_EXPIRED, mid)
    return True


async def remove_deleted(tx: WriteTx) -> bool:
    """Take the content of messages of which nobody has kept a copy. Whether there may be more."""
    deleted = await tx.all(_LIST_UNSWEPT, most=STEP_COPIES)
    if not deleted:
        return False
    emptied = await tx.all(_EMPTY_DELETED, mids=sorted({row.mid for row in deleted}), removal_at=now())
    await _release_files(tx, [row.mid for row in emptied])
    await tx.run_many(_SWEEP, [{"of_mid": row.mid, "of_uid": row.uid} for row in deleted])
    return True


async def forget_tombstones(tx: WriteTx) -> bool:
    """Remove messages that lost their content 30 days ago, with their deliveries. Whether there may be more."""
    ended = await tx.all(_LIST_ENDED, before=now() - TOMBSTONE_SECONDS, most=_STEP_MESSAGES)
    if ended:
        await tx.run(_FORGET, mids=_within_step(ended))
    return bool(ended)


async def _release_files(tx: WriteTx, mids: Sequence[str]) -> None:
    if files := await tx.all(_LIST_FILES, mids=list(mids)):
        await release_of_message(tx, [row.blob_id for row in files])
        await tx.run(_DETACH, mids=list(mids))


def _within_step(rows: Sequence[Row]) -> list[str]:
    mids: list[str] = []
    copies = 0
    for row in rows:
        copies += row.recipient_count + 1
        if mids and copies > STEP_COPIES:
            break
        mids.append(row.mid)
    return mids
