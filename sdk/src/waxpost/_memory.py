"""Memory for the parts of a file: a few large pieces that are used again, and go back when nobody holds them.

The system gives memory page by page at its first use. In the usual small pages that takes longer, for all the parts of
a file, than to seal them.
"""

import mmap
import sys
from contextlib import suppress

_LARGE_PAGE = 2 * 1024 * 1024


def rooms_of(length: int, count: int) -> list[memoryview]:
    """So many pieces of memory of so many bytes each, in large pages where the system has them."""
    return [memoryview(_room(length))[:length] for _ in range(count)]


def _room(length: int) -> bytearray | mmap.mmap:
    if sys.platform == "linux" and length >= _LARGE_PAGE:
        whole_pages = -(-length // _LARGE_PAGE) * _LARGE_PAGE
        with suppress(OSError):
            room = mmap.mmap(-1, whole_pages, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            with suppress(OSError):  # a system without large pages
                room.madvise(mmap.MADV_HUGEPAGE)
            return room
    return bytearray(length)
