"""Write the initial revision anew from the declared tables: `python tools/make_migration.py [--check]`.

Until the first release there is one revision, so a changed table changes that one. It holds finished DDL for each
database and imports nothing of ours. After the first release this program is removed and revisions are only added.
"""

import sys
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from waxpost_server.tables import metadata

TARGET = Path(__file__).resolve().parents[1] / "server/src/waxpost_server/migrations/versions/0001_initial.py"
DIALECTS: dict[str, sa.Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}

HEAD = '''"""The tables of the first release. Made by tools/make_migration.py from the declared tables; do not edit."""

from alembic import op

revision = "0001"
down_revision = None

'''
TAIL = '''

def upgrade() -> None:
    """Make every table and index."""
    for text in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(text)
'''


def ddl(dialect: sa.Dialect) -> list[str]:
    """Every CREATE statement, tables before what refers to them, in an order that does not change by chance."""
    statements: list[str] = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    return ["\n".join(line.rstrip().expandtabs(4) for line in text.strip().splitlines()) for text in statements]


def revision() -> str:
    """The text of the revision."""
    parts = [HEAD]
    for name, dialect in DIALECTS.items():
        quoted = "".join(f'    """\n{text}\n""",\n' for text in ddl(dialect))
        parts.append(f"{name.upper()} = (\n{quoted})\n")
    return "".join([*parts[:2], "\n", *parts[2:], TAIL])


def main() -> int:
    """Write the revision; with --check only say whether it is current."""
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text() == revision():
            return 0
        print("The initial revision is not current: run `python tools/make_migration.py`.", file=sys.stderr)
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(revision())
    return 0


if __name__ == "__main__":
    sys.exit(main())
