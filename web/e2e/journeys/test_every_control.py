"""Nothing is fake: every enabled control of every page changes something that can be seen.

Each control is pressed on a fresh page, once, on the first page that has it. Something visible is: other text, another
address, title, focus or state, a download, a print, or something on the clipboard. What would change the organisation
is refused on its way to the server, so that every page stays as it was: then the refusal has to be visible.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.system.organisation import Organisation
from web.e2e.accessibility.axe import SETTLED
from web.e2e.conftest import MakePerson
from web.e2e.filled import Filled, fill
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS
from web.e2e.scenes import INSIDE, OUTSIDE, Scene

# Waiting until something changed takes this long when nothing does.
PATIENCE_MS = 3_000
GLANCE_MS = 50
# The controls that a person could press now, each under a name that is the same on every page.
FIND = """() => {
  const kinds = "a[href], button, input, textarea, summary, [role=option], [role=menuitem]";
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const over = [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")].filter(shown);
  const names = [];
  for (const scope of over.length > 0 ? over.slice(-1) : [document.body])
    for (const one of scope.querySelectorAll(kinds)) {
      const labels = [...(one.labels ?? [])].map((label) => label.innerText).join(" ");
      // Passwords to choose from are others each time, and so is their strength.
      const name = `${one.tagName} ${one.getAttribute("aria-label") ?? `${labels} ${one.innerText}`}`
        .replace(/Select: .*/, "Select").replace(/(Candidate \\d).*/, "$1").replace(/\\s+/g, " ").trim();
      const isOff = one.disabled || one.closest("[aria-hidden=true], [aria-label=Skip], [aria-current=page]");
      // A link to where one is, or what is chosen already, leads nowhere else.
      const set = "[type=radio]:checked, [role=option][data-checked], [aria-pressed=true], :has([aria-current=true])";
      const isHere = one.href === location.href || one.matches(set);
      if (isOff || isHere || !shown(one)) continue;
      one.dataset.control = name;
      names.push(name);
    }
  return [...new Set(names)];
}"""
# What can be seen. Not counted: a hint beside the pointer, and the focus that every pressed button takes.
LOOK = """() => {
  const tips = [...document.querySelectorAll("[role=tooltip]")];
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
# Another page of the app and no reload: what was open is gone, the account stays unlocked.
LEAVE = "(path) => { window.getSelection().empty(); history.pushState(null, '', path); }"
# What is confirmed stays so until a reload, although the server refuses to store it; so do the fields of the generator.
CONFIRMED, GENERATOR = "compose, group", "credentials"
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
    person.context.route("**/v1/**", keep_as_it_is)
    person.context.route("https://plans.example/**", lambda route: route.abort())
    person.page.add_init_script("window.print = () => document.body.setAttribute('data-printed', '')")
    return person.expects_complaint("status of 503")


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


def is_dead(person: Person, name: str) -> bool:
    """Press a control; whether nothing came of it."""
    page = person.page
    control = page.locator(f"[data-control={json.dumps(name, ensure_ascii=False)}]").first
    while control.evaluate(CLOSE_NOTICES):
        page.wait_for_timeout(GLANCE_MS)
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


def has_changed(page: Page, before: str) -> bool:
    page.wait_for_timeout(GLANCE_MS)
    try:
        return bool(page.evaluate(LOOK) != before or page.evaluate("navigator.clipboard.readText()") != "")
    except Error:
        # The page went elsewhere while it was looked at.
        return True


def find_dead(person: Person, scenes: list[Scene], show: Callable[[Scene, str], None]) -> list[str]:
    """Press everything; the controls that did nothing. `show` is told what was pressed last."""
    pressed: set[str] = set()
    dead: list[str] = []
    last = "INPUT"
    for scene in scenes:
        show(scene, last)
        fresh = True
        for name in [one for one in person.page.evaluate(FIND) if one not in pressed]:
            if not fresh:
                show(scene, last)
            fresh, last = False, name
            # What came with something before, such as a notice, is pressed where it stays.
            if name not in person.page.evaluate(FIND):
                continue
            pressed.add(name)
            if is_dead(person, name):
                dead.append(f"{scene.name}: {name}")
    assert len(pressed) > len(scenes)
    return dead


def shown_inside(person: Person, scene: Scene, filled: Filled, last: str) -> None:
    """The scene anew without a reload, unless the last press led out of the app."""
    person.page.evaluate(LEAVE, "/nowhere")
    nowhere = person.page.get_by_role("heading", name="This page does not exist.")
    anything = nowhere.or_(person.page.get_by_role("button", name=re.compile("^(Unlock|Sign in)$")))
    expect(anything.first).to_be_visible(timeout=SLOW_MS)
    is_other = scene.name == CONFIRMED or (scene.name.startswith(GENERATOR) and re.match("INPUT(?! Candidate)", last))
    if not nowhere.is_visible() or is_other:
        person.comes_back()
    # What belongs to the frame of the app stays open until it is closed.
    person.presses("Escape")
    expect(person.dialog().or_(person.page.get_by_role("menu"))).to_have_count(0)
    person.page.evaluate(LEAVE, scene.path.format(**vars(filled)))
    person.sees_heading(scene.ready)
    scene.then(person)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_generator", [False, True], ids=["of the pages", "of the generator"])
def test_every_enabled_control_inside_does_something(olga: Person, filled: Filled, *, is_generator: bool) -> None:
    # Saved entries are not among them: a change that the server refuses stays in the worker, so that the next scene
    # would not find what it begins with. Their own journey presses what they have.
    others = [scene for scene in INSIDE if not scene.path.startswith("/entries")]
    scenes = [scene for scene in others if scene.name.startswith(GENERATOR) == is_generator]

    assert find_dead(olga, scenes, lambda scene, last: shown_inside(olga, scene, filled, last)) == []


def test_every_enabled_control_outside_does_something(guest: Person, filled: Filled) -> None:
    assert find_dead(guest, OUTSIDE, lambda scene, _last: scene.show(guest, filled)) == []
