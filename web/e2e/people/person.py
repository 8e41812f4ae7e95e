"""A person in front of a browser: does what people do, by what they see on the page.

Every step ends when the page shows that it is done. What the page complains about (errors, broken security policies)
is gathered in `complaints`, and every page that was looked at with `looks_around` is one that axe finds nothing on.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from web.e2e.people.accessibility import assert_accessible

PASSWORD = "tangible otter marmalade 47"
# Stretching a password takes a second, on a busy machine several.
STRETCHING_MS = 30_000
# The browser's own line about a refusal that the page has asked for and understood.
_ANSWERED = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")


class Person:
    """One person with a browser of their own."""

    def __init__(self, browser: Browser, url: str, name: str, *, width: int = 1400, height: int = 900) -> None:
        self.url = url
        self.name = name
        self.first_name = name.split(maxsplit=1)[0]
        self.addr = f"{self.first_name.lower()}@example.org"
        self.password = PASSWORD
        self.kit = ""
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", accept_downloads=True
        )
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        self.page: Page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self.complaints.append(f"{self.name}: {error}"))
        page.on("request", self._watches)
        return page

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()

    # ---- ways in and out

    def first_starts(self, link: str, organisation: str = "Example") -> Self:
        """Become the first administrator with the link that the server printed."""
        self.page.goto(link)
        self.page.get_by_label("Organisation name").fill(organisation)
        assert "#" not in self.page.url
        self._continues()
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("Email address").fill(self.addr)
        self._continues()
        self._chooses_password()
        return self._proves_kit()

    def signs_up(self, link: str) -> Self:
        """Accept an invitation."""
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(self.name)
        assert "#" not in self.page.url
        self._continues()
        self._chooses_password()
        return self._proves_kit()

    def starts_over(self, link: str) -> Self:
        """Make a new key with a link from an administrator."""
        self.page.goto(link)
        self.page.get_by_role("textbox").fill("I have lost my password and my recovery kit")
        self._continues()
        self._chooses_password()
        return self._proves_kit()

    def recovers(self, password: str) -> Self:
        """Use the kit from before; a new password and a new kit come out."""
        self.page.goto(f"{self.url}/recover")
        self.page.get_by_label("Email address").fill(self.addr)
        self.page.get_by_label("Recovery code").fill(self.kit.lower().replace("-", " "))
        self._continues()
        self.password = password
        self._chooses_password()
        return self._proves_kit()

    def signs_in(self, password: str | None = None) -> Self:
        """Sign in on the page that asks for it, which may be opened already."""
        if not self.page.url.endswith("/sign-in"):
            self.page.goto(f"{self.url}/sign-in")
        self.page.get_by_label("Email address").fill(self.addr)
        self._password_field().fill(password or self.password)
        self.page.get_by_role("button", name="Sign in").click()
        return self

    def unlocks(self, password: str | None = None) -> Self:
        """Type the password on the lock screen."""
        self._password_field().fill(password or self.password)
        self.page.get_by_role("button", name="Unlock").click()
        return self

    def locks(self) -> Self:
        """Lock now."""
        self.page.get_by_role("button", name="Lock", exact=True).click()
        self.sees_heading(f"Welcome back, {self.first_name}")
        return self

    def signs_out(self) -> Self:
        """Sign out from the menu of the account."""
        self.page.get_by_role("button", name=f"{self.name}, your account").click()
        self.page.get_by_role("menuitem", name="Sign out").click()
        self.sees_heading("Sign in")
        return self

    def is_inside(self) -> Self:
        """Wait for the inbox."""
        expect(self.page.get_by_role("heading", name="Inbox", exact=True)).to_be_visible(timeout=STRETCHING_MS)
        return self

    # ---- messages

    def sends(
        self,
        subject: str,
        text: str,
        *,
        to: Sequence[str] = (),
        groups: Sequence[str] = (),
        days: int | None = None,
    ) -> Self:
        """Write and send a message; everything that is asked on the way is somebody else's step."""
        self.begins_message(subject, text, to=to, groups=groups)
        if days is not None:
            self.lets_it_expire()
        return self.presses_send()

    def begins_message(self, subject: str, text: str, *, to: Sequence[str] = (), groups: Sequence[str] = ()) -> Self:
        """Write a message and leave the window open."""
        self.page.get_by_role("link", name="New message").first.click()
        for name in [*to, *groups]:
            self.chooses(name)
        self.page.get_by_label("Subject").fill(subject)
        self.page.get_by_role("textbox", name="Message").fill(text)
        return self

    def chooses(self, name: str) -> Self:
        """Add somebody, or a group, to To."""
        field = self.page.get_by_role("combobox", name="To")
        field.fill(name)
        self.page.get_by_role("option", name=re.compile(re.escape(name))).first.click()
        return self

    def lets_it_expire(self) -> Self:
        """Tick *Expires after*; the default date stays."""
        self.page.get_by_label("Expires after", exact=True).check()
        return self

    def presses_send(self) -> Self:
        """Send, and wait until the window is gone."""
        self.page.get_by_role("button", name="Send", exact=False).last.click()
        expect(self.page.get_by_role("dialog")).to_have_count(0, timeout=STRETCHING_MS)
        return self

    def opens(self, subject: str, folder: str = "inbox") -> Self:
        """Open a message of a list by its subject."""
        self.goes_to(f"/messages/{folder}")
        self.row(subject).click()
        expect(self.page.get_by_role("heading", name=subject, exact=True)).to_be_visible(timeout=STRETCHING_MS)
        return self

    def reads(self, text: str) -> Self:
        """The open message holds this text."""
        expect(self.page.get_by_test_id("message-text")).to_contain_text(text)
        return self

    def row(self, text: str) -> Locator:
        """The rows of the list that hold this text."""
        return self.page.get_by_role("row").filter(has_text=text)

    def sees_dot(self) -> Self:
        """Something is unread: the dot is there, and the title counts."""
        expect(self.page.get_by_test_id("blue-dot").first).to_be_visible()
        expect(self.page).to_have_title(re.compile(r"^\(\d+\) "))
        return self

    def sees_no_dot(self) -> Self:
        """Nothing is unread."""
        expect(self.page.get_by_test_id("blue-dot")).to_have_count(0)
        return self

    # ---- people and the organisation

    def invites(self, name: str) -> str:
        """Make an invitation for somebody; the link to pass on."""
        self.goes_to("/admin/users")
        self.page.get_by_role("button", name="Invite people").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Email address").fill(f"{name.split(maxsplit=1)[0].lower()}@example.org")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("button", name="Make the link").click()
        return self._takes_link()

    def lets_start_over(self, name: str) -> str:
        """Approve that somebody makes a new key; the link to pass on."""
        self.goes_to("/admin/users")
        self.page.get_by_role("button", name=f"Actions for {name}").click()
        self.page.get_by_role("menuitem", name="Let start over").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("textbox").fill(name)
        dialog.get_by_role("button", name=re.compile("^Let .* start over$")).click()
        return self._takes_link()

    def makes_group(self, name: str, members: Sequence[str]) -> Self:
        """Make a group as an administrator."""
        self.goes_to("/admin/groups")
        self.page.get_by_role("button", name="New group").first.click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(name)
        for member in members:
            self._adds_member(dialog, member)
        dialog.get_by_role("button", name="Make the group").click()
        expect(dialog).to_have_count(0)
        return self

    def adds_to_group(self, group: str, member: str) -> Self:
        """Add somebody to a group as an administrator."""
        self.goes_to("/admin/groups")
        self.page.get_by_role("button", name=f"Change {group}").click()
        dialog = self.page.get_by_role("dialog")
        self._adds_member(dialog, member)
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0)
        return self

    def own_words(self) -> list[str]:
        """The eight words of the own key, as Settings shows them."""
        self.goes_to("/settings/security")
        words = self.page.get_by_role("list", name=re.compile("eight words", re.IGNORECASE)).get_by_role("listitem")
        expect(words).to_have_count(8)
        return [text.split()[-1] for text in words.all_inner_texts()]

    def types_words(self, words: Sequence[str]) -> Self:
        """Type the words that somebody reads out, and compare."""
        for number, word in enumerate(words, start=1):
            self.page.get_by_label(f"Word {number} of 8").fill(word)
        self.page.get_by_role("button", name="Check words").click()
        return self

    # ---- looking

    def goes_to(self, path: str) -> Self:
        """Move inside the app by its own links where there are some, else by the address."""
        if self.page.url != f"{self.url}{path}":
            link = self.page.locator(f'a[href="{path}"]:visible')
            if link.count() > 0 and self.page.get_by_role("dialog").count() == 0:
                link.first.click()
            else:
                self.page.goto(f"{self.url}{path}")
        self.page.wait_for_url(f"**{path}")
        return self

    def sees(self, text: str) -> Self:
        """This text is on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def sees_heading(self, text: str) -> Self:
        """The page has this heading."""
        expect(self.page.get_by_role("heading", name=text, exact=True)).to_be_visible(timeout=STRETCHING_MS)
        return self

    def looks_around(self) -> Self:
        """Let axe look at the page as it is, in light and dark."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_accessible(self.page, f"{self.page.url} in {scheme}")
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return self

    def takes_picture(self, path: Path) -> None:
        """For whoever looks at what a test saw."""
        self.page.screenshot(path=path)

    # ---- details of the steps above

    def _continues(self) -> None:
        self.page.get_by_role("button", name="Continue").click()

    def _password_field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Password")

    def _chooses_password(self) -> None:
        self.page.get_by_role("textbox", name="Password", exact=True).fill(self.password)
        self.page.get_by_role("textbox", name="Password again").fill(self.password)
        self._continues()

    def _proves_kit(self) -> Self:
        kit = self.page.get_by_role("article", name="Recovery kit")
        groups = kit.get_by_role("listitem")
        expect(groups).to_have_count(8, timeout=STRETCHING_MS)
        # Each item is its number and the group.
        codes = [re.sub(r"\s", "", text)[1:] for text in groups.all_inner_texts()]
        self.kit = "-".join(codes)
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Download PDF").click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        self.page.get_by_label("Group 2").fill(codes[1])
        self.page.get_by_label("Group 5").fill(codes[4])
        self.page.get_by_role("button", name="Finish").click()
        return self.is_inside()

    def _takes_link(self) -> str:
        field = self.page.get_by_role("textbox", name="Link")
        expect(field).to_be_visible(timeout=STRETCHING_MS)
        link = field.input_value()
        self.page.get_by_role("button", name="Done").click()
        expect(field).to_have_count(0)
        return link

    def _adds_member(self, dialog: Locator, name: str) -> None:
        dialog.get_by_role("combobox", name="Members").fill(name)
        self.page.get_by_role("option", name=re.compile(re.escape(name))).first.click()

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _ANSWERED.match(message.text):
            self.complaints.append(f"{self.name}: {message.text}")

    def _watches(self, request: Request) -> None:
        if request.url.endswith("/v1/csp-report"):
            self.complaints.append(f"{self.name}: {request.post_data}")
        if not request.url.startswith((self.url, "blob:", "data:")):
            self.complaints.append(f"{self.name}: asked another place: {request.url}")
