"""End shares: at once for everybody who asks, later for what is left of them.

An end is one conditional statement in the transaction of whoever ends it, and takes the sealed files with it. Blobs of
a share that was used up or locked stay until the last reader who confirmed is done; the job looks after them, after
what expired, and after rows that are 30 days old, in small steps.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.claim import release_of_link
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import WriteTx, any_of, statement
from waxpost_server.kit.outbox import publish
from waxpost_server.links.codes import forget_code
from waxpost_server.links.events import LINK
from waxpost_server.links.tables import DELETED, EXPIRED, LOCKED, OPEN, REVOKED, USED, share, share_lease

KEPT_SECONDS = 30 * DAY  # spec/api.md, section 7c
STEP_SHARES = 100
_RECORDED = {
    USED: Action.LINK_USED_UP,
    EXPIRED: Action.LINK_EXPIRED,
    LOCKED: Action.LINK_LOCKED,
    DELETED: Action.LINK_DELETED_BY_READER,
}

_s, _l = share.c, share_lease.c
_most = sa.bindparam("most", type_=sa.BigInteger)
_END = statement(
    sa.update(share)
    .where(_s.id == sa.bindparam("of_id"), _s.state == OPEN)
    .values(state=sa.bindparam("new_state"), ended_at=sa.bindparam("at"), sealed_link=None, sealed_content=None)
)
_FIND_BLOBS = statement(sa.select(_s.blobs).where(_s.id == sa.bindparam("id")))
_DROP_BLOBS = statement(sa.update(share).where(_s.id == sa.bindparam("of_id")).values(blobs="[]"))
_END_LEASES = statement(
    sa.update(share_lease).where(_l.share_id == sa.bindparam("of_id")).values(ends_at=sa.bindparam("at"))
)
_LIST_EXPIRED = statement(
    sa.select(_s.id, _s.uid)
    .where(sa.text("state = 'open'"), _s.expires_at <= sa.bindparam("now_at"))
    .order_by(_s.expires_at)
    .limit(_most)
)
_LIST_HELD = statement(
    sa.select(_s.id)
    .where(
        sa.text("state <> 'open' AND blobs <> '[]'"),
        sa.or_(
            _s.expires_at <= sa.bindparam("now_at"),
            ~sa.exists().where(_l.share_id == _s.id, _l.confirmed_at.is_not(None), _l.ends_at > sa.bindparam("now_at")),
        ),
    )
    .limit(_most)
)
_LIST_OLD = statement(
    sa.select(_s.id)
    .where(_s.ended_at.is_not(None), _s.ended_at <= sa.bindparam("before"))
    .order_by(_s.ended_at)
    .limit(_most)
)
_FORGET = statement(sa.delete(share).where(any_of(_s.id, "ids")))


async def end_share(tx: WriteTx, share_id: str, uid: str, state: str) -> bool:
    """End an open share, and tell its maker; False when it had ended before. `state` is what it becomes.

    Who revokes writes the record, because it is a person's act; every other end is recorded here.
    """
    if not await tx.run(_END, of_id=share_id, new_state=state, at=now()):
        return False
    await forget_code(tx, share_id)
    if state not in (USED, LOCKED):
        await take_files(tx, share_id)
    if state != REVOKED:
        await record(tx, None, _RECORDED[state], share_id)
    await publish(tx, [uid], LINK, share_id)
    return True


async def take_files(tx: WriteTx, share_id: str) -> None:
    """From now on nobody gets a file of this share, whatever lease he holds."""
    await tx.run(_END_LEASES, of_id=share_id, at=now())
    blobs = msgspec.json.decode(await tx.value(_FIND_BLOBS, id=share_id) or "[]", type=list[str])
    if blobs:
        await release_of_link(tx, blobs)
        await tx.run(_DROP_BLOBS, of_id=share_id)


async def end_expired(tx: WriteTx) -> bool:
    """End some shares whose time has come. Whether there may be more."""
    due = await tx.all(_LIST_EXPIRED, now_at=now(), most=STEP_SHARES)
    for row in due:
        await end_share(tx, row.id, row.uid, EXPIRED)
    return len(due) == STEP_SHARES


async def release_files(tx: WriteTx) -> bool:
    """Release the files of some shares that were used up or locked and that nobody reads any more."""
    held = await tx.all(_LIST_HELD, now_at=now(), most=STEP_SHARES)
    for row in held:
        await take_files(tx, row.id)
    return len(held) == STEP_SHARES


async def forget_ended(tx: WriteTx) -> bool:
    """Remove some shares that ended 30 days ago, with their leases. Whether there may be more."""
    old = await tx.all(_LIST_OLD, before=now() - KEPT_SECONDS, most=STEP_SHARES)
    await _forget(tx, [row.id for row in old])
    return len(old) == STEP_SHARES


async def _forget(tx: WriteTx, ids: Sequence[str]) -> None:
    if ids:
        await tx.run(_FORGET, ids=list(ids))
