"""The commands of the repository: `make`, `.ci/run`, `make check` and `make lock` themselves."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import run_checks

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": f"{path}:{os.environ['PATH']}"} if path else {})
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_target_with_a_line() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None

    listed = [line.split() for line in run("make", "--no-print-directory").stdout.splitlines()]

    assert [words[1] for words in listed] == phony[1].split()
    assert all(len(words) > 4 for words in listed)


@pytest.mark.parametrize(("check", "test"), [(0, 0), (1, 0), (0, 1)])
def test_ci_runs_both_with_skips_refused_and_fails_with_either(tmp_path: Path, check: int, test: int) -> None:
    make = tmp_path / "make"
    make.write_text(f'#!/bin/sh\necho "make $1 CI=$CI"\n[ "$1" = check ] && exit {check}\nexit {test}\n')
    make.chmod(0o755)

    done = run(".ci/run", path=tmp_path)

    assert done.stdout.splitlines()[:2] == ["make check CI=true", "make test CI=true"]
    assert done.stdout.splitlines()[-1] == f"== .ci/run: make check ended with {check}, make test ended with {test}"
    assert (done.returncode == 0) == (check == test == 0)


def test_all_checks_run_even_if_one_fails(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    checks = {"bad": [sys.executable, "-c", "raise SystemExit(3)"], "good": [sys.executable, "-c", "print('ran')"]}
    monkeypatch.setattr(run_checks, "CHECKS", checks)

    assert run_checks.main([]) == 1
    assert run_checks.main(["good"]) == 0

    out = capfd.readouterr().out
    assert out.count("ran\n") == 2
    assert re.search(r"^FAILED  bad ", out, re.MULTILINE)
    assert run_checks.main(["ugly"]) == 2


def test_locking_without_uv_says_what_is_missing(tmp_path: Path) -> None:
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")

    done = subprocess.run(
        ["/bin/sh", "tools/lock.sh"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("waxpost: error: uv is needed to lock")
