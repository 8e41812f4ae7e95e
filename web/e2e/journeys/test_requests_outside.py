"""A request in front of somebody without an account: every way it can end, and what must never be lost."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.system.server_process import ServerProcess
from web.e2e.accessibility.axe import violations
from web.e2e.conftest import MakePerson
from web.e2e.people.footprints import READ_STORES
from web.e2e.people.person import Person
from web.e2e.request_acts import GONE, SENT, TITLE, Answerer, asks, begins_request, makes_request, request_id

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPEN, ANSWER, PARTS = (re.compile(f"/v1/requests/[^/]+/{verb}") for verb in ("open$", "answer$", "blobs/[^/]+/parts/"))
pytestmark = pytest.mark.usefixtures("little_work")
HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe"

Visits = Callable[..., Answerer]


@pytest.fixture(scope="module")
def alice(enters: MakePerson) -> Person:
    """Somebody who asks."""
    return enters("alice")


@pytest.fixture
def visits(browser: "Browser", server: ServerProcess) -> Iterator[Visits]:
    """Open a request in a browser of its own; afterwards no page has complained, or kept anything."""
    everybody: list[Answerer] = []

    def visit(url: str, *, locale: str | None = None, width: int = 1400) -> Answerer:
        answerer = Answerer(browser, server.url, f"answerer {len(everybody)}", locale=locale, width=width)
        everybody.append(answerer)
        return answerer.opens(url)

    yield visit
    for answerer in everybody:
        assert answerer.complaints == []
        assert answerer.context.cookies() == []
        later = [request for request in answerer.requests if not request.is_navigation_request()]
        assert [one.url for one in later if "#" in one.url] == []
        assert [one.url for one in later if "/v1/" in one.url and "referer" in one.all_headers()] == []
        if answerer.page.url.startswith(server.url):
            assert {name: text for name, text in answerer.page.evaluate(READ_STORES).items() if text != "[]"} == {
                "state of the history": "null"
            }
        answerer.leaves()


def asked(alice: Person, *kinds: str, title: str = TITLE, answers: int = 1) -> str:
    """A new request, whose dialog is closed again."""
    alice.goes_to("/messages/inbox")
    url = asks(alice, *kinds, title=title, answers=answers)
    alice.clicks("Done")
    return url


def closes(alice: Person, url: str) -> None:
    """Close it from its own dialog."""
    alice.page.goto(f"{alice.url}/messages/requests/{request_id(url)}")
    alice.clicks("Close request").page.get_by_role("dialog", name="Close this request?").get_by_role(
        "button", name="Close request"
    ).click()
    alice.sees("The request is closed").clicks("Done")


@pytest.mark.parametrize("cut", [-1, -30])
def test_a_cut_link_is_known_without_asking(alice: Person, visits: Visits, cut: int) -> None:
    kim = visits(asked(alice)[:cut]).is_told("This link is not complete")
    assert kim.asked == []


def test_a_link_without_its_fragment_says_so(alice: Person, visits: Visits) -> None:
    kim = visits(asked(alice).partition("#")[0]).is_told("This link is not complete")
    assert kim.asked == []


def test_a_request_of_another_server_is_not_open(alice: Person, visits: Visits) -> None:
    url = asked(alice)
    closes(alice, url)
    visits(url).is_told(GONE)


def test_another_key_than_that_of_the_link_shows_nothing(alice: Person, visits: Visits) -> None:
    mine, other = asked(alice, title="Kept from you"), asked(alice, title="Another")
    keys: dict[str, str] = {}

    def learn(route: Route) -> None:
        answer = route.fetch()
        keys["recipient"] = answer.json()["recipient"]
        route.fulfill(response=answer)

    def swap(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps(answer.json() | keys))

    kim = visits("about:blank")
    kim.page.route(OPEN, learn)
    kim.page.goto(other)
    kim.is_asked(title="Another").page.unroute(OPEN)
    kim.page.route(OPEN, swap)
    kim.opens(mine).is_told("Do not answer here")
    assert "Kept from you" not in kim.page.content()
    assert kim.page.locator("form").count() == 0


def test_a_second_answer_and_a_second_tab_are_refused_and_lose_nothing(alice: Person, visits: Visits) -> None:
    url = asked(alice)
    kim, other = visits(url).is_asked(), visits(url).is_asked()
    kim.types("Password", "the first").sends().is_told(SENT)
    other.types("Password", "the second").sends().sees_alert("This request has ended meanwhile")
    assert other.page.get_by_label("Password").first.input_value() == "the second"
    visits(url).is_told(GONE)


def test_closed_while_somebody_types(alice: Person, visits: Visits) -> None:
    url = asked(alice)
    kim = visits(url).is_asked().types("Username", "half")
    closes(alice, url)
    kim.sends().sees_alert("This request has ended meanwhile")
    expect(kim.page.get_by_role("button", name="Send to Alice")).to_be_disabled()


def test_a_line_that_is_lost_while_a_file_travels_loses_nothing(alice: Person, visits: Visits, tmp_path: Path) -> None:
    """The upload pauses and goes on; the answer that got no answer is sent again as it was."""
    url = asked(alice, "Files")
    plan = tmp_path / "plan.bin"
    plan.write_bytes(b"x" * 9_000_000)
    kim = visits(url).is_asked().types("Password", "of the lost line").adds([plan]).expects_complaint("net::ERR_")
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort()

    bodies: list[str] = []

    def answered_into_nothing(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    # Only these two pass through the test: it would take a part of eight megabytes many seconds to come back from here.
    kim.page.route(PARTS, lose, times=2)
    kim.page.route(ANSWER, answered_into_nothing)
    kim.sends().sees_alert("Nothing is lost: try again, and exactly the same is sent.")
    assert len(lost) == 2
    assert kim.page.get_by_label("Password").first.get_attribute("readonly") is not None
    kim.page.unroute(ANSWER)
    with kim.page.expect_request(ANSWER) as again:
        kim.clicks("Try again")
    kim.is_told(SENT)
    assert bodies == [again.value.post_data]


def test_a_password_is_made_on_the_page_and_sent_as_it_is_shown(alice: Person, visits: Visits) -> None:
    """Its code comes when it is asked for; without a line the page says so, and nothing that was typed is lost."""
    kim = visits(asked(alice, title="A new password")).is_asked(title="A new password").types("Username", "kept")
    field = kim.page.get_by_label("Password", exact=True)
    kim.expects_complaint("net::ERR_|module script")
    kim.page.context.set_offline(True)
    kim.clicks("Generate a password").sees_alert("Nothing is lost: check your connection")
    kim.page.context.set_offline(False)
    expect(field).to_have_value("")

    kim.clicks("Generate a password")

    expect(field).to_have_value(re.compile("^.{20}$"))
    expect(field).to_have_attribute("type", "text")
    first = field.input_value()
    kim.clicks("Generate a password")
    expect(field).not_to_have_value(first)
    made = field.input_value()
    expect(kim.page.get_by_label("Username")).to_have_value("kept")
    kim.sends().is_told(SENT)
    alice.goes_to("/messages/inbox").page.get_by_role("row").filter(has_text="A new password").first.click()
    alice.clicks("Show password").sees(made)


def test_the_first_look_can_be_tried_again(alice: Person, visits: Visits) -> None:
    url = asked(alice)
    kim = visits("about:blank").expects_complaint("net::ERR_")
    kim.page.route(OPEN, lambda route: route.abort())
    kim.page.goto(url)
    kim.is_told("The request could not be reached").page.unroute(OPEN)
    kim.clicks("Try again").is_asked()


def test_a_page_whose_part_does_not_load_says_so_and_keeps_the_key(alice: Person, visits: Visits) -> None:
    """Until then it stayed empty, and a reload had no key any more."""
    url = asked(alice, title="Not at once")
    kim = visits("about:blank").expects_complaint("net::ERR_|module script")
    kim.page.route(re.compile("/assets/link-start-"), lambda route: route.abort())
    kim.opens(url).sees_alert("The server did not answer. Check your connection and try again.")
    assert violations(kim.page) == []
    kim.page.unroute_all()

    kim.clicks("Try again").is_asked(title="Not at once")


def test_nothing_typed_sends_nothing_and_limits_are_said_before(alice: Person, visits: Visits, tmp_path: Path) -> None:
    empty, large = tmp_path / "empty.txt", tmp_path / "large.bin"
    empty.touch()
    large.write_bytes(b"x" * (26 * 1_048_576))
    kim = visits(asked(alice, "Files")).is_asked().sees("Up to 25 MB each, 100 MB in total.")
    kim.sends().sees_alert("There is nothing to send yet.")
    kim.adds([empty]).sees_alert("empty.txt is empty.").adds([large]).sees_alert("large.bin is too large.")
    assert kim.asked == [f"/v1/requests/{request_id(kim.page.url)}/open"]


def test_a_hostile_title_note_and_file_name_are_only_text(alice: Person, visits: Visits, tmp_path: Path) -> None:
    alice.goes_to("/messages/inbox")
    begins_request(alice, HOSTILE, HOSTILE).dialog().get_by_role("checkbox", name="Files").check()
    url = makes_request(alice)
    alice.clicks("Done")
    evil = tmp_path / "\u202egnp.<b>.exe"
    evil.write_text("MZ")
    kim = visits(url).is_asked(title="<img src=x onerror=alert(1)>gnp.exe").adds([evil])
    kim.sees("\\u202egnp.<b>.exe")
    assert kim.page.locator("main img, main b").count() == 0
    assert "\u202e" not in kim.page.inner_text("main")
    kim.sends().is_told(SENT)


@pytest.mark.parametrize(
    ("locale", "title", "label", "button", "sent"),
    [
        ("de-DE", "Alice bittet Sie um: ", "Passwort", "An Alice senden", "Gesendet"),
        ("fr-FR", "Alice vous demande\u00a0: ", "Mot de passe", "Envoyer à Alice", "Envoyé"),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    alice: Person, visits: Visits, locale: str, title: str, label: str, button: str, sent: str
) -> None:
    kim = visits(asked(alice), locale=locale).reads(f"{title}{TITLE}")
    kim.types(label, "4711").clicks(button).is_told(sent)


def test_without_javascript_the_page_says_what_it_needs(
    alice: Person, browser: "Browser", server: ServerProcess
) -> None:
    assert server.url
    url = asked(alice)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("heading", name=re.compile("Turn on JavaScript"))).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_can_be_used_by_everybody(alice: Person, visits: Visits, tmp_path: Path, scheme: str) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("nine")
    url = asked(alice, "Files", "Text")
    kim = visits("about:blank")
    kim.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    kim.opens(url).is_asked()
    assert violations(kim.page) == []
    kim.sends().sees_alert("There is nothing to send yet.").adds([plan]).sees("plan.txt")
    assert violations(kim.page) == []
    kim.types("Password", "4711").sends().is_told(SENT)
    assert violations(kim.page) == []
    kim.opens(url).is_told(GONE)
    assert violations(kim.page) == []
    kim.opens(url[:-2]).is_told("This link is not complete")
    assert violations(kim.page) == []
