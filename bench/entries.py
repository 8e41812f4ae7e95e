"""How long a person waits for My entries in a real browser: 1,000 of them, until the first row can be used.

The first time is that of a device that has never seen them, from the click on *Entries* right after its first unlock;
afterwards they lie there, sealed: after a lock and another unlock, after a reload of the page of somebody who stays
unlocked, and from one page to another. Nobody clicks in the very moment in which a page is there: after an unlock and a
reload it is left alone for a second.
"""

import statistics
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.browser import chromium, signs_in
from bench.correspondents import SENDER, correspondents
from waxpost.crypto.items import Field, Item

ENTRIES = 1000
_ROUNDS = 5
_FIRST_MS, _AFTERWARDS_MS = 1_000, 200
_SLOW_MS = 60_000
_SECOND_MS = 1_000
# From the click to the frame that shows the first row, by the page's own clock.
_WAIT = """() => new Promise((done) => {
  const began = performance.now();
  const look = () => document.querySelector('[role=grid][aria-rowcount="1000"] [role=row] a') === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => done(performance.now() - began));
  document.querySelector('a[href^="/entries"]').click();
  look();
})"""
Say = Callable[[str], None]


def measure_entries(folder: Path, say: Say) -> None:
    """The part `entries`."""
    folder.mkdir()
    with correspondents(folder, senders=1) as people, sync_playwright() as playwright:
        people.senders[0].add_entries(map(_login, range(ENTRIES)))
        with chromium(playwright, folder / "profile") as browser:
            person = signs_in(browser, people.server.url, SENDER, "Olga Berg")
            first = person.page.evaluate(_WAIT)
            unlocked, reloaded, again = [], [], []
            for _ in range(_ROUNDS):
                person.goes_to("/messages/inbox")
                again.append(person.page.evaluate(_WAIT))
                person.goes_to("/messages/inbox").locks().unlocks()
                unlocked.append(_after_a_second(person.page))
                person.goes_to("/messages/inbox").reloads()
                reloaded.append(_after_a_second(person.page))
    for what, ms, most in (
        ("first unlock on a device", first, _FIRST_MS),
        ("later unlock", statistics.median(unlocked), _AFTERWARDS_MS),
        ("reload, staying unlocked", statistics.median(reloaded), _AFTERWARDS_MS),
        ("from another page", statistics.median(again), _AFTERWARDS_MS),
    ):
        say(f"{f'1,000 entries, {what}':<44} {ms:>5.0f} ms (to reach: at most {most})")


def _login(number: int) -> Item:
    password = Field("password", f"kX8#vQ2!mZ7pR4-{number}")
    return Item(
        f"Service {number:04}", (Field("username", f"user{number}"), password, Field("url", "https://a.example"))
    )


def _after_a_second(page: Page) -> float:
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible(timeout=_SLOW_MS)
    page.wait_for_timeout(_SECOND_MS)
    return page.evaluate(_WAIT)
