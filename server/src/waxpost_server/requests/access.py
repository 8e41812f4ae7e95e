"""The only functions that load a request or an answer: for asker and readers, for whoever has the link or a pass.

To a stranger a request that ended, a wrong claim and an id that never was are one and the same `RequestGone`; to
members other people's requests and answers and ids that never were are `RequestNotFound` and `AnswerNotFound`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.access import find_part_of_answer
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, any_of, statement
from waxpost_server.kit.tokens import token_hash
from waxpost_server.requests.errors import AnswerNotFound, RequestGone, RequestNotFound
from waxpost_server.requests.tables import OPEN, answer_copy, request, request_answer, request_pass, request_reader

_r, _p, _a, _c, _reader = request.c, request_pass.c, request_answer.c, answer_copy.c, request_reader.c
_own = (_r.id == sa.bindparam("id"), _r.uid == sa.bindparam("uid"))
_ACCESS = statement(sa.select(request).where(*_own))
_ACCESS_LOCKED = statement(sa.select(request).where(*_own).with_for_update())
_reads = sa.exists().where(_reader.request_id == _r.id, _reader.uid == sa.bindparam("uid"))
_ACCESS_READ = statement(
    sa.select(request).where(_r.id == sa.bindparam("id"), sa.or_(_r.uid == sa.bindparam("uid"), _reads))
)
_LIST_READERS = statement(
    sa.select(_reader.request_id, _reader.uid, _reader.addr)
    .where(any_of(_reader.request_id, "ids"))
    .order_by(_reader.request_id, _reader.place)
)
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
# One person's copy with what is everybody's: what the routes give out.
COPIES = (
    sa.select(request_answer, _c.read_at, _r.asker_addr)
    .select_from(
        answer_copy.join(request_answer, _a.mid == _c.mid).join(request, _r.id == _a.request_id),
    )
    .where(
        _c.uid == sa.bindparam("uid"),
        sa.or_(_a.expires_at.is_(None), _a.expires_at > sa.bindparam("now_at")),
    )
)
_copy = COPIES.where(_c.mid == sa.bindparam("mid"))
_ACCESS_ANSWER = statement(_copy)
# The answer too: of two who delete their copies at once, the second sees that it was the last.
_ACCESS_ANSWER_LOCKED = statement(_copy.with_for_update(of=(request_answer, answer_copy)))


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


async def access_read_request(tx: ReadTx, uid: str, request_id: str) -> Row:
    """A request whose answers this person may read. Raises RequestNotFound."""
    row = await tx.one(_ACCESS_READ, id=request_id, uid=uid)
    if row is None:
        raise RequestNotFound
    return row


async def readers_of(tx: ReadTx, request_ids: Sequence[str]) -> dict[str, list[Row]]:
    """Who besides the asker reads the answers of each of these requests: rows of uid and addr, as they were named."""
    readers: dict[str, list[Row]] = {request_id: [] for request_id in request_ids}
    for row in await tx.all(_LIST_READERS, ids=list(request_ids)):
        readers[row.request_id].append(row)
    return readers


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
    """This person's copy of an answer, whole. Raises AnswerNotFound."""
    row = await tx.one(_ACCESS_ANSWER, mid=mid, uid=uid, now_at=now())
    if row is None:
        raise AnswerNotFound
    return row


async def access_answer_locked(tx: ReadTx, uid: str, mid: str) -> Row:
    """The same, and nobody else changes it or another copy of it until the transaction ends."""
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
