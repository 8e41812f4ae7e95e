"""The processes of a browser, known by its profile: their memory, and the processor's time of each kind of them."""

import os
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

# What says in a command line what a process of Chromium is for; the first that fits.
_KINDS = (
    ("--type=renderer", "page"),
    ("--utility-sub-type=network", "network"),
    ("--utility-sub-type=storage", "storage"),
    ("--type=", "other"),
)
BROWSER = "browser"


def browser_pid(profile: Path) -> int:
    """The process that has started all others of the browser with this profile."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (place / "cmdline").read_text().split("\0")
            if f"--user-data-dir={profile}" in words and not any(word.startswith("--type=") for word in words):
                return int(place.name)
    raise RuntimeError(f"no browser has the profile {profile}")


def browser_mib(browser: int) -> float:
    """Memory of it and all that it started that is no file's; what several share counts once."""
    kib = 0
    for pid in _all_of(browser):
        with suppress(OSError):
            found = re.findall(r"Pss_(?:Anon|Shmem):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
            kib += sum(map(int, found))
    return kib / 1024


def browser_cpu(browser: int) -> Counter[str]:
    """Milliseconds that it and all that it started have used, by kind: browser, page with its workers, network …"""
    used: Counter[str] = Counter()
    for pid in _all_of(browser):
        with suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_text()
            used[next((kind for sign, kind in _KINDS if sign in command), BROWSER)] += cpu_ms_of(pid)
    return used


def cpu_ms_of(pid: int) -> int:
    """What a process has used with all threads that it had, ended ones too: in steps of 10 ms."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) * 1000 // os.sysconf("SC_CLK_TCK")


def _all_of(browser: int) -> list[int]:
    pids = [browser]
    for pid in pids:  # it grows while it is walked: children of children too
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += [int(child) for child in (task / "children").read_text().split()]
    return pids
