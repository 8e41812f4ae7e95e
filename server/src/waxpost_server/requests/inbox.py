"""What the asker does with answers: list, fetch, mark as read, delete."""

from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, Id
from waxpost_server.kit.web.principal import Principal
from waxpost_server.requests.access import access_answer, access_answer_locked
from waxpost_server.requests.ending import remove_answer
from waxpost_server.requests.events import ANSWER
from waxpost_server.requests.tables import request_answer


class AnswerMark(Body):
    """One answer to mark."""

    mid: Id
    read: bool


class AnswerMarks(Body):
    """Which answers were read."""

    items: Annotated[list[AnswerMark], msgspec.Meta(min_length=1, max_length=100)]


class Answers(NamedTuple):
    """Some answers, newest first, and how many are unread in all."""

    rows: list[Row]
    unread: int


_a = request_answer.c
_there = (
    _a.uid == sa.bindparam("uid"),
    sa.or_(_a.expires_at.is_(None), _a.expires_at > sa.bindparam("now_at")),
)
_before = sa.or_(
    _a.arrived_at < sa.bindparam("before_at"),
    sa.and_(_a.arrived_at == sa.bindparam("before_at"), _a.mid < sa.bindparam("before_id")),
)
_most = sa.bindparam("most", type_=sa.BigInteger)
_listed = sa.select(request_answer).where(*_there, _before)
_newest = (_a.arrived_at.desc(), _a.mid.desc())
_LIST = statement(_listed.order_by(*_newest).limit(_most))
_LIST_OF_REQUEST = statement(_listed.where(_a.request_id == sa.bindparam("of_id")).order_by(*_newest).limit(_most))
_COUNT_UNREAD = statement(sa.select(sa.func.count()).select_from(request_answer).where(*_there, _a.read_at.is_(None)))
_MARK = statement(
    sa.update(request_answer).where(_a.mid == sa.bindparam("of_mid")).values(read_at=sa.bindparam("new_read"))
)


async def list_answers(
    tx: ReadTx, asker: Principal, of_request: str | None, before: tuple[int, str], most: int
) -> Answers:
    """Answers to this person, or to one request, that came before (arrived_at, mid)."""
    page = {"uid": asker.uid, "now_at": now(), "before_at": before[0], "before_id": before[1], "most": most}
    if of_request is None:
        rows = await tx.all(_LIST, **page)
    else:
        rows = await tx.all(_LIST_OF_REQUEST, of_id=of_request, **page)
    return Answers(rows, await tx.value(_COUNT_UNREAD, uid=asker.uid, now_at=now()))


async def find_answer(tx: ReadTx, asker: Principal, mid: str) -> Row:
    """One answer. Raises AnswerNotFound."""
    return await access_answer(tx, asker.uid, mid)


async def mark_answers(tx: WriteTx, asker: Principal, marks: AnswerMarks) -> None:
    """Mark them read or unread, all or nothing. Raises AnswerNotFound."""
    for mark in sorted(marks.items, key=lambda one: one.mid):
        row = await access_answer_locked(tx, asker.uid, mark.mid)
        if (row.read_at is not None) == mark.read:
            continue
        await tx.run(_MARK, of_mid=mark.mid, new_read=now() if mark.read else None)
        if mark.read:
            await record(tx, asker, Action.ANSWER_READ, mark.mid)
        await publish(tx, [asker.uid], ANSWER, mark.mid)


async def delete_answer(tx: WriteTx, asker: Principal, mid: str) -> None:
    """Delete an answer with its files. Raises AnswerNotFound."""
    row = await access_answer_locked(tx, asker.uid, mid)
    await remove_answer(tx, mid, asker.uid, row.blobs)
    await record(tx, asker, Action.ANSWER_DELETED, mid)
