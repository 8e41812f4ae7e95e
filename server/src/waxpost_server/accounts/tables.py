"""The tables of accounts: what proves who somebody is, where they are signed in, and what they keep sealed.

Everything here hangs on a person of the directory. Secrets stand as hashes, the password's slot encrypted once more.
"""

import sqlalchemy as sa

from waxpost_server.kit.db import metadata


def _person_column(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "person_id", sa.Text, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, primary_key=primary_key
    )


# One hour each, swept by a job: lets somebody with an open link read the key log before joining.
joining_pass = sa.Table(
    "joining_pass",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("link_id", sa.Text, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Index("ix_joining_pass_link_id", "link_id"),
    sa.Index("ix_joining_pass_expires_at", "expires_at"),
)

# Lives with its person. A start over replaces every column but the first.
account = sa.Table(
    "account",
    metadata,
    _person_column(primary_key=True),
    sa.Column("seen_at", sa.BigInteger, nullable=False, comment="the newest request, to the minute"),
    sa.Column("cred_ver", sa.BigInteger, nullable=False),
    sa.Column("kdf_salt", sa.LargeBinary, nullable=False),
    sa.Column("kdf_m", sa.BigInteger, nullable=False),
    sa.Column("kdf_t", sa.BigInteger, nullable=False),
    sa.Column("kdf_p", sa.BigInteger, nullable=False),
    sa.Column("login_verifier", sa.LargeBinary, nullable=False, comment="HMAC of the login key with the pepper"),
    sa.Column("recovery_verifier", sa.LargeBinary, nullable=False, comment="SHA-256 of the recovery login key"),
    sa.Column("sealed_slot_password", sa.LargeBinary, nullable=False, comment="AES-256-GCM over the sealed slot"),
    sa.Column("sealed_slot_recovery", sa.LargeBinary, nullable=False),
)

# Until signed out, ended, idle or past its absolute end; swept by a job. Holds what every request needs to know.
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _person_column(),
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("addr", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False, comment="follows the directory in the same transaction"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("label", sa.Text),
    sa.Column("network", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("device_salt", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("ends_at", sa.BigInteger, nullable=False, comment="the absolute end"),
    sa.Index("ix_session_person_id", "person_id"),
    sa.Index("ix_session_seen_at", "seen_at"),
)

# Failures in a window of time, by what was tried from where; swept by a job.
failure = sa.Table(
    "failure",
    metadata,
    sa.Column("key_hash", sa.LargeBinary, primary_key=True),
    sa.Column("tries", sa.BigInteger, nullable=False),
    sa.Column("until_at", sa.BigInteger, nullable=False),
    sa.Index("ix_failure_until_at", "until_at"),
)

# Lives with its person; only the newest version is kept.
vault = sa.Table(
    "vault",
    metadata,
    _person_column(primary_key=True),
    sa.Column("ver", sa.BigInteger, nullable=False),
    sa.Column("sealed_vault", sa.LargeBinary, nullable=False),
)

# Lives with its person; only the newest version of each pack is kept, always written with the vault that names it.
pack = sa.Table(
    "pack",
    metadata,
    _person_column(primary_key=True),
    sa.Column("file", sa.Text, primary_key=True, comment="entries-<n> or links-<n>"),
    sa.Column("ver", sa.BigInteger, nullable=False),
    sa.Column("sealed_pack", sa.LargeBinary, nullable=False),
)

# Lives with its person; only the newest version of each segment is kept.
receipts = sa.Table(
    "receipts",
    metadata,
    _person_column(primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("ver", sa.BigInteger, nullable=False),
    sa.Column("sealed_receipts", sa.LargeBinary, nullable=False),
)
