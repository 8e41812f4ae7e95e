"""Reports: a member's client found something wrong with keys or with the key log, and administrators shall know."""

from typing import Literal

import sqlalchemy as sa

from waxpost_server.admin.tables import report
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, statement
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.shapes import Body
from waxpost_server.kit.web.limits import TooManyRequests
from waxpost_server.kit.web.principal import Principal

KEPT_SECONDS = 365 * DAY
A_DAY = 50  # of one person; a client reports what a person has seen, not every attempt
SWEEP_ROWS = 1000

ReportKind = Literal["key-words-do-not-match", "key-log-stopped", "not-checked"]


class NewReport(Body):
    """What was found, and about whom if about anybody."""

    kind: ReportKind
    addr: str | None

    def __post_init__(self) -> None:
        """Raises ValueError for an address in another spelling than ours."""
        if self.addr is not None:
            check_addr(self.addr)


_FIELDS = ("id", "kind", "addr", "by_addr", "at")
_ADD = statement(sa.insert(report).values({name: sa.bindparam(name) for name in _FIELDS}))
_LIST = statement(
    sa.select(report)
    .where(report.c.number < sa.bindparam("before"))
    .order_by(report.c.number.desc())
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_COUNT = statement(
    sa.select(sa.func.count(), sa.func.min(report.c.at).label("first_at"))
    .select_from(report)
    .where(report.c.by_addr == sa.bindparam("by_addr"), report.c.at > sa.bindparam("since"))
)
_LIST_OLD = statement(sa.select(report.c.number).where(report.c.at <= sa.bindparam("before")).limit(SWEEP_ROWS))
_FORGET = statement(sa.delete(report).where(any_of(report.c.number, "numbers")))


async def make_report(tx: WriteTx, principal: Principal, new: NewReport) -> None:
    """Keep a report. Raises TooManyRequests after fifty of one person within a day."""
    since = await tx.one(_COUNT, by_addr=principal.addr, since=now() - DAY)
    if since is not None and since[0] >= A_DAY:
        raise TooManyRequests(since.first_at + DAY - now())
    report_id = new_id()
    await tx.run(_ADD, id=report_id, kind=new.kind, addr=new.addr, by_addr=principal.addr, at=now())
    await record(tx, principal, Action.REPORT_MADE, report_id, kind=new.kind)


async def list_reports(tx: ReadTx, before: int, most: int) -> list[Row]:
    """Reports, newest first, with numbers below `before`."""
    return await tx.all(_LIST, before=before, most=most)


async def forget_old_reports(tx: WriteTx) -> bool:
    """Remove some reports older than a year. Whether there may be more."""
    rows = await tx.all(_LIST_OLD, before=now() - KEPT_SECONDS)
    if rows:
        await tx.run(_FORGET, numbers=[row.number for row in rows])
    return len(rows) == SWEEP_ROWS
