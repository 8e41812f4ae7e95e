"""Tell me when it is opened: a mail to the maker with the first view, and when wrong tries have locked the link.

Posted in the transaction of the view or the lock. Whether the maker wants such mails is known to a higher feature,
which composes them (`notifications.link_news`) and asks `find_link_news` what to say.
"""

from typing import NamedTuple

import sqlalchemy as sa

from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.db import ReadTx, WriteTx, statement
from waxpost_server.links.tables import share, share_lease
from waxpost_server.mail.outbox import post

KIND_OPENED = "link-opened"
KIND_LOCKED = "link-locked"


class LinkNews(NamedTuple):
    """What there is to tell of a link. `network` is the first reader's; None when nobody has opened it."""

    uid: str
    created_at: int
    first_opened_at: int | None
    network: str | None
    ended_at: int | None


_s, _l = share.c, share_lease.c
_FIND = statement(sa.select(_s.uid, _s.notify, _s.created_at, _s.ended_at).where(_s.id == sa.bindparam("id")))
_FIND_FIRST = statement(
    sa.select(_l.confirmed_at, _l.network)
    .where(_l.share_id == sa.bindparam("id"), _l.confirmed_at.is_not(None))
    .order_by(_l.confirmed_at, _l.token_hash)
    .limit(1)
)


async def tell_maker(tx: WriteTx, share_id: str, kind: str) -> None:
    """Post the mail of this kind, if the link's maker asked to be told. Ask `Settings.has_mail` first."""
    row = await tx.one(_FIND, id=share_id)
    if row is None or not row.notify:
        return
    maker = await find_person_by_uid(tx, row.uid)
    if maker is not None and maker.state == State.ACTIVE:
        await post(tx, kind, share_id, maker.addr)


async def find_link_news(tx: ReadTx, share_id: str) -> LinkNews | None:
    """What there is to tell; None when the link is not there any more."""
    row = await tx.one(_FIND, id=share_id)
    if row is None:
        return None
    first = await tx.one(_FIND_FIRST, id=share_id)
    opened_at, network = (None, None) if first is None else (first.confirmed_at, first.network)
    return LinkNews(row.uid, row.created_at, opened_at, network, row.ended_at)
