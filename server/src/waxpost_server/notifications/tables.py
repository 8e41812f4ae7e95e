"""The tables of notifications: what each person was told and wants to be told by mail, and who is looking just now."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

# Lives with its person; there is none for whoever never got or chose anything.
announcement = sa.Table(
    "announcement",
    metadata,
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("seen", sa.BigInteger, nullable=False, comment="of the stream: up to here the job has looked"),
    sa.Column("told", sa.BigInteger, nullable=False, comment="of the stream: up to here mails have told, or need not"),
    sa.Column("is_wanted", sa.Boolean, nullable=False),
    sa.Column("is_link_wanted", sa.Boolean, nullable=False, comment="to be told when a link is opened"),
    sqlite_with_rowid=False,
)

# One row, for ever: how far the job has looked in the events of everybody.
announcing = sa.Table(
    "announcing",
    metadata,
    sa.Column(
        "single", sa.BigInteger, sa.CheckConstraint("single = 1", name="single"), primary_key=True, autoincrement=False
    ),
    sa.Column("looked_at", sa.BigInteger, nullable=False),
)

# Written anew by each server process while somebody's live stream is open there; a minute old, it counts no more.
live_reader = sa.Table(
    "live_reader",
    metadata,
    sa.Column("process", sa.Text, primary_key=True),
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("until_at", sa.BigInteger, nullable=False),
    sa.Index("ix_live_reader_uid", "uid"),
    sqlite_with_rowid=False,
)
