"""One person's mailbox: pages of inbox and sent, one message, who has read it.

Reading changes nothing. Every query here leaves out what the person deleted and what has reached its end by now.
A page is read along the person's own order of arrival, so it costs the same in a mailbox of any size, and a cursor
(the number of the last copy given) stays right while copies come and go.
"""

from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import find_number
from waxpost_server.kit.web.principal import Principal
from waxpost_server.messages.access import READ_COUNT, access_delivery, access_message
from waxpost_server.messages.tables import INBOX, SENT, delivery, mailbox, message
from waxpost_server.policies.access import effective_policy

Box = Literal["inbox", "sent"]

# Above every number of a stream.
FIRST_PAGE = 2**62


class Page(NamedTuple):
    """A page of copies, newest first. `after` is the cursor of the next page, None at the end."""

    rows: list[Row]
    after: int | None
    unread: int
    number: int


class Reader(NamedTuple):
    """One recipient as the sender sees him."""

    addr: str
    read_at: int | None


def _list(*conditions: sa.ColumnElement[bool]) -> sa.ClauseElement:
    whole = message.c.is_listed_whole
    return (
        sa.select(
            delivery.c.mid,
            delivery.c.number,
            delivery.c.wrapped_key,
            delivery.c.read_at,
            READ_COUNT,
            message.c.sender_addr,
            message.c.thread,
            message.c.arrived_at,
            message.c.expires_at,
            message.c.recipient_count,
            message.c.groups,
            message.c.blobs,
            sa.case((whole, message.c.recipients)).label("recipients"),
            sa.case((whole, message.c.sealed_content)).label("sealed_content"),
        )
        .select_from(delivery.join(message, message.c.mid == delivery.c.mid))
        .where(
            delivery.c.uid == sa.bindparam("uid"),
            delivery.c.number < sa.bindparam("before"),
            delivery.c.deleted_at.is_(None),
            # What the job has removed stays gone when the clock is set back.
            delivery.c.wrapped_key.is_not(None),
            sa.or_(delivery.c.expires_at.is_(None), delivery.c.expires_at > sa.bindparam("now_at")),
            *conditions,
        )
        .order_by(delivery.c.number.desc())
        .limit(sa.bindparam("most", type_=sa.BigInteger))
    )


_LIST_BOX = statement(_list(delivery.c.box == sa.bindparam("box")))
_LIST_UNREAD = statement(_list(delivery.c.box == INBOX, delivery.c.read_at.is_(None)))
# Unread and past its end, but not removed yet: still in the counter.
_ended = (
    sa.select(sa.func.count())
    .select_from(delivery)
    .where(
        delivery.c.uid == mailbox.c.uid,
        delivery.c.expires_at.is_not(None),
        delivery.c.expires_at <= sa.bindparam("now_at"),
        delivery.c.wrapped_key.is_not(None),
        delivery.c.read_at.is_(None),
        sa.text("place >= 0"),
    )
    .scalar_subquery()
)
_COUNT_UNREAD = statement(
    sa.select((mailbox.c.unread - _ended).label("unread")).where(mailbox.c.uid == sa.bindparam("uid"))
)
_LIST_READERS = statement(
    sa.select(delivery.c.place, delivery.c.told_at).where(
        delivery.c.mid == sa.bindparam("mid"), delivery.c.told_at.is_not(None)
    )
)


async def list_box(tx: ReadTx, principal: Principal, box: Box, *, only_unread: bool, before: int, limit: int) -> Page:
    """A page of copies numbered below `before`: the inbox, what is unread in it, or what the person sent.

    Raises InvalidRequest for the unread of the sent box. `read_count` is None where the policy hides receipts.
    """
    unread = await tx.value(_COUNT_UNREAD, uid=principal.uid, now_at=now()) or 0
    place: dict[str, object] = {"uid": principal.uid, "before": before, "now_at": now()}
    if not only_unread:
        rows = await tx.all(_LIST_BOX, box=box, most=limit + 1, **place)
    elif box == INBOX:
        # No more than there are, so that the last of them ends the search.
        rows = await tx.all(_LIST_UNREAD, most=min(limit + 1, unread), **place)
    else:
        raise InvalidRequest("Only the inbox knows unread messages.", errors=[{"path": "unread", "reason": "not here"}])
    if box == SENT and rows and not await _shows_receipts(tx, principal):
        rows = [row._replace(read_count=None) for row in rows]
    after = rows[limit - 1].number if len(rows) > limit else None
    return Page(rows[:limit], after, unread, await find_number(tx, principal.uid))


async def find_whole(tx: ReadTx, principal: Principal, mid: str) -> Row:
    """One copy with everything, from either box. Raises MessageNotFound or MessageExpired."""
    row = await access_delivery(tx, principal.uid, mid)
    if row.read_count is not None and not await _shows_receipts(tx, principal):
        row = row._replace(read_count=None)
    return row


async def list_readers(tx: ReadTx, principal: Principal, mid: str) -> list[Reader]:
    """For the sender: every recipient in the order of the envelope, and when he let the sender know that he read.

    Deleting does not show. Where the policy hides receipts, nobody seems to have read. Raises as `find_whole`.
    """
    row = await access_message(tx, principal.uid, mid)
    addrs = [named["addr"] for named in msgspec.json.decode(row.recipients, type=list[dict[str, str]])]
    told: dict[int, int | None] = {}
    if await _shows_receipts(tx, principal):
        told = {copy.place: copy.told_at for copy in await tx.all(_LIST_READERS, mid=mid)}
    return [Reader(addr, told.get(place)) for place, addr in enumerate(addrs)]


async def _shows_receipts(tx: ReadTx, principal: Principal) -> bool:
    return (await effective_policy(tx, principal)).receipts
