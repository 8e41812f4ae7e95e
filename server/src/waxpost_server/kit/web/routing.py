"""Prepare handlers: give each its right, its body check and its documented answers, before it is mounted.

Refuses at start a handler that does not name its right. The right is checked before the body is read.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Any, cast, get_args, get_type_hints

from litestar.di import Provide
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import Dependency

from waxpost_server.kit.errors import DomainError, InvalidRequest, NotFound, StorageUnavailable
from waxpost_server.kit.web.limits import TooManyRequests
from waxpost_server.kit.web.principal import (
    ANYONE,
    AdministratorOnly,
    Connection,
    NotAllowed,
    NotSignedIn,
    Principal,
    Right,
)
from waxpost_server.kit.web.problems import InternalError, Problem, TooLarge, UnsupportedMediaType

_EVERYWHERE: tuple[type[DomainError], ...] = (InvalidRequest, TooManyRequests, InternalError, StorageUnavailable)


def prepare(handlers: Iterable[HTTPRouteHandler], provided: Collection[str]) -> list[HTTPRouteHandler]:
    """The handlers, ready to be mounted. Raises TypeError for one without a right.

    `provided` names the parameters that the application fills in, beside `principal`.
    `opt={"problems": (MessageNotFound, ...)}` documents the refusals of a route beyond those that follow from its
    right, its parameters and its body.
    """
    return [_prepare(handler, provided) for handler in handlers]


def _prepare(handler: HTTPRouteHandler, provided: Collection[str]) -> HTTPRouteHandler:
    hints = get_type_hints(handler.fn, include_extras=True)
    for name in hints.keys() & {*provided, "principal"}:
        # Ours, not the client's: Litestar need not check it for every request.
        handler.fn.__annotations__[name] = Annotated[hints[name], Dependency(skip_validation=True)]
    problems = [*_EVERYWHERE, *handler.opt.get("problems", ())]
    right = next((mark for mark in get_args(hints.get("principal")) if isinstance(mark, Right)), None)
    guards: list[Any] = []  # Litestar's guards: any callable of connection and handler
    if right is not None:
        guards.append(_RightGuard(right))
        handler.dependencies = {**(handler.dependencies or {}), "principal": Provide(_principal, sync_to_thread=False)}
        problems += [NotSignedIn, NotAllowed] + [AdministratorOnly] * (right is Right.ADMINISTRATOR)
    elif handler.opt.get("right") != ANYONE["right"]:
        raise TypeError(f"{handler.fn.__module__}.{handler.fn.__name__} names no right")
    if "data" in hints and hints["data"] is not bytes:
        guards.append(_check_json)
        problems += [TooLarge, UnsupportedMediaType]
    if any("{" in path for path in handler.paths):
        problems.append(NotFound)
    handler.guards = [*guards, *(cast(Any, handler).guards or [])]  # Litestar's own type is not closed
    handler.responses = {**_documented(problems), **(handler.responses or {})}
    return handler


def _documented(problems: Sequence[type[DomainError]]) -> dict[int, ResponseSpec]:
    codes: dict[int, set[str]] = {}
    for problem in problems:
        codes.setdefault(problem.status, set()).add(f"`{problem.code}`")
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=", ".join(sorted(named)), media_type=_PROBLEM_TYPE
        )
        for status, named in codes.items()
    }


_PROBLEM_TYPE: Any = "application/problem+json"  # ResponseSpec's type knows only Litestar's own list


class _RightGuard:
    def __init__(self, right: Right) -> None:
        self._right = right

    async def __call__(self, connection: Connection, _handler: BaseRouteHandler) -> None:
        principal = await connection.app.state.identify(connection)
        self._right.check(principal)
        if self._right is Right.OPTIONAL and principal is not None and principal.kind != "full":
            principal = None
        connection.scope["state"]["principal"] = principal


def _principal(scope: Any) -> Principal | None:  # scope: Litestar's own, a mapping
    return scope["state"]["principal"]


def _check_json(connection: Connection, _handler: BaseRouteHandler) -> None:
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
