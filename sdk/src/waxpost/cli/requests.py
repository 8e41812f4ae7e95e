"""`request create`, `list`, `show`, `change`, `close`: what I ask outsiders. `answers`, `read` and more: what came."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from waxpost._answers import OutsideAnswer
from waxpost._requests import Request, RequestDraft
from waxpost.cli import exits
from waxpost.cli.answering import REASONS
from waxpost.cli.helping import add_command, with_kept_lines
from waxpost.cli.mail import (
    AcceptMembers,
    GroupNames,
    LeaveOut,
    ToNames,
    accepted_version,
    confirmed_plan,
    expiry,
    tell_plan,
)
from waxpost.cli.mailfiles import check_folder, chosen_files, say_files, shown_progress
from waxpost.cli.mailitems import covers_something, item_json, say_item
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import is_terminal, neutral, note, say, say_body, say_table, shown_time
from waxpost.crypto.encoding import time_of
from waxpost.crypto.items import CUSTOM, FIELDS
from waxpost.crypto.requests import AskedField

HELP = """Ask people without an account for a secret, by a link that you pass on. Only you can read the answers, and
those whom you name.

Examples:
  waxpost request create "Print portal login" --field username --field password --file
  waxpost request create "Alarm code" --field custom:PIN --group "Platform team"
  waxpost request list
  waxpost request answers
  waxpost request read 3q2-7wAAAAAAAAAAAAAAAA --show
"""
_STATES = {"open": "waiting", "answered": "answered", "expired": "expired", "closed": "closed"}
_NOT_SHOWN = "(cannot be read)"

RequestId = Annotated[str, typer.Argument(metavar="ID", help="The id that `waxpost request list` shows.")]
AnswerId = Annotated[str, typer.Argument(metavar="ID", help="The id that `waxpost request answers` shows.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for programs.")]
Expires = Annotated[
    str | None,
    typer.Option("--expires", metavar="7d", help="Until when it is open: 30m, 12h, 7d, 2w, or a local time."),
]
AskedFields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME", help="A value to ask for: username, password, url, totp …, or custom:PIN."),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=with_kept_lines(HELP))
    commands: Sequence[tuple[str, Callable[..., None]]] = (
        ("create", create),
        ("list", list_requests),
        ("show", show_request),
        ("change", change),
        ("close", close),
        ("answers", list_answers),
        ("read", read),
        ("save", save),
        ("delete", delete),
    )
    for name, command in commands:
        add_command(group, name, command)
    app.add_typer(group, name="request")


def create(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What you need; sealed like everything you ask.")],
    *,
    field: AskedFields = None,
    text: Annotated[bool, typer.Option("--text", help="Ask for a text.")] = False,
    file: Annotated[bool, typer.Option("--file", help="Ask for files.")] = False,
    message: Annotated[str, typer.Option("--note", metavar="TEXT", help="A note to whoever is asked.")] = "",
    expires: Expires = None,
    answers: Annotated[int, typer.Option("--answers", min=1, max=1000, help="How many answers are taken.")] = 1,
    to: ToNames = None,
    group: GroupNames = None,
    leave_out: LeaveOut = None,
    accept_members: AcceptMembers = None,
    as_json: Json = False,
) -> None:
    """Ask somebody without an account. Pass the link on yourself: the server never mails it, because it holds the key.

    With --to and --group others read the answers as well: they get a message with the key, and copies of their own.

    Examples:
      waxpost request create "Print portal login" --field username --field password --file
      waxpost request create "Alarm code" --field custom:PIN --note "The one of the back door" --expires 2d
      waxpost request create "Signed contracts" --file --text --answers 20 --json
      waxpost request create "Alarm code" --field custom:PIN --group "Platform team" --to "Bob Roy"

    Without --field, --text and --file a username and a password are asked for.
    """
    fields = tuple(_field(typed) for typed in field or [])
    if not (fields or text or file):
        fields = (_field("username"), _field("password"))
    ends_at = None if expires is None else _end(expires)
    accepted = dict(accepted_version(value) for value in accept_members or [])
    draft = RequestDraft(title, message, fields, text=text, files=file, expires_at=ends_at, answers=answers)
    with unlocked() as client:
        if to or group:
            plan = client.plan(to or [], group or [], leave_out=leave_out or [], accept_members=accepted)
            tell_plan(plan)
            request, _ = client.ask_for(confirmed_plan(client, plan), draft)
        else:
            request = client.create_request(draft)
    if as_json:
        say(json.dumps(request_json(request), ensure_ascii=is_terminal()))
        return
    _say_keys(request)
    if request.readers:
        note(f"{_people(len(request.readers))} can read the answers as well, and got a message with the key")
    note(f"open until {shown_time(request.expires_at)}; {_wanted(request)}")
    note("pass the link on yourself; who is asked may have you read the eight words aloud")


def list_requests(*, as_json: Json = False) -> None:
    """List your requests, newest first. An ended one stays for 30 days, and as long as it has answers.

    Those that let the readers of a link reply stand with their links: `waxpost link show`.

    Example: waxpost request list
    """
    with unlocked() as client:
        requests = [request for request in client.requests() if request.link is None]
    if as_json:
        say(json.dumps({"requests": [request_json(one) for one in requests]}, ensure_ascii=is_terminal()))
    elif not requests:
        note("no requests")
    else:
        say_table(["Id", "Title", "State", "Answers", "Open until"], [_row(one) for one in requests])


def show_request(request_id: RequestId, *, as_json: Json = False) -> None:
    """Show a request, its link and its eight words again.

    Example: waxpost request show 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        request = client.request(request_id)
    if as_json:
        say(json.dumps(request_json(request), ensure_ascii=is_terminal()))
        return
    _say_keys(request)
    say(f"Title:       {neutral(request.title or _NOT_SHOWN)}")
    if request.note:
        say(f"Note:        {neutral(request.note)}")
    if request.link is not None:
        say(f"Lets reply:  the readers of link {request.link}")
    if request.refused is None:
        say(f"Asks for:    {neutral(asked_for(request.fields, text=request.text, files=request.files))}")
    if request.asker is not None:
        say(f"Asked by:    {request.asker}")
    if request.readers:
        say(f"Answers to:  {', '.join([request.asker or 'you', *request.readers])}")
    say(f"State:       {_STATES[request.state]}")
    say(f"Answers:     {_came(request)}")
    say(f"Open until:  {shown_time(request.expires_at)}")
    if request.refused not in (None, "no-key"):
        note(f"what the server keeps of it was refused ({request.refused}): {REASONS.get(request.refused or '', '')}")


def change(request_id: RequestId, *, expires: Expires = None) -> None:
    """Change until when a request can be answered.

    Example: waxpost request change 3q2-7wAAAAAAAAAAAAAAAA --expires 2d
    """
    if expires is None:
        raise typer.BadParameter("say until when", param_hint="--expires")
    ends_at = _end(expires)
    with unlocked() as client:
        request = client.change_request(request_id, expires_at=ends_at)
    note(f"open until {shown_time(request.expires_at)}")


def close(request_id: RequestId) -> None:
    """Take no more answers. Those that came stay.

    Example: waxpost request close 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        client.close_request(request_id)
    note("closed")


def list_answers(
    request_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only those to this request; all of them when absent.")
    ] = None,
    *,
    unread: Annotated[bool, typer.Option("--unread", help="Only what you have not read.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """List the answers that came, newest first.

    Examples:
      waxpost request answers
      waxpost request answers 3q2-7wAAAAAAAAAAAAAAAA --unread
    """
    with unlocked() as client:
        page = client.answers(request_id, unread=unread, limit=limit)
    if as_json:
        listed = {"unread": page.unread, "answers": [answer_json(one, show=False) for one in page.answers]}
        say(json.dumps(listed, ensure_ascii=is_terminal()))
    elif not page.answers:
        note("no answers")
    else:
        say_table(["", "Id", "Arrived", "Request", "Holds"], [_answer_row(one) for one in page.answers])
        if page.cursor is not None:
            note("there are older ones; ask for more with --limit")


def read(
    mid: AnswerId,
    *,
    show: Annotated[bool, typer.Option("--show", help="Show passwords and other secrets.")] = False,
    as_json: Json = False,
) -> None:
    """Show an answer and mark it as read. Secrets stay covered without --show.

    Examples:
      waxpost request read 3q2-7wAAAAAAAAAAAAAAAA
      waxpost request read 3q2-7wAAAAAAAAAAAAAAAA --show
    """
    with unlocked() as client:
        answer = client.read_answer(mid)
    if as_json:
        say(json.dumps(answer_json(answer, show=show), ensure_ascii=is_terminal()))
    else:
        _say_answer(answer, show=show)
    if answer.result != "outside":
        raise typer.Exit(exits.REFUSED)


def save(
    mid: AnswerId,
    *,
    file: Annotated[
        list[int] | None, typer.Option("--file", min=1, metavar="N", help="Only this file, by its number. Repeat it.")
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to save into.")] = Path(),
) -> None:
    """Save the files of an answer. Each is checked part by part; an existing file is never overwritten.

    Example: waxpost request save 3q2-7wAAAAAAAAAAAAAAAA -o ~/Downloads
    """
    check_folder(folder)
    with unlocked() as client:
        answer = client.read_answer(mid)
        if answer.result != "outside":
            _say_answer(answer, show=False)
            raise typer.Exit(exits.REFUSED)
        with shown_progress() as watch:
            for index in chosen_files(file, len(answer.attachments), of="answer"):
                say(str(client.save_answer(mid, index, folder, watch=watch)))


def delete(mid: AnswerId) -> None:
    """Delete an answer with its files, for good. Others who can read it keep theirs.

    Example: waxpost request delete 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        client.delete_answers([mid])
    note("deleted")


def request_json(request: Request) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.Request`."""
    return asdict(request)


def answer_json(answer: OutsideAnswer, *, show: bool) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.OutsideAnswer`. Covered values are null without `show`."""
    return {**asdict(answer), "items": [item_json(item, show=show) for item in answer.items]}


def answer_sentence(answer: OutsideAnswer) -> str:
    """Why an answer is not shown; empty for one that is."""
    if answer.result == "outside":
        return ""
    if answer.result == "no-key":
        return "none of your keys belongs to the request that the server names"
    return f"this answer was refused ({answer.reason}): {REASONS.get(answer.reason or '', '')}"


def asked_for(fields: Sequence[AskedField], *, text: bool, files: bool) -> str:
    """What a request asks for, in one line."""
    return ", ".join([*(field.label for field in fields), *(["a text"] if text else []), *(["files"] if files else [])])


def _field(typed: str) -> AskedField:
    name, _, label = typed.partition(":")
    if name not in FIELDS or (name == CUSTOM and not label):
        names = ", ".join(sorted(FIELDS - {CUSTOM}))
        raise typer.BadParameter(f"one of {names}, or custom:LABEL", param_hint="--field")
    return AskedField(name, label or name.replace("-", " ").capitalize())


def _end(expires: str) -> str:
    ends_at = expiry(expires, time.time())
    if ends_at <= time_of(int(time.time())):
        raise typer.BadParameter("choose a time in the future", param_hint="--expires")
    return ends_at


def _say_keys(request: Request) -> None:
    if request.url is None:
        note("this account does not have the key of this request; make a new one")
        return
    say(f"Link:        {request.url}")
    say(f"Words:       {' '.join(request.words)}")


def _row(request: Request) -> Sequence[str]:
    state = _STATES[request.state]
    return [request.id, request.title or _NOT_SHOWN, state, _came(request), shown_time(request.expires_at)]


def _came(request: Request) -> str:
    return f"{request.answers - request.answers_left} of {request.answers}"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _wanted(request: Request) -> str:
    return "one answer is taken" if request.answers == 1 else f"{request.answers} answers are taken"


def _answer_row(answer: OutsideAnswer) -> Sequence[str]:
    mark = "" if answer.is_read else "*"
    sentence = answer_sentence(answer)
    holds = f"[{sentence}]" if sentence else _holds(answer)
    return [mark, answer.mid, shown_time(answer.arrived_at), answer.title or _NOT_SHOWN, holds]


def _holds(answer: OutsideAnswer) -> str:
    values = sum(len(item.fields) for item in answer.items)
    counted = ((values, "value"), (1 if answer.body else 0, "text"), (len(answer.attachments), "file"))
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counted if count)


def _say_answer(answer: OutsideAnswer, *, show: bool) -> None:
    whose = "had the link of your request" if answer.link is None else "opened your link"
    if answer.asker is not None:
        whose = f"had the link of the request of {answer.asker}"
    say(f"From:     outside, from whoever {whose} (nobody signed it)")
    say(f"{'Request:' if answer.link is None else 'Reply to:':<9} {neutral(answer.title or _NOT_SHOWN)}")
    if answer.link is not None:
        say(f"Link:     {answer.link}")
    say(f"Arrived:  {shown_time(answer.arrived_at)} from {neutral(answer.network)}, as the server says")
    if answer.expires_at is not None:
        say(f"Expires:  {shown_time(answer.expires_at)}")
    sentence = answer_sentence(answer)
    if sentence:
        say(f"Notice:   {sentence}")
        return
    if answer.body:
        say("")
        say_body(answer.body)
    for item in answer.items:
        say("")
        say_item(item, show=show)
    if answer.attachments:
        say("\nFiles:")
        say_files(answer.attachments)
        note(f"save the files with `waxpost request save {answer.mid}`")
    if covers_something(answer.items) and not show:
        note(f"secrets are covered; show them with `waxpost request read {answer.mid} --show`")
