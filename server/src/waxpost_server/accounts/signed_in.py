"""What somebody who has just signed in is given, on the wire and as cookies: by every door that begins a session.

A program gets its token in the body; a browser gets it in a cookie that no script can read, and a second one that
remembers the device.
"""

from typing import Literal

from waxpost_server.accounts.account import SignedIn
from waxpost_server.accounts.devices import COOKIE, COOKIE_SECONDS, new_device
from waxpost_server.accounts.sessions import NewSession, expires_at
from waxpost_server.kit.clock import wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Answer
from waxpost_server.kit.web.cookies import OwnCookie
from waxpost_server.kit.web.edge import SESSION_COOKIE


class SessionAnswer(Answer, frozen=True):
    """A session."""

    id: str
    kind: Literal["full", "recovery", "joining"]
    expires_at: str


class Me(Answer, frozen=True):
    """Who is asking."""

    id: str
    uid: str
    addr: str
    role: Literal["member", "administrator"]


class VaultAnswer(Answer, frozen=True):
    """A sealed vault."""

    ver: int
    vault: str


class SignedInAnswer(Answer, frozen=True):
    """What somebody who has just signed in needs."""

    session: SessionAnswer
    token: str | None
    device_salt: str
    me: Me
    cred_ver: int
    slot: str | None
    vault: VaultAnswer
    number: int


def session_answer(settings: Settings, row: Row) -> SessionAnswer:
    """A row of `session` as it goes out."""
    return SessionAnswer(id=row.id, kind=row.kind, expires_at=wire_time(expires_at(settings, row)))


def me_answer(row: Row) -> Me:
    """The person in a row of `session`."""
    return Me(id=row.person_id, uid=row.uid, addr=row.addr, role=row.role)


def signed_in_answer(settings: Settings, signed_in: SignedIn) -> SignedInAnswer:
    """What somebody who has just signed in is given; the token goes into the body for a program only."""
    row = signed_in.session.row
    return SignedInAnswer(
        session=session_answer(settings, row),
        token=token_for_body(signed_in.session),
        device_salt=b64u(row.device_salt),
        me=me_answer(row),
        cred_ver=signed_in.cred_ver,
        slot=b64u(signed_in.slot),
        vault=VaultAnswer(ver=signed_in.vault_ver, vault=b64u(signed_in.vault)),
        number=signed_in.number,
    )


def token_for_body(session: NewSession) -> str | None:
    """A program gets its token in the body, a browser in a cookie that no script can read."""
    return session.token if session.row.client == "cli" else None


def session_cookies(settings: Settings, secrets: Secrets, session: NewSession) -> list[OwnCookie]:
    """The cookies of a browser's new session; none for a program."""
    if session.row.client == "cli":
        return []
    return [
        OwnCookie(SESSION_COOKIE, session.token, settings.session_absolute_seconds),
        OwnCookie(COOKIE, new_device(secrets.cookie_key, session.row.addr), COOKIE_SECONDS),
    ]
