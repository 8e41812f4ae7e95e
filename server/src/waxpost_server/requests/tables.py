"""The tables of requests: `request` is what is asked, `request_reader` who besides the asker may read the answers,
`request_pass` the right to give one `request_answer`, `answer_copy` one person's copy of that.

How long rows live: a request with its readers until 30 days after its end, and as long as it has answers; a pass until
its end; a copy until its person deletes it; an answer as long as it has copies, or until it expires. They belong to a
`uid`, as deliveries do: a new owner of an address inherits none.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata, partial_index

# The states of a request. Each but the first is an end.
OPEN = "open"
ANSWERED = "answered"
EXPIRED = "expired"
CLOSED = "closed"


request = sa.Table(
    "request",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False),
    # Repeated here because an address never changes and lists of answers need it for every row.
    sa.Column("asker_addr", sa.Text, nullable=False),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    sa.Column("claim_hash", sa.LargeBinary, nullable=False),
    # The public key that answers are sealed to.
    sa.Column("recipient", sa.LargeBinary, nullable=False),
    sa.Column("sealed_label", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("answers", sa.BigInteger, nullable=False),
    sa.Column("answers_left", sa.BigInteger, nullable=False),
    sa.Index("ix_request_listed", "uid", "created_at", "id"),
    # The states stand here as text: a partial index cannot have parameters.
    partial_index("ix_request_expires_at", "expires_at", where="state = 'open'"),
    partial_index("ix_request_ended_at", "ended_at", where="ended_at IS NOT NULL"),
)

# Named when the request was made, and never after.
request_reader = sa.Table(
    "request_reader",
    metadata,
    sa.Column("request_id", sa.Text, sa.ForeignKey("request.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("addr", sa.Text, nullable=False),
    # Where the person stands among those who were named, from 0.
    sa.Column("place", sa.BigInteger, nullable=False),
)

request_pass = sa.Table(
    "request_pass",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("request_id", sa.Text, sa.ForeignKey("request.id", ondelete="CASCADE"), nullable=False),
    # Work counts once.
    sa.Column("challenge_hash", sa.LargeBinary, nullable=False, unique=True),
    # In place of a person's uid, for the blobs of this answer.
    sa.Column("uploader", sa.Text, nullable=False),
    sa.Column("network", sa.Text, nullable=False),
    sa.Column("ends_at", sa.BigInteger, nullable=False),
    # The answer that was given with it.
    sa.Column("mid", sa.Text),
    sa.Index("ix_request_pass_request_id", "request_id", "ends_at"),
    sa.Index("ix_request_pass_ends_at", "ends_at"),
)

request_answer = sa.Table(
    "request_answer",
    metadata,
    sa.Column("mid", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, sa.ForeignKey("request.id"), nullable=False),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    # /24 or /56, as its readers are shown it.
    sa.Column("network", sa.Text, nullable=False),
    sa.Column("arrived_at", sa.BigInteger, nullable=False),
    # NULL: until it is deleted.
    sa.Column("expires_at", sa.BigInteger),
    # JSON as it goes out: ["<id>"], the files.
    sa.Column("blobs", sa.Text, nullable=False),
    # As they travel, b64u in ASCII.
    sa.Column("sealed_wrap", sa.LargeBinary, nullable=False),
    sa.Column("sealed_content", sa.LargeBinary, nullable=False),
    sa.Index("ix_request_answer_request_id", "request_id"),
    partial_index("ix_request_answer_expires_at", "expires_at", where="expires_at IS NOT NULL"),
)

answer_copy = sa.Table(
    "answer_copy",
    metadata,
    sa.Column("mid", sa.Text, sa.ForeignKey("request_answer.mid", ondelete="CASCADE"), primary_key=True),
    sa.Column("uid", sa.Text, primary_key=True),
    # As of the answer: lists go by it.
    sa.Column("arrived_at", sa.BigInteger, nullable=False),
    sa.Column("read_at", sa.BigInteger),
    sa.Index("ix_answer_copy_listed", "uid", "arrived_at", "mid"),
    partial_index("ix_answer_copy_unread", "uid", where="read_at IS NULL"),
)
