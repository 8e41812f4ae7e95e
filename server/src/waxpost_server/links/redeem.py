"""The reader's side, who has a link and no account: look, claim, confirm, delete (spec/links.md 9.3).

A refusal that has to be remembered, a wrong passphrase, is an answer of the verb and not an exception, because an
exception takes everything back. Claims of one link stand in line; a view is used by one conditional statement.
"""

from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import DAY, HOUR, MINUTE, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, Bytes32
from waxpost_server.kit.tokens import are_equal, new_token, token_hash
from waxpost_server.links.access import access_reached, access_reached_locked
from waxpost_server.links.codes import Asked, ask_code, check_code, forget_code
from waxpost_server.links.ending import end_share, take_files
from waxpost_server.links.errors import (
    LinkBusy,
    LinkClaimWrong,
    LinkCodeNeeded,
    LinkCodeWrong,
    LinkGone,
    LinkLocked,
    MailNotSetUp,
)
from waxpost_server.links.events import LINK
from waxpost_server.links.make import TRIES
from waxpost_server.links.proofs import proof_hash
from waxpost_server.links.tables import DELETED, LOCKED, OPEN, USED, share, share_lease
from waxpost_server.links.telling import KIND_LOCKED, KIND_OPENED, tell_maker

# spec/api.md, section 7c
LEASE_SECONDS = 10 * MINUTE
READING_SECONDS = HOUR
READING_MOST_SECONDS = DAY
LAPSED_PER_VIEW = 5
MORE_LEASES = 2
UNLIMITED_LEASES = 100


class Access(Body):
    """Proof of having the link."""

    access: Bytes32


class Claim(Body):
    """Proof of having the link and its passphrase, and the code that was mailed, where one is needed."""

    access: Bytes32
    claim: Bytes32
    code: Annotated[str, msgspec.Meta(pattern="^[0-9]{6}$", max_length=6)] | None = None


class Confirmation(Body):
    """Proof of having opened the content."""

    lease: Bytes32
    ack: Bytes32


class Deletion(Body):
    """The lease of somebody who has read it."""

    lease: Bytes32


class Looked(NamedTuple):
    """A share, and its maker's row in the directory."""

    row: Row
    maker: Row


class Claimed(NamedTuple):
    """A share with its sealed files, and the lease on it."""

    row: Row
    token: str
    ends_at: int


class Confirmed(NamedTuple):
    """How many views are left, None: unlimited, and until when files can be fetched."""

    views_left: int | None
    ends_at: int


_s, _l = share.c, share_lease.c
# Whoever changes a share and its leases takes the share first.
_STAND_IN_LINE = statement(sa.select(_s.id).where(_s.id == sa.bindparam("id")).with_for_update())
_MISS = statement(
    sa.update(share)
    .where(_s.id == sa.bindparam("of_id"), _s.state == OPEN, _s.tries_left > 0)
    .values(tries_left=_s.tries_left - 1)
    .returning(_s.tries_left)
)
_TAKE_LAPSED = statement(
    sa.delete(share_lease).where(
        _l.share_id == sa.bindparam("of_id"), _l.confirmed_at.is_(None), _l.ends_at <= sa.bindparam("now_at")
    )
)
_RECKON = statement(
    sa.update(share)
    .where(_s.id == sa.bindparam("of_id"))
    .values(lapsed=sa.bindparam("new_lapsed"), views_left=sa.bindparam("new_left", type_=sa.BigInteger))
)
_FIND_OPENING = statement(
    sa.select(sa.func.count().label("many"), sa.func.min(_l.ends_at).label("first_at")).where(
        _l.share_id == sa.bindparam("id"), _l.confirmed_at.is_(None), _l.ends_at > sa.bindparam("now_at")
    )
)
_LEASE = statement(sa.insert(share_lease))
_CONFIRM = statement(
    sa.update(share_lease)
    .where(
        _l.token_hash == sa.bindparam("hashed"),
        _l.share_id == sa.bindparam("of_id"),
        _l.confirmed_at.is_(None),
        _l.ends_at > sa.bindparam("now_at"),
    )
    .values(confirmed_at=sa.bindparam("at"))
)
_USE_VIEW = statement(
    sa.update(share)
    .where(
        _s.id == sa.bindparam("of_id"),
        _s.ack_hash == sa.bindparam("of_ack"),
        _s.state == OPEN,
        _s.expires_at > sa.bindparam("now_at"),
        sa.or_(_s.views_left.is_(None), _s.views_left > 0),
    )
    .values(
        views_left=_s.views_left - 1, opened=_s.opened + 1, opened_at=sa.bindparam("at"), tries_left=sa.literal(TRIES)
    )
    .returning(_s.uid, _s.views_left, _s.expires_at, _s.opened)
)
_FIND_READING = statement(
    sa.select(_l.claimed_at, _s.id, _s.uid, _s.state, _s.views_left, _s.expires_at)
    .select_from(share_lease.join(share, _s.id == _l.share_id))
    .where(
        _l.token_hash == sa.bindparam("hashed"),
        _l.share_id == sa.bindparam("id"),
        _l.confirmed_at.is_not(None),
        _l.ends_at > sa.bindparam("now_at"),
        _s.expires_at > sa.bindparam("now_at"),
    )
)
_CHECK_ACK = statement(sa.select(_s.id).where(_s.id == sa.bindparam("id"), _s.ack_hash == sa.bindparam("ack_hash")))
_PROLONG = statement(
    sa.update(share_lease).where(_l.token_hash == sa.bindparam("hashed")).values(ends_at=sa.bindparam("new_end"))
)


async def look_at_link(tx: ReadTx, link_id: str, access: Access) -> Looked:
    """What the link leads to. Uses nothing. Raises LinkGone, LinkLocked."""
    looked = Looked(*await access_reached(tx, link_id, proof_hash(access.access)))
    if looked.row.state == LOCKED:
        raise LinkLocked
    return looked


async def ask_for_code(tx: WriteTx, link_id: str, access: Access, *, has_mail: bool) -> Asked | LinkLocked:
    """Mail a code to the one address that may open the link. Raises LinkGone, also where none is needed; MailNotSetUp.

    One more than may be asked for locks the link.
    """
    row, _ = await access_reached_locked(tx, link_id, proof_hash(access.access))
    if row.only_addr is None:
        raise LinkGone
    if row.state == LOCKED:
        return LinkLocked()
    if not has_mail:
        raise MailNotSetUp
    return await ask_code(tx, row) or await _lock(tx, row, has_mail=has_mail)


async def claim_link(
    tx: WriteTx, link_id: str, claim: Claim, network: str, *, has_mail: bool
) -> Claimed | LinkGone | LinkLocked | LinkClaimWrong | LinkBusy | LinkCodeNeeded | LinkCodeWrong:
    """A lease and the sealed files for the right claim; a view is not used yet. Raises LinkGone.

    A wrong one uses a try, the last of which locks the link. Five leases that ended unconfirmed use a view.
    """
    row, _ = await access_reached_locked(tx, link_id, proof_hash(claim.access))
    if row.state == LOCKED:
        return LinkLocked()
    # Before the passphrase: whoever cannot read the mail neither tries one nor locks the link.
    refusal = await check_code(tx, row, claim.code)
    if refusal is not None:
        return refusal
    if not are_equal(proof_hash(claim.claim), bytes(row.claim_hash)):
        return await _miss(tx, row, has_mail=has_mail)
    views_left = await _reckon(tx, row)
    if views_left == 0:
        await end_share(tx, row.id, row.uid, USED)
        return LinkGone()
    opening = await tx.one(_FIND_OPENING, id=row.id, now_at=now())
    assert opening is not None
    if opening.many >= (UNLIMITED_LEASES if views_left is None else views_left + MORE_LEASES):
        return LinkBusy(max(1, opening.first_at - now()))
    return await _lease(tx, row, network)


async def confirm_link(tx: WriteTx, link_id: str, confirmation: Confirmation, *, has_mail: bool) -> Confirmed:
    """Use one view, once for each lease; the same again keeps the lease alive for whoever fetches files.

    Raises LinkGone for whatever is not so, and then nothing is used.
    """
    hashed = proof_hash(confirmation.lease)
    await tx.one(_STAND_IN_LINE, id=link_id)
    if not await tx.run(_CONFIRM, hashed=hashed, of_id=link_id, now_at=now(), at=now()):
        return await _go_on(tx, link_id, confirmation)
    ack_hash = proof_hash(confirmation.ack)
    used = await tx.one(_USE_VIEW, of_id=link_id, of_ack=ack_hash, now_at=now(), at=now())
    if used is None:
        raise LinkGone
    ends_at = min(now() + READING_SECONDS, used.expires_at)
    await tx.run(_PROLONG, hashed=hashed, new_end=ends_at)
    await record(tx, None, Action.LINK_OPENED, link_id)
    await forget_code(tx, link_id)
    if has_mail and used.opened == 1:
        await tell_maker(tx, link_id, KIND_OPENED)
    # The end of the last view tells the maker as well.
    if used.views_left != 0 or not await end_share(tx, link_id, used.uid, USED):
        await publish(tx, [used.uid], LINK, link_id)
    return Confirmed(used.views_left, ends_at)


async def delete_link(tx: WriteTx, link_id: str, deletion: Deletion) -> None:
    """A reader who has it asks to delete it for everybody. Raises LinkGone."""
    await tx.one(_STAND_IN_LINE, id=link_id)
    row = await _access_reading(tx, link_id, proof_hash(deletion.lease))
    if not await end_share(tx, row.id, row.uid, DELETED):
        await take_files(tx, row.id)


async def _miss(tx: WriteTx, row: Row, *, has_mail: bool) -> LinkLocked | LinkClaimWrong:
    left = await tx.value(_MISS, of_id=row.id)
    await record(tx, None, Action.LINK_CLAIM_FAILED, row.id)
    return LinkClaimWrong(left) if left else await _lock(tx, row, has_mail=has_mail)


async def _lock(tx: WriteTx, row: Row, *, has_mail: bool) -> LinkLocked:
    if await end_share(tx, row.id, row.uid, LOCKED) and has_mail:
        await tell_maker(tx, row.id, KIND_LOCKED)
    return LinkLocked()


async def _reckon(tx: WriteTx, row: Row) -> int | None:
    """Views left after the leases that ended unconfirmed were counted: each five of them use one."""
    new = await tx.run(_TAKE_LAPSED, of_id=row.id, now_at=now())
    if not new:
        return row.views_left
    used, lapsed = divmod(row.lapsed + new, LAPSED_PER_VIEW)
    left = None if row.views_left is None else max(0, row.views_left - used)
    await tx.run(_RECKON, of_id=row.id, new_lapsed=lapsed, new_left=left)
    return left


async def _lease(tx: WriteTx, row: Row, network: str) -> Claimed:
    token = new_token()
    ends_at = min(now() + LEASE_SECONDS, row.expires_at)
    await tx.run(
        _LEASE,
        token_hash=token_hash(token),
        share_id=row.id,
        network=network,
        claimed_at=now(),
        ends_at=ends_at,
        confirmed_at=None,
    )
    await record(tx, None, Action.LINK_CLAIMED, row.id)
    return Claimed(row, token, ends_at)


async def _go_on(tx: WriteTx, link_id: str, confirmation: Confirmation) -> Confirmed:
    hashed = proof_hash(confirmation.lease)
    row = await _access_reading(tx, link_id, hashed)
    if await tx.one(_CHECK_ACK, id=link_id, ack_hash=proof_hash(confirmation.ack)) is None:
        raise LinkGone
    ends_at = min(now() + READING_SECONDS, row.claimed_at + READING_MOST_SECONDS, row.expires_at)
    await tx.run(_PROLONG, hashed=hashed, new_end=ends_at)
    return Confirmed(row.views_left, ends_at)


async def _access_reading(tx: ReadTx, link_id: str, hashed: bytes) -> Row:
    row = await tx.one(_FIND_READING, hashed=hashed, id=link_id, now_at=now())
    if row is None or row.state not in (OPEN, USED, LOCKED):
        raise LinkGone
    return row
