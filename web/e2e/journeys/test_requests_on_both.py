"""Requests between the browser and the command line: asked on one, answered and read on the other."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.system.command_line import CommandLine
from tests.system.server_process import ServerProcess
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.request_acts import SENT, TITLE, Answerer, asks

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.usefixtures("little_work")


@pytest.fixture(scope="module")
def alice(enters: MakePerson) -> Person:
    """Somebody who asks."""
    return enters("alice")


@pytest.fixture(scope="module")
def terminal(alice: Person, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line on another device of hers."""
    device = CommandLine(tmp_path_factory.mktemp("device") / "alice", alice.password)
    device("sign-in", alice.url, "--address", alice.addr)
    return device


def test_what_a_browser_asks_is_answered_and_read_on_the_command_line(
    alice: Person, terminal: CommandLine, tmp_path: Path
) -> None:
    url = asks(alice, "Files", "Text")
    outsider = CommandLine(tmp_path / "nobody", "no account")
    source = tmp_path / "licence.key"
    source.write_bytes(b"licence " * 40_000)
    asked = json.loads(outsider("answer", url, "--look", "--json").out)
    assert (asked["title"], asked["text"], asked["files"]) == (TITLE, True, True)
    values = json.dumps({"fields": ["portal-admin", "s3cret"], "text": "Call me on Monday"})

    outsider("answer", url, "--values", "-", "--file", str(source), text=values)

    (row,) = json.loads(terminal("request", "answers", "--json").out)["answers"]
    assert (row["title"], row["result"]) == (TITLE, "outside")
    shown = terminal("request", "read", row["mid"], "--show").out
    assert "password: s3cret\n" in shown
    saved = terminal("request", "save", row["mid"], "-o", str(tmp_path)).out.strip()
    assert Path(saved).read_bytes() == source.read_bytes()
    again = json.loads(terminal("request", "show", row["request"], "--json").out)
    assert (again["url"], again["words"]) == (url, asked["words"])
    # And in the browser that asked.
    alice.clicks("Done").goes_to("/messages/inbox")
    alice.page.get_by_role("row").filter(has_text=f"Answer to your request: {TITLE}").first.click()
    alice.sees("Call me on Monday").sees("portal-admin").sees("licence.key")


def test_what_the_command_line_asks_is_answered_in_a_browser(
    terminal: CommandLine, browser: "Browser", server: ServerProcess, tmp_path: Path
) -> None:
    fields = ["--field", "username", "--field", "custom:Alarm code"]
    made = json.loads(terminal("request", "create", "Door", *fields, "--text", "--file", "--json").out)
    source = tmp_path / "plan.txt"
    source.write_text("rack 7\n")
    answerer = Answerer(browser, server.url, "answerer on both").opens(made["url"])
    assert isinstance(answerer, Answerer)
    answerer.is_asked(title="Door").types("Username", "porter").types("Alarm code", "4711").adds([source])
    for word in made["words"]:
        expect(answerer.page.locator("body")).to_contain_text(word)

    answerer.sends().is_told(SENT)
    assert answerer.complaints == []
    answerer.leaves()

    (row,) = json.loads(terminal("request", "answers", made["id"], "--json").out)["answers"]
    answer = json.loads(terminal("request", "read", row["mid"], "--show", "--json").out)
    given = [(field["f"], field["label"], field["value"]) for field in answer["items"][0]["fields"]]
    assert given == [("username", None, "porter"), ("custom", "Alarm code", "4711")]
    saved = terminal("request", "save", row["mid"], "-o", str(tmp_path)).out.strip()
    assert Path(saved) != source
    assert Path(saved).read_text() == "rack 7\n"
