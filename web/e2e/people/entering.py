"""Ways in and out: first start, invitation, starting over, recovery, signing in, locking."""

import re
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.system.organisation import PASSWORD
from web.e2e.people.window import SLOW_MS, Window


class Entering(Window):
    """Somebody with a name, an address, a password, and soon a recovery kit."""

    def __init__(
        self, browser: Browser | BrowserContext, url: str, name: str, *, width: int = 1400, height: int = 900
    ) -> None:
        super().__init__(browser, url, name, width=width, height=height)
        self.first_name = name.split(maxsplit=1)[0]
        self.addr = f"{self.first_name.lower()}@example.org"
        self.password = PASSWORD
        self.kit = ""

    def first_starts(self, link: str, organisation: str = "Example", *, code: str | None = None) -> Self:
        """Become the first administrator with the link that the server printed, or with its code typed by hand."""
        self.page.goto(link)
        if code is not None:
            self.page.get_by_label("Start code").fill(code)
        self.page.get_by_label("Organisation name").fill(organisation)
        assert "#" not in self.page.url
        self._continues()
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("Email address").fill(self.addr)
        self._continues()
        self._chooses_password()
        return self._proves_kit().is_inside()

    def joins(self, link: str) -> Self:
        """Accept an invitation."""
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(self.name)
        assert "#" not in self.page.url
        self._continues()
        self._chooses_password()
        return self._proves_kit().is_inside()

    def starts_over(self, link: str) -> Self:
        """Make a new key with a link from an administrator."""
        self.page.goto(link)
        self.page.get_by_role("textbox").fill("I have lost my password and my recovery kit")
        self._continues()
        self._chooses_password()
        return self._proves_kit().is_inside()

    def recovers(self, password: str) -> Self:
        """Use the kit from before; a new password and a new kit come out."""
        self.page.goto(f"{self.url}/recover")
        self.page.get_by_label("Email address").fill(self.addr)
        self.page.get_by_label("Recovery code").fill(self.kit.lower().replace("-", " "))
        self._continues()
        self.password = password
        self._chooses_password()
        return self._proves_kit().is_inside()

    def signs_in(self) -> Self:
        """Sign in, and go to the inbox from wherever that leads."""
        self.tries_to_sign_in()
        expect(self.page.get_by_role("link", name="Waxpost, Inbox")).to_be_visible(timeout=SLOW_MS)
        self.goes_to("/messages/inbox")
        return self.is_inside()

    def tries_to_sign_in(self, password: str | None = None) -> Self:
        """Fill the page for signing in, which may be open already, and send it off."""
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
        return self.is_locked()

    def signs_out(self) -> Self:
        """Sign out from the menu of the account."""
        self.page.get_by_role("button", name=f"{self.name}, your account").click()
        self.page.get_by_role("menuitem", name="Sign out").click()
        return self.sees_heading("Sign in")

    def comes_back(self) -> Self:
        """Be in the inbox, whatever happened before."""
        self.context.set_offline(False)
        self.page.goto(f"{self.url}/messages/inbox")
        inbox, sign_in = (self.page.get_by_role("heading", name=name, exact=True) for name in ("Inbox", "Sign in"))
        # While the page starts it shows none of the three.
        expect(inbox.or_(sign_in).or_(self._greeting())).to_be_visible(timeout=SLOW_MS)
        if sign_in.is_visible():
            return self.signs_in()
        return self.unlocks().is_inside() if self._greeting().is_visible() else self.is_inside()

    def is_inside(self) -> Self:
        """Wait for the inbox, and until the page has read the key log: before that it has nothing to compare with."""
        self.sees_heading("Inbox")
        expect(self.page.locator("[data-log=reading]")).to_have_count(0, timeout=SLOW_MS)
        return self

    def is_locked(self) -> Self:
        """Wait for the lock screen. A page that was loaded while it was locked knows nothing but the address."""
        expect(self._greeting()).to_be_visible(timeout=SLOW_MS)
        return self

    def changes_password(self, password: str) -> Self:
        """Choose another password in the settings."""
        self.goes_to("/settings/security").clicks("Change password")
        dialog = self.dialog()
        dialog.get_by_label("Current password").fill(self.password)
        dialog.get_by_label("New password", exact=True).fill(password)
        dialog.get_by_label("New password again").fill(password)
        dialog.get_by_role("button", name="Change password").click()
        expect(dialog).to_have_count(0, timeout=SLOW_MS)
        self.password = password
        return self.sees("Password changed. You were signed out everywhere else.")

    def _continues(self) -> None:
        self.page.get_by_role("button", name="Continue").click()

    def _greeting(self) -> Locator:
        greeting = re.compile(f"^Welcome back, ({self.first_name}|{re.escape(self.addr)})$")
        return self.page.get_by_role("heading", name=greeting)

    def _password_field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Password", exact=True)

    def _chooses_password(self) -> None:
        self._password_field().fill(self.password)
        self.page.get_by_role("textbox", name="Password again").fill(self.password)
        self._continues()

    def _proves_kit(self) -> Self:
        groups = self.page.get_by_role("article", name="Recovery kit").get_by_role("listitem")
        expect(groups).to_have_count(8, timeout=SLOW_MS)
        # Each item is its number and the group.
        codes = [re.sub(r"\s", "", text)[1:] for text in groups.all_inner_texts()]
        self.kit = "-".join(codes)
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Download PDF").click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        self.page.get_by_label("Group 2").fill(codes[1])
        self.page.get_by_label("Group 5").fill(codes[4])
        self.page.get_by_role("button", name="Finish").click()
        return self
