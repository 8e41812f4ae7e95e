"""The tables of attachments: `blob` is one sealed file, `blob_part` one of its parts that is whole and stored.

How long rows live: an upload until a day after its last sign of life; a claimed blob as long as its message or link has
content or its vault keeps it; after that until its objects are removed, a moment later. Parts live with their blob.

Blobs belong to a `uid`, as deliveries do, and for the same reason: a new owner of an address inherits none.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata, partial_index

# The states of a blob, in the order in which it goes through them.
OPEN = "open"
FINISHED = "finished"
OF_MESSAGE = "message"
OF_VAULT = "vault"
OF_LINK = "link"
OF_ANSWER = "answer"
GONE = "gone"


blob = sa.Table(
    "blob",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # Who put it up; for a vault's, whose vault.
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    # Bytes of ciphertext, and of them header and nonce.
    sa.Column("csize", sa.BigInteger, nullable=False),
    sa.Column("hlen", sa.BigInteger, nullable=False),
    # Where its objects are: made by the server, so that an id that comes again meets nothing of the former.
    sa.Column("folder", sa.Text, nullable=False),
    # The last sign of life of an upload; when it was claimed.
    sa.Column("touched_at", sa.BigInteger, nullable=False),
    # When the objects of what is gone may be removed.
    sa.Column("due_at", sa.BigInteger),
    # The states stand here as text: a partial index cannot have parameters.
    partial_index("ix_blob_unclaimed", "uid", where="state IN ('open', 'finished')"),
    partial_index("ix_blob_touched_at", "touched_at", where="state IN ('open', 'finished')"),
    partial_index("ix_blob_of_vault", "uid", where="state = 'vault'"),
    partial_index("ix_blob_due_at", "due_at", where="due_at IS NOT NULL"),
    sa.Index("ix_blob_folder", "folder"),
)

blob_part = sa.Table(
    "blob_part",
    metadata,
    sa.Column("blob_id", sa.Text, sa.ForeignKey("blob.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    # SHA-256 of the ciphertext: tells a repetition from another part.
    sa.Column("digest_hash", sa.LargeBinary, nullable=False),
    # Each try has an object of its own, so that two at once never write over one another.
    sa.Column("object_id", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
