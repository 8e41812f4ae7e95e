"""Requests on the command line: asked by one person, answered by somebody without an account."""

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
    folder = tmp_path_factory.mktemp("requests-cli")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        organisation.joins("alice")
        alice = CommandLine(folder / "cli" / "alice", PASSWORD)
        alice("sign-in", server.url, "--address", address("alice"))
        yield alice, CommandLine(folder / "cli" / "nobody", "no account")


def test_a_request_is_made_listed_answered_read_saved_and_closed(people: Devices, tmp_path: Path) -> None:
    alice, outsider = people
    made = alice(
        "request", "create", "Print portal", "--field", "username", "--field", "password", "--field", "custom:PIN",
        "--file", "--text", "--note", "The new one", "--answers", "2", "--expires", "2d",
    )  # fmt: skip
    link, words = (line.split(maxsplit=1)[1] for line in made.out.splitlines())
    assert "/r/" in link
    assert len(words.split()) == 8
    assert "2 answers are taken" in made.err
    seen = outsider("answer", link, "--look").out
    assert "From:       Alice Martin <alice@example.org> (in their own words; the server says" in seen
    assert "Asks for:   Username, Password, PIN, a text, files\n" in seen
    assert "Read by:    only Alice Martin\n" in seen
    assert f"Words:      {words}\n" in seen
    assert "then the answer goes to them and nobody else.\n" in seen
    assert json.loads(outsider("answer", link, "--look", "--json").out)["others"] == 0
    source = tmp_path / "licence.key"
    source.write_text("rack 7\n")
    given = json.dumps({"fields": {"Username": "portal-admin", "Password": "s3cret,word"}, "text": "Call me"})

    sent = outsider("answer", link, "--values", "-", "--file", str(source), text=given)

    assert sent.err.splitlines()[-1] == "sent; only Alice Martin can read it"
    assert not outsider.home.exists()
    (row,) = [one for one in json.loads(alice("inbox", "--json").out)["answers"] if one["title"] == "Print portal"]
    listed = alice("inbox").out
    assert f"*\t{row['mid']}\t" in listed
    assert "\tFrom outside\tAnswer: Print portal\t" in listed
    assert "2 values, 1 text, 1 file" in alice("request", "answers", row["request"], "--unread").out
    covered = alice("request", "read", row["mid"])
    assert "s3cret" not in covered.out
    assert "username: portal-admin\n" in covered.out
    shown = alice("request", "read", row["mid"], "--show").out
    assert "From:     outside, from whoever had the link of your request (nobody signed it)\n" in shown
    assert "password: s3cret,word\n" in shown
    assert "\nCall me\n" in shown
    saved = alice("request", "save", row["mid"], "-o", str(tmp_path)).out
    assert Path(saved.strip()).read_text() == "rack 7\n"
    assert "no answers" in alice("request", "answers", row["request"], "--unread").err
    again = alice("request", "show", row["request"]).out
    assert link in again
    assert "State:       waiting\nAnswers:     1 of 2\n" in again
    assert "open until" in alice("request", "change", row["request"], "--expires", "3d").err
    alice("request", "close", row["request"])
    gone = outsider("answer", link, "--text", "x", code=5)
    assert gone.err == (
        "waxpost: error: the request may have been answered, closed or expired. Ask whoever sent it for a new one\n"
        "waxpost: hint: ask whoever sent it for a new one\n"
    )
    assert "\tclosed\t1 of 2\t" in alice("request", "list").out
    alice("request", "delete", row["mid"])
    alice("request", "read", row["mid"], code=5)


def test_a_person_at_a_terminal_is_asked_for_each_value(people: Devices) -> None:
    alice, outsider = people
    request = json.loads(alice("request", "create", "Door", "--json").out)
    assert [field["f"] for field in request["fields"]] == ["username", "password"]

    typed = outsider.on_terminal(
        "answer", request["url"], answers=[("Username:", "root"), ("Password:", "not to be seen")]
    )

    assert typed.code == 0
    assert " ".join(request["words"]) in typed.out
    assert "not to be seen" not in typed.out
    (answer,) = json.loads(alice("request", "answers", request["id"], "--json").out)["answers"]
    assert [field["value"] for field in answer["items"][0]["fields"]] == ["root", None]
    whole = json.loads(alice("request", "read", answer["mid"], "--show", "--json").out)
    assert [field["value"] for field in whole["items"][0]["fields"]] == ["root", "not to be seen"]
    state = json.loads(alice("request", "show", request["id"], "--json").out)
    assert (state["state"], state["answers_left"]) == ("answered", 0)


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        ([], "", "the values cannot be asked without a terminal"),
        (["--values", "-"], "{", "that is not JSON"),
        (["--values", "-"], "[]", 'use {"fields"'),
        (["--values", "-"], '{"fields":{"PIN":"1"}}', "nobody asks for PIN"),
        (["--values", "-"], '{"fields":[1]}', 'use {"fields"'),
        (["--values", "-"], '{"fields":["a","b","c"]}', "more values than the request asks for"),
        (["--values", "-"], "{}", "an answer needs something that was asked for"),
        (["--values", "-"], '{"text":"x"}', "the request does not ask for a text"),
        (["--values", "none.json"], "", "cannot read none.json"),
        (["--values", "-", "--file", "none.txt"], "{}", "there is no file"),
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_sent(
    people: Devices, link: str, arguments: list[str], given: str, said: str
) -> None:
    _, outsider = people
    code = 1 if said.startswith("cannot read") else 2
    assert said in outsider("answer", link, *arguments, text=given, code=code).err


def test_without_a_terminal_values_may_be_left_out_when_something_else_is_given(people: Devices) -> None:
    alice, outsider = people
    request = json.loads(alice("request", "create", "Door", "--field", "password", "--text", "--json").out)

    sent = outsider("answer", request["url"], "--text", "-", "--json", text="Ask the porter\n")

    assert "the values were left out" in sent.err
    mid = json.loads(sent.out)["mid"]
    answer = json.loads(alice("request", "read", mid, "--json").out)
    assert (answer["body"], answer["items"], answer["result"]) == ("Ask the porter\n", [], "outside")


@pytest.fixture(scope="module")
def link(people: Devices) -> str:
    """A request for a login, which nobody answers."""
    return json.loads(people[0]("request", "create", "Login", "--json").out)["url"]


def test_a_cut_link_says_what_is_missing(people: Devices, link: str) -> None:
    cut = people[1]("answer", link[:-3], "--look", code=2)

    assert cut.err == (
        "waxpost: error: this link is not complete\nwaxpost: hint: copy the whole link, including the part after #\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "x", "--field", "spaceship"], "custom:LABEL"),
        (["create", "x", "--field", "custom"], "custom:LABEL"),
        (["create", "x", "--expires", "2020-01-01T00:00:00Z"], "choose a time in the future"),
        (["create", "x", "--answers", "0"], "--answers"),
        (["change", "A" * 22], "say until when"),
        (["save", "A" * 22, "-o", "none"], "there is no folder"),
    ],
)
def test_wrong_use_is_said_before_anything_is_asked(people: Devices, arguments: list[str], said: str) -> None:
    assert said in people[0]("request", *arguments, code=2).err


def test_a_request_that_asks_for_too_much_is_refused_by_this_device(people: Devices) -> None:
    alice, _ = people
    before = alice("request", "list").out
    alice("request", "create", "x" * 201, code=4)
    alice("request", "create", "x", "--note", "x" * 2001, code=4)
    assert alice("request", "list").out == before
