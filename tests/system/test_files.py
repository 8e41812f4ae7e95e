"""Files and items through a real server: what goes in comes out, to the right people only, under harmless names."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client, Draft, Field, FileChanged, FileNotReadable, Item, NoSuchFile, NotFound, Problem, Progress
from waxpost._saved_names import saved_name

PART = 8 * 1024 * 1024
People = tuple[Client, Client, Client]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    folder = tmp_path_factory.mktemp("files")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        yield organisation.joins("alice"), organisation.joins("bob"), organisation.joins("charlie")


def sends(sender: Client, to: Client, *files: Path, items: tuple[Item, ...] = ()) -> str:
    return sender.send(sender.plan([to.addr]), Draft("Files", "", files=files, items=items)).mid


def written(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(os.urandom(size))
    return path


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
def test_a_file_comes_out_as_it_went_in(people: People, tmp_path: Path, size: int):
    alice, bob, _ = people
    source = written(tmp_path, "report.pdf", size)
    mid = sends(alice, bob, source)
    seen: list[Progress] = []

    message = bob.read(mid)
    assert message.content is not None
    assert [(file.name, file.type, file.size) for file in message.content.attachments] == [
        ("report.pdf", "application/pdf", size)
    ]
    saved = bob.save(mid, 0, tmp_path, watch=seen.append)

    assert saved.name == "report (2).pdf"
    assert saved.read_bytes() == source.read_bytes()
    assert saved.stat().st_mode & 0o777 == 0o600
    assert [progress.done for progress in seen] == sorted({min(size, n * PART) for n in range(1, len(seen) + 1)})
    assert alice.save(mid, 0, tmp_path).read_bytes() == source.read_bytes()


def test_items_are_opened_as_they_were_sent(people: People, tmp_path: Path):
    alice, bob, _ = people
    items = (Item("Grafana", (Field("username", "root"), Field("password", "s3cret")), att=(0,)), Item("Note", ()))
    mid = sends(alice, bob, written(tmp_path, "key.pem", 5), items=items)

    content = bob.read(mid).content

    assert content is not None
    assert content.items == items
    with pytest.raises(NoSuchFile):
        bob.save(mid, 1, tmp_path)


def test_nobody_else_gets_a_file_and_the_answer_is_that_of_a_wrong_id(people: People, tmp_path: Path):
    alice, bob, charlie = people
    mid = sends(alice, bob, written(tmp_path, "a", 100))
    (file,) = bob._mail.files(mid)
    answers: list[Problem] = []
    for asker, blob in ((charlie, file.blob), (charlie, "A" * 22)):
        with pytest.raises(NotFound) as refused:
            asker._api.get_bytes(f"blobs/{blob}/parts/0")
        answers.append(refused.value)
    assert (answers[0].code, str(answers[0])) == (answers[1].code, str(answers[1]))
    bob.delete([mid])
    alice.delete([mid])
    for asker in (alice, bob):
        with pytest.raises(NotFound):
            asker._api.get_bytes(f"blobs/{file.blob}/parts/0")


def test_what_cannot_be_read_or_changes_is_not_sent(people: People, tmp_path: Path):
    alice, bob, _ = people
    before = len(alice.sent().messages)
    growing = written(tmp_path, "growing.log", PART + 10)

    def grow(progress: Progress) -> None:
        if progress.done:
            with growing.open("ab") as file:
                file.write(b"more")

    plan = alice.plan([bob.addr])
    with pytest.raises(FileChanged):
        alice.send(plan, Draft("x", "", files=(growing,)), watch=grow)
    for path in (tmp_path / "missing", tmp_path, Path(os.devnull)):
        with pytest.raises(FileNotReadable):
            alice.send(plan, Draft("x", "", files=(path,)))
    huge = tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    with pytest.raises(Problem) as refused:
        alice.send(plan, Draft("x", "", files=(huge,)))
    assert refused.value.code == "file-too-large"
    assert len(alice.sent().messages) == before


HOSTILE = {
    "../../etc/passwd": "passwd",
    "..": "file",
    "a\\b\\c:d.txt": "c_d.txt",
    "\u202egnp.exe": "_gnp.exe",
    "bell\x07\x1b[2J.txt": "bell__[2J.txt",
    ".bashrc": "bashrc",
    "CON.txt": "_CON.txt",
    "\u00e9" * 125 + ".pdf": "\u00e9" * 125 + ".pdf",
    " . ": "file",
    "<img onerror=x>": "_img onerror=x_",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_saved_harmlessly(name: str):
    assert saved_name(name) == HOSTILE[name]
    assert len(saved_name("x" * 300 + ".pdf").encode()) == 255
    assert saved_name("x" * 300 + ".pdf").endswith(".pdf")
