"""One message with everything that a message can carry, to a person and a group: both have all of it, as it was sent.

`WAXPOST_TEST_LARGE_MIB` makes the largest file larger than it is by default.
"""

import hashlib
import os
import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess
from waxpost import Client
from waxpost.crypto.items import Field, Item
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person

MIB = 1_048_576
LARGE_MIB = int(os.environ.get("WAXPOST_TEST_LARGE_MIB", "30"))
# Long enough for the largest file to come or go on a slow machine.
LARGE_MS = 30_000 + 1_000 * LARGE_MIB
TYPED, WIFI, KEY = "typed by hand 4711", "sample of the wi-fi", "sample of the key"


@pytest.fixture(scope="module")
def devices(organisation: Organisation) -> dict[str, Client]:
    """Alice has two entries, and there is a group that she was not asked about."""
    alice, bob, charlie = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    organisation.olga.create_group("Platform team", [charlie.addr])
    alice.add_entry(Item("Office Wi-Fi", (Field("username", "HALDEN-LIS"), Field("password", WIFI)), "wifi"))
    alice.add_entry(Item("Deploy key", (Field("username", "deploy"), Field("password", KEY))))
    return {"alice": alice, "bob": bob, "charlie": charlie}


@pytest.fixture(scope="module")
def alice(devices: dict[str, Client], server: ServerProcess, enters: MakePerson) -> Person:
    """Who sends; the organisation lets the large file through."""
    server.command("policy", "set", "file_max_mib", str(LARGE_MIB))
    server.command("policy", "set", "message_files_max_mib", str(2 * LARGE_MIB))
    return enters("alice")


@pytest.fixture(scope="module")
def bob(devices: dict[str, Client], enters: MakePerson) -> Person:
    """Who reads in the browser."""
    return enters("bob")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three files on Alice's computer, the last of them large."""
    folder = tmp_path_factory.mktemp("files")
    made = tuple(folder / name for name in ("notes.txt", "plan.pdf", "backup.bin"))
    chance = random.Random(11)
    made[0].write_text("The door opens at nine.\n")
    made[1].write_bytes(b"%PDF-1.7\n" + chance.randbytes(MIB))
    with made[2].open("wb") as large:
        for _ in range(LARGE_MIB):
            large.write(chance.randbytes(MIB))
    return made


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def attaches_credentials(alice: Person) -> str:
    """One typed and one generated; the password that was generated."""
    alice.adds_credentials("Door system", username="alice", password=TYPED)
    alice.clicks("More").page.get_by_role("menuitem", name="Credentials").click()
    alice.sees_heading("Add credentials").page.get_by_role("textbox", name="Title").fill("Datadog")
    alice.presses("Control+g")
    expect(alice.page.get_by_role("radio", name="Candidate 1 of 6")).to_be_focused()
    generated = alice.page.get_by_test_id("candidate").first.inner_text()
    alice.presses("Enter").clicks("Add")
    expect(alice.page.get_by_role("heading", name="Add credentials")).to_have_count(0)
    return generated


def attaches_entries(alice: Person) -> None:
    alice.clicks("More").page.get_by_role("menuitem", name="User entries").click()
    for title in ("Office Wi-Fi", "Deploy key"):
        alice.page.get_by_role("checkbox", name=f"Select {title}").check()
    alice.clicks("Add 2 entries")
    expect(alice.page.get_by_role("heading", name="Add user entries")).to_have_count(0)


def attaches_files(alice: Person, files: tuple[Path, ...]) -> None:
    alice.clicks("More").page.get_by_role("menuitem", name="File").click()
    with alice.page.expect_file_chooser() as chooser:
        alice.clicks("choose from this computer")
    chooser.value.set_files([str(path) for path in files])
    expect(alice.page.get_by_text("3 of 3 ready.")).to_be_visible(timeout=LARGE_MS)
    alice.clicks("Add 3 files")


@pytest.mark.timeout(120 + 4 * LARGE_MIB)
def test_everything_arrives_at_a_person_and_a_group(
    alice: Person, bob: Person, devices: dict[str, Client], files: tuple[Path, ...], tmp_path: Path
) -> None:
    assert devices["bob"].entries() == ()
    assert devices["charlie"].inbox().messages == ()
    alice.begins_message("Hand-over", "All of it.", to=["Bob Roy"], groups=["Platform team"]).clicks("They may read it")
    generated = attaches_credentials(alice)
    attaches_entries(alice)
    attaches_files(alice, files)
    alice.presses_send()

    # Bob: reads it in the browser, gets the large file, saves all to My entries.
    bob.opens("Hand-over").reads("All of it.").sees("7 attachments")
    with bob.page.expect_download(timeout=LARGE_MS) as download:
        bob.clicks("Download backup.bin")
    got = tmp_path / "by the browser"
    download.value.save_as(got)
    assert digest(got) == digest(files[2])
    bob.clicks("Save all to My entries")
    bob.dialog().get_by_role("button", name="Save", exact=True).click()
    expect(bob.page.get_by_text("Saved in Received")).to_have_count(4, timeout=20_000)
    saved = {entry.title for entry in devices["bob"].entries()}
    assert saved == {"Door system", "Datadog", "Office Wi-Fi", "Deploy key"}

    # Charlie, who is in the group: opens it with the command line.
    command = CommandLine(tmp_path / "cli", PASSWORD)
    command("sign-in", devices["charlie"].url, "--address", address("charlie"))
    [message] = devices["charlie"].inbox().messages
    shown = command("read", message.mid, "--show").out
    assert [value for value in ("All of it.", TYPED, generated, WIFI, KEY) if value not in shown] == []
    (tmp_path / "saved").mkdir()
    command("save", message.mid, "-o", str(tmp_path / "saved"))
    assert [digest(tmp_path / "saved" / path.name) for path in files] == [digest(path) for path in files]
