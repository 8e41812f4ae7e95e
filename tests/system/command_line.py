"""Run `waxpost` as a person would: whole processes, with or without a terminal.

The program is loaded once for all of them (`tests.system.loaded`).
"""

import os
import pty
import select
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.system.loaded import Done, Streams, run_loaded, start_loaded

__all__ = ["CommandLine", "Done"]

DEADLINE_SECONDS = 60


class CommandLine:
    """One device with the command line on it; the password comes from a file."""

    def __init__(self, home: Path, password: str) -> None:
        self.home = home
        password_file = home.with_suffix(".password")
        password_file.parent.mkdir(parents=True, exist_ok=True)
        password_file.write_text(password + "\n")
        self.environment = {
            "PATH": os.environ["PATH"],
            "WAXPOST_HOME": str(home),
            "WAXPOST_PASSWORD_FILE": str(password_file),
        }

    def __call__(self, *arguments: str, text: str = "", code: int = 0) -> Done:
        """Run without a terminal; a failed test when it ends with another code."""
        done = run_loaded("waxpost", *arguments, environment=self.environment, text=text)
        assert done.code == code, f"{arguments} ended with {done.code}:\n{done.out}{done.err}"
        return done

    def on_terminal(self, *arguments: str, answers: Sequence[tuple[str, str | Callable[[str], str]]]) -> Done:
        """Run on a terminal; each answer, or what it makes of the text so far, is typed when its question appears.

        All output comes together in `out`.
        """
        terminal, inside = pty.openpty()
        environment = self.environment | {"TERM": "xterm", "COLUMNS": "200"}
        running = start_loaded("waxpost", arguments, environment, Streams(inside, inside, inside), terminal=True)
        os.close(inside)
        shown = b""
        asked_from = 0
        waiting = list(answers)
        ends_at = time.monotonic() + DEADLINE_SECONDS
        while True:
            ready, _, _ = select.select([terminal], [], [], max(0.0, ends_at - time.monotonic()))
            assert ready, f"the command waits for something:\n{shown.decode()}"
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
            if waiting and waiting[0][0].encode() in shown[asked_from:]:
                asked_from = len(shown)
                answer = waiting.pop(0)[1]
                text = answer if isinstance(answer, str) else answer(shown.decode())
                os.write(terminal, text.encode() + b"\n")
        code = running.wait(DEADLINE_SECONDS)
        running.close()
        os.close(terminal)
        return Done(code, shown.decode().replace("\r\n", "\n"), "")
