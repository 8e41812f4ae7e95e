"""`mail`: whether new messages, and links that are opened, are announced by mail."""

from typing import Annotated, Literal

import typer

from waxpost.cli.helping import add_command
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import note, say

Wanted = Annotated[
    Literal["on", "off"] | None, typer.Argument(metavar="[on|off]", help="Shows what holds when absent.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file."""
    add_command(app, "mail", mail)


def mail(
    wanted: Wanted = None,
    *,
    links: Annotated[bool, typer.Option("--links", help="About links of yours that are opened or locked.")] = False,
) -> None:
    """Have new messages announced to you by mail, or not: who wrote and when, never subject or text.

    Examples:
      waxpost mail off
      waxpost mail off --links
    """
    chosen = None if wanted is None else wanted == "on"
    with unlocked() as client:
        if chosen is None:
            choice = client.mail_choice()
        else:
            choice = client.choose_mail(is_link_wanted=chosen) if links else client.choose_mail(is_wanted=chosen)
    if links:
        say(f"links that are opened or locked are {'' if choice.is_link_wanted else 'not '}announced by mail")
    else:
        say(f"new messages are {'' if choice.is_wanted else 'not '}announced by mail")
    if not choice.is_available:
        note("waxpost: notice: this server sends no mail")
