"""Strict JSON: the one way to write and to read signed and sealed objects (spec/strings.md 2.4).

Reading parses, writes again and compares: what comes back byte for byte has no duplicate names, no blanks, no other
number or escape spelling. Every decoding error is `Refused("form")`.
"""

import json
import re
from typing import NoReturn, TypeAlias, cast

from waxpost._exceptions import Refused

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

DEPTH_MOST = 8
NUMBER_MOST = 2**53 - 1
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def write_json(value: Json) -> bytes:
    """Compact UTF-8 JSON (2.4). A lone surrogate in a string becomes U+FFFD, as 2.4 asks of writers."""
    text = _dumps(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def read_json(data: bytes) -> Json:
    """The value of strict JSON (2.4); anything not written exactly as `write_json` would is refused(form)."""
    try:
        text = data.decode("utf-8", "strict")
        value = cast(
            Json,
            json.loads(
                text, object_pairs_hook=_checked_object, parse_float=_not_a_number, parse_constant=_not_a_number
            ),
        )
        _check_value(value, 0)
        again = _dumps(value)
    except (ValueError, RecursionError) as error:
        raise Refused("form", "not strict JSON") from error
    if again != text:
        raise Refused("form", "JSON in another spelling than the one allowed")
    return value


def read_object(data: bytes) -> dict[str, Json]:
    """`read_json` of something that must be an object."""
    value = read_json(data)
    if not isinstance(value, dict):
        raise Refused("form", "not a JSON object")
    return value


def check_version(members: dict[str, Json], t: str | None, understood: frozenset[str]) -> None:
    """The three questions before any member is used (2.4): `v` is 1, `crit` is understood, `t` is the expected one.

    Another integer in `v`, or a name in `crit` outside `understood`, is refused(newer); an unexpected `t`, or either
    of the two in another form, is refused(form).
    """
    version = members.get("v")
    if type(version) is not int:
        raise Refused("form", "no version")
    if version != 1:
        raise Refused("newer", "made by a newer version of Waxpost")
    if "crit" in members:
        names = members["crit"]
        if not isinstance(names, list) or not names:
            raise Refused("form", "crit is not a list of names")
        texts = [name for name in names if isinstance(name, str) and _NAME.fullmatch(name)]
        if len(texts) != len(names) or len(set(texts)) != len(texts):
            raise Refused("form", "crit is not a list of names")
        if not understood.issuperset(texts):
            raise Refused("newer", "uses something this version does not understand")
    if t is not None and members.get("t") != t:
        raise Refused("form", "an object of another type")


def _dumps(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _checked_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    for name, _ in pairs:
        if not _NAME.fullmatch(name):
            raise ValueError("a member name that is not allowed")
    return dict(pairs)


def _not_a_number(_text: str) -> NoReturn:
    raise ValueError("a number that is not allowed")


def _check_value(value: Json, depth: int) -> None:
    # Depth: the outermost object or list counts as 1.
    if isinstance(value, str):
        value.encode("utf-8", "strict")
    elif isinstance(value, dict | list):
        if depth >= DEPTH_MOST:
            raise ValueError("nested too deep")
        for inner in value.values() if isinstance(value, dict) else value:
            _check_value(inner, depth + 1)
    elif isinstance(value, int) and abs(value) > NUMBER_MOST:
        raise ValueError("a number that is too large")
