"""What leaves through the administrator's desk."""

from waxpost_server.admin.members import Member
from waxpost_server.directory.standing import Role, State
from waxpost_server.kit.clock import maybe_wire_time, wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.shapes import Answer


class PersonAnswer(Answer, frozen=True):
    """A person of the directory."""

    id: str
    addr: str
    name: str | None
    role: Role
    state: State
    seq: int | None


class GroupName(Answer, frozen=True):
    """A group that a person is in."""

    gid: str
    name: str


class MemberAnswer(Answer, frozen=True):
    """A person as administrators see them."""

    id: str
    addr: str
    name: str | None
    role: Role
    state: State
    seq: int | None
    seen_at: str | None
    groups: list[GroupName]


class MembersPage(Answer, frozen=True):
    """A page of people."""

    items: list[MemberAnswer]
    cursor: str | None


class Reporter(Answer, frozen=True):
    """Who reported."""

    addr: str


class ReportAnswer(Answer, frozen=True):
    """A report."""

    id: str
    kind: str
    addr: str | None
    by: Reporter
    at: str


class ReportsPage(Answer, frozen=True):
    """A page of reports, newest first."""

    items: list[ReportAnswer]
    cursor: str | None


def person_answer(row: Row) -> PersonAnswer:
    """A row of `person` as it goes out."""
    return PersonAnswer(id=row.id, addr=row.addr, name=row.name, role=row.role, state=row.state, seq=row.seq)


def member_answer(member: Member) -> MemberAnswer:
    """A member as it goes out."""
    row = member.row
    return MemberAnswer(
        id=row.id,
        addr=row.addr,
        name=row.name,
        role=row.role,
        state=row.state,
        seq=row.seq,
        seen_at=maybe_wire_time(member.seen_at),
        groups=[GroupName(gid=group.gid, name=group.name) for group in member.groups],
    )


def report_answer(row: Row) -> ReportAnswer:
    """A row of `report` as it goes out."""
    return ReportAnswer(id=row.id, kind=row.kind, addr=row.addr, by=Reporter(addr=row.by_addr), at=wire_time(row.at))
