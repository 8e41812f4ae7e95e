"""What files cost in a real browser, with the page's own code: how fast beside a bare upload of the same Blob, how much
memory.

The time of an upload is the browser's own: from its first request about the file to the last answer. The bare one is
a page of nothing whose script sends the same file as one request to the floor of `bench.bare`. A download's time is
from the click until the page hands the file over. Memory is that of all processes of the browser which is theirs
alone or shared among them, so that nothing counts twice.
"""

import os
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from bench import bare
from bench.correspondents import READER, SENDER, correspondents
from bench.organisation import PASSWORD
from tools.setup import find_chromium
from web.e2e.people.person import Person

_ROUNDS = {25: 5, 1024: 1}
_LEAST_OF_BARE = 0.7
_MOST_ABOVE_IDLE = 150
_SLOW_MS = 180_000
_EVERY_SECONDS = 0.1
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# The page's own requests about files, since they were last forgotten: from the first to the last answer.
_TAKEN = """() => {
  const seen = performance.getEntriesByType("resource").filter((one) => one.name.includes("/v1/blobs"));
  return Math.max(...seen.map((one) => one.responseEnd)) - Math.min(...seen.map((one) => one.startTime));
}"""
_FORGET = "() => { performance.clearResourceTimings(); performance.setResourceTimingBufferSize(5000); }"
_BARE = """async (field) => {
  const began = performance.now();
  const answer = await fetch("/" + field.files[0].name, { method: "PUT", body: field.files[0] });
  if (!answer.ok) throw new Error(String(answer.status));
  return performance.now() - began;
}"""
Say = Callable[[str], None]


@dataclass
class _Measured:
    floor: list[float] = field(default_factory=list[float])
    up: list[float] = field(default_factory=list[float])
    down: list[float] = field(default_factory=list[float])
    up_mib: float = 0.0
    down_mib: float = 0.0


def measure_browser(folder: Path, sources: dict[int, Path], say: Say) -> None:
    """The part `browser`, with files by their size in MiB."""
    folder.mkdir()
    with (
        correspondents(folder) as people,
        bare.bare(folder / "bare") as floor,
        sync_playwright() as playwright,
        _chromium(playwright, folder / "sender") as senders,
        _chromium(playwright, folder / "reader") as readers,
    ):
        url = people.server.url
        sender, reader = _signs_in(senders, url, SENDER, "Olga Berg"), _signs_in(readers, url, READER, "Reader")
        bare_page = senders.new_page()
        bare_page.goto(floor.url)
        bare_page.set_content('<input type="file">')
        with _Memory() as memory:
            for mib, source in sources.items():
                measured = _Measured()
                for number in range(_ROUNDS[mib]):
                    measured.floor.append(_copies_bare(bare_page, source))
                    memory.take()
                    measured.up.append(_puts_up(sender, source, f"{mib} {number}"))
                    measured.up_mib = max(measured.up_mib, memory.take())
                    measured.down.append(_saves(reader, source, f"{mib} {number}"))
                    measured.down_mib = max(measured.down_mib, memory.take())
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
    for way, mib_above in (("up", measured.up_mib), ("down", measured.down_mib)):
        say(f"{f'{name} {way}: browser above idle':<44} +{mib_above:.0f} MiB (to reach: at most {_MOST_ABOVE_IDLE})")


@contextmanager
def _chromium(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser with its profile on the disk, as people have it: a private window keeps every file in memory."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=find_chromium(), args=_ARGUMENTS, viewport={"width": 1400, "height": 900}
    )
    try:
        yield context
    finally:
        context.close()


def _signs_in(browser: BrowserContext, url: str, addr: str, name: str) -> Person:
    person = Person(browser, url, name)
    person.addr, person.password = addr, PASSWORD
    return person.signs_in()


def _copies_bare(page: Page, source: Path) -> float:
    page.locator("input").set_input_files(str(source))
    return page.locator("input").evaluate(_BARE) / 1000


def _puts_up(sender: Person, source: Path, subject: str) -> float:
    """Send a file; how long its upload took."""
    sender.begins_message(subject, "Text.", to=["Reader"])
    sender.clicks("More").page.get_by_role("menuitem", name="File").click()
    with sender.page.expect_file_chooser() as chooser:
        sender.clicks("choose from this computer")
    sender.page.evaluate(_FORGET)
    with sender.page.expect_response(lambda answer: answer.url.endswith("/finish"), timeout=_SLOW_MS) as finished:
        chooser.value.set_files(str(source))
    finished.value.finished()
    expect(sender.page.get_by_text("Ready \u00b7 ").first).to_be_visible(timeout=_SLOW_MS)
    seconds = sender.page.evaluate(_TAKEN) / 1000
    sender.clicks("Add 1 file").presses_send()
    return seconds


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
    """What the browser has above what it had when the block began; in MiB."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._idle = self._most = _browser_mib()
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
            self._most = max(self._most, _browser_mib())


def _browser_mib() -> float:
    """Memory of every process of the browser that is no file's; what several share counts once."""
    pids, kib = [os.getpid()], 0
    for pid in pids:  # it grows while it is walked: children of children too
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += [int(child) for child in (task / "children").read_text().split()]
            if "chrom" in Path(f"/proc/{pid}/comm").read_text():
                found = re.findall(r"Pss_(?:Anon|Shmem):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
                kib += sum(map(int, found))
    return kib / 1024
