"""The table of reports. Rows live until a job forgets them after a year."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

report = sa.Table(
    "report",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("addr", sa.Text, comment="whom it is about"),
    sa.Column("by_addr", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
)
