"""The tables of requests: `request` is what is asked, `request_pass` the right to give one `request_answer`.

How long rows live: a request until 30 days after its end, and as long as it has answers; a pass until its end; an
answer until its asker deletes it or it expires. They belong to a `uid`, as deliveries do: a new owner of an address
inherits none.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata

# The states of a request. Each but the first is an end.
OPEN = "open"
ANSWERED = "answered"
EXPIRED = "expired"
CLOSED = "closed"


def _partial(name: str, *columns: str, where: str) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


request = sa.Table(
    "request",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False),
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
    _partial("ix_request_expires_at", "expires_at", where="state = 'open'"),
    _partial("ix_request_ended_at", "ended_at", where="ended_at IS NOT NULL"),
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
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    # /24 or /56, as the asker is shown it.
    sa.Column("network", sa.Text, nullable=False),
    sa.Column("arrived_at", sa.BigInteger, nullable=False),
    sa.Column("read_at", sa.BigInteger),
    # NULL: until it is deleted.
    sa.Column("expires_at", sa.BigInteger),
    # JSON as it goes out: ["<id>"], the files.
    sa.Column("blobs", sa.Text, nullable=False),
    # As they travel, b64u in ASCII.
    sa.Column("sealed_wrap", sa.LargeBinary, nullable=False),
    sa.Column("sealed_content", sa.LargeBinary, nullable=False),
    sa.Index("ix_request_answer_listed", "uid", "arrived_at", "mid"),
    sa.Index("ix_request_answer_request_id", "request_id"),
    _partial("ix_request_answer_unread", "uid", where="read_at IS NULL"),
    _partial("ix_request_answer_expires_at", "expires_at", where="expires_at IS NOT NULL"),
)
