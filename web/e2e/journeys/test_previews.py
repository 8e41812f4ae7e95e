"""Files looked at in the page, and many files on their way at once."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.system.organisation import Organisation, address
from waxpost import Draft
from waxpost.crypto.items import Field, Item
from web.e2e.conftest import MakePerson
from web.e2e.pdfs import hostile_pdf, plain_pdf
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

PARTS = "**/v1/blobs/*/parts/*"
# Pixels of the box that every page holds, and of all others, in the middle of the box.
BLUE = """() => {
  const copy = document.createElement("canvas");
  const drawn = document.querySelector("[role=dialog] canvas");
  if (drawn === null || drawn.width < 1000) return false;
  [copy.width, copy.height] = [drawn.width, drawn.height];
  const context = copy.getContext("2d");
  context.drawImage(drawn, 0, 0);
  const [r, g, b] = context.getImageData(copy.width * 0.28, copy.height * 0.29, 1, 1).data;
  return r < 100 && g < 140 && b > 200;
}"""


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """Who reads and sends."""
    return enters("olga", width=1440)


@pytest.fixture(scope="module")
def bob(organisation: Organisation) -> None:
    """Who sends with the SDK."""
    organisation.joins("bob")


def shows_page(person: Person, name: str) -> None:
    """The dialog shows the picture of this page."""
    expect(person.dialog().get_by_role("img", name=name)).to_be_visible(timeout=SLOW_MS)
    person.page.wait_for_function(BLUE)


def test_a_pdf_is_leafed_through(olga: Person, bob: None, organisation: Organisation, tmp_path: Path) -> None:
    assert bob is None
    (tmp_path / "plan.pdf").write_bytes(plain_pdf("First of all", "In the end"))
    draft = Draft("A plan", "See the plan.", files=(tmp_path / "plan.pdf",))
    sender = organisation.unlocks("bob")
    sender.send(sender.plan([address("olga")]), draft)
    olga.comes_back().opens("A plan").clicks("Preview plan.pdf")

    shows_page(olga, "plan.pdf, page 1 of 2")
    expect(olga.dialog().get_by_text("First of all")).to_have_count(1)
    expect(olga.dialog().get_by_role("button", name="Previous page")).to_be_disabled()
    olga.clicks("Next page")

    shows_page(olga, "plan.pdf, page 2 of 2")
    olga.sees("Page 2 of 2")
    expect(olga.dialog().get_by_text("In the end")).to_have_count(1)
    expect(olga.dialog().get_by_role("button", name="Next page")).to_be_disabled()
    assert len(olga.page.workers) == 2
    with olga.page.workers[-1].expect_event("close"):
        olga.presses("Escape")
    expect(olga.dialog()).to_have_count(0)
    assert len(olga.page.workers) == 1


def test_a_hostile_pdf_is_a_picture_and_nothing_else(olga: Person, organisation: Organisation, tmp_path: Path) -> None:
    (tmp_path / "trap.pdf").write_bytes(hostile_pdf(f"{organisation.url}/stolen"))
    asked: list[str] = []
    olga.context.on("request", lambda request: asked.append(request.url))
    organisation.olga.add_entry(_note("Trap"), files=[tmp_path / "trap.pdf"])
    olga.goes_to("/entries").page.get_by_role("row").filter(has_text="Trap").click()
    olga.sees_heading("Trap")
    before = olga.page.url

    olga.clicks("Preview trap.pdf")
    shows_page(olga, "trap.pdf, page 1 of 1")
    picture = olga.dialog().get_by_role("img", name="trap.pdf")
    for position in ((10, 10), (200, 200), (300, 50)):
        picture.click(position={"x": position[0], "y": position[1]})
    olga.presses("Enter").presses("Tab").presses("Enter")

    assert [url for url in asked if "stolen" in url or not url.startswith(organisation.url)] == []
    assert olga.page.url == before
    assert len(olga.context.pages) == 1
    assert len(olga.page.frames) == 1
    assert olga.page.locator("[role=dialog] :is(iframe, embed, object, form, a[href])").count() == 0
    if olga.dialog().count():
        olga.presses("Escape")


def test_what_is_no_pdf_says_so_and_harms_nothing(olga: Person, organisation: Organisation, tmp_path: Path) -> None:
    (tmp_path / "junk.pdf").write_bytes(b"%PDF-1.7\n<script>alert(1)</script>")
    organisation.olga.add_entry(_note("Junk"), files=[tmp_path / "junk.pdf"])
    olga.goes_to("/entries").page.get_by_role("row").filter(has_text="Junk").click()

    olga.sees_heading("Junk").clicks("Preview junk.pdf")

    olga.sees_alert("This file does not hold a PDF that can be shown. Download it instead.")
    olga.presses("Escape")


def test_many_files_say_how_far_they_are_together(olga: Person, bob: None, tmp_path: Path) -> None:
    assert bob is None
    paths = [tmp_path / f"{n}.bin" for n in range(5)]
    for path in paths:
        path.write_bytes(b"x" * 1_048_576)
    held: list[Route] = []
    is_holding = True

    def hold(route: Route) -> None:
        if is_holding:
            held.append(route)
        else:
            route.continue_()

    olga.page.route(PARTS, hold)
    olga.comes_back().begins_message("Five files", "Text.", to=["Bob Roy"])
    olga.clicks("More").page.get_by_role("menuitem", name="File").click()
    with olga.page.expect_file_chooser() as chooser:
        olga.clicks("choose from this computer")
    chooser.value.set_files([str(path) for path in paths])

    olga.sees("Uploading 2 of 5 files · ")
    olga.clicks("Add 5 files")
    expect(olga.dialog()).to_have_count(1)
    olga.sees("Uploading 2 of 5 files · ")
    expect(olga.page.get_by_role("progressbar", name="All files")).to_have_count(1)
    for name in ("0.bin", "1.bin"):
        expect(olga.page.get_by_role("progressbar", name=f"Uploading {name}")).to_have_count(1)

    is_holding = False
    for route in held:
        route.continue_()

    expect(olga.page.get_by_test_id("joint-progress")).to_have_count(0)
    expect(olga.page.get_by_text("encrypted on this device")).to_have_count(5)
    olga.page.unroute(PARTS)
    olga.presses_send()


def _note(title: str) -> Item:
    return Item(title, (Field("note", "x"),), "note")
