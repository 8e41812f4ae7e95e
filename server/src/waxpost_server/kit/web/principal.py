"""Who asks: the principal, and the rights a route can name.

A handler names its right by the type of its parameter `principal`; a handler for everybody says `opt=ANYONE`. A route
that names neither does not start (`kit.web.routing`), so no door is open by oversight.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal

from litestar.connection import ASGIConnection

from waxpost_server.kit.errors import DomainError

Connection = ASGIConnection[Any, Any, Any, Any]  # handler, user, auth and state types are not used
SessionKind = Literal["full", "recovery", "joining"]
Role = Literal["member", "administrator"]


class NotSignedIn(DomainError):
    """There is no session, or it has ended."""

    status = 401
    code = "not-signed-in"
    title = "You are not signed in."

    def __init__(self) -> None:
        super().__init__("Sign in and try again.")


class NotAllowed(DomainError):
    """The session is of a kind that may not do this."""

    status = 403
    code = "not-allowed"
    title = "This session may not do that."

    def __init__(self) -> None:
        super().__init__("Sign in with your password to do this.")


class AdministratorOnly(DomainError):
    """The route is for administrators."""

    status = 403
    code = "administrator-only"
    title = "Only administrators may do that."

    def __init__(self) -> None:
        super().__init__("Ask an administrator of your organisation.")


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever is behind this request. In a session of kind `joining`, `user_id`, `uid` and `addr` are empty."""

    user_id: str  # the id of the row in the directory
    uid: str  # the id of this person's keys (spec/keys.md)
    addr: str
    role: Role
    session_id: str
    kind: SessionKind
    group_ids: frozenset[str] = frozenset()

    @property
    def is_administrator(self) -> bool:
        """Whether this person may use the administrator's desk."""
        return self.role == "administrator"


class Right(Enum):
    """What a session must be to use a route."""

    FULL = "full"
    ADMINISTRATOR = "administrator"
    RECOVERY = "recovery"  # full or recovery
    JOINING = "joining"  # any session at all
    OPTIONAL = "optional"  # a full session, or nobody

    def check(self, principal: Principal | None) -> None:
        """Raises NotSignedIn, NotAllowed or AdministratorOnly."""
        if self is Right.OPTIONAL:
            return
        if principal is None:
            raise NotSignedIn
        if principal.kind not in _KINDS[self]:
            raise NotAllowed
        if self is Right.ADMINISTRATOR and not principal.is_administrator:
            raise AdministratorOnly


_KINDS: dict[Right, tuple[SessionKind, ...]] = {
    Right.FULL: ("full",),
    Right.ADMINISTRATOR: ("full",),
    Right.RECOVERY: ("full", "recovery"),
    Right.JOINING: ("full", "recovery", "joining"),
}

# Types for a handler's parameter `principal`.
CurrentUser = Annotated[Principal, Right.FULL]
CurrentAdmin = Annotated[Principal, Right.ADMINISTRATOR]
CurrentOrRecovering = Annotated[Principal, Right.RECOVERY]
AnySession = Annotated[Principal, Right.JOINING]
MaybeUser = Annotated[Principal | None, Right.OPTIONAL]

ANYONE = {"right": "anyone"}

# Finds the session of a request; given by accounts, installed by `app`.
Identify = Callable[[Connection], Awaitable[Principal | None]]


async def nobody(_connection: Connection) -> Principal | None:
    """The answer of a house without accounts."""
    return None
