"""Look entries up by address: the bytes as they arrived, and when they did."""

from collections.abc import Sequence

import sqlalchemy as sa

from waxpost_server.keylog.tables import entry
from waxpost_server.kit.db import ReadTx, Row, any_of, statement

_LIST = statement(
    sa.select(entry.c.addr, entry.c.seq, entry.c.entry)
    .where(any_of(entry.c.addr, "addrs"))
    .order_by(entry.c.addr, entry.c.seq)
)
_ARRIVALS = statement(
    sa.select(entry.c.arrived_at)
    .where(entry.c.addr == sa.bindparam("addr"), entry.c.arrived_at > sa.bindparam("since"))
    .order_by(entry.c.seq.desc())
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)


async def list_entries(tx: ReadTx, addrs: Sequence[str]) -> list[Row]:
    """Every entry of these addresses, oldest first: rows of addr, seq, entry."""
    return await tx.all(_LIST, addrs=list(addrs))


async def list_arrivals(tx: ReadTx, addr: str, since: int, most: int) -> list[int]:
    """When entries of an address arrived after `since`, newest first."""
    return [row.arrived_at for row in await tx.all(_ARRIVALS, addr=addr, since=since, most=most)]
