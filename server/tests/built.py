"""Put the application's routes together once for all tests of a process.

Litestar copies every handler and reads every signature anew for each application, which takes longer than most tests.
Nothing of that depends on settings. Servers that run as processes of their own are forked from one that has done it.
"""

import copy
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from litestar import Litestar
from litestar.datastructures import State

from waxpost_server import app as building

_assemble = building.assemble
# Handlers by their identity, which stays theirs while they are kept here.
_assembled: dict[tuple[int, ...], tuple[list[object], Litestar]] = {}


def assemble_once(state: State, run: Callable[[Litestar], AbstractAsyncContextManager[None]]) -> Litestar:
    """Like `waxpost_server.app.assemble`: an application whose state, start and end are no other's."""
    made = copy.copy(_with_routes())
    made.state = state
    made._lifespan_managers = [run]  # pyright: ignore[reportAttributeAccessIssue] - a list of more kinds
    made.event_emitter = type(made.event_emitter)(listeners=[])
    made.asgi_router = copy.copy(made.asgi_router)
    made.asgi_router.app = made
    made.asgi_handler = made._create_asgi_handler()
    return made


def _with_routes() -> Litestar:
    """The one that lends its routes; a test may have put other features into the application."""
    handlers: list[object] = [handler for feature in building.FEATURES for handler in feature]
    key = tuple(id(handler) for handler in handlers)
    if key not in _assembled:
        _assembled[key] = (handlers, _assemble(State(), _never))
    return _assembled[key][1]


@asynccontextmanager
async def _never(_: Litestar) -> AsyncIterator[None]:
    raise AssertionError("this application only lends its routes")
    yield


def lend_routes() -> None:
    """Let every application of this process, and of its forks, have the same routes."""
    _with_routes()
    building.assemble = assemble_once


@pytest.fixture(scope="session", autouse=True)
def routes_once() -> Iterator[None]:
    """For every test that makes an application in this process."""
    building.assemble = assemble_once
    yield
    building.assemble = _assemble
