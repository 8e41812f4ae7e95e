"""A program that was loaded before says, does and ends like one that loads itself."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.loaded import Streams, run_loaded, start_loaded
from tools.ports import free_port


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a device and of a server that know nothing yet."""
    server = {"WAXPOST_DATA_DIR": str(tmp_path / "data"), "WAXPOST_PORT": str(free_port())}
    return {"PATH": os.environ["PATH"], "WAXPOST_HOME": str(tmp_path / "home")} | server


@pytest.mark.parametrize(
    ("program", "arguments", "code"),
    [
        ("waxpost", ("--help",), 0),
        ("waxpost", ("nothing",), 2),
        ("waxpost", ("inbox",), 3),
        ("waxpost", ("generate", "nothing"), 2),
        ("waxpost_server", ("--help",), 0),
        ("waxpost_server", ("nothing",), 2),
        ("waxpost_server", ("policy", "set", "nothing", "5"), 1),
    ],
)
def test_it_says_the_same_and_ends_the_same(
    program: str, arguments: tuple[str, ...], code: int, environment: dict[str, str]
) -> None:
    run_loaded("waxpost_server", "migrate", environment=environment)
    alone = subprocess.run(
        [sys.executable, "-m", program, *arguments], env=environment, capture_output=True, text=True, check=False
    )

    done = run_loaded(program, *arguments, environment=environment)

    assert (done.code, done.out, done.err) == (alone.returncode, alone.stdout, alone.stderr)
    assert done.code == code


def test_it_is_a_process_and_a_session_of_its_own_and_tells_what_killed_it(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    with Path(os.devnull).open("rb") as nothing:
        running = start_loaded("waxpost_server", ["serve"], environment, Streams(nothing.fileno(), writing, writing))
    os.close(writing)
    with open(reading, encoding="utf-8") as said:
        assert any("is serving on" in line for line in said)

        assert os.getsid(running.pid) == running.pid
        assert not running.has_ended()
        running.send_signal(signal.SIGKILL)

        assert running.wait(20) == -signal.SIGKILL
    running.close()
    made = [path for path in Path(environment["WAXPOST_DATA_DIR"]).rglob("*") if path.is_file()]
    assert made
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}


def test_two_forks_know_nothing_of_each_other(environment: dict[str, str], tmp_path: Path) -> None:
    elsewhere = environment | {"WAXPOST_DATA_DIR": str(tmp_path / "elsewhere")}

    for one in (environment, elsewhere):
        assert run_loaded("waxpost_server", "migrate", environment=one).out.startswith("Revisions run: 0001")
