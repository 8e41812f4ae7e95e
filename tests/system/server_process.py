"""Run `waxpost_server serve` as an operator would: its own data folder, a free port, stopped by its process id.

The program is loaded once for all of them (`tests.system.loaded`); tests of starting it start it themselves.
"""

import os
import re
import signal
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.system.loaded import Running, Streams, run_loaded, start_loaded
from tools.ports import free_port

START_SECONDS = 60
STOP_SECONDS = 30
_START_LINK = re.compile(r"https?://\S+/start#[A-Z2-7]+")


class ServerProcess:
    """One server. `url` stays the same over a restart; `start_link` is what it printed at its first start."""

    def __init__(self, data: Path, *, database_url: str | None = None, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("WAXPOST_")} | {
            "WAXPOST_DATA_DIR": str(data),
            "WAXPOST_PORT": str(self.port),
            **({} if database_url is None else {"WAXPOST_DATABASE_URL": database_url}),
            **{f"WAXPOST_{name.upper()}": value for name, value in settings.items()},
        }
        self.lines: list[str] = []
        self._has_link = threading.Event()
        self._process: Running | None = None
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def start_link(self) -> str:
        """The link for the first administrator, as printed once the server is ready."""
        assert self._has_link.wait(START_SECONDS), "\n".join(self.lines)
        return next(match[0] for line in self.lines if (match := _START_LINK.search(line)))

    def start(self) -> None:
        """Start and wait until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        reading, writing = os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        self._process = start_loaded("waxpost_server", ["serve"], self.environment, Streams(nothing, writing, writing))
        os.close(nothing)
        os.close(writing)
        self._reader = threading.Thread(target=self._read, args=(reading,), daemon=True)
        self._reader.start()
        with httpx.Client(base_url=self.url, verify=False) as client:
            for _ in range(START_SECONDS * 100):
                if self._process.has_ended():
                    break
                try:
                    if client.get("/v1/health").status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    # The port opens when the server is ready; there is nothing to wait on before that.
                    threading.Event().wait(0.01)
        self.stop()
        raise AssertionError("the server did not start:\n" + "\n".join(self.lines))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        if not process.has_ended(STOP_SECONDS):
            process.send_signal(signal.SIGKILL)
            assert process.has_ended(STOP_SECONDS)
        if self._reader is not None:
            self._reader.join()
        process.close()

    def command(self, *arguments: str) -> str:
        """Run one of the operator's commands with the settings of this server; its output, or a failed test."""
        done = run_loaded("waxpost_server", *arguments, environment=self.environment)
        assert done.code == 0, done.out + done.err
        return done.out

    def _read(self, output: int) -> None:
        with open(output, encoding="utf-8", errors="replace") as written:
            for line in written:
                self.lines.append(line.rstrip("\n"))
                if _START_LINK.search(line):
                    self._has_link.set()
