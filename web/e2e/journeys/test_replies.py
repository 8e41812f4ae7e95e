"""Replies to a link: its reader answers without an account, its maker sees it, and what can go wrong between them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client
from web.e2e.accessibility.axe import violations
from web.e2e.conftest import MakePerson
from web.e2e.link_acts import READY, begins_link, makes_link, revokes, sees_link
from web.e2e.outside import link_id, makes
from web.e2e.people.footprints import READ_STORES
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS
from web.e2e.request_acts import SENT, Answerer, eight_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LET = "Let them reply safely"
REPLY = "Reply safely"
FOLLOW = re.compile(f"^{REPLY}")
TEXT = "It works. The signed form is with it."

Visits = Callable[..., Answerer]


@pytest.fixture(scope="module")
def laptop(organisation: Organisation, server: ServerProcess) -> Client:
    """Alice on the command line."""
    server.command("policy", "set", "request_work_bits", "4")
    return organisation.joins("alice")


@pytest.fixture(scope="module")
def alice(laptop: Client, enters: MakePerson) -> Person:
    """Alice in a browser."""
    assert laptop is not None
    return enters("alice")


@pytest.fixture
def visits(browser: "Browser", server: ServerProcess) -> Iterator[Visits]:
    """Open a link in a browser of its own; afterwards no page has complained, or kept anything."""
    everybody: list[Answerer] = []

    def visit(url: str, *, locale: str | None = None, width: int = 1400) -> Answerer:
        kim = Answerer(browser, server.url, f"Kim {len(everybody)}", locale=locale, width=width)
        everybody.append(kim)
        return kim.opens(url)

    yield visit
    for kim in everybody:
        assert kim.complaints == []
        assert kim.context.cookies() == []
        asked = [one for one in kim.requests if "/v1/" in one.url]
        assert [one.url for one in kim.requests if "#" in one.url and not one.is_navigation_request()] == []
        assert [one.url for one in asked if "referer" in one.all_headers()] == []
        kim.leaves()


def follows(kim: Answerer, name: str | re.Pattern[str] = FOLLOW) -> str:
    """Press *Reply safely*, and look at the tab that opens; where it leads, with the key."""
    link = kim.page.get_by_role("link", name=name)
    path = link.get_attribute("href") or ""
    with kim.context.expect_page() as opened:
        link.click()
    kim.page = kim.watches(opened.value)
    return f"{kim.url}{path}"


def reads_reply(person: Person, subject: str) -> Person:
    """Open it from the inbox."""
    name = f"Reply to your link: {subject}"
    row = person.page.get_by_role("row").filter(has_text=name)
    expect(row).to_be_visible(timeout=SLOW_MS)
    expect(row).to_contain_text("Someone outside")
    row.click()
    return person.sees_heading(name).sees("From whoever opened your link")


def without_passphrase(person: Person, subject: str) -> Person:
    begins_link(person, subject).page.get_by_role("checkbox", name="Passphrase").uncheck()
    return person


def test_a_reader_answers_with_a_text_and_a_file_and_the_maker_sees_it_at_once(
    alice: Person, visits: Visits, tmp_path: Path
) -> None:
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(b"signed " * 50_000)
    alice.goes_to("/messages/inbox")
    without_passphrase(alice, "The form")
    expect(alice.page.get_by_role("checkbox", name=LET)).to_be_checked()
    url = makes_link(alice)
    alice.sees("No reply yet. They can reply until")

    kim = visits(url).types_digits().reads("The form")
    message = kim.page
    assert violations(kim.page) == []
    page = follows(kim)
    kim.reads("Reply to Alice: The form")
    # The key is taken out of the address, and the tab knows nothing of the one that opened it.
    assert kim.page.url == page.partition("#")[0]
    assert kim.page.evaluate("[document.referrer, window.opener, history.length]") == ["", None, 1]
    assert {name: text for name, text in kim.page.evaluate(READ_STORES).items() if text != "[]"} == {
        "state of the history": "null"
    }
    words = kim.words()
    kim.types("Message", TEXT).adds([signed]).sees("signed.pdf").sends().is_told(SENT)
    expect(message.get_by_role("heading", name="The form", level=1)).to_be_visible()

    # Nobody loads anything again: window, list and inbox follow.
    alice.sees("1 reply came to your inbox.")
    alice.clicks("Show replies", role="link").sees_heading("Replies to your link")
    assert words == eight_words(alice)
    expect(alice.dialog()).not_to_contain_text("Open in my mail program")
    alice.clicks("Done").sees("No requests yet")
    alice.goes_to("/messages/inbox")
    reads_reply(alice, "The form").sees(TEXT)
    with alice.page.expect_download() as download:
        alice.clicks("Download signed.pdf")
    assert Path(download.value.path()).read_bytes() == signed.read_bytes()
    alice.clicks("Show the link", role="link").sees_heading(READY).sees("1 reply came to your inbox.")
    alice.clicks("Done")


def test_a_link_takes_no_replies_unless_its_maker_wants(
    alice: Person, laptop: Client, visits: Visits, server: ServerProcess
) -> None:
    alice.goes_to("/messages/inbox")
    without_passphrase(alice, "One way").page.get_by_role("checkbox", name=LET).uncheck()
    url = makes_link(alice)
    expect(alice.dialog().get_by_role("region", name="Replies")).to_have_count(0)
    alice.clicks("Done")
    assert laptop.shared_link(link_id(url)).reply is None
    kim = visits(url).types_digits().reads("One way")
    expect(kim.page.get_by_role("link", name=FOLLOW)).to_have_count(0)

    server.command("policy", "set", "requests", "false")
    try:
        alice.reloads().sees_heading("Shared links")
        without_passphrase(alice, "Not allowed").sees("Your company has answers from outside turned off.")
        box = alice.page.get_by_role("checkbox", name=LET)
        expect(box).to_be_disabled()
        expect(box).not_to_be_checked()
        assert laptop.shared_link(link_id(makes_link(alice))).reply is None
    finally:
        server.command("policy", "set", "requests", "true")
    alice.clicks("Done").reloads().sees_heading("Shared links")


def test_revoking_a_link_ends_the_reply_that_is_being_written(alice: Person, visits: Visits) -> None:
    alice.goes_to("/messages/inbox")
    url = makes_link(without_passphrase(alice, "Taken back"))
    kim = visits(url).types_digits().reads("Taken back")
    follows(kim)
    kim.reads("Reply to Alice: Taken back").types("Message", TEXT)
    alice.clicks("Revoke link").sees("or reply to you")
    alice.page.get_by_role("dialog", name="Revoke this link?").get_by_role("button", name="Cancel").click()
    revokes(alice).sees_heading("You revoked this link").sees("No reply came.").clicks("Done")
    sees_link(alice, "Taken back", "Revoked today")
    kim.sends().sees_alert("This request has ended meanwhile")
    assert kim.page.get_by_label("Message").input_value() == TEXT


def test_another_end_of_a_link_is_that_of_its_replies(alice: Person, laptop: Client) -> None:
    alice.goes_to("/messages/inbox")
    url = makes_link(without_passphrase(alice, "Longer"))
    reply = laptop.shared_link(link_id(url)).reply or ""
    before = laptop.request(reply).expires_at
    alice.clicks("Change the end").page.get_by_role("button", name="New end").click()
    alice.clicks("30 days").clicks("Save").sees("The end of the link was changed").clicks("Done")
    link = laptop.shared_link(link_id(url))
    assert link.expires_at > before
    assert laptop.request(reply).expires_at == link.expires_at


@pytest.mark.parametrize(
    ("lang", "press", "heading", "again"),
    [
        ("de", "Sicher antworten", "Antwort an Alice: Kestrel VPN", "Antwort an Alice"),
        ("fr", "Répondre en sécurité", "Répondre à Alice\u00a0: Kestrel VPN", "Répondre à Alice"),
    ],
)
def test_the_page_asks_for_a_reply_in_the_readers_language(
    laptop: Client, visits: Visits, lang: str, press: str, heading: str, again: str
) -> None:
    kim = visits(makes(laptop, lang=lang, reply=True, passphrase="one two"), locale=lang, width=390)
    kim.page.get_by_role("main").locator("input").fill("one two")
    kim.presses("Enter").reads("Kestrel VPN")
    assert kim.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    follows(kim, re.compile(f"^{press}"))
    kim.reads(heading)
    bare = visits(makes(laptop, lang=lang, reply=True, subject=""), locale=lang)
    bare.page.get_by_role("main").get_by_role("button").first.click()
    bare.page.get_by_role("textbox").fill(bare.drawn())
    bare.presses("Enter")
    follows(bare, re.compile(f"^{press}"))
    bare.reads(again)


def test_the_message_stays_ten_minutes_beside_the_tab_in_which_its_reader_answers(
    laptop: Client, visits: Visits
) -> None:
    kim = visits("about:blank")
    kim.page.clock.install()
    kim.opens(makes(laptop, reply=True)).types_digits().reads("Kestrel VPN")
    message = kim.page
    follows(kim)
    kim.reads("Reply to Alice: Kestrel VPN")
    message.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    message.clock.fast_forward("08:00")
    expect(message.get_by_role("heading", name="Kestrel VPN", exact=True, level=1)).to_be_visible()
    message.clock.fast_forward("02:10")
    expect(message.get_by_role("heading", name="This page is locked")).to_be_visible()


def test_a_link_that_is_refused_leaves_no_open_request_and_one_that_was_lost_no_second(
    alice: Person, laptop: Client
) -> None:
    before = {request.id for request in laptop.requests()}
    posted: list[str] = []

    def refuse(route: Route) -> None:
        route.fulfill(
            status=403,
            content_type="application/problem+json",
            json={"code": "links-not-allowed", "title": "No links.", "status": 403, "detail": "Links are turned off."},
        )

    def lose(route: Route) -> None:
        # It arrives, and its answer does not.
        posted.append(route.request.post_data or "")
        assert route.fetch().ok
        route.abort()

    alice.goes_to("/messages/inbox")
    without_passphrase(alice, "Tried").expects_complaint("net::ERR_FAILED")
    alice.page.route("**/v1/links", refuse)
    alice.clicks("Create link").sees_alert("No link was made.")
    alice.page.unroute("**/v1/links", refuse)
    (refused,) = [request for request in laptop.requests() if request.id not in before]
    assert refused.state == "closed"

    for route in ("**/v1/requests", "**/v1/links"):
        alice.page.route(route, lose)
        with alice.page.expect_event("requestfailed"):
            alice.clicks("Create link")
        alice.sees_alert("No link was made.").page.unroute(route, lose)
    alice.clicks("Create link").sees_heading(READY).clicks("Done")
    made = [link for link in laptop.shared_links() if link.subject == "Tried"]
    assert len(made) == 1
    new = {request.id: request.state for request in laptop.requests() if request.id not in before}
    assert new == {refused.id: "closed", made[0].reply: "open"}
