"""The tables of messages: `message` is what was sent, `delivery` one person's copy, `mailbox` one person's counter,
`message_blob` whose files are whose.

How long rows live: a message and its deliveries until 30 days after it expired or everybody deleted it, without
content from that moment on; a mailbox as long as its person.

Copies belong to a `uid` and never to an address or its row in the directory: a new owner of an address inherits none
(spec/key-log.md 5.1). That is why there is no foreign key to people.

Sealed bytes are kept as they travel, checked b64u in ASCII, so that a page of the inbox is joined and not encoded.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata, partial_index

INBOX = "inbox"
SENT = "sent"


message = sa.Table(
    "message",
    metadata,
    sa.Column("mid", sa.Text, primary_key=True),
    sa.Column("sender_uid", sa.Text, nullable=False),
    # Repeated here because an address never changes and lists need it for every row.
    sa.Column("sender_addr", sa.Text, nullable=False),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    sa.Column("thread", sa.Text, nullable=False),
    sa.Column("arrived_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("removed_at", sa.BigInteger),
    sa.Column("recipient_count", sa.BigInteger, nullable=False),
    # Whether lists carry recipients and content, or leave them to the one message.
    sa.Column("is_listed_whole", sa.Boolean, nullable=False),
    # JSON as it goes out: [{"gid","rev"}] and [{"addr","entry"}] in the order of the envelope.
    sa.Column("groups", sa.Text, nullable=False),
    sa.Column("recipients", sa.Text, nullable=False),
    # The same for ["<id>"], the attached files.
    sa.Column("blobs", sa.Text, nullable=False),
    # Last, so that SQLite reads the columns before it without walking through megabytes. NULL in a tombstone.
    sa.Column("sealed_content", sa.LargeBinary),
    partial_index("ix_message_expires_at", "expires_at", where="expires_at IS NOT NULL AND removed_at IS NULL"),
    partial_index("ix_message_removed_at", "removed_at", where="removed_at IS NOT NULL"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("mid", sa.Text, sa.ForeignKey("message.mid", ondelete="CASCADE"), primary_key=True),
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("box", sa.Text, nullable=False),
    # The number of the `message` event in the person's stream: the order of arrival, without two of the same.
    sa.Column("number", sa.BigInteger, nullable=False),
    # Where the person stands in the envelope, from 0; -1 for the sender's own copy.
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("read_at", sa.BigInteger),
    # When the person let the sender know; stays.
    sa.Column("told_at", sa.BigInteger),
    sa.Column("deleted_at", sa.BigInteger),
    # A deletion is swept once the job has looked whether it was the message's last copy.
    sa.Column("is_swept", sa.Boolean, nullable=False, server_default=sa.false()),
    # NULL once deleted or expired.
    sa.Column("wrapped_key", sa.LargeBinary),
    # Serves both boxes and, by its last column, what is unread. An index of its own for that would be one more page to
    # write for every recipient.
    partial_index("ix_delivery_listed", "uid", "box", "number", "read_at", where="deleted_at IS NULL"),
    # Unread ones whose end may have passed before the job saw it; see `count_unread`.
    partial_index(
        "ix_delivery_expiring",
        "uid",
        "expires_at",
        where="expires_at IS NOT NULL AND wrapped_key IS NOT NULL AND read_at IS NULL AND place >= 0",
    ),
    # The sender's count of readers is read from here; a counter would be one more row to fight for.
    partial_index("ix_delivery_told", "mid", where="told_at IS NOT NULL"),
    partial_index("ix_delivery_unswept", "mid", where="deleted_at IS NOT NULL AND NOT is_swept"),
)

# Which message a blob belongs to, as long as the message has content.
message_blob = sa.Table(
    "message_blob",
    metadata,
    sa.Column("blob_id", sa.Text, primary_key=True),
    sa.Column("mid", sa.Text, sa.ForeignKey("message.mid", ondelete="CASCADE"), nullable=False),
    sa.Index("ix_message_blob_mid", "mid"),
    sqlite_with_rowid=False,
)

mailbox = sa.Table(
    "mailbox",
    metadata,
    sa.Column("uid", sa.Text, primary_key=True),
    # Unread deliveries in the inbox that nobody deleted and the job has not removed.
    sa.Column("unread", sa.BigInteger, nullable=False),
)
