"""A browser in front of a person: where it goes, what it shows, and what it complains about.

Complaints are errors and warnings in the console, errors of scripts, violations of the security policy, and requests
to any place but the server. The tests end with `assert complaints == []`; what a test provokes it names beforehand.
"""

import re
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request, expect

# Stretching a password takes a second, on a busy machine several.
SLOW_MS = 20_000
# The browser's own line about a refusal that the page has asked for and understood.
_ANSWERED = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")
_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""


class Window:
    """One browser with its own cookies and storage, and the tab that is looked at."""

    def __init__(
        self,
        browser: Browser | BrowserContext,
        url: str,
        name: str,
        *,
        width: int = 1400,
        height: int = 900,
        locale: str | None = None,
    ) -> None:
        """In a window of a browser that keeps nothing, or in one that was opened with its own profile on the disk."""
        self.url = url
        self.name = name
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        self._expected: list[re.Pattern[str]] = [_ANSWERED]
        self.context: BrowserContext = (
            browser.new_context(
                viewport={"width": width, "height": height},
                reduced_motion="reduce",
                accept_downloads=True,
                locale=locale,
            )
            if isinstance(browser, Browser)
            else browser
        )
        self.context.set_default_timeout(SLOW_MS)
        if url.startswith("http://127.0.0.1:"):
            self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        self.context.add_init_script(_REPORT_VIOLATIONS)
        self.page: Page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        return self.watches(self.context.new_page())

    def watches(self, page: Page) -> Page:
        """Hear what a tab complains about, also one that a page has opened."""
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self._complains(f"script: {error}"))
        page.on("dialog", self._refuses_dialog)
        page.on("request", self._watches)
        return page

    def expects_complaint(self, pattern: str) -> Self:
        """Take lines that match as part of the test, from now on."""
        self._expected.append(re.compile(pattern))
        return self

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()

    # ---- going

    def goes_to(self, path: str) -> Self:
        """Move inside the app by its own links where there are some, else by the address."""
        if self.page.url != f"{self.url}{path}":
            link = self.page.locator(f'a[href="{path}"]:visible')
            if link.count() > 0 and self.page.get_by_role("dialog").count() == 0:
                link.first.click()
                self.page.wait_for_url(f"{self.url}{path}")
            else:
                # What was locked may be at its lock screen before anybody looks where it is.
                self.page.goto(f"{self.url}{path}")
        return self

    def reloads(self) -> Self:
        """Load the page again."""
        self.page.reload()
        return self

    def presses(self, key: str) -> Self:
        """Press one key, or several together."""
        self.page.keyboard.press(key)
        return self

    def strikes(self, keys: str) -> Self:
        """Press letters one right after another: between those of a shortcut may be less than a second."""
        self.page.keyboard.type(keys)
        return self

    def clicks(self, name: str, *, role: str = "button") -> Self:
        """Click what has exactly this name."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # pyright: ignore[reportArgumentType]
        return self

    # ---- looking

    def sees(self, text: str) -> Self:
        """This text is on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=SLOW_MS)
        return self

    def sees_no(self, text: str) -> Self:
        """This text is not, or no longer, on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0, timeout=SLOW_MS)
        return self

    def sees_heading(self, text: str) -> Self:
        """The page has this heading."""
        expect(self.page.get_by_role("heading", name=text, exact=True)).to_be_visible(timeout=SLOW_MS)
        return self

    def sees_alert(self, text: str) -> Self:
        """Something interrupts with these words."""
        expect(self.page.get_by_role("alert").filter(has_text=text).first).to_be_visible(timeout=SLOW_MS)
        return self

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    # ---- complaining

    def _complains(self, line: str) -> None:
        if not any(pattern.search(line) for pattern in self._expected):
            self.complaints.append(f"{self.name}: {line}")

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complains(message.text)

    def _refuses_dialog(self, dialog: Dialog) -> None:
        self._complains(f"a {dialog.type} of the browser: {dialog.message}")
        dialog.dismiss()

    def _watches(self, request: Request) -> None:
        self.requests.append(request)
        if request.url.endswith("/v1/csp-report"):
            self._complains(f"policy report: {request.post_data}")
        if not request.url.startswith((f"{self.url}/", "blob:", "data:")):
            self._complains(f"asked another place: {request.url}")
