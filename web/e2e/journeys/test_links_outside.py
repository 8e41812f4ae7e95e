"""A link in the browser of somebody without an account: the whole story, every way it can end, and what robots do."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client, LinkDraft
from web.e2e.accessibility.axe import violations
from web.e2e.outside import PASSPHRASE, SECRET, link_id, makes, views_left
from web.e2e.people.footprints import READ_STORES
from web.e2e.people.outsider import SHOW, Outsider

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CLAIM, CONFIRM, ACCESS = (re.compile(f"/v1/links/[^/]+/{verb}$") for verb in ("claim", "confirm", "access"))
GONE = "This message is not available any more"

Visits = Callable[..., Outsider]


@pytest.fixture(scope="module")
def alice(organisation: Organisation) -> Client:
    """Somebody who makes links."""
    return organisation.joins("alice")


@pytest.fixture
def visits(browser: "Browser", server: ServerProcess) -> Iterator[Visits]:
    """Open a link in a browser of its own; afterwards no page has complained, and none has kept or asked anything."""
    everybody: list[Outsider] = []

    def visit(url: str, *, width: int = 1400, height: int = 900) -> Outsider:
        outsider = Outsider(browser, server.url, f"outsider {len(everybody)}", width=width, height=height)
        everybody.append(outsider)
        return outsider.opens(url)

    yield visit
    for outsider in everybody:
        assert outsider.complaints == []
        assert outsider.context.cookies() == []
        assert all(request.headers.get("cookie") is None for request in outsider.requests)
        # The browser keeps the fragment of a page's address to itself, and names it to its own tools.
        later = [request for request in outsider.requests if not request.is_navigation_request()]
        assert [one.url for one in later if "#" in one.url] == []
        # Files that come out of the browser's cache never had the headers that its tools name.
        calls = [one for one in later if "/v1/" in one.url]
        assert [one.url for one in calls if "referer" in one.all_headers()] == []
        if outsider.page.url.startswith(server.url):
            assert {name: text for name, text in outsider.page.evaluate(READ_STORES).items() if text != "[]"} == {
                "state of the history": "null"
            }
        outsider.leaves()


def test_the_whole_story_with_a_passphrase(alice: Client, visits: Visits, tmp_path: Path) -> None:
    """Wrong, right, read, shown, downloaded, deleted; in the fragment, the title and the history nothing stays."""
    guide = tmp_path / "VPN set-up guide.pdf"
    guide.write_bytes(b"%PDF-1.7 " + b"x" * 200_000)
    url = makes(alice, guide, passphrase=PASSPHRASE)
    kim = visits(url).sees("Alice Martin").sees("3 views left.")

    assert kim.page.url == url.partition("#")[0]
    assert kim.asked == [f"/v1/links/{link_id(url)}/access"]
    kim.sees_no("Kestrel VPN").gives("harbor velvet").sees_alert("That passphrase does not match. 4 tries left.")
    assert views_left(alice, url) == 3
    kim.gives(f" {PASSPHRASE} ").reads("Kestrel VPN").sees("2 views left").sees("here")
    assert views_left(alice, url) == 2

    assert kim.page.locator("article img").count() == 0
    assert kim.page.get_by_text("<img src=x onerror=alert(1)>").count() == 1
    assert SECRET not in kim.page.inner_text("article")
    kim.clicks("Show password")
    expect(kim.page.get_by_role("article")).to_contain_text(SECRET)
    kim.clicks("Copy password").sees("Password copied. Clipboard clears in 30 s.")
    assert kim.page.evaluate("navigator.clipboard.readText()") == SECRET
    expect(kim.page.locator("dd").filter(has_text=re.compile(r"^\d{3} \d{3}"))).to_have_count(1)
    with kim.page.expect_download() as download:
        kim.clicks("Download VPN set-up guide.pdf")
    assert download.value.suggested_filename == guide.name
    assert Path(download.value.path()).read_bytes() == guide.read_bytes()

    kim.clicks("I have it, delete now").clicks("Delete now").is_told("The message is deleted")
    assert alice.shared_link(link_id(url)).state == "deleted"
    assert SECRET not in kim.page.content()
    visits(url).is_told(GONE)


def test_without_a_passphrase_two_digits_come_before_the_claim(alice: Client, visits: Visits) -> None:
    """Wrong ones ask nothing of the server, and use nothing."""
    url = makes(alice)
    kim = visits(url).clicks(SHOW)
    wrong = "00" if kim.drawn() != "00" else "11"
    kim.page.get_by_role("textbox").fill(wrong)
    kim.clicks(SHOW).sees_alert("Type the two digits shown above. Nothing was used up.")
    assert [path for path in kim.asked if path.endswith("claim")] == []

    kim.page.get_by_role("textbox").fill(kim.drawn())
    kim.clicks(SHOW).reads("Kestrel VPN")
    assert views_left(alice, url) == 2


def test_a_link_made_of_words(alice: Client, visits: Visits) -> None:
    """The words are looked at before anybody is asked; wrong ones find nothing."""
    draft = LinkDraft("By mail", "4711", is_words=True)
    link = alice.create_link(draft)
    assert link.url is not None
    assert link.passphrase is not None
    kim = visits(link.url).gives("not the words", label="Words").sees_alert("six to twelve")
    assert kim.asked == []
    kim.gives("abandon abandon abandon abandon abandon abandon", label="Words").sees_alert(
        "No message fits these words."
    )
    kim.gives(link.passphrase.replace("-", " ").upper(), label="Words").reads("By mail").sees("4711")


@pytest.mark.parametrize("cut", [-1, -30])
def test_a_cut_link_is_known_without_asking(alice: Client, visits: Visits, cut: int) -> None:
    """Nor does an altered one reach the server."""
    kim = visits(makes(alice)[:cut]).is_told("This link is not complete")

    assert kim.asked == []


def test_all_that_is_not_there_gives_one_answer(alice: Client, visits: Visits) -> None:
    """Revoked, used up, and the link of another server."""
    revoked, used = makes(alice), makes(alice, views=1)
    alice.revoke_link(link_id(revoked))
    visits(used).types_digits().reads("Kestrel VPN").sees("This was the last view")

    assert [visits(url).is_told(GONE).page.inner_text("main") for url in (revoked, used)] == [
        f"{GONE}\n\nIt may have expired or been read. Ask the sender for a new one."
    ] * 2


def test_five_wrong_passphrases_lock_the_link(alice: Client, visits: Visits) -> None:
    """The fifth says so, and so does every page that is opened later."""
    url = makes(alice, passphrase=PASSPHRASE)
    kim = visits(url)
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        kim.gives("wrong").sees_alert(f"does not match. {left} left.")
    kim.gives("wrong").is_told("Too many tries").sees("Ask Alice for a new link.")
    visits(url).is_told("Too many tries")
    assert views_left(alice, url) == 3


def test_a_line_that_is_lost_uses_nothing(alice: Client, visits: Visits) -> None:
    """Before the claim, between claim and proof, and with the answer of the proof on its way."""
    url = makes(alice, passphrase=PASSPHRASE, views=1)
    kim = visits(url).expects_complaint("net::ERR_")
    kim.page.route(CLAIM, lambda route: route.abort())
    kim.gives(PASSPHRASE).sees_alert("Nothing was used up.")
    kim.page.unroute(CLAIM)
    kim.page.route(CONFIRM, lambda route: route.abort())
    kim.clicks(SHOW).sees_alert("The connection was lost.")
    kim.page.unroute(CONFIRM)
    assert views_left(alice, url) == 1

    def answered_into_nothing(route: Route) -> None:
        route.fetch()
        route.abort()

    kim.page.route(CONFIRM, answered_into_nothing)
    kim.clicks(SHOW).sees_alert("The connection was lost.")
    expect(kim.page.get_by_role("button", name=SHOW)).to_be_enabled()
    kim.page.unroute(CONFIRM)
    kim.clicks(SHOW).reads("Kestrel VPN").sees("This was the last view")


def test_the_first_look_can_be_tried_again(alice: Client, visits: Visits) -> None:
    """The page keeps the key while it waits for the line."""
    kim = visits("about:blank").expects_complaint("net::ERR_")
    kim.page.route(ACCESS, lambda route: route.abort())
    kim.page.goto(makes(alice))
    kim.is_told("The message could not be reached")
    kim.page.unroute(ACCESS)
    kim.clicks("Try again").sees("3 views left.")


def test_revoked_between_claim_and_proof_shows_nothing(alice: Client, visits: Visits) -> None:
    """The content was opened by then, and is forgotten."""
    url = makes(alice)
    kim = visits(url)

    def revoked_meanwhile(route: Route) -> None:
        alice.revoke_link(link_id(url))
        route.continue_()

    kim.page.route(CONFIRM, revoked_meanwhile)
    kim.types_digits().is_told(GONE)
    assert "Kestrel" not in kim.page.content()


def test_busy_says_when_to_come_back(alice: Client, visits: Visits) -> None:
    """Three leases wait for one view."""
    url = makes(alice, views=1)
    bodies: list[Any] = []
    for _ in range(3):
        kim = visits(url).expects_complaint("net::ERR_")
        kim.page.on("request", lambda request: bodies.append(request) if CLAIM.search(request.url) else None)
        kim.page.route(CONFIRM, lambda route: route.abort())
        kim.types_digits().sees_alert("The connection was lost.")
    visits(url).types_digits().sees_alert("Others are opening this message right now. Try again in")
    assert len(bodies) == 3
    assert views_left(alice, url) == 1


def test_two_tabs_reload_and_the_back_button(alice: Client, visits: Visits) -> None:
    """Each tab uses a view of its own; a page that was left shows nothing when one comes back."""
    url = makes(alice)
    first, second = visits(url).types_digits().reads("Kestrel VPN"), visits(url).types_digits().reads("Kestrel VPN")
    assert views_left(alice, url) == 1

    first.page.goto("about:blank")
    first.page.go_back()
    expect(first.page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Type the words you were given|This page is locked")
    )
    assert "Kestrel" not in first.page.content()
    second.reloads().sees("Type the words you were given")
    second.page.goto(url)
    second.sees("1 view left.")
    assert second.page.url == url.partition("#")[0]


def test_the_page_locks_when_nobody_is_there(alice: Client, visits: Visits) -> None:
    """Ten minutes without a sign of anybody."""
    kim = visits("about:blank")
    kim.page.clock.install()
    kim.page.goto(makes(alice))
    kim.types_digits().reads("Kestrel VPN")
    # The clock of the page goes on beside that.
    kim.page.clock.fast_forward("09:20")
    kim.reads("Kestrel VPN")
    kim.page.clock.fast_forward("00:50")
    kim.is_told("This page is locked")
    assert "Kestrel" not in kim.page.content()


def test_rule_13_nothing_of_the_key_stays_anywhere(alice: Client, visits: Visits, server: ServerProcess) -> None:
    """Neither key nor passphrase nor secret is in a request, title, address, history, or in what the server wrote."""
    url = makes(alice, passphrase=PASSPHRASE)
    key = url.partition("#")[2]
    kim = visits("about:blank")
    said: list[str] = []
    kim.context.on("console", lambda message: said.append(message.text))
    kim.page.goto(url)
    kim.gives(PASSPHRASE).reads("Kestrel VPN")
    session = kim.context.new_cdp_session(kim.page)
    history: list[dict[str, Any]] = session.send("Page.getNavigationHistory")["entries"]
    seen = "\n".join(
        [
            *said,
            kim.page.title(),
            kim.page.url,
            *(f"{entry['url']} {entry['title']}" for entry in history),
            *(f"{one.url.partition('#')[0]} {one.headers} {one.post_data or ''}" for one in kim.requests),
            *server.lines,
        ]
    )
    kept = b"".join(path.read_bytes() for path in server.data.rglob("*") if path.is_file())

    for secret in (key, key.lower(), PASSPHRASE, SECRET, "Kestrel"):
        assert secret not in seen
        assert secret.encode() not in kept


def presses_everything(page: Page) -> None:
    """A robot: five rounds of every button and every field. What goes away under its hands it passes over."""
    for _ in range(5):
        for button in page.get_by_role("button").all():
            with suppress(Error):
                button.click(timeout=1_000)
        for field in page.get_by_role("textbox").all():
            with suppress(Error):
                field.fill("1", timeout=1_000)
                field.press("Enter", timeout=1_000)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, False])
def test_rule_08_a_robot_that_presses_everything_uses_no_view(
    alice: Client, visits: Visits, passphrase: str | bool
) -> None:
    """With a passphrase it cannot; without one it claims nothing, because it does not type what it sees."""
    url = makes(alice, passphrase=passphrase, views=1)
    robot = visits(url).sees(SHOW)
    presses_everything(robot.page)
    state = alice.shared_link(link_id(url))
    assert (state.views_left, state.opened) == (1, 0)
    if passphrase is False:
        assert [path for path in robot.asked if path.endswith("claim")] == []


AGENTS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Mozilla/5.0 (compatible; Microsoft Outlook Safelinks)",
)


@pytest.mark.parametrize("agent", AGENTS)
def test_rule_08_fetchers_see_the_same_page_for_every_link(
    alice: Client, visits: Visits, server: ServerProcess, agent: str
) -> None:
    """HEAD, GET and everything the page names, with and without the fragment: nothing is used, and nothing is told."""
    url = makes(alice, views=1)
    with httpx.Client(headers={"User-Agent": agent}, follow_redirects=True) as fetcher:
        for address in (url, url.partition("#")[0]):
            assert fetcher.head(address).status_code == 200
            page = fetcher.get(address)
            for found in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
                assert fetcher.get(f"{server.url}{found}").status_code == 200
        other = fetcher.get(f"{server.url}/s/{'A' * 22}")

    assert page.text == other.text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "set-cookie" not in page.headers
    assert alice.shared_link(link_id(url)).opened == 0
    visits(url).types_digits().reads("Kestrel VPN")


def test_without_https_the_page_says_where_to_go(alice: Client, browser: "Browser", server: ServerProcess) -> None:
    """A browser gives such a page no cryptography."""
    url = makes(alice).replace("127.0.0.1", "waxpost.test")
    kim = Outsider(browser, server.url.replace("127.0.0.1", "waxpost.test"), "kim")
    kim.expects_complaint("Cross-Origin-Opener-Policy")
    kim.opens(url).is_told("Use another address")
    assert (kim.asked, kim.complaints) == ([], [])
    kim.leaves()


def test_every_state_is_right_for_axe_and_fits_a_phone(alice: Client, visits: Visits) -> None:
    """In both schemes."""
    url = makes(alice, passphrase=PASSPHRASE)

    def look(outsider: Outsider) -> None:
        for scheme in ("light", "dark"):
            outsider.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(outsider.page) == []
        for width in (320, 834, 1440):
            outsider.page.set_viewport_size({"width": width, "height": 800})
            assert outsider.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    kim = visits(url).sees(SHOW)
    assert kim.page.locator("html").get_attribute("lang") == "en"
    look(kim)
    look(kim.gives("wrong").sees_alert("does not match"))
    look(kim.gives(PASSPHRASE).reads("Kestrel VPN"))
    look(kim.clicks("Large letters, password").sees("romeo"))
    look(kim.presses("Escape").clicks("I have it, delete now").sees("Delete this message for everybody?"))
    look(visits(makes(alice)).clicks(SHOW).sees("Type these two digits"))
    look(visits(url.partition("#")[0]).sees("Type the words you were given"))
    look(visits(url[:-3]).is_told("This link is not complete"))


def test_the_keyboard_alone_is_enough(alice: Client, visits: Visits) -> None:
    """From the link to the deleted message."""
    kim = visits(makes(alice, passphrase=PASSPHRASE)).sees(SHOW)
    kim.presses("Tab")
    expect(kim.page.get_by_label("Passphrase", exact=True)).to_be_focused()
    kim.page.keyboard.type(PASSPHRASE)
    kim.presses("Enter").reads("Kestrel VPN")
    expect(kim.page.get_by_role("heading", level=1)).to_be_focused()
    for _ in range(20):
        kim.presses("Tab")
        if kim.page.evaluate("document.activeElement.textContent").strip().startswith("I have it"):
            break
    kim.presses("Enter").sees("Delete this message for everybody?")
    for _ in range(2):
        kim.presses("Tab")
    kim.presses("Enter").is_told("The message is deleted")
