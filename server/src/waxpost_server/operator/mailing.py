"""The operator's look at mail: what `check` says of it, and the commands `mail test` and `mail list`."""

import asyncio
from collections import Counter
from typing import Annotated

import typer

from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.clock import MINUTE, now, wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.carrier import Carrier, NotTaken
from waxpost_server.mail.letter import Letter, Link, write_letter
from waxpost_server.mail.outbox import FAILED, WAITING, count_mails, list_mails
from waxpost_server.operator.terminal import said_in_a_line, settings_of_environment, with_database

# A worker looks every few seconds; what is due for so long is not looked at.
OVERDUE_SECONDS = 15 * MINUTE
LISTED_MOST = 1000

mail_cli = typer.Typer(no_args_is_help=True, help="Try the mail server, and see which mails wait or failed.")


async def mail_findings(settings: Settings) -> list[str]:
    """A sentence for each thing about mail that needs the operator's hand. Sends nothing."""
    counts = await with_database(settings, lambda db: db.read(count_mails))
    if not settings.has_mail:
        waiting = sum(row.many for row in counts if row.state == WAITING)
        said = (
            f"{_mails(waiting)} and there is no mail server: set WAXPOST_SMTP_HOST, or see `waxpost-server mail list`."
        )
        return [said] if waiting else []
    found = [*_about_address(settings), *_about_outbox(counts)]
    try:
        async with Carrier(settings) as carrier:
            await carrier.connect()
    except NotTaken as refused:
        found.append(str(refused))
    return found


def _about_address(settings: Settings) -> list[str]:
    if not settings.base_url.startswith(("http://127.", "http://localhost", "http://[::1]")):
        return []
    return ["Mails are sent, but WAXPOST_BASE_URL is this machine alone: links in them lead nowhere for anybody else."]


def _about_outbox(counts: list[Row]) -> list[str]:
    found: list[str] = []
    refused: Counter[str] = Counter({row.reason: row.many for row in counts if row.state == WAITING and row.reason})
    failed: Counter[str] = Counter({row.reason: row.many for row in counts if row.state == FAILED})
    overdue = [row for row in counts if row.state == WAITING and row.next_at < now() - OVERDUE_SECONDS]
    if refused:
        found.append(f"{_mails(refused.total())} after a failed attempt ({_reasons(refused)}). Waxpost tries again.")
    if overdue:
        found.append(
            f"{_mails(sum(row.many for row in overdue))}, and nobody looks: start `waxpost-server serve`, on "
            "PostgreSQL `waxpost-server work` too, with the same settings."
        )
    if failed:
        found.append(
            f"{failed.total()} of the mails of the last 7 days could not be delivered ({_reasons(failed)}): see "
            "`waxpost-server mail list`."
        )
    return found


def _mails(count: int) -> str:
    return "1 mail waits" if count == 1 else f"{count} mails wait"


def _attempts(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _reasons(counts: Counter[str]) -> str:
    return ", ".join(f"{reason}: {count}" for reason, count in sorted(counts.items()))


@mail_cli.command("test")
def test_command(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where to, for example your own address.")],
) -> None:
    """Send one mail now, past the outbox, and say what the mail server said."""
    with said_in_a_line():
        settings = settings_of_environment()
        asyncio.run(send_test(settings, address.lower()))
        typer.echo(
            f"{settings.smtp_host}:{settings.smtp_port} has taken a mail for {address.lower()}. See that it arrives."
        )


async def send_test(settings: Settings, addr: str) -> None:
    """Send a test mail. Raises NotTaken."""
    if not settings.has_mail:
        raise NotTaken(
            "settings", "There is no mail server in the settings: set WAXPOST_SMTP_HOST and WAXPOST_SMTP_FROM."
        )
    try:
        check_addr(addr)
    except ValueError:
        raise NotTaken("address", "This is no address: write it like name@example.org.") from None
    letter = Letter(
        "Test of mail from Waxpost",
        ("If you read this, mails from Waxpost arrive.", Link("Open Waxpost", "/")),
        "An operator of this Waxpost server sent this with the command: waxpost-server mail test",
    )
    async with Carrier(settings) as carrier:
        await carrier.carry(write_letter(letter, settings, addr, new_id(), now()), addr)


@mail_cli.command("list")
def list_command() -> None:
    """Show the mails that wait and those that could not be delivered, without addresses."""
    with said_in_a_line():
        settings = settings_of_environment()
        rows = asyncio.run(with_database(settings, lambda db: db.read(lambda tx: list_mails(tx, LISTED_MOST))))
        for row in rows:
            tried = _attempts(row.attempts) + (f", the last refused with {row.reason}" if row.reason else "")
            then = f"next {wire_time(row.next_at)}" if row.state == WAITING else f"given up {wire_time(row.next_at)}"
            typer.echo(f"{wire_time(row.created_at)}  {row.kind}  {row.state}  {tried}, {then}")
        if not rows:
            typer.echo("No mail waits, and none failed.")
