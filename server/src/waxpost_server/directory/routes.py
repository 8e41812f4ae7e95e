"""The routes of people, keys and groups (spec/api.md, section 6). The administrator's desk is in `admin`."""

from litestar import delete, get, patch, post

from waxpost_server.directory.access import access_group, access_person
from waxpost_server.directory.errors import (
    GroupChanged,
    GroupNameTaken,
    GroupNotFound,
    GroupTooLarge,
    IdTaken,
    NoSuchPerson,
    PersonNotFound,
)
from waxpost_server.directory.groups import (
    GroupName,
    MemberChange,
    NewGroup,
    change_members,
    create_group,
    delete_group,
    list_groups,
    list_members,
    rename_group,
)
from waxpost_server.directory.keys import KeysQuestion, NewEntry, list_keys, publish_entry
from waxpost_server.directory.people import list_people
from waxpost_server.directory.schemas import (
    Found,
    GroupAnswer,
    GroupsPage,
    KeysAnswer,
    PeoplePage,
    PersonAnswer,
    PublishedAnswer,
    group_answer,
    group_row,
    keys_answer,
    people_answer,
    person_answer,
    published_answer,
)
from waxpost_server.directory.search import Search, search
from waxpost_server.keylog.errors import EntryOutOfDate, EntryRefused
from waxpost_server.keylog.head import HeadFile, write_keeping_head
from waxpost_server.kit.db import Database, ReadTx, WriteTx
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.web.conditions import PreconditionRequired
from waxpost_server.kit.web.pagination import Cursor, Limit, bytes_after, cursor_of
from waxpost_server.kit.web.principal import AnySession, CurrentAdmin, CurrentUser

# A thousand addresses of 254 characters and their frames.
LONG_LIST_BYTES = 320 * 1024
_CHANGING = (PreconditionRequired, GroupNotFound, GroupChanged)


@get("/people")
async def get_people(principal: CurrentUser, db: Database, cursor: Cursor = None, limit: Limit = 50) -> PeoplePage:
    """Everybody, by name, then address."""
    after = bytes_after(cursor)
    rows = await db.read(lambda tx: list_people(tx, after, limit + 1))
    more = cursor_of(b64u(rows[limit - 1].sort_key)) if len(rows) > limit else None
    return PeoplePage(items=people_answer(rows[:limit]), cursor=more)


@get("/people/{person_id:str}", opt={"problems": (PersonNotFound,)})
async def get_person(principal: CurrentUser, db: Database, person_id: str) -> PersonAnswer:
    """One person."""
    return person_answer(await db.read(lambda tx: access_person(tx, person_id)))


@post("/directory/search", status_code=200)
async def post_search(principal: CurrentUser, db: Database, data: Search) -> Found:
    """People and groups for the letters typed so far."""
    people, groups = await db.read(lambda tx: search(tx, principal, data))
    return Found(people=people_answer(people), groups=[group_row(row) for row in groups])


@post("/keys", status_code=200, request_max_body_size=LONG_LIST_BYTES)
async def post_keys(principal: AnySession, db: Database, data: KeysQuestion) -> KeysAnswer:
    """People's entries after the ones that the asker knows."""
    return keys_answer(await db.read(lambda tx: list_keys(tx, data)))


@post("/entries", opt={"problems": (PreconditionRequired, EntryRefused, EntryOutOfDate)})
async def post_entry(
    principal: CurrentUser, db: Database, secrets: Secrets, head_file: HeadFile, if_match: int, data: NewEntry
) -> PublishedAnswer:
    """Publish the asker's next entry."""
    published = await write_keeping_head(
        db, head_file, lambda tx: publish_entry(tx, secrets.log_key, principal, if_match, data)
    )
    return published_answer(published)


@get("/groups")
async def get_groups(principal: CurrentUser, db: Database, cursor: Cursor = None, limit: Limit = 50) -> GroupsPage:
    """Every group, by name."""
    after = bytes_after(cursor)
    rows = await db.read(lambda tx: list_groups(tx, principal.user_id, after, limit + 1))
    more = cursor_of(b64u(rows[limit - 1].sort_key)) if len(rows) > limit else None
    return GroupsPage(items=[group_row(row) for row in rows[:limit]], cursor=more)


@get("/groups/{gid:str}", opt={"problems": (GroupNotFound,)})
async def get_group(principal: CurrentUser, db: Database, gid: str) -> GroupAnswer:
    """One group with everybody in it."""
    return await db.read(lambda tx: _whole_group(tx, gid))


@post("/groups", request_max_body_size=LONG_LIST_BYTES, opt={"problems": (GroupNameTaken, IdTaken, NoSuchPerson)})
async def post_group(principal: CurrentAdmin, db: Database, data: NewGroup) -> GroupAnswer:
    """Make a group."""

    async def verb(tx: WriteTx) -> GroupAnswer:
        await create_group(tx, principal, data)
        return await _whole_group(tx, data.gid)

    return await db.write(verb)


@patch("/groups/{gid:str}", opt={"problems": (*_CHANGING, GroupNameTaken)})
async def patch_group(principal: CurrentAdmin, db: Database, gid: str, if_match: int, data: GroupName) -> GroupAnswer:
    """Rename a group."""

    async def verb(tx: WriteTx) -> GroupAnswer:
        await rename_group(tx, principal, gid, if_match, data.name)
        return await _whole_group(tx, gid)

    return await db.write(verb)


@post(
    "/groups/{gid:str}/members",
    status_code=200,
    request_max_body_size=2 * LONG_LIST_BYTES,
    opt={"problems": (*_CHANGING, NoSuchPerson, GroupTooLarge)},
)
async def post_members(
    principal: CurrentAdmin, db: Database, gid: str, if_match: int, data: MemberChange
) -> GroupAnswer:
    """Add people to a group and take others out."""

    async def verb(tx: WriteTx) -> GroupAnswer:
        await change_members(tx, principal, gid, if_match, data)
        return await _whole_group(tx, gid)

    return await db.write(verb)


@delete("/groups/{gid:str}", status_code=204, opt={"problems": _CHANGING})
async def remove_group(principal: CurrentAdmin, db: Database, gid: str, if_match: int) -> None:
    """Delete a group; the people stay."""
    await db.write(lambda tx: delete_group(tx, principal, gid, if_match))


async def _whole_group(tx: ReadTx, gid: str) -> GroupAnswer:
    return group_answer(await access_group(tx, gid), await list_members(tx, gid))


ROUTES = [
    get_people,
    get_person,
    post_search,
    post_keys,
    post_entry,
    get_groups,
    get_group,
    post_group,
    patch_group,
    post_members,
    remove_group,
]
