"""Links as a maker's and a reader's client handle them: random secrets, and sealed files that are random bytes."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx

from server.tests.files import File
from server.tests.mailroom import Mailroom, Person, sealed
from waxpost_server.kit.ids import b64u, new_id

DAY = 86400
Body = dict[str, Any]  # JSON


def hashed(value: bytes) -> str:
    """What the server keeps of a secret."""
    return b64u(sha256(value).digest())


@dataclass
class Share:
    """A link and its secrets."""

    id: str = field(default_factory=new_id)
    access: bytes = field(default_factory=lambda: os.urandom(32))
    claim: bytes = field(default_factory=lambda: os.urandom(32))
    ack: bytes = field(default_factory=lambda: os.urandom(32))

    def body(self, room: Mailroom, **changes: Any) -> Body:
        """What its maker posts."""
        whole: Body = {
            "id": self.id,
            "access_hash": hashed(self.access),
            "claim_hash": hashed(self.claim),
            "ack_hash": hashed(self.ack),
            "expires_at": room.at(7 * DAY),
            "views": 3,
            "notify": True,
            "link": sealed(600),
            "content": sealed(3000),
            "blobs": [],
        }
        return {**whole, **changes}


async def makes(who: Person, share: Share | None = None, **changes: Any) -> Share:
    """Make a link that is taken."""
    share = share or Share()
    answer = await who.http.post("/v1/links", json=share.body(who.room, **changes))
    assert answer.status_code == 201, answer.text
    return share


@dataclass
class Outsider:
    """Somebody with a link and no account."""

    http: httpx.AsyncClient
    share: Share

    async def does(self, verb: str, **body: bytes) -> httpx.Response:
        """One request of the reader's side; bytes travel as b64u."""
        members = {name: b64u(value) for name, value in body.items()}
        return await self.http.post(f"/v1/links/{self.share.id}/{verb}", json=members)

    async def looks(self) -> httpx.Response:
        """Ask what the link is."""
        return await self.does("access", access=self.share.access)

    async def claims(self, claim: bytes | None = None, **more: str) -> httpx.Response:
        """Ask for a lease; `code` is the one that was mailed."""
        body = {"access": b64u(self.share.access), "claim": b64u(claim or self.share.claim), **more}
        return await self.http.post(f"/v1/links/{self.share.id}/claim", json=body)

    async def leases(self) -> str:
        """A lease."""
        answer = await self.claims()
        assert answer.status_code == 200, answer.text
        return answer.json()["lease"]

    async def confirms(self, lease: str, ack: bytes | None = None) -> httpx.Response:
        """Prove that it was opened."""
        body = {"lease": lease, "ack": b64u(ack or self.share.ack)}
        return await self.http.post(f"/v1/links/{self.share.id}/confirm", json=body)

    async def deletes(self, lease: str) -> httpx.Response:
        """Delete it for everybody."""
        return await self.http.post(f"/v1/links/{self.share.id}/delete", json={"lease": lease})

    async def opens(self) -> str:
        """The whole way; the lease."""
        lease = await self.leases()
        answer = await self.confirms(lease)
        assert answer.status_code == 200, answer.text
        return lease

    async def fetches(self, lease: str | None, file: File, number: int = 0, **headers: str) -> httpx.Response:
        """Ask for a part."""
        more: Mapping[str, str] = {} if lease is None else {"Waxpost-Lease": lease}
        path = f"/v1/links/{self.share.id}/blobs/{file.id}/parts/{number}"
        return await self.http.get(path, headers={**headers, **more})


def outsider(room: Mailroom, share: Share) -> Outsider:
    """Somebody who was given this link."""
    return Outsider(room.client(""), share)


async def kept(who: Person, share: Share) -> Body:
    """The link as its maker sees it."""
    return await who.get(f"/v1/links/{share.id}")
