"""`make pictures`: the screenshots of the documentation, taken of the sample organisation as it runs.

Each is a page as Elin of `make demo`, or somebody outside with one of her links, has it before them. Those whose names
are given are taken, or all. What a page complains about ends it: a picture of a fault is none.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from tests.system.demo import Demo
from tools.demo_outside import ALARM_CODE, PROFILE
from tools.demo_story import ELIN, address_of
from tools.setup import find_chromium
from waxpost import Client
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS, Window
from web.e2e.pytest_browser import ARGUMENTS

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WIDE, PHONE = (1440, 900), (390, 844)
_MESSAGE = "Grafana admin access for the cut-over"
_NEW_LOGIN = "Datadog – read-only user"


@dataclass(frozen=True, slots=True)
class Stage:
    """The running organisation, and a browser to look at it."""

    browser: Browser
    demo: Demo
    folder: Path

    @contextmanager
    def elin(self, size: tuple[int, int] = WIDE, *, is_dark: bool = False) -> Iterator[Person]:
        """Elin, signed in."""
        person = Person(self.browser, self.demo.url, ELIN, width=WIDE[0], height=WIDE[1])
        person.page.emulate_media(color_scheme="dark" if is_dark else "light")
        person.addr, person.password = address_of(ELIN), self.demo.passwords[address_of(ELIN)]
        person.signs_in().page.set_viewport_size({"width": size[0], "height": size[1]})
        yield person
        _leaves(person)

    @contextmanager
    def outsider(self) -> Iterator[Window]:
        """Somebody who has no account."""
        window = Window(self.browser, self.demo.url, "somebody outside", width=WIDE[0], height=WIDE[1])
        yield window
        _leaves(window)

    def links(self) -> dict[str, str]:
        """Elin's links and requests that are open, by what they are called."""
        password = self.demo.passwords[address_of(ELIN)]
        with Client.sign_in(self.demo.url, address_of(ELIN), password, home=self.folder / "elin") as elin:
            made = [(one.subject, one.url) for one in elin.shared_links()]
            made += [(one.title, one.url) for one in elin.requests()]
        return {name: url for name, url in made if name is not None and url is not None}


def _inbox(stage: Stage) -> Iterator[Page]:
    with stage.elin() as elin:
        yield elin.opens(_MESSAGE).sees("Bastion host").page


def _dark(stage: Stage) -> Iterator[Page]:
    with stage.elin(is_dark=True) as elin:
        yield elin.opens(_MESSAGE).sees("Bastion host").page


def _phone(stage: Stage) -> Iterator[Page]:
    with stage.elin(PHONE) as elin:
        yield elin.opens(_MESSAGE).sees("Bastion host").page


def _credentials(stage: Stage) -> Iterator[Page]:
    with stage.elin() as elin:
        elin.goes_to("/messages/new").clicks("More").page.get_by_role("menuitem", name="Credentials").click()
        dialog = elin.sees_heading("Add credentials").dialog()
        dialog.get_by_role("textbox", name="Title").fill(_NEW_LOGIN)
        dialog.get_by_role("textbox", name="Username").fill("dd-nightshift@halden.example")
        dialog.get_by_role("textbox", name="Website").fill("https://app.datadog.example")
        elin.presses("Control+g").sees("Spelled out")
        yield elin.page


def _compose(stage: Stage) -> Iterator[Page]:
    with stage.elin() as elin:
        text = "Hi both, please use the read-only user below from tonight. The full admin login follows on Monday."
        elin.begins_message("Datadog hand-over for the night shift", text, to=["Priya Raman", "Jonas Lindqvist"])
        elin.adds_credentials(_NEW_LOGIN, username="dd-nightshift", password="v5#Mqt-R84zk!Lh2dPw9")
        elin.clicks("More").page.get_by_role("menuitem", name="File").click()
        with elin.page.expect_file_chooser() as chooser:
            elin.clicks("choose from this computer")
        content = b"%PDF-1.7 " + bytes(1_887_000)
        chooser.value.set_files([FilePayload(name="Access policy.pdf", mimeType="application/pdf", buffer=content)])
        elin.clicks("Add 1 file").sees("encrypted on this device").lets_it_expire()
        yield elin.page
        elin.discards()


def _entries(stage: Stage) -> Iterator[Page]:
    with stage.elin() as elin:
        elin.goes_to("/entries/all").row("GitLab").click()
        elin.sees_heading("GitLab").sees("Jonas Lindqvist")
        yield elin.page


def _check_up(stage: Stage) -> Iterator[Page]:
    with stage.elin() as elin:
        yield elin.goes_to("/entries/checkup").sees("to change.").page


def _link(stage: Stage) -> Iterator[Page]:
    with stage.outsider() as somebody:
        somebody.page.goto(stage.links()[PROFILE])
        yield somebody.sees("Show the message").page


def _request(stage: Stage) -> Iterator[Page]:
    with stage.outsider() as somebody:
        somebody.page.goto(stage.links()[ALARM_CODE.title])
        yield somebody.sees(ALARM_CODE.title).page


PICTURES: dict[str, Callable[[Stage], Iterator[Page]]] = {
    "inbox": _inbox,
    "inbox-dark": _dark,
    "phone": _phone,
    "compose": _compose,
    "credentials": _credentials,
    "entries": _entries,
    "check-up": _check_up,
    "link": _link,
    "request": _request,
}


def main() -> None:
    """Take the pictures that are named, or all."""
    with tempfile.TemporaryDirectory() as folder, Demo(Path(folder) / "data") as demo, sync_playwright() as playwright:
        expect.set_options(timeout=SLOW_MS)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        stage = Stage(browser, demo, Path(folder))
        for name in sys.argv[1:] or PICTURES:
            for page in PICTURES[name](stage):
                # The ring and what a row offers under the mouse are about how one came here.
                page.mouse.move(0, 0)
                page.evaluate("document.activeElement.blur()")
                page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
            sys.stdout.write(f"docs/images/{name}.png\n")
        browser.close()


def _leaves(window: Window) -> None:
    if window.complaints:
        raise AssertionError("\n".join(window.complaints))
    window.leaves()


if __name__ == "__main__":
    main()
