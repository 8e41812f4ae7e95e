"""Every periodic job of the house, and whoever composes mails, listed by hand."""

from waxpost_server.accounts.jobs import jobs as jobs_of_accounts
from waxpost_server.admin.jobs import forget_reports
from waxpost_server.attachments.jobs import jobs as jobs_of_attachments
from waxpost_server.audit.jobs import forget_audit_records
from waxpost_server.keylog.jobs import jobs as jobs_of_keylog
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.jobs import forget_events
from waxpost_server.kit.queue import Job
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.links.codes import KIND as LINK_CODE
from waxpost_server.links.codes import compose_code
from waxpost_server.links.jobs import expire_links, forget_old_links, release_link_files
from waxpost_server.links.mailing import KIND as LINK
from waxpost_server.links.mailing import compose_link_mail, report_link_mail
from waxpost_server.links.telling import KIND_LOCKED, KIND_OPENED
from waxpost_server.mail.jobs import jobs as jobs_of_mail
from waxpost_server.mail.outbox import Composer, Reporter
from waxpost_server.messages.jobs import expire_messages, forget_old_messages, remove_deleted_messages
from waxpost_server.notifications.announcing import KIND as ANNOUNCEMENT
from waxpost_server.notifications.announcing import compose_announcement
from waxpost_server.notifications.jobs import jobs as jobs_of_notifications
from waxpost_server.notifications.link_news import compose_locked, compose_opened
from waxpost_server.requests.jobs import end_request_passes, expire_answers, expire_requests, forget_old_requests

JOBS: list[Job] = [
    expire_messages,
    remove_deleted_messages,
    forget_old_messages,
    expire_links,
    release_link_files,
    forget_old_links,
    expire_requests,
    expire_answers,
    end_request_passes,
    forget_old_requests,
    forget_events,
    forget_audit_records,
    forget_reports,
]


# Who says what a mail of each kind says.
COMPOSERS: dict[str, Composer] = {
    ANNOUNCEMENT: compose_announcement,
    LINK: compose_link_mail,
    LINK_CODE: compose_code,
    KIND_OPENED: compose_opened,
    KIND_LOCKED: compose_locked,
}
# Who wants to know what became of a mail.
REPORTERS: dict[str, Reporter] = {LINK: report_link_mail}


def all_jobs(settings: Settings, secrets: Secrets) -> list[Job]:
    """Those above, and those that need settings or secrets."""
    return [
        *JOBS,
        *jobs_of_attachments(BlobStore(settings.blobs_url)),
        *jobs_of_accounts(settings),
        *jobs_of_keylog(secrets.log_key),
        *jobs_of_notifications(settings),
        *jobs_of_mail(settings, COMPOSERS, REPORTERS),
    ]
