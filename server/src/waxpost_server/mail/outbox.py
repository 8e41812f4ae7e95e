"""The outbox: post a mail, take it for one attempt, note how the attempt ended.

There is one row for each `kind` and `ref`. Posting the same again while it waits makes no second mail: the next attempt
says what there is to say by then, and if it was under way already, another mail follows. An attempt is claimed by one
conditional update that also moves `next_at` to the end of the lease, and only who made that attempt may end it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.clock import DAY, HOUR, MINUTE, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, insert, statement
from waxpost_server.kit.ids import new_id
from waxpost_server.mail.letter import Letter
from waxpost_server.mail.tables import mail

# After so long without success a mail is given up: about a day after it was posted.
PAUSES: Final = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 8 * HOUR)
KEPT_SECONDS = 7 * DAY

# Where a mail stands.
WAITING = "waiting"
FAILED = "failed"
# Never stored here: the row goes.
SENT = "sent"

SWEEP_ROWS = 500


@dataclass(frozen=True, slots=True)
class Composed:
    """What a composer answers: the letter, and a note that it is given back at the next attempt (ids and numbers)."""

    letter: Letter
    note: str | None = None


# Says what a mail is about when it goes, in the transaction that claims it: given its `ref` and the note of the attempt
# before. None: there is nothing to say any more, and the mail is dropped.
Composer = Callable[[WriteTx, str, str | None], Awaitable[Composed | None]]


# Is told what became of an attempt, in the transaction that notes it: the `ref`, WAITING (for another attempt), SENT or
# FAILED, and the reason of a failure.
Reporter = Callable[[WriteTx, str, str, str | None], Awaitable[None]]
NO_REPORTERS: Final[Mapping[str, Reporter]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one mail, made by whoever holds this."""

    id: str
    number: int
    to_addr: str
    letter: Letter


_m = mail.c
_new = insert(mail)
_was_waiting = _m.state == WAITING
_POST = statement(
    _new.on_conflict_do_update(
        index_elements=["kind", "ref"],
        # A mail that was given up begins anew.
        set_={
            "is_asked_again": _was_waiting,
            "to_addr": _new.excluded.to_addr,
            "state": _new.excluded.state,
            "id": sa.case((_was_waiting, _m.id), else_=_new.excluded.id),
            "attempts": sa.case((_was_waiting, _m.attempts), else_=0),
            "created_at": sa.case((_was_waiting, _m.created_at), else_=_new.excluded.created_at),
            "next_at": sa.case((_was_waiting, _m.next_at), else_=_new.excluded.next_at),
            "note": sa.case((_was_waiting, _m.note)),
            "reason": sa.case((_was_waiting, _m.reason)),
        },
    )
)
_LIST_DUE = statement(
    sa.select(_m.id, _m.attempts)
    .where(_m.state == WAITING, _m.next_at <= sa.bindparam("now_at"))
    .order_by(_m.next_at)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_is_attempt = sa.and_(_m.id == sa.bindparam("of_id"), _m.attempts == sa.bindparam("of_attempt"), _m.state == WAITING)
_CLAIM = statement(
    sa.update(mail)
    .where(_is_attempt, _m.next_at <= sa.bindparam("now_at"))
    .values(attempts=_m.attempts + 1, next_at=sa.bindparam("lease_ends_at"), is_asked_again=False)
)
_FIND = statement(sa.select(mail).where(_m.id == sa.bindparam("of_id")))
_FIND_ATTEMPT = statement(sa.select(mail).where(_is_attempt).with_for_update())
_KEEP_NOTE = statement(sa.update(mail).where(_m.id == sa.bindparam("of_id")).values(note=sa.bindparam("new_note")))
_END = statement(sa.delete(mail).where(_m.id == sa.bindparam("of_id")))
_BEGIN_AGAIN = statement(
    sa.update(mail)
    .where(_m.id == sa.bindparam("of_id"))
    .values(
        id=sa.bindparam("new_id"),
        attempts=0,
        next_at=sa.bindparam("now_at"),
        created_at=sa.bindparam("now_at"),
        note=None,
        reason=None,
        is_asked_again=False,
    )
)
_PUT_OFF = statement(
    sa.update(mail)
    .where(_m.id == sa.bindparam("of_id"))
    .values(next_at=sa.bindparam("again_at"), reason=sa.bindparam("why"))
)
_GIVE_UP = statement(
    sa.update(mail)
    .where(_m.id == sa.bindparam("of_id"))
    .values(
        state=FAILED,
        to_addr=None,
        note=None,
        is_asked_again=False,
        next_at=sa.bindparam("now_at"),
        reason=sa.bindparam("why"),
    )
)
_LIST_OLD = statement(
    sa.select(_m.id).where(_m.state == FAILED, _m.next_at <= sa.bindparam("before")).limit(SWEEP_ROWS)
)
_FORGET = statement(sa.delete(mail).where(any_of(_m.id, "ids"), _m.state == FAILED))
_LIST = statement(
    sa.select(_m.kind, _m.state, _m.attempts, _m.reason, _m.created_at, _m.next_at)
    .order_by(_m.created_at)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_COUNT = statement(
    sa.select(_m.state, _m.reason, sa.func.count().label("many"), sa.func.min(_m.next_at).label("next_at")).group_by(
        _m.state, _m.reason
    )
)


async def post(tx: WriteTx, kind: str, ref: str, to_addr: str) -> None:
    """Let a mail of this kind about `ref` go to this address soon. Raises ValueError for what is no address.

    Ask `Settings.has_mail` first: what is posted without a mail server waits for one.
    """
    check_addr(to_addr)
    await tx.run(
        _POST,
        id=new_id(),
        kind=kind,
        ref=ref,
        to_addr=to_addr,
        state=WAITING,
        note=None,
        is_asked_again=False,
        attempts=0,
        reason=None,
        created_at=now(),
        next_at=now(),
    )


async def list_due(tx: ReadTx, most: int) -> list[Row]:
    """Mails whose time has come, rows of id and attempts, those that waited longest first."""
    return await tx.all(_LIST_DUE, now_at=now(), most=most)


async def claim(
    tx: WriteTx, composers: Mapping[str, Composer], mail_id: str, attempts: int, lease_seconds: int
) -> Attempt | None:
    """Take a mail for one attempt, with what it says; None if another process was faster or nothing is left to say."""
    claimed = await tx.run(
        _CLAIM, of_id=mail_id, of_attempt=attempts, now_at=now(), lease_ends_at=now() + lease_seconds
    )
    row = await tx.one(_FIND, of_id=mail_id) if claimed else None
    if row is None:
        return None
    composed = await composers[row.kind](tx, row.ref, row.note)
    if composed is None:
        await tx.run(_END, of_id=mail_id)
        return None
    if composed.note != row.note:
        await tx.run(_KEEP_NOTE, of_id=mail_id, new_note=composed.note)
    return Attempt(mail_id, row.attempts, row.to_addr, composed.letter)


async def note_delivered(
    tx: WriteTx, mail_id: str, attempt: int, reporters: Mapping[str, Reporter] = NO_REPORTERS
) -> None:
    """The mail server has taken it: the row goes, unless the same was posted again meanwhile."""
    row = await tx.one(_FIND_ATTEMPT, of_id=mail_id, of_attempt=attempt)
    if row is None:
        return  # the lease was over, and another process has it
    await _report(tx, reporters, row, SENT, None)
    if row.is_asked_again:
        await tx.run(_BEGIN_AGAIN, of_id=mail_id, new_id=new_id(), now_at=now())
    else:
        await tx.run(_END, of_id=mail_id)


async def note_failed(
    tx: WriteTx,
    mail_id: str,
    attempt: int,
    reason: str,
    *,
    is_permanent: bool,
    reporters: Mapping[str, Reporter] = NO_REPORTERS,
) -> None:
    """The attempt failed: try again later, or give up at once or after the last of `PAUSES`."""
    row = await tx.one(_FIND_ATTEMPT, of_id=mail_id, of_attempt=attempt)
    if row is None:
        return
    if is_permanent or row.attempts > len(PAUSES):
        await tx.run(_GIVE_UP, of_id=mail_id, now_at=now(), why=reason)
        await record(tx, None, Action.MAIL_FAILED, row.ref, kind=row.kind, reason=reason)
        await _report(tx, reporters, row, FAILED, reason)
    else:
        await tx.run(_PUT_OFF, of_id=mail_id, again_at=now() + PAUSES[int(row.attempts) - 1], why=reason)
        await _report(tx, reporters, row, WAITING, reason)


async def note_not_composed(
    tx: WriteTx, mail_id: str, attempts: int, reporters: Mapping[str, Reporter] = NO_REPORTERS
) -> None:
    """The composer failed, and its claim went with it: count an attempt, so that others get their turn."""
    if await tx.run(_CLAIM, of_id=mail_id, of_attempt=attempts, now_at=now(), lease_ends_at=now()):
        await note_failed(tx, mail_id, attempts + 1, "not-composed", is_permanent=False, reporters=reporters)


async def list_mails(tx: ReadTx, most: int) -> list[Row]:
    """Mails that wait or were given up, oldest first: kind, state, attempts, reason, created_at, next_at."""
    return await tx.all(_LIST, most=most)


async def count_mails(tx: ReadTx) -> list[Row]:
    """How many mails are in which state for which reason (None: not tried yet), and the earliest next attempt of them.

    Rows of state, reason, many, next_at.
    """
    return await tx.all(_COUNT)


async def forget_failed(tx: WriteTx) -> bool:
    """Remove some mails that were given up long ago. Whether there may be more."""
    old = await tx.all(_LIST_OLD, before=now() - KEPT_SECONDS)
    if old:
        await tx.run(_FORGET, ids=[row.id for row in old])
    return len(old) == SWEEP_ROWS


async def _report(tx: WriteTx, reporters: Mapping[str, Reporter], row: Row, state: str, reason: str | None) -> None:
    report = reporters.get(row.kind)
    if report is not None:
        await report(tx, row.ref, state, reason)
