"""Every policy that the browser keeps bites there, on a page that was loaded after it was set (rule 7)."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.system.server_process import ServerProcess
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

SetPolicy = Callable[[str, str], None]
DEFAULTS = {
    "idle_lock_minutes": "15",
    "stay_unlocked": "true",
    "expiry_default_days": "0",
    "expiry_max_days": "0",
    "receipts": "true",
    "max_recipients": "1000",
}


@pytest.fixture(scope="module")
def bobs_browser(enters: MakePerson) -> Person:
    """Bob's, for all tests of this file."""
    return enters("bob")


@pytest.fixture
def bob(bobs_browser: Person) -> Person:
    """Bob in his inbox."""
    return bobs_browser.comes_back()


@pytest.fixture
def sets(server: ServerProcess) -> Iterator[SetPolicy]:
    """Set a policy as the operator does, until the end of the test."""
    changed: list[str] = []

    def set_policy(name: str, value: str) -> None:
        server.command("policy", "set", name, value)
        changed.append(name)

    yield set_policy
    for name in changed:
        server.command("policy", "set", name, DEFAULTS[name])


def test_rule_07_the_idle_lock_comes_after_the_minutes_that_were_set(bob: Person, sets: SetPolicy) -> None:
    sets("idle_lock_minutes", "3")
    page = bob.new_tab()
    page.clock.install()
    page.goto(f"{bob.url}/messages/inbox")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible(timeout=SLOW_MS)

    page.clock.run_for("02:10")
    expect(page.get_by_text("Locking in 60 s")).to_be_visible()
    page.clock.run_for("01:00")

    expect(page.get_by_text("Waxpost locked itself after 3 minutes.")).to_be_visible()
    page.close()


def test_rule_07_nobody_stays_unlocked_where_it_is_not_allowed(bob: Person, sets: SetPolicy) -> None:
    bob.reloads().is_inside()

    sets("stay_unlocked", "false")

    # The load that brings the policy takes the stored key away before it shows anything; the one after it finds none.
    bob.reloads().is_inside()
    bob.reloads().is_locked().unlocks().is_inside()
    bob.goes_to("/settings/security").is_locked().unlocks().sees_heading("Security")
    switch = bob.page.get_by_role("switch", name="Stay unlocked on this device until it locks")
    expect(switch).to_be_disabled()
    expect(switch).not_to_be_checked()
    bob.reloads().is_locked()


def test_rule_07_a_message_begins_with_the_expiry_that_was_set(bob: Person, sets: SetPolicy) -> None:
    bob.clicks("New message", role="link")
    expect(bob.page.get_by_role("checkbox", name="Expires after")).not_to_be_checked()

    sets("expiry_default_days", "7")
    bob.reloads().sees_heading("New message")

    expect(bob.page.get_by_role("checkbox", name="Expires after")).to_be_checked(timeout=SLOW_MS)


def test_rule_07_a_message_without_an_end_is_refused_where_there_must_be_one(bob: Person, sets: SetPolicy) -> None:
    sets("expiry_max_days", "3")

    bob.reloads().is_inside().begins_message("For ever", "Kept.", to=["Olga Smith"])
    expiry = bob.page.get_by_role("checkbox", name="Expires after")
    expect(expiry).to_be_checked()
    expiry.uncheck()
    bob.tries_to_send().sees("Your company allows at most 3 days.")
    bob.discards().has_no_row("For ever")


def test_rule_07_more_readers_than_allowed_get_nothing(bob: Person, enters: MakePerson, sets: SetPolicy) -> None:
    alice = enters("alice")
    sets("max_recipients", "1")

    bob.reloads().is_inside().begins_message("For two", "Text.", to=["Olga Smith", "Alice Martin"]).tries_to_send()

    bob.sees_alert("A message may have at most 1 recipient in your organisation.")
    bob.discards()
    alice.comes_back().has_no_row("For two")


def test_rule_07_without_receipts_nobody_learns_who_has_read(bob: Person, enters: MakePerson, sets: SetPolicy) -> None:
    olga = enters("olga")
    bob.reloads().is_inside().sends("With receipts", "Read me.", to=["Olga Smith"])
    opens_and_says_so(olga, "With receipts")
    bob.opens("With receipts", "sent").sees("Read 1").sees_no("Not opened yet")

    sets("receipts", "false")
    bob.comes_back().sends("Unwatched", "Read me.", to=["Olga Smith"])
    opens_and_says_so(olga.comes_back(), "Unwatched")

    bob.opens("Unwatched", "sent").reloads().reads("Read me.").sees("Read 0").sees_no("Read 1")


def opens_and_says_so(reader: Person, subject: str) -> None:
    """Open a message, and wait until the server knows."""
    with reader.page.expect_response(lambda answer: answer.url.endswith("/v1/messages/read")) as told:
        reader.is_inside().opens(subject).reads("Read me.")
    assert told.value.ok
