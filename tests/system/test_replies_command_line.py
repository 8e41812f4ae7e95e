"""Replies to links on the command line: from somebody without an account, to the maker of the link."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess

Devices = tuple[CommandLine, CommandLine]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devices]:
    folder = tmp_path_factory.mktemp("replies-cli")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        server.command("policy", "set", "request_work_bits", "4")
        organisation.joins("alice")
        alice = CommandLine(folder / "cli" / "alice", PASSWORD)
        alice("sign-in", server.url, "--address", address("alice"))
        yield alice, CommandLine(folder / "cli" / "nobody", "no account")


def test_a_reader_answers_while_opening_and_again_with_a_file(people: Devices, tmp_path: Path) -> None:
    alice, outsider = people
    made = alice("link", "create", "--reply", "--no-passphrase", "--subject", "Offer", "Is it right so?")
    assert "replies come to your inbox, as from outside" in made.err
    url = made.out.split()[1]
    signed = tmp_path / "signed.pdf"
    signed.write_text("signed\n")

    opened = outsider("open", url, "--reply", "-", text="It is right so")
    assert opened.err.splitlines()[-2:] == ["your reply is sent; only Alice Martin can read it", "2 views left"]
    (at,) = [line.split()[2] for line in opened.out.splitlines() if line.startswith("Reply at: ")]
    seen = outsider("answer", at, "--look").out
    assert "Reply to:   Offer\nAsks for:   a text, files\n" in seen
    outsider("answer", at, "--text", "Signed", "--file", str(signed))
    assert not outsider.home.exists()

    assert alice("inbox").out.count("\tFrom outside\tReply: Offer\t") == 2
    (link,) = [one for one in json.loads(alice("link", "list", "--json").out)["links"] if one["url"] == url]
    shown = alice("link", "show", link["id"])
    assert "Replies:     2\n" in shown.out
    assert f"list the replies with `waxpost request answers {link['reply']}`" in shown.err
    answers = json.loads(alice("request", "answers", link["reply"], "--json").out)["answers"]
    assert {(one["body"], one["link"]) for one in answers} == {("It is right so", link["id"]), ("Signed", link["id"])}
    (mid,) = [one["mid"] for one in answers if one["attachments"]]
    read = alice("request", "read", mid).out
    assert read.startswith("From:     outside, from whoever opened your link (nobody signed it)\nReply to: Offer\n")
    assert f"Link:     {link['id']}\n" in read
    saved = alice("request", "save", mid, "-o", str(tmp_path / "..")).out
    assert Path(saved.strip()).read_text() == "signed\n"
    assert f"Lets reply:  the readers of link {link['id']}\n" in alice("request", "show", link["reply"]).out
    own = json.loads(alice("request", "create", "Contract", "--json").out)["id"]
    # It stands with its link, not among what was asked for by itself.
    assert [one["id"] for one in json.loads(alice("request", "list", "--json").out)["requests"]] == [own]
    assert (own in alice("request", "list").out, link["reply"] in alice("request", "list").out) == (True, False)

    alice("link", "revoke", link["id"])
    outsider("answer", at, "--text", "Too late", code=5)


def test_a_link_that_takes_no_replies_says_so(people: Devices) -> None:
    alice, outsider = people
    url = alice("link", "create", "--no-passphrase", "--subject", "Door", "4711").out.split()[1]

    opened = outsider("open", url, "--reply", "Thanks", code=2)

    assert "4711" in opened.out
    assert "Reply at" not in opened.out
    assert "whoever made this link takes no replies; nothing was sent" in opened.err
    assert json.loads(outsider("open", url, "--json").out)["reply"] is None
    # Without a text to send nothing is opened, and no view used.
    assert "nothing was opened" in outsider("open", url, "--reply", "-", text=" \n", code=2).err
    (link,) = [one for one in json.loads(alice("link", "list", "--json").out)["links"] if one["url"] == url]
    assert (link["reply"], link["views_left"]) == (None, 1)
