"""The tables of links: `share` is what a link leads to, `share_lease` one reader's right to open it, or its trace.

`share_mail` is one mail with the link to one address, `share_code` the code that the address of a share was mailed.

How long rows live: a share until 30 days after its end, without content from its end on; a lease that was confirmed as
long as its share, any other until the next claim after its end. A share_mail as long as its share; a share_code until a
view is used, and as long as its share.

A share belongs to a `uid`, as deliveries do, and for the same reason: a new owner of an address inherits none.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata, partial_index

# The states of a share. Each but the first is an end.
OPEN = "open"
USED = "used"
EXPIRED = "expired"
REVOKED = "revoked"
LOCKED = "locked"
DELETED = "deleted"


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
    # The language that the maker wants the page to have.
    sa.Column("lang", sa.Text, nullable=False),
    # Only whoever reads the mails of this address may open it; NULL: whoever has the link.
    sa.Column("only_addr", sa.Text),
    sa.Column("file_count", sa.BigInteger, nullable=False),
    # JSON as it goes out: ["<id>"], the files; empty once they are released.
    sa.Column("blobs", sa.Text, nullable=False),
    # As they travel, b64u in ASCII; NULL from the end on.
    sa.Column("sealed_link", sa.LargeBinary),
    sa.Column("sealed_content", sa.LargeBinary),
    sa.Index("ix_share_listed", "uid", "created_at", "id"),
    # The states stand here as text: a partial index cannot have parameters.
    partial_index("ix_share_expires_at", "expires_at", where="state = 'open'"),
    partial_index("ix_share_held", "ended_at", where="state <> 'open' AND blobs <> '[]'"),
    partial_index("ix_share_ended_at", "ended_at", where="ended_at IS NOT NULL"),
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

share_mail = sa.Table(
    "share_mail",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("share_id", sa.Text, sa.ForeignKey("share.id", ondelete="CASCADE"), nullable=False),
    # Whose mails are counted.
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("to_addr", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    # Why the last attempt failed, one word or a code of SMTP.
    sa.Column("reason", sa.Text),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.BigInteger),
    sa.Index("ix_share_mail_share_id", "share_id"),
    sa.Index("ix_share_mail_uid", "uid", "asked_at"),
)

share_code = sa.Table(
    "share_code",
    metadata,
    sa.Column("share_id", sa.Text, sa.ForeignKey("share.id", ondelete="CASCADE"), primary_key=True),
    # Codes that were asked for since the share was made or last opened.
    sa.Column("asked", sa.BigInteger, nullable=False),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
    # NULL until the mail is written.
    sa.Column("code_salt", sa.LargeBinary),
    sa.Column("code_hash", sa.LargeBinary),
    sa.Column("ends_at", sa.BigInteger),
    sa.Column("tries_left", sa.BigInteger, nullable=False),
)
