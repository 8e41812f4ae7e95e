"""Files of saved entries, through the SDK and the command line, on a real server: for their owner alone, and gone with
their entry.
"""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Client, Entry, EntryChanged, FileNotReadable, NoSuchFile, NotFound, Progress, Refused
from waxpost._entries import with_record
from waxpost.crypto.items import Field, Item, written_item
from waxpost.crypto.records import Record, next_rev, with_item

PART = 8_388_608


def login(title: str, password: str = "correct horse") -> Item:
    return Item(title, (Field("username", "root"), Field("password", password)), source="entry")


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    """A small file."""
    (tmp_path / "codes.txt").write_text("one two three\n")
    return tmp_path / "codes.txt"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file of two parts."""
    (tmp_path / "scan.bin").write_bytes(random.Random(3).randbytes(PART + 17))
    return tmp_path / "scan.bin"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are saved to."""
    (tmp_path / "saved").mkdir()
    return tmp_path / "saved"


def names(entry: Entry) -> list[str]:
    return [file.name for file in entry.files]


def blobs(client: Client, entry: Entry) -> list[str]:
    return [file.blob for record in client._book.records() if record.id == entry.id for file in record.files]


def is_there(client: Client, blob: str) -> bool:
    """Whether the server gives the first part out to this person."""
    try:
        client._account.api.get_bytes(f"blobs/{blob}/parts/0", at_most=PART * 2)
    except NotFound:
        return False
    return True


def test_files_of_an_entry_come_out_on_another_device_as_they_went_in(
    organisation: Organisation, codes: Path, scan: Path, folder: Path
) -> None:
    alice = organisation.joins("alice")
    seen: list[Progress] = []

    made = alice.add_entry(login("Grafana"), files=[codes, scan], watch=seen.append)

    assert [(file.name, file.type, file.size) for file in made.files] == [
        ("codes.txt", "text/plain", 14),
        ("scan.bin", "application/octet-stream", PART + 17),
    ]
    assert {(one.way, one.name) for one in seen} == {("up", "codes.txt"), ("up", "scan.bin")}
    keys = [file.mk for record in alice._book.records() for file in record.files]
    assert len(set(keys)) == 2
    phone = organisation.signs_in("alice")
    entry = phone.entry("Grafana")
    assert phone.save_entry_file(entry, 1, folder).read_bytes() == scan.read_bytes()
    assert phone.save_entry_file(entry, 0, folder).read_text() == "one two three\n"
    with pytest.raises(NoSuchFile, match="the entry has 2 files"):
        phone.save_entry_file(entry, 2, folder)
    changed = phone.edit_entry(entry, item=login("Grafana", "second"), tags=["prod"])
    assert names(changed) == ["codes.txt", "scan.bin"]


def test_nobody_else_gets_a_file_of_an_entry_and_the_answer_is_that_of_a_wrong_id(
    organisation: Organisation, codes: Path
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    [blob] = blobs(alice, alice.add_entry(login("Grafana"), files=[codes]))
    assert is_there(alice, blob)

    answers = []
    for client in (bob, organisation.olga):
        for one in (blob, "A" * 22):
            with pytest.raises(NotFound) as refused:
                client._account.api.get_bytes(f"blobs/{one}/parts/0", at_most=PART * 2)
            answers.append((refused.value.status, refused.value.code, str(refused.value)))
    assert len(set(answers)) == 1


def test_a_file_goes_with_its_entry_or_when_it_is_taken_away(
    organisation: Organisation, codes: Path, scan: Path
) -> None:
    alice = organisation.joins("alice")
    made = alice.add_entry(login("Grafana"), files=[codes, scan])
    first, second = blobs(alice, made)

    changed = alice.edit_entry(made, remove_files=[0])

    assert names(changed) == ["scan.bin"]
    assert (is_there(alice, first), is_there(alice, second)) == (False, True)
    alice.delete_entry(changed)
    assert is_there(alice, second)
    restored = alice.restore_entry(alice.entry("Grafana", trash=True))
    assert names(restored) == ["scan.bin"]
    alice.remove_entry(alice.delete_entry(restored))
    assert not is_there(alice, second)


def test_what_lay_in_the_trash_too_long_takes_its_files_along(organisation: Organisation, codes: Path) -> None:
    alice = organisation.joins("alice")
    made = alice.add_entry(login("Grafana"), files=[codes])
    [blob] = blobs(alice, made)
    alice.delete_entry(made)
    assert is_there(alice, blob)
    later = organisation.unlocks("alice")
    later._account.clock = lambda: alice._account.clock() + 31 * 86_400

    later.add_entry(login("Another"))

    assert not is_there(alice, blob)


def test_more_files_than_one_request_once_named_are_given_up_together(
    organisation: Organisation, tmp_path: Path
) -> None:
    alice = organisation.joins("alice")
    paths = [tmp_path / f"{n}.txt" for n in range(20)]
    for path in paths:
        path.write_text(path.name)
    entries = [alice.add_entry(login(f"Door {n}"), files=paths) for n in range(6)]
    held = [blob for entry in entries for blob in blobs(alice, entry)]
    assert len(held) == 120
    for entry in entries:
        alice.delete_entry(entry)
    later = organisation.unlocks("alice")
    later._account.clock = lambda: alice._account.clock() + 31 * 86_400

    later.add_entry(login("Another"))

    assert not any(is_there(alice, blob) for blob in held)


def test_a_file_that_another_device_added_is_never_lost(
    organisation: Organisation, codes: Path, scan: Path, folder: Path
) -> None:
    organisation.joins("alice")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")
    made = laptop.add_entry(login("Grafana"))
    assert phone.entry("Grafana") == made
    laptop.edit_entry(made, files=[codes])

    # The phone has seen nothing of it and is two changes ahead: its version wins by its number.
    now, item = phone._account.now(), written_item(login("Grafana", "phone"))

    def ahead(record: Record) -> Record:
        return with_item(with_item(record, {"i": 0, **item}, now), {"i": 0, **item}, now)

    copies = phone._book.change(lambda packs: with_record(packs, made.id, ahead))

    assert len(copies) == 1
    found = organisation.unlocks("alice").entries()
    assert sorted((entry.is_copy, names(entry)) for entry in found) == [(False, []), (True, ["codes.txt"])]
    [copy] = [entry for entry in found if entry.is_copy]
    assert laptop.save_entry_file(copy, 0, folder).read_bytes() == codes.read_bytes()


def test_a_file_that_another_device_took_away_does_not_hold_a_change_up(
    organisation: Organisation, codes: Path, scan: Path
) -> None:
    organisation.joins("alice")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")
    made = laptop.add_entry(login("Grafana"), files=[codes, scan])
    assert phone.entry("Grafana") == made
    laptop.edit_entry(made, remove_files=[0])

    # The phone has not looked since: both versions have the same number.
    phone._book.change(
        lambda packs: with_record(
            packs, made.id, lambda record: replace(next_rev(record, "2027-01-01T00:00:00Z"), tags=("x",))
        )
    )

    found = organisation.unlocks("alice").entries()
    assert sorted((entry.is_copy, names(entry)) for entry in found) == [(False, ["scan.bin"]), (True, ["scan.bin"])]
    [kept] = blobs(phone, found[0])
    phone.remove_entry(phone.delete_entry(found[0]))
    assert is_there(phone, kept)
    phone.remove_entry(phone.delete_entry(found[1]))
    assert not is_there(phone, kept)


def test_a_change_that_comes_too_late_leaves_nothing_of_its_file_behind(
    organisation: Organisation, codes: Path, tmp_path: Path
) -> None:
    alice = organisation.joins("alice")
    made = alice.add_entry(login("Grafana"), files=[codes])
    alice.edit_entry(made, tags=["prod"])
    begun: list[str] = []
    post = alice._account.api.post

    def watching(path: str, body: dict[str, object], **more: object) -> object:
        if path == "blobs":
            begun.append(str(body["id"]))
        return post(path, body, **more)  # type: ignore[arg-type]

    alice._account.api.post = watching  # type: ignore[method-assign]
    with pytest.raises(EntryChanged):
        alice.edit_entry(made, files=[codes])
    with pytest.raises(FileNotReadable):
        alice.add_entry(login("Other"), files=[codes, tmp_path / "missing"])
    with pytest.raises(Refused, match="at most 20 files"):
        alice.add_entry(login("Other"), files=[codes] * 21)

    assert len(begun) == 2
    assert not any(is_there(alice, blob) for blob in begun)
    assert [entry.title for entry in alice.entries()] == ["Grafana"]


def test_files_of_entries_on_the_command_line(
    organisation: Organisation, tmp_path: Path, codes: Path, scan: Path, folder: Path
) -> None:
    organisation.joins("alice")
    alice = CommandLine(tmp_path / "cli", PASSWORD)
    alice("sign-in", organisation.server.url, "--address", address("alice"))
    assert "there is no file" in alice("entry", "add", "Grafana", "--file", str(tmp_path / "none"), code=2).err

    made = alice("entry", "add", "Grafana", "--file", str(codes)).out.strip()
    alice("entry", "edit", "Grafana", "--file", str(scan))

    shown = alice("entry", "show", made).out
    assert "Files:\n  1  codes.txt  14 bytes\n  2  scan.bin  8.0 MiB\n" in shown
    as_json = json.loads(alice("entry", "show", made, "--json").out)
    assert as_json["files"][0] == {"name": "codes.txt", "type": "text/plain", "size": 14}
    assert alice("entry", "save", "grafana", "-o", str(folder)).out.splitlines() == [
        str(folder / "codes.txt"),
        str(folder / "scan.bin"),
    ]
    assert (folder / "scan.bin").read_bytes() == scan.read_bytes()
    again = alice("entry", "save", made, "--file", "1", "-o", str(folder)).out.strip()
    assert again == str(folder / "codes (2).txt")
    assert "the entry has 2 files" in alice("entry", "save", made, "--file", "3", "-o", str(folder), code=5).err
    alice("entry", "save", made, "-o", str(folder / "none"), code=2)

    alice("entry", "edit", made, "--remove-file", "1")
    assert [one["name"] for one in json.loads(alice("entry", "show", made, "--json").out)["files"]] == ["scan.bin"]
    assert "the entry has one file" in alice("entry", "edit", made, "--remove-file", "2", code=5).err
