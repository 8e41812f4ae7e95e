"""`sign-in`, `sign-out`, `whoami`, `first-start`, `join`, `recover`, `start-over` and the changes of secrets."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from waxpost._client import Client
from waxpost._exceptions import SettingsChanged, WaxpostError
from waxpost._keys import write_private
from waxpost._new_password import check_new_password
from waxpost._signing_in import new_recovery_code
from waxpost.cli.helping import add_command
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import (
    NoTerminal,
    agrees,
    ask,
    ask_new_password,
    ask_password,
    ask_recovery_code,
    has_terminal,
    neutral,
    note,
    say,
)
from waxpost.crypto.encoding import addr_as_typed, read_recovery_code

Url = Annotated[str, typer.Argument(metavar="URL", help="The server's address, as https://waxpost.example.org.")]
LinkArgument = Annotated[str, typer.Argument(metavar="LINK", help="The whole link, in quotes, with the part after #.")]
Address = Annotated[str | None, typer.Option("--address", help="Your address; asked when absent.")]
Name = Annotated[str | None, typer.Option("--name", help="Your name as others see it; asked when absent.")]
KitFile = Annotated[
    Path | None, typer.Option("--kit-file", help="Write the recovery code into this new file instead of showing it.")
]
# The two groups of the kit that a person types back (counted from one).
_PROVEN_GROUPS = (2, 5)
_PROOFS_MOST = 5


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    add_command(app, "sign-in", sign_in)
    add_command(app, "sign-out", sign_out)
    add_command(app, "whoami", whoami)
    add_command(app, "first-start", first_start)
    add_command(app, "join", join)
    add_command(app, "recover", recover)
    add_command(app, "start-over", start_over)
    add_command(app, "change-password", change_password)
    add_command(app, "new-kit", new_kit)
    add_command(app, "accept-restart", accept_restart)
    add_command(app, "evidence", evidence)


def sign_in(
    url: Url,
    *,
    address: Address = None,
    accept_new_settings: Annotated[
        bool, typer.Option("--accept-new-settings", help="The password was changed on another device.")
    ] = False,
) -> None:
    """Sign in on this device. The password is asked, or read from WAXPOST_PASSWORD_FILE.

    Example: waxpost sign-in https://waxpost.example.org --address alice@example.org
    """
    addr = address or ask("Address:")
    password = ask_password()
    try:
        client = Client.sign_in(url, addr, password, accept_new_settings=accept_new_settings)
    except SettingsChanged:
        question = "The server asks for other sign-in settings than last time. Did you change your password elsewhere?"
        if not has_terminal() or not agrees(question):
            raise
        client = Client.sign_in(url, addr, password, accept_new_settings=True)
    _greet(client)


def sign_out() -> None:
    """Sign out on this device and end the session at the server.

    Example: waxpost sign-out
    """
    if not Client.sign_out():
        note("waxpost: notice: the server could not be told; the session there ends by itself")
    note("signed out")


def whoami() -> None:
    """Show who is signed in, and where.

    Example: waxpost whoami
    """
    with unlocked() as client:
        me = client.whoami()
    organisation = "" if me.organisation is None else f", {neutral(me.organisation)}"
    say(f"{neutral(me.name)} <{me.addr}>, {neutral(me.role)}{organisation}, {me.url}")


def first_start(
    link: LinkArgument,
    *,
    address: Address = None,
    name: Name = None,
    organisation: Annotated[str | None, typer.Option("--organisation", help="Its name; asked when absent.")] = None,
    kit_file: KitFile = None,
) -> None:
    """Begin on a new server as its first administrator, with the link that the server printed.

    Example: waxpost first-start "http://127.0.0.1:8080/start#AQCD..."
    """
    organisation = organisation or ask("Name of your organisation:")
    addr, name = address or ask("Your address:"), name or ask("Your name:")
    password = _new_password(addr, name)
    _with_kit(
        kit_file,
        lambda code: Client.first_start(
            link, organisation=organisation, addr=addr, name=name, password=password, recovery_code=code
        ),
    )


def join(link: LinkArgument, *, name: Name = None, kit_file: KitFile = None) -> None:
    """Accept an invitation: make your keys, choose a password, keep the recovery kit.

    Example: waxpost join "https://waxpost.example.org/join/...#..."
    """
    offer = Client.open_invitation(link)
    note(f"{neutral(offer.inviter)} invites {neutral(offer.addr)} to {neutral(offer.organisation or offer.url)}")
    if offer.takes_over:
        note("waxpost: notice: this address had another owner; colleagues will see that its keys are new")
    if name is None:
        proposed = offer.name
        name = ask(f"Your name{f' [{neutral(proposed)}]' if proposed else ''}:") or proposed or ""
    password = _new_password(offer.addr, name)
    _with_kit(kit_file, lambda code: Client.join(link, name=name, password=password, recovery_code=code))


def start_over(
    link: LinkArgument,
    *,
    name: Name = None,
    lost: Annotated[bool, typer.Option("--lost", help="Say that your old messages are lost.")] = False,
    stolen: Annotated[bool, typer.Option("--stolen", help="The old keys may be in other hands.")] = False,
    kit_file: KitFile = None,
) -> None:
    """Make new keys after password and recovery kit are both lost, with a link from an administrator.

    Example: waxpost start-over "https://waxpost.example.org/again/...#..." --lost
    """
    note("your old messages stay locked for ever, and everybody who writes to you sees that your key is new")
    if not lost and ask("Type this sentence: my old messages are lost") != "my old messages are lost":
        raise WaxpostError("nothing was changed")
    password = ask_new_password()
    why = "stolen" if stolen else "lost"
    _with_kit(kit_file, lambda code: Client.start_over(link, name=name, password=password, recovery_code=code, why=why))


def recover(url: Url, *, address: Address = None, kit_file: KitFile = None) -> None:
    """Set a new password with the recovery kit. A new kit replaces the old one.

    Example: waxpost recover https://waxpost.example.org --address alice@example.org
    """
    addr = address or ask("Address:")
    code = read_recovery_code(ask_recovery_code())
    password = _new_password(addr)
    _with_kit(kit_file, lambda new_code: Client.recover(url, addr, code, password, new_code=new_code))


def change_password() -> None:
    """Change the password. Every other device is signed out.

    Example: waxpost change-password
    """
    Client.check_signed_in()
    old = ask_password("Password now:")
    new = ask_new_password()
    with Client.unlock(old) as client:
        client.change_password(old, new)
    note("password changed; every other device is signed out")


def new_kit(*, kit_file: KitFile = None) -> None:
    """Make a new recovery kit. The old one stops working, and every other device is signed out.

    Example: waxpost new-kit --kit-file kit.txt
    """
    Client.check_signed_in()
    password = ask_password()
    with Client.unlock(password) as client:
        code = _kept_code(kit_file)
        client.change_recovery_code(password, code)
    note("the new recovery kit works; the old one does not any more")


def accept_restart() -> None:
    """Go on after the key log was restarted. Ask your administrator first.

    Example: waxpost accept-restart
    """
    Client.check_signed_in()
    password = ask_password()
    with Client.unlock(password, accept_restart=True):
        note("this device follows the new key log now; people you know stay as you marked them")


def evidence() -> None:
    """Show the signed notes that were kept when this device stopped trusting the key log.

    Example: waxpost evidence > notes.txt
    """
    notes = Client.kept_evidence()
    if not notes:
        note("nothing was kept: the key log of this device was never stopped")
    for text in notes:
        say(text)


def _new_password(addr: str, name: str = "") -> str:
    """A password that may be used. Asked before a kit is made: one that is shown and never counts would mislead."""
    password = ask_new_password()
    check_new_password(password, addr_as_typed(addr), name)
    return password


def _with_kit(kit_file: Path | None, finish: Callable[[str], Client]) -> None:
    _greet(finish(_kept_code(kit_file)))


def _kept_code(kit_file: Path | None) -> str:
    """A new recovery code that the person demonstrably has: in a file, or typed back in part."""
    code = new_recovery_code()
    if kit_file is not None:
        write_private(kit_file, f"{code}\n".encode())
        note(f"the recovery code is in {kit_file}; keep it where nobody else looks, and not on this device")
        return code
    if not has_terminal():
        raise NoTerminal("the recovery code cannot be shown without a terminal", "name a new file with --kit-file")
    note("this is your recovery kit; write it down or print it: it is the only way back after a lost password")
    note(f"\n  {code}\n")
    groups = code.split("-")
    for number in _PROVEN_GROUPS:
        for _ in range(_PROOFS_MOST):
            typed = re.sub(r"[\s-]", "", ask(f"Type group {number}:")).upper().translate(str.maketrans("018", "OIB"))
            if typed == groups[number - 1]:
                break
            note("these are not its letters; look again")
        else:
            raise WaxpostError("the recovery kit was not typed back; nothing was changed")
    return code


def _greet(client: Client) -> None:
    with client:
        for sentence in client.notices():
            note(f"waxpost: notice: {neutral(sentence)}")
        note(f"signed in as {client.addr} at {client.url}")
