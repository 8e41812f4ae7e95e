"""Start the real server many times, quickly: a process loads the program once and forks a `serve` for each start.

Only the loading is saved. Each fork reads its settings, opens its database and serves as `waxpost-server serve` does,
and is killed by its process id. Run as a module this file is that process; a line on its input starts a server, and
the answer is its process id.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.postgres import die_with_parent

ROOT = Path(__file__).resolve().parents[2]


class ForkedServers:
    """Servers with one environment, one at a time."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self._parent = subprocess.Popen(
                [sys.executable, "-m", "tests.system.forked_server"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - it makes one system call and takes no lock
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.close()  # its children end with it
        self._parent.wait(10)
        self._parent.stdout.close()

    def start(self) -> int:
        """Begin to serve; the process id. Whether it answers yet is to be asked over HTTP."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("\n")
        self._parent.stdin.flush()
        return int(self._parent.stdout.readline())


def _fork_on_request() -> None:
    from waxpost_server.manage import main  # noqa: PLC0415 - this is the loading that is done once

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a killed server ended
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            die_with_parent()
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            sys.argv = ["waxpost-server", "serve"]
            main()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _fork_on_request()
