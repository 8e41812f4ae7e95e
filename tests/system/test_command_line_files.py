"""Credentials and files on the command line: sent, shown covered, saved, and asked for where a person is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CommandLine, CommandLine]]:
    folder = tmp_path_factory.mktemp("command-line")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        devices: list[CommandLine] = []
        for who in ("alice", "bob"):
            organisation.joins(who)
            device = CommandLine(folder / "cli" / who, PASSWORD)
            device("sign-in", server.url, "--address", address(who))
            devices.append(device)
        yield devices[0], devices[1]


def test_a_message_with_credentials_and_files_is_read_and_saved(
    people: tuple[CommandLine, CommandLine], tmp_path: Path
) -> None:
    alice, bob = people
    (tmp_path / "notes.txt").write_text("rack 7\n")
    (tmp_path / "secret").write_text("pass,word=1\nnot this\n")
    odd = tmp_path / "a\u202egnp.exe"
    odd.write_bytes(b"")
    credential = f"title=Grafana,username=root,url=https://grafana.example.org/x,password-file={tmp_path / 'secret'}"

    mid = alice(
        "send", "--to", "Bob Roy", "--subject", "Grafana", "--credential", credential,
        "--credential", "title=Router,username=a,b,password=",
        "--file", str(tmp_path / "notes.txt"), "--file", str(odd),
    ).out.strip()  # fmt: skip

    shown = bob("read", mid)
    assert shown.out.split("\n\n", 1)[1] == (
        "Grafana (login)\n  username: root\n  password: ••••••••\n"
        "  url: https://grafana.example.org/x  [grafana.example.org]\n\n"
        "Router (login)\n  username: a,b\n\n"
        "Files:\n  1  notes.txt  7 bytes\n  2  a\\u202egnp.exe  0 bytes\n"
    )
    assert f"show them with `waxpost read {mid} --show`" in shown.err
    assert "pass,word" not in json.dumps(json.loads(bob("read", mid, "--json").out))
    assert "  password: pass,word=1\n" in bob("read", mid, "--show").out
    (first, _) = json.loads(bob("read", mid, "--json", "--show").out)["content"]["items"]
    assert first["fields"][1] == {"f": "password", "label": None, "value": "pass,word=1", "covered": True}

    folder = tmp_path / "saved"
    folder.mkdir()
    saved = bob("save", mid, "-o", str(folder)).out.splitlines()
    assert saved == [str(folder / "notes.txt"), str(folder / "a_gnp.exe")]
    assert (folder / "notes.txt").read_text() == "rack 7\n"
    (folder / "notes.txt").write_text("mine")
    assert bob("save", mid, "--file", "1", "-o", str(folder)).out == f"{folder / 'notes (2).txt'}\n"
    assert (folder / "notes.txt").read_text() == "mine"
    assert "there is no file 3: the message has 2 files" in bob("save", mid, "--file", "3", code=5).err
    assert sorted(path.name for path in folder.iterdir()) == ["a_gnp.exe", "notes (2).txt", "notes.txt"]


def test_the_password_of_a_credential_is_asked_on_the_terminal(people: tuple[CommandLine, CommandLine]) -> None:
    alice, bob = people
    alice.environment.pop("WAXPOST_PASSWORD_FILE", None)
    send = ("send", "--to", "Bob Roy", "--credential", "title=Grafana,username=root")
    asked = alice("send", "--to", "Bob Roy", "--credential", "title=Grafana", code=2)
    assert "add password-file=PATH to --credential" in asked.err

    done = alice.on_terminal(*send, answers=[("Password of Grafana:", "typed here"), ("Password:", PASSWORD)])

    assert done.code == 0, done.out
    assert "typed here" not in done.out
    (row, *_) = bob("inbox").out.splitlines()
    assert "  password: typed here\n" in bob("read", row.split("\t")[1], "--show").out
    alice.environment["WAXPOST_PASSWORD_FILE"] = bob.environment["WAXPOST_PASSWORD_FILE"]


def test_progress_is_drawn_on_a_terminal_only(people: tuple[CommandLine, CommandLine], tmp_path: Path) -> None:
    alice, _ = people
    (tmp_path / "disk.img").write_bytes(bytes(9 * 1024 * 1024))
    send = ("send", "--to", "Bob Roy", "--file", str(tmp_path / "disk.img"))

    assert "disk.img" not in alice(*send).err
    drawn = alice.on_terminal(*send, answers=[])

    assert drawn.code == 0
    assert "sealing and sending disk.img" in drawn.out


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("username=root", "begin with title="),
        ("nonsense", "write it as title="),
        ("title=a,title=b", "title stands twice"),
    ],
)
def test_a_credential_that_cannot_be_read_is_refused_before_anything_else(
    people: tuple[CommandLine, CommandLine], typed: str, sentence: str
) -> None:
    alice, _ = people
    refused = alice("send", "--to", "Bob Roy", "--credential", typed, code=2)
    assert sentence in " ".join(refused.err.split())
    missing = alice("send", "--to", "Bob Roy", "--file", "/nowhere/at all", code=2)
    assert "there is no file /nowhere/at all" in missing.err
