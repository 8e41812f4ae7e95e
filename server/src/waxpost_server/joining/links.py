"""Links that let somebody join, or start over: make, list, look at, end (spec/keys.md, joining).

The server knows a hash of the claim, never the code in the link. A link is open until it is claimed, ended or too old;
the one statement that claims it is in `claim`.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

import sqlalchemy as sa

from waxpost_server.accounts.passes import take_passes
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.access import access_person
from waxpost_server.directory.errors import IdTaken, NotJoined
from waxpost_server.directory.people import add_invited, forget_invited
from waxpost_server.directory.standing import Role, State
from waxpost_server.joining.errors import AgainNotFound, InvitationNotFound, NotActive
from waxpost_server.joining.tables import link
from waxpost_server.keylog.encoding import check_addr, check_name
from waxpost_server.kit.clock import DAY, HOUR, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.shapes import Body, Bytes32, Id
from waxpost_server.kit.web.principal import Principal

INVITATION_SECONDS = 72 * HOUR
AGAIN_SECONDS = 7 * DAY
_LOCK = "links"


class Kind(StrEnum):
    """Two ways to make keys for an address: for somebody new, or once more for somebody who lost both keys."""

    INVITATION = "invitation"
    AGAIN = "again"


class NewInvitation(Body):
    """Who shall join, as what; the claim's hash is of the code in the link, which we never see."""

    id: Id
    addr: str
    role: Role
    name: str | None
    claim_hash: Bytes32

    def __post_init__(self) -> None:
        """Raises ValueError for an address or a name that is none."""
        check_addr(self.addr)
        if self.name is not None:
            check_name(self.name)


class NewAgain(Body):
    """Who may start over."""

    id: Id
    person: Id
    claim_hash: Bytes32


_j = link.c
_FIND = statement(sa.select(link).where(_j.id == sa.bindparam("id")))
_LIST = statement(
    sa.select(link)
    .where(_j.kind == sa.bindparam("kind"), _j.number < sa.bindparam("before"))
    .order_by(_j.number.desc())
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_NEXT_NUMBER = statement(sa.select(sa.func.coalesce(sa.func.max(_j.number), 0).label("number")))
_ADD = statement(sa.insert(link))
_end = sa.update(link).where(_j.state == "open").values(state="ended")
_END = statement(_end.where(_j.id == sa.bindparam("of_id")))
_END_OF_PERSON = statement(_end.where(_j.person_id == sa.bindparam("of_person"), _j.kind == sa.bindparam("of_kind")))
_LIST_OPEN_OF_INVITER = statement(
    sa.select(_j.id, _j.kind, _j.person_id).where(_j.inviter_id == sa.bindparam("inviter_id"), _j.state == "open")
)


async def make_invitation(tx: WriteTx, principal: Principal, new: NewInvitation) -> Row:
    """An invitation, and the person in the directory as invited; the same request again changes nothing.

    An earlier open one for the address ends. Raises AlreadyAMember, IdTaken.
    """
    await tx.lock(_LOCK)
    content = (Kind.INVITATION, new.addr, new.role, new.name, new.claim_hash, principal.user_id)
    if (repeated := await _find_repeated(tx, new.id, content)) is not None:
        return repeated
    person_id = await add_invited(tx, new.addr, new.name, new.role)
    return await _add(tx, principal, new.id, content, person_id, INVITATION_SECONDS)


async def make_again(tx: WriteTx, principal: Principal, new: NewAgain) -> Row:
    """Allow a person to start over; an earlier open permission ends. The same request again changes nothing.

    Raises PersonNotFound, NotJoined, NotActive, IdTaken.
    """
    await tx.lock(_LOCK)
    person = await access_person(tx, new.person)
    content = (Kind.AGAIN, person.addr, Role(person.role), None, new.claim_hash, principal.user_id)
    if (repeated := await _find_repeated(tx, new.id, content)) is not None:
        return repeated
    if person.state == State.INVITED:
        raise NotJoined("Invite the person once more instead.")
    if person.state != State.ACTIVE:
        raise NotActive("Restore the person first.")
    return await _add(tx, principal, new.id, content, person.id, AGAIN_SECONDS)


async def access_link(tx: ReadTx, kind: Kind, link_id: str) -> Row:
    """The link of this kind and id, a row of `link`. Raises InvitationNotFound or AgainNotFound."""
    row = await tx.one(_FIND, id=link_id)
    if row is None or row.kind != kind:
        raise _not_found(kind)
    return row


async def list_links(tx: ReadTx, kind: Kind, before: int, most: int) -> list[Row]:
    """Links of a kind, newest first, with numbers below `before`."""
    return await tx.all(_LIST, kind=kind.value, before=before, most=most)


def state_of(row: Row) -> Literal["open", "claimed", "ended", "expired"]:
    """`open`, `claimed`, `ended` or, when nobody came in time, `expired`."""
    return "expired" if row.state == "open" and row.expires_at <= now() else row.state


async def end_link(tx: WriteTx, principal: Principal, kind: Kind, link_id: str) -> None:
    """End an open link; who never joined leaves the directory with it. A link that has ended stays so.

    Raises InvitationNotFound or AgainNotFound, also for a link that was claimed: there is nothing to end.
    """
    await tx.lock(_LOCK)
    row = await access_link(tx, kind, link_id)
    if row.state == "claimed":
        raise _not_found(kind)
    if row.state == "open":
        await _end_one(tx, principal, row)


async def end_links_of_inviter(tx: WriteTx, principal: Principal, inviter_id: str) -> None:
    """End every open link that this person made: who may no longer invite must not keep a door open."""
    await tx.lock(_LOCK)
    for row in await tx.all(_LIST_OPEN_OF_INVITER, inviter_id=inviter_id):
        await _end_one(tx, principal, row)


async def end_again_of_person(tx: WriteTx, person_id: str) -> None:
    """End an open permission to start over, because its person was suspended."""
    await tx.run(_END_OF_PERSON, of_person=person_id, of_kind=Kind.AGAIN.value)


def claim_hash(claim: bytes) -> bytes:
    """What is stored of a claim."""
    return hashlib.sha256(claim).digest()


async def _end_one(tx: WriteTx, principal: Principal, row: Row) -> None:
    if not await tx.run(_END, of_id=row.id):
        return  # claimed at this very moment
    await take_passes(tx, row.id)
    if row.kind == Kind.INVITATION:
        await forget_invited(tx, row.person_id)
    ended = Action.INVITATION_ENDED if row.kind == Kind.INVITATION else Action.START_OVER_ENDED
    await record(tx, principal, ended, row.id)


async def _find_repeated(tx: ReadTx, link_id: str, content: Sequence[object]) -> Row | None:
    row = await tx.one(_FIND, id=link_id)
    if row is None:
        return None
    if (row.kind, row.addr, row.role, row.name, bytes(row.claim_hash), row.inviter_id) != tuple(content):
        raise IdTaken("Make the link with a new id.")
    return row


async def _add(
    tx: WriteTx, principal: Principal, link_id: str, content: Sequence[object], person_id: str, seconds: int
) -> Row:
    kind, addr, role, name, hashed, inviter_id = content
    await tx.run(_END_OF_PERSON, of_person=person_id, of_kind=str(kind))
    await tx.run(
        _ADD,
        id=link_id,
        number=await tx.value(_NEXT_NUMBER) + 1,
        kind=str(kind),
        person_id=person_id,
        addr=addr,
        name=name,
        role=str(role),
        inviter_id=inviter_id,
        inviter_addr=principal.addr,
        claim_hash=hashed,
        state="open",
        created_at=now(),
        expires_at=now() + seconds,
        tag=None,
        entry=None,
    )
    made = Action.INVITATION_MADE if kind == Kind.INVITATION else Action.START_OVER_ALLOWED
    await record(tx, principal, made, link_id)
    row = await tx.one(_FIND, id=link_id)
    assert row is not None
    return row


def _not_found(kind: Kind) -> InvitationNotFound | AgainNotFound:
    if kind == Kind.INVITATION:
        return InvitationNotFound("It may have been used, or belong to another organisation.")
    return AgainNotFound("It may have been used, or belong to another organisation.")
