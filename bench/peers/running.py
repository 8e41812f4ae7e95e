"""Processes of a peer: started with a log, known by their ids, and ended by them."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.serving import cpu_seconds_of, rss_anon_mib_of
from tools.postgres import die_with_parent

START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True)
class Peer:
    """A running peer: where it answers, and the processes without whose work it could not."""

    name: str
    port: int
    roots: tuple[int, ...]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What its processes have used so far."""
        return sum(cpu_seconds_of(pid) for pid in self._pids())

    def rss_anon_mib(self) -> float:
        """Memory of its processes that is their own and not a file's."""
        return sum(rss_anon_mib_of(pid) for pid in self._pids())

    def _pids(self) -> list[int]:
        found = list(self.roots)
        for pid in found:  # it grows while it is walked: children of children too
            found += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return found


@contextmanager
def process(command: list[str], port: int, log: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """Run a command until the block ends; its process id, once the port accepts connections."""
    with log.open("w") as said:
        started = subprocess.Popen(
            command,
            cwd=log.parent,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - it makes one system call and takes no lock
        )
    try:
        _wait_until_ready(started, port, log)
        yield started.pid
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _wait_until_ready(started: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at:
        if started.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{log.stem} did not start:\n{log.read_text()[-2000:]}")
