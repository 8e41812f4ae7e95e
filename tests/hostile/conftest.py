"""The cast on a real server whose operator is hostile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hostile.double import HostileServer
from tests.hostile.forging import Insider
from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation
from tests.system.server_process import ServerProcess, free_port

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
