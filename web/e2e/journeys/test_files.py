"""Files: from one person's computer to another's, sealed on the way, whatever the line does."""

import hashlib
import random
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.system.organisation import Organisation
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person

MIB = 1_048_576


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """Who sends."""
    return enters("olga")


@pytest.fixture(scope="module", autouse=True)
def bob(enters: MakePerson) -> Person:
    """Who reads."""
    return enters("bob")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files on Olga's computer."""
    made = tmp_path_factory.mktemp("files")
    (made / "notes.txt").write_text("The door opens at nine.\n")
    (made / "large.bin").write_bytes(random.Random(7).randbytes(20 * MIB + 13))
    (made / "empty.txt").write_bytes(b"")
    return made


def adds(person: Person, *paths: Path) -> Person:
    """Choose files with the dialog."""
    person.clicks("More").page.get_by_role("menuitem", name="File").click()
    with person.page.expect_file_chooser() as chooser:
        person.clicks("choose from this computer")
    chooser.value.set_files([str(path) for path in paths])
    return person


def saves(person: Person, name: str) -> Path:
    """Download a file of the open message."""
    with person.page.expect_download(timeout=60_000) as download:
        person.clicks(f"Download {name}")
    assert download.value.suggested_filename == name
    return Path(download.value.path())


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_files_arrive_as_they_were(olga: Person, bob: Person, folder: Path, organisation: Organisation) -> None:
    olga.comes_back().begins_message("Two files", "See both.", to=["Bob Roy"])
    adds(olga, folder / "notes.txt", folder / "large.bin").clicks("Add 2 files")
    expect(olga.dialog()).to_have_count(1)
    olga.presses_send()

    bob.comes_back().opens("Two files").sees("2 attachments")

    assert saves(bob, "notes.txt").read_text() == "The door opens at nine.\n"
    assert digest(saves(bob, "large.bin")) == digest(folder / "large.bin")
    bob.clicks("Preview notes.txt")
    expect(bob.dialog().get_by_role("textbox")).to_have_value("The door opens at nine.\n")
    bob.presses("Escape")
    with organisation.signs_in("bob", "phone") as phone:
        [message] = [one for one in phone.inbox().messages if one.content and one.content.subject == "Two files"]
        assert message.content is not None
        assert [one.name for one in message.content.attachments] == ["notes.txt", "large.bin"]


def test_what_cannot_come_along_is_said_before_anything_is_sent(olga: Person, folder: Path) -> None:
    (folder / "huge.bin").write_bytes(b"\0" * (25 * MIB + 1))
    olga.comes_back().begins_message("Refused", "Text.", to=["Bob Roy"])

    adds(olga, folder / "empty.txt", folder / "huge.bin", folder / "notes.txt")

    olga.sees("2 files were not added.").sees("empty.txt is empty.")
    olga.sees("huge.bin is just over 25 MB. The limit is 25 MB for each file.")
    olga.clicks("Add 1 file")
    expect(olga.page.get_by_role("list", name="Attached").get_by_role("listitem")).to_have_count(1)
    olga.clicks("Remove notes.txt")
    expect(olga.page.get_by_role("list", name="Attached")).to_have_count(0)
    olga.discards()


def test_an_upload_goes_on_after_the_line_was_lost(olga: Person, bob: Person, folder: Path) -> None:
    olga.comes_back().begins_message("Over a bad line", "Text.", to=["Bob Roy"])
    olga.expects_complaint("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    olga.context.set_offline(True)
    adds(olga, folder / "large.bin").sees("Paused, offline")

    olga.context.set_offline(False)

    olga.clicks("Add 1 file").presses_send()
    bob.comes_back().opens("Over a bad line")
    assert digest(saves(bob, "large.bin")) == digest(folder / "large.bin")


def test_an_altered_file_is_never_handed_over(olga: Person, bob: Person, folder: Path) -> None:
    olga.comes_back().begins_message("Altered", "Text.", to=["Bob Roy"])
    adds(olga, folder / "notes.txt").clicks("Add 1 file").presses_send()
    bob.comes_back().opens("Altered")

    def alter(route: Route) -> None:
        answer = route.fetch()
        body = bytearray(answer.body())
        body[-1] ^= 1
        route.fulfill(response=answer, body=bytes(body))

    bob.page.route("**/v1/blobs/**", alter)
    bob.clicks("Download notes.txt").sees("This file is not as it was sent. Nothing was saved.")
    bob.page.unroute("**/v1/blobs/**")
    assert saves(bob, "notes.txt").read_text() == "The door opens at nine.\n"
