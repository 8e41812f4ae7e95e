"""The rules for tests, tried on tests of their own in a pytest of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tools.pytest_house
from tools.pytest_house import is_loopback

ROOT = Path(__file__).resolve().parents[2]

OUTSIDE = """
import asyncio, socket, urllib.request, pytest

def swallow(act):
    try:
        act()
    except OSError:
        pass

def test_connect():
    swallow(lambda: socket.create_connection(("192.0.2.1", 9), timeout=0.1))

def test_look_up():
    swallow(lambda: socket.gethostbyname("a.example.org"))
    swallow(lambda: urllib.request.urlopen("http://a.example.org", timeout=0.1))

def test_send():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        swallow(lambda: s.sendto(b"x", ("192.0.2.1", 9)))

def test_asyncio():
    async def go():
        try:
            await asyncio.wait_for(asyncio.open_connection("192.0.2.1", 9), 0.1)
        except (OSError, TimeoutError):
            pass
    asyncio.run(go())
"""

INSIDE = """
import asyncio, socket

def test_loopback(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        socket.create_connection(("localhost", server.getsockname()[1])).close()

def test_unix(tmp_path):
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
"""

SKIPPING = """
import pytest

def test_that_runs():
    pass

def test_that_skips():
    pytest.skip("no disk to fill")

@pytest.mark.skipif(True, reason="not today")
def test_that_is_marked():
    pass

@pytest.mark.xfail(reason="known")
def test_that_is_expected_to_fail():
    assert False
"""


def run_pytest(folder: Path, text: str, **environment: str) -> str:
    """The closing line of a run of these tests, in a process of its own."""
    (folder / "test_inner.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.pytest_house", "-p", "no:randomly", "--rootdir", "."]
    clean = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST")}
    done = subprocess.run(
        [*command, "-c", os.devnull, "test_inner.py"],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip().splitlines()[-1]


def test_every_way_out_is_refused(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, OUTSIDE).startswith("4 failed in")


def test_loopback_and_unix_sockets_are_open(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, INSIDE).startswith("2 passed in")


def test_a_skip_is_a_failure_in_ci_only(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, SKIPPING).startswith("1 passed, 2 skipped, 1 xfailed in")
    assert run_pytest(tmp_path, SKIPPING, CI="true").startswith("1 failed, 1 passed, 1 xfailed, 1 error in")


def test_a_file_that_skips_as_a_whole_is_a_failure_in_ci(tmp_path: Path) -> None:
    whole = "import pytest\npytest.importorskip('no_such_module')\ndef test_it(): pass\n"

    assert run_pytest(tmp_path, whole).startswith("1 skipped in")
    assert run_pytest(tmp_path, whole, CI="true").startswith("1 error in")


def test_a_listed_skip_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "allowed_skips.txt"
    listed.write_text("# list\ntest_a.py::test_one needs a disk to fill\n")
    monkeypatch.setattr(tools.pytest_house, "ALLOWED_SKIPS", listed)
    monkeypatch.setenv("CI", "true")

    def outcome(nodeid: str) -> str:
        report = pytest.TestReport(nodeid, ("a", 1, "b"), {}, "skipped", ("a", 1, "Skipped: why"), "call")
        tools.pytest_house.refuse_skip(report)
        return report.outcome

    assert outcome("test_a.py::test_one") == "skipped"
    assert outcome("test_a.py::test_two") == "failed"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", b"localhost", None, ""])
def test_loopback_is_known(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "0.0.0.0", "2001:db8::1", "example.org", "127.0.0.1.example.org"])
def test_everything_else_is_outside(host: object) -> None:
    assert not is_loopback(host)
