"""The shape of a vector file, and randomness that is the same at every run.

Vectors are made by calling the code under test once and keeping what it said; a person reads the change, the other
language repeats it, and a third tool has the last word where one exists.
"""

import copy
import hashlib
from collections.abc import Callable
from typing import Any, get_args

from waxpost import _exceptions
from waxpost.crypto.encoding import b64u

# A case is whatever JSON its object needs; the shapes are in spec/vectors/README.md.
Case = dict[str, Any]
Run = Callable[[dict[str, Any]], dict[str, Any]]


class Random:
    """Bytes from a label: SHAKE256, read on and on. Only vectors may use it."""

    def __init__(self, label: str) -> None:
        self._stream = hashlib.shake_256(b"waxpost vectors/" + label.encode()).digest(1 << 16)
        self._at = 0

    def __call__(self, length: int) -> bytes:
        self._at += length
        return self._stream[self._at - length : self._at]

    def text(self, length: int = 16) -> str:
        """b64u of the next bytes."""
        return b64u(self(length))


def good(name: str, given: dict[str, Any], out: dict[str, Any], made_by: str = "python") -> Case:
    """A case that must give `out`."""
    return {"name": name, "made_by": made_by, "in": given, "out": out}


def bad(name: str, given: dict[str, Any], reason: str, made_by: str = "python") -> Case:
    """A case that must be refused with `reason`."""
    assert reason in get_args(_exceptions.Reason)
    return {"name": name, "made_by": made_by, "in": given, "refuse": reason}


def changed(whole: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one member changed; `path` is dotted, numbers are indexes; ... removes."""
    copied = copy.deepcopy(whole)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner: Any = copied
    for part in way:
        inner = inner[part]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return copied


def vectors(name: str, section: str, cases: list[Case]) -> dict[str, Any]:
    """One file."""
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names), f"{name}: two cases with one name"
    return {"object": name, "section": section, "cases": cases}
