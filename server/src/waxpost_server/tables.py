"""Every table of the house, so that `metadata` is whole for migrations and for tests."""

import waxpost_server.accounts.tables as accounts
import waxpost_server.admin.tables as admin
import waxpost_server.attachments.tables as attachments
import waxpost_server.audit.tables as audit
import waxpost_server.directory.tables as directory
import waxpost_server.joining.tables as joining
import waxpost_server.keylog.tables as keylog
import waxpost_server.links.tables as links
import waxpost_server.mail.tables as mail
import waxpost_server.messages.tables as messages
import waxpost_server.notifications.tables as notifications
import waxpost_server.policies.tables as policies
import waxpost_server.requests.tables as requests
from waxpost_server.kit import instance, outbox, queue
from waxpost_server.kit.db import metadata

# Importing a module declares its tables in `metadata`.
MODULES = (
    accounts,
    admin,
    attachments,
    audit,
    directory,
    instance,
    joining,
    keylog,
    links,
    mail,
    messages,
    notifications,
    outbox,
    policies,
    queue,
    requests,
)

__all__ = ["MODULES", "metadata"]
