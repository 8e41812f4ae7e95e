"""The tables of the first release. Made by tools/make_migration.py from the declared tables; do not edit."""

from alembic import op

revision = "0001"
down_revision = None

SQLITE = (
    """
CREATE TABLE audit_record (
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id TEXT,
    action TEXT NOT NULL,
    subject_id TEXT,
    details TEXT,
    CONSTRAINT pk_audit_record PRIMARY KEY (number)
)
 STRICT
""",
    """
CREATE INDEX ix_audit_record_at ON audit_record (at)
""",
    """
CREATE TABLE event (
    uid TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_event PRIMARY KEY (uid, number)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE INDEX ix_event_at ON event (at)
""",
    """
CREATE TABLE event_counter (
    uid TEXT NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT pk_event_counter PRIMARY KEY (uid)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE TABLE instance (
    single INTEGER NOT NULL CONSTRAINT ck_instance_single CHECK (single = 1),
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    organisation TEXT,
    started_at INTEGER,
    CONSTRAINT pk_instance PRIMARY KEY (single)
)
 STRICT
""",
    """
CREATE TABLE job (
    name TEXT NOT NULL,
    next_at INTEGER NOT NULL,
    CONSTRAINT pk_job PRIMARY KEY (name)
)
 STRICT
""",
    """
CREATE TABLE mailbox (
    uid TEXT NOT NULL,
    unread INTEGER NOT NULL,
    CONSTRAINT pk_mailbox PRIMARY KEY (uid)
)
 STRICT
""",
    """
CREATE TABLE message (
    mid TEXT NOT NULL,
    sender_uid TEXT NOT NULL,
    sender_addr TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    thread TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    expires_at INTEGER,
    removed_at INTEGER,
    recipient_count INTEGER NOT NULL,
    is_listed_whole INTEGER NOT NULL,
    groups TEXT NOT NULL,
    recipients TEXT NOT NULL,
    sealed_content BLOB,
    CONSTRAINT pk_message PRIMARY KEY (mid)
)
 STRICT
""",
    """
CREATE INDEX ix_message_expires_at ON message (expires_at) WHERE expires_at IS NOT NULL AND removed_at IS NULL
""",
    """
CREATE INDEX ix_message_removed_at ON message (removed_at) WHERE removed_at IS NOT NULL
""",
    """
CREATE TABLE policy_value (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT pk_policy_value PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE TABLE delivery (
    mid TEXT NOT NULL,
    uid TEXT NOT NULL,
    box TEXT NOT NULL,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    expires_at INTEGER,
    read_at INTEGER,
    told_at INTEGER,
    deleted_at INTEGER,
    is_swept INTEGER DEFAULT 0 NOT NULL,
    wrapped_key BLOB,
    CONSTRAINT pk_delivery PRIMARY KEY (mid, uid),
    CONSTRAINT fk_delivery_mid FOREIGN KEY(mid) REFERENCES message (mid) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE INDEX ix_delivery_expiring ON delivery (uid, expires_at) WHERE expires_at IS NOT NULL AND wrapped_key IS NOT NULL AND read_at IS NULL AND place >= 0
""",
    """
CREATE INDEX ix_delivery_listed ON delivery (uid, box, number) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_delivery_told ON delivery (mid) WHERE told_at IS NOT NULL
""",
    """
CREATE INDEX ix_delivery_unread ON delivery (uid, number) WHERE deleted_at IS NULL AND read_at IS NULL AND place >= 0
""",
    """
CREATE INDEX ix_delivery_unswept ON delivery (mid) WHERE deleted_at IS NOT NULL AND NOT is_swept
""",
)

POSTGRESQL = (
    """
CREATE TABLE audit_record (
    number BIGSERIAL NOT NULL,
    at BIGINT NOT NULL,
    user_id TEXT COLLATE "C",
    action TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C",
    details TEXT COLLATE "C",
    CONSTRAINT pk_audit_record PRIMARY KEY (number)
)
""",
    """
CREATE INDEX ix_audit_record_at ON audit_record (at)
""",
    """
CREATE TABLE event (
    uid TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    ref TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_event PRIMARY KEY (uid, number)
)
""",
    """
CREATE INDEX ix_event_at ON event (at)
""",
    """
CREATE TABLE event_counter (
    uid TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT pk_event_counter PRIMARY KEY (uid)
)
""",
    """
CREATE TABLE instance (
    single BIGINT NOT NULL CONSTRAINT ck_instance_single CHECK (single = 1),
    id TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    organisation TEXT COLLATE "C",
    started_at BIGINT,
    CONSTRAINT pk_instance PRIMARY KEY (single)
)
""",
    """
CREATE TABLE job (
    name TEXT COLLATE "C" NOT NULL,
    next_at BIGINT NOT NULL,
    CONSTRAINT pk_job PRIMARY KEY (name)
)
""",
    """
CREATE TABLE mailbox (
    uid TEXT COLLATE "C" NOT NULL,
    unread BIGINT NOT NULL,
    CONSTRAINT pk_mailbox PRIMARY KEY (uid)
)
""",
    """
CREATE TABLE message (
    mid TEXT COLLATE "C" NOT NULL,
    sender_uid TEXT COLLATE "C" NOT NULL,
    sender_addr TEXT COLLATE "C" NOT NULL,
    request_hash BYTEA NOT NULL,
    thread TEXT COLLATE "C" NOT NULL,
    arrived_at BIGINT NOT NULL,
    expires_at BIGINT,
    removed_at BIGINT,
    recipient_count BIGINT NOT NULL,
    is_listed_whole BOOLEAN NOT NULL,
    groups TEXT COLLATE "C" NOT NULL,
    recipients TEXT COLLATE "C" NOT NULL,
    sealed_content BYTEA,
    CONSTRAINT pk_message PRIMARY KEY (mid)
)
""",
    """
CREATE INDEX ix_message_expires_at ON message (expires_at) WHERE expires_at IS NOT NULL AND removed_at IS NULL
""",
    """
CREATE INDEX ix_message_removed_at ON message (removed_at) WHERE removed_at IS NOT NULL
""",
    """
CREATE TABLE policy_value (
    name TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    CONSTRAINT pk_policy_value PRIMARY KEY (name)
)
""",
    """
CREATE TABLE delivery (
    mid TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    box TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    place BIGINT NOT NULL,
    expires_at BIGINT,
    read_at BIGINT,
    told_at BIGINT,
    deleted_at BIGINT,
    is_swept BOOLEAN DEFAULT false NOT NULL,
    wrapped_key BYTEA,
    CONSTRAINT pk_delivery PRIMARY KEY (mid, uid),
    CONSTRAINT fk_delivery_mid FOREIGN KEY(mid) REFERENCES message (mid) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_delivery_expiring ON delivery (uid, expires_at) WHERE expires_at IS NOT NULL AND wrapped_key IS NOT NULL AND read_at IS NULL AND place >= 0
""",
    """
CREATE INDEX ix_delivery_listed ON delivery (uid, box, number) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_delivery_told ON delivery (mid) WHERE told_at IS NOT NULL
""",
    """
CREATE INDEX ix_delivery_unread ON delivery (uid, number) WHERE deleted_at IS NULL AND read_at IS NULL AND place >= 0
""",
    """
CREATE INDEX ix_delivery_unswept ON delivery (mid) WHERE deleted_at IS NOT NULL AND NOT is_swept
""",
)


def upgrade() -> None:
    """Make every table and index."""
    for text in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(text)
