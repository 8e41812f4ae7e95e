"""Making links in the app, and passing them on."""

import re
from pathlib import Path

from playwright.sync_api import expect

from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

SUBJECT = "Kestrel VPN access"
READY = "Your link is ready"
COPIED = """async () => {
  for (;;) {
    const text = await navigator.clipboard.readText();
    if (text !== "") return text;
    await new Promise(requestAnimationFrame);
  }
}"""


def begins_link(person: Person, subject: str = SUBJECT, text: str = "Here is your **login**.") -> Person:
    """Choose it from the menu beside *New message*, and write."""
    person.clicks("More ways to send").page.get_by_role("menuitem", name="Create shareable link").click()
    person.sees_heading("New shareable link")
    person.page.get_by_role("textbox", name="Subject", exact=True).fill(subject)
    person.page.get_by_role("textbox", name="Message").fill(text)
    return person


def adds_file(person: Person, path: Path) -> Person:
    """Attach a file to what is being written."""
    person.clicks("More").page.get_by_role("menuitem", name="File").click()
    with person.page.expect_file_chooser() as chooser:
        person.clicks("choose from this computer")
    chooser.value.set_files(path)
    return person.clicks("Add 1 file")


def makes_link(person: Person) -> str:
    """Press *Create link*, and copy what is to be passed on."""
    person.clicks("Create link")
    expect(person.page.get_by_role("heading", name=READY)).to_be_visible(timeout=SLOW_MS)
    return copies(person, "Link")


def copies(person: Person, what: str) -> str:
    """Copy the link, or its passphrase, from the dialog that shows it."""
    person.page.evaluate("navigator.clipboard.writeText('')")
    person.clicks(f"Copy {what.lower()}").sees(f"{what} copied.")
    # The notice may be that of an earlier copy.
    text: str = person.page.evaluate(COPIED)
    return text


def sees_link(person: Person, subject: str, status: str | re.Pattern[str]) -> Person:
    """The list has this link in this state."""
    row = person.page.get_by_role("list", name="Shared links").get_by_role("listitem").filter(has_text=subject)
    expect(row).to_contain_text(status, timeout=SLOW_MS)
    return person


def revokes(person: Person) -> Person:
    """Revoke the link whose dialog is open."""
    person.clicks("Revoke link").page.get_by_role("dialog", name="Revoke this link?").get_by_role(
        "button", name="Revoke", exact=True
    ).click()
    return person.sees("The link no longer works")
