"""Every case of every file in spec/vectors, whoever made it."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from waxpost._exceptions import Refused

sys.path.append(str(Path(__file__).parent))
from objects import RUN, as_json

FOLDER = Path(__file__).resolve().parents[3] / "spec" / "vectors"
FILES = sorted(FOLDER.glob("*.json"))


def _cases() -> list[Any]:
    cases: list[Any] = []
    for path in FILES:
        table = json.loads(path.read_text())
        worlds = table.get("worlds", {})
        for case in table["cases"]:
            given = {**worlds.get(case["in"].get("world"), {}), **case["in"]}
            cases.append(pytest.param(table["object"], {**case, "in": given}, id=f"{path.stem}: {case['name']}"))
    return cases


@pytest.mark.parametrize(("name", "case"), _cases())
def test_a_vector_holds(name: str, case: dict[str, Any]):
    if "refuse" in case:
        with pytest.raises(Refused) as refused:
            RUN[name](case["in"])
        assert refused.value.reason == case["refuse"]
    else:
        assert as_json(RUN[name](case["in"])) == as_json(case["out"])


def test_every_object_has_cases_of_both_kinds():
    kinds: dict[str, set[bool]] = {}
    for path in FILES:
        table = json.loads(path.read_text())
        kinds.setdefault(table["object"], set()).update("refuse" in case for case in table["cases"])
    assert set(kinds) == set(RUN)
