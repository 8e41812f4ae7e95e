"""Pytest plugin: rules of the house for tests. Loaded for every test by the conftest at the root.

1. No test reaches beyond this machine: connecting to, sending to or resolving anything but loopback raises.
2. With CI=true a skipped test is a failed test, unless tests/allowed_skips.txt names it.
"""

import ipaddress
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import cast

import pytest

ALLOWED_SKIPS = Path(__file__).resolve().parent.parent / "tests" / "allowed_skips.txt"
LOOPBACK_NAMES = {"localhost", "", None}


class OutsideConnection(RuntimeError):
    """A test tried to leave the machine. Not an OSError, so no code under test takes it for a network that is down."""


def is_loopback(host: object) -> bool:
    """Whether an address, a name or None stays on this machine; any other name does not."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: sees every connection that Python makes, also those of libraries that bound `socket` early."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        # A tuple is an internet address; a path or bytes is a Unix socket; None is a socket that is connected already.
        if isinstance(address, tuple) and not is_loopback(cast("tuple[object, ...]", address)[0]):
            raise OutsideConnection(f"a test may not leave this machine: {event} to {address!r}")
    elif event == "socket.getaddrinfo" and not is_loopback(arguments[0]):
        raise OutsideConnection(f"a test may not leave this machine: looking up {arguments[0]!r}")


def pytest_configure() -> None:
    sys.addaudithook(refuse_outside)


def allowed_skips() -> set[str]:
    """The node ids in tests/allowed_skips.txt; what follows a space is the reason."""
    lines = ALLOWED_SKIPS.read_text().splitlines() if ALLOWED_SKIPS.exists() else []
    return {line.split(" ")[0] for line in lines if line and not line.startswith("#")}


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where CI is set; an expected failure is none of ours."""
    in_ci = os.environ.get("CI", "").lower() in ("1", "true")
    if not in_ci or report.outcome != "skipped" or hasattr(report, "wasxfail") or report.nodeid in allowed_skips():
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{reason}\nA skipped test is a failed test here; tests/allowed_skips.txt lists the exceptions."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report
