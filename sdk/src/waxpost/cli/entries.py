"""`entries` and `entry`: what you saved for yourself. Covered values show only when they are asked for by name.

A secret given as an argument could be seen by others on this computer: `--secret` asks for it, or reads it from a pipe.
"""

import inspect
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from waxpost._client import Client
from waxpost._entries import Entry
from waxpost._exceptions import Refused, WaxpostError
from waxpost.cli import checkup, exits, exporting
from waxpost.cli.helping import add_command, with_kept_lines
from waxpost.cli.mailfiles import check_folder, chosen_files, existing, say_files, shown_progress
from waxpost.cli.mailitems import new_password
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import ask_hidden, is_terminal, neutral, note, say, say_body, say_table, shown_time
from waxpost.crypto.entrytypes import entry_type
from waxpost.crypto.items import CUSTOM, FIELDS, Field, Item
from waxpost.crypto.totp import totp_code

HELP = """Look at one saved entry, add one, change one.

Examples:
  waxpost entry add "Grafana" --field username=root --secret password --field url=https://grafana.example.org
  waxpost entry show "Grafana" --value password
  waxpost entry show "Grafana" --totp
  waxpost entry edit "Grafana" --file ~/recovery-codes.pdf
"""
_COVER = "•" * 8
_SINCE = {"password": ", before the last password change", "change": ", before the last change", None: ""}

# For `send`.
EntryNames = Annotated[
    list[str] | None,
    typer.Option("--entry", metavar="NAME", help="A copy of a saved entry, without its one-time secret. Repeat it."),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Its title or its id.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, with every value.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="FIELD=VALUE", help="A field such as username, url, note, or a label of your own."),
]
Secrets = Annotated[
    list[str] | None,
    typer.Option("--secret", metavar="FIELD", help="A field to ask for, or one line of a pipe for each. Covered."),
]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password of 20 random characters.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag. Repeat it.")]
Folder = Annotated[str | None, typer.Option("--folder", metavar="A/B", help="The folder; empty for none.")]
Favourite = Annotated[bool | None, typer.Option("--favourite/--no-favourite", help="Mark it as a favourite.")]
Files = Annotated[list[Path] | None, typer.Option("--file", metavar="PATH", help="A file to keep with it. Repeat it.")]
Expires = Annotated[str | None, typer.Option("--expires", metavar="2027-01-31", help="A day to be reminded on.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    listing = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
    listing.callback(help=with_kept_lines(inspect.getdoc(entries) or ""))(entries)
    checkup.add_commands(listing)
    exporting.add_commands(listing)
    app.add_typer(listing, name="entries")
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=with_kept_lines(HELP))
    for name, command in (
        ("show", show),
        ("add", add),
        ("edit", edit),
        ("delete", delete),
        ("restore", restore),
        ("save", save),
        ("keep", keep),
    ):
        add_command(group, name, command)
    app.add_typer(group, name="entry")


def entries(
    context: typer.Context,
    *,
    search: Annotated[str | None, typer.Option("--search", metavar="WORDS", help="Only what holds all words.")] = None,
    folder: Folder = None,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only with this tag.")] = None,
    trash: Annotated[bool, typer.Option("--trash", help="What is in the trash.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, without covered values.")] = False,
) -> None:
    """List what you saved: title, type, username, folder, id.

    Example: waxpost entries --search "grafana oslo"
    """
    if context.invoked_subcommand is not None:
        return
    with unlocked() as client:
        found = client.entries(search, folder=folder, tag=tag, trash=trash)
    if as_json:
        say(json.dumps([entry_json(entry, reveal=False) for entry in found], ensure_ascii=is_terminal()))
        return
    rows = [
        (entry.title, entry.item.shown_kind, _shown_username(entry.item), entry.folder or "", entry.id)
        for entry in found
    ]
    say_table(("Title", "Type", "Username", "Folder", "Id"), rows)


def show(
    name: Name,
    *,
    value: Annotated[
        str | None, typer.Option("--value", metavar="FIELD", help="Only this value, for a pipe or a variable.")
    ] = None,
    totp: Annotated[bool, typer.Option("--totp", help="Only the one-time code that counts now.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show what is covered.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Earlier versions, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a saved entry.

    Example: waxpost entry show "Grafana" --value password
    """
    with unlocked() as client:
        entry = client.entry(name)
    if totp:
        _show_code(entry)
    elif value is not None:
        values = entry.values(value)
        if not values:
            note(f"waxpost: error: {neutral(entry.title)} has no field {neutral(value)}")
            raise typer.Exit(exits.NOT_FOUND)
        say_body(values[0])
    elif as_json:
        say(json.dumps(entry_json(entry, reveal=True), ensure_ascii=is_terminal()))
    else:
        _show(entry, reveal=reveal, history=history)


def add(
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    *,
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="login, note, ssh-key, card, wifi ...")] = "login",
    field: Fields = None,
    secret: Secrets = None,
    generate: Generate = False,
    tag: Tags = None,
    folder: Folder = None,
    favourite: Favourite = None,
    expires: Expires = None,
    file: Files = None,
) -> None:
    """Save an entry, and say its id.

    Example: waxpost entry add "Grafana" --field username=root --generate
    """
    try:
        entry_type(kind)
    except Refused as error:
        raise typer.BadParameter("there is no such type", param_hint="--type") from error
    files = existing(file or ())
    item = Item(title, tuple(_given(field, secret, generate=generate)), kind)
    with unlocked() as client, shown_progress() as watch:
        entry = client.add_entry(
            item,
            tags=tag or (),
            folder=folder or None,
            favourite=bool(favourite),
            expires=expires or None,
            files=files,
            watch=watch,
        )
    say(entry.id)


def edit(
    name: Name,
    *,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="A new title.")] = None,
    field: Fields = None,
    secret: Secrets = None,
    generate: Generate = False,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="FIELD", help="A field to take away. Repeat it.")
    ] = None,
    tag: Tags = None,
    folder: Folder = None,
    favourite: Favourite = None,
    expires: Expires = None,
    file: Files = None,
    remove_file: Annotated[
        list[int] | None,
        typer.Option("--remove-file", metavar="N", min=1, help="A file to take away for good, as `show` numbers them."),
    ] = None,
) -> None:
    """Change a saved entry; what it was stays in its history.

    Example: waxpost entry edit "Grafana" --generate
    """
    files = existing(file or ())
    given = list(_given(field, secret, generate=generate))
    with unlocked() as client, shown_progress() as watch:
        entry = client.entry(name)
        kept = [one for one in entry.item.fields if not {one.f, one.label} & set(remove or ())]
        item = replace(entry.item, title=title or entry.title, fields=_merged(kept, given))
        client.edit_entry(
            entry,
            item=None if item == entry.item else item,
            tags=tag,
            folder=folder,
            favourite=favourite,
            expires=expires,
            files=files,
            remove_files=[number - 1 for number in remove_file or ()],
            watch=watch,
        )
    note("saved")


def delete(
    name: Name,
    *,
    for_good: Annotated[bool, typer.Option("--for-good", help="Out of the trash, and never to come back.")] = False,
) -> None:
    """Put a saved entry into the trash, from where it goes after 30 days.

    Example: waxpost entry delete "Grafana"
    """
    with unlocked() as client:
        if for_good:
            client.remove_entry(client.entry(name, trash=True))
        else:
            client.delete_entry(client.entry(name))
    note("removed for good" if for_good else "in the trash; `waxpost entry restore` takes it back for 30 days")


def restore(name: Name) -> None:
    """Take a saved entry out of the trash.

    Example: waxpost entry restore "Grafana"
    """
    with unlocked() as client:
        client.restore_entry(client.entry(name, trash=True))
    note("restored")


def save(
    name: Name,
    *,
    file: Annotated[
        list[int] | None,
        typer.Option("--file", metavar="N", min=1, help="Only this file, as `show` numbers them. Repeat it."),
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to.")] = Path(),
) -> None:
    """Save the files of a saved entry. Each is checked part by part; an existing file is never overwritten.

    Example: waxpost entry save "Grafana" -o ~/Downloads
    """
    check_folder(folder)
    with unlocked() as client:
        entry = client.entry(name)
        wanted = chosen_files(file, len(entry.files), of="entry")
        with shown_progress() as watch:
            for index in wanted:
                say(str(client.save_entry_file(entry, index, folder, watch=watch)))


def keep(
    mid: Annotated[str, typer.Argument(metavar="ID", help="The id of a message.")],
    *,
    item: Annotated[int | None, typer.Option("--item", metavar="N", min=1, help="Only this one, from 1.")] = None,
) -> None:
    """Keep copies of the credentials and entries in a message as entries of your own, and say their ids.

    Example: waxpost entry keep 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        for entry in client.save_from_message(mid, None if item is None else item - 1):
            say(entry.id)


def keep_where_copies_went(client: Client, copied: Sequence[Entry], mid: str, at: str, *, link: bool = False) -> None:
    """After a message or a link was taken: it is sent, whatever comes of this."""
    try:
        client.note_copies(copied, mid, at, link=link)
    except WaxpostError as error:
        note(f"waxpost: warning: it was sent, but the entries do not say so: {error}")


def entry_json(entry: Entry, *, reveal: bool) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.Entry`. Without `reveal` covered values are null."""
    values = asdict(entry)
    item = entry.item
    values["item"] = {
        "kind": item.kind,
        "title": item.title,
        "fields": [
            {"f": one.f, "label": one.label, "value": None if item.is_covered(one) and not reveal else one.value}
            for one in item.fields
        ],
    }
    values["history"] = [{"rev": one.rev, "changed_at": one.changed_at} for one in entry.history]
    return values


def _shown_username(item: Item) -> str:
    named = (one for one in item.fields if "username" in (one.f, one.label))
    return next((one.value for one in named if not item.is_covered(one)), "")


def _show(entry: Entry, *, reveal: bool, history: bool) -> None:
    say(f"Title: {neutral(entry.title)}")
    say(f"Type: {entry.item.shown_kind}")
    _show_fields(entry.item, reveal=reveal)
    for label, text in (
        ("Folder", entry.folder),
        ("Tags", ", ".join(entry.tags)),
        ("Expires", entry.expires),
    ):
        if text:
            say(f"{label}: {neutral(text)}")
    if entry.files:
        say("Files:")
        say_files(entry.files)
    say(f"Changed: {shown_time(entry.changed_at)}")
    if entry.sent:
        say("Where copies went:")
    for copy in entry.sent:
        say(f"  {shown_time(copy.at)}  {'link' if copy.is_link else 'message'} {copy.mid}{_SINCE[copy.before]}")
    if entry.is_copy:
        say("This version lost when two devices changed one entry at once.")
    for version in entry.history if history else ():
        say("")
        say(f"Until version {version.rev + 1}, from {shown_time(version.changed_at)}: {neutral(version.item.title)}")
        _show_fields(version.item, reveal=reveal)


def _show_fields(item: Item, *, reveal: bool) -> None:
    for field in item.fields:
        value = field.value if reveal or not item.is_covered(field) else _COVER
        say(f"{neutral(field.shown_label)}: {neutral(value, lines=True)}")


def _show_code(entry: Entry) -> None:
    secrets = entry.values("totp")
    if not secrets:
        note(f"waxpost: error: {neutral(entry.title)} has no one-time code")
        raise typer.Exit(exits.NOT_FOUND)
    code = totp_code(secrets[0], int(time.time()))
    say(code.code)
    note(f"counts for {code.seconds_left} more {'second' if code.seconds_left == 1 else 'seconds'}")


def _given(fields: list[str] | None, secrets: list[str] | None, *, generate: bool) -> Iterable[Field]:
    for typed in fields or ():
        name, equals, value = typed.partition("=")
        if not equals or not name:
            raise typer.BadParameter("write it as FIELD=VALUE", param_hint="--field")
        yield _field(name, value, covered=False)
    for name in secrets or ():
        yield _field(name, _secret(name), covered=True)
    if generate:
        yield _field("password", new_password(), covered=True)


def _secret(name: str) -> str:
    if sys.stdin.isatty():
        return ask_hidden(f"{name}:", "pipe it in, one line for each --secret")
    line = sys.stdin.readline()
    if not line:
        raise WaxpostError(f"the pipe holds no line for {name}")
    return line.removesuffix("\n").removesuffix("\r")


def _field(name: str, value: str, *, covered: bool) -> Field:
    if name in FIELDS - {CUSTOM}:
        return Field(name, value)
    return Field(CUSTOM, value, name, covered)


def _merged(kept: list[Field], given: list[Field]) -> tuple[Field, ...]:
    """The kept fields with new values where one of that name was given; what is new comes at the end."""
    fields = list(kept)
    for field in given:
        at = next((i for i, one in enumerate(fields) if (one.f, one.label) == (field.f, field.label)), None)
        if at is None:
            fields.append(field)
        else:
            fields[at] = replace(field, hide=field.hide or fields[at].hide)
    return tuple(fields)
