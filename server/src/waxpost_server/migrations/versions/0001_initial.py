"""The tables of the first release. Made by tools/make_migration.py from the declared tables; do not edit."""

from alembic import op

revision = "0001"
down_revision = None

SQLITE = (
    """
CREATE TABLE announcement (
    uid TEXT NOT NULL,
    seen INTEGER NOT NULL,
    told INTEGER NOT NULL,
    is_wanted INTEGER NOT NULL,
    is_link_wanted INTEGER NOT NULL,
    CONSTRAINT pk_announcement PRIMARY KEY (uid)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE TABLE announcing (
    single INTEGER NOT NULL CONSTRAINT ck_announcing_single CHECK (single = 1),
    looked_at INTEGER NOT NULL,
    CONSTRAINT pk_announcing PRIMARY KEY (single)
)
 STRICT
""",
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
CREATE TABLE blob (
    id TEXT NOT NULL,
    uid TEXT NOT NULL,
    state TEXT NOT NULL,
    csize INTEGER NOT NULL,
    hlen INTEGER NOT NULL,
    folder TEXT NOT NULL,
    touched_at INTEGER NOT NULL,
    due_at INTEGER,
    CONSTRAINT pk_blob PRIMARY KEY (id)
)
 STRICT
""",
    """
CREATE INDEX ix_blob_due_at ON blob (due_at) WHERE due_at IS NOT NULL
""",
    """
CREATE INDEX ix_blob_folder ON blob (folder)
""",
    """
CREATE INDEX ix_blob_of_vault ON blob (uid) WHERE state = 'vault'
""",
    """
CREATE INDEX ix_blob_touched_at ON blob (touched_at) WHERE state IN ('open', 'finished')
""",
    """
CREATE INDEX ix_blob_unclaimed ON blob (uid) WHERE state IN ('open', 'finished')
""",
    """
CREATE TABLE entry (
    number INTEGER NOT NULL,
    addr TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    entry BLOB NOT NULL,
    arrived_at INTEGER NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (number),
    CONSTRAINT uq_entry_addr_seq UNIQUE (addr, seq),
    CONSTRAINT uq_entry_hash UNIQUE (hash)
)
 STRICT
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
CREATE TABLE failure (
    key_hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    CONSTRAINT pk_failure PRIMARY KEY (key_hash)
)
 STRICT
""",
    """
CREATE INDEX ix_failure_until_at ON failure (until_at)
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
CREATE TABLE joining_pass (
    token_hash BLOB NOT NULL,
    link_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT pk_joining_pass PRIMARY KEY (token_hash)
)
 STRICT
""",
    """
CREATE INDEX ix_joining_pass_expires_at ON joining_pass (expires_at)
""",
    """
CREATE INDEX ix_joining_pass_link_id ON joining_pass (link_id)
""",
    """
CREATE TABLE key_log (
    number INTEGER NOT NULL,
    instance TEXT NOT NULL,
    "key" BLOB NOT NULL,
    size INTEGER NOT NULL,
    stack BLOB NOT NULL,
    note TEXT NOT NULL,
    note_at INTEGER NOT NULL,
    restarted_at INTEGER,
    CONSTRAINT pk_key_log PRIMARY KEY (number),
    CONSTRAINT uq_key_log_instance UNIQUE (instance)
)
 STRICT
""",
    """
CREATE TABLE live_reader (
    process TEXT NOT NULL,
    uid TEXT NOT NULL,
    until_at INTEGER NOT NULL,
    CONSTRAINT pk_live_reader PRIMARY KEY (process, uid)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE INDEX ix_live_reader_uid ON live_reader (uid)
""",
    """
CREATE TABLE mail (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    to_addr TEXT,
    state TEXT NOT NULL,
    note TEXT,
    is_asked_again INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    reason TEXT,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    CONSTRAINT pk_mail PRIMARY KEY (id),
    CONSTRAINT uq_mail_kind_ref UNIQUE (kind, ref)
)
 STRICT
""",
    """
CREATE INDEX ix_mail_next_at ON mail (state, next_at)
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
    blobs TEXT NOT NULL,
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
CREATE TABLE people_group (
    gid TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key BLOB NOT NULL,
    sort_key BLOB NOT NULL,
    words BLOB NOT NULL,
    rev INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_people_group PRIMARY KEY (gid),
    CONSTRAINT uq_people_group_name_key UNIQUE (name_key)
)
 STRICT
""",
    """
CREATE UNIQUE INDEX ix_people_group_sort_key ON people_group (sort_key)
""",
    """
CREATE TABLE person (
    id TEXT NOT NULL,
    uid TEXT,
    addr TEXT NOT NULL,
    name TEXT,
    sort_key BLOB NOT NULL,
    words BLOB NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    seq INTEGER,
    entry TEXT,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT ck_person_uid CHECK ((state = 'invited') = (uid IS NULL)),
    CONSTRAINT uq_person_uid UNIQUE (uid),
    CONSTRAINT uq_person_addr UNIQUE (addr)
)
 STRICT
""",
    """
CREATE UNIQUE INDEX ix_person_sort_key ON person (sort_key)
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
CREATE TABLE report (
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    addr TEXT,
    by_addr TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (number),
    CONSTRAINT uq_report_id UNIQUE (id)
)
 STRICT
""",
    """
CREATE INDEX ix_report_at ON report (at)
""",
    """
CREATE TABLE request (
    id TEXT NOT NULL,
    uid TEXT NOT NULL,
    asker_addr TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    claim_hash BLOB NOT NULL,
    recipient BLOB NOT NULL,
    sealed_label BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    answers INTEGER NOT NULL,
    answers_left INTEGER NOT NULL,
    CONSTRAINT pk_request PRIMARY KEY (id)
)
 STRICT
""",
    """
CREATE INDEX ix_request_ended_at ON request (ended_at) WHERE ended_at IS NOT NULL
""",
    """
CREATE INDEX ix_request_expires_at ON request (expires_at) WHERE state = 'open'
""",
    """
CREATE INDEX ix_request_listed ON request (uid, created_at, id)
""",
    """
CREATE TABLE share (
    id TEXT NOT NULL,
    uid TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    access_hash BLOB NOT NULL,
    claim_hash BLOB NOT NULL,
    ack_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    opened_at INTEGER,
    views INTEGER,
    views_left INTEGER,
    opened INTEGER NOT NULL,
    tries_left INTEGER NOT NULL,
    lapsed INTEGER NOT NULL,
    notify INTEGER NOT NULL,
    lang TEXT NOT NULL,
    only_addr TEXT,
    file_count INTEGER NOT NULL,
    blobs TEXT NOT NULL,
    sealed_link BLOB,
    sealed_content BLOB,
    CONSTRAINT pk_share PRIMARY KEY (id)
)
 STRICT
""",
    """
CREATE INDEX ix_share_ended_at ON share (ended_at) WHERE ended_at IS NOT NULL
""",
    """
CREATE INDEX ix_share_expires_at ON share (expires_at) WHERE state = 'open'
""",
    """
CREATE INDEX ix_share_held ON share (ended_at) WHERE state <> 'open' AND blobs <> '[]'
""",
    """
CREATE INDEX ix_share_listed ON share (uid, created_at, id)
""",
    """
CREATE TABLE start_code (
    id INTEGER NOT NULL,
    code_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT pk_start_code PRIMARY KEY (id)
)
 STRICT
""",
    """
CREATE TABLE account (
    person_id TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    cred_ver INTEGER NOT NULL,
    kdf_salt BLOB NOT NULL,
    kdf_m INTEGER NOT NULL,
    kdf_t INTEGER NOT NULL,
    kdf_p INTEGER NOT NULL,
    login_verifier BLOB NOT NULL,
    recovery_verifier BLOB NOT NULL,
    sealed_slot_password BLOB NOT NULL,
    sealed_slot_recovery BLOB NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (person_id),
    CONSTRAINT fk_account_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE TABLE blob_part (
    blob_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest_hash BLOB NOT NULL,
    object_id TEXT NOT NULL,
    CONSTRAINT pk_blob_part PRIMARY KEY (blob_id, number),
    CONSTRAINT fk_blob_part_blob_id FOREIGN KEY(blob_id) REFERENCES blob (id) ON DELETE CASCADE
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
CREATE INDEX ix_delivery_listed ON delivery (uid, box, number, read_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_delivery_told ON delivery (mid) WHERE told_at IS NOT NULL
""",
    """
CREATE INDEX ix_delivery_unswept ON delivery (mid) WHERE deleted_at IS NOT NULL AND NOT is_swept
""",
    """
CREATE TABLE link (
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT,
    addr TEXT NOT NULL,
    name TEXT,
    role TEXT NOT NULL,
    inviter_id TEXT NOT NULL,
    inviter_addr TEXT NOT NULL,
    claim_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tag BLOB,
    entry TEXT,
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT uq_link_number UNIQUE (number),
    CONSTRAINT fk_link_inviter_id FOREIGN KEY(inviter_id) REFERENCES person (id)
)
 STRICT
""",
    """
CREATE INDEX ix_link_kind_number ON link (kind, number)
""",
    """
CREATE INDEX ix_link_person_id ON link (person_id)
""",
    """
CREATE TABLE log_leaf (
    log_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    leaf BLOB NOT NULL,
    CONSTRAINT pk_log_leaf PRIMARY KEY (log_number, position),
    CONSTRAINT fk_log_leaf_log_number FOREIGN KEY(log_number) REFERENCES key_log (number)
)
 STRICT
""",
    """
CREATE TABLE membership (
    gid TEXT NOT NULL,
    person_id TEXT NOT NULL,
    CONSTRAINT pk_membership PRIMARY KEY (gid, person_id),
    CONSTRAINT fk_membership_gid FOREIGN KEY(gid) REFERENCES people_group (gid) ON DELETE CASCADE,
    CONSTRAINT fk_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE INDEX ix_membership_person_id ON membership (person_id)
""",
    """
CREATE TABLE message_blob (
    blob_id TEXT NOT NULL,
    mid TEXT NOT NULL,
    CONSTRAINT pk_message_blob PRIMARY KEY (blob_id),
    CONSTRAINT fk_message_blob_mid FOREIGN KEY(mid) REFERENCES message (mid) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE INDEX ix_message_blob_mid ON message_blob (mid)
""",
    """
CREATE TABLE pack (
    person_id TEXT NOT NULL,
    file TEXT NOT NULL,
    ver INTEGER NOT NULL,
    sealed_pack BLOB NOT NULL,
    CONSTRAINT pk_pack PRIMARY KEY (person_id, file),
    CONSTRAINT fk_pack_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE TABLE receipts (
    person_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    sealed_receipts BLOB NOT NULL,
    CONSTRAINT pk_receipts PRIMARY KEY (person_id, n),
    CONSTRAINT fk_receipts_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE TABLE request_answer (
    mid TEXT NOT NULL,
    request_id TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    network TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    expires_at INTEGER,
    blobs TEXT NOT NULL,
    sealed_wrap BLOB NOT NULL,
    sealed_content BLOB NOT NULL,
    CONSTRAINT pk_request_answer PRIMARY KEY (mid),
    CONSTRAINT fk_request_answer_request_id FOREIGN KEY(request_id) REFERENCES request (id)
)
 STRICT
""",
    """
CREATE INDEX ix_request_answer_expires_at ON request_answer (expires_at) WHERE expires_at IS NOT NULL
""",
    """
CREATE INDEX ix_request_answer_request_id ON request_answer (request_id)
""",
    """
CREATE TABLE request_pass (
    token_hash BLOB NOT NULL,
    request_id TEXT NOT NULL,
    challenge_hash BLOB NOT NULL,
    uploader TEXT NOT NULL,
    network TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    mid TEXT,
    CONSTRAINT pk_request_pass PRIMARY KEY (token_hash),
    CONSTRAINT fk_request_pass_request_id FOREIGN KEY(request_id) REFERENCES request (id) ON DELETE CASCADE,
    CONSTRAINT uq_request_pass_challenge_hash UNIQUE (challenge_hash)
)
 STRICT
""",
    """
CREATE INDEX ix_request_pass_ends_at ON request_pass (ends_at)
""",
    """
CREATE INDEX ix_request_pass_request_id ON request_pass (request_id, ends_at)
""",
    """
CREATE TABLE request_reader (
    request_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    addr TEXT NOT NULL,
    place INTEGER NOT NULL,
    CONSTRAINT pk_request_reader PRIMARY KEY (request_id, uid),
    CONSTRAINT fk_request_reader_request_id FOREIGN KEY(request_id) REFERENCES request (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE TABLE session (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    addr TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    client TEXT NOT NULL,
    label TEXT,
    network TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    device_salt BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (id),
    CONSTRAINT fk_session_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_session_token_hash UNIQUE (token_hash)
)
 STRICT
""",
    """
CREATE INDEX ix_session_person_id ON session (person_id)
""",
    """
CREATE INDEX ix_session_seen_at ON session (seen_at)
""",
    """
CREATE TABLE share_code (
    share_id TEXT NOT NULL,
    asked INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    code_salt BLOB,
    code_hash BLOB,
    ends_at INTEGER,
    tries_left INTEGER NOT NULL,
    CONSTRAINT pk_share_code PRIMARY KEY (share_id),
    CONSTRAINT fk_share_code_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE TABLE share_lease (
    token_hash BLOB NOT NULL,
    share_id TEXT NOT NULL,
    network TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    CONSTRAINT pk_share_lease PRIMARY KEY (token_hash),
    CONSTRAINT fk_share_lease_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE INDEX ix_share_lease_share_id ON share_lease (share_id, confirmed_at)
""",
    """
CREATE TABLE share_mail (
    id TEXT NOT NULL,
    share_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    to_addr TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT pk_share_mail PRIMARY KEY (id),
    CONSTRAINT fk_share_mail_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE INDEX ix_share_mail_share_id ON share_mail (share_id)
""",
    """
CREATE INDEX ix_share_mail_uid ON share_mail (uid, asked_at)
""",
    """
CREATE TABLE vault (
    person_id TEXT NOT NULL,
    ver INTEGER NOT NULL,
    sealed_vault BLOB NOT NULL,
    CONSTRAINT pk_vault PRIMARY KEY (person_id),
    CONSTRAINT fk_vault_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE TABLE answer_copy (
    mid TEXT NOT NULL,
    uid TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    read_at INTEGER,
    CONSTRAINT pk_answer_copy PRIMARY KEY (mid, uid),
    CONSTRAINT fk_answer_copy_mid FOREIGN KEY(mid) REFERENCES request_answer (mid) ON DELETE CASCADE
)
 STRICT
""",
    """
CREATE INDEX ix_answer_copy_listed ON answer_copy (uid, arrived_at, mid)
""",
    """
CREATE INDEX ix_answer_copy_unread ON answer_copy (uid) WHERE read_at IS NULL
""",
)

POSTGRESQL = (
    """
CREATE TABLE announcement (
    uid TEXT COLLATE "C" NOT NULL,
    seen BIGINT NOT NULL,
    told BIGINT NOT NULL,
    is_wanted BOOLEAN NOT NULL,
    is_link_wanted BOOLEAN NOT NULL,
    CONSTRAINT pk_announcement PRIMARY KEY (uid)
)
""",
    """
CREATE TABLE announcing (
    single BIGINT NOT NULL CONSTRAINT ck_announcing_single CHECK (single = 1),
    looked_at BIGINT NOT NULL,
    CONSTRAINT pk_announcing PRIMARY KEY (single)
)
""",
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
CREATE TABLE blob (
    id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    csize BIGINT NOT NULL,
    hlen BIGINT NOT NULL,
    folder TEXT COLLATE "C" NOT NULL,
    touched_at BIGINT NOT NULL,
    due_at BIGINT,
    CONSTRAINT pk_blob PRIMARY KEY (id)
)
""",
    """
CREATE INDEX ix_blob_due_at ON blob (due_at) WHERE due_at IS NOT NULL
""",
    """
CREATE INDEX ix_blob_folder ON blob (folder)
""",
    """
CREATE INDEX ix_blob_of_vault ON blob (uid) WHERE state = 'vault'
""",
    """
CREATE INDEX ix_blob_touched_at ON blob (touched_at) WHERE state IN ('open', 'finished')
""",
    """
CREATE INDEX ix_blob_unclaimed ON blob (uid) WHERE state IN ('open', 'finished')
""",
    """
CREATE TABLE entry (
    number BIGSERIAL NOT NULL,
    addr TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    entry BYTEA NOT NULL,
    arrived_at BIGINT NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (number),
    CONSTRAINT uq_entry_addr_seq UNIQUE (addr, seq),
    CONSTRAINT uq_entry_hash UNIQUE (hash)
)
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
CREATE TABLE failure (
    key_hash BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    CONSTRAINT pk_failure PRIMARY KEY (key_hash)
)
""",
    """
CREATE INDEX ix_failure_until_at ON failure (until_at)
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
CREATE TABLE joining_pass (
    token_hash BYTEA NOT NULL,
    link_id TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT pk_joining_pass PRIMARY KEY (token_hash)
)
""",
    """
CREATE INDEX ix_joining_pass_expires_at ON joining_pass (expires_at)
""",
    """
CREATE INDEX ix_joining_pass_link_id ON joining_pass (link_id)
""",
    """
CREATE TABLE key_log (
    number BIGSERIAL NOT NULL,
    instance TEXT COLLATE "C" NOT NULL,
    key BYTEA NOT NULL,
    size BIGINT NOT NULL,
    stack BYTEA NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    note_at BIGINT NOT NULL,
    restarted_at BIGINT,
    CONSTRAINT pk_key_log PRIMARY KEY (number),
    CONSTRAINT uq_key_log_instance UNIQUE (instance)
)
""",
    """
CREATE TABLE live_reader (
    process TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    until_at BIGINT NOT NULL,
    CONSTRAINT pk_live_reader PRIMARY KEY (process, uid)
)
""",
    """
CREATE INDEX ix_live_reader_uid ON live_reader (uid)
""",
    """
CREATE TABLE mail (
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    ref TEXT COLLATE "C" NOT NULL,
    to_addr TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    is_asked_again BOOLEAN NOT NULL,
    attempts BIGINT NOT NULL,
    reason TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    CONSTRAINT pk_mail PRIMARY KEY (id),
    CONSTRAINT uq_mail_kind_ref UNIQUE (kind, ref)
)
""",
    """
CREATE INDEX ix_mail_next_at ON mail (state, next_at)
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
    blobs TEXT COLLATE "C" NOT NULL,
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
CREATE TABLE people_group (
    gid TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key BYTEA NOT NULL,
    sort_key BYTEA NOT NULL,
    words BYTEA NOT NULL,
    rev BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT pk_people_group PRIMARY KEY (gid),
    CONSTRAINT uq_people_group_name_key UNIQUE (name_key)
)
""",
    """
CREATE UNIQUE INDEX ix_people_group_sort_key ON people_group (sort_key)
""",
    """
CREATE TABLE person (
    id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C",
    addr TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    sort_key BYTEA NOT NULL,
    words BYTEA NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    seq BIGINT,
    entry TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT ck_person_uid CHECK ((state = 'invited') = (uid IS NULL)),
    CONSTRAINT uq_person_uid UNIQUE (uid),
    CONSTRAINT uq_person_addr UNIQUE (addr)
)
""",
    """
CREATE UNIQUE INDEX ix_person_sort_key ON person (sort_key)
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
CREATE TABLE report (
    number BIGSERIAL NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    addr TEXT COLLATE "C",
    by_addr TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (number),
    CONSTRAINT uq_report_id UNIQUE (id)
)
""",
    """
CREATE INDEX ix_report_at ON report (at)
""",
    """
CREATE TABLE request (
    id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    asker_addr TEXT COLLATE "C" NOT NULL,
    request_hash BYTEA NOT NULL,
    claim_hash BYTEA NOT NULL,
    recipient BYTEA NOT NULL,
    sealed_label BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    answers BIGINT NOT NULL,
    answers_left BIGINT NOT NULL,
    CONSTRAINT pk_request PRIMARY KEY (id)
)
""",
    """
CREATE INDEX ix_request_ended_at ON request (ended_at) WHERE ended_at IS NOT NULL
""",
    """
CREATE INDEX ix_request_expires_at ON request (expires_at) WHERE state = 'open'
""",
    """
CREATE INDEX ix_request_listed ON request (uid, created_at, id)
""",
    """
CREATE TABLE share (
    id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    request_hash BYTEA NOT NULL,
    access_hash BYTEA NOT NULL,
    claim_hash BYTEA NOT NULL,
    ack_hash BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    opened_at BIGINT,
    views BIGINT,
    views_left BIGINT,
    opened BIGINT NOT NULL,
    tries_left BIGINT NOT NULL,
    lapsed BIGINT NOT NULL,
    notify BOOLEAN NOT NULL,
    lang TEXT COLLATE "C" NOT NULL,
    only_addr TEXT COLLATE "C",
    file_count BIGINT NOT NULL,
    blobs TEXT COLLATE "C" NOT NULL,
    sealed_link BYTEA,
    sealed_content BYTEA,
    CONSTRAINT pk_share PRIMARY KEY (id)
)
""",
    """
CREATE INDEX ix_share_ended_at ON share (ended_at) WHERE ended_at IS NOT NULL
""",
    """
CREATE INDEX ix_share_expires_at ON share (expires_at) WHERE state = 'open'
""",
    """
CREATE INDEX ix_share_held ON share (ended_at) WHERE state <> 'open' AND blobs <> '[]'
""",
    """
CREATE INDEX ix_share_listed ON share (uid, created_at, id)
""",
    """
CREATE TABLE start_code (
    id BIGSERIAL NOT NULL,
    code_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT pk_start_code PRIMARY KEY (id)
)
""",
    """
CREATE TABLE account (
    person_id TEXT COLLATE "C" NOT NULL,
    seen_at BIGINT NOT NULL,
    cred_ver BIGINT NOT NULL,
    kdf_salt BYTEA NOT NULL,
    kdf_m BIGINT NOT NULL,
    kdf_t BIGINT NOT NULL,
    kdf_p BIGINT NOT NULL,
    login_verifier BYTEA NOT NULL,
    recovery_verifier BYTEA NOT NULL,
    sealed_slot_password BYTEA NOT NULL,
    sealed_slot_recovery BYTEA NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (person_id),
    CONSTRAINT fk_account_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE blob_part (
    blob_id TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    digest_hash BYTEA NOT NULL,
    object_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_blob_part PRIMARY KEY (blob_id, number),
    CONSTRAINT fk_blob_part_blob_id FOREIGN KEY(blob_id) REFERENCES blob (id) ON DELETE CASCADE
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
CREATE INDEX ix_delivery_listed ON delivery (uid, box, number, read_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_delivery_told ON delivery (mid) WHERE told_at IS NOT NULL
""",
    """
CREATE INDEX ix_delivery_unswept ON delivery (mid) WHERE deleted_at IS NOT NULL AND NOT is_swept
""",
    """
CREATE TABLE link (
    id TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C",
    addr TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    role TEXT COLLATE "C" NOT NULL,
    inviter_id TEXT COLLATE "C" NOT NULL,
    inviter_addr TEXT COLLATE "C" NOT NULL,
    claim_hash BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tag BYTEA,
    entry TEXT COLLATE "C",
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT uq_link_number UNIQUE (number),
    CONSTRAINT fk_link_inviter_id FOREIGN KEY(inviter_id) REFERENCES person (id)
)
""",
    """
CREATE INDEX ix_link_kind_number ON link (kind, number)
""",
    """
CREATE INDEX ix_link_person_id ON link (person_id)
""",
    """
CREATE TABLE log_leaf (
    log_number BIGINT NOT NULL,
    position BIGINT NOT NULL,
    leaf BYTEA NOT NULL,
    CONSTRAINT pk_log_leaf PRIMARY KEY (log_number, position),
    CONSTRAINT fk_log_leaf_log_number FOREIGN KEY(log_number) REFERENCES key_log (number)
)
""",
    """
CREATE TABLE membership (
    gid TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_membership PRIMARY KEY (gid, person_id),
    CONSTRAINT fk_membership_gid FOREIGN KEY(gid) REFERENCES people_group (gid) ON DELETE CASCADE,
    CONSTRAINT fk_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_membership_person_id ON membership (person_id)
""",
    """
CREATE TABLE message_blob (
    blob_id TEXT COLLATE "C" NOT NULL,
    mid TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_message_blob PRIMARY KEY (blob_id),
    CONSTRAINT fk_message_blob_mid FOREIGN KEY(mid) REFERENCES message (mid) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_message_blob_mid ON message_blob (mid)
""",
    """
CREATE TABLE pack (
    person_id TEXT COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    ver BIGINT NOT NULL,
    sealed_pack BYTEA NOT NULL,
    CONSTRAINT pk_pack PRIMARY KEY (person_id, file),
    CONSTRAINT fk_pack_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE receipts (
    person_id TEXT COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    ver BIGINT NOT NULL,
    sealed_receipts BYTEA NOT NULL,
    CONSTRAINT pk_receipts PRIMARY KEY (person_id, n),
    CONSTRAINT fk_receipts_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE request_answer (
    mid TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    request_hash BYTEA NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    arrived_at BIGINT NOT NULL,
    expires_at BIGINT,
    blobs TEXT COLLATE "C" NOT NULL,
    sealed_wrap BYTEA NOT NULL,
    sealed_content BYTEA NOT NULL,
    CONSTRAINT pk_request_answer PRIMARY KEY (mid),
    CONSTRAINT fk_request_answer_request_id FOREIGN KEY(request_id) REFERENCES request (id)
)
""",
    """
CREATE INDEX ix_request_answer_expires_at ON request_answer (expires_at) WHERE expires_at IS NOT NULL
""",
    """
CREATE INDEX ix_request_answer_request_id ON request_answer (request_id)
""",
    """
CREATE TABLE request_pass (
    token_hash BYTEA NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    challenge_hash BYTEA NOT NULL,
    uploader TEXT COLLATE "C" NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    ends_at BIGINT NOT NULL,
    mid TEXT COLLATE "C",
    CONSTRAINT pk_request_pass PRIMARY KEY (token_hash),
    CONSTRAINT fk_request_pass_request_id FOREIGN KEY(request_id) REFERENCES request (id) ON DELETE CASCADE,
    CONSTRAINT uq_request_pass_challenge_hash UNIQUE (challenge_hash)
)
""",
    """
CREATE INDEX ix_request_pass_ends_at ON request_pass (ends_at)
""",
    """
CREATE INDEX ix_request_pass_request_id ON request_pass (request_id, ends_at)
""",
    """
CREATE TABLE request_reader (
    request_id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    addr TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    CONSTRAINT pk_request_reader PRIMARY KEY (request_id, uid),
    CONSTRAINT fk_request_reader_request_id FOREIGN KEY(request_id) REFERENCES request (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE session (
    id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    addr TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    client TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C",
    network TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL,
    device_salt BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (id),
    CONSTRAINT fk_session_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_session_token_hash UNIQUE (token_hash)
)
""",
    """
CREATE INDEX ix_session_person_id ON session (person_id)
""",
    """
CREATE INDEX ix_session_seen_at ON session (seen_at)
""",
    """
CREATE TABLE share_code (
    share_id TEXT COLLATE "C" NOT NULL,
    asked BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    code_salt BYTEA,
    code_hash BYTEA,
    ends_at BIGINT,
    tries_left BIGINT NOT NULL,
    CONSTRAINT pk_share_code PRIMARY KEY (share_id),
    CONSTRAINT fk_share_code_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE share_lease (
    token_hash BYTEA NOT NULL,
    share_id TEXT COLLATE "C" NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    claimed_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    CONSTRAINT pk_share_lease PRIMARY KEY (token_hash),
    CONSTRAINT fk_share_lease_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_share_lease_share_id ON share_lease (share_id, confirmed_at)
""",
    """
CREATE TABLE share_mail (
    id TEXT COLLATE "C" NOT NULL,
    share_id TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    to_addr TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT pk_share_mail PRIMARY KEY (id),
    CONSTRAINT fk_share_mail_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_share_mail_share_id ON share_mail (share_id)
""",
    """
CREATE INDEX ix_share_mail_uid ON share_mail (uid, asked_at)
""",
    """
CREATE TABLE vault (
    person_id TEXT COLLATE "C" NOT NULL,
    ver BIGINT NOT NULL,
    sealed_vault BYTEA NOT NULL,
    CONSTRAINT pk_vault PRIMARY KEY (person_id),
    CONSTRAINT fk_vault_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE answer_copy (
    mid TEXT COLLATE "C" NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    arrived_at BIGINT NOT NULL,
    read_at BIGINT,
    CONSTRAINT pk_answer_copy PRIMARY KEY (mid, uid),
    CONSTRAINT fk_answer_copy_mid FOREIGN KEY(mid) REFERENCES request_answer (mid) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_answer_copy_listed ON answer_copy (uid, arrived_at, mid)
""",
    """
CREATE INDEX ix_answer_copy_unread ON answer_copy (uid) WHERE read_at IS NULL
""",
)


def upgrade() -> None:
    """Make every table and index."""
    for text in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(text)
