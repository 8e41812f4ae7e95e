"""Matrix Synapse with its generated configuration: send an event to somebody, fetch it; upload media."""

import json
import os
import secrets
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from bench.load import Measured, request_with
from bench.peers.installing import installed
from bench.peers.running import Peer, process
from tools.ports import free_port

NAME = "Matrix Synapse"
STORED, FETCHED = "Synapse: send a 2 KB event", "Synapse: fetch it"
# As many rooms of two as there are connections: events of one room wait for each other.
ROOMS = 16
_PIECE = 256 * 1024
_PASSWORD = "a long password for the benchmark 4711"
_UNLIMITED = {"per_second": 1_000_000, "burst_count": 1_000_000}


@dataclass(frozen=True)
class Rooms:
    """Somebody who sends, and a room with each of those it is for."""

    token: str
    rooms: list[str]


@contextmanager
def synapse(folder: Path) -> Iterator[Peer]:
    """Run it in this folder until the block ends: its defaults (one process, SQLite), without limits on rates."""
    programs, port = installed("synapse"), free_port()
    server = [str(programs / "python"), "-m", "synapse.app.homeserver"]
    generated, ours = folder / "homeserver.yaml", folder / "bench.yaml"
    environment = {"PATH": os.environ["PATH"]}
    generate = ["--generate-config", "--report-stats=no", "--server-name=bench.invalid", "--config-path"]
    subprocess.run([*server, *generate, str(generated)], cwd=folder, env=environment, check=True, capture_output=True)
    ours.write_text(json.dumps(_settings(port)))  # JSON is YAML
    with process([*server, "-c", str(generated), "-c", str(ours)], port, folder / "synapse.log", environment) as pid:
        yield Peer(NAME, port, (pid,))


def _settings(port: int) -> dict[str, object]:
    client = {"names": ["client", "media"], "compress": False}
    limits = ("rc_message", "rc_registration", "rc_joins_per_room", "rc_room_creation")
    return {
        "listeners": [{"port": port, "type": "http", "bind_addresses": ["127.0.0.1"], "resources": [client]}],
        "trusted_key_servers": [],
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "rc_joins": {"local": _UNLIMITED, "remote": _UNLIMITED},
        "rc_invites": {"per_room": _UNLIMITED, "per_user": _UNLIMITED, "per_issuer": _UNLIMITED},
        **dict.fromkeys(limits, _UNLIMITED),
    }


def rooms_of_two(peer: Peer) -> Rooms:
    """Register everybody, and let the sender and each reader meet in a room."""
    sender = register(peer, "sender")
    rooms: list[str] = []
    for number in range(ROOMS):
        name = f"reader{number}"
        asked = {"preset": "trusted_private_chat", "is_direct": True, "invite": [f"@{name}:bench.invalid"]}
        room = _post(peer, "createRoom", asked, sender)["room_id"]
        _post(peer, f"rooms/{quote(room)}/join", {}, register(peer, name))
        rooms.append(room)
    return Rooms(sender, rooms)


def stores(known: Rooms, count: int) -> list[bytes]:
    """Requests that send an event each, to one room after the other."""
    sent: list[bytes] = []
    for number in range(count):
        body = json.dumps({"msgtype": "m.text", "body": secrets.token_hex(1024)}).encode()
        room = quote(known.rooms[number % ROOMS])
        path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{secrets.token_hex(8)}"
        sent.append(request_with("PUT", path, _as(known.token), body))
    return sent


def fetches(known: Rooms, stored: Measured) -> list[bytes]:
    """Requests that fetch each event that was stored."""
    rooms = _rooms_of(known, stored)
    return [
        request_with("GET", f"/_matrix/client/v3/rooms/{quote(room)}/event/{quote(event)}", _as(known.token), b"")
        for room, event in rooms
    ]


def put_media(client: httpx.Client, peer: Peer, token: str, source: Path) -> None:
    """Upload a file as media."""

    def pieces() -> Iterator[bytes]:
        with source.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                yield piece

    headers = _as(token) | {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(source.stat().st_size),
    }
    client.post(f"{peer.url}/_matrix/media/v3/upload", content=pieces(), headers=headers).raise_for_status()


def _rooms_of(known: Rooms, stored: Measured) -> list[tuple[str, str]]:
    # `asked` is which request an answer is for: answers come in another order than the questions.
    return [
        (known.rooms[number % ROOMS], json.loads(body)["event_id"])
        for number, body in zip(stored.asked, stored.bodies, strict=True)
    ]


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def register(peer: Peer, name: str) -> str:
    """Somebody new; their token."""
    who = {"username": name, "password": _PASSWORD, "auth": {"type": "m.login.dummy"}}
    return _post(peer, "register", who)["access_token"]


def _post(peer: Peer, path: str, body: object, token: str = "") -> dict[str, Any]:  # JSON
    headers = _as(token) if token else {"Content-Type": "application/json"}
    asked = urllib.request.Request(f"{peer.url}/_matrix/client/v3/{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)
