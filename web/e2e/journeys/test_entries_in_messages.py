"""Saved entries and messages meet: copies go out, what is received is saved, nothing secret is in the page unasked."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.system.organisation import Organisation
from waxpost import Client
from waxpost.crypto.items import Field, Item
from web.e2e.conftest import MakePerson
from web.e2e.people.footprints import Footprints
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

OFF, ON = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
TYPED, OLD, PRESENT = "typed by hand 4711", "the one before 4712", "the present one 4713"
COVERED = (OFF, ON, TYPED, OLD, PRESENT)


@pytest.fixture(scope="module")
def devices(organisation: Organisation) -> dict[str, Client]:
    """Alice has entries, one with a version before it, and a group that she was not asked about."""
    alice, bob, charlie = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    organisation.olga.create_group("Platform team", [charlie.addr])
    grafana = (Field("username", "root"), Field("password", PRESENT), Field("totp", OFF))
    made = alice.add_entry(Item("Grafana", (Field("username", "root"), Field("password", OLD))), folder="Servers/Oslo")
    alice.edit_entry(made, item=Item("Grafana", (*grafana, Field("note", "one\ntwo\nthree"))))
    alice.add_entry(Item("Router", (Field("username", "admin"), Field("totp", ON))), folder="Servers")
    alice.add_entry(Item("Guests", (Field("username", "HALDEN"),), "wifi"), folder="Offices")
    return {"alice": alice, "bob": bob, "charlie": charlie}


@pytest.fixture(scope="module")
def alice(devices: dict[str, Client], enters: MakePerson) -> Person:
    """Who sends."""
    assert devices
    return enters("alice")


@pytest.fixture(scope="module")
def bob(devices: dict[str, Client], enters: MakePerson) -> Person:
    """Who reads."""
    assert devices
    return enters("bob")


def opens_picker(person: Person) -> Locator:
    """The dialog of *User entries*."""
    person.clicks("More").page.get_by_role("menuitem", name="User entries").click()
    person.sees_heading("Add user entries")
    return person.dialog().filter(has_text="Add user entries")


def card(person: Person, title: str) -> Locator:
    """The card of an item in the reader, open."""
    found = person.message().get_by_role("region", name=title)
    expect(found).to_be_visible(timeout=SLOW_MS)
    opens = found.get_by_role("button", name="Open", exact=True)
    if opens.count() > 0:
        opens.click()
    return found


def shows_nothing_covered(person: Person) -> None:
    """Neither text nor attribute nor field of the page holds a secret."""
    values = person.page.evaluate("[...document.querySelectorAll('input, textarea')].map((one) => one.value).join(' ')")
    page = f"{person.page.content()} {values}"
    assert [secret for secret in COVERED if secret in page] == []


def newest_items(client: Client) -> dict[str, Item]:
    """What came with the newest message, by title."""
    message = client.read(client.inbox().messages[0].mid)
    assert message.content is not None
    return {item.title: item for item in message.content.items}


def attached(person: Person) -> Locator:
    """The rows of what goes along."""
    return person.page.get_by_role("list", name="Attached").get_by_role("listitem")


def attaches_credentials(alice: Person) -> str:
    """Two of them, one generated and kept as a copy; that password."""
    alice.adds_credentials("Door system", username="alice", password=TYPED)
    alice.clicks("More").page.get_by_role("menuitem", name="Credentials").click()
    alice.sees_heading("Add credentials").page.get_by_role("textbox", name="Title").fill("Datadog")
    alice.presses("Control+g")
    expect(alice.page.get_by_role("radio", name="Candidate 1 of 6")).to_be_focused()
    generated = alice.page.get_by_test_id("candidate").first.inner_text()
    alice.presses("Enter")
    alice.page.get_by_role("checkbox", name="Keep a copy in My entries").check()
    alice.clicks("Add").sees("a copy is kept in My entries")
    return generated


def attaches_entries(alice: Person) -> None:
    """Two of them: the secret of codes stays out of the first and goes with the second."""
    picker = opens_picker(alice)
    expect(picker.get_by_role("button", name="Add", exact=True)).to_be_disabled()
    picker.get_by_role("checkbox", name="Select Grafana").check()
    expect(picker.get_by_role("checkbox", name="One-time code, its secret")).not_to_be_checked()
    expect(picker.get_by_text("Anyone with this can make your codes.")).to_be_visible()
    expect(picker.get_by_text("They get a copy.")).to_be_visible()
    expect(picker.get_by_text("3 lines")).to_be_visible()
    picker.get_by_label("Search My entries").fill("router")
    expect(picker.get_by_text("1 entry matches")).to_be_visible()
    picker.get_by_role("checkbox", name="Select Router").check()
    expect(picker.get_by_role("heading", name="Router")).to_be_visible()
    picker.get_by_role("checkbox", name="One-time code, its secret").check()
    shows_nothing_covered(alice)
    picker.get_by_role("button", name="Add 2 entries").click()
    expect(attached(alice)).to_have_count(4)
    shows_nothing_covered(alice)
    alice.clicks("Edit Grafana").sees_heading("Edit entry copy")
    alice.dialog().last.get_by_role("checkbox", name="Note").uncheck()
    alice.dialog().last.get_by_role("button", name="Save").click()
    expect(attached(alice).filter(has_text="Grafana")).to_contain_text("2 fields")


def test_credentials_and_entries_go_to_a_person_and_a_group_and_are_saved_by_the_reader(
    alice: Person, bob: Person, devices: dict[str, Client]
) -> None:
    left = [Footprints(alice), Footprints(bob)]
    sent_titles = ["Datadog", "Door system", "Grafana", "Router"]
    assert not {entry.title for entry in devices["bob"].entries()} & set(sent_titles)
    alice.goes_to("/messages/inbox").begins_message("Hand-over", "All of it.", to=["Bob Roy"], groups=["Platform team"])
    alice.clicks("They may read it")
    generated = attaches_credentials(alice)
    attaches_entries(alice)
    alice.presses_send().sees("“Datadog” is kept in My entries")

    bob.goes_to("/messages/inbox").opens("Hand-over").reads("4 attachments")
    sent = newest_items(devices["charlie"])
    assert [field.f for field in sent["Grafana"].fields] == ["username", "password"]
    assert [field.f for field in sent["Router"].fields] == ["username", "totp"]
    running = card(bob, "Router")
    expect(running.get_by_role("timer")).to_have_text(re.compile(r"^\d+ s$"))
    expect(running).to_contain_text(re.compile(r"\d{3} \d{3}"))
    grafana = card(bob, "Grafana")
    expect(grafana.get_by_role("timer")).to_have_count(0)
    assert generated not in bob.page.content()
    shows_nothing_covered(bob)
    grafana.get_by_role("button", name="Show password").click()
    expect(grafana).to_contain_text(PRESENT)
    grafana.get_by_role("button", name="Hide now").click()

    bob.clicks("Save all to My entries").sees("Save 4 to My entries").dialog().get_by_role(
        "button", name="Save"
    ).click()
    expect(bob.message().get_by_text("Saved in Received")).to_have_count(4, timeout=SLOW_MS)
    shows_nothing_covered(bob)
    bob.goes_to("/entries").sees_heading("All entries")
    for title in ("Door system", "Datadog", "Grafana", "Router"):
        bob.has_row(title)
    assert sorted(entry.title for entry in devices["bob"].entries() if entry.title in sent_titles) == sent_titles
    saved = next(entry for entry in devices["bob"].entries() if entry.title == "Datadog")
    assert saved.values("password") == (generated,)
    assert saved.folder == "Received"
    kept = next(entry for entry in devices["alice"].entries() if entry.title == "Datadog")
    assert kept.values("password") == (generated,)
    for steps in left:
        steps.look()
        stored = b"".join([*steps.stores.values(), *steps.history.values()]).decode(errors="replace")
        seen = " ".join([stored, *steps.titles, *steps.visited, *steps.console])
        assert [secret for secret in (*COVERED, generated, "Grafana", "Datadog") if secret in seen] == []


def test_what_was_saved_is_said_there_until_it_is_undone(
    alice: Person, bob: Person, devices: dict[str, Client]
) -> None:
    alice.goes_to("/messages/inbox").sends("Nothing to save", "Text.", to=["Bob Roy"])
    alice.goes_to("/messages/inbox").begins_message("One more", "This.", to=["Bob Roy"])
    alice.adds_credentials("Switch", password=TYPED).presses_send()
    bob.goes_to("/messages/inbox").opens("One more")
    one = card(bob, "Switch")
    expect(bob.page.get_by_role("button", name="Save all to My entries")).to_have_count(0)
    one.get_by_role("button", name="Save to My entries").click()
    bob.dialog().get_by_label("Folder").fill("Network / Core ")
    bob.dialog().get_by_role("button", name="Save").click()
    expect(one).to_contain_text("Saved in Network/Core")
    bob.opens("Nothing to save").opens("One more")
    expect(card(bob, "Switch")).to_contain_text("Saved in Network/Core")
    card(bob, "Switch").get_by_role("link", name="Show the saved entry Switch").click()
    bob.sees_heading("Switch").sees("Login in Network/Core")
    bob.goes_to("/messages/inbox").opens("One more")
    card(bob, "Switch").get_by_role("button", name="Undo, saved Switch").click()
    expect(card(bob, "Switch").get_by_role("button", name="Save to My entries")).to_be_visible()
    # Said when it is stored; the card follows at once.
    bob.sees("1 entry moved to the trash")
    assert "Switch" not in [entry.title for entry in devices["bob"].entries()]


def test_an_entry_says_who_got_a_copy_and_whether_it_is_older_than_the_password(
    alice: Person, bob: Person, devices: dict[str, Client]
) -> None:
    of_alice = devices["alice"]
    made = of_alice.add_entry(Item("Bastion", (Field("username", "elin"), Field("password", "the first"))))
    alice.goes_to("/entries").page.get_by_role("row").filter(has_text="Bastion").click(timeout=SLOW_MS)
    alice.sees_heading("Bastion")
    region = alice.page.get_by_role("region", name="Where copies went")
    expect(region).to_have_count(0)

    alice.clicks("Send a copy", role="link").sees_heading("New message")
    alice.chooses("Bob Roy").page.get_by_role("textbox", name="Subject", exact=True).fill("The bastion")
    alice.presses_send().goes_to("/entries").page.get_by_role("row").filter(has_text="Bastion").click()
    expect(region).to_contain_text(re.compile(r"Bob Roy got a copy on \d+ [A-Z][a-z]+"), timeout=SLOW_MS)
    expect(region).not_to_contain_text("before")
    # Nobody has changed it: what was looked at before may still be changed.
    bob.goes_to("/messages/inbox").opens("The bastion").reads("1 attachment")
    of_alice.edit_entry(made, item=Item("Bastion", (Field("username", "elin"), Field("password", "the second"))))
    expect(region).to_contain_text("before the last password change", timeout=SLOW_MS)
    expect(region).to_contain_text("Bob Roy got a copy on ")

    region.get_by_role("link", name="Open message, Bob Roy").click()
    alice.sees_heading("The bastion").deletes()
    alice.goes_to("/entries").page.get_by_role("row").filter(has_text="Bastion").click()
    expect(region).to_contain_text("is not here any more", timeout=SLOW_MS)
    expect(region.get_by_role("link")).to_have_count(0)
    (copy,) = of_alice.entry("Bastion").sent
    assert (copy.is_link, copy.before) == (False, "password")


def test_a_copy_is_sent_from_an_entry_and_of_a_folder_without_its_history(
    alice: Person, bob: Person, devices: dict[str, Client]
) -> None:
    alice.goes_to("/entries").page.get_by_role("row").filter(has_text="Grafana").click()
    alice.sees_heading("Grafana").sees("Earlier versions")
    expect(alice.page).to_have_title(re.compile("Saved entry"))
    alice.clicks("Send a copy", role="link").sees_heading("New message")
    expect(attached(alice)).to_have_count(1)
    expect(attached(alice)).to_contain_text("3 fields")
    alice.clicks("Remove Grafana").page.go_back()
    alice.goes_to("/entries/folder#Servers").sees_heading("Servers").clicks("More for this folder")
    alice.page.get_by_role("menuitem", name="Send a copy of this folder").click()
    alice.sees_heading("New message")
    expect(attached(alice)).to_have_count(2)
    alice.chooses("Bob Roy").page.get_by_role("textbox", name="Subject", exact=True).fill("Folder")
    alice.presses_send()
    assert not [request.url for request in alice.requests if "Servers" in request.url.partition("#")[0]]

    bob.goes_to("/messages/inbox").opens("Folder").reads("2 attachments")
    items = newest_items(devices["bob"])
    assert sorted(items) == ["Grafana", "Router"]
    assert OLD not in repr(items)
    assert OFF not in repr(items)
    assert ON not in repr(items)


def test_a_message_that_is_not_sent_keeps_no_copy_and_the_next_try_does(
    alice: Person, devices: dict[str, Client]
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body='{"code":"storage-unavailable"}')

    def titles() -> list[str]:
        return [entry.title for entry in devices["alice"].entries()]

    alice.expects_complaint("status of 503")
    alice.goes_to("/messages/inbox").begins_message("Later", "Text", to=["Bob Roy"])
    alice.clicks("More").page.get_by_role("menuitem", name="Credentials").click()
    alice.sees_heading("Add credentials").page.get_by_role("textbox", name="Title").fill("Backup server")
    alice.page.get_by_role("checkbox", name="Keep a copy in My entries").check()
    alice.clicks("Add").page.route("**/v1/messages", refuse)
    alice.tries_to_send().sees_alert("Not sent.")
    assert "Backup server" not in titles()
    alice.page.unroute("**/v1/messages")
    alice.presses_send().sees("“Backup server” is kept in My entries")
    assert titles().count("Backup server") == 1


def test_settings_of_the_generator_are_saved_under_a_name_for_all_devices(alice: Person, enters: MakePerson) -> None:
    def opens_generator(person: Person) -> Locator:
        person.goes_to("/messages/new").sees_heading("New message").presses("Alt+a").presses("1")
        person.sees_heading("Add credentials").presses("Control+g")
        expect(person.page.get_by_test_id("candidate")).to_have_count(6)
        return person.page.get_by_role("region", name="Password generator")

    panel = opens_generator(alice)
    expect(panel.get_by_role("combobox", name="Template")).to_have_count(0)
    panel.get_by_text("PIN", exact=True).click()
    panel.get_by_role("textbox", name="Length, number").fill("9")
    panel.get_by_role("button", name="Save settings as template").click()
    panel.get_by_label("Name of the template").fill("Doors")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("combobox", name="Template")).to_have_value(re.compile("."))

    phone = enters("alice", width=820)
    panel = opens_generator(phone)
    panel.get_by_role("combobox", name="Template").select_option("Doors")
    expect(panel.get_by_test_id("candidate").first).to_have_text(re.compile(r"^\d{9}$"))
    panel.get_by_role("button", name="Actions for Doors").click()
    phone.page.get_by_role("menuitem", name="Rename").click()
    panel.get_by_label("New name of “Doors”").fill("Gates")
    # The page shows a change before it is stored, and is left right after.
    with phone.page.expect_response(lambda answer: answer.request.method == "PUT" and answer.url.endswith("/v1/vault")):
        panel.get_by_role("button", name="Rename").click()
    expect(panel.get_by_role("button", name="Actions for Gates")).to_be_visible()
    phone.goes_to("/entries").sees_heading("All entries").has_no_row("Gates")

    panel = opens_generator(alice)
    panel.get_by_role("combobox", name="Template").select_option("Gates")
    panel.get_by_role("button", name="Actions for Gates").click()
    alice.page.get_by_role("menuitem", name="Delete").click()
    alice.sees("Template “Gates” deleted")
    expect(panel.get_by_role("combobox", name="Template")).to_have_count(0)
