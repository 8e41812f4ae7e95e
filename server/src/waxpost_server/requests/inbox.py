"""What whoever reads the answers of a request does with them, each with their own copy: list, fetch, mark, delete."""

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
from waxpost_server.requests.access import COPIES, access_answer, access_answer_locked
from waxpost_server.requests.ending import remove_copy
from waxpost_server.requests.events import ANSWER
from waxpost_server.requests.tables import answer_copy, request_answer


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


_a, _c = request_answer.c, answer_copy.c
_before = sa.or_(
    _c.arrived_at < sa.bindparam("before_at"),
    sa.and_(_c.arrived_at == sa.bindparam("before_at"), _c.mid < sa.bindparam("before_id")),
)
_most = sa.bindparam("most", type_=sa.BigInteger)
_listed = COPIES.where(_before)
_newest = (_c.arrived_at.desc(), _c.mid.desc())
_LIST = statement(_listed.order_by(*_newest).limit(_most))
_LIST_OF_REQUEST = statement(_listed.where(_a.request_id == sa.bindparam("of_id")).order_by(*_newest).limit(_most))
_COUNT_UNREAD = statement(COPIES.where(_c.read_at.is_(None)).with_only_columns(sa.func.count()))
_MARK = statement(
    sa.update(answer_copy)
    .where(_c.mid == sa.bindparam("of_mid"), _c.uid == sa.bindparam("of_uid"))
    .values(read_at=sa.bindparam("new_read"))
)


async def list_answers(
    tx: ReadTx, reader: Principal, of_request: str | None, before: tuple[int, str], most: int
) -> Answers:
    """Answers to this person, or to one request, that came before (arrived_at, mid)."""
    page = {"uid": reader.uid, "now_at": now(), "before_at": before[0], "before_id": before[1], "most": most}
    if of_request is None:
        rows = await tx.all(_LIST, **page)
    else:
        rows = await tx.all(_LIST_OF_REQUEST, of_id=of_request, **page)
    return Answers(rows, await tx.value(_COUNT_UNREAD, uid=reader.uid, now_at=now()))


async def find_answer(tx: ReadTx, reader: Principal, mid: str) -> Row:
    """One answer. Raises AnswerNotFound."""
    return await access_answer(tx, reader.uid, mid)


async def mark_answers(tx: WriteTx, reader: Principal, marks: AnswerMarks) -> None:
    """Mark them read or unread, all or nothing. Raises AnswerNotFound."""
    for mark in sorted(marks.items, key=lambda one: one.mid):
        row = await access_answer_locked(tx, reader.uid, mark.mid)
        if (row.read_at is not None) == mark.read:
            continue
        await tx.run(_MARK, of_mid=mark.mid, of_uid=reader.uid, new_read=now() if mark.read else None)
        if mark.read:
            await record(tx, reader, Action.ANSWER_READ, mark.mid)
        await publish(tx, [reader.uid], ANSWER, mark.mid)


async def delete_answer(tx: WriteTx, reader: Principal, mid: str) -> None:
    """Delete one's own copy; with the last one the answer and its files are gone. Raises AnswerNotFound."""
    row = await access_answer_locked(tx, reader.uid, mid)
    await remove_copy(tx, mid, reader.uid, row.blobs)
    await record(tx, reader, Action.ANSWER_DELETED, mid)
