"""Every periodic job of the house, listed by hand."""

from waxpost_server.audit.jobs import forget_audit_records
from waxpost_server.kit.jobs import forget_events
from waxpost_server.kit.queue import Job

JOBS: list[Job] = [
    forget_events,
    forget_audit_records,
]
