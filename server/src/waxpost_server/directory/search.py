"""Type-ahead over people and groups: every word of the query begins a word of the name or the address.

Rows are walked in the order of names until enough fit. That reads every row only when few fit, and ten thousand short
rows are read in a few milliseconds, which an index of words did not beat.
"""

from functools import cache
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa

from waxpost_server.directory.groups import list_these_groups
from waxpost_server.directory.tables import people_group, person
from waxpost_server.directory.words import beginnings_of
from waxpost_server.kit.db import ReadTx, Row, Statement, statement
from waxpost_server.kit.shapes import Body
from waxpost_server.kit.web.principal import Principal


class Search(Body):
    """Words that begin words of names and addresses; at most `limit` people and as many groups."""

    q: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=20)]


async def search(tx: ReadTx, principal: Principal, query: Search) -> tuple[list[Row], list[Row]]:
    """People (rows of `person`) and groups (rows of `list_groups`) by name. A query without words finds nothing."""
    beginnings = beginnings_of(query.q)
    if not beginnings:
        return [], []
    asked: dict[str, object] = {f"word_{number}": word for number, word in enumerate(beginnings)}
    people = await tx.all(_people_statement(len(beginnings)), most=query.limit, **asked)
    groups = await tx.all(_groups_statement(len(beginnings)), most=query.limit, **asked)
    return people, await list_these_groups(tx, principal.user_id, [row.gid for row in groups]) if groups else []


@cache  # at most 50 words fit into a query of 100 characters
def _people_statement(words: int) -> Statement:
    return _with_all_words(sa.select(person), person, words)


@cache
def _groups_statement(words: int) -> Statement:
    return _with_all_words(sa.select(people_group.c.gid), people_group, words)


def _with_all_words(select: sa.Select[Any], table: sa.Table, words: int) -> Statement:  # any columns
    ordered = select.order_by(table.c.sort_key).limit(sa.bindparam("most", type_=sa.BigInteger))
    asked = [sa.bindparam(f"word_{number}", type_=sa.LargeBinary) for number in range(words)]
    return statement(
        ordered.where(*(sa.func.instr(table.c.words, word) > 0 for word in asked)),
        # PostgreSQL's own function for bytes; strpos is for texts.
        postgresql=ordered.where(*(sa.func.position(word.op("IN")(table.c.words)) > 0 for word in asked)),
    )
