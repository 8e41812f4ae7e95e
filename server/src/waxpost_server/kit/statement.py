"""Statements: SQLAlchemy Core, compiled once per dialect to text and parameter order, run on the bare driver.

A statement is a module constant; the names of its bind parameters are the keyword arguments it is run with. Only
four kinds of values cross the database's edge, and they come out equal on both databases: whole numbers (64 bits),
booleans, text and bytes. Anything else is refused when the statement is first compiled, not in production at night.
"""

import collections
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.postgresql.asyncpg import dialect as postgresql_dialect
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import Select, TableValuedAlias, TextualSelect

from waxpost_server.kit.errors import InvalidRequest

DialectName = Literal["sqlite", "postgresql"]
Convert = Callable[[Any], object]  # any value a driver takes or gives

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _make_strict(table: sa.Table, parent: object) -> None:
    if parent is metadata:
        table.dialect_options["sqlite"]["strict"] = True


def _sort_by_bytes(column: sa.Column[Any], table: sa.Table) -> None:
    if table.metadata is metadata and type(column.type) is sa.Text and column.type.collation is None:
        column.type = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


# Tables behave alike on both databases: SQLite refuses a wrong type as PostgreSQL does, and PostgreSQL compares and
# sorts text by its bytes as SQLite does, whatever the language of the cluster.
event.listen(sa.Table, "after_parent_attach", _make_strict)
event.listen(sa.Column, "after_parent_attach", _sort_by_bytes)

_DIALECTS: dict[DialectName, sa.Dialect] = {
    "sqlite": sqlite_dialect(paramstyle="qmark"),  # pyright: ignore[reportUnknownArgumentType]
    "postgresql": postgresql_dialect(),
}


_named_tuple = cast(Callable[[str, list[str]], object], collections.namedtuple)  # noqa: PYI024 - names known at run time


class Row(tuple[Any, ...]):
    """One row of an answer: read-only, its columns are attributes. Really a named tuple of its statement."""

    __slots__ = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # the type of a column is known to its statement only
        def _asdict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement for one dialect: `arrange` puts keyword arguments in the order of the text's parameters."""

    text: str
    arrange: Callable[[Mapping[str, object]], Sequence[object]]
    make_row: Callable[[Sequence[object]], Row]


class Statement:
    """SQL with named parameters. `sqlite` and `postgresql` are its compiled forms, made at first use."""

    __slots__ = ("_elements", "_forms")

    def __init__(self, sqlite: sa.ClauseElement, postgresql: sa.ClauseElement) -> None:
        self._elements: dict[DialectName, sa.ClauseElement] = {"sqlite": sqlite, "postgresql": postgresql}
        self._forms: dict[DialectName, Compiled] = {}

    def on(self, dialect: DialectName) -> Compiled:
        """The compiled form for a dialect. Raises TypeError for a value type that the house does not store."""
        form = self._forms.get(dialect)
        if form is None:
            form = self._forms[dialect] = _compile(self._elements[dialect], dialect)
        return form


def statement(element: sa.ClauseElement, *, postgresql: sa.ClauseElement | None = None) -> Statement:
    """A statement for both databases; `postgresql` is another way to say the same there, when that is faster."""
    return Statement(element, element if postgresql is None else postgresql)


def insert(table: sa.Table) -> Insert:
    """An INSERT that may end in `on_conflict_do_nothing` or `on_conflict_do_update` on both databases."""
    return postgresql_insert(table)  # SQLite took over the syntax, so its compiler understands this one too


class _AnyOf(ColumnElement[bool]):
    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], values: BindParameter[Any]) -> None:
        self.type = sa.Boolean()
        self.column = column
        self.values = values

    def self_group(self, against: object = None) -> "_AnyOf":
        """As it is: SQLAlchemy would add `= 1` on SQLite, which keeps the index from being used."""
        return self


class _List(sa.types.UserDefinedType[Sequence[object]]):
    """A list of values in one parameter: an array on PostgreSQL, a JSON text on SQLite."""

    cache_ok = True

    def __init__(self, item: Literal["TEXT", "BIGINT"]) -> None:
        self.item = item


def partial_index(name: str, *columns: str, where: str) -> sa.Index:
    """An index of the rows for which `where` holds, in words that both databases understand."""
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def any_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column` is one of the values in the list parameter `name`. For text and numbers; one text for any length."""
    item: Literal["TEXT", "BIGINT"] = "BIGINT" if isinstance(column.type, sa.Integer) else "TEXT"
    return _AnyOf(column, sa.bindparam(name, type_=_List(item)))


class _Each(FunctionElement[Any]):
    inherit_cache = False
    name = "each"


def each(name: str) -> TableValuedAlias:
    """The list parameter `name` (texts) as a table with one column, `value`."""
    return _Each(sa.bindparam(name, type_=_List("TEXT"))).table_valued(sa.column("value", sa.Text()))


@compiles(_Each, "sqlite")
def _each_sqlite(element: _Each, compiler: SQLCompiler, **options: Any) -> str:  # options: SQLAlchemy's own
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Each, "postgresql")
def _each_postgresql(element: _Each, compiler: SQLCompiler, **options: Any) -> str:  # options: SQLAlchemy's own
    texts = f"CAST({compiler.process(element.clauses, **options)} AS TEXT[])"
    return f'(SELECT unnest({texts}) COLLATE "C" AS value)'


@compiles(_AnyOf, "sqlite")
def _any_of_sqlite(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:  # options: SQLAlchemy's own
    column = compiler.process(element.column, **options)
    return f"{column} IN (SELECT value FROM json_each({compiler.process(element.values, **options)}))"  # noqa: S608 - SQLAlchemy's own text


@compiles(_AnyOf, "postgresql")
def _any_of_postgresql(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:  # options: SQLAlchemy's own
    column = compiler.process(element.column, **options)
    item = cast(_List, element.values.type).item
    return f"{column} = ANY(CAST({compiler.process(element.values, **options)} AS {item}[]))"


# The names that STRICT tables know.
@compiles(sa.BigInteger, "sqlite")
@compiles(sa.Boolean, "sqlite")
def _integer(_type: object, _compiler: object, **_options: Any) -> str:  # options: SQLAlchemy's own
    return "INTEGER"


@compiles(sa.String, "sqlite")
def _text(_type: object, _compiler: object, **_options: Any) -> str:  # options: SQLAlchemy's own
    return "TEXT"


def _compile(element: sa.ClauseElement, dialect: DialectName) -> Compiled:
    if isinstance(element, sa.Insert) and not element.exported_columns:
        element = element.inline()  # otherwise SQLAlchemy adds a RETURNING of its own
    compiled = element.compile(dialect=_DIALECTS[dialect])
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("a statement is a SELECT, INSERT, UPDATE or DELETE")
    return Compiled(compiled.string, _arranger(compiled, dialect), _row_maker(element, dialect))


def _arranger(compiled: SQLCompiler, dialect: DialectName) -> Callable[[Mapping[str, object]], Sequence[object]]:
    names = list(compiled.positiontup or [])
    binds = [compiled.binds[name] for name in names]
    constants = {bind.key: bind.value for bind in binds if not bind.required}
    wanted = frozenset(bind.key for bind in binds if bind.required)
    keys = [bind.key for bind in binds]
    to_json = [i for i, bind in enumerate(binds) if isinstance(bind.type, _List)] if dialect == "sqlite" else []
    pick = _picker(keys)

    def arrange(params: Mapping[str, object]) -> Sequence[object]:
        if len(params) != len(wanted) or not wanted.issuperset(params):
            raise TypeError(f"parameters differ from the statement's: {sorted(wanted.symmetric_difference(params))}")
        values = pick({**params, **constants} if constants else params)
        for value in values:
            _check_storable(value)
        if not to_json:
            return values
        listed = list(values)
        for index in to_json:
            listed[index] = msgspec.json.encode(listed[index]).decode()
        return listed

    return arrange


def _picker(keys: list[str]) -> Callable[[Mapping[str, object]], tuple[object, ...]]:
    if len(keys) > 1:
        return cast(Callable[[Mapping[str, object]], tuple[object, ...]], itemgetter(*keys))
    if keys:
        only = keys[0]
        return lambda params: (params[only],)
    return lambda _params: ()


def _check_storable(value: object) -> None:
    # PostgreSQL stores neither NUL in text nor numbers beyond 64 bits; SQLite is held to the same.
    if isinstance(value, str):
        if "\0" in value:
            raise InvalidRequest("A text holds a NUL character, which cannot be stored.")
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise InvalidRequest("A number is too large to be stored.")


def _row_maker(element: object, dialect: DialectName) -> Callable[[Sequence[object]], Row]:
    columns = _answer_columns(element)
    # Built per statement, so the names of the columns are data here; `Row` tells the type checker what it is.
    made = cast(Any, _named_tuple("Row", [name for name, _, _ in columns]))
    converts = [(i, c) for i, (_, kind, plain) in enumerate(columns) if (c := _converter(kind, plain, dialect))]
    if not converts:
        return cast(Callable[[Sequence[object]], Row], made._make)

    def make(values: Sequence[object]) -> Row:
        changed = list(values)
        for index, convert in converts:
            changed[index] = convert(changed[index])
        return cast(Row, made._make(changed))

    return make


def _answer_columns(element: object) -> list[tuple[str, sa.types.TypeEngine[Any], bool]]:
    """Name, type and "is a plain column of a table" of every column in the answer."""
    if isinstance(element, (sa.Insert, sa.Update, sa.Delete)):
        columns = list(element.exported_columns)
    elif isinstance(element, (Select, TextualSelect, sa.CompoundSelect)):
        columns = list(cast(Any, element).selected_columns)
    else:
        columns = []
    named = enumerate(cast(list[Any], columns))
    return [(_name(column.key, place), column.type, isinstance(column, sa.Column)) for place, column in named]


def _name(key: object, place: int) -> str:
    # SQLAlchemy's own names for what has none are no identifiers; such a column is read by its place.
    return key if isinstance(key, str) and key.isidentifier() else f"column_{place}"


def _converter(kind: sa.types.TypeEngine[Any], plain: bool, dialect: DialectName) -> Convert | None:
    if isinstance(kind, sa.Boolean):
        return _to_bool if dialect == "sqlite" else None
    if isinstance(kind, sa.Integer):
        # PostgreSQL answers sum() of numbers with a decimal.
        return _to_int if dialect == "postgresql" and not plain else None
    if isinstance(kind, (sa.String, sa.LargeBinary)):
        return None
    raise TypeError(f"an answer cannot hold {kind!r}: use numbers, booleans, text or bytes, or give it a type")


def _to_bool(value: object) -> object:
    return None if value is None else bool(value)


def _to_int(value: object) -> object:
    return None if value is None else int(cast(int, value))
