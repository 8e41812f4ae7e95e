"""Sealed files as a client puts them up: random bytes of the right sizes, in parts, each with its digest."""

import base64
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx

from server.tests.mailroom import Person
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.ids import new_id

HLEN = 1643
PART = 128 * 65_552


def sealed_bytes(plain: int, hlen: int = HLEN) -> bytes:
    """What a file of so many bytes is when it is sealed (spec/attachments.md, section 7)."""
    return os.urandom(hlen + plain + 16 * max(1, -(-plain // 65_536)))


@dataclass
class File:
    """A sealed file and its id."""

    data: bytes
    id: str = field(default_factory=new_id)
    hlen: int = HLEN

    @property
    def parts(self) -> list[bytes]:
        """Its parts, in order."""
        first, rest = self.data[: self.hlen + PART], self.data[self.hlen + PART :]
        return [first, *(rest[at : at + PART] for at in range(0, len(rest), PART))]

    @property
    def announced(self) -> dict[str, object]:
        """What `POST blobs` takes."""
        return {"id": self.id, "csize": len(self.data), "hlen": self.hlen}

    def shown(self, held: Iterable[int], *, finished: bool = False) -> dict[str, Any]:  # JSON
        """What answers say of it."""
        return {**self.announced, "parts": len(self.parts), "held": list(held), "finished": finished}


def file_of(plain: int = 1000) -> File:
    """A file of so many bytes."""
    return File(sealed_bytes(plain))


def digest_header(data: bytes) -> str:
    """Content-Digest of these bytes."""
    return f"sha-256=:{base64.b64encode(sha256(data).digest()).decode()}:"


async def begins(who: Person, file: File) -> httpx.Response:
    """Announce a file."""
    return await who.http.post("/v1/blobs", json=file.announced)


async def puts(
    who: Person, file: File, number: int, data: bytes | None = None, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """Put up one part, or other bytes in its place."""
    body = file.parts[number] if data is None else data
    sent = {"Content-Type": "application/octet-stream", "Content-Digest": digest_header(body), **(headers or {})}
    return await who.http.put(f"/v1/blobs/{file.id}/parts/{number}", content=body, headers=sent)


async def finishes(who: Person, file: File) -> httpx.Response:
    """Close the upload."""
    return await who.http.post(f"/v1/blobs/{file.id}/finish")


async def puts_up(who: Person, plain: int = 1000) -> File:
    """A whole file, ready to be claimed."""
    file = file_of(plain)
    assert (await begins(who, file)).status_code == 201
    for number in range(len(file.parts)):
        answer = await puts(who, file, number)
        assert answer.status_code == 204, answer.text
    assert (await finishes(who, file)).json() == file.shown(range(len(file.parts)), finished=True)
    return file


async def fetches(who: Person, file: File, number: int = 0, **headers: str) -> httpx.Response:
    """Ask for a part."""
    return await who.http.get(f"/v1/blobs/{file.id}/parts/{number}", headers=headers)


async def stores(store: BlobStore, key: str, data: bytes) -> None:
    """Put an object into the storage without any upload."""
    async with store.writing(key) as writing:
        writing.write([data])
        await writing.finish()
