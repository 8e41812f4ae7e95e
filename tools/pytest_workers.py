"""Pytest plugin: which files come first when workers share the tests. Loaded by the conftest at the root.

A file stays with one worker (`--dist=loadfile`), so the tests of one story keep their server and browser, and each
worker has a PostgreSQL cluster of its own. Files of tests that start whole programs come first: a long one that came
last would keep one worker busy while the others have nothing left. Apart from that the order is the random one.
"""

import signal

import pytest

# Beginnings of node ids, the longest file first.
LONG = (
    *("web/e2e/journeys/test_every_control.py", "web/e2e/accessibility/", "web/e2e/", "tests/hostile/"),
    *("server/tests/house/", "tests/", "server/tests/faults/"),
)


def pytest_configure() -> None:
    """Let programs that tests start be interrupted, also where the tests run in the background of a shell.

    Such a shell makes its jobs deaf to SIGINT, and children inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def place(nodeid: str) -> int:
    """Where a test's file comes; lower is sooner."""
    return next((at for at, beginning in enumerate(LONG) if nodeid.startswith(beginning)), len(LONG))


@pytest.hookimpl(trylast=True)  # after the order was made random
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a worker, put long files first; the sort leaves everything else as it is."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place(item.nodeid))
