"""The cast on a real server whose operator is hostile."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.hostile.double import HostileServer
from tests.hostile.forging import Insider
from tests.hostile.page import Scene, Site, make_site
from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation
from tests.system.server_process import ServerProcess, free_port
from waxpost import Client
from web.e2e.pytest_browser import OpenBrowser

Victims = Callable[[str], CommandLine]


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[HostileServer]:
    """The server that everybody is pointed at. It is honest until a test makes it attack."""
    port = free_port()
    with (
        ServerProcess(tmp_path / "server", base_url=f"http://127.0.0.1:{port}") as process,
        HostileServer(process, port) as server,
    ):
        yield server


@pytest.fixture
def organisation(hostile: HostileServer, tmp_path: Path) -> Iterator[Organisation]:
    """The organisation after its first start, through the hostile server."""
    with Organisation(hostile.process, tmp_path / "devices", url=hostile.url) as organisation:
        yield organisation


@pytest.fixture
def insider(hostile: HostileServer, organisation: Organisation) -> Insider:
    """The hostile operator, reading the real log by the administrator's session."""
    (token,) = organisation.home("olga").rglob("token")
    return Insider.of(hostile.upstream, hostile.process.data, token.read_text())


@pytest.fixture
def command_line(organisation: Organisation) -> Victims:
    """The command line on somebody's laptop."""
    return lambda who: CommandLine(organisation.home(who), PASSWORD)


@pytest.fixture(autouse=True)
def _checked(nobody_complains: None) -> None:
    """Every test here looks at what pages complained about, if it has any."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A hostile server for all tests in front of browsers."""
    with make_site(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture(scope="module")
def scene(site: Site, opens_browser: OpenBrowser) -> Scene:
    """The site with browsers for the cast."""
    return Scene(site.hostile, site.organisation, site.insider, partial(opens_browser, site.hostile.url))


@pytest.fixture
def alice(organisation: Organisation) -> Client:
    """A member on her laptop."""
    return organisation.joins("alice")


@pytest.fixture
def bob(organisation: Organisation) -> Client:
    """Another member on his."""
    return organisation.joins("bob")
