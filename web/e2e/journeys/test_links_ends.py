"""A link in the browser when it comes to an end; names of files, fragments and other servers' links that mean harm."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client, LinkDraft
from waxpost.crypto.encoding import b64u
from waxpost.crypto.links import new_link_code
from web.e2e.outside import link_id, makes, views_left
from web.e2e.people.outsider import SHOW, Outsider

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Visits = Callable[..., Outsider]
GONE = "This message is not available any more"
CUT = "This link is not complete"
# What stands on the page, and under which name it is saved.
NAMES = {
    "<img src=x onerror=alert(1)>.png": ("<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"),
    "invoice\u202egpj.exe": ("invoice\\u202egpj.exe", "invoice_gpj.exe"),
    "a\nb\x07c.txt": ("a\\x0ab\\x07c.txt", "a_b_c.txt"),
    "x" * 251 + ".txt": ("x" * 251 + ".txt", "x" * 251 + ".txt"),
    # The sender's own program has left out the folders already.
    "..\\..\\con.txt": ("con.txt", "_con.txt"),
}


@pytest.fixture(scope="module")
def alice(organisation: Organisation) -> Client:
    """Somebody who makes links."""
    return organisation.joins("alice")


@pytest.fixture
def visits(browser: "Browser", server: ServerProcess) -> Iterator[Visits]:
    """Open a link in a browser of its own; afterwards no page has complained."""
    everybody: list[Outsider] = []

    def visit(url: str) -> Outsider:
        outsider = Outsider(browser, server.url, f"outsider {len(everybody)}")
        everybody.append(outsider)
        return outsider.opens(url)

    yield visit
    for outsider in everybody:
        assert outsider.complaints == []
        outsider.leaves()


def test_a_message_whose_time_is_over_goes_while_it_is_read(alice: Client, visits: Visits) -> None:
    """With the second, without anything being asked."""
    end = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    kim = visits("about:blank")
    kim.page.clock.install()
    kim.page.goto(makes(alice, expires_at=end))
    kim.types_digits().reads("Kestrel VPN")
    kim.page.clock.fast_forward("04:00")
    kim.reads("Kestrel VPN")

    kim.page.clock.fast_forward("01:10")

    kim.is_told("This message has expired")
    assert "Kestrel" not in kim.page.content()


def test_behind_another_tab_it_locks_after_two_minutes(alice: Client, visits: Visits) -> None:
    """And not before; who comes back in time has two minutes again."""
    kim = visits("about:blank")
    kim.page.clock.install()
    kim.page.goto(makes(alice))
    kim.types_digits().reads("Kestrel VPN")

    def turns(hidden: str) -> None:
        kim.page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )

    turns("true")
    # The clock of the page goes on beside that.
    kim.page.clock.fast_forward("01:20")
    turns("false")
    kim.page.clock.fast_forward("00:50")
    kim.reads("Kestrel VPN")
    turns("true")
    kim.page.clock.fast_forward("02:10")

    kim.is_told("This page is locked")
    assert "Kestrel" not in kim.page.content()


def test_names_of_files_are_shown_and_saved_so_that_they_do_no_harm(
    alice: Client, visits: Visits, tmp_path: Path
) -> None:
    """Tags, letters that turn the writing round, control characters, the longest names, ways out of the folder."""
    files = [tmp_path / name for name in NAMES]
    for at, file in enumerate(files):
        file.write_bytes(f"file {at}".encode())
    kim = visits(makes(alice, *files)).types_digits().reads("Kestrel VPN")

    assert kim.page.locator("article section h2").all_inner_texts()[-len(NAMES) :] == [
        shown for shown, _ in NAMES.values()
    ]
    assert kim.page.locator("article img").count() == 0
    assert kim.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for at, (shown, saved) in enumerate(NAMES.values()):
        with kim.page.expect_download() as download:
            kim.clicks(f"Download {shown}")
        assert download.value.suggested_filename == saved
        assert Path(download.value.path()).read_bytes() == f"file {at}".encode()


def test_a_link_of_another_server_is_not_there_and_one_with_another_id_is_not_complete(
    alice: Client, visits: Visits
) -> None:
    """A whole link that nobody here made is asked about once; about one with the key of another nobody is asked."""
    url = makes(alice)
    server, _, rest = url.partition("/s/")
    elsewhere = b64u(os.urandom(16))
    whole = f"{server}/s/{elsewhere}#{new_link_code(os.urandom(32), elsewhere, has_passphrase=False)}"
    kim = visits(whole).is_told(GONE)
    assert kim.asked == [f"/v1/links/{elsewhere}/access"]

    swapped = visits(f"{server}/s/{elsewhere}#{rest.partition('#')[2]}").is_told(CUT)
    code = url.partition("#")[2]
    middle = len(code) // 2
    altered = code[:middle] + ("A" if code[middle] != "A" else "B") + code[middle + 1 :]
    other = visits(f"{url.partition('#')[0]}#{altered}").is_told(CUT)

    assert (swapped.asked, other.asked) == ([], [])
    assert views_left(alice, url) == 3


def test_each_word_is_completed_from_the_list(alice: Client, visits: Visits) -> None:
    """On the device: nothing is asked while somebody types."""
    link = alice.create_link(LinkDraft("Door", "4711", is_words=True))
    assert link.url is not None
    assert link.passphrase is not None
    kim = visits(link.url)
    field = kim.page.get_by_label("Words", exact=True)
    words = link.passphrase.split("-")
    # Four letters are enough for each word of the list.
    long = next(word for word in words if len(word) > 4)
    field.press_sequentially(f"{words[0]} {long[:4]}")
    kim.page.wait_for_function(
        "want => [...document.querySelectorAll('datalist option')].some((one) => one.value === want)",
        arg=f"{words[0]} {long}",
    )
    assert kim.asked == []

    field.fill(" ".join(words))
    kim.clicks(SHOW).reads("Door")
    assert link_id(link.url) in kim.page.url
