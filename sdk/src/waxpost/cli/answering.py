"""`answer`: give somebody what they ask for, without an account."""

import json
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from waxpost._asked import Asked, OpenedRequest, WorkProgress, WorkWatcher
from waxpost._client import Client
from waxpost._exceptions import Refused, WaxpostError
from waxpost.cli.helping import add_command
from waxpost.cli.mail import Files, body_text
from waxpost.cli.mailfiles import existing, shown_progress
from waxpost.cli.terminal import (
    NoTerminal,
    ask,
    ask_hidden,
    has_progress,
    has_terminal,
    is_terminal,
    neutral,
    note,
    say,
    shown_time,
)
from waxpost.crypto.items import COVERED
from waxpost.crypto.requests import AskedField

# What a refused request or answer means to a person; codes are those of spec/links.md 9.6.
REASONS = {
    "wrong-message": "the server exchanged it for another one",
    "wrong-secret": "what is asked was not sealed with this link",
    "signature": "whoever wrote it did not have the link",
    "form": "it is damaged, or was not made for you",
    "newer": "it was made by a newer Waxpost; update this one",
    "attachment": "what it says about its files does not fit",
    "envelope": "the server has another number of files than it says",
    "incomplete-link": "the link is not complete",
}
_HINT = "give them with --values FILE, or - for standard input"

Url = Annotated[str, typer.Argument(metavar="LINK", help="The whole link, in quotes, with the part after #.")]
Values = Annotated[
    str | None,
    typer.Option("--values", metavar="FILE|-", help='JSON: {"fields":{"Username":"root"},"text":"…"}; - is stdin.'),
]


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file."""
    add_command(app, "answer", answer)


def answer(
    url: Url,
    *,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="TEXT|-", help="A text, if one is asked for; - reads it from a pipe."),
    ] = None,
    file: Files = None,
    values: Values = None,
    look: Annotated[bool, typer.Option("--look", help="Only show what is asked for.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Answer a request that somebody sent you, without an account. It says who can read the answer before you give it.

    Examples:
      waxpost answer "https://waxpost.example.org/r/3q2-7wAAAAAAAAAAAAAAAA#AIAB..."
      waxpost answer "https://waxpost.example.org/r/3q2-7wAAAAAAAAAAAAAAAA#AIAB..." --file licence.key
      waxpost answer "https://waxpost.example.org/r/3q2-7wAAAAAAAAAAAAAAAA#AIAB..." --values - < values.json
      waxpost answer "https://waxpost.example.org/r/3q2-7wAAAAAAAAAAAAAAAA#AIAB..." --look --json

    Each value is asked on the terminal, secrets unseen. What stands in --text can be seen by others on this machine.
    Nothing is sent before all is there; a lost connection costs nothing.
    """
    files = existing(file or [])
    given = None if values is None else _read_values(values)
    with _opened(url) as request:
        if look:
            _say_asked(request.asked, as_json=as_json)
            return
        if not as_json:
            _tell(request.asked)
        has_other = text is not None or bool(files)
        typed = _typed(request.asked, has_other=has_other) if given is None else _in_order(request.asked, given)
        body = _text(request.asked, text, given, is_asked=not files and not any(typed))
        with shown_work() as work_watch, shown_progress() as watch:
            taken = request.answer(typed, text=body, files=files, watch=watch, work_watch=work_watch)
    if as_json:
        say(json.dumps(asdict(taken)))
    else:
        note(f"sent; only {who_reads(request.asked)} can read it")


def who_reads(asked: Asked) -> str:
    """Who can read the answer, inside a sentence."""
    return neutral(asked.asker_name) + (f" and {_others(asked)}" if asked.others else "")


@contextmanager
def shown_work() -> Generator[WorkWatcher | None]:
    """Who is told how far the work is: a bar on a terminal (standard error), nobody elsewhere."""
    if not has_progress():
        yield None
        return
    console = Console(stderr=True)
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as bars:
        task = bars.add_task("working against flooding", total=None)

        def draw(done: WorkProgress) -> None:
            # The work may take longer than on average: the bar stays near its end then.
            bars.update(task, total=done.expected, completed=min(done.tries, done.expected * 0.95))

        yield draw


@contextmanager
def _opened(url: str) -> Generator[OpenedRequest]:
    try:
        request = Client.open_request(url)
    except Refused as refused:
        if refused.reason == "incomplete-link":
            raise
        reason = REASONS.get(refused.reason, "")
        raise Refused(refused.reason, f"this request was refused ({refused.reason}): {reason}; nothing was sent") from (
            refused
        )
    with request:
        yield request


def _say_asked(asked: Asked, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(asdict(asked), ensure_ascii=is_terminal()))
        return
    for line in _lines(asked):
        say(line)


def _tell(asked: Asked) -> None:
    for line in _lines(asked):
        note(line)


def _lines(asked: Asked) -> Sequence[str]:
    who = asked.from_addr if asked.from_name is None else f"{asked.from_name} <{asked.from_addr}>"
    wanted = [field.label for field in asked.fields]
    wanted += (["a text"] if asked.text else []) + (["files"] if asked.files else [])
    own = f"{asked.asker_name} <{asked.asker_addr}>"
    readers = f"only {who_reads(asked)}" + (", of their choice" if asked.others else "")
    keepers = f"them and the {_others(asked)}, and to" if asked.others else "them and"
    noted = [f"Note:       {neutral(asked.note, lines=True)}"] if asked.note else []
    return [
        f"From:       {neutral(own)} (in their own words; the server says {neutral(who)})",
        f"{'Title:' if asked.link is None else 'Reply to:':<11} {neutral(asked.title)}",
        *noted,
        f"Asks for:   {neutral(', '.join(wanted))}",
        f"Read by:    {readers}",
        f"Open until: {shown_time(asked.expires_at)}",
        f"Words:      {' '.join(asked.words)}",
        f"            Have them read these eight words to you: then the answer goes to {keepers} nobody else.",
    ]


def _others(asked: Asked) -> str:
    return "1 other person" if asked.others == 1 else f"{asked.others} other people"


def _typed(asked: Asked, *, has_other: bool) -> list[str]:
    if asked.fields and not has_terminal():
        if has_other:
            note("the values were left out; " + _HINT)
            return []
        raise NoTerminal("the values cannot be asked without a terminal", _HINT)
    return [_ask_for(field) for field in asked.fields]


def _ask_for(field: AskedField) -> str:
    prompt = f"{neutral(field.label)}:"
    return ask_hidden(prompt, _HINT) if field.f in COVERED else ask(prompt)


def _read_values(name: str) -> dict[str, object]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise WaxpostError(f"cannot read {name}") from error
    try:
        found: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter("that is not JSON", param_hint="--values") from error
    if not isinstance(found, dict):
        raise _not_values()
    return cast("dict[str, object]", found)


def _in_order(asked: Asked, given: dict[str, object]) -> list[str]:
    """The values in the order of the fields, from a list in that order or from labels."""
    fields = given.get("fields", [])
    if isinstance(fields, dict):
        named = cast("dict[str, object]", fields)
        unknown = set(named) - {field.label for field in asked.fields}
        if unknown:
            raise typer.BadParameter(f"nobody asks for {', '.join(sorted(unknown))}", param_hint="--values")
        fields = [named.get(field.label, "") for field in asked.fields]
    if not isinstance(fields, list):
        raise _not_values()
    values: list[str] = []
    for value in cast("list[object]", fields):
        if not isinstance(value, str):
            raise _not_values()
        values.append(value)
    return values


def _text(asked: Asked, typed: str | None, given: dict[str, object] | None, *, is_asked: bool) -> str:
    """The text: as an option, from a pipe, of the JSON, or asked for where nothing else was given."""
    if typed is not None:
        return body_text(typed)
    if given is None:
        return ask("Text:") if asked.text and is_asked and has_terminal() else ""
    text = given.get("text", "")
    if not isinstance(text, str):
        raise _not_values()
    return text


def _not_values() -> typer.BadParameter:
    return typer.BadParameter(
        'use {"fields":{"LABEL":"value"},"text":"…"}; fields may be a list', param_hint="--values"
    )
