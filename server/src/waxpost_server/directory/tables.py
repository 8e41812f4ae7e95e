"""The directory's tables: people and groups.

Words and sort keys are bytes, because databases compare texts by the customs of a country and bytes all alike.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

# Lives until an invitation that nobody accepted ends; whoever joined stays, suspended at most.
person = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="made by the server"),
    sa.Column("uid", sa.Text, unique=True, comment="made by the person's client; null until joined"),
    sa.Column("addr", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, comment="the server's word: of the newest entry, or as proposed by the inviter"),
    sa.Column("sort_key", sa.LargeBinary, nullable=False, comment="name without case and accents, 0x00, address"),
    sa.Column("words", sa.LargeBinary, nullable=False, comment="0x00 and a word, for each of name and address"),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, comment="of the newest entry"),
    sa.Column("entry", sa.Text, comment="hash of the newest entry; null without keys (never joined, or revoked)"),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_person_sort_key", "sort_key", unique=True),
    sa.CheckConstraint("(state = 'invited') = (uid IS NULL)", name="uid"),
)

# Lives until an administrator deletes it.
people_group = sa.Table(
    "people_group",
    metadata,
    sa.Column("gid", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.LargeBinary, nullable=False, comment="equal for names that look alike"),
    sa.Column("sort_key", sa.LargeBinary, nullable=False, comment="name without case and accents, 0x00, gid"),
    sa.Column("words", sa.LargeBinary, nullable=False, comment="0x00 and a word, for each of the name"),
    sa.Column("rev", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("name_key"),
    sa.Index("ix_people_group_sort_key", "sort_key", unique=True),
)

# Lives with its group and its person.
membership = sa.Table(
    "membership",
    metadata,
    sa.Column("gid", sa.Text, sa.ForeignKey("people_group.gid", ondelete="CASCADE"), nullable=False),
    sa.Column("person_id", sa.Text, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    sa.PrimaryKeyConstraint("gid", "person_id"),
    sa.Index("ix_membership_person_id", "person_id"),
)
