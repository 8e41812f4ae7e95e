"""`link create`, `list`, `show`, `change`, `mail`, `revoke`: my links for outsiders."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from waxpost._links import Lang, Link, LinkDraft
from waxpost.cli.entries import EntryNames, keep_where_copies_went
from waxpost.cli.helping import add_command, with_kept_lines
from waxpost.cli.mail import Credentials, Files, Generated, body_text, expiry
from waxpost.cli.mailfiles import existing, shown_progress
from waxpost.cli.mailitems import typed_credentials
from waxpost.cli.opened import unlocked
from waxpost.cli.opening import views_left
from waxpost.cli.terminal import ask_link_secret, is_terminal, neutral, note, say, say_table, shown_time
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
MailTo = Annotated[
    list[str] | None,
    typer.Option("--mail", metavar="ADDRESS", help="The server mails the link there, as --words; repeat for more."),
]
Only = Annotated[
    str | None, typer.Option("--only", metavar="ADDRESS", help="Opens with a code only that is mailed there.")
]
Language = Annotated[Lang, typer.Option("--lang", help="The language of the page, and of mails to its readers.")]
NoPassphrase = Annotated[bool, typer.Option("--no-passphrase", help="Without one: whoever has the link can open it.")]
Words = Annotated[
    bool, typer.Option("--words", help="Seven words are the key: a link without # to mail, the words another way.")
]
Reply = Annotated[bool, typer.Option("--reply", help="Whoever opens it can answer you, sealed to you.")]
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


def create(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="The text; - or nothing reads it from a pipe.")
    ] = None,
    *,
    subject: Annotated[str, typer.Option("--subject", metavar="S", help="The subject; locked like the text.")] = "",
    expires: Expires = None,
    views: Views = None,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="With a generated passphrase.")] = False,
    no_passphrase: NoPassphrase = False,
    own_passphrase: Annotated[bool, typer.Option("--own-passphrase", help="Ask for a passphrase of your own.")] = False,
    words: Words = False,
    file: Files = None,
    credentials: Credentials = None,
    generate: Generated = False,
    entry: EntryNames = None,
    mail_to: MailTo = None,
    only: Only = None,
    lang: Language = "en",
    reply: Reply = False,
    no_tell: Annotated[bool, typer.Option("--no-tell", help="Do not tell me when it is opened.")] = False,
    as_json: Json = False,
) -> None:
    """Make a link. Whoever has it, and its passphrase, can read the message; the server cannot.

    Examples:
      waxpost link create --subject "Door" "The new code is 4711"
      waxpost link create --subject "Guests" --expires 12h --views 10 --no-passphrase - < wifi.txt
      waxpost link create --subject "Door" --mail bob@partner.example --only bob@partner.example --lang de < code.txt
      waxpost link create --subject "Grafana" --credential title=Grafana,username=root --file notes.pdf --reply

    Pass the passphrase, or the words, on in another way than the link.
    """
    _check_one_form(passphrase, no_passphrase, own_passphrase, words or bool(mail_to))
    ends_at = _end(expires)
    count = None if views is None else _views(views)
    files = existing(file or [])
    items = typed_credentials(credentials, generate=generate)
    body = "" if text is None and (files or items or entry) else body_text(text)
    chosen = ask_link_secret("Passphrase for the link:") if own_passphrase else _generated(passphrase, no_passphrase)
    with unlocked() as client:
        copied = [client.entry(name) for name in entry or []]
        draft = LinkDraft(
            subject=subject,
            body=body,
            items=(*items, *map(client.copy_of, copied)),
            expires_at=ends_at,
            views=count,
            passphrase=chosen,
            is_words=words,
            notify=not no_tell,
            mail=tuple(addr.lower() for addr in mail_to or []),
            only_addr=only.lower() if only else None,
            lang=lang,
            reply=reply,
        )
        with shown_progress() as watch:
            link = client.create_link(draft, files, watch=watch)
        _say_made(link, as_json=as_json)
        keep_where_copies_went(client, copied, link.id, link.created_at, link=True)


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
    if link.reply is not None:
        say(f"Replies:     {'gone' if link.answers is None else link.answers}")
        note(f"list the replies with `waxpost request answers {link.reply}`")
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


def link_json(link: Link) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost.Link`."""
    return asdict(link)


def _check_one_form(*chosen: bool) -> None:
    if sum(chosen) > 1:
        forms = "--passphrase, --no-passphrase, --own-passphrase and --words or --mail"
        raise typer.BadParameter(f"choose one of {forms}", param_hint="--passphrase")


def _end(expires: str | None) -> str | None:
    ends_at = None if expires is None else expiry(expires, time.time())
    if ends_at is not None and ends_at <= time_of(int(time.time())):
        raise typer.BadParameter("choose a time in the future", param_hint="--expires")
    return ends_at


def _generated(wanted: bool, unwanted: bool) -> bool | None:
    """Whether a passphrase is made; None: as the organisation has it."""
    return True if wanted else False if unwanted else None


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
    note(f"works until {shown_time(link.expires_at)}, {views_left(link.views_left)}")
    _say_mails(link)
    if link.passphrase is not None:
        note("pass the second line on in another way than the link")
    if link.reply is not None:
        note("replies come to your inbox, as from outside")


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
