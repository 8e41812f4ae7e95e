"""What mail does on time: send what waits, forget what was given up."""

from collections.abc import Mapping

from waxpost_server.kit.clock import HOUR
from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import Job, job
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.outbox import NO_REPORTERS, Composer, Reporter, forget_failed
from waxpost_server.mail.sending import send_some


def jobs(
    settings: Settings, composers: Mapping[str, Composer], reporters: Mapping[str, Reporter] = NO_REPORTERS
) -> list[Job]:
    """The jobs of mail, with everybody who composes, and who wants to know what became of it."""

    # By itself, because it waits for a server of somebody else's.
    @job(every=5, is_alone=True)
    async def send_mails(db: Database) -> bool:
        return await send_some(db, settings, composers, reporters)

    return [send_mails, forget_mails] if settings.has_mail else [forget_mails]


@job(every=HOUR)
async def forget_mails(db: Database) -> bool:
    """Remove mails that were given up long ago."""
    return await db.write(forget_failed)
