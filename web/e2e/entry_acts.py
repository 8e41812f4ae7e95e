"""What a person does with several entries, and with folders of them."""

from playwright.sync_api import Locator, expect

from web.e2e.people.person import Person


def opens_menu(person: Person, button: str) -> Person:
    """Open a menu of the list; the page behind it waits."""
    person.clicks(button)
    expect(person.page.get_by_role("menu")).to_be_visible()
    return person


def chooses_in(person: Person, button: str, item: str) -> None:
    """Choose one of several that rule each other out."""
    opens_menu(person, button).page.get_by_role("menuitemradio", name=item, exact=True).click()
    expect(person.page.get_by_role("menu")).to_have_count(0)


def row(person: Person, title: str) -> Locator:
    """The row of an entry."""
    return person.page.get_by_role("row").filter(has_text=title)


def marks(person: Person, *titles: str) -> None:
    """Mark entries in their rows."""
    for title in titles:
        row(person, title).hover()
        row(person, title).get_by_role("checkbox").check()
    person.sees(f"{len(titles)} selected")


def undoes(person: Person, done: str) -> None:
    """Press *Undo* in the notice that says this."""
    notice = person.page.locator(".mantine-Notification-root").filter(has_text=done)
    notice.get_by_role("button", name="Undo").click()
    expect(notice).to_have_count(0)


def has_none_of_type(person: Person) -> None:
    person.sees("Grafana").clicks("Cards").sees("No cards here.")


def is_sorted(person: Person) -> None:
    chooses_in(person.sees("Grafana"), "Sort", "Expiry")
    person.sees_heading("In the next 30 days")


def selects_all(person: Person) -> None:
    person.sees("Grafana").clicks("Select all").sees(" selected")


def asks_where_to(person: Person) -> None:
    selects_all(person)
    person.clicks("Move").sees("New folder")


def names_no_folder(person: Person) -> None:
    asks_where_to(person)
    person.dialog().get_by_role("radio", name="New folder").check()
    person.dialog().get_by_role("button", name="Move").click()
    person.sees("Enter a name for the folder")


def renames_folder(person: Person) -> None:
    opens_menu(person.sees("Grafana"), "More for this folder").page.get_by_role(
        "menuitem", name="Rename folder"
    ).click()
    person.sees_heading("Rename folder")


def selects_trash(person: Person) -> None:
    person.sees("Old router").clicks("Select all").sees("1 selected")


def deletes_for_good(person: Person) -> None:
    selects_trash(person)
    person.clicks("Delete for good").sees("Nobody can bring them back.")
