"""Measure the peers in turn, and say what ours comes to beside them."""

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from bench.links import MADE, OPENED
from bench.peers import snappass, synapse
from bench.scenarios import Line, Scenario, measure

Say = Callable[[str], None]
PEERS = ("snappass", "synapse")
STORED, FETCHED = "send to 1", "open one"
# Issue requests until the time is over: both are far slower than this in ten seconds.
_AT_MOST = 20_000
_LEAST_OVER_SYNAPSE = 10.0


async def measure_peer(name: str, at_most_seconds: float, say: Say) -> tuple[Line, Line]:
    """Start a peer, store and fetch, end it: both lines, which were said too."""
    with tempfile.TemporaryDirectory(prefix=f"waxpost-bench-{name}-") as folder:
        return await _MEASURED[name](Path(folder), at_most_seconds, say)


async def _measure_snappass(folder: Path, at_most_seconds: float, say: Say) -> tuple[Line, Line]:
    with snappass.snappass(folder) as peer:
        say(f"{f'{peer.name}: idle':<34} RssAnon {peer.rss_anon_mib():.0f} MiB")
        requests = snappass.stores(_AT_MOST)
        stored = await measure(peer, Scenario(snappass.STORED, requests, 200, keep_bodies=True), at_most_seconds)
        say(str(stored))
        fetched = await measure(
            peer, Scenario(snappass.FETCHED, snappass.fetches(stored.measured), 200), at_most_seconds
        )
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
    "snappass": _measure_snappass,
    "synapse": _measure_synapse,
}


def ratios(ours: Mapping[str, Line], name: str, theirs: tuple[Line, Line]) -> list[str]:
    """What ours comes to beside a peer: a line for storing and one for fetching; of SnapPass, links as well."""
    said: list[str] = []
    pairs = [(STORED, theirs[0]), (FETCHED, theirs[1])]
    if name == "snappass":
        pairs += [(MADE, theirs[0]), (OPENED, theirs[1])]
    for own, other in ((ours[name_of], other) for name_of, other in pairs if name_of in ours):
        times = own.measured.per_second / other.measured.per_second
        least = f" (to reach: {_LEAST_OVER_SYNAPSE:.0f})" if (name, own.name) == ("synapse", STORED) else ""
        said.append(
            f"{own.name} / {other.name}: {times:.1f} times the requests/s{least},"
            f" {own.cpu_ms / other.cpu_ms:.2f} of the CPU each,"
            f" p50 {own.measured.percentile(0.5) / other.measured.percentile(0.5):.2f},"
            f" p99 {own.measured.percentile(0.99) / other.measured.percentile(0.99):.2f},"
            f" RssAnon {own.rss_anon_mib / other.rss_anon_mib:.2f}"
        )
    return said
