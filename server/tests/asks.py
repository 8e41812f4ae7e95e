"""Requests as an asker's and a stranger's client handle them: random secrets, random bytes for sealed files."""

import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx

from server.tests.files import File, digest_header, file_of
from server.tests.mailroom import Mailroom, Person, sealed
from waxpost_server.kit.ids import b64u, new_id

DAY = 86400
Body = dict[str, Any]  # JSON


@dataclass
class Ask:
    """A request and its secrets."""

    id: str = field(default_factory=new_id)
    claim: bytes = field(default_factory=lambda: os.urandom(32))

    def body(self, room: Mailroom, **changes: Any) -> Body:
        """What its asker posts."""
        whole: Body = {
            "id": self.id,
            "claim_hash": b64u(sha256(self.claim).digest()),
            "recipient": sealed(1216),
            "label": sealed(700),
            "expires_at": room.at(7 * DAY),
            "answers": 1,
        }
        return {**whole, **changes}


async def asks(who: Person, **changes: Any) -> Ask:
    """Make a request that is taken."""
    ask = Ask()
    answer = await who.http.post("/v1/requests", json=ask.body(who.room, **changes))
    assert answer.status_code == 201, answer.text
    return ask


def counter_of(challenge: str, bits: int) -> int:
    """Do the work."""
    counter = 0
    while True:
        digest = sha256(f"waxpost/v1/request-work\0{challenge}\0{counter}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) == 0:
            return counter
        counter += 1


def answer_body(**changes: Any) -> Body:
    """What a stranger's client posts."""
    return {"mid": new_id(), "wrap": sealed(1700), "content": sealed(3000), "blobs": [], **changes}


@dataclass
class Stranger:
    """Somebody with the link of a request and no account."""

    http: httpx.AsyncClient
    ask: Ask

    async def does(self, verb: str, **more: Any) -> httpx.Response:
        """One request with the claim."""
        return await self.http.post(f"/v1/requests/{self.ask.id}/{verb}", json={"claim": b64u(self.ask.claim), **more})

    async def works(self) -> Body:
        """Ask for work and do it; the members of `begin`."""
        asked = await self.does("work")
        assert asked.status_code == 200, asked.text
        challenge, bits = asked.json()["challenge"], asked.json()["bits"]
        return {"challenge": challenge, "counter": counter_of(challenge, bits)}

    async def begins(self) -> str:
        """A pass."""
        answer = await self.does("begin", **await self.works())
        assert answer.status_code == 201, answer.text
        return answer.json()["pass"]

    async def gives(self, held: str | None, body: Body | None = None) -> httpx.Response:
        """Give an answer."""
        headers = {} if held is None else {"Waxpost-Pass": held}
        return await self.http.post(f"/v1/requests/{self.ask.id}/answer", json=body or answer_body(), headers=headers)

    async def announces(self, held: str | None, file: File) -> httpx.Response:
        """Announce a file."""
        headers = {} if held is None else {"Waxpost-Pass": held}
        return await self.http.post(f"/v1/requests/{self.ask.id}/blobs", json=file.announced, headers=headers)

    async def puts(self, held: str, file: File, number: int = 0) -> httpx.Response:
        """Put up one part."""
        data = file.parts[number]
        sent = {"Content-Type": "application/octet-stream", "Content-Digest": digest_header(data)}
        path = f"/v1/requests/{self.ask.id}/blobs/{file.id}/parts/{number}"
        return await self.http.put(path, content=data, headers={**sent, "Waxpost-Pass": held})

    async def puts_up(self, held: str, plain: int = 1000) -> File:
        """A whole file, ready for an answer."""
        file = file_of(plain)
        assert (await self.announces(held, file)).status_code == 201
        for number in range(len(file.parts)):
            answer = await self.puts(held, file, number)
            assert answer.status_code == 204, answer.text
        path = f"/v1/requests/{self.ask.id}/blobs/{file.id}/finish"
        done = await self.http.post(path, headers={"Waxpost-Pass": held})
        assert done.json() == file.shown(range(len(file.parts)), finished=True)
        return file


def stranger(room: Mailroom, ask: Ask) -> Stranger:
    """Somebody who was given the link of this request."""
    return Stranger(room.client(""), ask)
