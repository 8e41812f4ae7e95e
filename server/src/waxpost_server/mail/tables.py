"""The outbox of mails. A row lives until its mail is delivered, or for `outbox.KEPT_SECONDS` after it was given up."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

mail = sa.Table(
    "mail",
    metadata,
    # Becomes the Message-ID, the same for every attempt.
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, comment="which composer knows what to say"),
    sa.Column("ref", sa.Text, nullable=False, comment="the id of what it is about"),
    sa.Column("to_addr", sa.Text, comment="null once given up"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("note", sa.Text, comment="what the composer wants to know again at the next attempt"),
    sa.Column("is_asked_again", sa.Boolean, nullable=False, comment="posted once more since it was last composed"),
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, comment="why the last attempt failed, one word or a code of SMTP"),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column(
        "next_at", sa.BigInteger, nullable=False, comment="the next attempt; while one runs, the end of its lease"
    ),
    sa.UniqueConstraint("kind", "ref"),
    sa.Index("ix_mail_next_at", "state", "next_at"),
)
