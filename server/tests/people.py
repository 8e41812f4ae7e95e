"""The cast: who acts in the server's tests. Everybody comes in through the door: first start, invitation, sign-in.

| Who     | Is                                                                     |
|---------|------------------------------------------------------------------------|
| olga    | the first administrator                                                |
| alice   | a member, in the group Harbour with bob                                |
| bob     | a member, in the group Harbour with alice                              |
| charlie | a member who shares no group with anybody                              |
| dana    | a member who is suspended; her session was ended with it               |
| nobody  | a client without a session                                             |
"""

import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, cast

import httpx
from litestar import Litestar

from server.tests.signing import Chain, start_code
from waxpost_server.joining.start import renew_start_link
from waxpost_server.kit.db import Database
from waxpost_server.kit.ids import b64u, new_id

ORGANISATION = "Halden Systems"


@dataclass
class Asker:
    """Somebody with a client. Every method is one request."""

    client: httpx.AsyncClient
    token: str | None = None

    async def asks(
        self, method: str, path: str, body: object = None, if_match: int | None = None, **headers: str
    ) -> httpx.Response:
        """Send one request under /v1 with this person's session, if there is one, and a JSON body, if there is one."""
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if if_match is not None:
            headers["If-Match"] = f'"{if_match}"'
        return await self.client.request(method, f"/v1/{path}", headers=headers, json=body)

    async def gets(self, path: str) -> Any:  # JSON
        """What a GET that succeeds answers."""
        return self._good(await self.asks("GET", path))

    async def posts(self, path: str, body: object, if_match: int | None = None) -> Any:  # JSON
        """What a POST that succeeds answers."""
        return self._good(await self.asks("POST", path, body, if_match))

    @staticmethod
    def _good(answer: httpx.Response) -> Any:  # JSON
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


@dataclass
class Person(Asker):
    """Somebody with an address, keys and a password."""

    chain: Chain = field(default_factory=lambda: Chain("nobody@example.org", "Nobody"))
    login_key: bytes = field(default_factory=lambda: os.urandom(32))
    recovery_login_key: bytes = field(default_factory=lambda: os.urandom(32))
    me: dict[str, Any] = field(default_factory=dict)
    signed_in: dict[str, Any] = field(default_factory=dict)

    @property
    def addr(self) -> str:
        """The address."""
        return self.chain.addr

    @property
    def id(self) -> str:
        """The id in the directory."""
        return self.me["id"]

    async def new_account(self, entry: bytes, **changes: object) -> dict[str, Any]:
        """What this person's client sends to join, with members changed."""
        kdf = await self.posts("sign-in/start", {"addr": self.addr})
        return {
            "addr": self.addr,
            "uid": self.chain.uid,
            "kdf": kdf,
            "login_key": b64u(self.login_key),
            "recovery_login_key": b64u(self.recovery_login_key),
            "slot_password": b64u(os.urandom(400)),
            "slot_recovery": b64u(os.urandom(400)),
            "vault": b64u(os.urandom(2000)),
            "entry": b64u(entry),
        } | changes

    async def starts(self, code: bytes, client: str = "cli") -> httpx.Response:
        """Make the organisation."""
        entry = self.chain.first()
        body = {
            "code": b64u(code),
            "organisation": ORGANISATION,
            "account": await self.new_account(entry),
            "client": client,
            "label": "a test",
        }
        return self.came_in(await self.asks("POST", "start", body), entry)

    async def invites(self, addr: str, role: str = "member", **changes: object) -> "Link":
        """Make an invitation."""
        link = Link(new_id(), os.urandom(32))
        body = {"id": link.id, "addr": addr, "role": role, "name": None, "claim_hash": link.claim_hash} | changes
        await self.posts("invitations", body)
        return link

    async def allows_again(self, person: "Person") -> "Link":
        """Allow somebody to start over."""
        link = Link(new_id(), os.urandom(32), "again")
        await self.posts("again", {"id": link.id, "person": person.id, "claim_hash": link.claim_hash})
        return link

    async def joins(self, link: "Link", client: str = "cli") -> httpx.Response:
        """Claim an invitation."""
        entry = self.chain.first()
        return self.came_in(await self.claims(link, entry, client=client), entry)

    async def claims(self, link: "Link", entry: bytes, *, client: str = "cli", **changes: object) -> httpx.Response:
        """Send a claim with this entry."""
        body = {
            "claim": b64u(link.claim),
            "account": await self.new_account(entry, **changes),
            "tag": b64u(os.urandom(32)),
            "client": client,
            "label": None,
        }
        return await self.asks("POST", f"{link.path}/claim", body)

    async def signs_in(
        self, client: str = "cli", way: str = "sign-in", login_key: bytes | None = None
    ) -> httpx.Response:
        """Sign in once more; a good answer's token becomes this person's."""
        key = login_key or (self.recovery_login_key if way == "sign-in/recovery" else self.login_key)
        body = {"addr": self.addr, "login_key": b64u(key), "client": client, "label": None}
        answer = await self.client.post(f"/v1/{way}", json=body)
        if answer.status_code == 200:
            self.token = answer.json()["token"]
            self.signed_in = answer.json()
        return answer

    def came_in(self, answer: httpx.Response, entry: bytes) -> httpx.Response:
        """Remember what a good answer to joining says."""
        if answer.status_code == 201:
            self.chain.took(entry)
            self.signed_in = answer.json()
            self.token = self.signed_in["token"]
            self.me = self.signed_in["me"]
        return answer


@dataclass
class Link:
    """A link that somebody made, with its claim."""

    id: str
    claim: bytes
    kind: str = "invitations"

    @property
    def path(self) -> str:
        """Where it is claimed."""
        return f"{self.kind}/{self.id}"

    @property
    def claim_hash(self) -> str:
        """What the server is told of it."""
        return b64u(sha256(self.claim).digest())


def person(client: httpx.AsyncClient, name: str) -> Person:
    """Somebody who has not joined yet: `name@example.org`."""
    return Person(client, chain=Chain(f"{name}@example.org", name.title()))


async def new_code(db: Database) -> bytes:
    """A code for the first start, as the server prints it."""
    link = await db.write(lambda tx: renew_start_link(tx, "http://127.0.0.1:8080"))
    assert link is not None
    return start_code(link)


@dataclass
class Cast:
    """Everybody, in one organisation."""

    olga: Person
    alice: Person
    bob: Person
    charlie: Person
    dana: Person
    nobody: Asker
    harbour: str

    def with_client(self, client: httpx.AsyncClient | None) -> "Cast":
        """The same people asking through this client; None before they are copied."""
        for one in (self.olga, self.alice, self.bob, self.charlie, self.dana, self.nobody):
            one.client = cast(httpx.AsyncClient, client)
        return self


async def gather(app: Litestar, client: httpx.AsyncClient) -> Cast:
    """Let everybody in, through the door."""
    olga, alice, bob, charlie, dana = (person(client, name) for name in ("olga", "alice", "bob", "charlie", "dana"))
    assert (await olga.starts(await new_code(app.state.db))).status_code == 201
    for one in (alice, bob, charlie, dana):
        assert (await one.joins(await olga.invites(one.addr))).status_code == 201
    harbour = new_id()
    await olga.posts("groups", {"gid": harbour, "name": "Harbour", "members": [alice.addr, bob.addr]})
    answer = await olga.asks("PATCH", f"people/{dana.id}", {"role": None, "state": "suspended"})
    assert answer.status_code == 200, answer.text
    return Cast(olga, alice, bob, charlie, dana, Asker(client), harbour)
