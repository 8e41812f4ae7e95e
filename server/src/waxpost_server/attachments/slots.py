"""How many parts are on their way in at once: so many in this process, and so many of one person's.

The first bounds the memory of the server whoever sends, because a bucket takes a part only when all of it is there; the
second keeps one person with a slow line, or a bad mind, from holding up everybody else. Who waits is not read from, so
nothing of what is sent meanwhile piles up here.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

IN_PROCESS = 8
OF_ONE_PERSON = 2
# 8 MiB in this time is 140 kbit/s. Slower lines have to be told, or they would hold a place for ever.
SECONDS = 480


class Slots:
    """Places for parts on their way in."""

    def __init__(self, in_process: int = IN_PROCESS, of_one_person: int = OF_ONE_PERSON) -> None:
        self._all = asyncio.Semaphore(in_process)
        self._most = of_one_person
        self._of: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self._most))
        self._asking: defaultdict[str, int] = defaultdict(int)

    @asynccontextmanager
    async def one_for(self, uid: str) -> AsyncGenerator[None, None]:
        """A place for one part of this person, in turn. Raises TimeoutError when it is held for too long."""
        self._asking[uid] += 1
        try:
            async with self._of[uid], self._all, asyncio.timeout(SECONDS):
                yield
        finally:
            self._asking[uid] -= 1
            if not self._asking[uid]:
                del self._asking[uid], self._of[uid]
