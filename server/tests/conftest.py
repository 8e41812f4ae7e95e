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
import copy
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

from server.tests.built import routes_once
from server.tests.people import Cast, gather
from tools.make_migration import DIALECTS, ddl
from tools.postgres import drop_database, new_database
from waxpost_server.app import create_app
from waxpost_server.kit.clock import TurnableClock, use_clock
from waxpost_server.kit.db import Database, open_database
from waxpost_server.kit.instance import enter_instance
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings

__all__ = ["routes_once"]  # a fixture is found where it is imported

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


@dataclass(frozen=True)
class Peopled:
    """A house into which everybody was let once: its folder, its database, and what the people know."""

    folder: Path
    url: str
    cast: Cast


@pytest.fixture(scope="session")
def sqlite_peopled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Peopled:
    """A house on SQLite with people in it, to be copied."""
    folder = tmp_path_factory.mktemp("peopled-sqlite")
    shutil.copy(sqlite_template, folder / "waxpost.db")
    return _people_it(folder, f"sqlite:///{folder / 'waxpost.db'}")


@pytest.fixture(scope="session")
def postgres_peopled(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Peopled:
    """A house on PostgreSQL with people in it, to be copied."""
    return _people_it(tmp_path_factory.mktemp("peopled-postgresql"), new_database(postgres_template))


def _people_it(folder: Path, url: str) -> Peopled:
    async def let_in() -> Cast:
        clock = TurnableClock(START)
        with use_clock(clock):
            settings = Settings(data_dir=folder, database_url=url, log_level="error", web_dir=folder / "no-web")
            app = create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False), clock=clock)
            async with running(app), client_of(app, settings.base_url) as client:
                return (await gather(app, client)).with_client(None)

    return Peopled(folder, url, asyncio.run(let_in()))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table; with everybody in it for a test with `people`."""
    folder = tmp_path / "data"
    peopled = _peopled_for(request)
    if peopled is not None:
        shutil.copytree(peopled.folder, folder)
    if request.param == "sqlite":
        if peopled is None:
            folder.mkdir()
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / "waxpost.db")
        yield f"sqlite:///{folder / 'waxpost.db'}"
    else:
        template: str = request.getfixturevalue("postgres_template") if peopled is None else peopled.url
        url = new_database(template)
        yield url
        drop_database(url)


def _peopled_for(request: pytest.FixtureRequest) -> Peopled | None:
    if "people" not in request.fixturenames:
        return None
    return request.getfixturevalue("sqlite_peopled" if request.param == "sqlite" else "postgres_peopled")


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
def people(request: pytest.FixtureRequest, database_url: str, client: httpx.AsyncClient) -> Cast:
    """Everybody of `server.tests.people`, let in through the door: once, the house is copied for each test."""
    name = "sqlite_peopled" if database_url.startswith("sqlite") else "postgres_peopled"
    peopled: Peopled = request.getfixturevalue(name)
    return copy.deepcopy(peopled.cast).with_client(client)


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
    # Named in full: with any protocol asyncio waits 40 ms with every answer, until the last piece was acknowledged.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
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
