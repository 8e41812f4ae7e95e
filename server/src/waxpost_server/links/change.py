"""What its maker does with a link afterwards: look, change its end, mail it, revoke it."""

from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import now, seconds_of
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, WireTime
from waxpost_server.kit.web.principal import Principal
from waxpost_server.links.access import SHOWN, access_link, access_link_locked
from waxpost_server.links.ending import end_share, take_files
from waxpost_server.links.errors import LinkEnded
from waxpost_server.links.events import LINK
from waxpost_server.links.mailing import ADDRESSES_MOST, Mailed, find_mails, send_mails
from waxpost_server.links.make import address_faults, check_end
from waxpost_server.links.tables import EXPIRED, OPEN, REVOKED, share, share_lease
from waxpost_server.messages.envelope import Addr
from waxpost_server.policies.access import effective_policy

# Views that are told one by one, the newest.
VISITS_MOST = 100


class LinkChange(Body):
    """What shall be otherwise; null leaves it."""

    expires_at: WireTime | None
    notify: bool | None


class MailOrder(Body):
    """To whom the link shall be mailed. One that exists has the right shape."""

    to: Annotated[list[Addr], msgspec.Meta(min_length=1, max_length=ADDRESSES_MOST)]

    def __post_init__(self) -> None:
        """Raises InvalidRequest."""
        errors = list(address_faults("to", self.to))
        if errors:
            raise InvalidRequest("Not every address is one; `errors` names where.", errors=errors)


class Kept(NamedTuple):
    """A share and its mails."""

    row: Row
    mails: list[Mailed]


class Whole(NamedTuple):
    """A share, its mails, and who opened it: rows of confirmed_at, network, newest first."""

    row: Row
    mails: list[Mailed]
    visits: list[Row]


_s, _l = share.c, share_lease.c
_LIST = statement(
    sa.select(*SHOWN)
    .where(
        _s.uid == sa.bindparam("uid"),
        sa.or_(
            _s.created_at < sa.bindparam("before_at"),
            sa.and_(_s.created_at == sa.bindparam("before_at"), _s.id < sa.bindparam("before_id")),
        ),
    )
    .order_by(_s.created_at.desc(), _s.id.desc())
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_LIST_VISITS = statement(
    sa.select(_l.confirmed_at, _l.network)
    .where(_l.share_id == sa.bindparam("id"), _l.confirmed_at.is_not(None))
    .order_by(_l.confirmed_at.desc(), _l.token_hash)
    .limit(VISITS_MOST)
)
_CHANGE = statement(
    sa.update(share)
    .where(_s.id == sa.bindparam("of_id"))
    .values(expires_at=sa.bindparam("new_end"), notify=sa.bindparam("new_notify"))
)


async def list_links(tx: ReadTx, maker: Principal, before: tuple[int, str], most: int) -> list[Kept]:
    """Shares of this person, newest first, that were made before (created_at, id)."""
    rows = await tx.all(_LIST, uid=maker.uid, before_at=before[0], before_id=before[1], most=most)
    mails = await find_mails(tx, [row.id for row in rows])
    return [Kept(row, mails[row.id]) for row in rows]


async def find_link(tx: ReadTx, maker: Principal, link_id: str) -> Whole:
    """One share with its visits. Raises LinkNotFound."""
    row = await access_link(tx, maker.uid, link_id)
    mails = (await find_mails(tx, [link_id]))[link_id]
    return Whole(row, mails, await tx.all(_LIST_VISITS, id=link_id))


def state_of(row: Row) -> str:
    """The state to show: what nobody can open any more is expired, whether or not the job has run."""
    return EXPIRED if row.state == OPEN and row.expires_at <= now() else row.state


async def change_link(tx: WriteTx, maker: Principal, link_id: str, change: LinkChange) -> Kept:
    """Another end, another wish to be told. Raises LinkNotFound, LinkEnded, ExpiryInThePast, LinkExpiryTooLate."""
    row = await access_link_locked(tx, maker.uid, link_id)
    if state_of(row) != OPEN:
        raise LinkEnded
    expires_at = row.expires_at if change.expires_at is None else seconds_of(change.expires_at)
    if expires_at != row.expires_at:
        check_end(await effective_policy(tx, maker), row.created_at, expires_at)
    notify = row.notify if change.notify is None else change.notify
    await tx.run(_CHANGE, of_id=link_id, new_end=expires_at, new_notify=notify)
    await record(tx, maker, Action.LINK_CHANGED, link_id)
    await publish(tx, [maker.uid], LINK, link_id)
    return await _find_kept(tx, maker, link_id)


async def mail_link(tx: WriteTx, maker: Principal, link_id: str, order: MailOrder, *, has_mail: bool) -> Kept:
    """Mail an open link to these addresses, for the first time or again (`mailing`). Raises LinkNotFound, LinkEnded."""
    row = await access_link_locked(tx, maker.uid, link_id)
    if state_of(row) != OPEN:
        raise LinkEnded
    await send_mails(tx, maker, await effective_policy(tx, maker), link_id, order.to, has_mail=has_mail)
    await publish(tx, [maker.uid], LINK, link_id)
    return await _find_kept(tx, maker, link_id)


async def revoke_link(tx: WriteTx, maker: Principal, link_id: str) -> None:
    """Take a link back: from now on nobody opens it or fetches a file of it. One that has ended stays as it is.

    Raises LinkNotFound.
    """
    row = await access_link_locked(tx, maker.uid, link_id)
    if state_of(row) == OPEN and await end_share(tx, link_id, maker.uid, REVOKED):
        await record(tx, maker, Action.LINK_REVOKED, link_id)
    else:
        await take_files(tx, link_id)


async def _find_kept(tx: ReadTx, maker: Principal, link_id: str) -> Kept:
    return Kept(await access_link(tx, maker.uid, link_id), (await find_mails(tx, [link_id]))[link_id])
