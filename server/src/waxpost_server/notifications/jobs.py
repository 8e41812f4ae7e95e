"""What notifications do on time: announce new messages by mail."""

from waxpost_server.kit.db import Database
from waxpost_server.kit.queue import Job, job
from waxpost_server.kit.settings import Settings
from waxpost_server.notifications.announcing import post_announcements


def jobs(settings: Settings) -> list[Job]:
    """The jobs of notifications, for these settings."""

    @job(every=10)
    async def announce_messages(db: Database) -> bool:
        return await db.write(lambda tx: post_announcements(tx, settings.mail_delay_seconds))

    return [announce_messages] if settings.has_mail else []
