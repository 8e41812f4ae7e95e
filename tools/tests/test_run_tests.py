"""Reading the summaries of both test runners."""

import sys

import pytest

from tools.run_tests import PYTEST_SUMMARY, VITEST_SUMMARY, has_skips, run_and_read, summary


@pytest.mark.parametrize(
    "line",
    [
        "=========== 12 passed in 3.21s ===========",
        "===== 1 failed, 12 passed, 2 skipped in 63.21s (0:01:03) =====",
        "4 passed in 1.91s",
    ],
)
def test_the_summary_of_pytest_is_found(line: str) -> None:
    assert summary(PYTEST_SUMMARY, ["collected 12 items", line, ""]) == [line.strip(" =")]


def test_the_summary_of_vitest_is_found_and_skips_are_seen() -> None:
    lines = [" Test Files  2 passed (2)", "      Tests  9 passed | 1 skipped (10)", "   Duration  1.2s"]

    assert summary(VITEST_SUMMARY, lines) == ["Test Files  2 passed (2)", "Tests  9 passed | 1 skipped (10)"]
    assert has_skips(lines)
    assert has_skips(["Tests  9 passed | 2 todo (11)"])
    assert not has_skips(["Tests  10 passed (10)"])


def test_output_is_shown_and_read_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    coloured = "\x1b[32m4 passed in 1.00s\x1b[0m"

    status, lines = run_and_read([sys.executable, "-c", f"print({coloured!r}); raise SystemExit(3)"])

    assert (status, lines) == (3, ["4 passed in 1.00s"])
    assert coloured in capsys.readouterr().out
