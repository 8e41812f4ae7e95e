"""`make check`: run every check of both languages, all of them even if one fails, and say at the end which did.

A check's name on the command line runs that one alone: `.venv/bin/python -m tools.run_checks types sizes`.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "."],
    "types": ["tools/node_modules/.bin/pyright", "--project", "."],
    "imports": [str(BIN / "lint-imports"), "--no-cache", "--no-logo"],
    "blind": [sys.executable, "-m", "tools.check_blind"],
    "sizes": [sys.executable, "-m", "tools.check_sizes"],
    "rules": [sys.executable, "-m", "tools.check_rules"],
    "words": [sys.executable, "-m", "tools.check_words"],
    "own tests": [sys.executable, "-m", "pytest", "-q", "tools/tests"],
    "web": ["npm", "--prefix", "web", "run", "--silent", "check"],
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"waxpost: error: no check is called {unknown[0]}; there are: {', '.join(CHECKS)}")
        return 2
    results: list[tuple[str, bool, float]] = []
    for name in names or CHECKS:
        print(f"== {name}", flush=True)
        begin = time.monotonic()
        done = subprocess.run(CHECKS[name], cwd=ROOT, check=False)
        results.append((name, done.returncode == 0, time.monotonic() - begin))
    print("== summary")
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {name} ({seconds:.1f} s)")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
