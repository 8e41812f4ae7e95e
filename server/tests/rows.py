"""Statements with which tests look behind the door, at what is stored."""

import sqlalchemy as sa

from waxpost_server.audit.tables import audit_record
from waxpost_server.joining.tables import start_code
from waxpost_server.kit.db import Database, statement
from waxpost_server.tables import metadata

START_CODES = statement(sa.select(start_code))
_ACTIONS = statement(sa.select(audit_record.c.action).order_by(audit_record.c.number))


async def actions(db: Database) -> list[str]:
    """Every action in the audit, oldest first."""
    return [row.action for row in await db.read(lambda tx: tx.all(_ACTIONS))]


EVERY_TABLE = [statement(sa.select(table)) for table in metadata.sorted_tables]
