"""Nothing to configure here: `kit.migrate` opens the connection, holds the lock and runs the revisions.

Alembic's own commands would bypass the lock and the copy, so they are refused.
"""

raise RuntimeError("use `waxpost-server migrate`")
