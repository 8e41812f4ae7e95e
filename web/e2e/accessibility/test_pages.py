"""Every page with every dialog, menu and error: axe finds nothing in both schemes and on a phone, nothing overhangs."""

import pytest

from tests.system.organisation import Organisation
from web.e2e.accessibility.looking import look
from web.e2e.conftest import MakePerson
from web.e2e.filled import Filled, fill
from web.e2e.people.person import Person
from web.e2e.scenes import INSIDE, OUTSIDE, Scene


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
