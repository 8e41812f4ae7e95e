"""`link create`, `list`, `show`, `change`, `mail`, `revoke`: my links for outsiders; `open`: somebody's link."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from waxpost._client import Client
from waxpost._exceptions import WrongCode, WrongPassphrase
from waxpost._links import Lang, Link, LinkDraft
from waxpost._opened_link import LinkMessage, LinkPreview, OpenedLink, read_link_url
from waxpost.cli.entries import EntryNames
from waxpost.cli.helping import add_command, with_kept_lines
from waxpost.cli.mail import Credentials, Files, body_text, expiry
from waxpost.cli.mailfiles import check_folder, existing, say_files, shown_progress
from waxpost.cli.mailitems import covers_something, credential, item_json, say_item
from waxpost.cli.opened import unlocked
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
    say_table,
    shown_time,
)
from waxpost.crypto.encoding import time_of

HELP = """Send something to people without an account: by a link that you pass on, or that the server mails.

Examples:
  waxpost link create --subject "Door" "The new code is 4711"
  waxpost link create --subject "Keys" --file keys.zip --expires 2d --views 1
  waxpost link create --subject "Door" --mail bob@partner.example "The new code is 4711"
  waxpost link list
  waxpost link revoke 3q2-7wAAAAAAAAAAAAAAAA
"""
_STATES = {
    "open": "works",
    "used": "used up",
    "expired": "expired",
    "revoked": "revoked",
    "locked": "locked after too many wrong tries",
    "deleted": "deleted by a reader",
}
_UNLIMITED = "unlimited"

LinkId = Annotated[str, typer.Argument(metavar="ID", help="The id that `waxpost link list` shows.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for programs.")]
Url = Annotated[str, typer.Argument(metavar="LINK", help="The whole link, in quotes, with the part after #.")]
MailTo = Annotated[
    list[str] | None,
    typer.Option("--mail", metavar="ADDRESS", help="The server mails the link there, as --words; repeat for more."),
]
Only = Annotated[
    str | None, typer.Option("--only", metavar="ADDRESS", help="Opens with a code only that is mailed there.")
]
Language = Annotated[Lang, typer.Option("--lang", help="The language of the page, and of mails to its readers.")]
Expires = Annotated[
    str | None, typer.Option("--expires", metavar="7d", help="Until when it works: 30m, 12h, 7d, 2w, or a local time.")
]
Views = Annotated[str | None, typer.Option("--views", metavar="N", help="How often it can be opened, or `unlimited`.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=with_kept_lines(HELP))
    for name, command in (
        ("create", create),
        ("list", list_links),
        ("show", show_link),
        ("change", change),
        ("mail", mail),
        ("revoke", revoke),
    ):
        add_command(group, name, command)
    app.add_typer(group, name="link")
    add_command(app, "open", open_link)


def create(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="The text; - or nothing reads it from a pipe.")
    ] = None,
    *,
    subject: Annotated[str, typer.Option("--subject", metavar="S", help="The subject; locked like the text.")] = "",
    expires: Expires = None,
    views: Views = None,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="With a generated passphrase.")] = False,
    no_passphrase: Annotated[
        bool, typer.Option("--no-passphrase", help="Without one: whoever has the link can open it.")
    ] = False,
    own_passphrase: Annotated[bool, typer.Option("--own-passphrase", help="Ask for a passphrase of your own.")] = False,
    words: Annotated[
        bool, typer.Option("--words", help="Seven words are the key: a link without # to mail, the words another way.")
    ] = False,
    file: Files = None,
    credentials: Credentials = None,
    entry: EntryNames = None,
    mail_to: MailTo = None,
    only: Only = None,
    lang: Language = "en",
    no_tell: Annotated[bool, typer.Option("--no-tell", help="Do not tell me when it is opened.")] = False,
    as_json: Json = False,
) -> None:
    """Make a link. Whoever has it, and its passphrase, can read the message; the server cannot.

    Examples:
      waxpost link create --subject "Door" "The new code is 4711"
      waxpost link create --subject "Guests" --expires 12h --views 10 --no-passphrase - < wifi.txt
      waxpost link create --subject "Door" --mail bob@partner.example --only bob@partner.example --lang de < code.txt
      waxpost link create --subject "Grafana" --credential title=Grafana,username=root --file notes.pdf

    Pass the passphrase, or the words, on in another way than the link.
    """
    _check_one_form(passphrase, no_passphrase, own_passphrase, words or bool(mail_to))
    ends_at = _end(expires)
    count = None if views is None else _views(views)
    files = existing(file or [])
    items = tuple(credential(typed) for typed in credentials or [])
    body = "" if text is None and (files or items or entry) else body_text(text)
    generated = True if passphrase else False if no_passphrase else None
    chosen = ask_link_secret("Passphrase for the link:") if own_passphrase else generated
    with unlocked() as client:
        draft = LinkDraft(
            subject=subject,
            body=body,
            items=(*items, *(client.copy_entry(name) for name in entry or [])),
            expires_at=ends_at,
            views=count,
            passphrase=chosen,
            is_words=words,
            notify=not no_tell,
            mail=tuple(addr.lower() for addr in mail_to or []),
            only_addr=only.lower() if only else None,
            lang=lang,
        )
        with shown_progress() as watch:
            link = client.create_link(draft, files, watch=watch)
    _say_made(link, as_json=as_json)


def list_links(*, as_json: Json = False) -> None:
    """List your links, newest first. An ended one stays for 30 days.

    Example: waxpost link list
    """
    with unlocked() as client:
        links = client.shared_links()
    if as_json:
        say(json.dumps({"links": [link_json(link) for link in links]}, ensure_ascii=is_terminal()))
    elif not links:
        note("no links")
    else:
        say_table(["Id", "Subject", "State", "Opened", "Works until", "Last opened"], [_row(link) for link in links])


def show_link(link_id: LinkId, *, as_json: Json = False) -> None:
    """Show a link and its passphrase again, and when it was opened.

    Example: waxpost link show 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        link = client.shared_link(link_id)
    if as_json:
        say(json.dumps(link_json(link), ensure_ascii=is_terminal()))
        return
    _say_keys(link)
    say(f"Subject:     {neutral(link.subject or '(no subject)')}")
    say(f"State:       {_STATES[link.state]}")
    say(f"Works until: {shown_time(link.expires_at)}")
    say(f"Opened:      {_opened(link)}")
    for visit in link.visits:
        say(f"  {shown_time(visit.at)}  from {neutral(visit.network)}")
    if link.only_addr is not None:
        say(f"Only for:    {neutral(link.only_addr)}")
    _say_mails(link)


def change(link_id: LinkId, *, expires: Expires = None) -> None:
    """Change until when a link works.

    Example: waxpost link change 3q2-7wAAAAAAAAAAAAAAAA --expires 2d
    """
    if expires is None:
        raise typer.BadParameter("say until when", param_hint="--expires")
    with unlocked() as client:
        link = client.change_link(link_id, expires_at=expiry(expires, time.time()))
    note(f"works until {shown_time(link.expires_at)}")


def mail(
    link_id: LinkId,
    to: Annotated[
        list[str] | None, typer.Argument(metavar="[ADDRESS]...", help="To whom; to those who had it when absent.")
    ] = None,
) -> None:
    """Let the server mail a link of words, for the first time or again; the words go another way.

    Examples:
      waxpost link mail 3q2-7wAAAAAAAAAAAAAAAA bob@partner.example
      waxpost link mail 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        link = client.mail_link(link_id, [addr.lower() for addr in to or []])
    _say_mails(link)


def revoke(link_id: LinkId) -> None:
    """Take a link back. Whoever has opened it may have kept a copy.

    Example: waxpost link revoke 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        client.revoke_link(link_id)
    note("revoked")


def open_link(
    url: Url,
    *,
    show: Annotated[bool, typer.Option("--show", help="Show passwords and other secrets of credentials.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Save the files there in the same go.")
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete it for everybody once it is shown and saved.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Open a link that somebody gave you. No account is needed; each opening uses one view.

    Examples:
      waxpost open "https://waxpost.example.org/s/3q2-7wAAAAAAAAAAAAAAAA#QEAB..."
      waxpost open "https://waxpost.example.org/s/3q2-7wAAAAAAAAAAAAAAAA#QEAB..." -o ~/Downloads

    A passphrase is asked, or read from WAXPOST_LINK_PASSPHRASE_FILE. A wrong one uses no view.
    """
    if folder is not None:
        check_folder(folder)
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
        if delete:
            opened.delete()
            note("deleted for everybody")
        else:
            note(_left(message.views_left))


def link_json(link: Link) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.Link`."""
    return asdict(link)


def message_json(message: LinkMessage, *, show: bool) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.LinkMessage`. Covered values are null without `show`."""
    return {**asdict(message), "items": [item_json(item, show=show) for item in message.items]}


def _opened_by_person(url: str) -> OpenedLink:
    """Ask for what the link needs, as often as it may be asked."""
    needs = read_link_url(url).needs
    secret = ask_link_secret("The words:") if needs == "words" else None
    preview = Client.look_at_link(url, secret)
    who = preview.from_addr if preview.from_name is None else f"{preview.from_name} <{preview.from_addr}>"
    note(f"from {neutral(who)}, as the server says; {_left(preview.views_left)}")
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


def _check_one_form(*chosen: bool) -> None:
    if sum(chosen) > 1:
        forms = "--passphrase, --no-passphrase, --own-passphrase and --words or --mail"
        raise typer.BadParameter(f"choose one of {forms}", param_hint="--passphrase")


def _end(expires: str | None) -> str | None:
    ends_at = None if expires is None else expiry(expires, time.time())
    if ends_at is not None and ends_at <= time_of(int(time.time())):
        raise typer.BadParameter("choose a time in the future", param_hint="--expires")
    return ends_at


def _views(typed: str) -> int:
    if typed == _UNLIMITED:
        return 0
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:6]) <= 1000:
        raise typer.BadParameter("a number from 1 to 1000, or `unlimited`", param_hint="--views")
    return int(typed)


def _say_made(link: Link, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(link_json(link), ensure_ascii=is_terminal()))
        return
    _say_keys(link)
    note(f"works until {shown_time(link.expires_at)}, {_left(link.views_left)}")
    _say_mails(link)
    if link.passphrase is not None:
        note("pass the second line on in another way than the link")


def _say_keys(link: Link) -> None:
    if link.url is None:
        note("this device does not have the key of this link; make a new one")
        return
    say(f"Link:        {link.url}")
    if link.passphrase is not None:
        label = "Words:" if "#" not in link.url else "Passphrase:"
        say(f"{label:<12} {neutral(link.passphrase)}")


def _say_mails(link: Link) -> None:
    for one in link.mails:
        why = "" if one.reason is None else f" ({neutral(one.reason)})"
        say(f"Mailed:      {neutral(one.to)}  {one.state}{why}  {shown_time(one.ended_at or one.asked_at)}")


def _row(link: Link) -> Sequence[str]:
    last = "" if link.opened_at is None else shown_time(link.opened_at)
    state = _STATES[link.state].split(" after ")[0]
    return [link.id, link.subject or "(no subject)", state, _opened(link), shown_time(link.expires_at), last]


def _opened(link: Link) -> str:
    return f"{link.opened} times" if link.views is None else f"{link.opened} of {link.views}"


def _left(views: int | None) -> str:
    if views is None:
        return "it can be opened any number of times"
    return "1 view left" if views == 1 else f"{views} views left"


def _say_message(message: LinkMessage, *, show: bool) -> None:
    say(f"From:     {neutral(f'{message.from_name} <{message.from_addr}>')} (in their own words; nobody checked it)")
    say(f"Subject:  {neutral(message.subject or '(no subject)')}")
    say(f"Sent:     {shown_time(message.sent_at)}")
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
