"""What files cost in a real browser, with the page's own code: how fast beside a bare upload of the same Blob, how much
memory.

The page itself takes the time of an upload: from when it is told of the chosen file until its row says that it is
ready. The bare one is a page of nothing whose script, when it is told of the same file, sends it as one request to the
floor of `bench.bare`, and it ends with the answer. A download's time is from the click until the page hands the file
over. Memory is that of all processes of one browser, the sender's or the reader's, which is theirs alone or shared
among them, so that nothing counts twice; idle is the browser as it was when its person had signed in, before the first
file of all. What the processors spent on each MB, in the browser by kind of process and at the server, says more on a
busy machine than any share of speeds does.
"""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from bench import bare
from bench.correspondents import READER, SENDER, correspondents
from bench.organisation import PASSWORD
from bench.processes import browser_cpu, browser_mib, browser_pid, cpu_ms_of
from tools.setup import find_chromium
from web.e2e.people.person import Person

_ROUNDS = {25: 5, 1024: 1}
_LEAST_OF_BARE = 0.7
_MOST_ABOVE_IDLE = 150
_SLOW_MS = 180_000
_EVERY_SECONDS = 0.1
_LOOKS_EVERY_MS = 50
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# Both pages note when they are told of a file, before any of their own code runs, and when it is done.
_NOTES = """() => {
  window.noted = { began: 0, ended: 0 };
  addEventListener("change", ({ target }) => {
    if (target.type === "file") window.noted = { began: performance.now(), ended: 0 };
  }, true);
}"""
_ENDS_READY = """() => new MutationObserver(() => {
  if (noted.began > 0 && noted.ended === 0 && document.querySelector("[data-phase=ready]") !== null)
    noted.ended = performance.now();
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-phase"] })"""
_SENDS_BARE = """() => document.querySelector("input").addEventListener("change", async ({ target }) => {
  const answer = await fetch("/" + target.files[0].name, { method: "PUT", body: target.files[0] });
  if (!answer.ok) throw new Error(String(answer.status));
  noted.ended = performance.now();
  target.value = ""; // the same file again is told again
})"""
Say = Callable[[str], None]


@dataclass
class _Measured:
    floor: list[float] = field(default_factory=list[float])
    up: list[float] = field(default_factory=list[float])
    down: list[float] = field(default_factory=list[float])
    up_mib: float = 0.0
    down_mib: float = 0.0
    floor_cpu: Counter[str] = field(default_factory=Counter[str])
    up_cpu: Counter[str] = field(default_factory=Counter[str])


def measure_browser(folder: Path, sources: dict[int, Path], say: Say) -> None:
    """The part `browser`, with files by their size in MiB."""
    folder.mkdir()
    with (
        correspondents(folder, senders=1) as people,
        bare.bare(folder / "bare") as floor,
        sync_playwright() as playwright,
        chromium(playwright, folder / "sender") as senders,
        chromium(playwright, folder / "reader") as readers,
    ):
        url = people.server.url
        sender, reader = signs_in(senders, url, SENDER, "Olga Berg"), signs_in(readers, url, READER, "Reader")
        bare_page = senders.new_page()
        bare_page.goto(floor.url)
        bare_page.set_content('<input type="file">')
        bare_page.evaluate(_NOTES)
        bare_page.evaluate(_SENDS_BARE)
        sender.page.evaluate(_NOTES)
        sender.page.evaluate(_ENDS_READY)
        pid = browser_pid(folder / "sender")
        with _Memory(folder / "sender") as of_sender, _Memory(folder / "reader") as of_reader:
            for mib, source in sources.items():
                measured = _Measured()
                for number in range(_ROUNDS[mib]):
                    with _spent(measured.floor_cpu, pid, floor.roots[0]):
                        measured.floor.append(_copies_bare(bare_page, source))
                    of_sender.take()
                    _begins(sender, f"{mib} {number}")
                    with _spent(measured.up_cpu, pid, people.server.pid):
                        measured.up.append(_puts_up(sender, source))
                    sender.clicks("Add 1 file").presses_send()
                    measured.up_mib = max(measured.up_mib, of_sender.take())
                    of_reader.take()
                    measured.down.append(_saves(reader, source, f"{mib} {number}"))
                    measured.down_mib = max(measured.down_mib, of_reader.take())
                _tell(measured, mib, say)


def _tell(measured: _Measured, mib: int, say: Say) -> None:
    name = f"{mib // 1024} GiB" if mib >= 1024 else f"{mib} MB"
    rows = (
        (f"floor: {name} up, bare Blob", measured.floor),
        (f"{name} up, browser", measured.up),
        (f"{name} down, browser", measured.down),
    )
    for what, seconds in rows:
        say(f"{what:<34} {mib / statistics.median(seconds):>6.0f} MB/s  n={len(seconds)}")
    share = statistics.median(bare / own for bare, own in zip(measured.floor, measured.up, strict=True))
    say(f"{name} up, browser / bare Blob: {share:.2f} (to reach: {_LEAST_OF_BARE:.2f})")
    for what, used in ((rows[0][0], measured.floor_cpu), (rows[1][0], measured.up_cpu)):
        each = {kind: ms / mib / len(measured.up) for kind, ms in used.most_common()}
        kinds = ", ".join(f"{kind} {ms:.2f}" for kind, ms in each.items())
        say(f"{f'{what}: cpu':<44} {sum(each.values()):.2f} ms/MB ({kinds})")
    for way, mib_above in (("up", measured.up_mib), ("down", measured.down_mib)):
        say(f"{f'{name} {way}: browser above idle':<44} +{mib_above:.0f} MiB (to reach: at most {_MOST_ABOVE_IDLE})")


@contextmanager
def chromium(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser with its profile on the disk, as people have it: a private window keeps every file in memory."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=find_chromium(), args=_ARGUMENTS, viewport={"width": 1400, "height": 900}
    )
    try:
        yield context
    finally:
        context.close()


def signs_in(browser: BrowserContext, url: str, addr: str, name: str) -> Person:
    person = Person(browser, url, name)
    person.addr, person.password = addr, PASSWORD
    return person.signs_in()


def _copies_bare(page: Page, source: Path) -> float:
    page.locator("input").set_input_files(str(source))
    return _noted(page)


def _noted(page: Page) -> float:
    """How long the page took, in seconds."""
    page.wait_for_function("() => noted.ended > 0", timeout=_SLOW_MS, polling=_LOOKS_EVERY_MS)
    took = page.evaluate("() => noted.ended - noted.began")
    page.evaluate("() => { noted.began = noted.ended = 0; }")
    return took / 1000


@contextmanager
def _spent(into: Counter[str], browser: int, server: int) -> Generator[None]:
    """Add the milliseconds that both use until the block ends."""

    def used() -> Counter[str]:
        return browser_cpu(browser) + Counter({"server": cpu_ms_of(server)})

    before = used()
    yield
    into.update(used() - before)


def _begins(sender: Person, subject: str) -> None:
    sender.begins_message(subject, "Text.", to=["Reader"])
    sender.clicks("More").page.get_by_role("menuitem", name="File").click()


def _puts_up(sender: Person, source: Path) -> float:
    """Choose a file in the open dialog; how long its upload took."""
    with sender.page.expect_file_chooser() as chooser:
        sender.clicks("choose from this computer")
    chooser.value.set_files(str(source))
    return _noted(sender.page)


def _saves(reader: Person, source: Path, subject: str) -> float:
    """Save the file of that message; how long it took."""
    reader.goes_to("/messages/inbox").opens(subject)
    expect(reader.page.get_by_role("button", name=f"Download {source.name}")).to_be_visible(timeout=_SLOW_MS)
    began = time.perf_counter()
    with reader.page.expect_download(timeout=_SLOW_MS) as download:
        reader.clicks(f"Download {source.name}")
    seconds = time.perf_counter() - began
    download.value.delete()
    return seconds


class _Memory:
    """What the browser with this profile has above what it had when the block began; in MiB."""

    def __init__(self, profile: Path) -> None:
        self._pid = browser_pid(profile)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._idle = self._most = browser_mib(self._pid)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def take(self) -> float:
        """The most since it was last asked."""
        most, self._most = self._most, 0.0
        return most - self._idle

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            self._most = max(self._most, browser_mib(self._pid))
