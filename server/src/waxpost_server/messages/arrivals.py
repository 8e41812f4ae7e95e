"""What has arrived for a person and waits to be read: for whoever tells people about it outside of Waxpost."""

import sqlalchemy as sa

from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, statement
from waxpost_server.messages.tables import INBOX, delivery, message

_LIST = statement(
    sa.select(
        delivery.c.mid,
        message.c.sender_addr,
        message.c.arrived_at,
        sa.func.count().over().label("together"),
    )
    .select_from(delivery.join(message, message.c.mid == delivery.c.mid))
    .where(
        delivery.c.uid == sa.bindparam("uid"),
        delivery.c.box == INBOX,
        delivery.c.number > sa.bindparam("after"),
        delivery.c.number <= sa.bindparam("up_to"),
        delivery.c.read_at.is_(None),
        delivery.c.deleted_at.is_(None),
        delivery.c.wrapped_key.is_not(None),
        sa.or_(delivery.c.expires_at.is_(None), delivery.c.expires_at > sa.bindparam("now_at")),
    )
    .order_by(delivery.c.number)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)


async def list_unread_arrivals(tx: ReadTx, uid: str, after: int, up_to: int, most: int) -> list[Row]:
    """Unread messages in a person's inbox that arrived behind one number of the stream and up to another, oldest first.

    Rows of mid, sender_addr, arrived_at, and `together`, how many there are beyond `most` too.
    """
    return await tx.all(_LIST, uid=uid, after=after, up_to=up_to, now_at=now(), most=most)
