"""Every table of the house, so that `metadata` is whole for migrations and for tests."""

import waxpost_server.audit.tables
import waxpost_server.kit.instance
import waxpost_server.kit.outbox
import waxpost_server.kit.queue
import waxpost_server.messages.tables
import waxpost_server.policies.tables  # noqa: F401
from waxpost_server.kit.db import metadata

__all__ = ["metadata"]
