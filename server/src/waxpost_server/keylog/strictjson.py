"""Strict JSON, reading only (spec/strings.md 2.4). Pure.

Reading parses, writes again and compares, so what is accepted has no duplicate names, no blanks and no other spelling
of a number or an escape. Everything else raises ValueError.
"""

import json
import re
from typing import NoReturn, TypeAlias, cast

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

DEPTH_MOST = 8
NUMBER_MOST = 2**53 - 1
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_object(data: bytes) -> dict[str, Json]:
    """The members of an object written exactly as 2.4 writes it."""
    text = data.decode("utf-8", "strict")
    try:
        value = cast(
            Json,
            json.loads(text, object_pairs_hook=_checked_object, parse_float=_refuse, parse_constant=_refuse),
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    _check_value(value, 0)
    if json.dumps(value, ensure_ascii=False, separators=(",", ":")) != text:
        raise ValueError("JSON in another spelling than the one allowed")
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _checked_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    for name, _ in pairs:
        if not _NAME.fullmatch(name):
            raise ValueError("a member name that is not allowed")
    return dict(pairs)


def _refuse(_text: str) -> NoReturn:
    raise ValueError("a number that is not allowed")


def _check_value(value: Json, depth: int) -> None:
    # The outermost object counts as depth 1.
    if isinstance(value, str):
        value.encode("utf-8", "strict")
    elif isinstance(value, dict | list):
        if depth >= DEPTH_MOST:
            raise ValueError("nested too deep")
        for inner in value.values() if isinstance(value, dict) else value:
            _check_value(inner, depth + 1)
    elif isinstance(value, int) and abs(value) > NUMBER_MOST:
        raise ValueError("a number that is too large")
