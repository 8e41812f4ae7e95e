"""No column could hold what people write: each is listed with its kind, and what is sealed says so in its name."""

import re
from pathlib import Path

import sqlalchemy as sa

from waxpost_server.tables import metadata

PAGE = Path(__file__).resolve().parents[3] / "docs" / "security" / "stored.md"
SEALED = re.compile(r"(sealed|wrapped)_\w+")
# Types in which a kind is stored. Nothing that only a client can read is ever a text.
TYPES: dict[str, tuple[type[object], ...]] = {
    "id": (sa.Text,),
    "time": (sa.BigInteger,),
    "number": (sa.BigInteger,),
    "choice": (sa.Text, sa.Boolean),
    "hash": (sa.Text, sa.LargeBinary),
    "sealed": (sa.LargeBinary,),
    "address": (sa.Text,),
    "public": (sa.Text, sa.LargeBinary),
    "name": (sa.Text, sa.LargeBinary),
    "record": (sa.Text,),
}


def kinds() -> dict[str, str]:
    """The kind of every column on the page."""
    found: dict[str, str] = {}
    for columns, kind in re.findall(r"^\| ([a-z_., ]+\.[a-z_, .]+) \| (\w+) \|$", PAGE.read_text(), re.MULTILINE):
        for column in columns.split(", "):
            assert column not in found, column
            found[column] = kind
    return found


def columns() -> dict[str, sa.Column[object]]:
    """Every column of every table."""
    return {f"{table.name}.{column.name}": column for table in metadata.sorted_tables for column in table.columns}


def test_rule_01_every_column_is_listed_with_what_it_may_hold() -> None:
    assert set(kinds()) == set(columns())
    for name, kind in kinds().items():
        assert isinstance(columns()[name].type, TYPES[kind]), name


def test_rule_01_what_is_sealed_says_so_and_nothing_else_does() -> None:
    for name, kind in kinds().items():
        assert bool(SEALED.fullmatch(name.partition(".")[2])) == (kind == "sealed"), name
        assert name.endswith("_at") == (kind == "time") or name in {"event.at", "audit_record.at", "report.at"}, name


def test_every_table_says_how_long_its_rows_live() -> None:
    said = " ".join(re.findall(r"\*\*Rows live:\*\*(.*?)(?:\n\n|\Z)", PAGE.read_text(), re.DOTALL))

    assert [table.name for table in metadata.sorted_tables if not re.search(rf"\b{table.name}\b", said)] == []
