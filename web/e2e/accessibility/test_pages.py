"""Every page with every dialog, menu and error: axe finds nothing in both schemes and on a phone, nothing overhangs."""

import pytest

from tests.system.organisation import Organisation
from web.e2e.accessibility.axe import SETTLED, violations
from web.e2e.conftest import MakePerson
from web.e2e.filled import Filled, fill
from web.e2e.people.person import Person
from web.e2e.scenes import INSIDE, OUTSIDE, Scene

WIDTHS = (320, 390, 768, 1280)
OVERHANG = """() => {
  const page = document.documentElement;
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.right > page.clientWidth + 1 && getComputedStyle(one).visibility === "visible";
  });
  return page.scrollWidth > page.clientWidth ? out.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)) : null;
}"""


@pytest.fixture(scope="module")
def filled(organisation: Organisation) -> Filled:
    """Something on every page."""
    return fill(organisation)


@pytest.fixture(scope="module")
def olga(filled: Filled, enters: MakePerson) -> Person:
    """An administrator."""
    return enters("olga")


@pytest.fixture(scope="module")
def guest(filled: Filled, somebody: MakePerson) -> Person:
    """Nobody yet."""
    return somebody("Somebody Else")


def look(person: Person) -> list[str]:
    """Everything that is wrong with the page as it stands."""
    page = person.page
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        # What floats (menus, lists) takes its new place a frame after the window did.
        page.evaluate(SETTLED)
        overhang = page.evaluate(OVERHANG)
        if overhang is not None:
            found.append(f"sideways at {width}: {overhang}")
        if width == WIDTHS[1]:
            found += [f"phone: {line}" for line in violations(page)]
    page.set_viewport_size({"width": 1400, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {line}" for line in violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


@pytest.mark.parametrize("scene", INSIDE, ids=lambda scene: scene.name)
def test_a_page_inside_is_accessible(scene: Scene, olga: Person, filled: Filled) -> None:
    scene.show(olga, filled)

    assert not (found := look(olga)), "\n".join(found)


@pytest.mark.parametrize("scene", OUTSIDE, ids=lambda scene: scene.name)
def test_a_page_outside_is_accessible(scene: Scene, guest: Person, filled: Filled) -> None:
    scene.show(guest, filled)

    assert not (found := look(guest)), "\n".join(found)


def test_the_lock_screen_is_accessible(olga: Person, filled: Filled) -> None:
    olga.comes_back().locks()

    assert not (found := look(olga)), "\n".join(found)
    olga.unlocks("not the password at all").sees("That password does not match.")
    assert not (found := look(olga)), "\n".join(found)
    olga.unlocks().is_inside()
