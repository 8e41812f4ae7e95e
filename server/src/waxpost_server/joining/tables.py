"""The tables of joining: the code of the first start, and the links that let people in."""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

# One row at most, replaced at each start, gone when used; good for 24 hours.
start_code = sa.Table(
    "start_code",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)

# Invitations (72 hours) and starts over (7 days); kept, as the record of who let whom in.
link = sa.Table(
    "link",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="made by the inviter's client"),
    sa.Column("number", sa.BigInteger, nullable=False, unique=True, comment="order of making, for pages"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("person_id", sa.Text, comment="who may join; stays when the directory forgets them"),
    sa.Column("addr", sa.Text, nullable=False),
    sa.Column("name", sa.Text, comment="as proposed by the inviter"),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("inviter_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
    sa.Column("inviter_addr", sa.Text, nullable=False),
    sa.Column("claim_hash", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("tag", sa.LargeBinary),
    sa.Column("entry", sa.Text, comment="hash of the entry that came with the claim"),
    sa.Index("ix_link_kind_number", "kind", "number"),
    sa.Index("ix_link_person_id", "person_id"),
)
