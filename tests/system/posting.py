"""A real mail server beside servers that run as processes of their own: on a thread, until the block ends."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.tests.postbox import Postbox, Taken, open_postbox

PATIENCE_SECONDS = 30.0


@contextmanager
def running_postbox() -> Iterator[Postbox]:
    """A mail server that takes everything."""
    ready, done = threading.Event(), threading.Event()
    boxes: list[Postbox] = []

    async def live() -> None:
        async with open_postbox() as box:
            boxes.append(box)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(live()), name="postbox")
    thread.start()
    try:
        assert ready.wait(PATIENCE_SECONDS)
        yield boxes[0]
    finally:
        done.set()
        thread.join()


def settings_of(box: Postbox) -> dict[str, str]:
    """The settings of a server that gives its mails to this box."""
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": str(box.port),
        "smtp_security": "none",
        "smtp_from": "waxpost@mail.example.org",
    }


def next_mail(box: Postbox, seen: int) -> Taken:
    """The mail after so many; the worker looks every few seconds."""
    waiting = threading.Event()
    for _ in range(round(PATIENCE_SECONDS * 10)):
        if len(box.taken) > seen:
            return box.taken[seen]
        waiting.wait(0.1)
    raise AssertionError("no mail came")


def code_in(mail: Taken) -> str:
    """The six digits of a mail that brings a code."""
    (code,) = re.findall(r"^[0-9]{6}$", mail.text.replace("\r", ""), re.MULTILINE)
    return code
