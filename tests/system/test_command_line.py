"""The command line against a real server: people live on it alone, and nothing leaves before they have looked."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess
from waxpost import Draft

Devices = Callable[[str], CommandLine]
ID = r"[A-Za-z0-9_-]{22}"


@pytest.fixture
def device(tmp_path: Path) -> Devices:
    return lambda who: CommandLine(tmp_path / "cli" / who, PASSWORD)


def signed_in(organisation: Organisation, device: CommandLine, who: str) -> CommandLine:
    device("sign-in", organisation.server.url, "--address", address(who))
    return device


def test_two_people_live_on_the_command_line_alone(server: ServerProcess, device: Devices, tmp_path: Path) -> None:
    olga, bob = device("olga"), device("bob")
    started = olga(
        "first-start", server.start_link, "--address", address("olga"), "--name", "Olga Smith",
        "--organisation", "Example", "--kit-file", str(tmp_path / "olga.kit"),
    )  # fmt: skip
    assert "signed in as olga@example.org" in started.err
    assert olga("whoami").out == f"Olga Smith <olga@example.org>, administrator, Example, {server.url}\n"

    link = olga("invite", address("bob"), "--name", "Bob Roy").out.strip()
    join = ("join", link, "--name", "Bob Roy", "--kit-file", str(tmp_path / "bob.kit"))
    (tmp_path / "weak").write_text("bob@example.org\n")
    bob.environment["WAXPOST_NEW_PASSWORD_FILE"] = str(tmp_path / "weak")
    assert "this password is easy to guess" in bob(*join, code=2).err
    assert not (tmp_path / "bob.kit").exists()
    del bob.environment["WAXPOST_NEW_PASSWORD_FILE"]
    joined = bob(*join)
    assert joined.err.startswith("olga@example.org invites bob@example.org to Example\n")
    assert bob("inbox").out == ""
    assert bob("people", "bob").out == "Bob Roy\tbob@example.org\tactive\tyours\n"

    mid = olga(
        "send", "--to", "Bob Roy", "--subject", "Door", "--expires", "7d", "-", text="The code is 4711\n"
    ).out.strip()

    (row,) = bob("inbox", "--unread").out.splitlines()
    assert row.split("\t")[:2] == ["*", mid]
    assert row.split("\t")[3:5] == ["Olga Smith <olga@example.org>", "Door"]
    assert bob("read", mid).out.endswith("\n\nThe code is 4711\n")
    assert bob("inbox", "--unread").out == ""
    listed = json.loads(bob("inbox", "--json").out)
    assert [message["content"]["body"] for message in listed["messages"]] == ["The code is 4711\n"]

    bob("delete", mid)
    assert bob("inbox").out == ""
    assert "the message does not exist, or it was not sent to you" in bob("read", mid, code=5).err
    assert olga("sent").out.split("\t")[1] == mid

    code = (tmp_path / "bob.kit").read_text()
    assert re.fullmatch(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}\n", code)
    (tmp_path / "cut.kit").write_text(code[:-3])
    bob.environment["WAXPOST_RECOVERY_CODE_FILE"] = str(tmp_path / "cut.kit")
    recover = ("recover", server.url, "--address", address("bob"), "--kit-file", str(tmp_path / "bob2.kit"))
    assert bob(*recover, code=2).err == (
        "waxpost: error: this is not a recovery code\n"
        "waxpost: hint: type all eight groups of four from the recovery kit\n"
    )
    bob.environment["WAXPOST_RECOVERY_CODE_FILE"] = str(tmp_path / "bob.kit")
    bob.environment["WAXPOST_NEW_PASSWORD_FILE"] = str(tmp_path / "weak")
    assert "this password is easy to guess" in bob(*recover, code=2).err
    assert not (tmp_path / "bob2.kit").exists()
    del bob.environment["WAXPOST_NEW_PASSWORD_FILE"]
    bob(*recover)
    assert bob("sign-out").err == "signed out\n"
    assert bob("inbox", code=3).err.startswith("waxpost: error: nobody is signed in on this device\n")


def test_the_kit_is_proven_by_typing_two_groups(organisation: Organisation, device: Devices) -> None:
    link = organisation.olga.invite(address("alice")).url
    alice = device("alice")

    def group(number: int) -> Callable[[str], str]:
        return lambda shown: re.findall(r"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}", shown)[-1].split("-")[number - 1].lower()

    wrong = alice.on_terminal("join", link, "--name", "Alice Martin", answers=[("Type group 2:", "AAAA")] * 5)
    assert wrong.code == 1
    assert "the recovery kit was not typed back; nothing was changed" in wrong.out
    assert organisation.olga.links()[0].state == "open"

    answers = [("Type group 2:", group(3)), ("Type group 2:", group(2)), ("Type group 5:", group(5))]
    right = alice.on_terminal("join", link, "--name", "Alice Martin", answers=answers)
    assert right.code == 0
    assert "these are not its letters; look again" in right.out
    assert organisation.olga.links()[0].state == "claimed"


def test_the_people_of_a_group_are_shown_and_asked_about(organisation: Organisation, device: Devices) -> None:
    organisation.joins("bob")
    group = organisation.olga.create_group("Platform team", [address("bob")])
    olga = signed_in(organisation, device("olga"), "olga")
    arguments = ["send", "--group", "Platform team", "--subject", "Keys", "for you"]

    refused = olga(*arguments, code=4)
    assert refused.out == ""
    assert (
        "you have not written to Platform team before; 1 person is in it:\n  Bob Roy <bob@example.org>\n" in refused.err
    )
    assert f"--accept-members {group.gid}:1\n" in refused.err

    said_no = olga.on_terminal(*arguments, answers=[("May they read it?", "n")])
    assert said_no.code == 4
    assert "nothing was sent" in said_no.out
    assert olga("sent").out == ""

    said_yes = olga.on_terminal(*arguments, answers=[("May they read it?", "y")])
    assert said_yes.code == 0
    assert olga(*arguments).err == "sent to 1 person\n"
    olga(*arguments[:-1], "--accept-members", f"{group.gid}:1", "again")
    assert len(olga("sent").out.splitlines()) == 3


def test_a_key_is_checked_by_typing_all_eight_words(organisation: Organisation, device: Devices) -> None:
    bob = organisation.joins("bob")
    olga = signed_in(organisation, device("olga"), "olga")
    words = list(bob.own_words())
    wrong = [*words[:7], words[0]]

    typed = olga.on_terminal(
        "check", "Bob Roy", answers=[("Word 1 of 8", " ".join(wrong)), ("Word 1 of 8", " ".join(words))]
    )

    assert typed.code == 0
    assert "these are not the words of this key; ask again" in typed.out
    assert "checked: the key of Bob Roy <bob@example.org> is right" in typed.out
    assert words[6] not in olga("people", "bob").out
    assert olga("people", "bob").out == "Bob Roy\tbob@example.org\tactive\tchecked\n"


def test_three_wrong_tries_tell_the_administrators(organisation: Organisation, device: Devices) -> None:
    organisation.joins("bob")
    olga = signed_in(organisation, device("olga"), "olga")
    mine = " ".join(organisation.olga.own_words())

    typed = olga.on_terminal("check", "Bob Roy", answers=[("Word 1 of 8", mine)] * 3)

    assert typed.code == 4
    assert "these are not the words of this key" in typed.out
    assert olga("people", "bob").out.endswith("\tknown by invitation\n")


def test_rule_12_a_subject_cannot_drive_the_terminal(organisation: Organisation, device: Devices) -> None:
    bob = organisation.joins("bob")
    evil = "\x1b]0;owned\x07\x1b[2J\u202ereversed"
    sent = bob.send(bob.plan(to=[address("olga")]), Draft(evil, f"body {evil}\nline two"))
    olga = signed_in(organisation, device("olga"), "olga")

    for arguments in (["inbox"], ["read", sent.mid], ["inbox", "--json"], ["read", sent.mid, "--json"]):
        shown = olga.on_terminal(*arguments, answers=[])
        assert "owned" in shown.out
        for raw in ("\x1b]", "\x1b[2J", "\x07", "\u202e"):
            assert raw not in shown.out, arguments
    assert olga("read", sent.mid).out.endswith(f"body {evil}\nline two\n")


def test_watch_shows_a_message_when_it_comes(organisation: Organisation, device: Devices) -> None:
    bob = organisation.joins("bob")
    olga = signed_in(organisation, device("olga"), "olga")
    watching = subprocess.Popen(
        [sys.executable, "-m", "waxpost", "watch"],
        env=olga.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watching.stdout is not None
    assert watching.stderr is not None
    try:
        while "waiting for messages" not in watching.stderr.readline():
            assert watching.poll() is None
        sent = bob.send(bob.plan(to=[address("olga")]), Draft("Hello", "now"))

        row = watching.stdout.readline()

        assert row.split("\t")[1] == sent.mid
        assert row.split("\t")[4] == "Hello"
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 130
    finally:
        watching.kill()
        watching.wait()
        watching.stdout.close()
        watching.stderr.close()


def test_names_are_never_guessed(organisation: Organisation, device: Devices) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    alice.rename("Bob Roy")
    olga = signed_in(organisation, device("olga"), "olga")

    ambiguous = olga("send", "--to", "Bob Roy", "hello", code=5)
    assert "Bob Roy <alice@example.org>" in ambiguous.err
    assert "waxpost: hint: use the address" in ambiguous.err
    assert "there is no person called Bob" in olga("send", "--to", "Bob", "hello", code=5).err

    sent = olga("send", "--to", address("bob"), "hello")
    assert [message.mid for message in bob.inbox().messages] == [sent.out.strip()]
    assert re.fullmatch(ID + "\n", sent.out)
    assert alice.inbox().messages == ()
    assert "same name as" in olga("people").out
