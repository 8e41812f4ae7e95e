"""The main job, as new users live it: from the first start to messages that nobody between them can read."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.system.command_line import CommandLine
from tests.system.server_process import ServerProcess
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person

# When a text leaves the page, by the clock of this machine: who looks from outside looks up to a second later.
WATCH = """(text) => {
  globalThis.leftAt = null;
  const look = () => { if (!document.body.textContent.includes(text)) globalThis.leftAt ??= Date.now() / 1000; };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def olga(server: ServerProcess, somebody: MakePerson) -> Person:
    """The first administrator, in her empty inbox."""
    return somebody("Olga Smith").first_starts(server.start_link)


@pytest.fixture(scope="module")
def alice(olga: Person, somebody: MakePerson) -> Person:
    """Invited by Olga with a link, joined with a kit of her own."""
    return somebody("Alice Martin").joins(olga.invites("Alice Martin")).sees("No messages yet")


@pytest.fixture(scope="module")
def bob(olga: Person, somebody: MakePerson) -> Person:
    """Invited by Olga, too."""
    return somebody("Bob Roy").joins(olga.invites("Bob Roy"))


def test_a_message_arrives_live_and_its_sender_sees_live_that_it_is_read(olga: Person, alice: Person) -> None:
    alice.reads_everything().has_no_row("Lunch on Friday?")

    olga.goes_to("/messages/inbox").sends("Lunch on Friday?", "At **noon**, by the fountain.", to=["Alice Martin"])

    alice.sees_dot().has_row("Lunch on Friday?")
    olga.opens("Lunch on Friday?", "sent").reads("Not opened yet")
    alice.opens("Lunch on Friday?").reads("At noon, by the fountain.").sees_no_dot()
    alice.reads("Only you and Olga can read this").reads("olga@example.org")
    expect(alice.message().get_by_text("noon", exact=True)).to_have_css("font-weight", "700")
    expect(olga.message()).not_to_contain_text("Not opened yet")
    olga.reads("Delivered 0")


def test_an_answer_goes_back(olga: Person, alice: Person) -> None:
    olga.reads_everything()
    olga.goes_to("/messages/inbox").sends("A question", "Well?", to=["Alice Martin"])
    alice.opens("A question").clicks("Reply")
    alice.page.get_by_role("textbox", name="Message").fill("With pleasure.")

    alice.presses_send()

    olga.goes_to("/messages/inbox").sees_dot().opens("Re: A question").reads("With pleasure.")


def test_a_group_is_looked_at_first_and_again_when_somebody_was_added(olga: Person, alice: Person, bob: Person) -> None:
    olga.makes_group("Platform team", ["Alice Martin"])
    olga.goes_to("/messages/inbox").begins_message("Rota", "Look at the new rota.", groups=["Platform team"])
    olga.sees("You have not written to Platform team before.").is_held_up("Look at the new people to send")
    olga.clicks("They may read it").presses_send()
    alice.goes_to("/messages/inbox").opens("Rota").reads("Only you and Platform team can read this")

    olga.adds_to_group("Platform team", "Bob Roy")
    olga.goes_to("/messages/inbox").begins_message("Another rota", "For both.", groups=["Platform team"])
    olga.sees("1 person was added to Platform team since your last message.")
    olga.is_held_up("Look at the new people to send").sees("bob@example.org")
    olga.clicks("They may read it").presses_send()

    bob.goes_to("/messages/inbox").opens("Another rota").reads("For both.")
    bob.goes_to("/messages/inbox").has_row("Another rota").has_no_row("Look at the new rota")
    expect(bob.page.get_by_role("row").filter(has_text="Rota")).to_have_count(1)


def test_people_who_were_added_can_be_left_out(olga: Person, alice: Person, bob: Person) -> None:
    olga.makes_group("Night shift", ["Alice Martin"])
    olga.goes_to("/messages/inbox").begins_message("Night one", "First.", groups=["Night shift"])
    olga.clicks("They may read it").presses_send()
    olga.adds_to_group("Night shift", "Bob Roy")

    olga.goes_to("/messages/inbox").begins_message("Night two", "Without Bob.", groups=["Night shift"])
    olga.clicks("Send without them").presses_send()

    alice.goes_to("/messages/inbox").opens("Night two").reads("Without Bob.")
    olga.sends("Night bell", "Rings after the other.", to=["Bob Roy"])
    bob.goes_to("/messages/inbox").has_row("Night bell").has_no_row("Night two")


def test_a_message_says_when_it_deletes_itself(olga: Person, alice: Person) -> None:
    olga.goes_to("/messages/inbox").sends("For a while", "Until next week.", to=["Alice Martin"], expires=True)

    alice.goes_to("/messages/inbox").opens("For a while").reads("Deletes itself in").reads("6 days")


def test_rule_10_a_message_leaves_the_screen_at_the_second_of_its_expiry(
    alice: Person, bob: Person, tmp_path: Path
) -> None:
    terminal = CommandLine(tmp_path / "laptop", bob.password)
    terminal("sign-in", bob.url, "--address", bob.addr)
    alice.goes_to("/messages/inbox")
    end = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=15)
    terminal(
        "send", "--to", alice.addr, "--subject", "Brief", "--expires", f"{end:%Y-%m-%dT%H:%M:%SZ}", "Not for long."
    )
    alice.opens("Brief").reads("Not for long.")
    alice.page.evaluate(WATCH, "Not for long.")
    assert dt.datetime.now(dt.UTC) < end

    alice.sees("This message has expired").sees_no("Not for long.").has_no_row("Brief")

    assert 0 <= alice.page.evaluate("leftAt") - end.timestamp() < 3
    alice.reloads().sees("This message has expired").sees_no("Not for long.")
    terminal("read", alice.page.url.rsplit("/", 1)[1], code=5)


def test_a_message_is_marked_unread_and_deleted_for_one_alone(olga: Person, alice: Person) -> None:
    alice.reads_everything()
    olga.goes_to("/messages/inbox").sends("Short one", "Text.", to=["Alice Martin"])
    alice.sees_dot().opens("Short one").sees_no_dot()

    alice.clicks("Mark unread").sees_dot().opens("Short one").sees_no_dot()

    alice.deletes().has_no_row("Short one").reloads().is_inside().has_no_row("Short one")
    olga.opens("Short one", "sent").reads("Text.")


def test_several_messages_are_selected_and_marked(olga: Person, bob: Person) -> None:
    for number in ("first", "second"):
        olga.goes_to("/messages/inbox").sends(f"The {number}", "Text.", to=["Bob Roy"])
    bob.goes_to("/messages/inbox").has_row("The second").sees_dot()

    bob.clicks("Select all").sees(" selected").clicks("Mark read").sees_no_dot()


def test_browser_and_command_line_read_each_other(olga: Person, bob: Person, tmp_path: Path) -> None:
    terminal = CommandLine(tmp_path / "laptop", bob.password)
    terminal("sign-in", bob.url, "--address", bob.addr)

    terminal("send", "--to", olga.addr, "--subject", "From a terminal", "-", text="Typed in a shell.")
    olga.goes_to("/messages/inbox").opens("From a terminal").reads("Typed in a shell.").clicks("Reply")
    olga.page.get_by_role("textbox", name="Message").fill("Read in a browser.")
    olga.presses_send()

    inbox = terminal("inbox", "--json").out
    assert "Re: From a terminal" in inbox
    assert "Read in a browser." in inbox
