"""Links made in the app: passed on, opened by somebody without an account, watched, changed and revoked."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.system.markers import places_of, unwrapped
from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client, LinkDraft
from web.e2e.conftest import MakePerson
from web.e2e.link_acts import COPIED, READY, adds_file, begins_link, copies, makes_link, revokes, sees_link
from web.e2e.outside import link_id
from web.e2e.people.footprints import Footprints
from web.e2e.people.outsider import SHOW, Outsider
from web.e2e.people.person import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PASSWORD = "Vd4?mQx8-Rt2!kWz9Lh"


@pytest.fixture(scope="module")
def laptop(organisation: Organisation) -> Client:
    """Alice on the command line."""
    return organisation.joins("alice")


@pytest.fixture(scope="module")
def alice(laptop: Client, enters: MakePerson) -> Person:
    """Alice in a browser."""
    assert laptop is not None
    return enters("alice")


def test_a_link_with_credentials_and_a_file_is_made_opened_watched_and_revoked(
    alice: Person, browser: "Browser", server: ServerProcess, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("The door opens at nine.\n")
    alice.goes_to("/messages/inbox")
    begins_link(alice).adds_credentials("Halden VPN", username="kestrel", password=PASSWORD)
    url = makes_link(adds_file(alice, plan))
    passphrase = copies(alice, "Passphrase")
    assert len(passphrase.split("-")) == 6
    expect(alice.dialog()).to_contain_text("3 of 3")
    expect(alice.dialog()).to_contain_text("1 item, 1 file")
    # On the screen neither id nor key stands whole.
    assert url.partition("#")[2] not in alice.page.content()
    alice.clicks("Done")
    sees_link(alice, "Kestrel VPN access", "3 of 3 views left")

    kim = Outsider(browser, server.url, "Kim").opens(url).gives(passphrase).reads("Kestrel VPN access")
    kim.clicks("Show password").sees(PASSWORD)
    kim.sees("plan.txt")
    # Nobody loads the list again.
    sees_link(alice, "Kestrel VPN access", "2 of 3 views left")
    alice.clicks("Kestrel VPN access", role="link").sees_heading(READY).sees("127.0.0.0/24")
    revokes(alice).sees_heading("You revoked this link").clicks("Done")
    sees_link(alice, "Kestrel VPN access", "Revoked today")
    kim.opens(url).is_told("This message is not available any more")
    assert kim.complaints == []
    kim.leaves()


def test_what_the_browser_made_the_command_line_shows_again_and_the_reverse(alice: Person, laptop: Client) -> None:
    alice.goes_to("/messages/inbox")
    url = makes_link(begins_link(alice, "Made in the browser"))
    passphrase = copies(alice, "Passphrase")
    listed = laptop.shared_link(link_id(url))
    assert (listed.url, listed.passphrase, listed.subject) == (url, passphrase, "Made in the browser")
    alice.clicks("Done")

    made = laptop.create_link(LinkDraft(subject="Made elsewhere", body="4711", passphrase="of one's own", views=0))
    sees_link(alice, "Made elsewhere", "Unlimited views")
    alice.clicks("Made elsewhere", role="link").sees_heading(READY)
    assert copies(alice, "Link") == made.url
    # What is shown again is covered until somebody asks for it.
    alice.sees_no("of one's own").clicks("Show passphrase").sees("of one's own")
    assert copies(alice, "Passphrase") == "of one's own"
    alice.clicks("Done")

    words = laptop.create_link(LinkDraft(subject="Made of words", body="4711", is_words=True))
    sees_link(alice, "Made of words", "3 of 3 views left").page.evaluate("navigator.clipboard.writeText('')")
    alice.clicks("Copy link without key: Made of words")
    assert alice.page.evaluate(COPIED) == words.url


def test_options_limit_how_a_link_is_opened(
    alice: Person, laptop: Client, browser: "Browser", server: ServerProcess
) -> None:
    alice.goes_to("/messages/inbox")
    begins_link(alice, "Once").page.get_by_label("Views").select_option("1")
    alice.page.get_by_role("checkbox", name="Passphrase").uncheck()
    alice.page.get_by_role("checkbox", name="Tell me when it is opened").uncheck()
    alice.sees("Without one, whoever gets hold of the link can open it.")
    url = makes_link(alice)
    assert alice.page.get_by_role("button", name="Copy passphrase").count() == 0
    made = laptop.shared_link(link_id(url))
    assert (made.views, made.passphrase, made.notify) == (1, None, False)
    alice.page.get_by_role("checkbox", name="Tell me when it is opened").click()
    expect(alice.page.get_by_role("checkbox", name="Tell me when it is opened")).to_be_checked()
    assert laptop.shared_link(link_id(url)).notify
    kim = Outsider(browser, server.url, "Kim").opens(url).types_digits().reads("Once")
    alice.sees_heading("All views of this link are used").clicks("Done")
    sees_link(alice, "Once", "All views used")
    kim.leaves()

    begins_link(alice, "Mine").page.get_by_text("My own", exact=True).click()
    alice.clicks("Create link").sees("Type a passphrase, or have one made")
    alice.page.get_by_label("Your passphrase", exact=True).fill("nine brown owls sing")
    url = makes_link(alice)
    assert copies(alice, "Passphrase") == "nine brown owls sing"
    before = laptop.shared_link(link_id(url)).expires_at
    alice.clicks("Change the end").page.get_by_role("button", name="New end").click()
    alice.clicks("30 days").clicks("Save").sees("The end of the link was changed")
    assert laptop.shared_link(link_id(url)).expires_at > before
    alice.clicks("Done")


def test_a_lost_answer_makes_no_second_link(alice: Person, laptop: Client) -> None:
    tries: list[str] = []

    def lose(route: Route) -> None:
        # It arrives, and its answer does not.
        tries.append(route.request.post_data or "")
        assert route.fetch().ok
        route.abort()

    alice.goes_to("/messages/inbox")
    begins_link(alice, "Lost")
    alice.expects_complaint("net::ERR_FAILED")
    alice.page.route("**/v1/links", lose)
    alice.clicks("Create link").sees_alert("No link was made.")
    alice.page.unroute("**/v1/links")
    alice.clicks("Try again").sees_heading(READY)
    assert len(set(tries)) == 1
    url = copies(alice, "Link")
    assert [one.id for one in laptop.shared_links() if one.subject == "Lost"] == [link_id(url)]
    alice.clicks("Done")


def test_nothing_written_makes_no_link_and_a_file_that_waits_is_waited_for(alice: Person) -> None:
    alice.goes_to("/messages/inbox")
    begins_link(alice, "Empty", "").clicks("Create link")
    alice.sees("This message has no text and nothing attached.")
    alice.clicks("Discard").page.get_by_role("dialog", name="Discard this message?").get_by_role(
        "button", name="Discard"
    ).click()
    expect(alice.dialog()).to_have_count(0)
    alice.presses("Shift+L").sees_heading("New shareable link").clicks("Discard")
    expect(alice.dialog()).to_have_count(0)


def test_rule_13_the_key_and_the_passphrase_of_a_link_are_in_no_request_address_title_or_store(
    enters: MakePerson, server: ServerProcess
) -> None:
    bob = enters("bob")
    feet = Footprints(bob)
    first = len(bob.requests)
    url = makes_link(begins_link(bob, "Subject-of-Whinchat"))
    passphrase = copies(bob, "Passphrase")
    feet.look()
    bob.clicks("Done")
    sees_link(bob, "Subject-of-Whinchat", "3 of 3 views left")
    bob.reloads().sees_heading("Shared links")
    sees_link(bob, "Subject-of-Whinchat", "3 of 3 views left")
    feet.look()
    sent = bob.requests[first:]
    found = {f"request {at}": f"{one.url}\n{one.post_data or ''}".encode() for at, one in enumerate(sent)}
    found |= feet.stores | feet.history
    found |= {f"title {at}": one.encode() for at, one in enumerate(feet.titles)}
    found |= {f"address {at}": one.encode() for at, one in enumerate(feet.visited)}
    found |= {f"console {at}": one.encode() for at, one in enumerate(feet.console)}
    found |= {f"log {at}": line.encode() for at, line in enumerate(server.lines)}
    places = unwrapped(found)
    fragment = url.partition("#")[2]
    for secret in (fragment, passphrase, "Subject-of-Whinchat"):
        assert places_of(secret, places) == []
    # The same search finds what may be known.
    assert places_of(link_id(url), places)


def test_a_person_without_links_is_told_how_to_begin(enters: MakePerson) -> None:
    dana = enters("dana").goes_to("/messages/links")
    dana.sees_heading("No links yet").clicks("Create link", role="link").sees_heading("New shareable link")
    dana.page.goto(f"{dana.url}/messages/links/AAAAAAAAAAAAAAAAAAAAAA")
    dana.sees_heading("This link does not exist any more.")
    assert SHOW not in dana.page.content()


def test_without_a_mail_server_email_is_dimmed_and_says_why(enters: MakePerson) -> None:
    """Also for who knows the address of the window; codes go by mail as well."""
    erin = enters("erin").goes_to("/messages/inbox").clicks("More ways to send")
    email = erin.page.get_by_role("menuitem", name="Send by email")
    expect(email).to_have_accessible_name(
        "Send by email This server cannot send email yet. Create a link instead, or ask an admin."
    )
    expect(email).to_be_disabled()
    erin.presses("Escape").presses("Shift+E").sees_heading("Send by email").sees("This server cannot send email yet.")
    expect(erin.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    erin.clicks("Discard").presses("Shift+L").sees_heading("New shareable link")
    expect(erin.page.get_by_role("checkbox", name="Only this address may open it")).to_be_disabled()
    erin.sees("It needs a code by email, and no email can be sent here.")
