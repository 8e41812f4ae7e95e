"""A real server, a real browser, and the people in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.system.server_process import ServerProcess
from web.e2e.people.person import Person

# How Debian's Chromium starts on a machine without a screen, and speaks to nobody but the server.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; every person has a context of their own in it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that has never started before."""
    with ServerProcess(tmp_path / "server") as process:
        yield process


@pytest.fixture
def somebody(browser: Browser, server: ServerProcess) -> Iterator[Callable[..., Person]]:
    """Make people. At the end nobody's page may have complained."""
    people: list[Person] = []

    def make(name: str, *, width: int = 1400, height: int = 900) -> Person:
        person = Person(browser, server.url, name, width=width, height=height)
        people.append(person)
        return person

    yield make
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.leaves()
    assert complaints == []


@pytest.fixture
def olga(server: ServerProcess, somebody: Callable[..., Person]) -> Person:
    """The first administrator, in her empty inbox."""
    return somebody("Olga Smith").first_starts(server.start_link)


@pytest.fixture
def alice(olga: Person, somebody: Callable[..., Person]) -> Person:
    """Invited by Olga, joined."""
    return somebody("Alice Martin").signs_up(olga.invites("Alice Martin"))


@pytest.fixture
def bob(olga: Person, somebody: Callable[..., Person]) -> Person:
    """Invited by Olga, joined."""
    return somebody("Bob Roy").signs_up(olga.invites("Bob Roy"))
