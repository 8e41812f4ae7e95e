"""A running server with a mail server, and the worker's jobs for mail."""

from dataclasses import dataclass

from server.tests.mailroom import Mailroom
from server.tests.postbox import Postbox
from waxpost_server.mail.jobs import jobs
from waxpost_server.worker import COMPOSERS, REPORTERS


@dataclass
class Office:
    """A mailroom with a mail server."""

    room: Mailroom
    box: Postbox

    async def sends(self) -> None:
        """Send what waits, as the worker does every few seconds."""
        for job in jobs(self.room.settings, COMPOSERS, REPORTERS):
            await self.room.runs(job)
