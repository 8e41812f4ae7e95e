"""Links on the command line: made by one person, opened by somebody without an account."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine, Done
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CommandLine, CommandLine]]:
    folder = tmp_path_factory.mktemp("links-cli")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        organisation.joins("alice")
        alice = CommandLine(folder / "cli" / "alice", PASSWORD)
        alice("sign-in", server.url, "--address", address("alice"))
        yield alice, CommandLine(folder / "cli" / "nobody", "no account")


def with_secret(device: CommandLine, folder: Path, secret: str) -> None:
    path = folder / "secret"
    path.write_text(secret + "\n")
    device.environment["WAXPOST_LINK_PASSPHRASE_FILE"] = str(path)


def parts(done: Done) -> tuple[str, str]:
    """Link and passphrase as `link create` shows them."""
    link, passphrase = (line.split(maxsplit=1)[1] for line in done.out.splitlines())
    return link, passphrase


def test_a_link_with_a_credential_and_a_file_is_made_listed_opened_and_revoked(
    people: tuple[CommandLine, CommandLine], tmp_path: Path
) -> None:
    alice, outsider = people
    (tmp_path / "notes.txt").write_text("rack 7\n")
    (tmp_path / "password").write_text("pass,word=1\n")
    credential = f"title=Grafana,username=root,password-file={tmp_path / 'password'}"
    made = alice(
        "link", "create", "--subject", "Grafana", "--views", "5", "--expires", "2d", "--credential", credential,
        "--file", str(tmp_path / "notes.txt"), "The new one",
    )  # fmt: skip
    link, passphrase = parts(made)
    assert made.out.startswith("Link:        http://127.0.0.1:")
    assert "pass the second line on in another way" in made.err
    folder = tmp_path / "saved"
    folder.mkdir()

    # Without the passphrase nothing happens, and a wrong one uses no view.
    outsider.environment.pop("WAXPOST_LINK_PASSPHRASE_FILE", None)
    assert "WAXPOST_LINK_PASSPHRASE_FILE" in outsider("open", link, code=2).err
    with_secret(outsider, tmp_path, "wrong")
    wrong = outsider("open", link, code=4)
    assert "4 tries left" in wrong.err
    assert wrong.out == ""
    with_secret(outsider, tmp_path, passphrase)
    opened = outsider("open", link, "-o", str(folder), "--show")

    assert "From:     Alice Martin <alice@example.org> (in their own words; nobody checked it)\n" in opened.out
    assert "Subject:  Grafana\n" in opened.out
    assert "\nThe new one\n" in opened.out
    assert "  password: pass,word=1\n" in opened.out
    assert "4 views left" in opened.err
    assert (folder / "notes.txt").read_text() == "rack 7\n"
    assert not outsider.home.exists()  # nothing of it stays on the outsider's device

    (row,) = [one for one in json.loads(alice("link", "list", "--json").out)["links"] if one["url"] == link]
    assert (row["views_left"], row["opened"], row["subject"], row["passphrase"]) == (4, 1, "Grafana", passphrase)
    shown = alice("link", "show", row["id"]).out
    assert link in shown
    assert "Opened:      1 of 5" in shown
    assert "from 127.0.0.0/24" in shown
    assert "1 of 5" in alice("link", "list").out
    assert "works until" in alice("link", "change", row["id"], "--expires", "3d").err
    alice("link", "revoke", row["id"])
    gone = outsider("open", link, code=5)
    assert "the message may have expired or been read" in gone.err
    assert "ask the sender for a new link" in gone.err
    assert "revoked" in alice("link", "list").out


def test_words_go_another_way_than_the_link(people: tuple[CommandLine, CommandLine], tmp_path: Path) -> None:
    alice, outsider = people
    made = alice("link", "create", "--words", "--views", "1", "-", text="By words")
    link, words = parts(made)
    assert "#" not in link
    assert len(words.split("-")) == 7

    with_secret(outsider, tmp_path, words.replace("-", " "))
    opened = outsider("open", link, "--json", "--delete")

    message = json.loads(opened.out)
    assert (message["body"], message["from_addr"], message["views_left"]) == ("By words", address("alice"), 0)
    assert outsider("open", link, code=5).out == ""


def test_a_person_at_a_terminal_may_try_again(people: tuple[CommandLine, CommandLine], tmp_path: Path) -> None:
    alice, outsider = people
    with_secret(alice, tmp_path, "our own secret")
    link, _ = parts(alice("link", "create", "--own-passphrase", "Hello"))
    outsider.environment.pop("WAXPOST_LINK_PASSPHRASE_FILE", None)

    typed = outsider.on_terminal(
        "open",
        link,
        answers=[("Passphrase:", "not this"), ("Passphrase:", "nor this"), ("Passphrase:", "our own secret")],
    )

    assert typed.code == 0
    assert "3 tries left" in typed.out
    assert "Hello" in typed.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "--views", "0", "x"], "a number from 1 to 1000"),
        (["create", "--views", "many", "x"], "a number from 1 to 1000"),
        (["create", "--expires", "2020-01-01T00:00:00Z", "x"], "choose a time in the future"),
        (["create", "--words", "--no-passphrase", "x"], "choose one of"),
        (["create", "--file", "none.txt"], "there is no file"),
        (["change", "A" * 22], "say until when"),
    ],
)
def test_wrong_use_is_said_before_anything_is_asked(
    people: tuple[CommandLine, CommandLine], arguments: list[str], said: str
) -> None:
    alice, _ = people
    assert said in alice("link", *arguments, code=2).err


def test_a_cut_link_says_what_is_missing(people: tuple[CommandLine, CommandLine]) -> None:
    alice, outsider = people
    link = alice("link", "create", "--no-passphrase", "x").out.split()[1]

    cut = outsider("open", link[:-3], code=2)

    assert "this link is not complete" in cut.err
    assert "including the part after #" in cut.err
    assert alice("link", "show", "A" * 22, code=5).out == ""
