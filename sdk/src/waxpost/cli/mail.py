"""`send`: write to people and groups. Whoever is new in a group is shown and confirmed before anything leaves."""

import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from waxpost._client import Client
from waxpost._exceptions import MembersNotConfirmed, WaxpostError
from waxpost._recipients import Plan
from waxpost._sending import Draft
from waxpost._values import GroupChange, Person
from waxpost.cli import exits
from waxpost.cli.entries import EntryNames, keep_where_copies_went
from waxpost.cli.helping import add_command
from waxpost.cli.mailfiles import existing, shown_progress
from waxpost.cli.mailitems import typed_credentials
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import agrees, has_terminal, neutral, note, say
from waxpost.crypto.encoding import check_time, time_of

_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}

ToNames = Annotated[
    list[str] | None, typer.Option("--to", metavar="NAME", help="A person: full name or address. Repeat it.")
]
GroupNames = Annotated[
    list[str] | None, typer.Option("--group", metavar="NAME", help="A group: name or id. Repeat it.")
]
Expires = Annotated[
    str | None,
    typer.Option("--expires", metavar="7d", help="When it deletes itself: 30m, 12h, 7d, 2w, or a local time."),
]
Files = Annotated[
    list[Path] | None, typer.Option("--file", metavar="PATH", help="A file to attach, locked as well. Repeat it.")
]
Generated = Annotated[
    bool, typer.Option("--generate", help="Make the passwords that --credential leaves out: 20 random characters.")
]
Credentials = Annotated[
    list[str] | None,
    typer.Option(
        "--credential",
        metavar="title=T,username=U",
        help="A credential to attach; also url=, note=, totp=, password= or password-file=. Repeat it.",
    ),
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option("--leave-out", metavar="NAME", help="A member of a group who shall not get it. Repeat it."),
]
AcceptMembers = Annotated[
    list[str] | None,
    typer.Option("--accept-members", metavar="GID:REV", help="You looked at this version of this group. Repeat it."),
]


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file."""
    add_command(app, "send", send)


def send(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="The text; - or nothing reads it from a pipe.")
    ] = None,
    *,
    to: ToNames = None,
    group: GroupNames = None,
    subject: Annotated[str, typer.Option("--subject", metavar="S", help="The subject; locked like the text.")] = "",
    expires: Expires = None,
    file: Files = None,
    credentials: Credentials = None,
    generate: Generated = False,
    entry: EntryNames = None,
    high: Annotated[bool, typer.Option("--high", help="High priority.")] = False,
    no_receipt: Annotated[bool, typer.Option("--no-receipt", help="Do not ask to know when it was read.")] = False,
    leave_out: LeaveOut = None,
    accept_members: AcceptMembers = None,
) -> None:
    """Send a message to people and groups. Only they can read it.

    Examples:
      waxpost send --to "Bob Roy" --subject "Door" "The new code is 4711"
      waxpost send --group "Platform team" --subject "Keys" --expires 7d - < keys.txt
      waxpost send --to "Bob Roy" --subject "Guests" --expires "2026-12-24 18:00" "Door 4711 until six"
      waxpost send --to "Bob Roy" --subject "Grafana" --credential title=Grafana,username=root --file notes.pdf
      waxpost send --to "Bob Roy" --subject "Access" --entry Router --credential title=Grafana,username=bob --generate

    Without password= and --generate the password of a credential is asked for: what stands in a command can be seen by
    others. What was made is in your sent message as well.
    """
    if not to and not group:
        raise typer.BadParameter("add at least one person or group", param_hint="--to or --group")
    ends_at = None if expires is None else expiry(expires, time.time())
    if ends_at is not None and ends_at <= time_of(int(time.time())):
        raise typer.BadParameter("choose a time in the future", param_hint="--expires")
    accepted = dict(accepted_version(value) for value in accept_members or [])
    files = existing(file or [])
    items = typed_credentials(credentials, generate=generate)
    body = "" if text is None and (files or items or entry) else body_text(text)
    with unlocked() as client:
        plan = client.plan(to or [], group or [], leave_out=leave_out or [], accept_members=accepted)
        tell_plan(plan)
        plan = confirmed_plan(client, plan)
        copied = [client.entry(name) for name in entry or []]
        draft = Draft(
            subject=subject,
            body=body,
            expires_at=ends_at,
            priority="high" if high else "normal",
            receipts=not no_receipt,
            items=(*items, *map(client.copy_of, copied)),
            files=files,
        )
        with shown_progress() as watch:
            sent = client.send(plan, draft, watch=watch)
        say(sent.mid)
        note(f"sent to {len(plan.recipients)} {'person' if len(plan.recipients) == 1 else 'people'}")
        keep_where_copies_went(client, copied, sent.mid, sent.arrived_at)


def expiry(typed: str, now: float) -> str:
    """The time that a person means: so long from now, a time in UTC, or one on the clocks of this computer's zone.

    A duration is exact, also over a change of the clocks. A local time that comes twice on the day of a change is the
    earlier one; one that is skipped on that day is refused.
    """
    match = re.fullmatch("([1-9][0-9]{0,4})([mhdw])", typed)
    if match:
        return time_of(int(now) + int(match[1]) * _UNITS[match[2]])
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", typed):
        return _from_local(typed)
    try:
        return check_time(typed)
    except WaxpostError as error:
        raise _not_a_time() from error


def _from_local(typed: str) -> str:
    try:
        wanted = datetime.fromisoformat(typed)
        seconds = int(wanted.timestamp())
    except (ValueError, OverflowError) as error:
        raise _not_a_time() from error
    if datetime.fromtimestamp(seconds).replace(tzinfo=None) != wanted:  # noqa: DTZ006 - the zone of this computer
        raise typer.BadParameter("the clocks skip this time here; choose another one", param_hint="--expires")
    return time_of(seconds)


def _not_a_time() -> typer.BadParameter:
    return typer.BadParameter(
        'use 30m, 12h, 7d, 2w, a local time as "2026-12-24 18:00", or 2026-12-24T18:00:00Z', param_hint="--expires"
    )


def accepted_version(typed: str) -> tuple[str, int]:
    """The group and the version of `--accept-members`."""
    gid, _, rev = typed.rpartition(":")
    if not gid or not rev.isascii() or not rev.isdigit():
        raise typer.BadParameter("write it as GID:REV, as the hint shows it", param_hint="--accept-members")
    return gid, int(rev)


def body_text(text: str | None) -> str:
    """The text of a message, as an argument or from a pipe."""
    if text is not None and text != "-":
        return text
    if text is None and sys.stdin.isatty():
        note("type the text; end it with Ctrl-D on a line of its own")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise WaxpostError("the text is not UTF-8") from error


def tell_plan(plan: Plan) -> None:
    """Say who is left out, renamed or no longer in a group."""
    for person in plan.renamed:
        note(f"{neutral(person.former_name)} <{person.addr}> is called {neutral(person.name)} now")
    for person in plan.left_out:
        note(f"{neutral(person.name)} <{person.addr}> will not get it ({person.why})")
    for change in plan.mentioned:
        _show_members(change)
    for person in plan.people:
        if person.same_name_as:
            others = ", ".join(person.same_name_as)
            note(f"{neutral(person.name)} <{person.addr}> has the same name as {others}")


def confirmed_plan(client: Client, plan: Plan) -> Plan:
    """The plan with every group confirmed by the person at the terminal, or `MembersNotConfirmed`."""
    if not plan.to_confirm:
        return plan
    for change in plan.to_confirm:
        _show_members(change)
        if not has_terminal():
            continue
        if not agrees("May they read it?"):
            note("nothing was sent")
            raise typer.Exit(exits.REFUSED)
        plan = client.confirm(plan, change)
    if plan.to_confirm:
        raise MembersNotConfirmed(tuple((c.group.gid, neutral(c.group.name), c.group.rev) for c in plan.to_confirm))
    return plan


def _show_members(change: GroupChange) -> None:
    name = neutral(change.group.name)
    if change.former_name is not None:
        note(f"the group {neutral(change.former_name)} is called {name} now")
    count = len(change.added)
    if change.is_first:
        note(f"you have not written to {name} before; {count} {'person is' if count == 1 else 'people are'} in it:")
    elif count:
        note(f"{count} {'person was' if count == 1 else 'people were'} added to {name} since your last message:")
    for person in change.added:
        note(f"  {_line(person)}")
    for addr in change.removed:
        note(f"  {addr} is no longer in it")


def _line(person: Person) -> str:
    remark = "" if person.can_receive else " (cannot receive now)"
    return f"{neutral(person.name)} <{person.addr}>{remark}"
