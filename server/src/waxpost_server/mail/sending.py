"""Send what waits in the outbox: claim, carry, note, one mail after the other over one connection.

Nothing is held while the mail server is spoken to: claiming and noting are two short transactions. After a failure that
is not about one mail alone the rest waits for the next run, so a server that is down costs one attempt at a time.
"""

from collections.abc import Mapping
from email.message import EmailMessage

from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Database, Row, WriteTx
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.log import log
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.carrier import STEPS, Carrier, NotTaken
from waxpost_server.mail.letter import write_letter
from waxpost_server.mail.outbox import (
    NO_REPORTERS,
    Attempt,
    Composer,
    Reporter,
    claim,
    list_due,
    note_delivered,
    note_failed,
    note_not_composed,
)

TOGETHER = 50
# Beyond the longest that an attempt can take, so that a lease never ends while its mail is still on the way.
LEASE_SLACK_SECONDS = 60

Written = tuple[Attempt, EmailMessage]


async def send_some(
    db: Database,
    settings: Settings,
    composers: Mapping[str, Composer],
    reporters: Mapping[str, Reporter] = NO_REPORTERS,
) -> bool:
    """Send some mails whose time has come. Whether there may be more, and the mail server takes them."""
    due = await db.read(lambda tx: list_due(tx, TOGETHER))
    if not due:
        return False
    async with Carrier(settings) as carrier:
        for row in due:
            written = await _write(db, settings, composers, reporters, row)
            if written is not None and not await _carry(db, carrier, reporters, *written):
                return False
    return len(due) == TOGETHER


async def _write(
    db: Database,
    settings: Settings,
    composers: Mapping[str, Composer],
    reporters: Mapping[str, Reporter],
    row: Row,
) -> Written | None:
    lease = STEPS * settings.smtp_timeout_seconds + LEASE_SLACK_SECONDS

    async def take(tx: WriteTx) -> Written | None:
        attempt = await claim(tx, composers, row.id, row.attempts, lease)
        if attempt is None:
            return None
        return attempt, write_letter(attempt.letter, settings, attempt.to_addr, attempt.id, now())

    try:
        return await db.write(take)
    except StorageUnavailable:
        raise
    except Exception:  # noqa: BLE001 - one mail that cannot be composed must not stop the others; logged, put off
        log().error("mail not composed", exc_info=True)
        await db.write(lambda tx: note_not_composed(tx, row.id, row.attempts, reporters))
        return None


async def _carry(
    db: Database, carrier: Carrier, reporters: Mapping[str, Reporter], attempt: Attempt, message: EmailMessage
) -> bool:
    """Whether others may follow."""
    try:
        await carrier.carry(message, attempt.to_addr)
    except NotTaken as refused:
        reason, is_permanent = refused.reason, refused.is_permanent
        log().warning("mail not taken", code=reason)
        await db.write(
            lambda tx: note_failed(
                tx, attempt.id, attempt.number, reason, is_permanent=is_permanent, reporters=reporters
            )
        )
        return refused.is_about_it
    await db.write(lambda tx: note_delivered(tx, attempt.id, attempt.number, reporters))
    return True
