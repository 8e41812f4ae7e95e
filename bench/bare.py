"""The floor of every figure about files: a bare copy of the same bytes through the HTTP server that ours runs on.

`python -m bench.bare PORT FOLDER` serves, with uvicorn as our server sets it: `PUT /NAME` writes the body into a new
file as it comes, `GET /NAME` streams the newest of that name back, and `GET /` is an empty page for a browser. Nothing
is checked, sealed or remembered. It ends where ours ends: an upload is answered, and a download is over, when the bytes
are on the disk. A second floor, `PUT /hasty/NAME` and a download that waits for nothing, shows what that alone costs.
"""

import os
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from bench.peers.running import Peer, process
from tools.ports import free_port

PIECE = 256 * 1024
_HASTY = "/hasty/"
_Receive = Callable[[], Awaitable[dict[str, Any]]]  # messages of ASGI
_Send = Callable[[dict[str, Any]], Awaitable[None]]


@contextmanager
def bare(folder: Path) -> Iterator[Peer]:
    """Run it over this folder, on a free port, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), str(folder)]
    with process(command, port, folder.parent / "bare.log", {"PYTHONPATH": str(Path(__file__).parents[1])}) as pid:
        yield Peer("bare copy", port, (pid,))


def put(client: httpx.Client, peer: Peer, source: Path, *, hasty: bool = False) -> None:
    """Copy a file there; a hasty copy does not wait for the disk."""

    def pieces() -> Iterator[bytes]:
        with source.open("rb", buffering=0) as file:
            while piece := file.read(PIECE):
                yield piece

    length = {"Content-Length": str(source.stat().st_size)}
    folder = _HASTY if hasty else "/"
    client.put(f"{peer.url}{folder}{source.name}", content=pieces(), headers=length).raise_for_status()


def get(client: httpx.Client, peer: Peer, target: Path, *, hasty: bool = False) -> None:
    """Copy a file of that name back; a hasty copy does not wait for the disk."""
    with client.stream("GET", f"{peer.url}/{target.name}") as answer, target.open("wb", buffering=0) as file:
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            file.write(piece)
        if not hasty:
            os.fsync(file.fileno())


async def _answer(folder: Path, newest: dict[str, Path], scope: dict[str, Any], receive: _Receive, send: _Send) -> None:
    if scope["type"] != "http":
        return
    name = Path(scope["path"]).name
    if scope["method"] == "PUT":
        # Like ours, each upload is a file of its own: to write over an old one costs the system less.
        newest[name] = folder / secrets.token_hex(8)
        with newest[name].open("wb", buffering=0) as file:
            is_more = True
            while is_more:
                message = await receive()
                file.write(message.get("body", b""))
                is_more = message.get("more_body", False)
            if not scope["path"].startswith(_HASTY):
                os.fsync(file.fileno())
        await _begin(send, 204, 0)
    elif name:
        with newest[name].open("rb", buffering=0) as file:
            await _begin(send, 200, newest[name].stat().st_size)
            while piece := file.read(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    else:
        await _begin(send, 200, 0)
    await send({"type": "http.response.body", "body": b""})


async def _begin(send: _Send, status: int, length: int) -> None:
    headers = [(b"content-length", str(length).encode()), (b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": status, "headers": headers if status != 204 else []})


def main() -> None:
    """Serve until stopped."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    newest: dict[str, Path] = {}

    async def app(scope: Any, receive: _Receive, send: _Send) -> None:  # ASGI's own shape
        await _answer(folder, newest, scope, receive, send)

    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
