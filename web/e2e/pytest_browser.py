"""Pytest plugin: people in front of a real browser, for every folder with browser tests."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tools.setup import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from web.e2e.people.person import Person

# The browser listens to the last such list alone, so this one holds what Playwright's has that matters to a test. The
# address bar's two suggestion windows are pages of their own in every browser window, although no screen shows them:
# opening a window took half as long again. A renderer in reserve is one more for every window.
_WITHOUT = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning", "AimEnabled"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
]
# How Debian's Chromium starts on a machine without a screen, and speaks to nobody but the server.
ARGUMENTS = [
    f"--disable-features={','.join(_WITHOUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name that is not localhost, for the page that is opened without https.
    "--host-resolver-rules=MAP waxpost.test 127.0.0.1",
]
OpenBrowser = Callable[..., "Person"]


# Not for the whole session: while Playwright runs, its event loop keeps others out of the thread. What it needs is
# imported here, so that other tests do not wait for it.
@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium; every person has a context of their own in it."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - see above

    from web.e2e.people.window import SLOW_MS  # noqa: PLC0415 - see above

    # What is looked for has as much time to come as what is clicked on: on a busy machine five seconds are no proof.
    expect.set_options(timeout=SLOW_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def people() -> list["Person"]:
    """Everybody in front of a browser."""
    return []


@pytest.fixture(scope="module")
def opens_browser(browser: "Browser", people: list["Person"]) -> Iterator[OpenBrowser]:
    """Make a person in front of an empty page: `opens_browser(url, name, width=, height=)`."""
    from web.e2e.people.person import Person  # noqa: PLC0415 - see above

    def make(url: str, name: str, *, width: int = 1400, height: int = 900) -> Person:
        person = Person(browser, url, name, width=width, height=height)
        people.append(person)
        return person

    yield make
    for person in people:
        person.leaves()


@pytest.fixture
def nobody_complains(people: list["Person"]) -> Iterator[None]:
    """After the test nobody's page may have complained."""
    yield
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.complaints.clear()
    assert complaints == []
