"""A device that was away is told of nothing twice: events of a week cost a page that opens no requests of their own."""

import re

from playwright.sync_api import Route, expect

from tests.system.organisation import Organisation
from waxpost import LinkDraft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

MANY = 15
# When the page opens, for the one change that comes then, and for the vault that comes with it.
FEW = 4


def asked(person: Person, path: str) -> int:
    """How often the page has asked for it."""
    return sum(request.method == "GET" and bool(re.search(path, request.url)) for request in person.requests)


def test_a_slow_page_does_not_ask_again_for_every_event_of_before(
    organisation: Organisation, enters: MakePerson
) -> None:
    maker = organisation.olga
    made = [maker.create_link(LinkDraft(f"Link {n}", "Text.", passphrase=False)) for n in range(MANY)]
    olga = enters("olga")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    lists, vaults = asked(olga, r"/v1/links\?"), asked(olga, "/v1/vault$")
    olga.page.route("**/v1/messages?*", hold)
    with olga.page.expect_response("**/v1/events*"):
        olga.page.goto(f"{olga.url}/messages/links")
    rows = olga.page.get_by_role("list", name="Shared links")
    expect(rows).to_contain_text("Link 0", timeout=SLOW_MS)
    assert held
    # What is held goes on with it.
    olga.page.unroute_all()

    maker.revoke_link(made[0].id)
    expect(rows).to_contain_text("Revoked", timeout=SLOW_MS)
    # Its key comes from the vault, in turn: after every round that was asked for before.
    olga.page.get_by_role("link", name="Link 9").click()
    olga.sees_heading("Your link is ready")

    assert asked(olga, r"/v1/links\?") - lists <= FEW
    assert asked(olga, "/v1/vault$") - vaults <= FEW


def test_what_happens_between_the_first_list_and_the_stream_is_shown(
    organisation: Organisation, enters: MakePerson
) -> None:
    maker, olga = organisation.olga, enters("olga")
    maker.create_link(LinkDraft("Before the list", "Text.", passphrase=False))
    held: list[Route] = []
    for late in ("**/v1/events*", "**/v1/messages?*"):
        olga.page.route(late, lambda route: held.append(route))  # noqa: PLW0108 - wants a plain function
    olga.page.goto(f"{olga.url}/messages/links")
    rows = olga.page.get_by_role("list", name="Shared links")
    expect(rows).to_contain_text("Before the list", timeout=SLOW_MS)

    maker.create_link(LinkDraft("After the list", "Text.", passphrase=False))
    assert len(held) > 1
    # What is held goes on with it.
    olga.page.unroute_all()

    expect(rows).to_contain_text("After the list", timeout=SLOW_MS)
