"""A real server, a real browser, and the people in front of it.

Server, browser and people live as long as the tests of one file, which tell one story or share one organisation;
`somebody` makes more people. WAXPOST_TEST_WEB_DIR tests another build of the web client than web/dist.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.system.organisation import NAMES, Organisation
from tests.system.server_process import ServerProcess
from tools.setup import find_chromium
from web.e2e.people.person import Person

# How Debian's Chromium starts on a machine without a screen, and speaks to nobody but the server.
_ARGUMENTS = [
    *["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    *["--disable-component-update", "--disable-sync"],
    # A name that is not localhost, for the page that is opened without https.
    "--host-resolver-rules=MAP waxpost.test 127.0.0.1",
]
MakePerson = Callable[..., Person]


def web_settings() -> dict[str, str]:
    """Which build of the web client the server serves."""
    folder = os.environ.get("WAXPOST_TEST_WEB_DIR")
    return {} if folder is None else {"web_dir": folder}


# Not for the whole session: while Playwright runs, its event loop keeps others out of the thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium; every person has a context of their own in it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that has never started before. At the end no page may have been refused anything by its policy."""
    with ServerProcess(tmp_path_factory.mktemp("e2e") / "server", **web_settings()) as process:
        yield process
    assert [line for line in process.lines if "csp" in line] == []


@pytest.fixture(scope="module")
def people() -> list[Person]:
    """Everybody in front of a browser."""
    return []


@pytest.fixture(scope="module")
def somebody(browser: Browser, server: ServerProcess, people: list[Person]) -> Iterator[MakePerson]:
    """Make people in front of a browser."""

    def make(name: str, *, width: int = 1400, height: int = 900, url: str | None = None) -> Person:
        person = Person(browser, url or server.url, name, width=width, height=height)
        people.append(person)
        return person

    yield make
    for person in people:
        person.leaves()


@pytest.fixture(autouse=True)
def nobody_complains(people: list[Person]) -> Iterator[None]:
    """After every test nobody's page may have complained."""
    yield
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.complaints.clear()
    assert complaints == []


@pytest.fixture(scope="module")
def organisation(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """Olga's organisation, made through the SDK: she is on her laptop already."""
    with Organisation(server, tmp_path_factory.mktemp("devices")) as made:
        yield made


@pytest.fixture(scope="module")
def enters(organisation: Organisation, somebody: MakePerson) -> MakePerson:
    """Somebody of the cast signs in with a browser, having joined through the SDK before if need be."""

    def enter(who: str, **shape: int) -> Person:
        if who not in organisation.kits:
            organisation.joins(who)
        person = somebody(NAMES[who], **shape)
        person.kit = organisation.kits[who]
        return person.signs_in()

    return enter
