"""Every periodic job of the house, listed by hand."""

from waxpost_server.audit.jobs import forget_audit_records
from waxpost_server.kit.jobs import forget_events
from waxpost_server.kit.queue import Job
from waxpost_server.messages.jobs import expire_messages, forget_old_messages, remove_deleted_messages

JOBS: list[Job] = [
    expire_messages,
    remove_deleted_messages,
    forget_old_messages,
    forget_events,
    forget_audit_records,
]
