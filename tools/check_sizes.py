"""Keep files, functions, handlers and features small enough to read in one sitting.

    file 400 lines, view (a .tsx in web/src/features) 250, Python function 60, handler in routes.py 15, feature 2,000

A function is counted from its `def` to its last line, a handler's body without its docstring, a feature without its
tests and styles. TypeScript functions are counted by eslint. Migrations, generated code and vectors are exempt. An
exception needs a line in tools/size_exceptions.txt with the size it has today: `kind path[::function] lines reason`.
That list may only shrink: a line that is new, larger than in the last commit or larger than needed is itself a breach.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.sources import our_files

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = "tools/size_exceptions.txt"
LIMITS = {"file": 400, "view": 250, "function": 60, "handler": 15, "feature": 2000}
SOURCE = re.compile(r"\.(py|ts|tsx|js|mjs|cjs|css|sh)$")
EXEMPT = re.compile(r"(^|/)migrations/|\.gen\.ts$|(^|/)vectors/")
VIEW = re.compile(r"^web/src/features/.+(?<!\.test)\.tsx$")
FEATURE = re.compile(r"^(server/src/waxpost_server/(?!kit/|migrations/)\w+|web/src/features/\w+)/")
NOT_COUNTED = re.compile(r"\.test\.tsx?$|\.css$")
HANDLERS = {"get", "post", "put", "patch", "delete", "head", "route"}


@dataclass(frozen=True, order=True)
class Measure:
    """The size of one thing. `place` is a path, with `::name` behind it for a function."""

    kind: str
    place: str
    lines: int


def measures(path: str, text: str) -> Iterator[Measure]:
    """The sizes in one file; `path` is relative to the repository, with forward slashes."""
    yield Measure("view" if VIEW.search(path) else "file", path, len(text.splitlines()))
    if not path.endswith(".py"):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield Measure("function", f"{path}::{node.name}", last - node.lineno + 1)
            if path.endswith("/routes.py") and is_handler(node):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                yield Measure("handler", f"{path}::{node.name}", last - body[0].lineno + 1 if body else 0)


def is_handler(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator of the web framework makes the function answer a route."""
    called = (item.func if isinstance(item, ast.Call) else item for item in function.decorator_list)
    return any(getattr(item, "id", getattr(item, "attr", None)) in HANDLERS for item in called)


def all_measures(root: Path) -> list[Measure]:
    """The sizes of every source file of the checkout, and of every feature (its tests do not count)."""
    found: list[Measure] = []
    features: dict[str, int] = defaultdict(int)
    for file in our_files(root):
        path = file.relative_to(root).as_posix()
        if not SOURCE.search(path) or EXEMPT.search(path):
            continue
        text = file.read_text()
        found.extend(measures(path, text))
        feature = FEATURE.match(path)
        if feature and not NOT_COUNTED.search(path):
            features[feature[1]] += len(text.splitlines())
    return found + [Measure("feature", place, lines) for place, lines in features.items()]


def parse_exceptions(text: str) -> dict[tuple[str, str], int]:
    """`{(kind, place): lines}` of the list; a line without a reason is refused with ValueError."""
    allowed: dict[tuple[str, str], int] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, place, lines, _reason = line.split(" ", 3)
        allowed[kind, place] = int(lines)
    return allowed


def committed_exceptions(root: Path) -> dict[tuple[str, str], int] | None:
    """The list as the newest commit that another tree than this one is based on has it; None where there is none.

    A list that was changed is compared with HEAD, an unchanged one with HEAD's parent, so that the check bites
    before the commit and after it.
    """
    now = (root / EXCEPTIONS).read_text()
    for commit in ("HEAD", "HEAD^"):
        shown = subprocess.run(
            ["git", "show", f"{commit}:{EXCEPTIONS}"], cwd=root, capture_output=True, text=True, check=False
        )
        if shown.returncode != 0:
            return None
        if shown.stdout != now:
            return parse_exceptions(shown.stdout)
    return None


def breaches(
    found: list[Measure], allowed: dict[tuple[str, str], int], before: dict[tuple[str, str], int] | None
) -> list[str]:
    """A sentence for everything too large, and for every line of the exceptions that should not be there."""
    sentences: list[str] = []
    needed: dict[tuple[str, str], int] = {}
    for item in sorted(found):
        if item.lines <= LIMITS[item.kind]:
            continue
        needed[item.kind, item.place] = item.lines
        limit = allowed.get((item.kind, item.place), LIMITS[item.kind])
        if item.lines > limit:
            sentences.append(f"{item.place}: {item.kind} has {item.lines} lines, the limit is {limit}")
    for (kind, place), lines in allowed.items():
        if needed.get((kind, place), 0) < lines:
            sentences.append(
                f"{EXCEPTIONS}: {place} is smaller than the {lines} lines its exception allows; lower or remove it"
            )
        if before is not None and before.get((kind, place), 0) < lines:
            sentences.append(f"{EXCEPTIONS}: {place} was added or raised; the list may only shrink")
    return sentences


def main() -> int:
    found = all_measures(ROOT)
    allowed = parse_exceptions((ROOT / EXCEPTIONS).read_text())
    sentences = breaches(found, allowed, committed_exceptions(ROOT))
    for sentence in sentences:
        print(sentence)
    print(f"sizes: {len(found)} measured, {len(allowed)} exceptions, {len(sentences)} breaches")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
