"""`make demo` as a visitor meets it: one command, two printed passwords, messages that open, a quick second start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.demo import Demo
from tools.demo_story import GROUPS, LETTERS, LIAM, NOAH, address_of
from waxpost import Client

FIRST_START_SECONDS = 60
SECOND_START_SECONDS = 5
ELIN, MAYA = address_of("Elin Voss"), address_of("Maya Okafor")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Demo]:
    """A folder after a first start whose filling had been cut off before, and what that start printed."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    folder.mkdir()
    (folder / "demo-unfinished").touch()
    (folder / "waxpost.db").write_text("half a database")
    with Demo(folder, WAXPOST_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") as demo:
        assert set(demo.passwords) == {ELIN, MAYA}, demo.text
    assert "Traceback" not in demo.text
    return folder, demo


@pytest.fixture
def demo(filled: tuple[Path, Demo]) -> Iterator[Demo]:
    """The second start on that folder."""
    folder, _ = filled
    with Demo(folder) as again:
        yield again


def test_the_first_password_opens_an_inbox_with_people_groups_and_messages(demo: Demo, tmp_path: Path) -> None:
    with Client.sign_in(demo.url, ELIN, demo.passwords[ELIN], home=tmp_path / "elin") as elin:
        inbox, sent = elin.inbox().messages, elin.sent().messages
        people = {person.addr: person for person in elin.people()}
        groups = elin.groups()

    assert len(LETTERS) >= 12
    contents = [message.content for message in (*inbox, *sent)]
    assert all(content is not None and content.body for content in contents)
    written = {letter.subject for letter in LETTERS if "Elin Voss" in letter.sender}
    assert {content.subject for content in contents[len(inbox) :] if content} == written
    assert {message.is_read for message in inbox} == {True, False}
    assert len({message.from_addr for message in inbox}) >= 5
    assert any(message.content.expires_at for message in inbox if message.content)
    assert any(message.content.groups for message in inbox if message.content)
    assert sorted(row.name for row in groups) == sorted(GROUPS)
    assert people[MAYA].key == "checked"
    assert (people[address_of(NOAH)].state, people[address_of(LIAM)].state) == ("invited", "suspended")


def test_there_is_something_of_everything_to_look_at(demo: Demo, tmp_path: Path) -> None:
    with Client.sign_in(demo.url, ELIN, demo.passwords[ELIN], home=tmp_path / "elin") as elin:
        entries = elin.entries()
        inbox = [message.content for message in elin.inbox().messages if message.content]
        links, requests = elin.shared_links(), elin.requests()
        (answer,) = elin.answers().answers
        gitlab = elin.entry("GitLab")

    assert {entry.item.kind for entry in entries} >= {
        "login",
        "ssh-key",
        "card",
        "identity",
        "database",
        "wifi",
        "note",
    }
    assert len({entry.folder for entry in entries}) >= 5
    assert (len(gitlab.history), len(gitlab.files), len(gitlab.sent)) == (1, 1, 2)
    assert sum(bool(content.items) for content in inbox) >= 2
    assert any(content.attachments for content in inbox)
    assert {(link.state, link.opened) for link in links} == {("open", 0), ("open", 1), ("revoked", 0)}
    assert all(link.url and link.url.startswith(demo.url) for link in links if link.state == "open")
    assert sorted(request.state for request in requests) == ["answered", "open"]
    assert not answer.is_read


def test_the_second_password_signs_in_on_the_command_line(demo: Demo, tmp_path: Path) -> None:
    maya = CommandLine(tmp_path / "maya", demo.passwords[MAYA])

    maya("sign-in", demo.url, "--address", MAYA)

    mid = next(row.split("\t")[1] for row in maya("inbox").out.splitlines() if "Wi-Fi" in row)
    assert "blue-tram-28" in maya("read", mid).out


def test_a_second_start_is_quick_and_prints_the_same_passwords(filled: tuple[Path, Demo], demo: Demo) -> None:
    _, first = filled
    assert demo.passwords == first.passwords
    assert f"Sign in at {demo.url} as" in demo.text
    assert demo.seconds < SECOND_START_SECONDS
    assert first.seconds < FIRST_START_SECONDS


def test_the_passwords_are_for_the_owner_of_the_folder_alone(filled: tuple[Path, Demo]) -> None:
    folder, _ = filled
    assert {file.name for file in folder.iterdir()} >= {"demo.json", "waxpost.db"}
    assert not (folder / "demo-unfinished").exists()
    assert (folder / "demo.json").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "waxpost.db").write_text("somebody's messages")

    with Demo(tmp_path) as refused:
        pass

    assert refused.status == 1
    assert "holds another installation; name an empty WAXPOST_DATA_DIR" in refused.text
    assert [file.name for file in tmp_path.iterdir()] == ["waxpost.db"]
