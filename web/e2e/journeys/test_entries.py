"""My entries in the browser: made, found, changed, deleted, restored; the same on another device and in the CLI."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

SECRET = "JBSWY3DPEHPK3PXP"
FIRST = "first password 4711"
SECOND = "second password 4712"


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """On her laptop."""
    return enters("olga", width=1400)


@pytest.fixture(scope="module")
def phone(enters: MakePerson, olga: Person) -> Person:
    """Olga again, on another device."""
    assert olga.name
    return enters("olga", width=820)


@pytest.fixture(scope="module")
def command(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Olga on the command line."""
    made = CommandLine(tmp_path_factory.mktemp("cli"), PASSWORD)
    made("sign-in", organisation.server.url, "--address", address("olga"))
    return made


def opens(person: Person, shelf: str, title: str) -> None:
    """Open the entry with this title from a list."""
    person.goes_to(shelf).page.get_by_role("row").filter(has_text=title).click()
    person.sees_heading(title)


def saves(command: CommandLine, title: str, *more: str, text: str = "") -> None:
    """Make an entry on the command line."""
    command("entry", "add", title, *more, text=text)


def test_an_entry_is_made_and_found_everywhere(olga: Person, phone: Person, command: CommandLine) -> None:
    olga.goes_to("/entries").sees_heading("All entries")
    assert "Grafana" not in command("entries").out

    olga.clicks("New entry", role="link").sees_heading("New entry")
    dialog = olga.dialog()
    dialog.get_by_role("button", name="Save").click()
    olga.sees("Enter a title")
    expect(dialog.get_by_label("Title")).to_be_focused()
    dialog.get_by_label("Title").fill("Grafana")
    dialog.get_by_label("Username").fill("root")
    dialog.get_by_label("Password", exact=True).fill(FIRST)
    dialog.get_by_label("Website").fill("https://grafana.example.org")
    dialog.get_by_label("One-time code").fill(SECRET)
    dialog.get_by_label("Folder").fill("Servers/Oslo")
    dialog.get_by_label("Tags").fill("production")
    dialog.get_by_label("Tags").press("Enter")
    dialog.get_by_role("button", name="Add a field").click()
    olga.page.get_by_role("menuitem", name="Covered field with a name of your own").click()
    dialog.get_by_label("Name of the covered field").fill("Door code")
    dialog.get_by_label("Value").fill("9-9-9")
    dialog.get_by_role("button", name="Save").click()

    olga.sees_heading("Grafana").sees("Login in Servers/Oslo, changed")
    assert FIRST not in olga.page.content()
    assert "9-9-9" not in olga.page.content()
    olga.clicks("Show password").sees(FIRST).clicks("Hide now").sees_no(FIRST)
    assert FIRST not in olga.page.content()
    olga.clicks("Copy password").sees("Clipboard clears in 30 s.")
    assert olga.page.evaluate("navigator.clipboard.readText()") == FIRST
    running = olga.page.locator("dl").get_by_text("One-time code").locator("xpath=..")
    expect(running).to_contain_text(re.compile(r"\d{3} \d{3}"))
    before = running.inner_text().replace(" ", "")
    code = command("entry", "show", "Grafana", "--totp").out.strip()
    # Half a minute may end in between: then the page has the next code as well, a moment sooner or later.
    if code not in before:
        expect(running).to_contain_text(f"{code[:3]} {code[3:]}")

    assert command("entry", "show", "Grafana", "--value", "password").out == f"{FIRST}\n"
    assert command("entry", "show", "Grafana", "--value", "Door code").out == "9-9-9\n"
    assert "Servers/Oslo" in command("entries").out
    opens(phone, "/entries", "Grafana")
    phone.sees("production")


def test_a_change_keeps_the_version_before_and_reaches_the_other_device(
    olga: Person, phone: Person, command: CommandLine
) -> None:
    saves(command, "Jenkins", "--secret", "password", "--field", "Floor=3", text=f"{FIRST}\n")
    opens(phone, "/entries", "Jenkins")
    phone.sees_no("Earlier versions")

    opens(olga, "/entries", "Jenkins")
    olga.clicks("Edit").sees_heading("Edit entry")
    dialog = olga.dialog()
    dialog.get_by_role("button", name="Change password").click()
    expect(dialog.get_by_label("Password", exact=True)).to_have_value(FIRST)
    dialog.get_by_label("Password", exact=True).fill(SECOND)
    dialog.get_by_role("button", name="Save").click()
    olga.sees("Earlier versions")
    olga.clicks("Favourite")
    expect(olga.page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")

    phone.sees("Earlier versions")
    phone.clicks("Show password").sees(SECOND)
    assert command("entry", "show", "Jenkins", "--value", "password").out == f"{SECOND}\n"
    # What was not touched is there as it was.
    assert command("entry", "show", "Jenkins", "--value", "Floor").out == "3\n"
    olga.page.get_by_role("region", name="Earlier versions").get_by_role("button").click()
    version = olga.page.get_by_role("region", name="Earlier versions")
    version.get_by_role("button", name="Show password").click()
    expect(version).to_contain_text(FIRST)


def test_the_order_of_fields_is_the_same_everywhere(olga: Person, phone: Person, command: CommandLine) -> None:
    fields = ("username=root", "url=https://a.example", "url=https://b.example", "Floor=3")
    saves(command, "Rack", *(part for field in fields for part in ("--field", field)))
    opens(phone, "/entries", "Rack")
    phone.clicks("Edit").sees_heading("Edit entry")
    opens(olga, "/entries", "Rack")
    olga.clicks("Edit").sees_heading("Edit entry").clicks("Change the order")
    rows = olga.dialog().get_by_role("list", name="Order of the fields").get_by_role("listitem")
    expect(rows).to_have_text(["Usernameroot", "Websitehttps://a.example", "Websitehttps://b.example", "Floor3"])

    # By keyboard: the focus goes with the field, and it is said where that is.
    up = olga.dialog().get_by_role("button", name="Move up, Floor")
    up.focus()
    for place in (3, 2, 1):
        olga.presses("Enter")
        expect(olga.dialog().get_by_role("status").filter(has_text=f"Floor: {place} of 4.")).to_have_count(1)
        expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    # By pointer: the second website over the first.
    grip, target = (rows.nth(index).locator("svg").first for index in (3, 2))
    olga.page.mouse.move(*_middle(grip))
    olga.page.mouse.down()
    olga.page.mouse.move(*_middle(target, above=10), steps=5)
    olga.page.mouse.up()
    expect(rows).to_have_text(["Floor3", "Usernameroot", "Websitehttps://b.example", "Websitehttps://a.example"])
    olga.clicks("Back to the fields")
    expect(olga.dialog().get_by_label("Website").first).to_have_value("https://b.example")
    olga.dialog().get_by_role("button", name="Save").click()

    names = olga.page.locator("#entry dt")
    expect(names).to_have_text(["Floor", "Username", "Website", "Website"])
    shown = command("entry", "show", "Rack").out
    places = [shown.index(line) for line in ("Floor: 3", ": root", ": https://b.", ": https://a.")]
    assert places == sorted(places)
    # Another device has the former order in its form: it does not undo the new one unasked, and its own is kept.
    phone.dialog().get_by_label("Username").fill("admin")
    phone.dialog().get_by_role("button", name="Save").click()
    phone.sees_alert("This entry was changed on another device or in another tab.").clicks("Use that one")
    expect(phone.page.locator("#entry dt")).to_have_text(["Floor", "Username", "Website", "Website"])
    olga.reloads()
    expect(names).to_have_text(["Floor", "Username", "Website", "Website"])


def _middle(place: Locator, *, above: int = 0) -> tuple[float, float]:
    """Where to point at something, or a little above its middle."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - above


def test_a_value_can_be_shown_while_a_newer_version_is_on_its_way(
    olga: Person, phone: Person, command: CommandLine
) -> None:
    """Until then it was only there again after the answer, and a press in between showed nothing."""
    saves(command, "Printer", "--secret", "password", text=f"{FIRST}\n")
    opens(phone, "/entries", "Printer")
    held: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    phone.page.route("**/v1/packs/*", hold)
    opens(olga, "/entries", "Printer")
    with phone.page.expect_request("**/v1/packs/*", timeout=SLOW_MS):
        olga.clicks("Favourite")

    phone.clicks("Show password").sees(FIRST)
    favourite = phone.page.get_by_role("button", name="Favourite")
    expect(favourite).to_have_attribute("aria-pressed", "false")
    is_held = False
    for route in held:
        route.continue_()
    expect(favourite).to_have_attribute("aria-pressed", "true", timeout=SLOW_MS)
    phone.sees(FIRST)


def test_search_and_shelves_show_what_they_say(olga: Person, command: CommandLine) -> None:
    saves(command, "Lisbon office", "--type", "wifi", "--field", "username=HALDEN-LIS", "--generate")
    saves(command, "Kibana", "--secret", "password", "--folder", "Racks/Bergen", text=f"{SECOND}\n")
    opens(olga, "/entries", "Kibana")
    olga.clicks("Favourite")
    rows, search = olga.page.get_by_role("row"), olga.page.get_by_label("Search My entries")
    search.fill("halden-lis")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Lisbon office")
    search.fill(SECOND)
    olga.sees("Nothing found for")
    search.fill("")
    expect(rows.filter(has_text="Kibana")).to_have_count(1)
    olga.page.get_by_role("navigation", name="Entries").get_by_role("link", name="Favourites").click()
    olga.sees_heading("Favourites")
    expect(rows.filter(has_text="Kibana")).to_have_count(1)
    expect(rows.filter(has_text="Lisbon office")).to_have_count(0)
    olga.page.get_by_role("link", name="Racks / Bergen").click()
    olga.sees_heading("Racks/Bergen")
    olga.reloads().sees_heading("Racks/Bergen").sees("Kibana")
    # What stands behind # is no part of a request, although the browser's own record of it names it.
    assert not [request.url for request in olga.requests if "Bergen" in request.url.partition("#")[0]]


def test_two_tabs_and_two_versions(olga: Person, command: CommandLine) -> None:
    saves(command, "Guests", "--type", "wifi", "--field", "username=HALDEN-OLD", "--generate")
    opens(olga, "/entries", "Guests")
    olga.clicks("Edit").dialog().get_by_label("Security").fill("WPA3")
    other = olga.new_tab()
    other.goto(olga.page.url)
    expect(other.get_by_role("heading", name="Guests")).to_be_visible(timeout=SLOW_MS)
    other.get_by_role("button", name="Edit").click()
    other.get_by_role("dialog").get_by_label("Network name").fill("HALDEN-GUEST")
    other.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(other.get_by_role("dialog")).to_have_count(0, timeout=SLOW_MS)

    expect(olga.page.get_by_role("link", name="Guests. Wi-Fi · HALDEN-GUEST.")).to_have_count(1, timeout=SLOW_MS)
    olga.dialog().get_by_role("button", name="Save").click()
    olga.sees_alert("This entry was changed on another device or in another tab.")
    olga.clicks("Keep this one")
    expect(olga.dialog()).to_have_count(0, timeout=SLOW_MS)
    olga.sees("WPA3").sees("HALDEN-OLD")
    expect(other.get_by_text("WPA3")).to_be_visible(timeout=SLOW_MS)
    other.close()


def test_what_is_deleted_comes_back_until_it_is_deleted_for_good(
    olga: Person, phone: Person, command: CommandLine
) -> None:
    saves(command, "Old switch")
    saves(command, "New switch")
    opens(olga, "/entries", "Old switch")
    olga.clicks("Delete").sees("1 entry moved to the trash")
    assert "Old switch" not in command("entries").out
    phone.goes_to("/entries").sees("New switch").sees_no("Old switch")
    opens(olga, "/entries/trash", "Old switch")
    olga.clicks("Restore").sees("1 entry restored").sees("The trash is empty.")
    assert "Old switch" in command("entries").out

    opens(olga, "/entries/all", "Old switch")
    olga.presses("#").sees("1 entry moved to the trash")
    opens(olga, "/entries/trash", "Old switch")
    olga.clicks("Delete for good").sees("Nobody can bring it back.")
    olga.dialog().get_by_role("button", name="Delete for good").click()
    olga.sees("The trash is empty.")
    assert "Old switch" not in command("entries").out
    phone.reloads().sees("New switch").sees_no("Old switch")


def test_what_the_server_stores_shows_nothing_of_them(command: CommandLine, organisation: Organisation) -> None:
    saves(command, "Vault door", "--secret", "password", "--folder", "Cellar", text="very secret 4713\n")
    stored = b"".join(path.read_bytes() for path in Path(organisation.server.data).rglob("*") if path.is_file())
    assert address("olga").encode() in stored
    for secret in ("Vault door", "Cellar", "very secret 4713"):
        assert secret.encode() not in stored
