"""Somebody without an account in front of a link, by what the page shows."""

from typing import Self

from playwright.sync_api import expect

from web.e2e.people.window import SLOW_MS, Window

SHOW = "Show the message"


class Outsider(Window):
    """Opens links. `asked` are the paths of the server's routes that the page has asked so far."""

    def opens(self, url: str) -> Self:
        """Follow a link in a page that shows nothing of another one."""
        self.page.goto("about:blank")
        self.page.goto(url)
        return self

    @property
    def asked(self) -> list[str]:
        """What was asked of the server, but for its own name."""
        paths = [request.url.removeprefix(self.url) for request in self.requests]
        return [path for path in paths if path.startswith("/v1/") and path != "/v1/instance"]

    def gives(self, passphrase: str, *, label: str = "Passphrase") -> Self:
        """Type it and ask for the message."""
        self.page.get_by_label(label, exact=True).fill(passphrase)
        return self.clicks(SHOW)

    def drawn(self) -> str:
        """The two digits that the page shows."""
        return self.page.get_by_role("img").inner_text().replace(" ", "")

    def types_digits(self, digits: str | None = None) -> Self:
        """The step that no robot does."""
        self.clicks(SHOW)
        field = self.page.get_by_role("textbox")
        expect(field).to_be_focused()
        field.fill(digits or self.drawn())
        field.press("Enter")
        return self

    def reads(self, subject: str) -> Self:
        """The message is there."""
        expect(self.page.get_by_role("heading", name=subject, exact=True, level=1)).to_be_visible(timeout=SLOW_MS)
        return self

    def is_told(self, title: str) -> Self:
        """The page says this in the place of a message."""
        return self.reads(title)
