"""The whole vocabulary of the audit: what can be recorded. A word never changes its meaning and is never taken away."""

from enum import StrEnum


class Action(StrEnum):
    """What was done. The value is what is stored."""

    INSTANCE_STARTED = "instance-started"
    POLICY_CHANGED = "policy-changed"
    LOG_RESTARTED = "log-restarted"

    INVITATION_MADE = "invitation-made"
    INVITATION_ENDED = "invitation-ended"
    INVITATION_CLAIMED = "invitation-claimed"
    START_OVER_ALLOWED = "start-over-allowed"
    START_OVER_ENDED = "start-over-ended"
    STARTED_OVER = "started-over"

    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_IN_WITH_RECOVERY = "signed-in-with-recovery"
    SIGNED_OUT = "signed-out"
    SESSION_ENDED = "session-ended"
    OTHER_SESSIONS_ENDED = "other-sessions-ended"
    PASSWORD_CHANGED = "password-changed"
    RECOVERY_CHANGED = "recovery-changed"
    VAULT_SAVED = "vault-saved"
    RECEIPTS_SAVED = "receipts-saved"

    ENTRY_PUBLISHED = "entry-published"
    ROLE_CHANGED = "role-changed"
    PERSON_SUSPENDED = "person-suspended"
    PERSON_RESTORED = "person-restored"
    GROUP_CREATED = "group-created"
    GROUP_RENAMED = "group-renamed"
    GROUP_MEMBERS_CHANGED = "group-members-changed"
    GROUP_DELETED = "group-deleted"
    REPORT_MADE = "report-made"

    FILE_UPLOADED = "file-uploaded"
    FILE_DISCARDED = "file-discarded"
    MESSAGE_SENT = "message-sent"
    MESSAGE_READ = "message-read"
    MESSAGE_DELETED = "message-deleted"
    MESSAGE_EXPIRED = "message-expired"

    LINK_MADE = "link-made"
    LINK_CHANGED = "link-changed"
    LINK_REVOKED = "link-revoked"
    LINK_CLAIMED = "link-claimed"
    LINK_CLAIM_FAILED = "link-claim-failed"
    LINK_OPENED = "link-opened"
    LINK_LOCKED = "link-locked"
    LINK_USED_UP = "link-used-up"
    LINK_EXPIRED = "link-expired"
    LINK_DELETED_BY_READER = "link-deleted-by-reader"
    LINK_MAILED = "link-mailed"
    LINK_CODE_ASKED = "link-code-asked"
    LINK_CODE_FAILED = "link-code-failed"

    MAIL_FAILED = "mail-failed"
    PREFERENCES_CHANGED = "preferences-changed"
