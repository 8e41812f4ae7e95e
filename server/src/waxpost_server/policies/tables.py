"""The table of policy values that differ from their default. A row lives until its policy is set again."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

policy_value = sa.Table(
    "policy_value",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
