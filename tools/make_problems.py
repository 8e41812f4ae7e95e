"""Write docs/api/problems.md from the register of domain errors.

`python -m tools.make_problems [--check]`; a test fails when the page is not current.
"""

import inspect
import sys
from pathlib import Path

import waxpost_server.manage
from waxpost_server.kit.errors import DomainError, registered_errors

TARGET = Path(__file__).resolve().parents[1] / "docs/api/problems.md"

HEAD = """# Problems

Written by `tools/make_problems.py` from the program itself; do not edit.

Every refusal is `application/problem+json` (RFC 9457) with the members `type`, `title`, `status`, `detail`, `code` and
`request_id`; some codes add members, which spec/api.md names. Programs compare `code`, which never changes; `title` and
`detail` are for people and may. With `Retry-After` the same request may be sent again after so many seconds.

| Code | Status | Title | When |
|---|---|---|---|
"""


def meaning_of(error: type[DomainError]) -> str:
    """The first paragraph of the error's description, on one line."""
    text = inspect.cleandoc(error.__doc__ or "").partition("\n\n")[0]
    return " ".join(text.split())


def document() -> str:
    """The text of the page."""
    assert waxpost_server.manage  # importing it fills the register
    rows = [
        f"| `{error.code}` | {error.status} | {error.title} | {meaning_of(error)} |\n" for error in registered_errors()
    ]
    return HEAD + "".join(rows)


def main() -> int:
    """Write the page; with --check only say whether it is current."""
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text() == document():
            return 0
        print("docs/api/problems.md is not current: run `python -m tools.make_problems`.")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(document())
    return 0


if __name__ == "__main__":
    sys.exit(main())
