"""Files when something goes wrong on the line, on the server or at the source: said, nothing lost or left behind."""

import contextlib
import hashlib
import json
import random
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Error, FilePayload, Response, Route, expect

from tests.system.server_process import ServerProcess
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

MIB = 1_048_576
HOSTILE = {
    "<img src=x onerror=alert(1)>.txt": ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
    "invoice\u202egpj.exe": ("invoice\\u202egpj.exe", "invoice_gpj.exe"),
    "bell\u0007.txt": ("bell\\x07.txt", "bell_.txt"),
    "é" * 125 + "x.txt": ("é" * 125 + "x.txt", "é" * 125 + "x.txt"),
}
_OPENED_ON_DISK = """
async () => {
  const names = [];
  const root = await navigator.storage.getDirectory();
  for await (const [name, entry] of root.entries()) for await (const one of entry.keys()) names.push(name + "/" + one);
  return names;
}
"""
_STATUS = "(id) => fetch(`/v1/blobs/${id}`, { headers: { 'Waxpost-Protocol': '1' } }).then((r) => r.status)"
_FILES = """
(names) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File(["Dropped."], name));
  return data;
}
"""
_PASTE = """
([name, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["Pasted."], name));
  if (text !== null) clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  return !document.activeElement.dispatchEvent(event);
}
"""


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """Who sends. Her browser writes of lines that are cut on purpose into its console."""
    return enters("olga").expects_complaint("net::ERR_|Failed to load resource")


@pytest.fixture(scope="module", autouse=True)
def bob(enters: MakePerson) -> Person:
    """Who reads."""
    return enters("bob")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of three parts."""
    path = tmp_path / "large.bin"
    path.write_bytes(random.Random(11).randbytes(17 * MIB + 13))
    return path


def begins(person: Person, subject: str, *files: Path | FilePayload) -> Person:
    """Write a message to Bob and choose files for it."""
    person.comes_back().begins_message(subject, "Text.", to=["Bob Roy"])
    person.clicks("More").page.get_by_role("menuitem", name="File").click()
    with person.page.expect_file_chooser() as chooser:
        person.clicks("choose from this computer")
    payloads = [one for one in files if not isinstance(one, Path)]
    chooser.value.set_files(payloads or [one for one in files if isinstance(one, Path)])
    return person


def saves(person: Person, shown: str) -> tuple[str, bytes]:
    """Download a file of the open message: under which name, and what is in it."""
    with person.page.expect_download(timeout=60_000) as download:
        person.clicks(f"Download {shown}")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def arrives_whole(bob: Person, subject: str, file: Path) -> bool:
    """Bob gets exactly this file."""
    bob.comes_back().opens(subject)
    _name, content = saves(bob, file.name)
    return hashlib.sha256(content).digest() == hashlib.sha256(file.read_bytes()).digest()


def presses_in_dialog(person: Person, name: str) -> None:
    """The rows of the message behind the dialog have the same buttons."""
    person.page.get_by_role("dialog", name="Add files").get_by_role("button", name=name, exact=True).click()


def is_removal(answer: Response) -> bool:
    """Whether the server was told to give something up."""
    return answer.request.method == "DELETE"


def last_blob(person: Person) -> str:
    """The id of the file that her page spoke of last."""
    address = next(one.url for one in reversed(person.requests) if "/v1/blobs/" in one.url)
    return address.partition("/v1/blobs/")[2].partition("/")[0]


def test_a_line_cut_at_every_part_only_pauses_and_the_same_bytes_go_again(
    olga: Person, bob: Person, large: Path
) -> None:
    digests: dict[str, list[str]] = {}

    def cut_once(route: Route) -> None:
        seen = digests.setdefault(route.request.url.rpartition("/")[2], [])
        seen.append(route.request.headers["content-digest"])
        if len(seen) == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    olga.page.route("**/v1/blobs/*/parts/*", cut_once)
    begins(olga, "Cut everywhere", large).sees("Paused, offline").sees("Ready · ")
    olga.page.unroute("**/v1/blobs/*/parts/*")

    olga.clicks("Add 1 file").presses_send()

    assert [len(seen) for seen in digests.values()] == [2, 2, 2]
    assert all(len(set(seen)) == 1 for seen in digests.values())
    assert arrives_whole(bob, "Cut everywhere", large)


def test_an_upload_goes_on_after_its_server_was_killed(
    olga: Person, bob: Person, large: Path, server: ServerProcess
) -> None:
    bob.expects_complaint("net::ERR_")
    killed: list[str] = []

    def kill(route: Route) -> None:
        if not killed:
            killed.append(route.request.url)
            server.stop(signal.SIGKILL)
        route.continue_()

    olga.page.route("**/v1/blobs/*/parts/1", kill)
    begins(olga, "Killed", large).sees("Paused, offline")
    server.start()
    olga.sees("Ready · ")
    olga.page.unroute("**/v1/blobs/*/parts/1")
    olga.clicks("Add 1 file").presses_send()

    assert arrives_whole(bob, "Killed", large)


@pytest.mark.parametrize("fault", ["vanished", "changed"])
def test_a_file_that_vanished_or_changed_while_it_was_read_is_said(olga: Person, large: Path, fault: str) -> None:
    def spoil(route: Route) -> None:
        if fault == "vanished":
            large.unlink()
        else:
            large.write_bytes(b"another")
        route.continue_()

    olga.page.route("**/v1/blobs", spoil)
    begins(olga, "Spoilt", large)
    olga.sees("large.bin was changed or removed while it was read. Add it again.")
    olga.page.unroute("**/v1/blobs")

    expect(olga.page.get_by_role("button", name="Choose files first")).to_be_disabled()
    presses_in_dialog(olga, "Remove large.bin")
    olga.clicks("Cancel").discards()


def test_storage_that_is_full_is_said_and_tried_again_without_sealing_twice(
    olga: Person, bob: Person, large: Path
) -> None:
    def full(route: Route) -> None:
        body = {"code": "storage-unavailable", "detail": "Nothing was changed. Try again in a few seconds."}
        route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(body))

    olga.page.route("**/v1/blobs/*/parts/1", full)
    begins(olga, "Full", large).sees("Nothing was changed. Try again in a few seconds.")
    olga.page.unroute("**/v1/blobs/*/parts/1")

    presses_in_dialog(olga, "Try again")
    olga.sees("Ready · ").clicks("Add 1 file").presses_send()

    assert arrives_whole(bob, "Full", large)


def test_a_file_that_the_server_refuses_says_so_and_the_message_can_be_given_up(olga: Person, large: Path) -> None:
    olga.page.route("**/v1/blobs/*/parts/1", lambda route: route.fulfill(status=413, body="{}"))
    begins(olga, "Held", large).sees("The server refused this.")
    olga.page.unroute("**/v1/blobs/*/parts/1")
    olga.presses("Escape")
    olga.discards()


@pytest.mark.parametrize("phase", ["announced", "travelling", "ready"])
def test_cancelled_at_any_time_nothing_stays_on_the_server(olga: Person, large: Path, phase: str) -> None:
    def remove_meanwhile(route: Route) -> None:
        answer = route.fetch()
        presses_in_dialog(olga, "Remove large.bin")
        # The page has given a part up that is still on its way.
        with contextlib.suppress(Error):
            route.fulfill(response=answer)

    pattern = {"announced": "**/v1/blobs", "travelling": "**/v1/blobs/*/parts/1", "ready": "**/nothing"}[phase]
    olga.page.route(pattern, remove_meanwhile, times=1)
    given_up: list[Response] = []
    olga.page.on("response", lambda answer: given_up.append(answer) if is_removal(answer) else None)
    begins(olga, "Cancelled", large)
    if phase == "ready":
        olga.sees("Ready · ")
        presses_in_dialog(olga, "Remove large.bin")
    # Only this is waited for: a part of eight megabytes that passes through the test has taken many seconds already.
    if not given_up:
        olga.page.wait_for_event("response", is_removal)
    olga.page.unroute(pattern)

    assert olga.page.evaluate(_STATUS, last_blob(olga)) == 404
    olga.clicks("Cancel").discards()


def test_a_lock_gives_an_upload_up_and_leaves_nothing_behind(olga: Person, large: Path) -> None:
    begins(olga, "Locked", large).sees("Ready · ")
    found = last_blob(olga)
    assert olga.page.evaluate(_STATUS, found) == 200

    with olga.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        olga.presses("Control+Alt+l")

    olga.is_locked().unlocks()
    assert olga.page.evaluate(_STATUS, found) == 404


def test_two_tabs_send_the_same_file_each_for_itself(olga: Person, bob: Person, large: Path) -> None:
    begins(olga, "First tab", large)
    first, olga.page = olga.page, olga.new_tab()
    begins(olga, "Second tab", large).sees("Ready · ").clicks("Add 1 file").presses_send()
    olga.page.close()
    olga.page = first
    olga.clicks("Add 1 file").presses_send()

    assert arrives_whole(bob, "First tab", large)
    assert arrives_whole(bob, "Second tab", large)


def test_an_altered_part_on_the_disk_of_the_server_is_never_handed_over(
    olga: Person, bob: Person, large: Path, server: ServerProcess
) -> None:
    before = {path for path in (server.data / "blobs").rglob("*") if path.is_file()}
    begins(olga, "Altered on disk", large).sees("Ready · ").clicks("Add 1 file").presses_send()
    parts = {path for path in (server.data / "blobs").rglob("*") if path.is_file()} - before
    bob.comes_back().opens("Altered on disk")

    part = max(parts, key=lambda path: path.stat().st_size)
    content = bytearray(part.read_bytes())
    content[1000] ^= 1
    part.write_bytes(content)

    bob.clicks("Download large.bin").sees("This file is not as it was sent. Nothing was saved.")


def test_hostile_names_are_shown_and_saved_harmlessly(olga: Person, bob: Person) -> None:
    files = [FilePayload(name=name, mimeType="text/html", buffer=b"Hello.") for name in HOSTILE]
    begins(olga, "Names", *files).clicks("Add 4 files").presses_send()
    bob.comes_back().opens("Names")

    for shown, saved in HOSTILE.values():
        assert saves(bob, shown) == (saved, b"Hello.")


def test_a_preview_runs_nothing_that_calls_itself_a_picture(olga: Person, bob: Person) -> None:
    script = b"<script>document.title='ran';parent.ran=1</script>"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="parent.ran=1">' + script + b"</svg>"
    files = [FilePayload(name=name, mimeType="image/png", buffer=content) for name, content in
             (("page.png", script), ("drawing.png", svg), ("drawing.svg", svg), ("page.txt", script))]  # fmt: skip
    begins(olga, "Previews", *files).clicks("Add 4 files").presses_send()
    bob.comes_back().opens("Previews")

    for name in ("page.png", "drawing.png"):
        bob.clicks(f"Preview {name}").sees("This file does not hold a picture. Download it instead.")
        bob.presses("Escape")
    bob.clicks("Preview page.txt")
    expect(bob.dialog().get_by_role("textbox")).to_have_value(script.decode())
    bob.presses("Escape")
    expect(bob.page.get_by_role("button", name="Preview drawing.svg")).to_have_count(0)
    assert bob.page.evaluate("() => window.ran === undefined && document.title !== 'ran'")


def test_files_dropped_on_any_page_begin_a_message(olga: Person) -> None:
    olga.comes_back().goes_to("/people").sees_heading("People")
    hint = olga.page.get_by_test_id("drop-hint")
    data = olga.page.evaluate_handle(_FILES, ["dropped.txt"])
    olga.page.dispatch_event("main", "dragover", {"dataTransfer": data})
    expect(hint).to_be_visible()
    olga.page.dispatch_event("main", "drop", {"dataTransfer": data})

    olga.sees_heading("Add files").sees("dropped.txt")
    expect(hint).to_have_count(0)
    expect(olga.page).to_have_url(f"{olga.url}/messages/new")

    more = olga.page.evaluate_handle(_FILES, ["more.txt"])
    zone = olga.page.get_by_text("Drop files to add them").first
    zone.dispatch_event("dragover", {"dataTransfer": more})
    zone.dispatch_event("drop", {"dataTransfer": more})
    olga.sees("more.txt").clicks("Add 2 files")
    expect(hint).to_have_count(0)
    olga.discards()


def test_pasted_files_are_added_but_text_stays_text(olga: Person) -> None:
    olga.comes_back().begins_message("Pasted", "Text.")
    assert not olga.page.evaluate(_PASTE, ["table.png", "1\t2"])
    expect(olga.page.get_by_role("heading", name="Add files")).to_have_count(0)

    assert olga.page.evaluate(_PASTE, ["picture.png", None])

    olga.sees_heading("Add files").sees("picture.png")
    expect(olga.page.get_by_role("dialog", name="Add files")).to_contain_text("Add 1 file")
    olga.clicks("Add 1 file").discards()


def test_a_large_opened_file_does_not_outlast_the_lock_nor_its_tab(
    olga: Person, bob: Person, tmp_path: Path, server: ServerProcess
) -> None:
    server.command("policy", "set", "file_max_mib", "64")
    huge = tmp_path / "huge.bin"
    huge.write_bytes(random.Random(13).randbytes(33 * MIB))
    olga.reloads()
    begins(olga, "Huge", huge).sees("Ready · ").clicks("Add 1 file").presses_send()
    assert arrives_whole(bob, "Huge", huge)
    assert len(bob.page.evaluate(_OPENED_ON_DISK)) == 1

    bob.locks()
    assert bob.page.evaluate(_OPENED_ON_DISK) == []

    bob.unlocks().sees_heading("Huge")
    saves(bob, "huge.bin")
    other = bob.new_tab()
    other.goto(f"{bob.url}/people")
    expect(other.get_by_role("heading", name="People")).to_be_visible(timeout=SLOW_MS)
    assert len(other.evaluate(_OPENED_ON_DISK)) == 1
    bob.page.close()
    bob.page = other
    expect(bob.page.get_by_role("heading", name="People")).to_be_visible()
    bob.locks()
    assert bob.page.evaluate(_OPENED_ON_DISK) == []
