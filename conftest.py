"""Every test of the repository: no network beyond this machine, no silent skips, a PostgreSQL server on demand."""

pytest_plugins = ["tools.pytest_house", "tools.pytest_postgres"]
