"""Migrations: the result equals the declared tables, a copy is made first, a newer database is refused."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tools import make_migration
from tools.make_migration import DIALECTS, ddl
from tools.postgres import drop_database, new_database
from waxpost_server import tables
from waxpost_server.kit.migrate import DatabaseIsNewer, migrate
from waxpost_server.manage import MIGRATIONS

SECOND = '''"""A later revision, as the second release will bring it."""
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a table."""
    op.get_bind().exec_driver_sql("CREATE TABLE later (id TEXT)")
    {after}
'''

CATALOGUE = """
SELECT table_name, column_name, data_type, is_nullable, collation_name, column_default FROM information_schema.columns
 WHERE table_schema = 'public' ORDER BY 1, 2;
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2;
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""


def later_scripts(folder: Path, after: str = "") -> Path:
    """The house's revisions and one more."""
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text())
    initial = MIGRATIONS / "versions" / "0001_initial.py"
    (folder / "versions" / initial.name).write_text(initial.read_text())
    (folder / "versions" / "0002_later.py").write_text(SECOND.format(after=after))
    return folder


def schema_of(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
        return {re.sub(r"\s+", " ", sql).strip() for (sql,) in rows}


async def catalogue_of(url: str) -> list[list[tuple[object, ...]]]:
    connection = await asyncpg.connect(url)
    found = [[tuple(row) for row in await connection.fetch(part)] for part in CATALOGUE.split(";")]
    await connection.close()
    return [[row for row in part if "alembic_version" not in str(row[0])] for part in found]


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    url = new_database(postgres_url)
    yield url
    drop_database(url)


async def test_the_migrated_schema_equals_the_declared_tables_on_sqlite(tmp_path: Path) -> None:
    await migrate(f"sqlite:///{tmp_path / 'migrated.db'}", MIGRATIONS)
    declared = sqlite3.connect(tmp_path / "declared.db")
    for text in ddl(DIALECTS["sqlite"]):
        declared.execute(text)
    declared.close()

    assert schema_of(tmp_path / "migrated.db") == schema_of(tmp_path / "declared.db")


async def test_the_migrated_schema_equals_the_declared_tables_on_postgresql(
    empty_postgres: str, postgres_template: str
) -> None:
    done = await migrate(empty_postgres, MIGRATIONS)

    assert done.revisions == ["0001"]
    assert await catalogue_of(empty_postgres) == await catalogue_of(postgres_template)


def test_every_module_of_tables_is_listed() -> None:
    house = MIGRATIONS.parent
    found = {f"waxpost_server.{path.parent.name}.tables" for path in house.glob("*/tables.py")}

    assert found <= {module.__name__ for module in tables.MODULES}


def test_the_initial_revision_is_current() -> None:
    assert make_migration.TARGET.read_text() == make_migration.revision()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'waxpost.db'}"
    return request.getfixturevalue("empty_postgres")


async def test_migrating_again_does_nothing(empty_url: str) -> None:
    assert (await migrate(empty_url, MIGRATIONS)).revisions == ["0001"]

    assert (await migrate(empty_url, MIGRATIONS)).revisions == []


async def test_two_processes_at_once_migrate_once(empty_url: str) -> None:
    def start() -> list[str]:
        return asyncio.run(migrate(empty_url, MIGRATIONS)).revisions

    done = await asyncio.gather(*(asyncio.to_thread(start) for _ in range(3)))

    assert sorted(done) == [[], [], ["0001"]]


async def test_a_newer_database_is_refused(empty_url: str, tmp_path: Path) -> None:
    await migrate(empty_url, later_scripts(tmp_path / "later"))

    with pytest.raises(DatabaseIsNewer, match="newer Waxpost"):
        await migrate(empty_url, MIGRATIONS)


async def test_a_failed_revision_leaves_the_database_as_it_was(empty_url: str, tmp_path: Path) -> None:
    await migrate(empty_url, MIGRATIONS)

    with pytest.raises(ZeroDivisionError):
        await migrate(empty_url, later_scripts(tmp_path / "broken", after="1 / 0"))

    done = await migrate(empty_url, later_scripts(tmp_path / "later"))
    assert done.revisions == ["0002"]


async def test_a_file_with_data_is_copied_first(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'waxpost.db'}"
    assert (await migrate(url, MIGRATIONS)).copy is None
    with sqlite3.connect(tmp_path / "waxpost.db") as connection:
        connection.execute("INSERT INTO job VALUES ('kept', 1)")
    connection.close()

    done = await migrate(url, later_scripts(tmp_path / "later"))

    assert done.copy == tmp_path / "backup-before-0002.db"
    copied = sqlite3.connect(tmp_path / "backup-before-0002.db")
    assert copied.execute("SELECT name FROM job").fetchall() == [("kept",)]
    assert copied.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)
    copied.close()
