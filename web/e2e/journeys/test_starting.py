"""How a page starts while something else happens: the newest lock or sign-out decides, wherever it was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS


@pytest.fixture
def bob(enters: MakePerson, people: list[Person]) -> Person:
    """Bob in his inbox."""
    return people[0].comes_back() if people else enters("bob")


def never_writes(route: Route) -> None:
    if route.request.method != "PUT":
        route.continue_()


@contextmanager
def starting(bob: Person, what: str = "**/v1/policies") -> Iterator[Page]:
    """Another tab, kept in the middle of its start by an answer that does not come: its key is open already."""
    tab, held = bob.new_tab(), list[Route]()
    tab.route(what, lambda route: held.append(route))  # noqa: PLW0108 - wants a plain function
    with tab.expect_request(what):
        tab.goto(f"{bob.url}/messages/inbox", wait_until="commit")
    yield tab
    for route in held:
        route.continue_()
    tab.unroute(what)


def test_who_locks_and_reloads_at_once_starts_locked(bob: Person, organisation: Organisation) -> None:
    organisation.olga.send(organisation.olga.plan(to=[bob.addr]), Draft("Opened", "It leaves a receipt to write."))
    bob.has_row("Opened").page.route("**/v1/receipts/*", never_writes)

    # What waits to be written is written before the lock screen shows, and here that never ends.
    with bob.page.expect_request(lambda request: request.method == "PUT" and "/v1/receipts/" in request.url):
        bob.clicks("Lock")
    bob.reloads()

    bob.is_locked().sees("Waxpost was locked.")
    bob.page.unroute("**/v1/receipts/*")


@pytest.mark.parametrize("missing", ["**/v1/policies", "**/v1/receipts", "**/v1/log?*"])
def test_a_lock_holds_for_a_tab_that_is_still_starting(bob: Person, missing: str) -> None:
    greeting = re.compile("^Welcome back, (Bob|bob@example.org)$")
    with starting(bob, missing) as tab:
        bob.locks()

    expect(tab.get_by_role("heading", name=greeting)).to_be_visible(timeout=SLOW_MS)
    tab.reload()
    expect(tab.get_by_role("heading", name=greeting)).to_be_visible(timeout=SLOW_MS)
    tab.close()


def test_a_sign_out_ends_the_start_of_another_tab_at_the_sign_in(bob: Person) -> None:
    with starting(bob) as tab:
        bob.signs_out()

    expect(tab.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SLOW_MS)
    tab.close()


def test_a_session_that_ends_in_the_middle_of_a_start_leads_to_the_sign_in(bob: Person) -> None:
    with starting(bob) as tab:
        # Only the server knows of it: no tab is told.
        address = f"{bob.url}/v1/sessions/current"
        assert bob.context.request.delete(address, headers={"Origin": bob.url}).status == 204

    expect(tab.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SLOW_MS)
    tab.close()
