"""Prepare handlers: give each its right, its body check and its documented answers, before it is mounted.

Refuses at start a handler that does not name its right. The right is checked before the body is read.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import wraps
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

# Finds a value for a handler's parameter: takes what Litestar fills in by name (`state`, `scope`, `request`).
Provider = Callable[..., object]

# Not the client's: Litestar need not check it for every request.
_OURS = Dependency(skip_validation=True)
_EVERYWHERE: tuple[type[DomainError], ...] = (InvalidRequest, TooManyRequests, InternalError, StorageUnavailable)


def prepare(handlers: Iterable[HTTPRouteHandler], provided: Mapping[str, Provider]) -> list[HTTPRouteHandler]:
    """Copies of the handlers, ready to be mounted. Raises TypeError for one without a right.

    `provided` gives the parameters that the application fills in, beside `principal`.
    `opt={"problems": (MessageNotFound, ...)}` documents the refusals of a route beyond those that follow from its
    right, its parameters and its body.
    """
    return [_prepare(handler, provided) for handler in handlers]


def _prepare(declared: HTTPRouteHandler, provided: Mapping[str, Provider]) -> HTTPRouteHandler:
    handler = copy(declared)  # applications are made more than once from the same handlers
    hints = get_type_hints(handler.fn, include_extras=True)
    filled_in = {**provided, "principal": _principal}
    wanted = sorted(hints.keys() & filled_in.keys())
    for name in wanted:
        if _OURS not in get_args(hints[name]):
            handler.fn.__annotations__[name] = Annotated[hints[name], _OURS]
    handler.dependencies = {**(handler.dependencies or {}), **_in_turn({name: filled_in[name] for name in wanted})}
    problems = [*_EVERYWHERE, *handler.opt.get("problems", ())]
    right = next((mark for mark in get_args(hints.get("principal")) if isinstance(mark, Right)), None)
    guards: list[Any] = []  # Litestar's guards: any callable of connection and handler
    if right is not None:
        guards.append(_RightGuard(right))
        problems += [NotSignedIn, NotAllowed] + [AdministratorOnly] * (right is Right.ADMINISTRATOR)
    elif handler.opt.get("right") != ANYONE["right"]:
        raise TypeError(f"{handler.fn.__module__}.{handler.fn.__name__} names no right")
    if "data" in hints and hints["data"] is not bytes:
        guards.append(_check_json)
        problems += [TooLarge, UnsupportedMediaType]
    if any("{" in path for path in handler.paths):
        problems.append(NotFound)
    handler.guards = [*guards, *(cast(Any, handler).guards or [])]  # Litestar's own type is not closed
    # Said here for handlers that answer with a Response of their own, whose type does not tell that it is empty.
    empty = (
        {204: ResponseSpec(None, description="Done; there is nothing to say.")} if handler.status_code == 204 else {}
    )
    handler.responses = {**_documented(problems), **empty, **(handler.responses or {})}
    return handler


def _in_turn(providers: Mapping[str, Provider]) -> dict[str, Provide]:
    """Let each wait for the one before it.

    What does not wait for anything Litestar runs side by side, as tasks in a group of their own for every request. Ours
    only look something up, and the group alone took a third of a request's time.
    """
    chain: dict[str, Provide] = {}
    before: str | None = None
    for name, provider in providers.items():
        chain[name] = Provide(_after(provider, before), sync_to_thread=False)
        before = name
    return chain


def _after(provider: Provider, before: str | None) -> Provider:
    @wraps(provider)
    def waiting(**values: Any) -> object:  # whatever the provider asks for
        values.pop(before or "", None)
        return provider(**values)

    if before is None:
        return waiting
    signature = inspect.signature(provider)
    extra = inspect.Parameter(before, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[Any, _OURS])
    waiting.__annotations__ = {**provider.__annotations__, before: extra.annotation}
    waiting.__dict__["__signature__"] = signature.replace(parameters=[*signature.parameters.values(), extra])
    return waiting


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


# Asynchronous without need: Litestar sends any other guard to a thread.
async def _check_json(connection: Connection, _handler: BaseRouteHandler) -> None:
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
