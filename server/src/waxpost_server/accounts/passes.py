"""Passes: who holds an open link may read the key log and the inviter's keys for an hour, before having an account."""

import sqlalchemy as sa

from waxpost_server.accounts.tables import joining_pass
from waxpost_server.kit.clock import HOUR, now
from waxpost_server.kit.db import ReadTx, WriteTx, statement
from waxpost_server.kit.tokens import new_token, token_hash

PASS_SECONDS = HOUR
SWEEP_ROWS = 1000

_p = joining_pass.c
_ADD = statement(sa.insert(joining_pass))
_FIND = statement(
    sa.select(_p.link_id).where(_p.token_hash == sa.bindparam("hashed"), _p.expires_at > sa.bindparam("now_at"))
)
_FORGET_OF_LINK = statement(sa.delete(joining_pass).where(_p.link_id == sa.bindparam("link_id")))
_LIST_OLD = statement(sa.select(_p.token_hash).where(_p.expires_at <= sa.bindparam("now_at")).limit(SWEEP_ROWS))
_FORGET = statement(sa.delete(joining_pass).where(_p.token_hash == sa.bindparam("hashed")))


async def give_pass(tx: WriteTx, link_id: str, link_expires_at: int) -> str:
    """The token of a new pass, good for an hour and never longer than its link."""
    token = new_token()
    expires_at = min(now() + PASS_SECONDS, link_expires_at)
    await tx.run(_ADD, token_hash=token_hash(token), link_id=link_id, expires_at=expires_at)
    return token


async def has_pass(tx: ReadTx, token: str) -> bool:
    """Whether this is the token of a pass that is still good."""
    hashed = token_hash(token)
    return hashed is not None and await tx.one(_FIND, hashed=hashed, now_at=now()) is not None


async def take_passes(tx: WriteTx, link_id: str) -> None:
    """End every pass of a link that was claimed or ended."""
    await tx.run(_FORGET_OF_LINK, link_id=link_id)


async def forget_old_passes(tx: WriteTx) -> bool:
    """Remove some passes whose hour is over. Whether there may be more."""
    rows = await tx.all(_LIST_OLD, now_at=now())
    await tx.run_many(_FORGET, [{"hashed": row.token_hash} for row in rows])
    return len(rows) == SWEEP_ROWS
