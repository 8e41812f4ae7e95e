"""`make test`: run the Python tests, then the browser client's, and close with the summary of each.

The Python tests run in up to four workers, one for each processor (tools/pytest_workers.py). Their files lie in memory
where there is room (tools/scratch.py): what they are told is on the disk they wait for thousands of times.
Both run even if the first fails. With CI=true a skipped test is a failed test in both languages: pytest is told by
tools/pytest_house.py, and vitest's summary is read here.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.scratch import scratch_folder

ROOT = Path(__file__).resolve().parent.parent
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Files stay whole, and come in the order that tools/pytest_workers.py gave them rather than by their number of tests.
# One worker more leaves no processor idle either, but long tests in front of a browser then take twice their time, and
# come near their limits.
PROCESSORS = os.cpu_count() or 1
WORKERS = ["-n", str(min(4, PROCESSORS)), "--dist=loadfile", "--no-loadscope-reorder"]
# By itself vitest leaves one processor to others, and here there are none.
VITEST = ["npm", "--prefix", "web", "test", "--", f"--maxWorkers={PROCESSORS}"]
# The order is random, but drawn once: what a commit comes to must not depend on luck. To look for tests that lean on
# one another, give another seed: `make venv && .venv/bin/python -m tools.run_tests --randomly-seed=N`.
ORDER = ["--randomly-seed=934719027"]
# Where the time goes is worth knowing when it grows.
SLOWEST = ["--durations=40", "--durations-min=5"]
PYTEST_SUMMARY = re.compile(r"^=* ?(?:\d+ \w+(?:, )?)+ in [\d.]+s.*$")
VITEST_SUMMARY = re.compile(r"^\s*(?:Test Files|Tests)\s+\d.*$")


def run_and_read(command: list[str]) -> tuple[int, list[str]]:
    """Run a command with its output on the terminal as it comes; its exit status and its lines without colours."""
    lines: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(COLOUR.sub("", line).rstrip())
    return process.returncode, lines


def summary(pattern: re.Pattern[str], lines: list[str]) -> list[str]:
    """The lines that sum up a run; none if it ended before it could."""
    return [line.strip(" =") for line in lines if pattern.match(line)]


def has_skips(closing: list[str]) -> bool:
    """Whether a summary of vitest counts tests that did not run."""
    return any(re.search(r"\d+ (skipped|todo)", line) for line in closing)


def main(arguments: list[str]) -> int:
    with TemporaryDirectory(prefix="waxpost-tests-", dir=scratch_folder(), ignore_cleanup_errors=True) as folder:
        files = f"--basetemp={folder}/files"
        pytest = [sys.executable, "-m", "pytest", *WORKERS, *ORDER, *SLOWEST, files, *arguments]
        pytest_status, pytest_lines = run_and_read(pytest)
    vitest_status, vitest_lines = run_and_read(VITEST)
    pytest_closing = summary(PYTEST_SUMMARY, pytest_lines)
    vitest_closing = summary(VITEST_SUMMARY, vitest_lines)
    if os.environ.get("CI", "").lower() in ("1", "true") and has_skips(vitest_closing):
        vitest_status = vitest_status or 1
        vitest_closing.append("skipped tests are failed tests here")
    # A run without a summary proved nothing, whatever its exit status says.
    passed = pytest_status == vitest_status == 0 and bool(pytest_closing) and bool(vitest_closing)
    print("== summary")
    print(f"pytest (status {pytest_status}): {'; '.join(pytest_closing) or 'no summary'}")
    print(f"vitest (status {vitest_status}): {'; '.join(vitest_closing) or 'no summary'}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
