"""Fixtures of the tests of files: a running server over each database, with its files in a folder and in a bucket."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from server.tests.buckets import blobs_url, s3_place  # noqa: F401 - fixtures
from server.tests.mailroom import Mailroom, open_mailroom
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.settings import Settings


@pytest.fixture
async def room(settings: Settings, clock: TurnableClock, blobs_url: str) -> AsyncGenerator[Mailroom, None]:  # noqa: F811 - the fixture of that name
    """A running server with nobody in it yet."""
    async with open_mailroom(replace(settings, blobs_url=blobs_url), clock) as opened:
        yield opened


@pytest.fixture
def store(room: Mailroom) -> BlobStore:
    """The storage that the server uses."""
    return BlobStore(room.settings.blobs_url)
