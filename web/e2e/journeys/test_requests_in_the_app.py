"""Requests made in the app: passed on, answered by somebody without an account, read, watched, changed and closed."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.system.markers import places_of, unwrapped
from tests.system.server_process import ServerProcess
from web.e2e.conftest import MakePerson
from web.e2e.people.footprints import Footprints
from web.e2e.people.person import Person
from web.e2e.request_acts import (
    READY,
    SENT,
    TITLE,
    Answerer,
    asks,
    begins_request,
    eight_words,
    makes_request,
    request_id,
    sees_request,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.usefixtures("little_work")
PASSWORD = "Vd4?mQx8-Rt2!kWz9Lh"
SUBJECT = f"Answer to your request: {TITLE}"


@pytest.fixture(scope="module")
def alice(enters: MakePerson) -> Person:
    """Somebody who asks."""
    return enters("alice")


def sees_answer(person: Person, title: str = TITLE) -> Person:
    """The inbox has the answer, marked as from outside."""
    expect(answer_row(person, title)).to_contain_text("From outside")
    return person


def answer_row(person: Person, title: str) -> Locator:
    """The row of the answer to this request."""
    return person.page.get_by_role("row").filter(has_text=f"Answer to your request: {title}").first


def opens_answer(person: Person, title: str = TITLE) -> Person:
    """Open it from the inbox."""
    answer_row(sees_answer(person, title), title).click()
    return person.sees_heading(f"Answer to your request: {title}")


def in_toolbar(person: Person, name: str) -> Person:
    """Press what stands above the open answer; the rows beside it have buttons of the same names."""
    person.page.get_by_role("toolbar", name="Message").get_by_role("button", name=name).click()
    return person


def test_a_request_is_made_answered_with_everything_read_saved_and_deleted(
    alice: Person, browser: "Browser", server: ServerProcess, tmp_path: Path
) -> None:
    licence = tmp_path / "licence-2026.key"
    licence.write_bytes(b"licence " * 40_000)
    alice.goes_to("/messages/inbox")
    url = asks(alice, "Files", "Text")
    mine = eight_words(alice)
    assert url.partition("#")[2] not in alice.page.content()
    alice.clicks("Done")
    sees_request(alice, "Waiting", TITLE, "No answer yet")
    alice.goes_to("/messages/inbox")

    kim = Answerer(browser, server.url, "Kim").opens(url)
    assert isinstance(kim, Answerer)
    kim.is_asked().sees("please send the new admin login").sees("Nobody but Alice can read it.").sees_no("chosen by")
    assert kim.page.url == url.partition("#")[0]
    assert kim.words() == mine
    kim.types("Username", "portal-admin").types("Password", PASSWORD)
    kim.types("Message", "The second factor is on the shared phone.").adds([licence])
    kim.sees("licence-2026.key").sends().is_told(SENT).sees("Only Alice can read it. You can close this page.")
    assert PASSWORD not in kim.page.content()
    assert kim.complaints == []
    assert kim.context.cookies() == []

    # Nobody loads the list again.
    opens_answer(alice).sees("From whoever had this link").sees("The second factor is on the shared phone.")
    alice.sees_no("Checked by you").sees("portal-admin")
    alice.clicks("Show password").sees(PASSWORD)
    with alice.page.expect_download() as download:
        alice.clicks("Download licence-2026.key")
    assert Path(download.value.path()).read_bytes() == licence.read_bytes()
    alice.clicks("Save to My entries").dialog().get_by_role("button", name="Save").click()
    alice.sees("Saved in")
    alice.goes_to("/messages/requests")
    sees_request(alice, "Answered", TITLE, "1 answer")
    alice.clicks(TITLE, role="link").sees_heading("This request is answered").sees("1 of 1")
    alice.page.get_by_role("list").filter(has_text="Answer of today").get_by_role("link").click()
    in_toolbar(alice.sees_heading(SUBJECT), "Delete").sees("Answer deleted")
    expect(alice.page.get_by_role("row").filter(has_text=SUBJECT)).to_have_count(0)
    kim.opens(url).is_told("This request is not open any more")
    kim.leaves()


def test_the_dot_says_that_an_answer_is_unread(alice: Person, browser: "Browser", server: ServerProcess) -> None:
    alice.goes_to("/messages/inbox")
    url = asks(alice, title="Two of them", answers=2)
    alice.clicks("Done").goes_to("/people")
    kim = Answerer(browser, server.url, "Kim").opens(url)
    assert isinstance(kim, Answerer)
    kim.is_asked(title="Two of them").types("Password", PASSWORD).sends().is_told(SENT)
    expect(alice.page.get_by_role("link", name="Messages, 1 unread").first).to_be_visible()
    alice.goes_to("/messages/requests")
    sees_request(alice, "Answered", "Two of them", "unread answer")
    alice.goes_to("/messages/inbox")
    opens_answer(alice, "Two of them")
    expect(alice.page.get_by_role("link", name="Messages", exact=True).first).to_be_visible()
    in_toolbar(alice, "Mark unread")
    expect(alice.page.get_by_role("link", name="Messages, 1 unread").first).to_be_visible()
    opens_answer(alice, "Two of them")
    alice.goes_to("/messages/requests")
    sees_request(alice, "Answered", "Two of them", "1 answer · 1 more can come")
    kim.leaves()


def test_a_request_is_watched_changed_and_closed(alice: Person, browser: "Browser", server: ServerProcess) -> None:
    alice.goes_to("/messages/inbox")
    url = asks(alice, title="To be closed")
    alice.clicks("Change the end").page.get_by_role("button", name="New end").click()
    alice.clicks("30 days").clicks("Save").sees("The end of the request was changed")
    alice.clicks("Done")
    sees_request(alice, "Waiting", "To be closed", "Open until")
    alice.clicks("Actions for To be closed").page.get_by_role("menuitem", name="Close").click()
    alice.page.get_by_role("dialog", name="Close this request?").get_by_role("button", name="Close request").click()
    alice.sees("The request is closed")
    sees_request(alice, "Closed", "To be closed", "Closed by you today")
    kim = Answerer(browser, server.url, "Kim").opens(url)
    kim.is_told("This request is not open any more").leaves()
    alice.clicks("To be closed", role="link").sees_heading("You closed this request").clicks("Done")


def test_nothing_is_asked_without_a_title_or_a_kind(alice: Person) -> None:
    alice.goes_to("/messages/inbox").presses("Shift+R").sees_heading("Request a secret")
    dialog = alice.dialog()
    dialog.get_by_role("checkbox", name="Username and password").uncheck()
    alice.clicks("Create request link").sees("Say what you need").sees("Choose what to ask for")
    dialog.get_by_label("Send the request to").fill("not an address")
    expect(dialog.get_by_role("button", name="Send request")).to_be_visible()
    alice.clicks("Send request").sees("Enter one address, or leave it empty")
    alice.clicks("Cancel").page.get_by_role("dialog", name="Discard this request?").get_by_role(
        "button", name="Discard"
    ).click()
    expect(alice.dialog()).to_have_count(0)


def test_a_field_of_ones_own_is_asked_for_by_its_name(alice: Person, browser: "Browser", server: ServerProcess) -> None:
    alice.goes_to("/messages/inbox")
    begins_request(alice, "Own fields").clicks("Add a field of your own")
    alice.dialog().get_by_role("checkbox", name="Username and password").uncheck()
    alice.dialog().get_by_label("Name of field 1").fill("Customer number")
    url = makes_request(alice)
    alice.clicks("Done").goes_to("/messages/inbox")
    kim = Answerer(browser, server.url, "Kim").opens(url)
    assert isinstance(kim, Answerer)
    kim.is_asked(title="Own fields").types("Customer number", "4711-0815").sends().is_told(SENT).leaves()
    opens_answer(alice, "Own fields").sees("Customer number").sees("4711-0815")


def test_a_lost_answer_makes_no_second_request(alice: Person) -> None:
    tries: list[str] = []

    def lose(route: Route) -> None:
        # It arrives, and its answer does not.
        tries.append(route.request.post_data or "")
        assert route.fetch().ok
        route.abort()

    alice.goes_to("/messages/inbox")
    begins_request(alice, "Lost")
    alice.expects_complaint("net::ERR_FAILED")
    alice.page.route("**/v1/requests", lose)
    alice.clicks("Create request link").sees_alert("No request was made.")
    alice.page.unroute("**/v1/requests", lose)
    alice.clicks("Create request link").sees_heading(READY)
    assert len(set(tries)) == 1
    alice.clicks("Done")
    expect(alice.page.get_by_role("listitem").filter(has_text="Lost")).to_have_count(1)


def test_rule_13_key_title_note_and_address_are_in_no_request_title_store_or_log(
    enters: MakePerson, browser: "Browser", server: ServerProcess
) -> None:
    bob = enters("bob")
    feet = Footprints(bob)
    first = len(bob.requests)
    begins_request(bob, "Title-of-Whinchat", "Note-of-Whinchat")
    bob.dialog().get_by_role("checkbox", name="Text").check()
    url = makes_request(bob)
    feet.look()
    bob.clicks("Done")
    kim = Answerer(browser, server.url, "Kim").opens(url)
    assert isinstance(kim, Answerer)
    kim.is_asked("Bob", "Title-of-Whinchat").types("Username", "User-of-Whinchat").types("Password", "Pass-of-Whinchat")
    kim.types("Message", "Text-of-Whinchat").sends("Bob").is_told(SENT)
    bob.goes_to("/messages/inbox")
    opens_answer(bob, "Title-of-Whinchat").sees("Text-of-Whinchat")
    feet.look()
    sent = bob.requests[first:] + [one for one in kim.requests if not one.is_navigation_request()]
    found = {f"request {at}": f"{one.url}\n{one.post_data or ''}".encode() for at, one in enumerate(sent)}
    found |= feet.stores | feet.history
    found |= {f"title {at}": one.encode() for at, one in enumerate(feet.titles)}
    found |= {f"address {at}": one.encode() for at, one in enumerate(feet.visited)}
    found |= {f"console {at}": one.encode() for at, one in enumerate(feet.console)}
    found |= {f"log {at}": line.encode() for at, line in enumerate(server.lines)}
    places = unwrapped(found)
    fragment = url.partition("#")[2]
    for secret in (fragment, *(f"{name}-of-Whinchat" for name in ("Title", "Note", "User", "Pass", "Text"))):
        assert places_of(secret, places) == []
    # The same search finds what may be known.
    assert places_of(request_id(url), places)
    kim.leaves()


def test_a_person_without_requests_is_told_how_to_begin(enters: MakePerson) -> None:
    dana = enters("dana").goes_to("/messages/requests")
    dana.sees_heading("No requests yet").clicks("Request a secret", role="link").sees_heading("Request a secret")
    dana.page.goto(f"{dana.url}/messages/requests/AAAAAAAAAAAAAAAAAAAAAA")
    dana.sees("This request does not exist any more.")
    dana.page.goto(f"{dana.url}/messages/inbox/answer-AAAAAAAAAAAAAAAAAAAAAA")
    dana.sees("This answer is not there any more")
