"""Writing and reading messages."""

import re
from collections.abc import Sequence
from typing import Self

from playwright.sync_api import Locator, Response, expect

from web.e2e.people.entering import Entering
from web.e2e.people.window import SLOW_MS


def is_count(answer: Response) -> bool:
    """Whether the page has been told how many messages are unread."""
    return "/v1/messages?" in answer.url and "unread=true" in answer.url and "limit=1&" in f"{answer.url}&"


class Writing(Entering):
    """Somebody at their messages."""

    def sends(
        self,
        subject: str,
        text: str,
        *,
        to: Sequence[str] = (),
        groups: Sequence[str] = (),
        expires: bool = False,
    ) -> Self:
        """Write and send a message; whatever is asked on the way is a step of its own."""
        self.begins_message(subject, text, to=to, groups=groups)
        if expires:
            self.lets_it_expire()
        return self.presses_send()

    def begins_message(self, subject: str, text: str, *, to: Sequence[str] = (), groups: Sequence[str] = ()) -> Self:
        """Write a message and leave the window open."""
        self.page.get_by_role("link", name="New message").first.click()
        for name in [*to, *groups]:
            self.chooses(name)
        self.page.get_by_role("textbox", name="Subject", exact=True).fill(subject)
        self.page.get_by_role("textbox", name="Message").fill(text)
        return self

    def chooses(self, name: str) -> Self:
        """Add somebody, or a group, to To."""
        self.page.get_by_role("combobox", name="To").fill(name)
        self.page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).first.click()
        expect(self.page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
        return self

    def adds_credentials(self, title: str, *, username: str = "", password: str = "") -> Self:
        """Attach credentials to the message being written."""
        self.clicks("More").page.get_by_role("menuitem", name="Credentials").click()
        self.sees_heading("Add credentials").page.get_by_role("textbox", name="Title").fill(title)
        self.page.get_by_role("textbox", name="Username").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.clicks("Add")
        expect(self.page.get_by_role("heading", name="Add credentials")).to_have_count(0)
        return self

    def lets_it_expire(self) -> Self:
        """Tick *Expires after*; the date that it proposes stays."""
        self.page.get_by_role("checkbox", name="Expires after").check()
        return self

    def tries_to_send(self) -> Self:
        """Press Send, whatever comes of it."""
        self.page.get_by_role("button", name="Send", exact=True).click()
        return self

    def presses_send(self) -> Self:
        """Send, and wait until the window is gone."""
        self.tries_to_send()
        expect(self.dialog()).to_have_count(0, timeout=SLOW_MS)
        return self.sees("Sent to ")

    def is_held_up(self, footer: str) -> Self:
        """Sending waits for something, and the footer says for what."""
        self.sees(footer)
        expect(self.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
        return self

    def discards(self) -> Self:
        """Give the message up."""
        self.clicks("Discard")
        self.page.get_by_role("dialog", name="Discard this message?").get_by_role("button", name="Discard").click()
        expect(self.dialog()).to_have_count(0)
        return self

    def opens(self, subject: str, folder: str = "inbox") -> Self:
        """Open a message of a list by its subject."""
        self.goes_to(f"/messages/{folder}")
        self.row(subject).click()
        return self.sees_heading(subject)

    def reads(self, text: str) -> Self:
        """The open message holds this text."""
        expect(self.message()).to_contain_text(text, timeout=SLOW_MS)
        return self

    def reads_everything(self) -> Self:
        """Mark the whole inbox read, if there is anything unread in it."""
        # What the page before had asked for is no answer to this one.
        self.page.goto("about:blank")
        # A page that does not know yet looks like one where nothing is unread.
        with self.page.expect_response(is_count) as counted:
            self.page.goto(f"{self.url}/messages/inbox")
        self.is_inside()
        if counted.value.json()["unread"] > 0:
            with self.page.expect_response("**/v1/messages/read"):
                self.sees_dot().clicks("Select all").clicks("Mark read")
        return self.sees_no_dot()

    def deletes(self) -> Self:
        """Delete the open message, and wait until that is written down; the row goes at once."""
        self.page.get_by_role("toolbar", name="Message").get_by_role("button", name="Delete").click()
        return self.sees("Message deleted")

    def message(self) -> Locator:
        """The message that is open."""
        return self.page.get_by_role("article")

    def row(self, text: str) -> Locator:
        """The row of the list that holds this text."""
        return self.page.get_by_role("row").filter(has_text=text).first

    def has_row(self, text: str) -> Self:
        """The list shows this."""
        expect(self.row(text)).to_be_visible(timeout=SLOW_MS)
        return self

    def has_no_row(self, text: str) -> Self:
        """The list does not show this, or no longer."""
        expect(self.page.get_by_role("row").filter(has_text=text)).to_have_count(0, timeout=SLOW_MS)
        return self

    def sees_dot(self) -> Self:
        """Something is unread: the dot is there, with words for it, and the title counts."""
        place = self.page.get_by_role("link", name=re.compile(r"^Messages, \d+ unread$")).locator("visible=true")
        expect(place).to_have_count(1, timeout=SLOW_MS)
        # The dot is drawn for eyes alone; its words are the name of the link.
        expect(place.get_by_test_id("blue-dot")).to_be_visible()
        expect(self.page).to_have_title(re.compile(r"^\(\d+\) "))
        return self

    def sees_no_dot(self) -> Self:
        """Nothing is unread."""
        expect(self.page.get_by_role("link", name="Messages", exact=True).locator("visible=true")).to_have_count(1)
        expect(self.page).not_to_have_title(re.compile(r"^\("))
        expect(self.page.get_by_test_id("blue-dot")).to_have_count(0)
        return self
