"""Requests whose answers several people read: the key in a message, the answer in each inbox, live."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.system.command_line import CommandLine
from tests.system.organisation import Organisation, address
from tests.system.server_process import ServerProcess
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.request_acts import (
    SENT,
    TITLE,
    Answerer,
    begins_request,
    is_held_up,
    lets_read,
    makes_request,
    sees_request,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.usefixtures("little_work")
HANDED = f"You can read the answers to “{TITLE}”"
SUBJECT = f"Answer to a request of Alice Martin: {TITLE}"


@pytest.fixture(scope="module")
def alice(enters: MakePerson) -> Person:
    """Somebody who asks."""
    return enters("alice")


@pytest.fixture(scope="module")
def bob(enters: MakePerson) -> Person:
    """Somebody who reads along."""
    return enters("bob")


@pytest.fixture(scope="module")
def terminal(alice: Person, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line on another device of hers."""
    device = CommandLine(tmp_path_factory.mktemp("device") / "alice", alice.password)
    device("sign-in", alice.url, "--address", alice.addr)
    return device


@pytest.fixture
def shared_by(alice: Person) -> Iterator[Person]:
    """Alice in her inbox, with a line that works again afterwards."""
    yield alice.goes_to("/messages/inbox").expects_complaint("net::ERR_FAILED")
    alice.page.unroute_all()


def answers_with(
    browser: "Browser",
    server: ServerProcess,
    url: str,
    password: str,
    title: str = TITLE,
    *,
    others: str = "1 other person",
) -> None:
    """Somebody without an account answers, and is told before anything is typed and afterwards who can read it."""
    kim = Answerer(browser, server.url, "Kim").opens(url)
    assert isinstance(kim, Answerer)
    kim.is_asked(title=title).sees(f"Only Alice and {others} chosen by Alice can read your answer.")
    kim.sees(f"Only Alice and {others} can read it.")
    kim.sees(f"your answer goes to Alice and {others}, and to nobody else.")
    kim.sees_no("Nobody but Alice").types("Username", "portal-admin").types("Password", password)
    kim.sends().is_told(SENT).sees(f"Only Alice and {others} can read it. You can close this page.")
    assert kim.complaints == []
    kim.leaves()


def test_a_reader_gets_the_key_by_a_message_and_the_answers_in_the_inbox(
    alice: Person, bob: Person, terminal: CommandLine, browser: "Browser", server: ServerProcess, tmp_path: Path
) -> None:
    bob.goes_to("/messages/inbox")
    made = json.loads(terminal("request", "create", TITLE, "--answers", "2", "--to", bob.addr, "--json").out)
    assert made["readers"] == [bob.addr]
    expect(bob.page.get_by_role("row").filter(has_text=HANDED)).to_be_visible()
    answers_with(browser, server, made["url"], "first-Vd4?mQx8")

    # Nobody loads the list again.
    row = bob.page.get_by_role("row").filter(has_text=SUBJECT)
    expect(row).to_contain_text("From outside")
    row.click()
    bob.sees_heading(SUBJECT).sees("You and 1 other can read it.").sees("portal-admin")
    bob.clicks("Show password").sees("first-Vd4?mQx8")
    bob.page.get_by_role("row").filter(has_text=HANDED).click()
    bob.sees("The answers to this request come to your inbox as well, marked From outside.")
    # His copy is his alone; the next answer comes to both.
    bob.page.get_by_role("row").filter(has_text=SUBJECT).click()
    bob.sees_heading(SUBJECT).page.get_by_role("toolbar", name="Message").get_by_role("button", name="Delete").click()
    bob.sees("Answer deleted")
    expect(bob.page.get_by_role("row").filter(has_text=SUBJECT)).to_have_count(0)
    alice.goes_to("/messages/inbox")
    expect(alice.page.get_by_role("row").filter(has_text=f"Answer to your request: {TITLE}")).to_have_count(1)
    answers_with(browser, server, made["url"], "second-Vd4?mQx8")
    expect(alice.page.get_by_role("row").filter(has_text=f"Answer to your request: {TITLE}")).to_have_count(2)
    expect(bob.page.get_by_role("row").filter(has_text=SUBJECT)).to_have_count(1)
    # The key is in his sealed pack: another device of his, which opens no message, reads the answer.
    device = CommandLine(tmp_path / "bob", bob.password)
    device("sign-in", bob.url, "--address", bob.addr)
    (listed,) = json.loads(device("request", "answers", made["id"], "--json").out)["answers"]
    assert (listed["result"], listed["asker"], listed["title"]) == ("outside", alice.addr, TITLE)


def has_one_row(person: Person, text: str) -> None:
    """The list holds it, and once."""
    person.has_row(text)
    expect(person.page.get_by_role("row").filter(has_text=text)).to_have_count(1)


def test_the_asker_lets_a_person_and_a_group_read_in_the_browser(
    alice: Person, bob: Person, organisation: Organisation, browser: "Browser", server: ServerProcess
) -> None:
    title = "Alarm code"
    charlie = organisation.joins("charlie")
    organisation.olga.create_group("Platform team", [alice.addr, charlie.addr])
    bob.goes_to("/messages/inbox")
    begins_request(alice.goes_to("/messages/inbox"), title).sees("Only you can read the answer.")
    alice.sees("The answer is locked with your key")
    lets_read(alice).clicks("Create request link").sees("Add at least one person or group.")
    lets_read(alice, "Bob Roy").sees("1 person will be able to read the answers as well. The server cannot.")
    alice.sees("Only you and 1 other person can read the answer.")

    is_held_up(lets_read(alice, "Platform team"), "Look at the new people to send")
    alice.sees("You have not written to Platform team before. These 2 people are in it.").clicks("They may read it")
    alice.sees("2 people will be able to read the answers as well.").clicks("See who").sees(bob.addr)
    alice.sees("Only you and 2 other people can read the answer.").sees("is locked for you and 2 other people")
    url = makes_request(alice)

    alice.sees("You, Bob Roy and Charlie Dean").clicks("See who").sees("Who else reads the answers").sees(charlie.addr)
    sees_request(alice.clicks("Done"), "Waiting", title, "Also read by Bob Roy and Charlie Dean")
    # It is there before anything is opened: the list of messages takes the key.
    bob.has_row(f"You can read the answers to “{title}”")
    answers_with(browser, server, url, "third-Vd4?mQx8", title, others="2 other people")
    answer = f"Answer to a request of Alice Martin: {title}"
    bob.has_row(answer).row(answer).click()
    bob.sees_heading(answer).sees("You and 2 others can read it.").clicks("Show password").sees("third-Vd4?mQx8")
    assert [one.content.subject for one in charlie.inbox().messages if one.content] == [
        f"You can read the answers to “{title}”"
    ]
    assert [(one.title, one.asker) for one in charlie.answers().answers] == [(title, alice.addr)]
    alice.goes_to("/messages/inbox").has_row(f"Answer to your request: {title}")


@pytest.mark.parametrize(
    ("place", "arrives", "sentence"),
    [
        ("requests", True, "No request was made."),
        ("messages", False, "The others do not have the key yet."),
        ("messages", True, "The others do not have the key yet."),
    ],
    ids=["request lost after it came", "message lost before it came", "message lost after it came"],
)
def test_a_lost_line_between_request_and_message_loses_nothing_and_makes_nothing_twice(
    shared_by: Person, bob: Person, browser: "Browser", server: ServerProcess, place: str, arrives: bool, sentence: str
) -> None:
    alice, title = shared_by, f"Lost {place} {arrives}"
    handed = f"You can read the answers to “{title}”"
    bob.goes_to("/messages/inbox").has_no_row(handed)

    def lose(route: Route) -> None:
        if arrives:
            assert route.fetch().ok
        route.abort()

    lets_read(begins_request(alice, title), "Bob Roy").sees("1 person will be able to read the answers as well.")
    alice.requests.clear()
    alice.page.route(f"**/v1/{place}", lose)
    alice.clicks("Create request link").sees_alert(sentence)
    if not (place == "messages" and arrives):
        bob.has_no_row(handed)
    alice.page.unroute_all()
    url = makes_request(alice)

    # Another request would stand in the list, open or closed, and another message in the inbox.
    assert not [one.url for one in alice.requests if one.method == "DELETE"]
    sees_request(alice.clicks("Done"), "Waiting", title, "Also read by Bob Roy")
    expect(alice.page.get_by_role("listitem").filter(has_text=title)).to_have_count(1)
    has_one_row(bob, handed)
    answers_with(browser, server, url, "fourth-Vd4?mQx8", title)
    has_one_row(bob, f"Answer to a request of Alice Martin: {title}")


def test_a_request_that_is_given_up_after_a_lost_line_is_closed(shared_by: Person, bob: Person) -> None:
    alice, title = shared_by, "Given up"
    lets_read(begins_request(alice, title), "Bob Roy").sees("1 person will be able to read the answers as well.")
    alice.page.route("**/v1/messages", lambda route: route.abort())
    alice.clicks("Create request link").sees_alert("The others do not have the key yet.")
    with alice.page.expect_response(lambda answer: answer.request.method == "DELETE" and answer.status == 204):
        alice.clicks("Cancel").sees("It may have been made already. Then it is closed.").clicks("Discard")
    expect(alice.dialog()).to_have_count(0)
    sees_request(alice, "Closed", title, "Closed by you")
    bob.goes_to("/messages/inbox").has_no_row(f"You can read the answers to “{title}”")


def test_a_refused_message_closes_its_request_and_the_next_try_is_another(
    shared_by: Person, bob: Person, organisation: Organisation
) -> None:
    alice, title = shared_by, "Changed meanwhile"
    group = organisation.olga.create_group("Night shift", [bob.addr])
    lets_read(begins_request(alice, title), "Night shift").clicks("They may read it")
    alice.sees("1 person will be able to read the answers as well.")

    def change_the_group(route: Route) -> None:
        if not changes:
            changes.append(organisation.olga.change_members(group.gid, 1, add=[address("olga")]).gid)
        route.continue_()

    changes: list[str] = []
    alice.page.route("**/v1/requests", change_the_group)
    alice.clicks("Create request link")
    alice.sees_alert("The others did not get the key, so the request was closed again. The group was changed while you")
    is_held_up(alice, "Look at the new people to send").sees(
        "1 person was added to Night shift since your last message."
    )
    alice.clicks("They may read it").sees("2 people will be able to read the answers as well.")
    makes_request(alice)

    alice.sees("You, Bob Roy and Olga Smith").clicks("Done")
    sees_request(alice, "Waiting", title, "Also read by Bob Roy and Olga Smith")
    sees_request(alice, "Closed", title, "Closed by you")
    has_one_row(bob.goes_to("/messages/inbox"), f"You can read the answers to “{title}”")


def test_whoever_has_no_key_holds_the_request_up(shared_by: Person, organisation: Organisation) -> None:
    alice, noah = shared_by, "noah@example.org"
    organisation.olga.invite(noah, name="Noah Becker")
    begins_request(alice, "Held").dialog().get_by_label("Answers go to").select_option("others")
    alice.page.get_by_role("combobox", name="Me and").fill("Noah")
    alice.page.get_by_role("option", name=noah).click()
    alice.sees(f"{noah} has no key yet and cannot get messages.")
    is_held_up(alice, f"Remove {noah} to send")
    alice.clicks(f"Remove {noah}").sees_no("has no key yet")
    lets_read(alice, "Bob Roy").sees("1 person will be able to read the answers as well.")
    expect(alice.page.get_by_role("button", name="Create request link")).to_be_enabled()
    # Nobody else is asked for when it is only oneself again.
    alice.dialog().get_by_label("Answers go to").select_option("me")
    alice.sees("Only you can read the answer.").sees_no("will be able to read the answers as well")
    alice.requests.clear()
    makes_request(alice)
    assert not [one.url for one in alice.requests if one.method == "POST" and one.url.endswith("/v1/messages")]
    alice.sees_no("Answers go to").clicks("Done")
