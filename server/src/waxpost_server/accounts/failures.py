"""Count tries in the database, so that the count holds for all processes and after a restart.

Failed sign-ins are counted by address and network, and by network; a device that has signed in to this address before
is counted alone, so nobody can lock out its owner. Unknown addresses are counted like known ones.
"""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from waxpost_server.accounts.tables import failure
from waxpost_server.kit.clock import MINUTE, now
from waxpost_server.kit.db import WriteTx, insert, statement
from waxpost_server.kit.web.limits import TooManyRequests

SWEEP_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted, how many are let through, and for how many seconds the count holds."""

    key_hash: bytes
    most: int
    seconds: int


_FIND = statement(
    sa.select(failure.c.tries, failure.c.until_at).where(
        failure.c.key_hash == sa.bindparam("key_hash"), failure.c.until_at > sa.bindparam("now_at")
    )
)
_now = sa.bindparam("now_at", type_=sa.BigInteger)
_is_over = failure.c.until_at <= _now
_raise = insert(failure).values(
    key_hash=sa.bindparam("key_hash"), tries=sa.literal(1), until_at=sa.bindparam("until_at")
)
_COUNT = statement(
    _raise.on_conflict_do_update(
        index_elements=["key_hash"],
        set_={
            "tries": sa.case((_is_over, 1), else_=failure.c.tries + 1),
            "until_at": sa.case((_is_over, _raise.excluded.until_at), else_=failure.c.until_at),
        },
        where=sa.or_(_is_over, failure.c.tries < sa.bindparam("most", type_=sa.BigInteger)),
    )
)
_FORGET = statement(sa.delete(failure).where(failure.c.key_hash == sa.bindparam("key_hash")))
_LIST_OVER = statement(
    sa.select(failure.c.key_hash).where(failure.c.until_at <= sa.bindparam("now_at")).limit(SWEEP_ROWS)
)


def start_counter() -> Counter:
    """Tries with a start code: 5 per minute, whoever asks (spec/keys.md, first start)."""
    return Counter(_hash("start"), 5, MINUTE)


def sign_in_counters(addr: str, network: str, device: str | None) -> list[Counter]:
    """The counters of a sign-in to this address. `device` is the id of one that has signed in to it before."""
    if device is not None:
        return [Counter(_hash("device", device, addr), 10, 15 * MINUTE)]
    return [
        Counter(_hash("address", addr, network), 10, 15 * MINUTE),
        Counter(_hash("network", network), 100, 15 * MINUTE),
    ]


async def check_may_try(tx: WriteTx, counters: list[Counter]) -> None:
    """Raises TooManyRequests when one of them is full. Tries of one address from one network stand in line here."""
    await tx.lock(f"failure-{counters[0].key_hash.hex()}")
    for counter in counters:
        row = await tx.one(_FIND, key_hash=counter.key_hash, now_at=now())
        if row is not None and row.tries >= counter.most:
            raise TooManyRequests(row.until_at - now())


async def count_failures(tx: WriteTx, counters: list[Counter]) -> None:
    """One more failure in each."""
    for counter in counters:
        await _count(tx, counter)


async def forget_failures(tx: WriteTx, counters: list[Counter]) -> None:
    """The first counter begins anew after a success. Others keep counting: they stand for more people than one."""
    await tx.run(_FORGET, key_hash=counters[0].key_hash)


async def take_try(tx: WriteTx, counter: Counter) -> None:
    """Use one of the tries, in one statement. Raises TooManyRequests when there is none."""
    if not await _count(tx, counter):
        row = await tx.one(_FIND, key_hash=counter.key_hash, now_at=now())
        raise TooManyRequests(1 if row is None else row.until_at - now())


async def forget_old_failures(tx: WriteTx) -> bool:
    """Remove some counts whose time is over. Whether there may be more."""
    rows = await tx.all(_LIST_OVER, now_at=now())
    await tx.run_many(_FORGET, [{"key_hash": row.key_hash} for row in rows])
    return len(rows) == SWEEP_ROWS


async def _count(tx: WriteTx, counter: Counter) -> bool:
    return bool(
        await tx.run(
            _COUNT, key_hash=counter.key_hash, until_at=now() + counter.seconds, most=counter.most, now_at=now()
        )
    )


def _hash(*parts: str) -> bytes:
    return hashlib.sha256("\n".join(parts).encode()).digest()
