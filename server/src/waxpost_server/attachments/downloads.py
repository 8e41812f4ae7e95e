"""Give a part out: whole, or one range of it, as it is stored. Readers check what they get; we cannot."""

from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from waxpost_server.attachments.errors import RangeNotSatisfiable
from waxpost_server.attachments.uploads import key_of
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import Row

# Which bytes are wanted of a part of some size: (first, after the last), or None for all.
Wanted = Callable[[int], tuple[int, int] | None]


class Download(NamedTuple):
    """Bytes from `start` up to `end` of a part of `size` bytes."""

    size: int
    start: int
    end: int
    is_whole: bool
    pieces: AsyncIterator[bytes]


async def open_part(store: BlobStore, part: Row, wanted: Wanted) -> Download:
    """What is wanted of a part that `access` found. Raises RangeNotSatisfiable, StorageUnavailable."""
    found = await store.open(key_of(part.folder, part.object_id))
    asked = wanted(found.size)
    start, end = asked or (0, found.size)
    if asked is not None and start >= end:
        raise RangeNotSatisfiable(found.size)
    return Download(found.size, start, end, asked is None, found.read(start, end))
