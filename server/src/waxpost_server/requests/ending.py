"""End requests, passes and answers: at once for everybody who asks, later, in small steps, what is left of them."""

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.claim import release_of_answer
from waxpost_server.attachments.sweep import end_uploads_of
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import WriteTx, any_of, statement
from waxpost_server.kit.outbox import publish
from waxpost_server.requests.events import ANSWER, REQUEST
from waxpost_server.requests.tables import (
    ANSWERED,
    CLOSED,
    EXPIRED,
    OPEN,
    answer_copy,
    request,
    request_answer,
    request_pass,
)

KEPT_SECONDS = 30 * DAY  # spec/api.md, section 7d
STEP = 100
_RECORDED = {
    ANSWERED: Action.REQUEST_ANSWERED,
    EXPIRED: Action.REQUEST_EXPIRED,
    CLOSED: Action.REQUEST_CLOSED,
}

_r, _p, _a, _c = request.c, request_pass.c, request_answer.c, answer_copy.c
_most = sa.bindparam("most", type_=sa.BigInteger)
_END = statement(
    sa.update(request)
    .where(_r.id == sa.bindparam("of_id"), _r.state == OPEN)
    .values(state=sa.bindparam("new_state"), ended_at=sa.bindparam("at"))
)
_LIST_EXPIRED = statement(
    sa.select(_r.id, _r.uid)
    .where(sa.text("state = 'open'"), _r.expires_at <= sa.bindparam("now_at"))
    .order_by(_r.expires_at)
    .limit(_most)
)
_LIST_OLD = statement(
    sa.select(_r.id)
    .where(_r.ended_at.is_not(None), _r.ended_at <= sa.bindparam("before"), ~sa.exists().where(_a.request_id == _r.id))
    .order_by(_r.ended_at)
    .limit(_most)
)
_FORGET = statement(sa.delete(request).where(any_of(_r.id, "ids")))
_LIST_PASSES = statement(
    sa.select(_p.token_hash, _p.uploader).where(_p.ends_at <= sa.bindparam("now_at")).order_by(_p.ends_at).limit(_most)
)
_FORGET_PASS = statement(sa.delete(request_pass).where(_p.token_hash == sa.bindparam("hashed")))
_LIST_EXPIRED_ANSWERS = statement(
    sa.select(_a.mid, _a.blobs)
    .where(_a.expires_at.is_not(None), _a.expires_at <= sa.bindparam("now_at"))
    .order_by(_a.expires_at)
    .limit(_most)
)
_FORGET_ANSWER = statement(sa.delete(request_answer).where(_a.mid == sa.bindparam("of_mid")))
_LIST_COPIES = statement(sa.select(_c.uid).where(_c.mid == sa.bindparam("of_mid")).order_by(_c.uid))
_FORGET_COPY = statement(
    sa.delete(answer_copy).where(_c.mid == sa.bindparam("of_mid"), _c.uid == sa.bindparam("of_uid"))
)


async def end_request(tx: WriteTx, request_id: str, uid: str, state: str) -> bool:
    """End an open request, and tell its asker; False when it had ended before.

    Who closes one writes the record, because it is a person's act; every other end is recorded here.
    """
    if not await tx.run(_END, of_id=request_id, new_state=state, at=now()):
        return False
    if state != CLOSED:
        await record(tx, None, _RECORDED[state], request_id)
    await publish(tx, [uid], REQUEST, request_id)
    return True


async def end_expired(tx: WriteTx) -> bool:
    """End some requests whose time has come. Whether there may be more."""
    due = await tx.all(_LIST_EXPIRED, now_at=now(), most=STEP)
    for row in due:
        await end_request(tx, row.id, row.uid, EXPIRED)
    return len(due) == STEP


async def forget_ended(tx: WriteTx) -> bool:
    """Remove some requests that ended 30 days ago and have no answer left. Whether there may be more."""
    old = await tx.all(_LIST_OLD, before=now() - KEPT_SECONDS, most=STEP)
    if old:
        await tx.run(_FORGET, ids=[row.id for row in old])
    return len(old) == STEP


async def end_passes(tx: WriteTx) -> bool:
    """Remove some passes whose time is over, and what was uploaded with them in vain. Whether there may be more."""
    ended = await tx.all(_LIST_PASSES, now_at=now(), most=STEP)
    if ended:
        await end_uploads_of(tx, [row.uploader for row in ended])
    for row in ended:
        await tx.run(_FORGET_PASS, hashed=row.token_hash)
    return len(ended) == STEP


async def end_expired_answers(tx: WriteTx) -> bool:
    """Remove some answers whose time is over. Whether there may be more."""
    due = await tx.all(_LIST_EXPIRED_ANSWERS, now_at=now(), most=STEP)
    for row in due:
        await _remove_answer(tx, row.mid, row.blobs)
        await record(tx, None, Action.ANSWER_EXPIRED, row.mid)
    return len(due) == STEP


async def remove_copy(tx: WriteTx, mid: str, uid: str, blobs: str) -> None:
    """Take one person's copy away, the answer with its files when it was the last, and tell this person.

    The caller holds the answer's row: whoever deletes another copy at this moment looks after this one is gone.
    """
    await tx.run(_FORGET_COPY, of_mid=mid, of_uid=uid)
    if not await tx.all(_LIST_COPIES, of_mid=mid):
        await _remove_answer(tx, mid, blobs)
    await publish(tx, [uid], ANSWER, mid)


async def _remove_answer(tx: WriteTx, mid: str, blobs: str) -> None:
    """Take an answer away with its files and every copy, and tell those who had one."""
    uids = [row.uid for row in await tx.all(_LIST_COPIES, of_mid=mid)]
    await release_of_answer(tx, msgspec.json.decode(blobs, type=list[str]))
    await tx.run(_FORGET_ANSWER, of_mid=mid)
    if uids:
        await publish(tx, uids, ANSWER, mid)
