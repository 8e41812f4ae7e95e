"""`open`: read what somebody gave a link to, without an account, and answer it where its sender lets one."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from waxpost._client import Client
from waxpost._exceptions import WrongCode, WrongPassphrase
from waxpost._opened_link import LinkMessage, LinkPreview, OpenedLink, read_link_url
from waxpost.cli.answering import shown_work
from waxpost.cli.helping import add_command
from waxpost.cli.mail import body_text
from waxpost.cli.mailfiles import check_folder, say_files, shown_progress
from waxpost.cli.mailitems import covers_something, item_json, say_item
from waxpost.cli.terminal import (
    ask_link_code,
    ask_link_secret,
    has_terminal,
    is_terminal,
    link_code_of_file,
    neutral,
    note,
    say,
    say_body,
    shown_time,
)

Url = Annotated[str, typer.Argument(metavar="LINK", help="The whole link, in quotes, with the part after #.")]


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file."""
    add_command(app, "open", open_link)


def open_link(
    url: Url,
    *,
    show: Annotated[bool, typer.Option("--show", help="Show passwords and other secrets of credentials.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Save the files there in the same go.")
    ] = None,
    reply: Annotated[
        str | None,
        typer.Option("--reply", metavar="TEXT|-", help="Answer the sender, sealed to them; - reads it from a pipe."),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete it for everybody once it is shown and saved.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Open a link that somebody gave you. No account is needed; each opening uses one view.

    Examples:
      waxpost open "https://waxpost.example.org/s/3q2-7wAAAAAAAAAAAAAAAA#QEAB..."
      waxpost open "https://waxpost.example.org/s/3q2-7wAAAAAAAAAAAAAAAA#QEAB..." -o ~/Downloads
      waxpost open "https://waxpost.example.org/s/3q2-7wAAAAAAAAAAAAAAAA#QEAB..." --reply "Thank you, it works"

    A passphrase is asked, or read from WAXPOST_LINK_PASSPHRASE_FILE. A wrong one uses no view.
    """
    if folder is not None:
        check_folder(folder)
    answer = None if reply is None else body_text(reply)
    if answer is not None and not answer.strip():
        raise typer.BadParameter("there is no text to send; nothing was opened", param_hint="--reply")
    with _opened_by_person(url) as opened:
        message = opened.message
        if as_json:
            say(json.dumps(message_json(message, show=show), ensure_ascii=is_terminal()))
        else:
            _say_message(message, show=show)
        if folder is not None:
            with shown_progress() as watch:
                for index in range(len(message.attachments)):
                    note(f"saved {opened.save(index, folder, watch=watch)}")
        elif message.attachments:
            note("the files were not saved; opening it again with -o DIR uses another view")
        if answer is not None:
            _reply(message, answer)
        if delete:
            opened.delete()
            note("deleted for everybody")
        else:
            note(views_left(message.views_left))


def message_json(message: LinkMessage, *, show: bool) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.LinkMessage`. Covered values are null without `show`."""
    return {**asdict(message), "items": [item_json(item, show=show) for item in message.items]}


def views_left(views: int | None) -> str:
    """How often a link can be opened still."""
    if views is None:
        return "it can be opened any number of times"
    return "1 view left" if views == 1 else f"{views} views left"


def _reply(message: LinkMessage, text: str) -> None:
    if message.reply is None:
        raise typer.BadParameter("whoever made this link takes no replies; nothing was sent", param_hint="--reply")
    with Client.open_request(message.reply) as request, shown_work() as watch:
        request.answer([], text=text, work_watch=watch)
    note(f"your reply is sent; only {neutral(message.from_name)} can read it")


def _opened_by_person(url: str) -> OpenedLink:
    """Ask for what the link needs, as often as it may be asked."""
    needs = read_link_url(url).needs
    secret = ask_link_secret("The words:") if needs == "words" else None
    preview = Client.look_at_link(url, secret)
    who = preview.from_addr if preview.from_name is None else f"{preview.from_name} <{preview.from_addr}>"
    note(f"from {neutral(who)}, as the server says; {views_left(preview.views_left)}")
    code = _mailed_code(url, secret, preview)
    while True:
        if needs == "passphrase":
            secret = ask_link_secret("Passphrase:")
        try:
            return Client.open_link(url, secret, code=code)
        except WrongCode as wrong:
            if not wrong.tries_left or not has_terminal():
                raise
            note(f"that code does not match; {neutral(str(wrong))}")
            code = ask_link_code()
        except WrongPassphrase as wrong:
            if needs != "passphrase" or not has_terminal():
                raise
            note(f"that passphrase does not match; {neutral(str(wrong))}")


def _mailed_code(url: str, words: str | None, preview: LinkPreview) -> str | None:
    """The code that this link needs, which is mailed now unless a file has it; None if it needs none."""
    if preview.only_for is None:
        return None
    code = link_code_of_file()
    if code is None:
        asked = Client.ask_link_code(url, words)
        note(f"a code is mailed to {neutral(asked.only_for)}; it works for 10 minutes")
        code = ask_link_code()
    return code.strip()


def _say_message(message: LinkMessage, *, show: bool) -> None:
    say(f"From:     {neutral(f'{message.from_name} <{message.from_addr}>')} (in their own words; nobody checked it)")
    say(f"Subject:  {neutral(message.subject or '(no subject)')}")
    say(f"Sent:     {shown_time(message.sent_at)}")
    if message.reply is not None:
        say(f"Reply at: {message.reply}")
    if message.body or not (message.items or message.attachments):
        say("")
        say_body(message.body)
    for item in message.items:
        say("")
        say_item(item, show=show)
    if message.attachments:
        say("\nFiles:")
        say_files(message.attachments)
    if covers_something(message.items) and not show:
        note("secrets are covered; --show shows them, and opening it again uses another view")
    if message.reply is not None:
        note('answer safely with `waxpost answer` and the link after "Reply at"')
