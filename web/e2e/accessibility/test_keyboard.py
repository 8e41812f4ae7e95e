"""The main job with the keyboard alone: nothing here touches the mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

MOST_TABS = 40


def tab_to(person: Person, name: str) -> None:
    """Press Tab until what has the focus has this name."""
    seen: list[str] = []
    for _ in range(MOST_TABS):
        person.presses("Tab")
        focused = person.page.locator("*:focus")
        if focused.count() == 0:
            continue
        labels = focused.evaluate("(one) => [...(one.labels ?? [])].map((label) => label.textContent).join(' ')")
        seen.append(f"{focused.get_attribute('aria-label') or ''} {labels} {focused.inner_text()}".strip())
        if re.search(name, seen[-1]):
            return
    raise AssertionError(f"Tab does not reach {name}: {seen}")


def types(person: Person, text: str) -> None:
    person.page.keyboard.type(text)


@pytest.fixture(scope="module")
def alice(enters: MakePerson) -> Person:
    """In her inbox."""
    return enters("alice")


def test_a_message_is_written_and_one_is_read_without_the_mouse(
    enters: MakePerson, somebody: MakePerson, organisation: Organisation
) -> None:
    organisation.joins("dana")
    bob = enters("bob")
    dana = somebody("Dana Lee")
    dana.page.goto(f"{dana.url}/sign-in")
    dana.sees_heading("Sign in")
    tab_to(dana, "Email address")
    types(dana, dana.addr)
    tab_to(dana, "Password")
    types(dana, dana.password)
    dana.presses("Enter").is_inside()

    dana.presses("c").sees_heading("New message")
    expect(dana.page.get_by_role("combobox", name="To")).to_be_focused()
    types(dana, "Bob")
    expect(dana.page.get_by_role("option")).to_have_count(1, timeout=SLOW_MS)
    dana.presses("Enter")
    tab_to(dana, "Subject")
    types(dana, "By keyboard")
    tab_to(dana, "Message")
    types(dana, "No mouse was here.")
    dana.presses("Control+Enter").sees("Sent to 1 person")
    bob.opens("By keyboard").reads("No mouse was here.")

    organisation.olga.send(organisation.olga.plan(to=[dana.addr]), Draft("For Dana", "Read me."))
    dana.has_row("For Dana").strikes("gi")
    tab_to(dana, "For Dana")
    dana.presses("Enter").sees_heading("For Dana").reads("Read me.").presses("r").sees_heading("Reply")
    expect(dana.page.get_by_role("textbox", name="Message")).to_be_focused()
    types(dana, "Read.")
    dana.presses("Control+Enter")
    expect(dana.dialog()).to_have_count(0, timeout=SLOW_MS)
    arrived = [message.content.subject for message in organisation.olga.inbox().messages if message.content]
    assert arrived.count("Re: For Dana") == 1


def test_the_focus_stays_in_a_dialog_and_comes_back(alice: Person) -> None:
    alice.comes_back().presses("?").sees("Lock now")
    expect(alice.dialog().locator("*:focus")).to_have_count(1)
    for _ in range(5):
        alice.presses("Tab")
        assert alice.page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    alice.presses("Escape")
    expect(alice.dialog()).to_have_count(0)

    alice.page.get_by_role("button", name="your account").focus()
    alice.presses("Enter")
    expect(alice.page.get_by_role("menuitem", name="Settings")).to_be_focused()
    alice.presses("Escape")
    expect(alice.page.get_by_role("button", name="your account")).to_be_focused()


def test_skip_links_lead_past_the_navigation(alice: Person) -> None:
    alice.goes_to("/people").sees_heading("People").reloads().sees_heading("People")
    alice.page.evaluate("document.activeElement.blur()")
    tab_to(alice, "Skip to page")
    alice.presses("Enter")

    expect(alice.page.locator("#page")).to_be_focused()


def test_rows_are_reached_with_arrows_and_marked_with_space(alice: Person, organisation: Organisation) -> None:
    for number in ("one", "two"):
        organisation.olga.send(organisation.olga.plan(to=[alice.addr]), Draft(f"Row {number}", "Text."))
    alice.comes_back().has_row("Row two").has_row("Row one")
    tab_to(alice, "Row two")

    alice.presses("ArrowDown")

    expect(alice.row("Row one").get_by_role("link")).to_be_focused()
    alice.presses("Space").sees("1 selected")


def test_a_page_is_locked_and_unlocked_without_the_mouse(alice: Person) -> None:
    alice.comes_back().presses("Control+Alt+l").is_locked()
    tab_to(alice, "Password")
    types(alice, "not the password at all")
    alice.presses("Enter").sees("That password does not match.")
    # What is wrong has the focus, so it is typed anew at once.
    expect(alice.page.get_by_role("textbox", name="Password", exact=True)).to_be_focused()
    alice.presses("Control+a")
    types(alice, alice.password)

    alice.presses("Enter").is_inside()


def test_a_message_with_an_end_is_sent_to_a_group_and_deleted_without_the_mouse(
    alice: Person, organisation: Organisation
) -> None:
    organisation.olga.create_group("Keyboards", [organisation.olga.addr, alice.addr])
    alice.comes_back().presses("c").sees_heading("New message")
    expect(alice.page.get_by_role("combobox", name="To")).to_be_focused()
    types(alice, "Keyboards")
    expect(alice.page.get_by_role("option")).to_have_count(1, timeout=SLOW_MS)
    alice.presses("Enter").is_held_up("Look at the new people to send")
    tab_to(alice, "^ *They may read it")
    alice.presses("Enter").sees_no("Look at the new people to send")
    alice.page.get_by_role("combobox", name="To").focus()
    tab_to(alice, "Subject")
    types(alice, "For a day")
    tab_to(alice, "Message")
    types(alice, "No mouse was here.")
    tab_to(alice, "Expires after")
    alice.presses("Space")
    tab_to(alice, "Expires after .*20")
    alice.presses("Enter").sees("7 days")
    tab_to(alice, "1 day")
    alice.presses("Enter").presses("Escape")
    expect(alice.page.get_by_role("button", name="1 day")).to_have_count(0)
    alice.presses("Control+Enter").sees("Sent to ")
    expect(alice.dialog()).to_have_count(0, timeout=SLOW_MS)

    alice.strikes("gs").has_row("For a day")
    tab_to(alice, "For a day")
    alice.presses("Enter").sees_heading("For a day").reads("Deletes itself in")
    expect(alice.message()).to_contain_text("23 h")
    alice.presses("#").has_no_row("For a day")
    alice.sees("Message deleted")
