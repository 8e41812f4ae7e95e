"""What a person does to open each step of the import and the export of My entries."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from web.e2e.people.person import Person

CHROME = b"name,url,username,password,note\nWiki,https://wiki.example,root,sample password,\nGrafana,,,,\n"
KEEPASS = (Path(__file__).parent / "samples" / "keepass.kdbx").read_bytes()


def gives(name: str, content: bytes, sentence: str) -> Callable[[Person], None]:
    """Choose a file, and wait for what the import says of it."""

    def give(person: Person) -> None:
        with person.page.expect_file_chooser() as chooser:
            person.clicks("choose from this computer")
        chooser.value.set_files([FilePayload(name=name, mimeType="text/csv", buffer=content)])
        expect(person.dialog()).to_contain_text(sentence, timeout=20_000)

    return give


previews = gives("passwords.csv", CHROME, "from Chrome")
is_locked = gives("keepass.kdbx", KEEPASS, "keepass.kdbx is locked.")
is_refused = gives("empty.csv", b"", "This file is empty.")


def exports_nothing(person: Person) -> None:
    """The locked export without a passphrase."""
    person.clicks("Export")
    expect(person.dialog()).to_contain_text("Use at least 12 characters")


def exports_plain(person: Person) -> None:
    """The plain export, its warning and its error."""
    person.page.get_by_label("Plain, as JSON").check()
    person.sees("Everybody who finds this file").clicks("Export without a lock").sees("Enter your password")
