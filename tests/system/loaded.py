"""Run our programs without loading them each time: a process loads one once, and forks for every start of it.

Only the loading is saved, half a second and more. Each fork is a process and a session of its own with the arguments,
environment and streams that it is given, runs the program's `__main__` as `python -m` does, and is signalled, killed
and waited for like any other. Run as a module this file is the process that loads; the forks end when it does, and it
ends with the tests.
"""

import atexit
import fcntl
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple, cast

from tests.system.rehearsing import rehearse
from tools.postgres import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
LONGEST_BYTES = 131_072


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


class Streams(NamedTuple):
    """File descriptors that a process gets as its own; the giver still has to close its copies."""

    stdin: int
    stdout: int
    stderr: int


class Running:
    """One process that was forked. It is no child of ours: the one that is its parent tells how it ended."""

    def __init__(self, pid: int, handle: int, told: int) -> None:
        self.pid = pid
        self._handle = handle
        self._told = told
        self._code: int | None = None

    def has_ended(self, within_seconds: float | None = 0) -> bool:
        """Whether it is gone, or is within this time."""
        if self._code is None and select.select([self._told], [], [], within_seconds)[0]:
            # Nothing is told where the process that loads was ended: its forks end with it.
            self._code = int(os.read(self._told, 16) or -signal.SIGINT)
        return self._code is not None

    def wait(self, within_seconds: float | None = None) -> int:
        """Wait for its end; its exit code, or minus the signal that ended it."""
        if not self.has_ended(within_seconds):
            raise TimeoutError(f"process {self.pid} still runs")
        assert self._code is not None
        return self._code

    def send_signal(self, how: signal.Signals) -> None:
        """Signal it, if it still runs."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, how)

    def close(self) -> None:
        """Let go of it."""
        os.close(self._handle)
        os.close(self._told)


def start_loaded(
    program: str, arguments: Iterable[str], environment: Mapping[str, str], streams: Streams, *, terminal: bool = False
) -> Running:
    """Start a program; with `terminal`, its input becomes the terminal of its session."""
    told, telling = os.pipe()
    asked = json.dumps([[program, *arguments], dict(environment), terminal]).encode()
    loader, turn = _loader(program)
    with turn:
        socket.send_fds(loader, [asked], [*streams, telling])
        answer, handles, _, _ = socket.recv_fds(loader, LONGEST_BYTES, 1)
    os.close(telling)
    return Running(int(answer), handles[0], told)


def run_loaded(program: str, *arguments: str, environment: Mapping[str, str], text: str = "") -> Done:
    """Run a program to its end without a terminal; what it wrote, as text."""
    (stdin, to_stdin), (from_stdout, stdout), (from_stderr, stderr) = (os.pipe() for _ in range(3))
    streams = Streams(stdin, stdout, stderr)
    running = start_loaded(program, arguments, environment, streams)
    for stream in streams:
        os.close(stream)
    with ThreadPoolExecutor(3) as threads:
        threads.submit(_write, to_stdin, text)
        out, err = threads.map(_read, (from_stdout, from_stderr))
    code = running.wait()
    running.close()
    return Done(code, out, err)


def _write(stream: int, text: str) -> None:
    # Whoever does not listen need not.
    with suppress(BrokenPipeError), open(stream, "w", encoding="utf-8") as opened:
        opened.write(text)


def _read(stream: int) -> str:
    with open(stream, encoding="utf-8") as opened:
        return opened.read()


@cache
def _loader(program: str) -> tuple[socket.socket, threading.Lock]:
    """The process that has loaded a program, and whose turn it is to ask it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.system.loaded", program, str(theirs.fileno())],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},  # the language of whoever runs the tests is none of the programs'
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(10)

    atexit.register(end)
    return ours, threading.Lock()


def _fork_on_request(program: str, asked: socket.socket) -> None:
    """The process that loads: fork for each request, and tell how each fork ended."""
    rehearse(program)
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the forks
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted test ends what it started itself
    waiting = select.poll()
    waiting.register(asked, select.POLLIN)
    forks: dict[int, tuple[int, int]] = {}
    while True:
        for ready, _ in waiting.poll():
            if ready in forks:
                waiting.unregister(ready)
                pid, telling = forks.pop(ready)
                _, status = os.waitpid(pid, 0)
                os.close(ready)
                with suppress(BrokenPipeError):
                    os.write(telling, str(os.waitstatus_to_exitcode(status)).encode())
                os.close(telling)
                continue
            message, handed, _, _ = socket.recv_fds(asked, LONGEST_BYTES, 4)
            if not message:
                return
            child = os.fork()
            if child == 0:
                asked.detach()
                _become(message, Streams(*handed[:3]))
                return
            handle = os.pidfd_open(child)
            forks[handle] = (child, handed[3])
            waiting.register(handle, select.POLLIN)
            for stream in handed[:3]:
                os.close(stream)
            socket.send_fds(asked, [str(child).encode()], [handle])


def _become(message: bytes, streams: Streams) -> None:
    """In the fork: be the program that was asked for."""
    (program, *arguments), environment, terminal = cast("tuple[list[str], dict[str, str], bool]", json.loads(message))
    die_with_parent()
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    if terminal:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.stdin, sys.stdout, sys.stderr = _opened(0, "r"), _opened(1, "w"), _opened(2, "w")
    sys.argv = [program, *arguments]
    try:
        runpy.run_module(program, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        _ending.code = int(end.code or 0) if not isinstance(end.code, str) else 1
        raise
    _ending.code = 0


class _Ending:
    """Registered before anything is loaded, so the last of what a process does at its end.

    Taking apart what was loaded takes longer than most commands and shows nothing, so it is left out where the program
    left with an exit code and all that it wrote is on its way.
    """

    code: int | None = None

    def __call__(self) -> None:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            if self.code is not None:
                os._exit(self.code)


_ending = _Ending()


def _opened(stream: int, mode: str) -> IO[str]:
    """A stream as Python opens it at its start."""
    before = (sys.__stdin__, sys.__stdout__, sys.__stderr__)[stream]
    assert before is not None
    line_by_line = stream == sys.__stderr__.fileno() if sys.__stderr__ else False
    opened = open(stream, mode, encoding=before.encoding, errors=before.errors, closefd=False)  # noqa: SIM115 - for good
    opened.reconfigure(line_buffering=line_by_line or os.isatty(stream))  # pyright: ignore[reportAttributeAccessIssue]
    return opened


if __name__ == "__main__":
    atexit.register(_ending)
    _fork_on_request(sys.argv[1], socket.socket(fileno=int(sys.argv[2])))
