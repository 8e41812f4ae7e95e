"""Bodies that are read and sent as they come, whole or in part: `Content-Digest` (RFC 9530) and `Range` (RFC 9110).

A route that takes octets declares `operation_class=OctetsIn`, so that the description of the interface shows its body,
and reads `octets_of(request)`.
"""

import binascii
import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import cast

from litestar import Response
from litestar.exceptions import InternalServerException
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.response import Stream

from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.web.problems import AnyRequest, UnsupportedMediaType

OCTETS = "application/octet-stream"

# What is sealed is for the reader's own code: no cache keeps it, no page shows it.
_SENT = {"accept-ranges": "bytes", "cache-control": "private, no-store", "content-disposition": "attachment"}
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)


@dataclass
class OctetsIn(Operation):
    """The description of an operation whose body is octets."""

    def __post_init__(self) -> None:
        """Say what the body is."""
        octets = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody(content={OCTETS: octets}, required=True)


async def octets_of(request: AnyRequest) -> AsyncGenerator[bytes, None]:
    """The body, piece by piece as it comes. Raises UnsupportedMediaType, InvalidRequest when the line is cut."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != OCTETS:
        raise UnsupportedMediaType(f"Send the body as {OCTETS}.")
    try:
        async for piece in request.stream():
            if piece:
                yield piece
    except InternalServerException:  # Litestar's word for a client that went away
        raise InvalidRequest("The body ended early.") from None


def length_of(request: AnyRequest) -> int | None:
    """The announced length of the body; None without one."""
    text = request.headers.get("content-length", "")
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def digest_of(header: str) -> bytes:
    """The SHA-256 that a Content-Digest names; other digests beside it are ignored. Raises InvalidRequest."""
    found = [part for part in (_DIGEST.fullmatch(one.strip()) for one in header.split(",")) if part is not None]
    digest = binascii.a2b_base64(found[0][1]) if len(found) == 1 else b""
    # Encoding it again refuses a second spelling of the last character.
    if binascii.b2a_base64(digest, newline=False).decode() != (found[0][1] if found else None):
        raise InvalidRequest(
            "Send Content-Digest: sha-256=:<base64>:.", errors=[{"path": "Content-Digest", "reason": "missing"}]
        )
    return digest


def range_of(header: str | None, size: int) -> tuple[int, int] | None:
    """The one range that is asked for, as (first byte, byte after the last) within `size`; None for the whole.

    What is no single range of bytes is ignored, as the standard has it. A range that holds no byte is (size, size).
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or (found[1] is None and found[2] is None):
        return None
    if found[1] is None:
        return max(0, size - int(found[2])) if int(found[2]) else size, size
    start = int(found[1])
    if found[2] is not None and int(found[2]) < start:
        return None
    return min(start, size), size if found[2] is None else min(int(found[2]) + 1, size)


def octets_answer(pieces: AsyncIterator[bytes], start: int, end: int, size: int, *, is_whole: bool) -> Response[bytes]:
    """200 with all `size` bytes, or 206 with those from `start` up to `end`."""
    headers = {"content-length": str(end - start), **_SENT}
    if not is_whole:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    # Declared as what it sends: of a Stream the description of the interface would say nothing.
    stream = Stream(pieces, status_code=200 if is_whole else 206, headers=headers, media_type=OCTETS)
    return cast(Response[bytes], stream)
