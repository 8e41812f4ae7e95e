"""Nothing is fake: every enabled control of every page changes something that can be seen.

Each control is pressed on a fresh page, once, on the first page that has it. Something visible is: other text, another
address, title, focus or state, a download, a print, or something on the clipboard. What would change the organisation
is refused on its way to the server, so that every page stays as it was: then the refusal has to be visible.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Error, Locator, Page, Request, Route, expect

from tests.system.organisation import Organisation
from web.e2e.accessibility.axe import SETTLED
from web.e2e.conftest import MakePerson
from web.e2e.filled import Filled, fill
from web.e2e.link_scenes import Visit
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS, Window
from web.e2e.scenes import INSIDE, OUTSIDE, Scene

# Waiting until something changed takes this long when nothing does.
PATIENCE_MS = 3_000
GLANCE_MS = 50
# The controls that a person could press now, each under a name that is the same on every page.
FIND = """() => {
  const kinds = "a[href], button, input, textarea, summary, [role=option], [role=menuitem]";
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  // What says that it can do nothing now keeps the focus, and is none to press.
  const off = "[aria-disabled=true], [aria-hidden=true], [aria-label=Skip], [aria-current=page]";
  const above = "[role=dialog], [role=menu], [role=listbox], dialog[open]";
  const over = [...document.querySelectorAll(above)].filter(shown);
  const names = [];
  for (const scope of over.length > 0 ? over.slice(-1) : [document.body])
    for (const one of scope.querySelectorAll(kinds)) {
      const labels = [...(one.labels ?? [])].map((label) => label.innerText).join(" ");
      // Passwords to choose from are others each time, and so is their strength.
      const name = `${one.tagName} ${one.getAttribute("aria-label") ?? `${labels} ${one.innerText}`}`
        .replace(/Select: .*/, "Select").replace(/(Candidate \\d).*/, "$1").replace(/\\s+/g, " ").trim();
      const isOff = one.disabled || one.closest(off);
      // A link to where one is, or what is chosen already, leads nowhere else.
      const set = "[type=radio]:checked, [role=option][data-checked], [aria-pressed=true], :has([aria-current=true])";
      const isHere = one.href === location.href || one.matches(set);
      if (isOff || isHere || !shown(one)) continue;
      one.dataset.control = name;
      names.push(name);
    }
  return [...new Set(names)];
}"""
# What can be seen. Not counted: a hint beside the pointer, what runs by itself, and the focus that every pressed button
# takes.
LOOK = """() => {
  const tips = [...document.querySelectorAll("[role=tooltip], dd:has([role=timer])")];
  const focused = document.activeElement;
  const writes = focused?.matches("textarea, input:not([type=checkbox], [type=radio])");
  const isPressed = focused?.hasAttribute("data-pressed") && !writes;
  const text = tips.reduce((all, tip) => all.replace(tip.innerText, ""), document.body.innerText);
  const marks = /^(aria-(?!describedby)|data-(?!control|pressed|portal|mantine)|open$|href$|type$|inert$)/;
  return JSON.stringify([
    location.href, document.title, text.replace(/\\s+/g, " ").trim(),
    [...document.querySelectorAll("*")].filter((one) => !one.closest("[role=tooltip]")).map((one) => [...one.attributes]
      .filter(({ name }) => marks.test(name)).map(({ name, value }) => name + value).join()).filter(Boolean),
    [...document.querySelectorAll("input, textarea")].map((one) => [one.value, one.checked].join()),
    isPressed ? "BODY" : focused?.dataset.control ?? focused?.tagName,
    // A notice that was closed may make room for another that says the same.
    document.querySelectorAll("[data-pressed]").length,
  ]);
}"""
# Notices lie over other things. A control of a notice is pressed where it is.
CLOSE_NOTICES = """(control) => {
  const closes = [...document.querySelectorAll(".mantine-Notifications-root [aria-label=Close]")];
  if (closes.includes(control)) return 0;
  for (const close of closes) close.click();
  return closes.length;
}"""
IS_NOTICE = "(control) => control.closest('.mantine-Notifications-root') !== null"
# What a page has asked its worker or the server and was not answered yet: what comes of it shows only then.
COUNT_QUESTIONS = """(() => {
  globalThis.unanswered = 0;
  const asked = new WeakMap();
  const { postMessage, terminate } = Worker.prototype;
  Worker.prototype.postMessage = function (question, ...more) {
    if (!asked.has(this)) {
      asked.set(this, new Set());
      this.addEventListener("message", ({ data }) => {
        if (asked.get(this).delete(data?.id)) globalThis.unanswered -= 1;
      });
    }
    if (question?.id !== undefined) {
      asked.get(this).add(question.id);
      globalThis.unanswered += 1;
    }
    return postMessage.call(this, question, ...more);
  };
  Worker.prototype.terminate = function () {
    globalThis.unanswered -= asked.get(this)?.size ?? 0;
    asked.delete(this);
    return terminate.call(this);
  };
  const { fetch } = globalThis;
  globalThis.fetch = (...given) => {
    globalThis.unanswered += 1;
    return fetch(...given).finally(() => { globalThis.unanswered -= 1; });
  };
})()"""
IS_ANSWERED = "() => !(globalThis.unanswered > 0)"
# Another page of the app and no reload: what was open is gone, the account stays unlocked.
LEAVE = "(path) => { window.getSelection().empty(); history.pushState(null, '', path); }"
# The generator remembers its fields until a reload: what was switched is switched back, unless it is gone.
SWITCH_BACK = """() => {
  const pressed = document.querySelector("[data-pressed]");
  if (pressed?.type === "checkbox") pressed.click();
  return pressed !== null;
}"""
# What is confirmed stays so until a reload, although the server refuses to store it; so does what is typed here.
LASTING = ("compose, group", "new request, group", "credentials, impossible")
GENERATOR, ENTRIES = "credentials", "/entries"
FORMS, CARRYING = ("new entry", "entry edited"), ("/entries/import", "/entries/export")
TOOLS = ("/entries/generator", "/entries/checkup")
RANDOM, MODES = ("random", "impossible"), ("Passphrase", "Pronounceable", "PIN", "Pattern", "Hex")
PARTS = (
    *("of messages", "of people and settings"),
    *("of credentials", "of random passwords", "of the other ways to generate"),
    *("of saved entries", "of the forms of entries", "of import and export", "of the tools of entries"),
)
Shown = TypeVar("Shown", Scene, Visit)
HARMLESS = ("blobs", "keys", "directory/search", "sign-in", "csp-report", "recover")
NOT_NOW = {"type": "about:blank", "title": "Not now", "status": 503, "code": "storage-unavailable"}


def keep_as_it_is(route: Route) -> None:
    """Refuse whatever would change the organisation."""
    request = route.request
    if request.method == "GET" or any(f"/v1/{harmless}" in request.url for harmless in HARMLESS):
        route.continue_()
    else:
        route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(NOT_NOW))


def watched(person: Person) -> Person:
    """Somebody whose presses change nothing for others."""
    # First of all: what the app does by itself may be refused at once.
    person.expects_complaint("status of 503")
    person.context.route("**/v1/**", keep_as_it_is)
    person.context.route("https://plans.example/**", lambda route: route.abort())
    person.page.add_init_script(COUNT_QUESTIONS)
    person.page.add_init_script("window.print = () => document.body.setAttribute('data-printed', '')")
    return person


@pytest.fixture(scope="module")
def filled(organisation: Organisation) -> Filled:
    """Something on every page."""
    return fill(organisation)


@pytest.fixture(scope="module")
def olga(filled: Filled, enters: MakePerson) -> Person:
    """An administrator."""
    return watched(enters("olga"))


@pytest.fixture(scope="module")
def guest(filled: Filled, somebody: MakePerson) -> Person:
    """Nobody yet."""
    return watched(somebody("Somebody Else"))


def is_dead(person: Window, name: str) -> bool:
    """Press a control; whether nothing came of it."""
    page = person.page
    control = page.locator(f"[data-control={json.dumps(name, ensure_ascii=False)}]").first
    while control.evaluate(CLOSE_NOTICES):
        page.wait_for_timeout(GLANCE_MS)
    if control.evaluate(IS_NOTICE):
        # Under the pointer it stays, and would go by itself at any moment.
        control.hover(force=True)
    # A form that was sent off with an error in it moves the focus a moment later.
    page.evaluate(SETTLED)
    page.evaluate("document.activeElement.blur(); navigator.clipboard.writeText('')")
    control.evaluate("(one) => one.setAttribute('data-pressed', '')")
    happened: list[Any] = []

    def see_popup(popup: Page) -> None:
        happened.append(popup)
        popup.close()

    page.once("download", lambda download: happened.append(download))  # noqa: PLW0108 - wants a plain function
    page.once("filechooser", lambda chooser: happened.append(chooser))  # noqa: PLW0108 - wants a plain function
    page.once("popup", see_popup)
    box = control.bounding_box()
    # The link of a row has no box of its own; what it lies over is the row.
    has_box = box is not None and box["width"] * box["height"] > 0
    if has_box:
        control.hover(force=True)
    before = settled(page)
    person.requests.clear()
    if has_box:
        # A switch and a checkbox are drawn over their input.
        control.click(force=True, no_wait_after=True)
    else:
        control.evaluate("(one) => one.click()")
    return not any(happened or has_changed(page, before) for _ in range(PATIENCE_MS // GLANCE_MS))


def settled(page: Page) -> str:
    """How the page looks once it looks the same twice: what still arrives is not the doing of the next press."""
    page.evaluate(SETTLED)
    looks = [page.evaluate(LOOK)]
    for _ in range(PATIENCE_MS // GLANCE_MS):
        page.wait_for_timeout(GLANCE_MS)
        looks.append(page.evaluate(LOOK))
        if looks[-1] == looks[-2]:
            return str(looks[-1])
    raise AssertionError("the page never rests")


def is_answered(page: Page) -> None:
    """Wait for what was pressed: a menu closes, or a button turns, before the worker has done it."""
    for _ in range(2):
        page.wait_for_function(IS_ANSWERED)
        page.wait_for_timeout(GLANCE_MS)


def has_changed(page: Page, before: str) -> bool:
    page.wait_for_timeout(GLANCE_MS)
    try:
        return bool(page.evaluate(LOOK) != before or page.evaluate("navigator.clipboard.readText()") != "")
    except Error:
        # The page went elsewhere while it was looked at.
        return True


def find_dead(person: Window, scenes: Sequence[Shown], show: Callable[[Shown], None]) -> list[str]:
    """Press everything; the controls that did nothing."""
    pressed: set[str] = set()
    dead: list[str] = []
    for scene in scenes:
        show(scene)
        # A control that is about to go is none.
        settled(person.page)
        fresh = True
        for name in [one for one in person.page.evaluate(FIND) if one not in pressed]:
            if not fresh:
                show(scene)
            fresh = False
            # What came with something before, such as a notice, is pressed where it stays.
            if name not in person.page.evaluate(FIND):
                continue
            pressed.add(name)
            if is_dead(person, name):
                dead.append(f"{scene.name}: {name}")
    # Some scenes only change what is there already.
    assert len(pressed) > len(scenes) / 2
    return dead


@dataclass
class Stage:
    """Where the scenes of the app are shown anew without a reload, unless what was done before would last."""

    person: Person
    filled: Filled
    shown: Scene | None = None

    def show(self, scene: Scene) -> None:
        """Bring the page there."""
        person = self.person
        if self.shown is not None and self.shown.path.startswith(ENTRIES):
            is_answered(person.page)
        is_spoilt = self._is_spoilt()
        person.page.evaluate(LEAVE, "/nowhere")
        nowhere = person.page.get_by_role("heading", name="This page does not exist.")
        anything = nowhere.or_(person.page.get_by_role("button", name=re.compile("^(Unlock|Sign in)$")))
        expect(anything.first).to_be_visible(timeout=SLOW_MS)
        if is_spoilt or not nowhere.is_visible():
            person.comes_back()
        # What belongs to the frame of the app stays open until it is closed.
        person.presses("Escape")
        expect(person.dialog().or_(person.page.get_by_role("menu"))).to_have_count(0)
        self._go_to(scene)
        # What was deleted or marked is so at once, and the refusal comes later.
        lists = scene.path.startswith(ENTRIES) and scene.path not in CARRYING
        if lists and any(count.count() == 0 for count in self._counts()):
            person.comes_back()
            self._go_to(scene)
            for count in self._counts():
                expect(count).to_be_visible(timeout=SLOW_MS)
        scene.then(person)
        self.shown = scene

    def _go_to(self, scene: Scene) -> None:
        self.person.page.evaluate(LEAVE, scene.path.format(**vars(self.filled)))
        self.person.sees_heading(scene.ready)

    def _counts(self) -> list[Locator]:
        """How many entries lie where before anything is pressed."""
        beside = self.person.page.get_by_role("navigation", name="Entries")
        names = ("All entries 2 entries", "Favourites", "Trash 1 entry")
        return [beside.get_by_role("link", name=name, exact=True) for name in names]

    def _is_spoilt(self) -> bool:
        """Whether something of what was done before would be there the next time, too."""
        if self.shown is None or self.shown.name in LASTING:
            return True
        # A change of entries waits in the worker, although the server refused to store it at that press.
        if self.shown.path.startswith(ENTRIES) and any(map(is_vault, self.person.requests)):
            return True
        has_generator = self.shown.name.startswith(GENERATOR) or "generator" in self.shown.name
        return has_generator and not self.person.page.evaluate(SWITCH_BACK)


def is_vault(request: Request) -> bool:
    """Whether it stores the vault."""
    return request.method == "PUT" and request.url.endswith("/v1/vault")


def part_of(scene: Scene) -> str:
    """Which of the tests presses what it shows."""
    if scene.name.startswith(GENERATOR):
        ways = {"of random passwords": RANDOM, "of the other ways to generate": MODES}
        return next((part for part, ends in ways.items() if scene.name.endswith(ends)), "of credentials")
    if scene.path in CARRYING:
        return "of import and export"
    if scene.path in TOOLS:
        return "of the tools of entries"
    if scene.path.startswith(ENTRIES):
        return "of the forms of entries" if scene.name.startswith(FORMS) else "of saved entries"
    return "of messages" if scene.path.startswith("/messages") else "of people and settings"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", PARTS)
def test_every_enabled_control_inside_does_something(olga: Person, filled: Filled, part: str) -> None:
    scenes = [scene for scene in INSIDE if part_of(scene) == part]

    assert scenes
    assert find_dead(olga, scenes, Stage(olga, filled).show) == []


def test_every_enabled_control_outside_does_something(guest: Person, filled: Filled) -> None:
    assert find_dead(guest, OUTSIDE, lambda scene: scene.show(guest, filled)) == []
