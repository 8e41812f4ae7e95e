"""`mail`: whether new messages are announced by mail."""

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


def mail(wanted: Wanted = None) -> None:
    """Have new messages announced to you by mail, or not: who wrote and when, never subject or text.

    Example: waxpost mail off
    """
    with unlocked() as client:
        choice = client.mail_choice() if wanted is None else client.choose_mail(is_wanted=wanted == "on")
    say(f"new messages are {'' if choice.is_wanted else 'not '}announced by mail")
    if not choice.is_available:
        note("waxpost: notice: this server sends no mail")
