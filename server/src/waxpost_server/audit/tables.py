"""The table of audit records, in the order in which they were written. Rows live for `record.KEPT_SECONDS`."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

audit_record = sa.Table(
    "audit_record",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("user_id", sa.Text, nullable=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=True),
    sa.Column("details", sa.Text, nullable=True),
)
