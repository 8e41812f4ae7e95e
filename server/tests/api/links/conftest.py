"""Fixtures of the links tests: a server without a mail server, and one with."""

from collections.abc import AsyncIterator

import pytest

from server.tests.mailroom import Person, open_mailroom, room
from server.tests.offices import Office
from server.tests.postbox import open_postbox
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.settings import Settings

__all__ = ["room"]


@pytest.fixture
async def office(settings: Settings, clock: TurnableClock) -> AsyncIterator[Office]:
    """A server that has a mail server."""
    async with open_postbox() as box, open_mailroom(box.settings(settings), clock) as opened:
        yield Office(opened, box)


@pytest.fixture
async def alice(office: Office) -> Person:
    """Somebody with a session at the office."""
    return await office.room.joins("alice")
