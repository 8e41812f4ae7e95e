"""A real server, and an organisation on it, for the tests of one file.

The tests of a file tell one story or share one organisation. WAXPOST_TEST_WEB_DIR tests another build of the web client
than web/dist.
"""

import os
from collections.abc import Callable, Iterator

import pytest

from server.tests.postbox import Postbox
from tests.system.organisation import NAMES, Organisation
from tests.system.posting import running_postbox
from tests.system.server_process import ServerProcess
from web.e2e.link_scenes import Handed, fill_outside
from web.e2e.people.person import Person
from web.e2e.pytest_browser import OpenBrowser

MakePerson = Callable[..., Person]


def web_settings() -> dict[str, str]:
    """Which build of the web client the server serves."""
    folder = os.environ.get("WAXPOST_TEST_WEB_DIR")
    return {} if folder is None else {"web_dir": folder}


@pytest.fixture(autouse=True)
def _checked(nobody_complains: None) -> None:
    """Every test here looks at what pages complained about."""


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    """Where the mails go of a server whose `settings` name it."""
    with running_postbox() as box:
        yield box


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """What the server is told beside the build of the web client; a file with mails gives the postbox's."""
    return {}


@pytest.fixture(scope="module")
def server(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that has never started before. At the end no page may have been refused anything by its policy."""
    with ServerProcess(tmp_path_factory.mktemp("e2e") / "server", **web_settings(), **settings) as process:
        yield process
    assert [line for line in process.lines if "csp" in line] == []


@pytest.fixture(scope="module")
def little_work(server: ServerProcess) -> None:
    """Answers from outside cost some work still, but none of the many seconds that luck and a busy machine make of it.

    How long it takes is drawn with each challenge: the twenty seconds in which a page has to show something were not
    enough for about one answer in thirty.
    """
    server.command("policy", "set", "request_work_bits", "10")


@pytest.fixture(scope="module")
def somebody(opens_browser: OpenBrowser, server: ServerProcess) -> MakePerson:
    """Make people in front of a browser at this server."""
    return lambda name, **shape: opens_browser(server.url, name, **shape)


@pytest.fixture(scope="module")
def organisation(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """Olga's organisation, made through the SDK: she is on her laptop already."""
    with Organisation(server, tmp_path_factory.mktemp("devices")) as made:
        yield made


@pytest.fixture(scope="module")
def handed(organisation: Organisation) -> Handed:
    """Links and requests of Olga's in every state; the `settings` name a mail server."""
    return fill_outside(organisation)


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
