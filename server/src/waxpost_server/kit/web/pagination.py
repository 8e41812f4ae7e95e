"""Pages: `?limit=` of 1 to 100 and an opaque `?cursor=` (spec/api.md, section 1).

A cursor is the sort key of the last row that was given, so pages stay right while rows come and go. It is opaque, not
secret: every page asks for the reader's rights again.
"""

from typing import Annotated, TypeVar

import msgspec
from litestar.params import Parameter

from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.ids import b64u, from_b64u

T = TypeVar("T")

MOST = 100
# Types of a handler's parameters `limit` (default 50) and `cursor` (default None).
Limit = Annotated[int, Parameter(ge=1, le=MOST)]
Cursor = Annotated[str | None, Parameter(max_length=1000)]


def cursor_of(*key: str | int | None) -> str:
    """The cursor after a row with this sort key."""
    return b64u(msgspec.json.encode(key))


def key_of(cursor: str | None, kind: type[T]) -> T | None:
    """The sort key in a cursor, such as `tuple[int, str]`; None at the beginning. Raises InvalidRequest."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(from_b64u(cursor), type=kind)
    except (ValueError, msgspec.MsgspecError):
        raise InvalidRequest("The cursor is not one of ours: begin again without it.") from None


def bytes_after(cursor: str | None) -> bytes:
    """The sort key in a cursor made of one b64u text; empty, which sorts before all, at the beginning."""
    key = key_of(cursor, tuple[str])
    try:
        return from_b64u(key[0]) if key else b""
    except ValueError:
        raise InvalidRequest("The cursor is not one of ours: begin again without it.") from None
