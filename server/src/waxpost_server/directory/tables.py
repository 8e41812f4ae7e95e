"""The directory's tables: people, their entries for ever, the key log, groups.

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

# Never deleted: old messages cannot be checked without them (spec/key-log.md 5.1).
entry = sa.Table(
    "entry",
    metadata,
    sa.Column("number", sa.BigInteger, nullable=False, primary_key=True, comment="order of arrival, from 0"),
    sa.Column("addr", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("entry", sa.LargeBinary, nullable=False, comment="the bytes as they arrived"),
    sa.Column("arrived_at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("addr", "seq"),
)

# One row for each log there ever was; never deleted. The one with `restarted_at` null is in use.
key_log = sa.Table(
    "key_log",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("instance", sa.Text, nullable=False, unique=True),
    sa.Column("key", sa.LargeBinary, nullable=False, comment="public key of its notes, 32 bytes"),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("stack", sa.LargeBinary, nullable=False, comment="hashes of the perfect subtrees, largest first"),
    sa.Column("note", sa.Text, nullable=False, comment="the newest signed checkpoint"),
    sa.Column("note_at", sa.BigInteger, nullable=False),
    sa.Column("restarted_at", sa.BigInteger),
)

# 69 bytes each, never deleted.
log_leaf = sa.Table(
    "log_leaf",
    metadata,
    sa.Column("log_number", sa.BigInteger, sa.ForeignKey("key_log.number"), nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("log_number", "position"),
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
