"""Write one audit record in the caller's transaction, and forget records whose time is over."""

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.tables import audit_record
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import WriteTx, any_of, statement
from waxpost_server.kit.web.principal import Principal

KEPT_SECONDS = 400 * DAY  # a year, and time to look into what happened at its beginning
SWEEP_ROWS = 2000

_FIELDS = ("at", "user_id", "action", "subject_id", "details")
_INSERT = statement(sa.insert(audit_record).values({name: sa.bindparam(name) for name in _FIELDS}))
_LIST_OLD = statement(
    sa.select(audit_record.c.number)
    .where(audit_record.c.at < sa.bindparam("before"))
    .order_by(audit_record.c.at)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_FORGET = statement(sa.delete(audit_record).where(any_of(audit_record.c.number, "numbers")))

_encode = msgspec.json.Encoder().encode


async def record(
    tx: WriteTx,
    principal: Principal | None,
    action: Action,
    subject_id: str | None = None,
    /,
    **details: str | int | bool,
) -> None:
    """Record what the principal (None, or one without an id: nobody signed in, or the server) did to the subject.

    `details` are small facts and ids, never content, addresses or names.
    """
    await tx.run(
        _INSERT,
        at=now(),
        user_id=(principal.user_id or None) if principal else None,
        action=action.value,
        subject_id=subject_id,
        details=_encode(details).decode() if details else None,
    )


async def forget_old_records(tx: WriteTx) -> bool:
    """Remove some records that are older than we keep. Whether there may be more."""
    old = await tx.all(_LIST_OLD, before=now() - KEPT_SECONDS, most=SWEEP_ROWS)
    if old:
        await tx.run(_FORGET, numbers=[row.number for row in old])
    return len(old) == SWEEP_ROWS
