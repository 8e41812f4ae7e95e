"""Every code is documented, has a sentence to act on, and is the one that the contract names."""

import re
import subprocess
import sys
from pathlib import Path

from tools.make_problems import TARGET, meaning_of
from waxpost_server.kit.errors import registered_errors

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = (ROOT / "spec" / "api.md").read_text()


def test_the_page_of_problems_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.make_problems", "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_code_is_documented_with_a_sentence() -> None:
    text = TARGET.read_text()
    errors = [error for error in registered_errors() if error.__module__.startswith("waxpost_server.")]

    assert errors
    for error in errors:
        assert f"| `{error.code}` | {error.status} | {error.title} |" in text
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
        assert error.title.endswith(".")
        assert meaning_of(error).endswith("."), error.code
        assert 400 <= error.status < 600


def test_every_code_that_the_contract_names_with_a_status_has_it() -> None:
    named = {code: int(status) for status, code in re.findall(r"\b(4\d\d|5\d\d) `([a-z]+(?:-[a-z]+)+)`", CONTRACT)}
    known = {error.code: error.status for error in registered_errors()}

    assert len(named) > 20
    assert named == {code: known.get(code) for code in named}
