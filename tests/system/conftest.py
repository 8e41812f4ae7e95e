"""A real server process, on SQLite and on PostgreSQL, and the cast that lives on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from tools.postgres import drop_database, new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where a server keeps its data; None is the embedded database."""
    if request.param == "sqlite":
        yield None
        return
    url = new_database(request.getfixturevalue("postgres_url"))
    try:
        yield url
    finally:
        drop_database(url)


@pytest.fixture
def server(database_url: str | None, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that has never started before; stopped and gone after the test."""
    with ServerProcess(tmp_path / "server", database_url=database_url) as process:
        yield process


@pytest.fixture
def organisation(server: ServerProcess, tmp_path: Path) -> Iterator[Organisation]:
    """The organisation after its first start: olga administers it, nobody else is there yet."""
    with Organisation(server, tmp_path / "devices") as organisation:
        yield organisation
