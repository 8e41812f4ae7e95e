"""Sessions: begin, find, list, end. Only the hash of a token is stored, and an ended session is gone at once.

A session ends when it is idle for too long, at its absolute end, with its person's suspension, and when the
credentials change. Its row carries who the person is, so a request costs one look-up.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa

from waxpost_server.accounts.errors import SessionNotFound
from waxpost_server.accounts.tables import account, session
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.standing import Role
from waxpost_server.kit.clock import MINUTE, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, statement
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.tokens import new_token, token_hash
from waxpost_server.kit.web.principal import NotSignedIn, Principal, SessionKind

Client = Literal["browser", "cli"]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

SEEN_EVERY = MINUTE  # reading stays reading: a request writes when it was seen once a minute
DEVICE_SALT_BYTES = 32
SWEEP_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody asks: the kind of program, what the person calls it, and the network."""

    client: Client
    label: str | None
    network: str


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that has just begun. `token` is known to its bearer alone."""

    row: Row
    token: str


_s = session.c
_ADD = statement(sa.insert(session))
_FIND = statement(sa.select(session).where(_s.id == sa.bindparam("id")))
_FIND_TOKEN = statement(
    sa.select(session).where(
        _s.token_hash == sa.bindparam("token_hash"),
        _s.seen_at > sa.bindparam("idle_since"),
        _s.ends_at > sa.bindparam("now_at"),
    )
)
_LIST_LIVE = statement(
    sa.select(_s.id).where(
        any_of(_s.id, "ids"), _s.seen_at > sa.bindparam("idle_since"), _s.ends_at > sa.bindparam("now_at")
    )
)
_LIST = statement(
    sa.select(session)
    .where(
        _s.person_id == sa.bindparam("person_id"),
        _s.seen_at > sa.bindparam("idle_since"),
        _s.ends_at > sa.bindparam("now_at"),
    )
    .order_by(_s.seen_at.desc(), _s.id)
)
_SEE = statement(
    sa.update(session)
    .where(_s.id == sa.bindparam("of_id"), _s.seen_at < sa.bindparam("before"))
    .values(seen_at=sa.bindparam("now_at"))
)
_SEE_PERSON = statement(
    sa.update(account).where(account.c.person_id == sa.bindparam("of_person")).values(seen_at=sa.bindparam("now_at"))
)
_SEEN_AT = statement(sa.select(account.c.person_id, account.c.seen_at).where(any_of(account.c.person_id, "person_ids")))
_END = statement(sa.delete(session).where(_s.id == sa.bindparam("id"), _s.person_id == sa.bindparam("person_id")))
_END_OTHERS = statement(
    sa.delete(session).where(_s.person_id == sa.bindparam("person_id"), _s.id != sa.bindparam("kept_id"))
)
_END_ALL = statement(sa.delete(session).where(_s.person_id == sa.bindparam("person_id")))
_CHANGE_ROLE = statement(
    sa.update(session).where(_s.person_id == sa.bindparam("of_person")).values(role=sa.bindparam("new_role"))
)
_LIST_OVER = statement(
    sa.select(_s.id, _s.person_id)
    .where(sa.or_(_s.seen_at <= sa.bindparam("idle_since"), _s.ends_at <= sa.bindparam("now_at")))
    .limit(SWEEP_ROWS)
)


async def begin_session(tx: WriteTx, settings: Settings, person: Row, kind: SessionKind, where: Where) -> NewSession:
    """A new session of this person (a row of the directory), with a token and a device salt of its own."""
    session_id, token = new_id(), new_token()
    await tx.run(
        _ADD,
        id=session_id,
        person_id=person.id,
        uid=person.uid,
        addr=person.addr,
        role=person.role,
        kind=kind,
        client=where.client,
        label=where.label,
        network=where.network,
        token_hash=token_hash(token),
        device_salt=secrets.token_bytes(DEVICE_SALT_BYTES),
        created_at=now(),
        seen_at=now(),
        ends_at=now() + settings.session_absolute_seconds,
    )
    await tx.run(_SEE_PERSON, of_person=person.id, now_at=now())
    row = await tx.one(_FIND, id=session_id)
    assert row is not None
    return NewSession(row, token)


def expires_at(settings: Settings, row: Row) -> int:
    """When this session ends if nobody asks for anything any more."""
    return min(row.seen_at + settings.session_idle_seconds, row.ends_at)


async def find_session(tx: ReadTx, settings: Settings, token: str) -> Row | None:
    """The live session of this token, a row of `session`."""
    hashed = token_hash(token)
    if hashed is None:
        return None
    return await tx.one(_FIND_TOKEN, token_hash=hashed, idle_since=now() - settings.session_idle_seconds, now_at=now())


async def list_live_sessions(tx: ReadTx, settings: Settings, session_ids: Sequence[str]) -> set[str]:
    """Those of these sessions that still count: for whoever holds a connection open for longer than one request."""
    idle_since = now() - settings.session_idle_seconds
    rows = await tx.all(_LIST_LIVE, ids=list(session_ids), idle_since=idle_since, now_at=now())
    return {row.id for row in rows}


async def see_session(tx: WriteTx, session_id: str, person_id: str) -> None:
    """Note that the session was used, unless that was noted within the last minute."""
    if await tx.run(_SEE, of_id=session_id, before=now() - SEEN_EVERY + 1, now_at=now()):
        await tx.run(_SEE_PERSON, of_person=person_id, now_at=now())


async def access_own_session(tx: ReadTx, principal: Principal) -> Row:
    """The asker's own session, a row of `session`. Raises SessionNotFound when it has ended meanwhile."""
    row = await tx.one(_FIND, id=principal.session_id)
    if row is None:
        raise SessionNotFound("Sign in again.")
    return row


async def check_still_signed_in(tx: ReadTx, principal: Principal) -> None:
    """Raises NotSignedIn when the session ended after the request had begun: for what a start over makes anew."""
    if await tx.one(_FIND, id=principal.session_id) is None:
        raise NotSignedIn


async def list_sessions(tx: ReadTx, settings: Settings, principal: Principal) -> list[Row]:
    """The asker's live sessions, the one used last first."""
    return await tx.all(
        _LIST, person_id=principal.user_id, idle_since=now() - settings.session_idle_seconds, now_at=now()
    )


async def seen_at_of(tx: ReadTx, person_ids: Sequence[str]) -> dict[str, int]:
    """When these people were here last, to the minute; absent who never was."""
    return {row.person_id: row.seen_at for row in await tx.all(_SEEN_AT, person_ids=list(person_ids))}


async def end_session(tx: WriteTx, principal: Principal, session_id: str) -> None:
    """End one of the asker's own sessions; this very one is signing out. Raises SessionNotFound."""
    if not await tx.run(_END, id=session_id, person_id=principal.user_id):
        raise SessionNotFound("It may have ended already.")
    is_own = session_id == principal.session_id
    await record(tx, principal, Action.SIGNED_OUT if is_own else Action.SESSION_ENDED, session_id)


async def end_other_sessions(tx: WriteTx, principal: Principal) -> None:
    """End every session of the asker but this one."""
    count = await tx.run(_END_OTHERS, person_id=principal.user_id, kept_id=principal.session_id)
    await record(tx, principal, Action.OTHER_SESSIONS_ENDED, principal.user_id, count=count)


async def end_all_sessions(tx: WriteTx, person_id: str) -> None:
    """End every session of a person; the very next request with one of them is refused."""
    await tx.run(_END_ALL, person_id=person_id)


async def follow_role(tx: WriteTx, person_id: str, role: Role) -> None:
    """Let a person's sessions have the rights of this role from the next request on."""
    await tx.run(_CHANGE_ROLE, of_person=person_id, new_role=role.value)


async def forget_old_sessions(tx: WriteTx, settings: Settings) -> bool:
    """Remove some sessions that have ended by themselves. Whether there may be more."""
    rows = await tx.all(_LIST_OVER, idle_since=now() - settings.session_idle_seconds, now_at=now())
    await tx.run_many(_END, [{"id": row.id, "person_id": row.person_id} for row in rows])
    return len(rows) == SWEEP_ROWS
