"""Measure a real server with a seeded organisation, and the floor, in one run; write bench/RESULTS.md.

`python -m bench [--runs 3] [--keep FOLDER]`. Everything is made in a temporary folder, or in one that is kept and used
again, and ended by its process id.
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
from pathlib import Path

import msgspec

from bench import organisation as seeds
from bench.fanout import measure_fanout
from bench.floor import measure_floor
from bench.organisation import Organisation
from bench.scenarios import measure, scenarios, sign_in
from bench.serving import serving

RESULTS = Path(__file__).parent / "RESULTS.md"
FLOOR_MESSAGES = 4000
FLOORED = "send to 1"


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often everything is measured (default 3)")
    parser.add_argument("--keep", type=Path, help="seed in this folder, or use what it was seeded with before")
    chosen = parser.parse_args()
    lines: list[str] = []

    def say(text: str) -> None:
        print(text, flush=True)
        lines.append(text)

    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="waxpost-bench-"))
    try:
        organisation = _seed(folder)
        for number in range(1, chosen.runs + 1):
            # What else the machine has to do decides as much as the server: trust figures from a load near 0.
            say(f"-- run {number}, load average before it {os.getloadavg()[0]:.1f}")
            asyncio.run(_measure_once(folder, organisation, number, say))
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    RESULTS.write_text(_report(lines), encoding="utf-8")


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


async def _measure_once(folder: Path, organisation: Organisation, number: int, say: Callable[[str], None]) -> None:
    with serving(folder) as server:
        idle = server.rss_anon_mib()
        say(f"{'idle':<34} RssAnon {idle:.0f} MiB")
        signed = await asyncio.to_thread(sign_in, server, organisation)
        for scenario in scenarios(organisation, signed, number):
            if scenario.name == FLOORED:
                # Around what it is the floor of, because a machine is never as quiet twice.
                say(await asyncio.to_thread(measure_floor, folder / "waxpost.db", organisation, FLOOR_MESSAGES))
            say(str(await measure(server, scenario)))
            if scenario.name == FLOORED:
                say(await asyncio.to_thread(measure_floor, folder / "waxpost.db", organisation, FLOOR_MESSAGES))
        say(str(await measure_fanout(server, organisation, signed)))


_REPORT = """# Results of `make bench`

{machine}. Python {python}, {system}, commit {commit}.

One server process with its default settings (SQLite, `synchronous=FULL`) on the loopback address, 16 connections unless
said otherwise; the client shares the machine. 10,000 people, 200 groups, inboxes of 100,000 and of 100 messages with
2 KB of text each (5.8 KB sealed, and 1.8 KB for each wrapped key). CPU is the server's, per request, summed over its
threads. The floor is one bare `sqlite3` connection that writes the same rows and makes the same selects, one
transaction and one fsync per message, in the same database, while the server has nothing to do.

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
