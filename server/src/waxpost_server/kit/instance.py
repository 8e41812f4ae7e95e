"""The instance: one row that says which installation this is, made at first start and never again."""

import sqlalchemy as sa

from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, metadata, statement
from waxpost_server.kit.ids import new_id

instance = sa.Table(
    "instance",
    metadata,
    # There is one row, and its key is always this.
    sa.Column(
        "single", sa.BigInteger, sa.CheckConstraint("single = 1", name="single"), primary_key=True, autoincrement=False
    ),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("organisation", sa.Text, nullable=True),
    sa.Column("started_at", sa.BigInteger, nullable=True),
)

_FIND = statement(sa.select(instance.c.id, instance.c.created_at, instance.c.organisation, instance.c.started_at))
_ENTER = statement(insert(instance).on_conflict_do_nothing())
_START = statement(
    sa.update(instance)
    .where(instance.c.started_at.is_(None))
    .values(organisation=sa.bindparam("name"), started_at=sa.bindparam("now_at"))
)


async def find_instance(tx: ReadTx) -> Row | None:
    """The row of id, created_at, organisation, started_at; None before the first start of the server."""
    return await tx.one(_FIND)


async def enter_instance(tx: WriteTx) -> bool:
    """Make the row if there is none. Whether it was made."""
    return await tx.run(_ENTER, single=1, id=new_id(), created_at=now(), organisation=None, started_at=None) == 1


async def start_instance(tx: WriteTx, organisation: str) -> bool:
    """Give the organisation its name: the first administrator exists. False when that has happened before."""
    return await tx.run(_START, name=organisation, now_at=now()) == 1
