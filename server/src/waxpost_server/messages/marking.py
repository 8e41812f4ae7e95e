"""What one person does to copies of his own: mark read or unread, let the sender know, delete for himself.

All or nothing: one id that is not his refuses the whole request. Each change is one conditional statement, so two
devices doing the same at once count once. Rows are locked in one order everywhere: one's own copies by id
(`access_copies`), then the streams of everybody who is told, by person; all else lies behind those.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Row, WriteTx, any_of, statement
from waxpost_server.kit.outbox import publish_all
from waxpost_server.kit.shapes import Body, Id
from waxpost_server.kit.web.principal import Principal
from waxpost_server.messages.access import access_copies
from waxpost_server.messages.events import DELETED, MARKED, READ
from waxpost_server.messages.tables import INBOX, delivery, mailbox
from waxpost_server.policies.access import effective_policy


class Mark(Body, frozen=True):
    """The read state that a copy shall have. `receipt` with `read` lets the sender know; once given it stays."""

    mid: Id
    read: bool
    receipt: bool


class Marking(Body, frozen=True):
    """Several at once; of two for one message the later counts."""

    items: Annotated[list[Mark], msgspec.Meta(min_length=1, max_length=100)]


class Deletion(Body, frozen=True):
    """Several at once."""

    mids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=100)]


_own = (any_of(delivery.c.mid, "mids"), delivery.c.uid == sa.bindparam("of_uid"))
_MARK_READ = statement(
    sa.update(delivery).where(*_own, delivery.c.read_at.is_(None)).values(read_at=sa.bindparam("marked_at"))
)
_MARK_UNREAD = statement(sa.update(delivery).where(*_own).values(read_at=None))
_TELL = statement(sa.update(delivery).where(*_own).values(told_at=sa.bindparam("marked_at")))
_DELETE = statement(sa.update(delivery).where(*_own).values(deleted_at=sa.bindparam("deletion_at"), wrapped_key=None))
_ADD_UNREAD = statement(
    sa.update(mailbox)
    .where(mailbox.c.uid == sa.bindparam("of_uid"))
    .values(unread=mailbox.c.unread + sa.bindparam("change", type_=sa.BigInteger))
)


async def mark_copies(tx: WriteTx, principal: Principal, marks: Sequence[Mark]) -> None:
    """Give copies in one's inbox a read state. Raises MessageNotFound or MessageExpired, then nothing has changed.

    What is so already stays as it is and tells nobody.
    """
    uid = principal.uid
    wanted = {mark.mid: mark for mark in marks}
    copies = await access_copies(tx, uid, list(wanted), inbox_only=True)
    read = [copy for copy in copies if wanted[copy.mid].read and copy.read_at is None]
    unread = [copy for copy in copies if not wanted[copy.mid].read and copy.read_at is not None]
    told = [c for c in copies if wanted[c.mid].read and wanted[c.mid].receipt and c.told_at is None]

    events = [(uid, MARKED, copy.mid) for copy in (*read, *unread)]
    if told and (await effective_policy(tx, principal)).receipts:
        events += [(copy.sender_uid, READ, copy.mid) for copy in told]
    await publish_all(tx, events)
    if read:
        await tx.run(_MARK_READ, mids=_mids(read), of_uid=uid, marked_at=now())
    if unread:
        await tx.run(_MARK_UNREAD, mids=_mids(unread), of_uid=uid)
    if len(read) != len(unread):
        await tx.run(_ADD_UNREAD, of_uid=uid, change=len(unread) - len(read))
    if told:
        await tx.run(_TELL, mids=_mids(told), of_uid=uid, marked_at=now())
    for copy in read:
        await record(tx, principal, Action.MESSAGE_READ, copy.mid)


async def delete_copies(tx: WriteTx, principal: Principal, mids: Sequence[str]) -> None:
    """Delete for this person alone, from either box. Raises MessageNotFound or MessageExpired, then all are kept.

    The wrapped key is gone at once, so this copy can never be opened again; the sealed content goes with the last copy.
    """
    uid = principal.uid
    copies = await access_copies(tx, uid, mids, inbox_only=False)
    await publish_all(tx, [(uid, DELETED, copy.mid) for copy in copies])
    await tx.run(_DELETE, mids=_mids(copies), of_uid=uid, deletion_at=now())
    unread = sum(copy.box == INBOX and copy.read_at is None for copy in copies)
    if unread:
        await tx.run(_ADD_UNREAD, of_uid=uid, change=-unread)
    for copy in copies:
        await record(tx, principal, Action.MESSAGE_DELETED, copy.mid)


def _mids(copies: Sequence[Row]) -> list[str]:
    return [copy.mid for copy in copies]
