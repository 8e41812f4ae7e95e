"""What leaves through the directory's routes: the objects of spec/api.md, section 6, member by member."""

from collections.abc import Sequence

from waxpost_server.directory.keys import PersonKeys
from waxpost_server.directory.standing import Role, State
from waxpost_server.keylog.append import Published
from waxpost_server.kit.db import Row
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.shapes import Answer


class PersonAnswer(Answer, frozen=True):
    """A person of the directory. `name` and `seq` are the server's word."""

    id: str
    addr: str
    name: str | None
    role: Role
    state: State
    seq: int | None


class PeoplePage(Answer, frozen=True):
    """A page of people."""

    items: list[PersonAnswer]
    cursor: str | None


class GroupRow(Answer, frozen=True):
    """A group in a list."""

    gid: str
    name: str
    rev: int
    members: int
    mine: bool


class GroupsPage(Answer, frozen=True):
    """A page of groups."""

    items: list[GroupRow]
    cursor: str | None


class GroupAnswer(Answer, frozen=True):
    """A group with everybody in it."""

    gid: str
    name: str
    rev: int
    members: list[PersonAnswer]


class Found(Answer, frozen=True):
    """What a search found."""

    people: list[PersonAnswer]
    groups: list[GroupRow]


class KeysOfPerson(Answer, frozen=True):
    """One person's entries; `state` is `none` where nobody has keys."""

    addr: str
    state: str
    entries: list[str]


class KeysAnswer(Answer, frozen=True):
    """The answers in the order of the question."""

    people: list[KeysOfPerson]


class PublishedAnswer(Answer, frozen=True):
    """Where an entry came to stand."""

    seq: int
    index: int
    note: str


def person_answer(row: Row) -> PersonAnswer:
    """A row of `person` as it goes out."""
    return PersonAnswer(id=row.id, addr=row.addr, name=row.name, role=row.role, state=row.state, seq=row.seq)


def people_answer(rows: Sequence[Row]) -> list[PersonAnswer]:
    """Rows of `person` as they go out."""
    return [person_answer(row) for row in rows]


def group_row(row: Row) -> GroupRow:
    """A row of `groups.list_groups` as it goes out."""
    return GroupRow(gid=row.gid, name=row.name, rev=row.rev, members=row.members, mine=row.mine)


def group_answer(row: Row, members: Sequence[Row]) -> GroupAnswer:
    """A group and its members as they go out."""
    return GroupAnswer(gid=row.gid, name=row.name, rev=row.rev, members=people_answer(members))


def keys_answer(people: Sequence[PersonKeys]) -> KeysAnswer:
    """People's entries as they go out."""
    return KeysAnswer(
        people=[
            KeysOfPerson(addr=one.addr, state=one.state, entries=[b64u(raw) for raw in one.entries]) for one in people
        ]
    )


def published_answer(published: Published) -> PublishedAnswer:
    """What became of an entry, as it goes out."""
    return PublishedAnswer(seq=published.checked.entry.seq, index=published.index, note=published.note)
