"""`make demo` as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.ports import free_port

READY_SECONDS = 100
SIGN_IN = re.compile(r"^  (\S+@halden\.example)  password: (.+)$", re.MULTILINE)


class Demo:
    """The program on its own data folder; ended by its process id."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("WAXPOST_")}
        self.environment = environment | {"WAXPOST_DATA_DIR": str(folder), "WAXPOST_PORT": str(self.port), **more}
        self.text = ""
        self.status: int | None = None

    def __enter__(self) -> Self:
        began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.demo"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        limit = threading.Timer(READY_SECONDS, self._process.kill)
        limit.start()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.text += line
            if line.startswith("Waxpost is serving on"):
                break
        limit.cancel()
        self.seconds = time.monotonic() - began
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        rest, _ = self._process.communicate(timeout=30)
        self.text += rest
        self.status = self._process.returncode

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def passwords(self) -> dict[str, str]:
        return dict(SIGN_IN.findall(self.text))
