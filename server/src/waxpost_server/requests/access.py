"""The only functions that load a request or an answer: for the asker, for whoever has the link, for whoever has a pass.

To a stranger a request that ended, a wrong claim and an id that never was are one and the same `RequestGone`; to
members other people's requests and answers and ids that never were are `RequestNotFound` and `AnswerNotFound`.
"""

from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.access import find_part_of_answer
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, statement
from waxpost_server.kit.tokens import token_hash
from waxpost_server.requests.errors import AnswerNotFound, RequestGone, RequestNotFound
from waxpost_server.requests.tables import OPEN, request, request_answer, request_pass

_r, _p, _a = request.c, request_pass.c, request_answer.c
_own = (_r.id == sa.bindparam("id"), _r.uid == sa.bindparam("uid"))
_ACCESS = statement(sa.select(request).where(*_own))
_ACCESS_LOCKED = statement(sa.select(request).where(*_own).with_for_update())
_open = (_r.state == OPEN, _r.expires_at > sa.bindparam("now_at"), _r.answers_left > 0)
_reached = (_r.id == sa.bindparam("id"), _r.claim_hash == sa.bindparam("claim_hash"), *_open)
_FIND_REACHED = statement(sa.select(request).where(*_reached))
_FIND_REACHED_LOCKED = statement(sa.select(request).where(*_reached).with_for_update())
_passed = (
    sa.select(_p.token_hash, _p.uploader, _p.network, _p.mid, _p.ends_at, _r.id, _r.uid)
    .select_from(request_pass.join(request, _r.id == _p.request_id))
    .where(_p.token_hash == sa.bindparam("token_hash"), _p.request_id == sa.bindparam("id"))
)
_FIND_UPLOADING = statement(_passed.where(_p.mid.is_(None), _p.ends_at > sa.bindparam("now_at"), *_open))
_FIND_PASS_LOCKED = statement(_passed.with_for_update(of=request_pass))
_answer = (
    _a.mid == sa.bindparam("mid"),
    _a.uid == sa.bindparam("uid"),
    sa.or_(_a.expires_at.is_(None), _a.expires_at > sa.bindparam("now_at")),
)
_ACCESS_ANSWER = statement(sa.select(request_answer).where(*_answer))
_ACCESS_ANSWER_LOCKED = statement(sa.select(request_answer).where(*_answer).with_for_update())


class Reached(NamedTuple):
    """A request that takes answers, and its asker's row in the directory."""

    row: Row
    asker: Row


async def access_request(tx: ReadTx, uid: str, request_id: str) -> Row:
    """A request of this person. Raises RequestNotFound."""
    row = await tx.one(_ACCESS, id=request_id, uid=uid)
    if row is None:
        raise RequestNotFound
    return row


async def access_request_locked(tx: ReadTx, uid: str, request_id: str) -> Row:
    """The same, and nobody else changes or answers it until the transaction ends."""
    row = await tx.one(_ACCESS_LOCKED, id=request_id, uid=uid)
    if row is None:
        raise RequestNotFound
    return row


async def access_reached(tx: ReadTx, request_id: str, claim_hash: bytes) -> Reached:
    """The open request of a link. Raises RequestGone."""
    return await _with_asker(tx, await tx.one(_FIND_REACHED, id=request_id, claim_hash=claim_hash, now_at=now()))


async def access_reached_locked(tx: ReadTx, request_id: str, claim_hash: bytes) -> Reached:
    """The same, and nobody else begins to answer it until the transaction ends."""
    row = await tx.one(_FIND_REACHED_LOCKED, id=request_id, claim_hash=claim_hash, now_at=now())
    return await _with_asker(tx, row)


async def access_uploading(tx: ReadTx, request_id: str, token: str | None) -> Row:
    """The pass of somebody who may still upload: uploader, id and uid of the request. Raises RequestGone."""
    hashed = None if token is None else token_hash(token)
    row = None if hashed is None else await tx.one(_FIND_UPLOADING, token_hash=hashed, id=request_id, now_at=now())
    if row is None or not await is_asking(tx, row.uid):
        raise RequestGone
    return row


async def access_pass_locked(tx: ReadTx, request_id: str, token: str | None) -> Row:
    """A pass, used or not, ended or not, that nobody else uses until the transaction ends. Raises RequestGone."""
    hashed = None if token is None else token_hash(token)
    row = None if hashed is None else await tx.one(_FIND_PASS_LOCKED, token_hash=hashed, id=request_id)
    if row is None:
        raise RequestGone
    return row


async def access_answer(tx: ReadTx, uid: str, mid: str) -> Row:
    """An answer to this person, whole. Raises AnswerNotFound."""
    row = await tx.one(_ACCESS_ANSWER, mid=mid, uid=uid, now_at=now())
    if row is None:
        raise AnswerNotFound
    return row


async def access_answer_locked(tx: ReadTx, uid: str, mid: str) -> Row:
    """The same, and nobody else changes it until the transaction ends."""
    row = await tx.one(_ACCESS_ANSWER_LOCKED, mid=mid, uid=uid, now_at=now())
    if row is None:
        raise AnswerNotFound
    return row


async def access_answer_part(tx: ReadTx, uid: str, mid: str, blob_id: str, number: int) -> Row:
    """Where a part of a file of an answer is (folder, object_id). Raises AnswerNotFound."""
    row = await access_answer(tx, uid, mid)
    if blob_id not in msgspec.json.decode(row.blobs, type=list[str]):
        raise AnswerNotFound
    part = await find_part_of_answer(tx, blob_id, number)
    if part is None:
        raise AnswerNotFound
    return part


async def is_asking(tx: ReadTx, uid: str) -> bool:
    """Whether this asker is still a member: who was suspended is asked nothing any more."""
    asker = await find_person_by_uid(tx, uid)
    return asker is not None and asker.state == State.ACTIVE


async def _with_asker(tx: ReadTx, row: Row | None) -> Reached:
    asker = None if row is None else await find_person_by_uid(tx, row.uid)
    if row is None or asker is None or asker.state != State.ACTIVE:
        raise RequestGone
    return Reached(row, asker)
