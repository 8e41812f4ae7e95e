"""Who may see whom: every member sees all people and groups, so what is hidden is what does not exist.

The only functions that load a row for a person who asks by id.
"""

import sqlalchemy as sa

from waxpost_server.directory.errors import GroupNotFound, PersonNotFound
from waxpost_server.directory.tables import people_group, person
from waxpost_server.kit.db import ReadTx, Row, statement

_FIND_PERSON = statement(sa.select(person).where(person.c.id == sa.bindparam("id")))
_FIND_GROUP = statement(sa.select(people_group).where(people_group.c.gid == sa.bindparam("gid")))


async def access_person(tx: ReadTx, person_id: str) -> Row:
    """The person with this id, a row of `person`. Raises PersonNotFound."""
    row = await tx.one(_FIND_PERSON, id=person_id)
    if row is None:
        raise PersonNotFound("The address of this page may be wrong.")
    return row


async def access_group(tx: ReadTx, gid: str) -> Row:
    """The group with this id, a row of `people_group`. Raises GroupNotFound."""
    row = await tx.one(_FIND_GROUP, gid=gid)
    if row is None:
        raise GroupNotFound("The group was deleted, or never existed.")
    return row
