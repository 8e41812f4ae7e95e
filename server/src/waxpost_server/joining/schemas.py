"""What leaves through the routes of joining: the objects of spec/api.md, section 3, member by member.

No code, claim or hash of one is ever among them.
"""

from typing import Literal

import msgspec

from waxpost_server.joining.claim import Opened
from waxpost_server.joining.links import state_of
from waxpost_server.keylog.reading import LogInfo
from waxpost_server.kit.clock import wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.shapes import Answer


class StartAnswer(Answer, frozen=True):
    """The log that the first administrator pins."""

    log: LogInfo
    note: str


class Inviter(Answer, frozen=True):
    """Who made a link."""

    addr: str


class InvitationAnswer(Answer, frozen=True):
    """An invitation; its code is in nobody's hands but the inviter's and the invited person's."""

    id: str
    addr: str
    role: Literal["member", "administrator"]
    name: str | None
    inviter: Inviter
    state: Literal["open", "claimed", "ended", "expired"]
    created_at: str
    expires_at: str
    tag: str | None
    entry: str | None


class InvitationsPage(Answer, frozen=True):
    """A page of invitations, newest first."""

    items: list[InvitationAnswer]
    cursor: str | None


class AgainAnswer(Answer, frozen=True):
    """A permission to start over."""

    id: str
    person: str
    addr: str
    state: Literal["open", "claimed", "ended", "expired"]
    inviter: Inviter
    created_at: str
    expires_at: str
    tag: str | None
    entry: str | None


class AgainPage(Answer, frozen=True):
    """A page of permissions, newest first."""

    items: list[AgainAnswer]
    cursor: str | None


class OpenedInvitation(Answer, frozen=True):
    """What the holder of an invitation is shown."""

    addr: str
    role: Literal["member", "administrator"]
    name: str | None
    organisation: str | None
    inviter: Inviter
    expires_at: str
    pass_: str = msgspec.field(name="pass")  # a word that Python keeps for itself
    log: LogInfo


class OpenedAgain(Answer, frozen=True):
    """What somebody who may start over is shown."""

    addr: str
    uid: str | None
    name: str | None
    organisation: str | None
    inviter: Inviter
    expires_at: str
    pass_: str = msgspec.field(name="pass")
    log: LogInfo


def invitation_answer(row: Row) -> InvitationAnswer:
    """A row of `link` that is an invitation."""
    return InvitationAnswer(
        id=row.id,
        addr=row.addr,
        role=row.role,
        name=row.name,
        inviter=Inviter(addr=row.inviter_addr),
        state=state_of(row),
        created_at=wire_time(row.created_at),
        expires_at=wire_time(row.expires_at),
        tag=None if row.tag is None else b64u(row.tag),
        entry=row.entry,
    )


def again_answer(row: Row) -> AgainAnswer:
    """A row of `link` that is a permission to start over."""
    return AgainAnswer(
        id=row.id,
        person=row.person_id,
        addr=row.addr,
        state=state_of(row),
        inviter=Inviter(addr=row.inviter_addr),
        created_at=wire_time(row.created_at),
        expires_at=wire_time(row.expires_at),
        tag=None if row.tag is None else b64u(row.tag),
        entry=row.entry,
    )


def opened_invitation(opened: Opened) -> OpenedInvitation:
    """What the holder of an invitation is shown."""
    row = opened.row
    return OpenedInvitation(
        addr=row.addr,
        role=row.role,
        name=row.name,
        organisation=opened.organisation,
        inviter=Inviter(addr=row.inviter_addr),
        expires_at=wire_time(row.expires_at),
        pass_=opened.token,
        log=opened.log,
    )


def opened_again(opened: Opened) -> OpenedAgain:
    """What somebody who may start over is shown."""
    return OpenedAgain(
        addr=opened.row.addr,
        uid=opened.uid,
        name=opened.name,
        organisation=opened.organisation,
        inviter=Inviter(addr=opened.row.inviter_addr),
        expires_at=wire_time(opened.row.expires_at),
        pass_=opened.token,
        log=opened.log,
    )
