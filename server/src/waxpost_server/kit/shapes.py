"""Shapes of requests and answers: what a body may hold, and how bytes, ids and times look in it.

`Body` refuses members it does not know. `Bytes` reads and writes strict base64url with limits that are checked before
any verb sees the value; make a narrower one by a subclass: `class Wrap(Bytes): most = 4096`.
"""

from typing import Annotated, ClassVar, dataclass_transform

import msgspec

from waxpost_server.kit.ids import ID_PATTERN, b64u, from_b64u

Id = Annotated[str, msgspec.Meta(pattern=ID_PATTERN, min_length=22, max_length=22)]
WireTime = Annotated[
    str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", max_length=20)
]


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _Shape(msgspec.StructMeta):
    """Tells the type checker what every shape is: immutable, built by names."""


class Body(msgspec.Struct, metaclass=_Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of a request: immutable, and closed to members that are not declared."""


class Answer(msgspec.Struct, metaclass=_Shape, frozen=True, kw_only=True):
    """The body of an answer: holds the declared members and no others, never leaving one out."""


class Bytes(bytes):
    """Bytes that are base64url text in JSON, of `least` to `most` bytes."""

    least: ClassVar[int] = 0
    most: ClassVar[int] = 65536


class Bytes16(Bytes):
    """Exactly 16 bytes."""

    least = most = 16


class Bytes32(Bytes):
    """Exactly 32 bytes."""

    least = most = 32


def decode_bytes(kind: type, value: object) -> Bytes:
    """The hook that reads a `Bytes` from JSON. Raises ValueError with a sentence that repeats nothing."""
    if not issubclass(kind, Bytes) or not isinstance(value, str):
        raise ValueError("expected base64url text")
    # 4/3: refuse what is too long before it is decoded.
    if len(value) > (kind.most * 4 + 2) // 3:
        raise ValueError(f"longer than {kind.most} bytes")
    data = kind(from_b64u(value))
    if not kind.least <= len(data) <= kind.most:
        wanted = kind.most if kind.least == kind.most else f"{kind.least} to {kind.most}"
        raise ValueError(f"expected {wanted} bytes")
    return data


def encode_bytes(value: Bytes) -> str:
    """The hook that writes a `Bytes` to JSON."""
    return b64u(value)
