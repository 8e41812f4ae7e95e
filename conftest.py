"""Every test of the repository: no network beyond this machine, no silent skips, PostgreSQL and browsers on demand."""

pytest_plugins = ["tools.pytest_house", "tools.pytest_postgres", "tools.pytest_workers", "web.e2e.pytest_browser"]
