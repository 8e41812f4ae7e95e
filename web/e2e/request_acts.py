"""Asking somebody outside for a secret, and answering without an account."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from playwright.sync_api import expect

from web.e2e.link_acts import copies
from web.e2e.people.outsider import Outsider
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

TITLE = "Print portal login"
NOTE = "Hi Kim, please send the new admin login for the print portal."
READY = "Your request is ready"
SENT = "Sent"
GONE = "This request is not open any more"


def begins_request(person: Person, title: str = TITLE, note: str = NOTE) -> Person:
    """Choose it from the menu beside *New message*, and say what is needed."""
    person.clicks("More ways to send").page.get_by_role("menuitem", name="Request a secret").click()
    person.sees_heading("Request a secret")
    dialog = person.dialog()
    dialog.get_by_label("What do you need?").fill(title)
    dialog.get_by_label("Note").fill(note)
    return person


def makes_request(person: Person) -> str:
    """Press *Create request link*, and copy what is to be passed on."""
    person.clicks("Create request link")
    expect(person.page.get_by_role("heading", name=READY)).to_be_visible(timeout=SLOW_MS)
    return copies(person, "Link")


def asks(person: Person, *kinds: str, title: str = TITLE, answers: int = 1) -> str:
    """A whole request; `kinds` are asked for beside username and password."""
    begins_request(person, title)
    for kind in kinds:
        person.dialog().get_by_role("checkbox", name=kind).check()
    if answers > 1:
        person.dialog().get_by_label("Answers", exact=True).select_option(str(answers))
    return makes_request(person)


def lets_read(person: Person, *names: str) -> Person:
    """Choose who gets the answers as well, in the window for a new request."""
    person.dialog().get_by_label("Answers go to").select_option("others")
    for name in names:
        person.page.get_by_role("combobox", name="Me and").fill(name)
        person.page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).first.click()
        expect(person.page.get_by_role("button", name=f"Remove {name}").first).to_be_visible()
    return person


def is_held_up(person: Person, footer: str) -> Person:
    """The request waits for something, and the footer says for what."""
    person.sees(footer)
    expect(person.page.get_by_role("button", name="Create request link")).to_be_disabled()
    return person


def sees_request(person: Person, standing: str, title: str, status: str | re.Pattern[str]) -> Person:
    """The list has this request under this heading, in this state."""
    row = person.page.get_by_role("list", name=standing, exact=True).get_by_role("listitem").filter(has_text=title)
    expect(row).to_contain_text(status, timeout=SLOW_MS)
    return person


def eight_words(person: Person) -> list[str]:
    """The words that the page with the answer shows as well. They come with the key, after the window."""
    words = person.page.get_by_role("list", name="Your eight words").get_by_role("listitem")
    expect(words).to_have_count(8, timeout=SLOW_MS)
    # Each stands behind its number.
    return [line.lstrip("12345678").strip() for line in words.all_inner_texts()]


def request_id(url: str) -> str:
    return url.rpartition("/r/")[2].partition("#")[0]


class Answerer(Outsider):
    """Answers requests."""

    def is_asked(self, who: str = "Alice", title: str = TITLE) -> Self:
        """The page shows what is wanted."""
        return self.reads(f"{who} asks you for: {title}")

    def types(self, label: str, text: str) -> Self:
        """Fill in a field."""
        self.page.get_by_label(label).first.fill(text)
        return self

    def adds(self, files: Sequence[Path]) -> Self:
        """Choose files."""
        self.page.locator("input[type=file]").set_input_files([str(file) for file in files])
        return self

    def sends(self, who: str = "Alice") -> Self:
        """Press the button."""
        return self.clicks(f"Send to {who}")

    def words(self) -> list[str]:
        """The eight words beside the form."""
        return self.page.get_by_role("group", name="Eight words").inner_text().split()
