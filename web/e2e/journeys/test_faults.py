"""Broken lines, a killed server, addresses that lead nowhere: said in sentences, and nothing is lost or doubled."""

import re
import signal

import pytest
from playwright.sync_api import Route, expect

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS
from web.e2e.pytest_browser import OpenBrowser

# What the browser itself writes into the console about a request without an answer.
NO_ANSWER = r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|FAILED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)"


@pytest.fixture(scope="module")
def browsers(enters: MakePerson) -> dict[str, Person]:
    """Bob, whose line breaks, and Alice, to whom he writes."""
    return {who: enters(who).expects_complaint(NO_ANSWER) for who in ("bob", "alice")}


@pytest.fixture
def bob(browsers: dict[str, Person]) -> Person:
    """In his inbox."""
    return browsers["bob"].comes_back()


@pytest.fixture
def alice(browsers: dict[str, Person]) -> Person:
    """In her inbox."""
    return browsers["alice"].comes_back()


def test_what_is_not_sent_offline_is_sent_once_with_try_again(bob: Person, alice: Person) -> None:
    bob.goes_to("/messages/inbox").begins_message("From the train", "In a tunnel.", to=["Alice Martin"])
    bob.context.set_offline(True)
    bob.tries_to_send().sees_alert("Not sent. The connection dropped.")

    bob.context.set_offline(False)
    bob.clicks("Try again")

    expect(bob.dialog()).to_have_count(0, timeout=SLOW_MS)
    alice.goes_to("/messages/inbox").has_row("From the train").opens("From the train").reads("In a tunnel.")
    alice.goes_to("/messages/inbox")
    expect(alice.page.get_by_role("row").filter(has_text="From the train")).to_have_count(1)


def test_a_message_whose_answer_was_lost_is_not_sent_twice(bob: Person, alice: Person) -> None:
    bob.goes_to("/messages/inbox").begins_message("Lost answer", "Only once.", to=["Alice Martin"])

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    bob.page.route("**/v1/messages", lose)
    bob.tries_to_send().sees_alert("Not sent. The connection dropped.")
    alice.goes_to("/messages/inbox").has_row("Lost answer")

    bob.page.unroute("**/v1/messages")
    bob.clicks("Try again")

    expect(bob.dialog()).to_have_count(0, timeout=SLOW_MS)
    bob.goes_to("/messages/sent").has_row("Lost answer")
    for person in (alice.goes_to("/messages/inbox"), bob):
        expect(person.page.get_by_role("row").filter(has_text="Lost answer")).to_have_count(1)


def test_a_lost_line_is_said_and_goes_away_with_a_new_one(bob: Person, organisation: Organisation) -> None:
    organisation.olga.send(organisation.olga.plan(to=[bob.addr]), Draft("Before the tunnel", "Text."))
    bob.has_row("Before the tunnel").context.set_offline(True)
    bob.clicks("Refresh").sees("You are offline.")

    bob.context.set_offline(False)
    organisation.olga.send(organisation.olga.plan(to=[bob.addr]), Draft("After the tunnel", "Text."))

    bob.has_row("After the tunnel").sees_no("You are offline.")


def test_a_page_lives_on_when_its_server_was_killed_and_came_back(
    bob: Person, server: ServerProcess, organisation: Organisation
) -> None:
    bob.goes_to("/messages/inbox")
    server.stop(signal.SIGKILL)
    bob.sees("You are offline.")

    server.start()

    organisation.olga.send(organisation.olga.plan(to=[bob.addr]), Draft("From the new server", "Text."))
    bob.has_row("From the new server").sees_no("You are offline.")


def test_a_page_that_starts_without_a_server_says_so_and_tries_again(
    server: ServerProcess, bob: Person, opens_browser: OpenBrowser
) -> None:
    somebody = opens_browser(server.url, "Somebody New").expects_complaint(NO_ANSWER)
    somebody.page.goto(f"{server.url}/sign-in")
    somebody.sees_heading("Sign in")
    somebody.page.route("**/v1/instance", lambda route: route.abort())
    somebody.reloads().sees_alert("Waxpost did not start")
    with somebody.page.expect_request("**/v1/instance"):
        somebody.clicks("Try again")
    somebody.sees_alert("Waxpost did not start")

    somebody.page.unroute("**/v1/instance")

    somebody.sees_heading("Sign in")


def test_a_page_whose_server_went_while_it_started_comes_up_when_it_is_back(
    server: ServerProcess, enters: MakePerson
) -> None:
    erin = enters("erin").expects_complaint(NO_ANSWER)
    erin.page.route("**/v1/receipts", lambda route: route.abort())
    erin.reloads().sees_alert("Waxpost did not start")

    erin.page.unroute("**/v1/receipts")

    erin.is_inside()


def test_a_part_that_does_not_load_takes_nothing_away_and_comes_with_try_again(bob: Person) -> None:
    """Until then a window that was needed for the first time on a train took the page away, and what was written."""
    bob.goes_to("/messages/inbox").begins_message("Half written", "Still here.", to=["Alice Martin"])
    bob.page.route("**/assets/*", lambda route: route.abort())
    bob.clicks("More").page.get_by_role("menuitem", name="Credentials").click()
    bob.sees_alert("Part of this page did not load.")
    expect(bob.page.get_by_role("textbox", name="Message")).to_have_value("Still here.")

    bob.page.unroute_all()
    bob.clicks("Try again").sees_heading("Add credentials").sees_no("did not load")
    bob.presses("Escape").sees_heading("New message").discards()


def test_a_page_that_does_not_load_comes_by_itself_with_the_line(bob: Person) -> None:
    sheets: list[str] = []

    def lose(route: Route) -> None:
        if route.request.resource_type == "stylesheet":
            sheets.append(route.request.url)
        route.abort()

    bob.page.route("**/assets/*", lose)
    bob.page.get_by_role("link", name="Shared links").click()
    bob.sees_alert("Part of this page did not load.").sees("Shared links")

    bob.page.unroute_all()
    bob.page.evaluate("dispatchEvent(new Event('online'))")

    bob.sees_heading("No links yet").sees_no("did not load")
    # It looks as it should: the style sheets that were lost have come, too.
    assert sheets
    assert set(sheets) <= set(bob.page.evaluate("[...document.styleSheets].map((sheet) => sheet.href)"))


def test_a_page_opened_without_https_says_what_to_do(server: ServerProcess, opens_browser: OpenBrowser) -> None:
    url = f"http://waxpost.test:{server.port}"
    # The browser says in its console which protections such an address cannot have.
    somebody = opens_browser(url, "Somebody Far").expects_complaint(
        "Cross-Origin-Opener-Policy header has been ignored"
    )

    somebody.page.goto(f"{url}/messages/inbox")

    somebody.sees_heading("Use another address").sees(url).sees("https")
    assert not somebody.page.evaluate("isSecureContext")
    expect(somebody.page.get_by_role("textbox")).to_have_count(0)


def test_an_address_that_leads_nowhere_says_so(bob: Person) -> None:
    for path in ("/nothing", "/messages/archive", "/settings/nothing", "/admin/nothing", "/people/groups/nothing/more"):
        bob.page.goto(f"{bob.url}{path}")
        bob.sees("This page does not exist.")
        expect(bob.page).to_have_title(re.compile(r"^Error: (\(\d+\) )?Not found – Waxpost$"))
    bob.page.get_by_role("link", name="Go to Inbox").click()
    bob.is_inside()


def test_rule_04_the_message_of_somebody_else_is_exactly_a_wrong_address(
    bob: Person, alice: Person, organisation: Organisation
) -> None:
    mid = organisation.olga.send(organisation.olga.plan(to=[alice.addr]), Draft("Not Bob's", "Text.")).mid
    texts: list[str] = []
    for foreign in (mid, "AAAAAAAAAAAAAAAAAAAAAA", "nonsense"):
        bob.page.goto(f"{bob.url}/messages/inbox/{foreign}")
        bob.sees("This message does not exist")
        # The list beside it opens row by row meanwhile.
        texts.append(bob.page.get_by_role("main").inner_text().rpartition("\nMessage\n")[2])

    assert texts[0] == texts[1] == texts[2]
    assert "may have been deleted" in texts[0]


def test_the_pages_of_administrators_are_not_there_for_a_member(bob: Person) -> None:
    bob.page.goto(f"{bob.url}/admin/users")

    bob.sees("This page does not exist.")
    expect(bob.page.get_by_role("link", name="Admin")).to_have_count(0)
