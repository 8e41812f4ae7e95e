"""How a page locks, and how it starts while something else happens: the newest lock or sign-out decides."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.footprints import READ_STORES
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

# Keeps every other writer of the store waiting for so long, or for ever, and notes when that was over and when the page
# had locked.
HOLD = """(ms) => new Promise((held) => {
  const request = indexedDB.open("waxpost");
  request.onsuccess = () => {
    const database = request.result;
    const writing = database.transaction("values", "readwrite");
    const end = ms === null ? Infinity : performance.now() + ms;
    const stay = () => {
      held();
      if (performance.now() < end) writing.objectStore("values").get("nothing").onsuccess = stay;
    };
    stay();
    writing.oncomplete = () => { globalThis.releasedAt = performance.now(); database.close(); };
  };
  globalThis.releasedAt = globalThis.lockedAt = null;
  const look = () => { if (document.title.startsWith("Locked")) globalThis.lockedAt ??= performance.now(); };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
})"""


def keeps_a_key(page: Page) -> bool:
    """Whether there is a key on this device, so that a reload starts unlocked."""
    return any("a key, kept in" in content for content in page.evaluate(READ_STORES).values())


def times_of(person: Person) -> tuple[float | None, float]:
    """When the other writers could go on, and when the page had locked: its title says so after its heading."""
    person.page.wait_for_function("globalThis.lockedAt !== null")
    released, locked = person.page.evaluate("[releasedAt, lockedAt]")
    return released, locked


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


def test_the_key_leaves_the_device_before_anything_is_written(bob: Person, organisation: Organisation) -> None:
    organisation.olga.send(organisation.olga.plan(to=[bob.addr]), Draft("Opened too", "It leaves a receipt to write."))
    bob.has_row("Opened too").page.route("**/v1/receipts/*", never_writes)
    assert keeps_a_key(bob.page)

    with bob.page.expect_request(lambda request: request.method == "PUT" and "/v1/receipts/" in request.url):
        bob.clicks("Lock")

    assert not keeps_a_key(bob.page)
    bob.page.unroute("**/v1/receipts/*")


def test_the_lock_screen_waits_for_the_key_to_be_deleted(bob: Person) -> None:
    bob.page.evaluate(HOLD, 1_000)
    bob.locks()

    released, locked = times_of(bob)
    assert released is not None
    assert locked > released


def test_a_device_that_cannot_delete_keeps_nobody_from_locking(bob: Person) -> None:
    bob.page.evaluate(HOLD, None)
    bob.locks()

    released, locked = times_of(bob)
    assert released is None
    assert locked > 0


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
