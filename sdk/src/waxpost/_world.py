"""What surrounds a client: how it reaches a server and what time it is. Tests turn both."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from waxpost._api import Api


@dataclass(frozen=True, slots=True)
class World:
    """The surroundings of one client."""

    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.time

    def api(self, url: str, token: str | None = None) -> Api:
        """The way to a server."""
        return Api(url, token, transport=self.transport)


WORLD = World()


@contextmanager
def closed_on_error(api: Api) -> Generator[Api]:
    """Close the connections when the block fails."""
    try:
        yield api
    except BaseException:
        api.close()
        raise


@contextmanager
def closed(api: Api) -> Generator[Api]:
    """Close the connections after the block."""
    try:
        yield api
    finally:
        api.close()
