"""People: look them up, list them, let them in, change what they may do.

`name` is the server's word, for sorting and typing: clients show the name of a verified entry (key-log.md 5.1).
Every change keeps the words that `search` looks through.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from waxpost_server.directory.errors import AlreadyAMember, LastAdministrator, NotJoined
from waxpost_server.directory.standing import Role, State
from waxpost_server.directory.tables import membership, people_group, person
from waxpost_server.directory.words import sort_key, words_of
from waxpost_server.keylog.signatures import Checked
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, statement
from waxpost_server.kit.ids import new_id

_LOCK = "people"

_FIND = statement(sa.select(person).where(person.c.id == sa.bindparam("id")))
_FIND_UID = statement(sa.select(person).where(person.c.uid == sa.bindparam("uid")))
_FIND_MANY = statement(sa.select(person).where(any_of(person.c.addr, "addrs")))
_FIND_MANY_UIDS = statement(sa.select(person).where(any_of(person.c.uid, "uids")))
_LIST = statement(
    sa.select(person)
    .where(person.c.sort_key > sa.bindparam("after"))
    .order_by(person.c.sort_key)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_LIST_FILTERED = statement(
    sa.select(person)
    .where(
        person.c.sort_key > sa.bindparam("after"),
        any_of(person.c.state, "states"),
        any_of(person.c.role, "roles"),
    )
    .order_by(person.c.sort_key)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_GROUPS_OF = statement(
    sa.select(membership.c.person_id, people_group.c.gid, people_group.c.name)
    .join(people_group, people_group.c.gid == membership.c.gid)
    .where(any_of(membership.c.person_id, "ids"))
    .order_by(people_group.c.sort_key)
)
_ADD = statement(sa.insert(person))
_PROPOSE = statement(
    sa.update(person)
    .where(person.c.id == sa.bindparam("of_id"))
    .values(
        name=sa.bindparam("new_name"),
        sort_key=sa.bindparam("new_key"),
        words=sa.bindparam("new_words"),
        role=sa.bindparam("new_role"),
    )
)
_JOIN = statement(
    sa.update(person)
    .where(person.c.id == sa.bindparam("of_id"))
    .values(uid=sa.bindparam("new_uid"), state=State.ACTIVE.value)
)
_KEEP_ENTRY = statement(
    sa.update(person)
    .where(person.c.addr == sa.bindparam("of_addr"))
    .values(
        name=sa.bindparam("new_name"),
        sort_key=sa.bindparam("new_key"),
        words=sa.bindparam("new_words"),
        seq=sa.bindparam("new_seq"),
        entry=sa.bindparam("new_entry"),
    )
)
_CHANGE = statement(
    sa.update(person)
    .where(person.c.id == sa.bindparam("of_id"))
    .values(role=sa.bindparam("new_role"), state=sa.bindparam("new_state"))
)
# A group never changes without its number: clients refuse two lists of one.
_RAISE_REVS_OF = statement(
    sa.update(people_group)
    .where(
        people_group.c.gid.in_(
            sa.select(membership.c.gid)
            .join(person, person.c.id == membership.c.person_id)
            .where(person.c.id == sa.bindparam("of_id"), person.c.state == State.INVITED.value)
        )
    )
    .values(rev=people_group.c.rev + 1)
)
_FORGET = statement(sa.delete(person).where(person.c.id == sa.bindparam("id"), person.c.state == State.INVITED.value))
_COUNT_ADMINISTRATORS = statement(
    sa.select(sa.func.count())
    .select_from(person)
    .where(person.c.role == Role.ADMINISTRATOR.value, person.c.state == State.ACTIVE.value)
)
_COUNT_PEOPLE = statement(sa.select(sa.func.count()).select_from(person))


async def find_person(tx: ReadTx, person_id: str) -> Row | None:
    """The person with this id, a row of `person`."""
    return await tx.one(_FIND, id=person_id)


async def find_person_by_uid(tx: ReadTx, uid: str) -> Row | None:
    """The person with this uid."""
    return await tx.one(_FIND_UID, uid=uid)


async def find_person_by_addr(tx: ReadTx, addr: str) -> Row | None:
    """The person with this address."""
    rows = await tx.all(_FIND_MANY, addrs=[addr])
    return rows[0] if rows else None


async def lock_person(tx: WriteTx, addr: str) -> Row | None:
    """The person with this address, with everybody who asks the same way standing in line until the transaction ends.

    Whatever depends on somebody's standing or credentials asks this way before it looks, and whatever changes them
    too: so no session begins with a password that is being changed, or for somebody who is being suspended.
    """
    await tx.lock(f"person-{addr}")
    return await find_person_by_addr(tx, addr)


async def find_people(tx: ReadTx, addrs: Sequence[str]) -> dict[str, Row]:
    """The people with these addresses, by address; unknown addresses are absent.

    Of a row, `entry` is the hash of the newest entry and None when nobody can write to the person.
    """
    return {row.addr: row for row in await tx.all(_FIND_MANY, addrs=list(addrs))}


async def find_people_by_uid(tx: ReadTx, uids: Sequence[str]) -> dict[str, Row]:
    """The people with these uids, by uid."""
    return {row.uid: row for row in await tx.all(_FIND_MANY_UIDS, uids=list(uids))}


async def list_people(tx: ReadTx, after: bytes, most: int) -> list[Row]:
    """People by name, then address, behind a sort key; at most so many."""
    return await tx.all(_LIST, after=after, most=most)


async def list_people_for_administrator(
    tx: ReadTx, after: bytes, most: int, state: State | None, role: Role | None
) -> list[Row]:
    """The same, of one state and one role when given."""
    states = [state.value] if state else [one.value for one in State]
    roles = [role.value] if role else [one.value for one in Role]
    return await tx.all(_LIST_FILTERED, after=after, most=most, states=states, roles=roles)


async def groups_of_people(tx: ReadTx, person_ids: Sequence[str]) -> dict[str, list[Row]]:
    """For every one of these people the groups, rows of gid and name in the order of names."""
    groups: dict[str, list[Row]] = {person_id: [] for person_id in person_ids}
    for row in await tx.all(_GROUPS_OF, ids=list(person_ids)):
        groups[row.person_id].append(row)
    return groups


async def has_people(tx: ReadTx) -> bool:
    """Whether anybody was ever let in."""
    return bool(await tx.value(_COUNT_PEOPLE))


async def add_invited(tx: WriteTx, addr: str, name: str | None, role: Role) -> str:
    """The id of the invited person with this address, newly in the directory or invited once more.

    Raises AlreadyAMember when the address has joined, suspended or not.
    """
    await tx.lock(_LOCK)
    known = await find_person_by_addr(tx, addr)
    key = sort_key(name or addr, addr)
    if known is None:
        person_id = new_id()
        await _add(tx, person_id, None, addr, name, role, State.INVITED)
    elif known.state == State.INVITED:
        person_id = known.id
        await tx.run(
            _PROPOSE, of_id=person_id, new_name=name, new_key=key, new_words=words_of(name, addr), new_role=role.value
        )
    else:
        raise AlreadyAMember("Somebody with this address has joined already.")
    return person_id


async def add_first_administrator(tx: WriteTx, addr: str, name: str, uid: str) -> str | None:
    """The id of the first person of all; None when there is anybody already."""
    await tx.lock(_LOCK)
    if await has_people(tx):
        return None
    person_id = new_id()
    await _add(tx, person_id, uid, addr, name, Role.ADMINISTRATOR, State.ACTIVE)
    return person_id


async def let_in(tx: WriteTx, person_id: str, uid: str) -> None:
    """Turn an invited person into an active one with this uid."""
    await tx.run(_JOIN, of_id=person_id, new_uid=uid)


async def keep_newest_entry(tx: WriteTx, checked: Checked) -> None:
    """Let a person's row follow the newest entry: name, number, hash."""
    entry = checked.entry
    await tx.run(
        _KEEP_ENTRY,
        of_addr=entry.addr,
        new_name=entry.name,
        new_key=sort_key(entry.name, entry.addr),
        new_words=words_of(entry.name, entry.addr),
        new_seq=entry.seq,
        new_entry=None if entry.keys is None else checked.hash,
    )


async def change_person(tx: WriteTx, known: Row, role: Role | None, state: State | None) -> Row:
    """Give a person another role or state. Raises NotJoined or LastAdministrator; answers the changed row."""
    row = await lock_person(tx, known.addr)
    await tx.lock(_LOCK)
    if row is None or row.state == State.INVITED:
        raise NotJoined("Wait until the person has joined, or end the invitation.")
    new_role, new_state = role or Role(row.role), state or State(row.state)
    await tx.run(_CHANGE, of_id=row.id, new_role=new_role.value, new_state=new_state.value)
    if not await tx.value(_COUNT_ADMINISTRATORS):
        raise LastAdministrator("Make somebody else an administrator first.")
    changed = await find_person(tx, row.id)
    assert changed is not None
    return changed


async def forget_invited(tx: WriteTx, person_id: str) -> None:
    """Take a person who never joined out of the directory, and out of every group, whose `rev` rises by one."""
    await tx.run(_RAISE_REVS_OF, of_id=person_id)
    await tx.run(_FORGET, id=person_id)


async def _add(
    tx: WriteTx, person_id: str, uid: str | None, addr: str, name: str | None, role: Role, state: State
) -> None:
    await tx.run(
        _ADD,
        id=person_id,
        uid=uid,
        addr=addr,
        name=name,
        sort_key=sort_key(name or addr, addr),
        words=words_of(name, addr),
        role=role.value,
        state=state.value,
        seq=None,
        entry=None,
        created_at=now(),
    )
