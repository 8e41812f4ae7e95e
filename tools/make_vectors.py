"""Write spec/vectors: `python tools/make_vectors.py [object …]`, all of them without a name.

The same files come out at every run, but for the hybrid age files inside some of them: ML-KEM draws its own
randomness, so those cases are new each time they are made. A file already there is kept by `--missing`.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "sdk" / "src")]

from tools.vectors import TABLES  # noqa: E402  (the path above must be set first)

FOLDER = ROOT / "spec" / "vectors"


def written(table: dict[str, Any]) -> str:
    """One case per line, so that a change shows as the cases it touches. ASCII, so that odd characters can be seen."""
    cases = ",\n".join(json.dumps(case, separators=(",", ":")) for case in table["cases"])
    head = json.dumps({name: value for name, value in table.items() if name != "cases"}, separators=(",", ":"))
    return f'{head[:-1]},"cases":[\n{cases}\n]}}\n'


def main(names: list[str]) -> int:
    """Write the named objects' files; return the exit code."""
    keep = "--missing" in names
    wanted = [name for name in names if name != "--missing"]
    unknown = set(wanted) - set(TABLES)
    if unknown:
        print(f"make_vectors: error: no such object: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for name in wanted or TABLES:
        path = FOLDER / f"{name}.json"
        if keep and path.exists():
            continue
        path.write_text(written(TABLES[name]()))
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
