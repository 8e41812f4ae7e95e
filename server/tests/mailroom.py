"""A running server with people who are rows, for tests of what comes after signing in: messages and events.

The server is the real application behind a real socket, and sessions are real. People have key entries that nobody
could use, which is all the server ever looks at; sealed parts are random bytes of a likely size.
"""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import uvicorn

from waxpost_server.accounts.sessions import Where, begin_session
from waxpost_server.app import create_app
from waxpost_server.directory.groups import NewGroup, create_group
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.tables import person
from waxpost_server.kit.clock import TurnableClock, wire_time
from waxpost_server.kit.db import Database, Statement, WriteTx, statement
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.kit.queue import Job
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.notifications.live import Feed
from waxpost_server.policies.edit import set_policy

_ANY_NUMBER = httpx.Limits(max_connections=None, max_keepalive_connections=None)
_ADD_PERSON = statement(sa.insert(person))
_CHANGE_PERSON = statement(
    sa.update(person)
    .where(person.c.uid == sa.bindparam("of_uid"))
    .values(entry=sa.bindparam("new_entry"), state=sa.bindparam("new_state"))
)


def sealed(size: int = 2000) -> str:
    """Random bytes in b64u, as anything sealed looks to the server."""
    return b64u(os.urandom(size))


@dataclass
class Person:
    """Somebody with a session. `http` speaks as this person."""

    room: "Mailroom"
    addr: str
    uid: str
    id: str
    entry: str
    http: httpx.AsyncClient

    def envelope(self, to: "Iterable[Person]", **changes: Any) -> dict[str, Any]:  # JSON
        """What this person's client would post for these recipients, with members changed."""
        mid = new_id()
        envelope: dict[str, Any] = {
            "mid": mid,
            "from": self.addr,
            "thread": mid,
            "exp": None,
            "groups": [],
            "recipients": [{"addr": who.addr, "entry": who.entry, "wrap": sealed(1800)} for who in to],
            "own": {"entry": self.entry, "wrap": sealed(1800)},
            "content": sealed(),
            "blobs": [],
        }
        return envelope | changes

    async def comes_back(self) -> None:
        """Sign in again, after a time in which the session has ended."""
        self.http = await self.room.session(self.uid)

    async def posts(self, envelope: object) -> httpx.Response:
        """Post an envelope as it is."""
        return await self.http.post("/v1/messages", json=envelope)

    async def sends(self, to: "Iterable[Person]", **changes: Any) -> str:  # JSON
        """Send a message that is taken; its mid."""
        envelope = self.envelope(to, **changes)
        answer = await self.posts(envelope)
        assert answer.status_code == 201, answer.text
        return envelope["mid"]

    async def get(self, path: str, **query: str | int | bool | None) -> Any:  # JSON
        """What a GET that succeeds answers."""
        answer = await self.http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def box(self, box: str = "inbox", **query: str | int | bool | None) -> list[str]:
        """The mids of the first page."""
        page = await self.get("/v1/messages", box=box, **query)
        return [item["mid"] for item in page["items"]]

    async def unread(self) -> int:
        """The counter of the inbox."""
        return (await self.get("/v1/messages"))["unread"]

    async def marks(self, *mids: str, read: bool = True, receipt: bool = False) -> httpx.Response:
        """Mark copies in the inbox."""
        items = [{"mid": mid, "read": read, "receipt": receipt} for mid in mids]
        return await self.http.post("/v1/messages/read", json={"items": items})

    async def deletes(self, *mids: str) -> httpx.Response:
        """Delete several for this person."""
        return await self.http.post("/v1/messages/delete", json={"mids": list(mids)})

    async def gets_problem(self, path: str) -> tuple[int, dict[str, Any]]:  # JSON
        """Status and problem of a GET that is refused, without the id of the request."""
        return problem(await self.http.get(path))


def problem(answer: httpx.Response) -> tuple[int, dict[str, Any]]:  # JSON
    """Status and problem of a refusal, without the id of the request."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    del body["request_id"]
    return answer.status_code, body


@dataclass
class Mailroom:
    """The server, its clock and everybody in it."""

    url: str
    clock: TurnableClock
    db: Database
    settings: Settings
    feed: Feed
    # Without `verify=False` a transport reads the machine's certificates, for plain http too: longer than most tests.
    transport: httpx.AsyncHTTPTransport = field(
        default_factory=lambda: httpx.AsyncHTTPTransport(limits=_ANY_NUMBER, verify=False)
    )

    async def joins(self, name: str, state: str = "active") -> Person:
        """Somebody new in the directory, with a key and a session."""
        uid, person_id, entry = new_id(), new_id(), sealed(32)
        addr = f"{name}@example.org"
        await self._write(
            _ADD_PERSON,
            id=person_id,
            uid=uid,
            addr=addr,
            name=name.title(),
            sort_key=f"{name}\0{addr}".encode(),
            words=b"",
            role="member",
            state=state,
            seq=0,
            entry=entry,
            created_at=self.clock.now(),
        )
        return Person(self, addr, uid, person_id, entry, await self.session(uid))

    async def session(self, uid: str) -> httpx.AsyncClient:
        """A client with another session of this person."""

        async def begin(tx: WriteTx) -> str:
            row = await find_person_by_uid(tx, uid)
            assert row is not None
            where = Where("cli", "laptop", "127.0.0.0/24")
            return (await begin_session(tx, self.settings, row, "full", where)).token

        return self.client(await self.db.write(begin))

    def client(self, token: str) -> httpx.AsyncClient:
        """An HTTP client with this bearer token, or without one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, transport=self.transport)

    async def changes(self, who: Person, *, entry: str | None = None, state: str = "active") -> None:
        """Give somebody another newest key entry, or another state."""
        who.entry = entry or who.entry
        await self._write(_CHANGE_PERSON, of_uid=who.uid, new_entry=who.entry, new_state=state)

    async def groups(self, *members: Person) -> str:
        """A group of these people, at revision 1; its gid."""
        gid = new_id()
        new = NewGroup(gid=gid, name=f"Group {gid}", members=[who.addr for who in members])
        await self.db.write(lambda tx: create_group(tx, None, new))
        return gid

    async def sets_policy(self, name: str, text: str) -> None:
        """Change a policy as the operator does."""
        await self.db.write(lambda tx: set_policy(tx, None, name, text))

    async def runs(self, job: Job) -> None:
        """Run a job to the end."""
        while await job.step(self.db):
            pass

    def at(self, seconds: int) -> str:
        """The time so many seconds from now, as it travels."""
        return wire_time(self.clock.now() + seconds)

    async def _write(self, st: Statement, **params: object) -> None:
        async def verb(tx: WriteTx) -> None:
            await tx.run(st, **params)

        await self.db.write(verb)


@asynccontextmanager
async def open_mailroom(settings: Settings, clock: TurnableClock) -> AsyncGenerator[Mailroom, None]:
    """Serve on a free port of the loopback address, on this event loop, until the block ends."""
    app = create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False), clock=clock)
    config = uvicorn.Config(app, ws="none", log_level="error", lifespan="on", timeout_graceful_shutdown=1)
    server = _Server(config)
    # Named in full: with any protocol asyncio waits 40 ms with every answer, until the last piece was acknowledged.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            if serving.done():
                await serving
            await asyncio.sleep(0.002)
        room = Mailroom(f"http://127.0.0.1:{listening.getsockname()[1]}", clock, app.state.db, settings, app.state.feed)
        try:
            yield room
        finally:
            await room.transport.aclose()
            app.state.feed.end_all()
            server.ending.set()
            await serving


class _Server(uvicorn.Server):
    """Ends when it is told to, and not at its next look: it looks ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ending = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.ending.wait()


@pytest.fixture
async def room(settings: Settings, clock: TurnableClock) -> AsyncGenerator[Mailroom, None]:
    """A running server with nobody in it yet."""
    async with open_mailroom(settings, clock) as opened:
        yield opened
