"""Files of saved entries in the browser: added, looked at, downloaded and removed, whatever line and devices do."""

import hashlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

MIB = 1_048_576
BLOBS = "**/v1/blobs/**"


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """On her laptop."""
    return enters("olga", width=1440)


@pytest.fixture(scope="module")
def command(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Olga on the command line."""
    made = CommandLine(tmp_path_factory.mktemp("cli"), PASSWORD)
    made("sign-in", organisation.server.url, "--address", address("olga"))
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files on Olga's computer."""
    made = tmp_path_factory.mktemp("files")
    (made / "codes.txt").write_text("one two three\n")
    (made / "scan.bin").write_bytes(random.Random(7).randbytes(20 * MIB + 13))
    return made


Opens = Callable[..., None]


@pytest.fixture
def opens(olga: Person, command: CommandLine) -> Opens:
    """Make an entry with files on the command line, and look at it in the browser."""

    def make(title: str, *files: Path) -> None:
        options = [part for path in files for part in ("--file", str(path))]
        command("entry", "add", title, "--field", "username=root", *options)
        olga.goes_to("/entries").page.get_by_role("row").filter(has_text=title).click()
        olga.sees_heading(title)

    return make


def chooses(person: Person, *paths: Path) -> None:
    """Choose files in the dialog."""
    person.clicks("Add files")
    with person.page.expect_file_chooser() as chooser:
        person.clicks("choose from this computer")
    chooser.value.set_files([str(path) for path in paths])


def downloads(person: Person, name: str) -> Path:
    with person.page.expect_download(timeout=60_000) as download:
        person.clicks(f"Download {name}")
    assert download.value.suggested_filename == name
    return Path(download.value.path())


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_kept(person: Person, name: str) -> None:
    """The entry has this file, and not only this page."""
    expect(person.page.get_by_role("button", name=f"Download {name}")).to_be_visible(timeout=SLOW_MS)
    # It is among the files of the entry before that is stored; until then it is on its way as well.
    on_their_way = person.page.get_by_role("region", name="Files").locator("[data-phase]")
    expect(on_their_way).to_have_count(0, timeout=SLOW_MS)


def test_files_are_added_and_come_out_as_they_went_in(
    olga: Person, opens: Opens, command: CommandLine, folder: Path, tmp_path: Path
) -> None:
    opens("Grafana")
    olga.sees("No files yet. Drop some here, or add them.")

    chooses(olga, folder / "codes.txt", folder / "scan.bin")
    olga.sees("Up to 25 MB each, 20 files.").sees("Uploads go on in the entry.")
    olga.clicks("Add 2 files")
    is_kept(olga, "codes.txt")
    is_kept(olga, "scan.bin")

    assert command("entry", "save", "Grafana", "-o", str(tmp_path)).out.splitlines() == [
        str(tmp_path / "codes.txt"),
        str(tmp_path / "scan.bin"),
    ]
    assert digest(tmp_path / "scan.bin") == digest(folder / "scan.bin")
    assert digest(downloads(olga, "scan.bin")) == digest(folder / "scan.bin")
    olga.clicks("Preview codes.txt")
    expect(olga.dialog().get_by_role("textbox")).to_have_value("one two three\n")
    olga.presses("Escape")


def test_a_file_is_removed_for_good_after_a_question(
    olga: Person, opens: Opens, command: CommandLine, folder: Path
) -> None:
    opens("Removed", folder / "codes.txt", folder / "scan.bin")

    olga.clicks("Remove codes.txt").sees("Nobody can bring it back.")
    olga.dialog().get_by_role("button", name="Cancel").click()
    is_kept(olga, "codes.txt")
    olga.clicks("Remove codes.txt")
    olga.dialog().get_by_role("button", name="Remove", exact=True).click()

    # The question stays until the answer is stored; the file goes from the page at once.
    expect(olga.dialog()).to_have_count(0, timeout=SLOW_MS)
    expect(olga.page.get_by_role("button", name="Download codes.txt")).to_have_count(0)
    is_kept(olga, "scan.bin")
    shown = command("entry", "show", "Removed").out
    assert "codes.txt" not in shown
    assert "1  scan.bin" in shown


def test_a_dialog_that_is_left_adds_nothing(olga: Person, opens: Opens, command: CommandLine, folder: Path) -> None:
    opens("Cancelled")
    (folder / "empty.txt").write_bytes(b"")
    chooses(olga, folder / "codes.txt", folder / "empty.txt")
    olga.sees("1 file was not added.").sees("empty.txt is empty.")
    olga.dialog().get_by_role("button", name="Cancel").click()

    olga.sees("No files yet.")
    assert "codes.txt" not in command("entry", "show", "Cancelled").out


def test_an_upload_goes_on_while_another_page_is_looked_at_and_after_a_lost_line(
    olga: Person, opens: Opens, folder: Path
) -> None:
    opens("Over a bad line")
    olga.expects_complaint("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    olga.context.set_offline(True)
    chooses(olga, folder / "scan.bin")
    olga.sees("Paused, offline").clicks("Add 1 file").sees("Paused, offline")
    olga.page.get_by_role("link", name="Favourites").click()
    olga.sees_heading("Favourites")

    olga.context.set_offline(False)

    olga.page.get_by_role("link", name="All entries").click()
    olga.page.get_by_role("row").filter(has_text="Over a bad line").click()
    is_kept(olga, "scan.bin")
    assert digest(downloads(olga, "scan.bin")) == digest(folder / "scan.bin")


def test_files_that_were_not_added_are_given_up_with_the_page(olga: Person, opens: Opens, folder: Path) -> None:
    opens("Left behind")
    chooses(olga, folder / "codes.txt")
    olga.sees("1 of 1 ready.")
    olga.page.go_back()
    olga.sees_heading("All entries").page.get_by_role("row").filter(has_text="Left behind").click()

    olga.sees_heading("Left behind").sees("No files yet.")


def test_a_file_that_another_device_adds_meanwhile_stays_beside_mine(
    olga: Person, opens: Opens, command: CommandLine, folder: Path
) -> None:
    opens("From two sides")
    chooses(olga, folder / "codes.txt")
    olga.sees("1 of 1 ready.")
    command("entry", "edit", "From two sides", "--file", str(folder / "scan.bin"))

    olga.clicks("Add 1 file")

    is_kept(olga, "codes.txt")
    shown = command("entry", "show", "From two sides").out
    assert "codes.txt" in shown
    assert "scan.bin" in shown


def test_an_altered_file_of_an_entry_is_never_handed_over(olga: Person, opens: Opens, folder: Path) -> None:
    opens("Altered", folder / "codes.txt")

    def alter(route: Route) -> None:
        answer = route.fetch()
        body = bytearray(answer.body())
        body[-1] ^= 1
        route.fulfill(response=answer, body=bytes(body))

    olga.page.route(BLOBS, alter)
    olga.clicks("Download codes.txt").sees("Nothing was saved.")
    olga.page.unroute(BLOBS)
    assert downloads(olga, "codes.txt").read_text() == "one two three\n"


def test_uploads_that_the_server_forgot_are_said_and_hold_nothing_up(
    olga: Person, opens: Opens, command: CommandLine, folder: Path
) -> None:
    opens("Forgotten")
    ended: list[str] = []
    olga.page.on("request", lambda request: ended.append(request.url) if request.url.endswith("/finish") else None)
    chooses(olga, folder / "codes.txt")
    olga.sees("1 of 1 ready.")
    blob = ended[-1].split("/")[-2]
    gone = olga.page.evaluate(
        "id => fetch(`/v1/blobs/${id}`, {method: 'DELETE', headers: {'Idempotency-Key': id}}).then(one => one.status)",
        blob,
    )
    assert gone == 204

    olga.expects_complaint("422")
    olga.clicks("Add 1 file").sees("The server has forgotten what was uploaded so far. Add the file again.")

    olga.clicks("Remove codes.txt").sees("No files yet.")
    olga.clicks("Favourite")
    olga.page.wait_for_function("() => document.querySelector('[aria-pressed=true]') !== null")
    expect(olga.page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    olga.goes_to("/entries/favourites").sees("Forgotten")
    assert "codes.txt" not in command("entry", "show", "Forgotten").out


def test_a_file_that_lies_with_the_other_version_is_not_told_to_be_forgotten(
    olga: Person, opens: Opens, command: CommandLine, folder: Path
) -> None:
    """Another device changes the entry while the file is added: the later change wins, and both versions are kept."""
    opens("Raced")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "PUT" and not held:
            held.append(route)
        else:
            route.continue_()

    olga.page.route("**/v1/vault", hold)
    chooses(olga, folder / "codes.txt")
    with olga.page.expect_request(lambda one: one.method == "PUT" and one.url.endswith("/v1/vault"), timeout=SLOW_MS):
        olga.clicks("Add 1 file")
    # Times of changes are whole seconds.
    olga.page.wait_for_function("began => Math.floor(Date.now() / 1000) > began", arg=int(time.time()))
    command("entry", "edit", "Raced", "--field", "username=admin")
    held[0].continue_()

    olga.sees("“Raced” was changed on two devices at once. Both versions are kept.")
    expect(olga.page.get_by_role("region", name="Files").locator("[data-phase]")).to_have_count(0, timeout=SLOW_MS)
    olga.sees_no("The server has forgotten").sees("No files yet.").sees("admin")
    olga.page.get_by_role("row").filter(has_text="Other version").click()
    is_kept(olga, "codes.txt")
    assert downloads(olga, "codes.txt").read_text() == "one two three\n"
    olga.page.unroute("**/v1/vault")


def test_nobody_else_gets_a_file_by_its_address(
    olga: Person, opens: Opens, enters: MakePerson, organisation: Organisation, folder: Path
) -> None:
    opens("Hers alone", folder / "codes.txt")
    fetched: list[str] = []
    olga.page.on("request", lambda request: fetched.append(request.url) if "/parts/" in request.url else None)
    downloads(olga, "codes.txt")
    bob = enters("bob", width=820).expects_complaint("404")

    answers = [
        bob.page.evaluate(
            "url => fetch(url).then(async a => [a.status, (await a.json()).code, a.headers.get('content-type')])",
            url,
        )
        for url in (fetched[-1], f"{organisation.url}/v1/blobs/{'A' * 22}/parts/0")
    ]

    assert answers[0] == answers[1] == [404, "blob-not-found", "application/problem+json"]


def test_files_go_with_their_entry(olga: Person, opens: Opens, organisation: Organisation, folder: Path) -> None:
    opens("Deleted", folder / "codes.txt")
    fetched: list[str] = []
    olga.page.on("request", lambda request: fetched.append(request.url) if "/parts/" in request.url else None)
    downloads(olga, "codes.txt")
    status = f"() => fetch('{fetched[-1]}').then(answer => answer.status)"
    assert olga.page.evaluate(status) == 200
    olga.presses("#")
    olga.goes_to("/entries/trash").page.get_by_role("row").filter(has_text="Deleted").click()
    olga.sees_heading("Deleted")
    is_kept(olga, "codes.txt")
    expect(olga.page.get_by_role("button", name="Add files")).to_have_count(0)

    olga.clicks("Delete for good")
    olga.dialog().get_by_role("button", name="Delete for good").click()

    olga.expects_complaint("404")
    expect(olga.page.get_by_role("heading", name="Deleted", exact=True)).to_have_count(0)
    olga.page.wait_for_function(f"() => fetch('{fetched[-1]}').then(answer => answer.status === 404)")
