"""The list of My entries: of one type, sorted, several at once, in folders; the same in the CLI; also by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost.crypto.items import Field, Item
from web.e2e.conftest import MakePerson
from web.e2e.entry_acts import chooses_in, marks, row, undoes
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

NUMBER = "4000 0000 0000 4821"
TITLES = ["Bastion host", "Company card", "GitLab", "Passport", "Wi-Fi – Lisbon"]


@pytest.fixture(scope="module")
def olga(organisation: Organisation, enters: MakePerson) -> Person:
    """With an entry of each of five types."""
    add = organisation.olga.add_entry
    key = (Field("username", "elin"), Field("host", "bastion.halden.example"), Field("private-key", "x"))
    add(Item("Bastion host", key, "ssh-key"), folder="Servers/Oslo", expires="2031-02-01")
    add(Item("Company card", (Field("holder", "Elin Voss"), Field("number", NUMBER)), "card"), folder="Cards")
    add(Item("GitLab", (Field("username", "evoss"),)), folder="Servers")
    add(Item("Passport", (Field("number", "X0000000"),), "identity"), folder="Cards", expires="2031-01-31")
    add(Item("Wi-Fi – Lisbon", (Field("username", "HALDEN-LIS"),), "wifi"))
    return enters("olga", width=1400)


@pytest.fixture(scope="module")
def command(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Olga on the command line."""
    made = CommandLine(tmp_path_factory.mktemp("cli"), PASSWORD)
    made("sign-in", organisation.server.url, "--address", address("olga"))
    return made


def shows(person: Person, *titles: str) -> None:
    """The list has these rows, in this order."""
    rows = person.page.get_by_role("row").filter(has=person.page.get_by_role("link"))
    expect(rows).to_have_count(len(titles), timeout=SLOW_MS)
    for at, title in enumerate(titles):
        expect(rows.nth(at)).to_contain_text(title, timeout=SLOW_MS)


def test_rows_say_what_an_entry_is_known_by_and_the_number_stays_covered(olga: Person, command: CommandLine) -> None:
    olga.goes_to("/entries").sees_heading("All entries")
    shows(olga, *TITLES)
    for title, line in (
        ("Bastion host", "SSH key · elin@bastion.halden.example"),
        ("Company card", "Card · ends in 4821"),
        ("Passport", "Identity · expires Jan 2031"),
        ("Wi-Fi – Lisbon", "Wi-Fi · HALDEN-LIS"),
    ):
        expect(row(olga, title)).to_contain_text(line)
    search = olga.page.get_by_label("Search My entries")
    search.fill("4821")
    shows(olga, "Company card")
    assert NUMBER not in olga.page.content()
    search.fill("")
    assert "Company card" in command("entries", "--search", "4821").out


def test_types_and_orders_combine_with_folder_and_search(olga: Person) -> None:
    olga.goes_to("/entries").sees_heading("All entries").clicks("Keys")
    shows(olga, "Bastion host")
    olga.page.get_by_label("Search My entries").fill("gitlab")
    olga.sees("Nothing found for “gitlab” among keys.").clicks("Show all types")
    shows(olga, "GitLab")
    olga.page.get_by_label("Search My entries").fill("")
    chooses_in(olga, "More types", "Wi-Fi networks")
    shows(olga, "Wi-Fi – Lisbon")
    row(olga, "Wi-Fi").click()
    expect(olga.page.get_by_role("button", name="Wi-Fi networks, more types")).to_be_visible()

    olga.page.get_by_role("link", name="Cards 2 entries").click()
    olga.sees_heading("Cards")
    shows(olga, "Company card", "Passport")
    chooses_in(olga, "Sort", "Expiry")
    shows(olga, "Passport", "Company card")
    expect(olga.page.get_by_role("heading", name="Without a day")).to_be_visible()
    # The order stays from shelf to shelf, the type does not.
    olga.goes_to("/entries/all").sees_heading("All entries")
    shows(olga, "Passport", "Bastion host", "Company card", "GitLab", "Wi-Fi – Lisbon")
    chooses_in(olga, "Sort", "Title")


def test_several_are_moved_at_once_and_back(olga: Person, command: CommandLine) -> None:
    olga.goes_to("/entries/all").sees_heading("All entries")
    marks(olga, "GitLab", "Wi-Fi – Lisbon")
    olga.clicks("Move").sees_heading("Move 2 entries")
    olga.dialog().get_by_role("button", name="Move").click()
    olga.sees("Choose a folder")
    olga.dialog().get_by_role("radio", name="New folder").check()
    olga.dialog().get_by_role("textbox", name="Name of the new folder").fill("Offices / Lisbon")
    olga.requests.clear()
    olga.presses("Enter").sees("2 entries moved to Offices/Lisbon")
    expect(olga.page.get_by_role("link", name="Offices / Lisbon")).to_be_visible()
    listed = command("entries", "--folder", "Offices/Lisbon").out
    assert "GitLab" in listed
    assert "Wi-Fi – Lisbon" in listed
    writes = [request for request in olga.requests if request.method == "PUT" and request.url.endswith("/v1/vault")]
    assert len(writes) == 1
    assert "Lisbon" not in (writes[0].post_data or "")

    undoes(olga, "2 entries moved to Offices/Lisbon")
    expect(olga.page.get_by_role("link", name="Offices / Lisbon")).to_have_count(0, timeout=SLOW_MS)
    # The last thing that Undo waits for is the server.
    expect(olga.page.get_by_role("link", name="Servers 2 entries")).to_be_visible()
    olga.reloads().sees_heading("All entries")
    assert "GitLab" in command("entries", "--folder", "Servers").out
    assert "Offices" not in command("entries").out


def test_an_entry_is_moved_and_a_folder_renamed_by_keyboard(olga: Person, command: CommandLine) -> None:
    olga.goes_to("/entries/all").sees_heading("All entries")
    row(olga, "Bastion host").click()
    olga.sees_heading("Bastion host").presses("v").sees_heading("Move “Bastion host”")
    expect(olga.dialog().get_by_role("radio", name="Servers / Oslo")).to_be_focused()
    olga.presses("ArrowUp")
    expect(olga.dialog().get_by_role("radio", name="Servers", exact=True)).to_be_checked()
    olga.presses("Enter").sees("Moved to Servers").sees("SSH key in Servers,")
    assert "Servers/Oslo" not in command("entries").out

    olga.goes_to("/entries/folder#Servers").sees_heading("Servers").clicks("More for this folder")
    olga.page.get_by_role("menuitem", name="Rename folder").click()
    name = olga.dialog().get_by_role("textbox", name="Name")
    expect(name).to_be_focused()
    name.fill("Hosts/Oslo")
    olga.presses("Enter").sees_heading("Hosts/Oslo").sees("Renamed to Hosts/Oslo")
    shows(olga, "Bastion host", "GitLab")
    assert "GitLab" in command("entries", "--folder", "Hosts/Oslo").out
    undoes(olga, "Renamed to Hosts/Oslo")
    olga.sees_heading("Servers")
    shows(olga, "Bastion host", "GitLab")


def test_copies_of_several_go_into_one_message(olga: Person) -> None:
    olga.goes_to("/entries/all").sees_heading("All entries")
    marks(olga, "GitLab", "Company card")
    olga.clicks("Send a copy").sees_heading("New message")
    expect(olga.page.get_by_role("list", name="Attached").get_by_role("listitem")).to_have_count(2)
    olga.page.go_back()


def test_several_go_to_the_trash_and_come_back_or_go_for_good(olga: Person, command: CommandLine) -> None:
    for title in ("Old router", "Old switch", "Old hub"):
        command("entry", "add", title)
    olga.goes_to("/entries/all").sees("Old switch")
    marks(olga, "Old router", "Old switch", "Old hub")
    olga.clicks("Delete")
    undoes(olga, "3 entries moved to the trash")
    shows(olga, *sorted([*TITLES, "Old router", "Old switch", "Old hub"]))
    marks(olga, "Old router", "Old switch", "Old hub")
    olga.clicks("Delete").goes_to("/entries/trash").sees_heading("Trash")
    marks(olga, "Old switch")
    olga.clicks("Restore").sees("1 entry restored").clicks("Select all").sees("2 selected").clicks("Delete for good")
    olga.sees("Delete 2 entries for good?").dialog().get_by_role("button", name="Delete for good").click()
    olga.sees("The trash is empty.").sees_no("2 selected")
    assert "Old switch" in command("entries").out
    assert "Old" not in command("entries", "--trash").out
    command("entry", "delete", "Old switch")
