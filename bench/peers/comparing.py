"""Measure the peers in turn, and say what ours comes to beside them."""

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from bench.links import MADE, OPENED
from bench.peers import snappass, synapse
from bench.scenarios import Line, Scenario, measure

Say = Callable[[str], None]
PEERS = ("snappass", "synapse")
# Links are compared per process, so beside as many processes as ours has.
_ONE_PROCESS = "snappass-one"
STORED, FETCHED = "send to 1", "open one"
_PAIRS = {"snappass": (STORED, FETCHED), _ONE_PROCESS: (MADE, OPENED), "synapse": (STORED, FETCHED)}
# Of a peer and a line of ours: so many times the peer's requests per second.
_LEAST = {("synapse", STORED): 10, (_ONE_PROCESS, MADE): 1, (_ONE_PROCESS, OPENED): 1}
# Issue requests until the time is over: both are far slower than this in ten seconds.
_AT_MOST = 20_000
_SEVERAL = 4


def set_ups(parts: tuple[str, ...]) -> list[str]:
    """The peers among the chosen parts, by how they are set up."""
    chosen = [name for name in PEERS if name in parts]
    return [*chosen, _ONE_PROCESS] if {"links", "snappass"} <= set(parts) else chosen


async def measure_peer(name: str, at_most_seconds: float, say: Say) -> tuple[Line, Line]:
    """Start a peer, store and fetch, end it: both lines, which were said too."""
    with tempfile.TemporaryDirectory(prefix=f"waxpost-bench-{name}-") as folder:
        return await _MEASURED[name](Path(folder), at_most_seconds, say)


async def _measure_snappass(folder: Path, at_most_seconds: float, say: Say, workers: int) -> tuple[Line, Line]:
    with snappass.snappass(folder, workers) as peer:
        say(f"{f'{peer.name}: idle':<34} RssAnon {peer.rss_anon_mib():.0f} MiB")
        store = Scenario(f"{peer.name}: store a 2 KB secret", snappass.stores(_AT_MOST), 200, keep_bodies=True)
        stored = await measure(peer, store, at_most_seconds)
        say(str(stored))
        fetch = Scenario(f"{peer.name}: fetch it", snappass.fetches(stored.measured), 200)
        fetched = await measure(peer, fetch, at_most_seconds)
        say(str(fetched))
        return stored, fetched


async def _measure_synapse(folder: Path, at_most_seconds: float, say: Say) -> tuple[Line, Line]:
    with synapse.synapse(folder) as peer:
        say(f"{f'{peer.name}: idle':<34} RssAnon {peer.rss_anon_mib():.0f} MiB")
        known = synapse.rooms_of_two(peer)
        requests = synapse.stores(known, _AT_MOST)
        stored = await measure(peer, Scenario(synapse.STORED, requests, 200, keep_bodies=True), at_most_seconds)
        say(str(stored))
        events = synapse.fetches(known, stored.measured)
        fetched = await measure(peer, Scenario(synapse.FETCHED, events, 200), at_most_seconds)
        say(str(fetched))
        return stored, fetched


_MEASURED: Mapping[str, Callable[[Path, float, Say], Awaitable[tuple[Line, Line]]]] = {
    "snappass": partial(_measure_snappass, workers=_SEVERAL),
    _ONE_PROCESS: partial(_measure_snappass, workers=1),
    "synapse": _measure_synapse,
}


def ratios(ours: Mapping[str, Line], name: str, theirs: tuple[Line, Line]) -> list[str]:
    """What ours comes to beside a peer: a line for storing and one for fetching, as far as ours was measured."""
    said: list[str] = []
    for own, other in ((ours[line], other) for line, other in zip(_PAIRS[name], theirs, strict=True) if line in ours):
        times = own.measured.per_second / other.measured.per_second
        least = f" (to reach: {_LEAST[name, own.name]})" if (name, own.name) in _LEAST else ""
        said.append(
            f"{own.name} / {other.name}: {times:.2f} times the requests/s{least},"
            f" {own.cpu_ms / other.cpu_ms:.2f} of the CPU each,"
            f" p50 {own.measured.percentile(0.5) / other.measured.percentile(0.5):.2f},"
            f" p99 {own.measured.percentile(0.99) / other.measured.percentile(0.99):.2f},"
            f" RssAnon {own.rss_anon_mib / other.rss_anon_mib:.2f}"
        )
    return said
