"""SnapPass under gunicorn with a Redis of its own: store a secret, fetch it once."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.load import Measured, request_with
from bench.peers.installing import installed, redis_server
from bench.peers.running import Peer, process
from tools.ports import free_port

NAME = "SnapPass"
_THREADS = 16


@contextmanager
def snappass(folder: Path, workers: int) -> Iterator[Peer]:
    """Run it in this folder, in so many processes, until the block ends.

    Redis keeps its defaults, so a power cut may lose secrets.
    """
    programs, redis = installed("snappass"), redis_server()
    redis_port, port = free_port(), free_port()
    environment = {"PATH": os.environ["PATH"], "NO_SSL": "True", "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0"}
    store = [redis, "--port", str(redis_port), "--bind", "127.0.0.1", "--dir", str(folder)]
    serve = [str(programs / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    # Threads keep connections open between requests; gunicorn's default worker closes each.
    serve += ["--worker-class", "gthread", "--threads", str(_THREADS // workers), "snappass.main:app"]
    with (
        process(store, redis_port, folder / "redis.log", environment) as redis_pid,
        process(serve, port, folder / "snappass.log", environment) as pid,
    ):
        yield Peer(NAME if workers > 1 else f"{NAME}, one process", port, (pid, redis_pid))


def stores(count: int) -> list[bytes]:
    """Requests that store a secret each."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return [
        request_with("POST", "/", form, urlencode({"password": secrets.token_hex(1024), "ttl": "day"}).encode())
        for _ in range(count)
    ]


def fetches(stored: Measured) -> list[bytes]:
    """Requests that fetch what was stored, each once: SnapPass forgets a secret when it shows it."""
    paths = (urlsplit(json.loads(body)["link"]).path for body in stored.bodies)
    return [request_with("POST", path, {}, b"") for path in paths]
