"""Credentials with a generated password: from the sender's keyboard to the reader's card, and nowhere else."""

import pytest
from playwright.sync_api import expect

from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """Who sends."""
    return enters("olga")


@pytest.fixture(scope="module", autouse=True)
def bob(enters: MakePerson) -> Person:
    """Who reads."""
    return enters("bob")


def test_fourteen_keys_send_a_generated_password_and_the_reader_uses_it(olga: Person, bob: Person) -> None:
    olga.goes_to("/messages/inbox").sees_heading("Inbox")
    keys, page = olga.page.keyboard, olga.page
    bob.has_no_row("Datadog")

    keys.press("c")
    expect(page.get_by_role("combobox", name="To")).to_be_focused()
    keys.type("Bob Roy")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Remove Bob Roy")).to_be_visible()
    keys.press("Tab")
    keys.type("Datadog")
    keys.press("Tab")
    keys.type("For tonight.")
    keys.press("Alt+a")
    expect(page.get_by_role("menuitem", name="Credentials")).to_be_visible()
    keys.press("1")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    keys.type("Read-only user")
    keys.press("Control+g")
    first = page.get_by_role("radio", name="Candidate 1 of 6")
    expect(first).to_be_focused()
    generated = page.get_by_test_id("candidate").first.inner_text()
    keys.press("Enter")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
    keys.press("Enter")
    olga.sees("Very strong password")
    keys.press("Control+Enter")
    olga.sees("Sent to 1 person")

    assert len(generated) == 20
    bob.opens("Datadog").reads("For tonight.")
    card = bob.page.get_by_role("region", name="Read-only user")
    expect(card).to_be_visible(timeout=SLOW_MS)
    assert generated not in bob.page.content()
    card.get_by_role("button", name="Copy password").click()
    bob.sees("Clipboard clears in 30 s.")
    assert bob.page.evaluate("navigator.clipboard.readText()") == generated
    bob.clicks("Clear now")
    bob.sees_no("Clipboard clears in 30 s.")
    # The notice goes when it is pressed.
    bob.page.wait_for_function("navigator.clipboard.readText().then((text) => text === '')")
    card.get_by_role("button", name="Show password").click()
    expect(card).to_contain_text(generated)
    card.get_by_role("button", name="Large letters, password").click()
    expect(bob.page.get_by_role("dialog", name="Password").get_by_role("listitem")).to_have_count(20)


def test_credentials_are_edited_and_removed_before_they_are_sent(olga: Person) -> None:
    olga.goes_to("/messages/inbox").begins_message("Draft", "Text", to=["Bob Roy"])
    olga.adds_credentials("First", username="root").adds_credentials("Second")
    olga.clicks("Edit First").page.get_by_role("textbox", name="Title").fill("The first")
    olga.clicks("Save").clicks("Remove Second")
    rows = olga.page.get_by_role("list", name="Attached").get_by_role("listitem")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("The first")

    olga.page.get_by_role("textbox", name="Subject").press("Alt+a")
    olga.presses("1").sees_heading("Add credentials").presses("Escape")
    expect(olga.page.get_by_role("heading", name="Add credentials")).to_have_count(0)
    olga.sees_heading("New message")
    olga.page.get_by_role("textbox", name="Subject").press("Alt+a")
    olga.presses("1").sees_heading("Add credentials").page.go_back()
    expect(olga.page.get_by_role("heading", name="Add credentials")).to_have_count(0)
    expect(rows).to_have_count(1)
    olga.discards()
