"""Change what people may do: role, suspension, restoring. Sessions and links follow in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from waxpost_server.accounts.sessions import end_all_sessions, follow_role, seen_at_of
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.access import access_person
from waxpost_server.directory.people import change_person, groups_of_people, list_people_for_administrator
from waxpost_server.directory.standing import Role, State
from waxpost_server.joining.links import end_again_of_person, end_links_of_inviter
from waxpost_server.kit.db import ReadTx, Row, WriteTx
from waxpost_server.kit.shapes import Body
from waxpost_server.kit.web.principal import Principal


class PersonChange(Body):
    """Another role, another state, or both; null leaves it as it is."""

    role: Role | None
    state: Literal["active", "suspended"] | None

    def __post_init__(self) -> None:
        """Raises ValueError for a change of nothing."""
        if self.role is None and self.state is None:
            raise ValueError("nothing to change")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the directory, when they were here last, and their groups (rows of gid and name)."""

    row: Row
    seen_at: int | None
    groups: Sequence[Row]


async def list_members(tx: ReadTx, after: bytes, most: int, state: State | None, role: Role | None) -> list[Member]:
    """People by name behind a sort key, of one state and one role when given."""
    rows = await list_people_for_administrator(tx, after, most, state, role)
    ids = [row.id for row in rows]
    seen, groups = await seen_at_of(tx, ids), await groups_of_people(tx, ids)
    return [Member(row, seen.get(row.id), groups[row.id]) for row in rows]


async def change_member(tx: WriteTx, principal: Principal, person_id: str, change: PersonChange) -> Row:
    """Give a person another role or state; the changed row of `person`.

    Raises PersonNotFound, NotJoined, LastAdministrator.
    """
    old = await access_person(tx, person_id)
    new_state = None if change.state is None else State(change.state)
    row = await change_person(tx, old, change.role, new_state)
    if row.state != old.state:
        await _follow_state(tx, principal, row)
    if row.role != old.role:
        await follow_role(tx, row.id, Role(row.role))
        await record(tx, principal, Action.ROLE_CHANGED, row.id, role=row.role)
    if row.state != State.ACTIVE or row.role != Role.ADMINISTRATOR:
        await end_links_of_inviter(tx, principal, row.id)
    return row


async def _follow_state(tx: WriteTx, principal: Principal, row: Row) -> None:
    if row.state == State.SUSPENDED:
        await end_all_sessions(tx, row.id)
        await end_again_of_person(tx, row.id)
        await record(tx, principal, Action.PERSON_SUSPENDED, row.id)
    else:
        await record(tx, principal, Action.PERSON_RESTORED, row.id)
