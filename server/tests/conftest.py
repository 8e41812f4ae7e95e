"""Fixtures of the server's tests. Whatever touches a database runs twice: on SQLite and on PostgreSQL.

| Fixture        | Is                                                                                        |
|----------------|-------------------------------------------------------------------------------------------|
| `clock`        | the time in force for the application; `clock.turn(seconds)` moves it                     |
| `database_url` | an empty house: every table, no row but the instance's                                    |
| `db`           | the opened database, for tests of verbs                                                   |
| `settings`     | settings over `database_url` and a folder of this test                                    |
| `app`          | the application, started; `app.state.db` is its database                                  |
| `client`       | an HTTP client without a session, inside this process                                     |
| `people`       | olga, alice, bob, charlie and dana, let in through the door                               |
| `live_server`  | the address of the same application behind uvicorn, on a port of its own, for streams     |
"""

import asyncio
import os
import shutil
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import asyncpg
import httpx
import pytest
import uvicorn
from litestar import Litestar
from server.tests.people import Cast, gather

from tools.make_migration import DIALECTS, ddl
from tools.postgres import drop_database, new_database
from waxpost_server.app import create_app
from waxpost_server.kit.clock import TurnableClock, use_clock
from waxpost_server.kit.db import Database, open_database
from waxpost_server.kit.instance import enter_instance
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings

START = 1_790_000_000  # 2026-09-21T14:13:20Z


@pytest.fixture
def clock() -> Iterator[TurnableClock]:
    """A clock that stands still until a test turns it, in force for the test and the application."""
    clock = TurnableClock(START)
    with use_clock(clock):
        yield clock


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every declared table, to be copied."""
    path = tmp_path_factory.mktemp("template") / "waxpost.db"
    connection = sqlite3.connect(path)
    for text in ddl(DIALECTS["sqlite"]):
        connection.execute(text)
    connection.commit()
    connection.close()
    asyncio.run(_enter(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A file with every table, for tests of SQLite alone."""
    path = tmp_path / "alone.db"
    shutil.copy(sqlite_template, path)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """A PostgreSQL database with every declared table, to be copied."""
    url = new_database(postgres_url)

    async def fill() -> None:
        connection = await asyncpg.connect(url)
        for text in ddl(DIALECTS["postgresql"]):
            await connection.execute(text)
        await connection.close()
        await _enter(url)

    asyncio.run(fill())
    return url


async def _enter(url: str) -> None:
    db = await open_database(url)
    await db.write(enter_instance)
    await db.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "data" / "waxpost.db"
        path.parent.mkdir()
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
    else:
        url = new_database(request.getfixturevalue("postgres_template"))
        yield url
        drop_database(url)


@pytest.fixture
async def db(database_url: str, clock: TurnableClock) -> AsyncIterator[Database]:
    """The opened database, without an application."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings over the test's database and folder; the address is the one that `client` uses."""
    return Settings(
        data_dir=tmp_path / "data", database_url=database_url, log_level="error", web_dir=tmp_path / "no-web"
    )


@pytest.fixture
async def app(settings: Settings, clock: TurnableClock) -> AsyncIterator[Litestar]:
    """The application, started."""
    application = create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False), clock=clock)
    async with running(application):
        yield application


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[None]:
    """Start an application and stop it, both in one task: pytest ends a fixture in another task than it began it."""
    ready, done = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await done.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        await task  # it did not start: say why
    try:
        yield
    finally:
        done.set()
        await task


@pytest.fixture
async def client(app: Litestar, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a session. Requests come from 127.0.0.1."""
    async with client_of(app, settings.base_url) as opened:
        yield opened


@pytest.fixture
async def people(app: Litestar, client: httpx.AsyncClient) -> Cast:
    """Everybody of `server.tests.people`, let in through the door."""
    return await gather(app, client)


@asynccontextmanager
async def client_of(app: Litestar, base_url: str, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application in this process, seen to come from an address."""
    transport = httpx.ASGITransport(cast(Any, app), client=(address, 40000))
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as opened:
        yield opened


@dataclass
class LiveServer:
    """A server on a real port, on a thread and an event loop of its own."""

    url: str
    app: Litestar


@pytest.fixture
def live_server(settings: Settings, clock: TurnableClock) -> Iterator[LiveServer]:
    """The application behind uvicorn; it follows `clock` too."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        chosen = Settings(
            data_dir=settings.data_dir,
            database_url=settings.database_url,
            port=port,
            log_level="error",
            web_dir=settings.web_dir,
        )
        application = create_app(chosen, open_secrets(chosen.secrets_dir, is_in_use=False), clock=clock)
        started = threading.Event()
        server = _ServerOnThread(
            uvicorn.Config(
                application,
                ws="none",
                http="httptools",
                loop="asyncio",
                log_level="error",
                lifespan="on",
                timeout_graceful_shutdown=1,
            ),
            started,
        )
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), name=f"server-{os.getpid()}")
        thread.start()
        try:
            assert started.wait(20), "the server did not start"
            yield LiveServer(url, application)
        finally:
            server.should_exit = True
            thread.join()


class _ServerOnThread(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._told = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._told.set()
