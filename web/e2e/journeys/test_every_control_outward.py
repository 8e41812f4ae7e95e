"""Nothing is fake in the windows and lists of what goes outside: every enabled control there changes something."""

from typing import cast

import pytest

from server.tests.postbox import Postbox
from tests.system.posting import settings_of
from web.e2e.conftest import MakePerson
from web.e2e.filled import Filled
from web.e2e.journeys.test_every_control import Stage, find_dead, watched
from web.e2e.link_scenes import MAILING, OUTWARD, WAYS, Handed
from web.e2e.people.person import Person

REQUESTS = ("request", "new request", "answer")


@pytest.fixture(scope="module")
def settings(postbox: Postbox) -> dict[str, str]:
    """A server with a mail server."""
    return settings_of(postbox)


@pytest.fixture(scope="module")
def olga(handed: Handed, enters: MakePerson) -> Person:
    """Who made them."""
    assert handed
    # Their own mail program is another place.
    return watched(enters("olga")).expects_complaint("mailto:")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_asking", [False, True], ids=["of links and mails", "of requests"])
def test_every_enabled_control_does_something(olga: Person, handed: Handed, is_asking: bool) -> None:
    scenes = [scene for scene in [WAYS, *OUTWARD, *MAILING] if scene.name.startswith(REQUESTS) == is_asking]

    assert scenes
    # The stage only looks up what the addresses name.
    assert find_dead(olga, scenes, Stage(olga, cast("Filled", handed)).show) == []
