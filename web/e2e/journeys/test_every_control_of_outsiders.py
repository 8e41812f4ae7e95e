"""Nothing is fake on the two pages of people outside: every enabled control, in every state, changes something."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from server.tests.postbox import Postbox
from tests.system.posting import settings_of
from tests.system.server_process import ServerProcess
from web.e2e.journeys.test_every_control import find_dead
from web.e2e.link_scenes import Handed
from web.e2e.outsider_visits import GROUPS, IN_LANGUAGES, watches
from web.e2e.request_acts import Answerer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.usefixtures("little_work")
Visits = Callable[[str], Answerer]


@pytest.fixture(scope="module")
def settings(postbox: Postbox) -> dict[str, str]:
    """A server with a mail server: without one no code can be mailed."""
    return settings_of(postbox)


@pytest.fixture
def visits(browser: "Browser", server: ServerProcess) -> Iterator[Visits]:
    """Make somebody with a browser of this language; afterwards no page has complained."""
    everybody: list[Answerer] = []

    def visit(locale: str) -> Answerer:
        everybody.append(watches(Answerer(browser, server.url, "Kim", locale=locale)))
        return everybody[-1]

    yield visit
    for kim in everybody:
        assert kim.complaints == []
        kim.leaves()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("group", GROUPS)
def test_every_enabled_control_of_a_page_does_something(visits: Visits, handed: Handed, group: str) -> None:
    kim = visits("en-GB")

    assert find_dead(kim, GROUPS[group], lambda visit: visit.show(kim, handed)) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", IN_LANGUAGES)
def test_every_enabled_control_does_something_in_every_language(
    visits: Visits, handed: Handed, lang: Literal["de", "fr"]
) -> None:
    kim = visits(lang)

    assert find_dead(kim, IN_LANGUAGES[lang], lambda visit: visit.show(kim, handed)) == []
