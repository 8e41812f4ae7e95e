"""The tables of links: `share` is what a link leads to, `share_lease` one reader's right to open it, or its trace.

How long rows live: a share until 30 days after its end, without content from its end on; a lease that was confirmed as
long as its share, any other until the next claim after its end.

A share belongs to a `uid`, as deliveries do, and for the same reason: a new owner of an address inherits none.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

# The states of a share. Each but the first is an end.
OPEN = "open"
USED = "used"
EXPIRED = "expired"
REVOKED = "revoked"
LOCKED = "locked"
DELETED = "deleted"


def _partial(name: str, *columns: str, where: str) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


share = sa.Table(
    "share",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    sa.Column("access_hash", sa.LargeBinary, nullable=False),
    sa.Column("claim_hash", sa.LargeBinary, nullable=False),
    sa.Column("ack_hash", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("opened_at", sa.BigInteger),
    # NULL: unlimited.
    sa.Column("views", sa.BigInteger),
    sa.Column("views_left", sa.BigInteger),
    sa.Column("opened", sa.BigInteger, nullable=False),
    sa.Column("tries_left", sa.BigInteger, nullable=False),
    # Leases that ended without a confirmation and have not used a view yet.
    sa.Column("lapsed", sa.BigInteger, nullable=False),
    # Whether the maker wants to be told of a view; the event comes in any case.
    sa.Column("notify", sa.Boolean, nullable=False),
    sa.Column("file_count", sa.BigInteger, nullable=False),
    # JSON as it goes out: ["<id>"], the files; empty once they are released.
    sa.Column("blobs", sa.Text, nullable=False),
    # As they travel, b64u in ASCII; NULL from the end on.
    sa.Column("sealed_link", sa.LargeBinary),
    sa.Column("sealed_content", sa.LargeBinary),
    sa.Index("ix_share_listed", "uid", "created_at", "id"),
    # The states stand here as text: a partial index cannot have parameters.
    _partial("ix_share_expires_at", "expires_at", where="state = 'open'"),
    _partial("ix_share_held", "ended_at", where="state <> 'open' AND blobs <> '[]'"),
    _partial("ix_share_ended_at", "ended_at", where="ended_at IS NOT NULL"),
)

share_lease = sa.Table(
    "share_lease",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("share_id", sa.Text, sa.ForeignKey("share.id", ondelete="CASCADE"), nullable=False),
    # /24 or /56, as the maker is shown it.
    sa.Column("network", sa.Text, nullable=False),
    sa.Column("claimed_at", sa.BigInteger, nullable=False),
    sa.Column("ends_at", sa.BigInteger, nullable=False),
    sa.Column("confirmed_at", sa.BigInteger),
    sa.Index("ix_share_lease_share_id", "share_id", "confirmed_at"),
)
