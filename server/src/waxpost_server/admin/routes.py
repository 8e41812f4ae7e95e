"""The routes of the administrator's desk, and the one by which members report to it (spec/api.md, section 6)."""

from typing import Annotated

from litestar import get, patch, post
from litestar.params import QueryParameter

from waxpost_server.admin.members import PersonChange, change_member, list_members
from waxpost_server.admin.reports import NewReport, list_reports, make_report
from waxpost_server.admin.schemas import (
    MembersPage,
    PersonAnswer,
    ReportsPage,
    member_answer,
    person_answer,
    report_answer,
)
from waxpost_server.directory.errors import LastAdministrator, NotJoined, PersonNotFound
from waxpost_server.directory.standing import Role, State
from waxpost_server.kit.db import Database
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.web.pagination import Cursor, Limit, bytes_after, cursor_of, key_of
from waxpost_server.kit.web.principal import CurrentAdmin, CurrentUser

_LAST = 2**53

OfState = Annotated[State | None, QueryParameter(name="state")]  # `state` alone is a word of the web framework


@get("/admin/people")
async def get_admin_people(
    principal: CurrentAdmin,
    db: Database,
    of_state: OfState = None,
    role: Role | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> MembersPage:
    """Everybody, with groups and the last time they were here."""
    after = bytes_after(cursor)
    members = await db.read(lambda tx: list_members(tx, after, limit + 1, of_state, role))
    more = cursor_of(b64u(members[limit - 1].row.sort_key)) if len(members) > limit else None
    return MembersPage(items=[member_answer(member) for member in members[:limit]], cursor=more)


@patch("/people/{person_id:str}", opt={"problems": (PersonNotFound, NotJoined, LastAdministrator)})
async def patch_person(principal: CurrentAdmin, db: Database, person_id: str, data: PersonChange) -> PersonAnswer:
    """Give a person another role, suspend or restore."""
    return person_answer(await db.write(lambda tx: change_member(tx, principal, person_id, data)))


@post("/reports", status_code=204)
async def post_report(principal: CurrentUser, db: Database, data: NewReport) -> None:
    """Tell administrators what is wrong with somebody's keys, or with the key log."""
    await db.write(lambda tx: make_report(tx, principal, data))


@get("/admin/reports")
async def get_reports(principal: CurrentAdmin, db: Database, cursor: Cursor = None, limit: Limit = 50) -> ReportsPage:
    """What members reported, newest first."""
    before = key_of(cursor, tuple[int])
    rows = await db.read(lambda tx: list_reports(tx, before[0] if before else _LAST, limit + 1))
    more = cursor_of(rows[limit - 1].number) if len(rows) > limit else None
    return ReportsPage(items=[report_answer(row) for row in rows[:limit]], cursor=more)


ROUTES = [get_admin_people, patch_person, post_report, get_reports]
