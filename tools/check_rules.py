"""Every rule of the product that is due has a test with its number.

In Python the test is `def test_rule_04_a_stranger_...`; in TypeScript its name starts with `rule 04`. Which rules are
due is in tools/rules_due.txt, one `NN sentence` a line. A test with a number that no rule has is a breach too.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from tools.sources import our_files

ROOT = Path(__file__).resolve().parent.parent
RULES = range(1, 17)
PYTHON_TEST = re.compile(r"^\s*(?:async )?def test_rule_(\d\d)_\w+\(", re.MULTILINE)
TYPESCRIPT_TEST = re.compile(r"^\s*(?:it|test)\(\s*[\"'`]rule (\d\d)\b", re.MULTILINE)


def rules_due(text: str) -> set[int]:
    """The numbers in the list."""
    return {int(line[:2]) for line in text.splitlines() if line and not line.startswith("#")}


def rules_tested(path: str, text: str) -> list[int]:
    """The rule number of every test in one file that names one; a file that is no test file has none."""
    name = path.rsplit("/", 1)[-1]
    if name.startswith("test_") and name.endswith(".py"):
        return [int(number) for number in PYTHON_TEST.findall(text)]
    if re.search(r"\.test\.tsx?$", name):
        return [int(number) for number in TYPESCRIPT_TEST.findall(text)]
    return []


def breaches(due: set[int], tested: Counter[int]) -> list[str]:
    """A sentence for each rule that is due without a test, and for each number that is no rule."""
    missing = [
        f"rule {rule:02} is due and has no test named test_rule_{rule:02}_..." for rule in sorted(due - set(tested))
    ]
    unknown = [f"a test names rule {rule:02}; there is no such rule" for rule in sorted(set(tested) - set(RULES))]
    return missing + unknown


def main() -> int:
    due = rules_due((ROOT / "tools" / "rules_due.txt").read_text())
    tested: Counter[int] = Counter()
    for file in our_files(ROOT):
        path = file.relative_to(ROOT).as_posix()
        # The rules' own tests hold made-up numbers.
        if path.startswith("tools/") or not path.endswith((".py", ".ts", ".tsx")):
            continue
        tested.update(rules_tested(path, file.read_text()))
    sentences = breaches(due, tested)
    for sentence in sentences:
        print(sentence)
    print(f"rules: {len(due)} due, {sum(tested.values())} tests name one, {len(sentences)} breaches")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
