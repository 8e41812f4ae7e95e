"""What a button shows or opens may be fetched later than it is pressed: no press and no focus is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Route, expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person

SUBJECT = "Late things"


@pytest.fixture(scope="module")
def alice(organisation: Organisation, enters: MakePerson) -> Person:
    """In an inbox with one message, in a window where the navigation is a drawer."""
    person = enters("alice", width=1000)
    organisation.olga.send(organisation.olga.plan(to=["alice@example.org"]), Draft(SUBJECT, "In its own time."))
    return person.has_row(SUBJECT)


@contextmanager
def without(person: Person, chunk: str) -> Iterator[None]:
    """The page, loaded anew, has asked for this part and does not get it before the end."""
    held: list[Route] = []
    asked = f"**/assets/{chunk}-*.js"

    def hold(route: Route) -> None:
        held.append(route)

    person.page.route(asked, hold)
    with person.page.expect_request(asked):
        person.reloads()
    yield
    for route in held:
        route.continue_()
    person.page.unroute(asked)


def test_words_that_come_late_leave_a_press_and_the_focus_alone(alice: Person) -> None:
    page = alice.goes_to("/messages/inbox").page
    button = page.get_by_role("button", name="Select all")
    with without(alice, "Words"):
        before = alice.has_row(SUBJECT).page.wait_for_selector("[aria-label='Select all']")
        button.hover()
        page.mouse.down()
        expect(button).to_be_focused()
        expect(page.get_by_role("tooltip")).to_have_count(0)

    expect(page.get_by_role("tooltip")).to_have_text("Select all")
    expect(button).to_have_accessible_description("Select all")
    assert button.evaluate("(now, before) => now === before && now === document.activeElement", before)
    page.mouse.up()
    alice.sees("1 selected").clicks("Clear selection")


def test_the_keyboard_has_its_words_until_escape(alice: Person) -> None:
    page = alice.goes_to("/messages/inbox").page
    button = page.get_by_role("button", name="Refresh")
    page.mouse.move(0, 0)
    button.press("Shift")

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    expect(button).to_be_focused()
    expect(page.get_by_role("tooltip")).to_have_text("Refresh")
    alice.presses("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_navigation_that_comes_late_opens_once_and_gives_the_focus_back(alice: Person) -> None:
    alice.goes_to("/messages/inbox")
    with without(alice, "NavDrawer"):
        alice.has_row(SUBJECT).clicks("Menu")
        expect(alice.dialog()).to_have_count(0)

    expect(alice.page.get_by_role("dialog", name="Messages")).to_be_visible()
    alice.presses("Escape")
    expect(alice.dialog()).to_have_count(0)
    expect(alice.page.get_by_role("button", name="Menu")).to_be_focused()


def test_the_readers_of_a_message_that_come_late_open_once_and_give_the_focus_back(alice: Person) -> None:
    alice.goes_to("/messages/inbox").opens(SUBJECT)
    button = alice.page.get_by_role("button", name="can read this")
    with without(alice, "Readers"):
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(alice.dialog()).to_have_count(0)

    expect(alice.dialog()).to_contain_text("olga@example.org")
    expect(button).to_have_attribute("aria-controls", alice.dialog().get_attribute("id") or "none")
    alice.presses("Escape")
    expect(alice.dialog()).to_have_count(0)
    expect(button).to_be_focused()
