"""What belongs to people outside: each window, list and page of theirs in each of its states; axe finds nothing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from server.tests.postbox import Postbox
from tests.system.organisation import Organisation
from tests.system.posting import settings_of
from tests.system.server_process import ServerProcess
from web.e2e.accessibility.axe import SETTLED, violations
from web.e2e.accessibility.looking import look
from web.e2e.conftest import MakePerson
from web.e2e.link_scenes import HANDED, MAILING, OUTWARD, Handed, Visit
from web.e2e.outside import makes
from web.e2e.outsider_visits import MORE, watches
from web.e2e.people.person import Person
from web.e2e.request_acts import Answerer
from web.e2e.scenes import Scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE = 640
pytestmark = pytest.mark.usefixtures("little_work")


@pytest.fixture(scope="module")
def settings(postbox: Postbox) -> dict[str, str]:
    """A server with a mail server."""
    return settings_of(postbox)


@pytest.fixture(scope="module")
def olga(handed: Handed, enters: MakePerson) -> Person:
    """Who made them."""
    assert handed
    return enters("olga")


@pytest.fixture(scope="module")
def kim(browser: "Browser", server: ServerProcess) -> Iterator[Answerer]:
    """Whoever was given them."""
    answerer = watches(Answerer(browser, server.url, "kim", locale="en-GB"))
    yield answerer
    assert answerer.complaints == []
    answerer.leaves()


@pytest.mark.parametrize("scene", [*OUTWARD, *MAILING], ids=lambda scene: scene.name)
def test_what_its_maker_sees_is_accessible(scene: Scene, olga: Person, handed: Handed) -> None:
    scene.show(olga, handed)

    assert not (found := look(olga)), "\n".join(found)


@pytest.mark.parametrize("visit", [*HANDED, *MORE], ids=lambda visit: visit.name)
def test_what_others_see_is_accessible(visit: Visit, kim: Answerer, handed: Handed) -> None:
    visit.show(kim, handed)

    assert not (found := look(kim)), "\n".join(found)


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_no_language_overhangs(
    lang: Literal["de", "fr"], browser: "Browser", server: ServerProcess, organisation: Organisation, handed: Handed
) -> None:
    """The longest sentences are German and French; a link has the language that its sender set."""
    answerer = Answerer(browser, server.url, "kim", locale=lang)
    links = [makes(organisation.olga, lang=lang, passphrase=has_one) for has_one in (True, False)]
    for url in (*links, handed.words_url, handed.asked_url, handed.over_url):
        answerer.opens(url)
        expect(answerer.page.locator(f"html[lang={lang}]").get_by_role("heading", level=1)).to_be_visible()
        assert not (found := look(answerer)), "\n".join(found)
    answerer.leaves()


def test_the_ways_to_send_are_a_sheet_on_a_phone_and_a_menu_elsewhere(olga: Person) -> None:
    for width in (390, 834, 1400):
        olga.page.set_viewport_size({"width": width, "height": 844})
        olga.goes_to("/messages/sent").clicks("More ways to send")
        opened = olga.dialog() if width < PHONE else olga.page.get_by_role("menu")
        expect(opened).to_be_visible()
        assert violations(olga.page) == []
        opened.get_by_text("Create shareable link").click()
        olga.sees_heading("New shareable link").clicks("Discard")
        expect(olga.dialog()).to_have_count(0)
    olga.page.set_viewport_size({"width": 1400, "height": 900})


def test_a_sheet_stays_with_its_focus_while_the_phone_is_turned(olga: Person) -> None:
    """The button that opened it is gone meanwhile: a menu beside it would be hidden."""
    olga.page.set_viewport_size({"width": 390, "height": 844})
    button = olga.goes_to("/messages/sent").page.get_by_role("button", name="More ways to send").element_handle()
    button.click()
    focused = olga.dialog().locator("*:focus")
    expect(focused).to_have_count(1)
    before = focused.element_handle()

    olga.page.set_viewport_size({"width": 844, "height": 390})

    olga.page.evaluate(SETTLED)
    assert not button.is_visible()
    assert focused.evaluate("(now, before) => now === before", before)
    assert violations(olga.page) == []
    olga.presses("Escape")
    expect(olga.dialog()).to_have_count(0)
    olga.page.set_viewport_size({"width": 1400, "height": 900})
