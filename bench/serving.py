"""The real server as its own process: start it, know what it costs, end it."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    port: int
    pid: int
    said: str

    def cpu_seconds(self) -> float:
        """What all its threads have used so far, to the nanosecond."""
        return cpu_seconds_of(self.pid)

    def rss_anon_mib(self) -> float:
        """Memory that is its own and not a file's."""
        return rss_anon_mib_of(self.pid)


class Measurable(Protocol):
    """A server of ours or of others, and what it costs."""

    @property
    def port(self) -> int: ...
    def cpu_seconds(self) -> float: ...
    def rss_anon_mib(self) -> float: ...


def cpu_seconds_of(pid: int) -> float:
    """What all threads of a process have used so far, to the nanosecond."""
    used = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            used += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            continue  # a thread that has just ended
    return used / 1e9


def rss_anon_mib_of(pid: int) -> float:
    """Memory of a process that is its own and not a file's."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def serving(data_dir: Path, database_url: str = "") -> Iterator[Server]:
    """Run `waxpost-server serve` over this folder, on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    allow_many_files()  # the server inherits it
    log = data_dir / "server.log"
    with log.open("w+") as said:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "waxpost-server"), "serve"],
            env=environment(data_dir, database_url) | {"WAXPOST_PORT": str(port)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(process, port, log)
            yield Server(f"http://127.0.0.1:{port}", port, process.pid, log.read_text())
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment(data_dir: Path, database_url: str = "") -> dict[str, str]:
    """Default settings over this folder and database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAXPOST_") and name != "PORT"}
    return kept | {
        "WAXPOST_DATA_DIR": str(data_dir),
        "WAXPOST_DATABASE_URL": database_url,
        # So that readers of links can come from different networks (see links.py).
        "WAXPOST_TRUSTED_PROXIES": "127.0.0.1",
    }


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended while it started:\n{log.read_text()[-2000:]}")
        if "is serving on" in log.read_text():
            with socket.create_connection(("127.0.0.1", port), 5):
                time.sleep(0.2)  # the lines after the first
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def allow_many_files() -> None:
    """Let this process, and those it starts, hold as many connections as the machine allows."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
