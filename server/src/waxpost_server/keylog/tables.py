"""The tables of the key log: entries for ever, and every log there was."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

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
