"""A real server process, on SQLite and on PostgreSQL, and the cast that lives on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from tools.postgres import drop_database, new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that has never started before; stopped and gone after the test."""
    if request.param == "sqlite":
        with ServerProcess(tmp_path / "server") as process:
            yield process
        return
    cluster: str = request.getfixturevalue("postgres_url")
    url = new_database(cluster)
    try:
        with ServerProcess(tmp_path / "server", database_url=url) as process:
            yield process
    finally:
        drop_database(url)


@pytest.fixture
def organisation(server: ServerProcess, tmp_path: Path) -> Iterator[Organisation]:
    """The organisation after its first start: olga administers it, nobody else is there yet."""
    with Organisation(server, tmp_path / "devices") as organisation:
        yield organisation
