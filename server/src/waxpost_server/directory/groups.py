"""Groups: lists of people that the server keeps. Every change raises `rev`, and a change names the `rev` it saw.

Clients compare members and `rev` with what they confirmed before (spec/envelope.md 6.2), so a group never changes
without its number.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.access import access_group
from waxpost_server.directory.errors import GroupChanged, GroupNameTaken, GroupTooLarge, IdTaken, NoSuchPerson
from waxpost_server.directory.people import find_people
from waxpost_server.directory.tables import membership, people_group, person
from waxpost_server.directory.words import look_alike_key, sort_key, words_of
from waxpost_server.keylog.encoding import check_addr, check_name
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, insert, statement
from waxpost_server.kit.shapes import Body, Id
from waxpost_server.kit.web.principal import Principal

MEMBERS_MOST = 1000
_LOCK = "groups"

_AddrList = Annotated[list[str], msgspec.Meta(max_length=MEMBERS_MOST)]


class NewGroup(Body):
    """A group and its first members."""

    gid: Id
    name: str
    members: _AddrList

    def __post_init__(self) -> None:
        """Raises ValueError for a name or an address that is none."""
        check_name(self.name)
        _check_addrs(self.members)


class GroupName(Body):
    """Another name for a group."""

    name: str

    def __post_init__(self) -> None:
        """Raises ValueError for a name that is none."""
        check_name(self.name)


class MemberChange(Body):
    """Who comes and who goes."""

    add: _AddrList
    remove: _AddrList

    def __post_init__(self) -> None:
        """Raises ValueError for an address that is none, or that stands there twice."""
        _check_addrs([*self.add, *self.remove])


def _check_addrs(addrs: Sequence[str]) -> None:
    if len(set(addrs)) != len(addrs):
        raise ValueError("an address twice")
    for addr in addrs:
        check_addr(addr)


_group = people_group.c
_members = (
    sa.select(sa.func.count())
    .select_from(membership)
    .where(membership.c.gid == _group.gid)
    .scalar_subquery()
    .label("members")
)
_mine = sa.exists().where(membership.c.gid == _group.gid, membership.c.person_id == sa.bindparam("asker")).label("mine")
_FIND = statement(sa.select(people_group).where(_group.gid == sa.bindparam("gid")))
_FIND_NAME = statement(sa.select(_group.gid).where(_group.name_key == sa.bindparam("name_key")))
_LIST = statement(
    sa.select(_group.gid, _group.name, _group.rev, _group.sort_key, _members, _mine)
    .where(_group.sort_key > sa.bindparam("after"))
    .order_by(_group.sort_key)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_LIST_THESE = statement(
    sa.select(_group.gid, _group.name, _group.rev, _group.sort_key, _members, _mine)
    .where(any_of(_group.gid, "gids"))
    .order_by(_group.sort_key)
)
_FIND_REVS = statement(sa.select(_group.gid, _group.rev).where(any_of(_group.gid, "gids")))
_MEMBERS = statement(
    sa.select(person)
    .join(membership, membership.c.person_id == person.c.id)
    .where(membership.c.gid == sa.bindparam("gid"))
    .order_by(person.c.sort_key)
)
_COUNT_MEMBERS = statement(
    sa.select(sa.func.count()).select_from(membership).where(membership.c.gid == sa.bindparam("gid"))
)
_ADD = statement(sa.insert(people_group))
_RENAME = statement(
    sa.update(people_group)
    .where(_group.gid == sa.bindparam("of_gid"))
    .values(
        name=sa.bindparam("new_name"),
        name_key=sa.bindparam("new_name_key"),
        sort_key=sa.bindparam("new_sort_key"),
        words=sa.bindparam("new_words"),
    )
)
_RAISE_REV = statement(
    sa.update(people_group)
    .where(_group.gid == sa.bindparam("of_gid"), _group.rev == sa.bindparam("seen"))
    .values(rev=_group.rev + 1)
)
_DELETE = statement(
    sa.delete(people_group).where(_group.gid == sa.bindparam("gid"), _group.rev == sa.bindparam("seen"))
)
_ADD_MEMBER = statement(insert(membership).on_conflict_do_nothing())
_REMOVE_MEMBER = statement(
    sa.delete(membership).where(
        membership.c.gid == sa.bindparam("gid"), membership.c.person_id == sa.bindparam("person_id")
    )
)


async def find_group(tx: ReadTx, gid: str) -> Row | None:
    """The group with this id, a row of `people_group`."""
    return await tx.one(_FIND, gid=gid)


async def list_groups(tx: ReadTx, asker_id: str, after: bytes, most: int) -> list[Row]:
    """Groups by name behind a sort key: rows of gid, name, rev, sort_key, members (a number), mine (a truth)."""
    return await tx.all(_LIST, asker=asker_id, after=after, most=most)


async def list_these_groups(tx: ReadTx, asker_id: str, gids: Sequence[str]) -> list[Row]:
    """The same rows for these groups, by name."""
    return await tx.all(_LIST_THESE, asker=asker_id, gids=list(gids))


async def find_group_revs(tx: ReadTx, gids: Sequence[str]) -> dict[str, int]:
    """The `rev` of every one of these groups that exists."""
    return {row.gid: row.rev for row in await tx.all(_FIND_REVS, gids=list(gids))}


async def list_members(tx: ReadTx, gid: str) -> list[Row]:
    """The members of a group by name: rows of `person`."""
    return await tx.all(_MEMBERS, gid=gid)


async def create_group(tx: WriteTx, principal: Principal | None, new: NewGroup) -> bool:
    """Make a group with these members, `rev` 1. False when this very group was made before.

    Raises IdTaken, GroupNameTaken, NoSuchPerson.
    """
    await tx.lock(_LOCK)
    known = await find_group(tx, new.gid)
    if known is not None:
        is_same = known.rev == 1 and known.name == new.name
        if not is_same or {row.addr for row in await list_members(tx, new.gid)} != set(new.members):
            raise IdTaken("Make the group with a new id.")
        return False
    await _check_name_free(tx, new.name, new.gid)
    people = await _resolve(tx, new.members)
    await tx.run(
        _ADD,
        gid=new.gid,
        name=new.name,
        name_key=look_alike_key(new.name),
        sort_key=sort_key(new.name, new.gid),
        words=words_of(new.name),
        rev=1,
        created_at=now(),
    )
    await tx.run_many(_ADD_MEMBER, [{"gid": new.gid, "person_id": row.id} for row in people])
    await record(tx, principal, Action.GROUP_CREATED, new.gid, members=len(people))
    return True


async def rename_group(tx: WriteTx, principal: Principal, gid: str, seen: int, name: str) -> None:
    """Give a group another name. Raises GroupNotFound, GroupChanged, GroupNameTaken."""
    await tx.lock(_LOCK)
    await _raise_rev(tx, gid, seen)
    await _check_name_free(tx, name, gid)
    await tx.run(
        _RENAME,
        of_gid=gid,
        new_name=name,
        new_name_key=look_alike_key(name),
        new_sort_key=sort_key(name, gid),
        new_words=words_of(name),
    )
    await record(tx, principal, Action.GROUP_RENAMED, gid, rev=seen + 1)


async def change_members(tx: WriteTx, principal: Principal, gid: str, seen: int, change: MemberChange) -> None:
    """Add and remove people by address, all or nothing. Who is there already stays, who is not there is not missed.

    Raises GroupNotFound, GroupChanged, NoSuchPerson, GroupTooLarge.
    """
    await tx.lock(_LOCK)
    await _raise_rev(tx, gid, seen)
    gone = await find_people(tx, change.remove)
    await tx.run_many(_REMOVE_MEMBER, [{"gid": gid, "person_id": row.id} for row in gone.values()])
    people = await _resolve(tx, change.add)
    await tx.run_many(_ADD_MEMBER, [{"gid": gid, "person_id": row.id} for row in people])
    if await tx.value(_COUNT_MEMBERS, gid=gid) > MEMBERS_MOST:
        raise GroupTooLarge(f"A group has at most {MEMBERS_MOST} members.", limit=MEMBERS_MOST)
    added, removed = len(people), len(gone)
    await record(tx, principal, Action.GROUP_MEMBERS_CHANGED, gid, rev=seen + 1, added=added, removed=removed)


async def delete_group(tx: WriteTx, principal: Principal, gid: str, seen: int) -> None:
    """Delete a group; the people stay. Raises GroupNotFound, GroupChanged."""
    await tx.lock(_LOCK)
    if not await tx.run(_DELETE, gid=gid, seen=seen):
        raise GroupChanged("Look at the group again.", current=(await access_group(tx, gid)).rev)
    await record(tx, principal, Action.GROUP_DELETED, gid)


async def _raise_rev(tx: WriteTx, gid: str, seen: int) -> None:
    if not await tx.run(_RAISE_REV, of_gid=gid, seen=seen):
        current = (await access_group(tx, gid)).rev
        raise GroupChanged("Look at the group again, then repeat the change.", current=current)


async def _check_name_free(tx: ReadTx, name: str, gid: str) -> None:
    taken_by = await tx.value(_FIND_NAME, name_key=look_alike_key(name))
    if taken_by not in (None, gid):
        raise GroupNameTaken("Choose a name that cannot be taken for another group's.")


async def _resolve(tx: ReadTx, addrs: Sequence[str]) -> list[Row]:
    people = await find_people(tx, addrs)
    unknown = sorted(set(addrs) - people.keys())
    if unknown:
        raise NoSuchPerson("Invite these people first.", addrs=unknown)
    return list(people.values())
