"""Ways in and out: what stays unlocked, what locks, and how somebody comes back who lost something."""

import pytest
from playwright.sync_api import expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.footprints import READ_STORES
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """The administrator."""
    return enters("olga")


@pytest.fixture(scope="module")
def bobs_browser(enters: MakePerson) -> Person:
    """Bob's, for all tests of this file."""
    return enters("bob")


@pytest.fixture
def bob(bobs_browser: Person) -> Person:
    """Bob in his inbox, whatever the test before him left behind."""
    return bobs_browser.comes_back()


@pytest.fixture
def letter(organisation: Organisation, bob: Person) -> str:
    """The subject of a message to Bob that he has opened."""
    plan = organisation.olga.plan(to=["bob@example.org"])
    organisation.olga.send(plan, Draft("Very private", "Not for the lock screen."))
    bob.has_row("Very private")
    return "Very private"


def test_a_reload_stays_unlocked_until_it_was_locked(bob: Person) -> None:
    bob.goes_to("/messages/sent").reloads().sees_heading("Sent")

    bob.locks().sees("You locked Waxpost.").reloads()

    bob.is_locked().sees("Waxpost was locked.")
    bob.unlocks("something else entirely").sees("That password does not match.")
    bob.unlocks().is_inside()


def test_locking_one_tab_takes_the_messages_out_of_all_of_them(bob: Person, letter: str) -> None:
    bob.goes_to("/messages/inbox").opens(letter).reads("Not for the lock screen.")
    other = bob.new_tab()
    other.goto(f"{bob.url}/messages/inbox")
    expect(other.get_by_role("row").filter(has_text=letter).first).to_be_visible(timeout=SLOW_MS)

    bob.locks()

    expect(other.get_by_role("heading", name="Welcome back, Bob")).to_be_visible(timeout=SLOW_MS)
    for page in (bob.page, other):
        expect(page).to_have_url(f"{bob.url}/unlock")
        expect(page).to_have_title("Locked – Waxpost")
        assert letter not in page.content()
        assert "Not for the lock screen." not in page.content()
    bob.unlocks().sees_heading(letter)
    expect(other.get_by_role("row").filter(has_text=letter).first).to_be_visible(timeout=SLOW_MS)
    other.close()


def test_without_staying_unlocked_a_reload_asks_for_the_password(bob: Person) -> None:
    bob.goes_to("/settings/security")
    switch = bob.page.get_by_role("switch", name="Stay unlocked on this device until it locks")
    switch.press("Space")
    expect(switch).not_to_be_checked()

    bob.reloads().is_locked().unlocks().sees_heading("Security")

    expect(switch).not_to_be_checked()
    switch.press("Space")
    expect(switch).to_be_checked()
    bob.reloads().sees_heading("Security")


def test_keys_that_should_not_have_stayed_open_nothing_and_go(bob: Person) -> None:
    """Whatever kept them from being deleted, say a full disk, when the person chose so."""
    kept = "database waxpost, values, device"
    bob.goes_to("/messages/sent").reloads().sees_heading("Sent")
    assert kept in bob.page.evaluate(READ_STORES)
    bob.page.evaluate("localStorage.setItem('waxpost-stay-unlocked', 'no')")

    bob.reloads().is_locked()

    assert kept not in bob.page.evaluate(READ_STORES)
    bob.page.evaluate("localStorage.removeItem('waxpost-stay-unlocked')")
    bob.unlocks().sees_heading("Sent")


def test_an_idle_page_locks_itself_after_it_has_said_so(bob: Person) -> None:
    page = bob.new_tab()
    page.clock.install()
    page.goto(f"{bob.url}/messages/inbox")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible(timeout=SLOW_MS)

    page.clock.run_for("14:10")
    expect(page.get_by_text("Locking in 60 s")).to_be_visible()
    page.get_by_role("button", name="Stay unlocked").click()
    page.clock.run_for("14:10")
    expect(page.get_by_text("Locking in 60 s")).to_be_visible()
    page.clock.run_for("01:00")

    expect(page.get_by_text("Waxpost locked itself after 15 minutes.")).to_be_visible()
    bob.is_locked().unlocks().sees_heading("Inbox")
    page.close()


def test_after_signing_out_nothing_opens_and_nothing_is_kept(bob: Person) -> None:
    bob.signs_out()
    bob.page.goto(f"{bob.url}/messages/inbox")

    bob.sees_heading("Sign in")
    # The device stays known, so that guesses of others do not shut it out.
    assert [cookie.get("name") for cookie in bob.context.cookies()] == ["__Host-waxpost-device"]
    bob.tries_to_sign_in("not the password at all").sees_alert("That address and password do not match.")
    bob.signs_in()


def test_signing_out_without_the_server_says_what_is_left(bob: Person) -> None:
    bob.expects_complaint("ERR_FAILED")
    bob.page.route("**/v1/sessions/current", lambda route: route.abort())

    bob.signs_out().sees("The server did not hear that you signed out")

    bob.page.unroute("**/v1/sessions/current")
    bob.reloads().is_locked().clicks("Sign out").sees_heading("Sign in").sees_no("did not hear")
    bob.reloads().sees_heading("Sign in")


def test_a_session_that_was_ended_elsewhere_is_over_at_once(bob: Person, organisation: Organisation) -> None:
    with organisation.signs_in("bob", "ender") as phone:
        for session in phone.sessions():
            if session.client == "browser":
                phone.end_session(session.id)

    bob.sees_heading("Sign in").sees("You were signed out. Sign in again.")

    bob.signs_in()


def test_another_session_is_listed_and_ended(bob: Person, organisation: Organisation) -> None:
    organisation.signs_in("bob", "tablet")
    bob.goes_to("/messages/inbox").goes_to("/settings/security")
    rows = bob.page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    expect(rows.filter(has_text="This device")).to_have_count(1, timeout=SLOW_MS)
    before = rows.count()

    rows.get_by_role("button", name="Sign out").first.click()

    expect(rows).to_have_count(before - 1, timeout=SLOW_MS)


def test_a_changed_password_opens_and_the_old_one_does_not(enters: MakePerson) -> None:
    dana = enters("dana")
    old = dana.password

    dana.changes_password("another badger gathers 19 pears").locks()

    dana.unlocks(old).sees("That password does not match.")
    dana.unlocks().sees_heading("Security").signs_out()
    dana.tries_to_sign_in(old).sees_alert("That address and password do not match.")
    dana.signs_in()


def test_the_recovery_kit_brings_somebody_back_with_a_new_password_and_a_new_kit(
    enters: MakePerson, organisation: Organisation
) -> None:
    charlie = enters("charlie")
    plan = organisation.olga.plan(to=["charlie@example.org"])
    organisation.olga.send(plan, Draft("Still here", "It stays."))
    old_kit, words = charlie.kit, charlie.own_words()

    charlie.signs_out().recovers("another otter marmalade 48")

    assert charlie.kit != old_kit
    assert charlie.own_words() == words
    charlie.goes_to("/messages/inbox").opens("Still here").reads("It stays.")
    charlie.signs_out().signs_in()


def test_a_wrong_recovery_code_opens_nothing(bob: Person) -> None:
    bob.signs_out()
    bob.page.goto(f"{bob.url}/recover")
    bob.page.get_by_label("Email address").fill(bob.addr)
    bob.page.get_by_label("Recovery code").fill("ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567")
    bob.page.get_by_role("button", name="Continue").click()

    bob.sees_alert("")
    bob.signs_in()


def test_who_starts_over_gets_messages_only_after_all_eight_words_were_typed(
    olga: Person, bob: Person, enters: MakePerson
) -> None:
    alice = enters("alice")
    bob.sends("Before", "With the old key.", to=["Alice Martin"])
    alice.opens("Before").signs_out()

    alice.starts_over(olga.lets_start_over("Alice Martin"))

    alice.sees("Locked with a key you no longer have")
    words = alice.own_words()
    bob.begins_message("After", "With the new key.", to=["Alice Martin"])
    bob.sees("Alice has a new key. Check it before you send.").is_held_up("Check Alice’s key to send")
    for word in words:
        expect(bob.dialog()).not_to_contain_text(word)
    bob.types_words([*words[:7], "abandon" if words[7] != "abandon" else "ability"])
    bob.sees("These are not the words of this key. Do not send.").is_held_up("Check Alice’s key to send")
    bob.types_words(words).sees_no("Alice has a new key.").presses_send()
    alice.goes_to("/messages/inbox").opens("After").reads("With the new key.")
    # Olga made the link, so her device knows who used it.
    olga.goes_to("/messages/inbox").sends("Welcome back", "From Olga.", to=["Alice Martin"])
    alice.goes_to("/messages/inbox").opens("Welcome back")


def test_after_three_wrong_tries_an_administrator_is_told(olga: Person, bob: Person) -> None:
    bob.goes_to("/people").clicks("Check, key of Olga Smith")
    wrong = ["abandon"] * 8

    for _ in range(2):
        bob.types_words(wrong).sees("These are not the words of this key.")
    # The page says so as soon as it tells, and the list of the administrators does not follow by itself.
    with bob.page.expect_response("**/v1/reports"):
        bob.types_words(wrong)

    bob.sees("An administrator has been told.")
    expect(bob.page.get_by_label("Word 1 of 8")).to_be_disabled()
    olga.goes_to("/admin/users").reloads().sees(bob.addr)
    expect(olga.page.get_by_role("complementary")).to_contain_text("Bob")


def test_a_suspended_person_is_out_at_once_and_back_when_restored(olga: Person, enters: MakePerson) -> None:
    erin = enters("erin")

    olga.suspends("Erin Wood")

    erin.sees_heading("Sign in").tries_to_sign_in().sees_alert("")
    olga.goes_to("/messages/inbox").page.get_by_role("link", name="New message").first.click()
    olga.page.get_by_role("combobox", name="To").fill("Erin")
    olga.sees("Suspended").presses("Escape")
    olga.goes_to("/messages/inbox").restores("Erin Wood")
    erin.signs_in()


def test_the_last_administrator_is_not_offered_to_be_suspended(olga: Person) -> None:
    olga.goes_to("/admin/users").sees(olga.addr)

    expect(olga.page.get_by_role("button", name="Actions for Olga Smith")).to_have_count(0)
