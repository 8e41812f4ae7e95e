"""The key log as a client reads it: the page taken apart, and the tree computed in the slow, plain way of the RFC."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.tests.people import Asker
from waxpost_server.kit.ids import from_b64u


@dataclass(frozen=True)
class Page:
    """What `GET log` answers: leaves, and a note whose signature verified under the key of `log/info`."""

    leaves: list[bytes]
    note: str
    size: int
    root: bytes
    time: int


async def read_log(asker: Asker, path: str = "log?from=0") -> Page:
    """The log from a position on."""
    answer = await asker.asks("GET", path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/octet-stream"
    info = await asker.gets("log/info")
    keys = {name["origin"]: name["key"] for name in (info, *info["previous"])}
    return take_apart(answer.content, keys)


def take_apart(content: bytes, keys: dict[str, str]) -> Page:
    """A page's leaves and its note, verified with the key of its origin."""
    leaves: list[bytes] = []
    while length := int.from_bytes(content[:2], "big"):
        leaves.append(content[2 : 2 + length])
        content = content[2 + length :]
    note = content[2:].decode()
    text, _, signatures = note.partition("\n\n")
    origin, size, root, at = text.split("\n")
    dash, name, signature = signatures.rstrip("\n").split(" ")
    assert (dash, name) == ("—", origin)
    signed = base64.b64decode(signature, validate=True)
    key = from_b64u(keys[origin])
    assert signed[:4] == sha256(origin.encode() + b"\n\x01" + key).digest()[:4]
    Ed25519PublicKey.from_public_bytes(key).verify(signed[4:], f"{text}\n".encode())
    return Page(leaves, note, int(size), base64.b64decode(root, validate=True), int(at.removeprefix("time ")))


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()
