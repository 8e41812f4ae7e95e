"""Measure a real server with a seeded organisation, the floor and the peers in one run; write bench/RESULTS.md.

`python -m bench [--runs 3] [--seconds 10] [--parts server,links,fanout,files,browser,entries,snappass,synapse]
[--keep FOLDER]`, or `make bench BENCH="--parts server,synapse"`. Everything is made in a temporary folder, or in one
that is kept and used again, and ended by its process id. RESULTS.md is written only by a run of every part.
"""

import argparse
import asyncio
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench import organisation as seeds
from bench.entries import measure_entries
from bench.fanout import measure_fanout
from bench.files import measure_transfers
from bench.floor import measure_floor
from bench.links import measure_links
from bench.organisation import Organisation
from bench.peers.comparing import PEERS, measure_peer, ratios, set_ups
from bench.scenarios import Line, SignedIn, measure, scenarios, sign_in
from bench.serving import Server, serving

RESULTS = Path(__file__).parent / "RESULTS.md"
FLOOR_MESSAGES = 4000
FLOORED = "send to 1"
PARTS = ("server", "links", "fanout", "files", "browser", "entries", *PEERS)
# Each scenario ends after so many requests or so many seconds, whichever comes first.
SECONDS = 10.0

Say = Callable[[str], None]


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often everything is measured (default 3)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long a scenario may take (default 10)")
    parser.add_argument("--parts", type=_parts, default=PARTS, help=f"some of {','.join(PARTS)} (default: all)")
    parser.add_argument("--keep", type=Path, help="seed in this folder, or use what it was seeded with before")
    chosen = parser.parse_args()
    lines: list[str] = []

    def say(text: str) -> None:
        print(text, flush=True)
        lines.append(text)

    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="waxpost-bench-"))
    try:
        organisation = _seed(folder) if {"server", "links", "fanout"} & set(chosen.parts) else None
        for number in range(1, chosen.runs + 1):
            # What else the machine has to do decides as much as the server: trust figures from a load near 0.
            say(f"-- run {number}, load average before it {os.getloadavg()[0]:.1f}")
            ours: dict[str, Line] = {}
            if organisation is not None:
                bench = Bench(folder, organisation, chosen.parts, chosen.seconds, say)
                ours = asyncio.run(_measure_once(bench, number))
            measure_transfers(folder / f"files-{number}", chosen.parts, chosen.seconds, say)
            if "entries" in chosen.parts:
                measure_entries(folder / f"entries-{number}", say)
            for name in set_ups(chosen.parts):
                theirs = asyncio.run(measure_peer(name, chosen.seconds, say))
                for text in ratios(ours, name, theirs) if ours else []:
                    say(text)
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if chosen.parts == PARTS and chosen.seconds >= SECONDS:
        RESULTS.write_text(_report(lines), encoding="utf-8")


def _parts(text: str) -> tuple[str, ...]:
    named = text.split(",")
    unknown = [name for name in named if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no part is called {unknown[0]!r}; there are {', '.join(PARTS)}")
    return tuple(name for name in PARTS if name in named)


@dataclass(frozen=True)
class Bench:
    """What is measured, for how long, and who is told."""

    folder: Path
    organisation: Organisation
    parts: tuple[str, ...]
    seconds: float
    say: Say


def _seed(folder: Path) -> Organisation:
    known = folder / "organisation.json"
    if known.exists():
        return msgspec.json.decode(known.read_bytes(), type=Organisation)
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    seeds.make_accounts(folder)
    organisation = seeds.write_rows(folder / "waxpost.db")
    known.write_bytes(msgspec.json.encode(organisation))
    size = (folder / "waxpost.db").stat().st_size / 2**20
    print(f"seeded in {time.monotonic() - began:.0f} s, {size:.0f} MiB", flush=True)
    return organisation


async def _measure_once(bench: Bench, number: int) -> dict[str, Line]:
    """Everything of ours that was asked for, on one server; the line of each scenario by its name."""
    with serving(bench.folder) as server:
        bench.say(f"{'idle':<34} RssAnon {server.rss_anon_mib():.0f} MiB")
        signed = await asyncio.to_thread(sign_in, server, bench.organisation)
        lines = await _measure_scenarios(bench, server, signed, number) if "server" in bench.parts else {}
        if "links" in bench.parts:
            for line in await measure_links(server, signed.sender, int(time.time()), bench.seconds):
                lines[line.name] = line
                bench.say(str(line))
        if "fanout" in bench.parts:
            bench.say(str(await measure_fanout(server, bench.organisation, signed)))
        return lines


async def _measure_scenarios(bench: Bench, server: Server, signed: SignedIn, number: int) -> dict[str, Line]:
    async def floor() -> None:
        database = bench.folder / "waxpost.db"
        bench.say(await asyncio.to_thread(measure_floor, database, bench.organisation, FLOOR_MESSAGES, bench.seconds))

    lines: dict[str, Line] = {}
    for scenario in scenarios(bench.organisation, signed, number):
        if scenario.name == FLOORED:
            # Around what it is the floor of, because a machine is never as quiet twice.
            await floor()
        line = lines[scenario.name] = await measure(server, scenario, bench.seconds)
        bench.say(str(line))
        if scenario.name == FLOORED:
            await floor()
    return lines


_REPORT = """# Results of `make bench`

`make bench` measures everything and writes this file; so long as nothing else runs, it takes about twenty minutes.
`make bench BENCH="--parts server,synapse --seconds 2 --runs 1"` measures some of it and only prints.

{machine}. Python {python}, {system}, commit {commit}.

One server process with its default settings (SQLite, `synchronous=FULL`) on the loopback address, 16 connections unless
said otherwise; the client shares the machine. 10,000 people, 200 groups, inboxes of 100,000 and of 100 messages with
2 KB of text each (5.8 KB sealed, and 1.8 KB for each wrapped key). CPU is the server's, per request, summed over its
threads. The floor is one bare `sqlite3` connection that writes the same rows and makes the same selects, one
transaction and one fsync per message, in the same database, while the server has nothing to do. The peers answer over
16 connections too: SnapPass under gunicorn (4 workers of 4 threads, and beside links, which are compared per process,
one of 16) with Redis, which does not wait for the disk, and
Matrix Synapse as its configuration is generated (one process, SQLite, 16 rooms of two, without encryption). Their CPU
and RssAnon are summed over their processes.

Files go up and down beside a bare copy, in pairs right after one another: the same bytes by the same HTTP client, and
by the browser as one Blob, through a bare application on the same HTTP server, which seals nothing, checks nothing and
waits for no disk. A share is the median over the pairs. MB are MiB.

```
{lines}
```
"""


def _report(lines: list[str]) -> str:
    return _REPORT.format(
        machine=_machine(),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release().split('-')[0]}",
        commit=_commit(),
        lines="\n".join(lines),
    )


def _machine() -> str:
    models = [
        line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model n" in line
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {models[0] if models else 'unknown processor'}"


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
