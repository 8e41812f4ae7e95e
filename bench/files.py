"""What files cost by the SDK: how fast beside a bare copy, and how much of the server's memory and CPU.

A round copies a file bare and through Waxpost, one right after the other, up and down; a ratio is the median over the
rounds, because what else the machine has to do changes from second to second. An upload is all that it takes until the
server holds the file whole and on its disk; a download, until it stands under its name and on the reader's disk. The
bare copy ends there too, but seals nothing and checks nothing. What the disk alone costs shows beside it: a hasty copy
is over when the system has taken the bytes.
"""

import mmap
import os
import shutil
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from bench import bare
from bench.browser import measure_browser
from bench.correspondents import READER, Correspondents, Growth, correspondents
from bench.peers import synapse
from bench.peers.running import Peer
from bench.serving import Measurable
from waxpost import Client, Draft
from waxpost._transfers import Uploads

MIB = 2**20
SMALL, LARGE = 25, 1024  # MiB
AT_ONCE = 20
_LARGE_ROUNDS = 2
_SMALL_ROUNDS = (4, 12)  # at least, at most
_LEAST_OF_BARE = 0.6
_MOST_FOR_LARGE, _MOST_AT_ONCE = 30, 100
Say = Callable[[str], None]


@dataclass
class Timed:
    """Copies of one kind: seconds, and the CPU of the server, of each."""

    name: str
    mib: int
    seconds: list[float] = field(default_factory=list[float])
    cpu: list[float] = field(default_factory=list[float])

    def __str__(self) -> str:
        return (
            f"{self.name:<34} {self.mib / statistics.median(self.seconds):>6.0f} MB/s"
            f"  server cpu {self.cpu_ms:>5.2f} ms/MB  n={len(self.seconds)}"
        )

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's CPU for each MiB."""
        return statistics.median(self.cpu) * 1000 / self.mib

    def run(self, server: Measurable, act: Callable[[], object]) -> None:
        """Once more."""
        used, began = server.cpu_seconds(), time.perf_counter()
        act()
        self.seconds.append(time.perf_counter() - began)
        self.cpu.append(server.cpu_seconds() - used)

    def beside(self, bare_copies: "Timed", least: float | None = None) -> str:
        """What it comes to beside the bare copies of the same rounds."""
        pairs = zip(bare_copies.seconds, self.seconds, strict=True)
        share = statistics.median(bare / own for bare, own in pairs)
        target = "" if least is None else f" (to reach: {least:.2f})"
        return f"{self.name} / {bare_copies.name}: {share:.2f}{target}"


def measure_transfers(folder: Path, parts: tuple[str, ...], at_most_seconds: float, say: Say) -> None:
    """The parts `files` and `browser`, and Synapse's media beside them; nothing stays in the folder."""
    if not {"files", "browser"} & set(parts):
        return
    folder.mkdir()
    try:
        sources = {mib: _made_file(folder, mib) for mib in (SMALL, LARGE)}
        _touch_memory()
        if "files" in parts:
            ours = _measure_sdk(folder / "sdk", sources, at_most_seconds, say)
            if "synapse" in parts:
                say(_beside_media(ours[SMALL], _measure_media(folder / "synapse", sources[SMALL], say)))
        if "browser" in parts:
            measure_browser(folder / "browser", sources, say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure_sdk(folder: Path, sources: dict[int, Path], at_most_seconds: float, say: Say) -> dict[int, float]:
    """What the server's CPU came to for an uploaded MiB, by the size of the file."""
    folder.mkdir()
    with correspondents(folder) as people, bare.bare(folder / "bare") as floor:
        cpu_ms = {mib: _measure_rounds(people, floor, sources[mib], at_most_seconds, say) for mib in sources}
        _measure_at_once(people, sources[SMALL], say)
    return cpu_ms


def _made_file(folder: Path, mib: int) -> Path:
    """A file of random bytes."""
    path = folder / f"{mib}.bin"
    with path.open("wb") as file:
        for _ in range(mib):
            file.write(os.urandom(MIB))
    return path


def _touch_memory(mib: int = 4 * LARGE) -> None:
    """Use memory once. A virtual machine gets it from its host at the first touch, which costs more than any copy."""
    piece = bytes(2 * MIB)
    with mmap.mmap(-1, mib * MIB) as memory:
        for _ in range(mib // 2):
            memory.write(piece)


def _measure_rounds(people: Correspondents, floor: Peer, source: Path, at_most_seconds: float, say: Say) -> float:
    mib, server = source.stat().st_size // MIB, people.server
    name = _called(mib)
    bare_up, bare_down = Timed(f"floor: {name} up, bare", mib), Timed(f"floor: {name} down, bare", mib)
    hasty_up, hasty_down = Timed(f"hasty: {name} up, bare", mib), Timed(f"hasty: {name} down, bare", mib)
    up, down = Timed(f"{name} up, SDK", mib), Timed(f"{name} down, SDK", mib)
    sender = people.senders[0]
    sent = sender.send(sender.plan([READER]), Draft("File", "", files=(source,)))
    saved = source.parent / "saved"
    saved.mkdir(exist_ok=True)
    least, most = _SMALL_ROUNDS if mib == SMALL else (_LARGE_ROUNDS, _LARGE_ROUNDS)
    ends_at = time.monotonic() + at_most_seconds
    with httpx.Client(timeout=60) as http, Growth(server) as growth:
        while len(up.seconds) < least or (len(up.seconds) < most and time.monotonic() < ends_at):
            hasty_up.run(floor, lambda: bare.put(http, floor, source, hasty=True))
            bare_up.run(floor, lambda: bare.put(http, floor, source))
            with _going_up(sender) as going:  # to take it back is no part of an upload
                up.run(server, partial(going.add, source))
            for bare_copy, is_hasty in ((hasty_down, True), (bare_down, False)):
                bare_copy.run(floor, partial(bare.get, http, floor, saved / source.name, hasty=is_hasty))
                (saved / source.name).unlink()
            down.run(server, lambda: people.reader.save(sent.mid, 0, saved))
            (saved / source.name).unlink()
    for line in (hasty_up, bare_up, up, hasty_down, bare_down, down):
        say(str(line))
    say(up.beside(hasty_up))
    say(down.beside(hasty_down))
    say(up.beside(bare_up, _LEAST_OF_BARE))
    say(down.beside(bare_down, _LEAST_OF_BARE))
    if mib == LARGE:
        say(_grown(f"{name} up and down", growth, _MOST_FOR_LARGE))
    return up.cpu_ms


def _going_up(sender: Client) -> Uploads:
    return Uploads(sender._account.api)  # noqa: SLF001 - the transfer alone, without a message


def _uploads(sender: Client, source: Path) -> None:
    """Put a file up, and take it back."""
    with _going_up(sender) as going:
        going.add(source)


def _measure_at_once(people: Correspondents, source: Path, say: Say) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        with Growth(people.server) as growth:
            going = [threads.submit(_uploads, people.senders[n % len(people.senders)], source) for n in range(AT_ONCE)]
            for one in going:
                one.result()
        say(_grown(f"{AT_ONCE} files of {_called(SMALL)} up at once", growth, _MOST_AT_ONCE))
        sender = people.senders[0]
        sent = sender.send(sender.plan([READER]), Draft("Files", "", files=(source,) * AT_ONCE))
        folder = source.parent / "at once"
        folder.mkdir()
        with Growth(people.server) as growth:
            saving = [threads.submit(people.reader.save, sent.mid, n, folder) for n in range(AT_ONCE)]
            for one in saving:
                one.result().unlink()
        say(_grown(f"{AT_ONCE} files of {_called(SMALL)} down at once", growth, _MOST_AT_ONCE))


def _measure_media(folder: Path, source: Path, say: Say) -> float:
    """Synapse's media upload of the small file: its CPU in milliseconds for each MiB."""
    folder.mkdir()
    stored = Timed(f"Synapse: upload {_called(SMALL)} as media", SMALL)
    with synapse.synapse(folder) as peer, httpx.Client(timeout=60) as http:
        sender = synapse.register(peer, "sender")
        for _ in range(_SMALL_ROUNDS[1]):
            stored.run(peer, lambda: synapse.put_media(http, peer, sender, source))
    say(str(stored))
    return stored.cpu_ms


def _beside_media(ours: float, theirs: float) -> str:
    """What the server's CPU comes to beside Synapse's."""
    return f"server cpu of an uploaded MB, SDK / Synapse's media: {ours / theirs:.2f} (to reach: at most 1.00)"


def _called(mib: int) -> str:
    return f"{mib // 1024} GiB" if mib >= 1024 else f"{mib} MB"


def _grown(name: str, growth: Growth, most: int) -> str:
    return f"{f'{name}: server memory':<44} +{growth.mib:.0f} MiB (to reach: at most {most})"
