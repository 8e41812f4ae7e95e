"""Pytest plugin: PostgreSQL for tests. Loaded for every test by the conftest at the root.

| Fixture             | Scope    | Is                                                                       |
|---------------------|----------|--------------------------------------------------------------------------|
| `postgres_url`      | session  | URL of a running cluster's `postgres` database, started at its first use |
| `postgres_database` | function | URL of an empty database of this test alone                              |

`new_database(url)`, `drop_database(url)` and `running_cluster(durable=...)` are in `tools.postgres`.
"""

from collections.abc import Iterator

import pytest

from tools.postgres import drop_database, new_database, running_cluster


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of the session's cluster; use `new_database` on it, and leave the `postgres` database empty."""
    with running_cluster() as cluster:
        yield cluster.url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of an empty database that goes away after the test."""
    url = new_database(postgres_url)
    yield url
    drop_database(url)
