"""The tools of My entries: a password made on a page of its own, and the check-up of all that are saved."""

import time

from playwright.sync_api import Locator, expect

from tests.system.organisation import PASSWORD, Organisation
from waxpost import Client, Field, Item, World
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

WEAK, STRONG, OTHER = "password1", "v5#Mqt.R84zk!Lh2dPw9", "q9%Vfa&J61ym,Ns4cXe8"
# In the navigation its hyphen does not break.
CHECK_UP = "Password check\N{NON-BREAKING HYPHEN}up"
LONG_AGO = time.time() - 400 * 86_400
SAME = "These 2 entries have the same password"


def tool(person: Person, name: str) -> Locator:
    """The link of a tool in the navigation."""
    return person.page.get_by_role("navigation", name="Entries").get_by_role("link", name=name)


def saves(client: Client, title: str, password: str, expires: str | None = None) -> None:
    """Save a login."""
    client.add_entry(Item(title, (Field("username", "root"), Field("password", password))), expires=expires)


def test_a_password_is_made_copied_and_saved_as_an_entry(enters: MakePerson) -> None:
    olga = enters("olga", width=1400)
    page = olga.goes_to("/entries").page
    tool(olga, "Password generator").click()
    olga.sees_heading("Password generator").sees("Spelled out")
    expect(tool(olga, "Password generator")).to_have_attribute("aria-current", "page")
    # Whoever comes here hears where he is; the first candidate does not take the focus from the heading.
    expect(page.get_by_role("heading", level=1)).to_have_text("Password generator")
    expect(page.get_by_role("button", name="Close the generator")).to_have_count(0)

    page.get_by_role("radio", name="Candidate 2 of 6").check()
    second = page.get_by_test_id("candidate").nth(1).inner_text()
    olga.clicks("Copy").sees("Clipboard clears in 30 s.")
    assert page.evaluate("navigator.clipboard.readText()") == second

    olga.clicks("Save as entry").sees_heading("New entry")
    dialog = olga.dialog()
    expect(dialog.get_by_label("Password", exact=True)).to_have_value(second)
    assert second not in page.url
    # Nothing was typed yet: it closes at once, and by Back too, and what was made is still there.
    page.go_back()
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("candidate").nth(1)).to_have_text(second)
    olga.clicks("Save as entry")
    dialog.get_by_label("Title").fill("Made here")
    dialog.get_by_role("button", name="Save").click()
    olga.sees_heading("Made here").clicks("Show password").sees(second)


def test_the_check_up_finds_what_to_change_until_it_is_changed(enters: MakePerson, organisation: Organisation) -> None:
    bob = enters("bob", width=1400)
    page = bob.goes_to("/entries").page
    tool(bob, CHECK_UP).click()
    bob.sees_heading("Password check-up").sees("No passwords yet.")
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 10 * 86_400))
    with Client.unlock(PASSWORD, home=organisation.home("bob"), world=World(clock=lambda: LONG_AGO)) as then:
        saves(then, "Old door", OTHER)
    with Client.unlock(PASSWORD, home=organisation.home("bob")) as now:
        saves(now, "Guest Wi-Fi", WEAK)
        saves(now, "Grafana", STRONG)
        saves(now, "Wiki", STRONG, expires=soon)
        saves(now, "Old router", WEAK)
        now.delete_entry(now.entry("Old router"))

    # What another device saved comes to the page that is open.
    bob.sees("4 of 4 passwords to change.")
    expect(tool(bob, f"{CHECK_UP} 4 to change")).to_be_visible()
    groups = {title: page.get_by_role("region", name=title) for title in ("Weak", "Reused", "Old", "Expiring")}
    found = {title: group.get_by_role("link").all_inner_texts() for title, group in groups.items()}
    assert {title: [text.split("\n")[0] for text in texts] for title, texts in found.items()} == {
        "Weak": ["Guest Wi-Fi"],
        "Reused": ["Grafana", "Wiki"],
        "Old": ["Old door"],
        "Expiring": ["Wiki"],
    }
    expect(groups["Reused"].get_by_role("list", name=SAME).get_by_role("link")).to_have_count(2)
    assert not any(password in page.content() for password in (WEAK, STRONG, OTHER))

    groups["Reused"].get_by_role("link").filter(has_text="Grafana").click()
    bob.sees_heading("Grafana").clicks("Edit").sees_heading("Edit entry").clicks("Change password")
    dialog = bob.dialog()
    expect(dialog.get_by_label("Password", exact=True)).to_have_value(STRONG)
    dialog.get_by_label("Password", exact=True).press("Control+g")
    dialog.get_by_test_id("select").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0, timeout=SLOW_MS)
    expect(tool(bob, f"{CHECK_UP} 3 to change")).to_be_visible()
    tool(bob, CHECK_UP).click()
    bob.sees("3 of 4 passwords to change.")
    expect(groups["Reused"]).to_have_count(0)
    expect(groups["Expiring"].get_by_role("link")).to_have_count(1)

    bob.clicks("Lock")
    expect(page.get_by_role("button", name="Unlock")).to_be_visible(timeout=SLOW_MS)
    for told in ("Guest Wi-Fi", "Old door", "Wiki", "to change", "Password check-up", CHECK_UP):
        assert told not in page.content()
