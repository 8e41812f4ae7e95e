"""`make check`: run every check of both languages, all of them even if one fails, and say at the end which did.

As many run side by side as there are processors, up to four; what each said comes in one piece when it ends. A name on
the command line runs that check alone: `.venv/bin/python -m tools.run_checks types sizes`.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# The longest first, so that none is left over at the end.
CHECKS: dict[str, list[str]] = {
    "web": ["npm", "--prefix", "web", "run", "--silent", "check"],
    "types": ["tools/node_modules/.bin/pyright", "--project", "."],
    "own tests": [sys.executable, "-m", "pytest", "-q", "tools/tests"],
    "imports": [str(BIN / "lint-imports"), "--no-cache", "--no-logo"],
    "sizes": [sys.executable, "-m", "tools.check_sizes"],
    "words": [sys.executable, "-m", "tools.check_words"],
    "rules": [sys.executable, "-m", "tools.check_rules"],
    "blind": [sys.executable, "-m", "tools.check_blind"],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
}


@dataclass(frozen=True)
class Result:
    """How a check ended, and what it said."""

    name: str
    passed: bool
    seconds: float
    said: str


def run_check(name: str) -> Result:
    """Run one check to its end."""
    begin = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return Result(name, done.returncode == 0, time.monotonic() - begin, done.stdout)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"waxpost: error: no check is called {unknown[0]}; there are: {', '.join(CHECKS)}")
        return 2
    results: list[Result] = []
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as side_by_side:
        for running in as_completed([side_by_side.submit(run_check, name) for name in names or CHECKS]):
            result = running.result()
            print(f"== {result.name}\n{result.said}", end="", flush=True)
            results.append(result)
    print("== summary")
    for result in results:
        print(f"{'passed' if result.passed else 'FAILED'}  {result.name} ({result.seconds:.1f} s)")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
