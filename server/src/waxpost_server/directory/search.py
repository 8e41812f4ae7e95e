"""Type-ahead over people and groups: every word of the query begins a word of the name or the address.

Words are rows of their own, so a search is a range scan over an index on both databases.
"""

from functools import cache
from typing import Annotated

import msgspec
import sqlalchemy as sa

from waxpost_server.directory.groups import list_these_groups
from waxpost_server.directory.tables import group_word, people_group, person, person_word
from waxpost_server.directory.words import after, prefixes_of
from waxpost_server.kit.db import ReadTx, Row, Statement, statement
from waxpost_server.kit.shapes import Body
from waxpost_server.kit.web.principal import Principal

# Below so many matching words the matches are sorted; above, people are walked in order until enough fit.
_FEW = 400


class Search(Body):
    """Words that begin words of names and addresses; at most `limit` people and as many groups."""

    q: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=20)]


async def search(tx: ReadTx, principal: Principal, query: Search) -> tuple[list[Row], list[Row]]:
    """People (rows of `person`) and groups (rows of `list_groups`) by name. A query without words finds nothing."""
    prefixes = prefixes_of(query.q)
    if not prefixes:
        return [], []
    bounds = _bounds(prefixes)
    is_rare = await tx.value(_COUNT_WORDS, low=prefixes[0], high=after(prefixes[0])) < _FEW
    people = await tx.all(_people_statement(len(prefixes), is_rare), most=query.limit, **bounds)
    groups = await tx.all(_groups_statement(len(prefixes)), most=query.limit, **bounds)
    return people, await list_these_groups(tx, principal.user_id, [row.gid for row in groups]) if groups else []


def _bounds(prefixes: list[bytes]) -> dict[str, object]:
    bounds: dict[str, object] = {}
    for number, prefix in enumerate(prefixes):
        bounds[f"low_{number}"] = prefix
        bounds[f"high_{number}"] = after(prefix)
    return bounds


_matching = (
    sa.select(sa.literal(1).label("one"))
    .where(person_word.c.word >= sa.bindparam("low"), person_word.c.word < sa.bindparam("high"))
    .limit(_FEW)
    .subquery()
)
_COUNT_WORDS = statement(sa.select(sa.func.count()).select_from(_matching))


@cache  # at most 50 words fit into a query of 100 characters
def _people_statement(words: int, is_rare: bool) -> Statement:
    query = sa.select(person).order_by(person.c.sort_key).limit(sa.bindparam("most", type_=sa.BigInteger))
    for number in range(words):
        fits = sa.and_(
            person_word.c.word >= sa.bindparam(f"low_{number}"), person_word.c.word < sa.bindparam(f"high_{number}")
        )
        if is_rare and number == 0:
            query = query.where(person.c.id.in_(sa.select(person_word.c.person_id).where(fits)))
        else:
            query = query.where(sa.exists().where(person_word.c.person_id == person.c.id, fits))
    return statement(query)


@cache
def _groups_statement(words: int) -> Statement:
    query = (
        sa.select(people_group.c.gid).order_by(people_group.c.sort_key).limit(sa.bindparam("most", type_=sa.BigInteger))
    )
    for number in range(words):
        query = query.where(
            sa.exists().where(
                group_word.c.gid == people_group.c.gid,
                group_word.c.word >= sa.bindparam(f"low_{number}"),
                group_word.c.word < sa.bindparam(f"high_{number}"),
            )
        )
    return statement(query)
