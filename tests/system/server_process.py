"""Run `waxpost_server serve` as an operator would: its own data folder, a free port, stopped by its process id."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

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
        self._process: subprocess.Popen[str] | None = None
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
        self._process = subprocess.Popen(
            [sys.executable, "-m", "waxpost_server", "serve"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        transport = httpx.HTTPTransport(retries=0)
        with httpx.Client(base_url=self.url, transport=transport) as client:
            for _ in range(START_SECONDS * 20):
                if self._process.poll() is not None:
                    break
                try:
                    if client.get("/v1/health").status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    # The port opens when the server is ready; there is nothing to wait on before that.
                    threading.Event().wait(0.05)
        self.stop()
        raise AssertionError("the server did not start:\n" + "\n".join(self.lines))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join()
        if process.stdout is not None:
            process.stdout.close()

    def command(self, *arguments: str) -> str:
        """Run one of the operator's commands with the settings of this server; its output, or a failed test."""
        done = subprocess.run(
            [sys.executable, "-m", "waxpost_server", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))
            if _START_LINK.search(line):
                self._has_link.set()
