"""Write docs/operator/configuration.md from the settings and the policies.

`python tools/make_configuration.py [--check]`; a test fails when the page is not current.
"""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from waxpost_server.kit.settings import PREFIX, Settings
from waxpost_server.policies.catalogue import CATALOGUE

TARGET = Path(__file__).resolve().parents[1] / "docs/operator/configuration.md"

HEAD = """# Configuration

Written by `tools/make_configuration.py` from the program itself; do not edit.

## Settings

Settings are environment variables, read once when the server starts. Any of them may be read from a file instead: set
the same name with `_FILE` behind it to the path of the file, for example `WAXPOST_DATABASE_URL_FILE`. The secrets of
the server are no settings: it makes them at first start, in the folder `secrets` of its data folder.

| Variable | Default | Meaning |
|---|---|---|
"""

POLICIES = """
## Policies

Policies are what the organisation allows. They are kept in the database and take effect on the next request:
`waxpost-server policy list` shows them, `waxpost-server policy set NAME VALUE` changes one.

| Policy | Values | Default | Meaning |
|---|---|---|---|
"""


def default_of(name: str, value: object) -> str:
    """A default as an operator would type it; nothing for an empty one."""
    if name == "web_dir":
        return "`web/dist` beside the program"
    if value in ((), ""):
        return ""
    return f"`{value}`"


def document() -> str:
    """The text of the page."""
    lines = [HEAD]
    hints = get_type_hints(Settings, include_extras=True)
    for field in fields(Settings):
        kind, sentence = get_args(hints[field.name])
        choices = f" One of {', '.join(f'`{c}`' for c in get_args(kind))}." if get_origin(kind) is Literal else ""
        default: Any = field.default  # every setting has one
        lines.append(f"| `{PREFIX}{field.name.upper()}` | {default_of(field.name, default)} | {sentence}{choices} |\n")
    lines.append(POLICIES)
    for policy in CATALOGUE.values():
        values = "true, false" if policy.kind is bool else f"{policy.explained.least} to {policy.explained.most}"
        default_text = str(policy.default).lower()
        lines.append(f"| `{policy.name}` | {values} | {default_text} | {policy.explained.sentence} |\n")
    return "".join(lines)


def main() -> int:
    """Write the page; with --check only say whether it is current."""
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text() == document():
            return 0
        print("docs/operator/configuration.md is not current: run `python tools/make_configuration.py`.")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(document())
    return 0


if __name__ == "__main__":
    sys.exit(main())
