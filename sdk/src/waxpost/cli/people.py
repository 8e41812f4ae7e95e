"""`people`, `groups`, `check`, `invite`, `let-start-over`: who is here, and whose keys are right."""

from typing import Annotated

import typer

from waxpost._client import Client
from waxpost._values import Group, Person
from waxpost.cli import exits
from waxpost.cli.helping import add_command
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import ask, neutral, note, say, say_table

_KEYS = {
    "unknown": "new",
    "first": "not checked",
    "invited": "known by invitation",
    "checked": "checked",
    "changed": "new key",
    "behind": "older key",
}
# After three wrong tries the administrators are told (spec/key-log.md 5.6).
_TRIES = 3
_WORDS = 8


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    add_command(app, "people", people)
    add_command(app, "groups", groups)
    add_command(app, "check", check)
    add_command(app, "invite", invite)
    add_command(app, "let-start-over", let_start_over)


def people(
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="Beginnings of names or addresses.")] = None,
) -> None:
    """List people, with how well you know their keys.

    Example: waxpost people bob
    """
    with unlocked() as client:
        found, own = client.people(query), client.addr
    if not found:
        note("nobody found")
    else:
        say_table(["Name", "Address", "State", "Key"], [_row(person, own) for person in found])


def groups(
    group: Annotated[str | None, typer.Argument(metavar="[GID|NAME]", help="Show who is in it.")] = None,
) -> None:
    """List groups, or the people in one.

    Example: waxpost groups "Platform team"
    """
    with unlocked() as client:
        if group is not None:
            _show_group(client.group(group), client.addr)
            return
        rows = client.groups()
    if not rows:
        note("there are no groups")
    else:
        say_table(
            ["Name", "People", "Yours", "Id", "Version"],
            [[row.name, str(row.members), "yes" if row.mine else "", row.gid, str(row.rev)] for row in rows],
        )


def check(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Full name or address.")] = None,
    *,
    mine: Annotated[bool, typer.Option("--mine", help="Show your own eight words, to read them aloud.")] = False,
    qr: Annotated[str | None, typer.Option("--code", metavar="TEXT", help="The text of the person's QR code.")] = None,
) -> None:
    """Check that you have a person's right key: call, and type all eight words that you hear.

    Examples:
      waxpost check "Bob Roy"
      waxpost check --mine
    """
    if mine == (name is not None):
        raise typer.BadParameter("name a person, or use --mine", param_hint="NAME")
    with unlocked() as client:
        if name is None:
            say(" ".join(client.own_words()))
        elif qr is not None:
            _tell(client, client.person(name), right=client.check_code(name, qr))
        else:
            _ask_words(client, client.person(name))


def invite(
    addr: Annotated[str, typer.Argument(metavar="ADDRESS", help="The address of the new person.")],
    *,
    name: Annotated[str | None, typer.Option("--name", help="The name to propose.")] = None,
    administrator: Annotated[bool, typer.Option("--administrator", help="As an administrator.")] = False,
) -> None:
    """Invite a person, as an administrator. Pass the link on yourself; it works once, for 72 hours.

    Example: waxpost invite bob@example.org --name "Bob Roy"
    """
    with unlocked() as client:
        link = client.invite(addr, name=name, role="administrator" if administrator else "member")
    say(link.url)
    note(f"for {link.addr}, until {link.expires_at}; whoever has this link can use it")


def let_start_over(name: Annotated[str, typer.Argument(metavar="NAME", help="Full name or address.")]) -> None:
    """Let a person who lost password and recovery kit make new keys, as an administrator.

    Example: waxpost let-start-over bob@example.org
    """
    with unlocked() as client:
        link = client.approve_start_over(name)
    say(link.url)
    note(f"for {link.addr}, until {link.expires_at}; make sure that it reaches this very person")


def _show_group(group: Group, own_addr: str) -> None:
    say_table(["Name", "Address", "State", "Key"], [_row(person, own_addr) for person in group.members])
    note(f"{neutral(group.name)}, version {group.rev}, id {group.gid}")


def _row(person: Person, own_addr: str) -> list[str]:
    same = f" (same name as {', '.join(person.same_name_as)})" if person.same_name_as else ""
    return [
        f"{person.name}{same}",
        person.addr,
        person.state if person.state != "none" else "no key",
        _KEYS[person.key] if person.addr != own_addr else "yours",
    ]


def _ask_words(client: Client, person: Person) -> None:
    note(f"call {neutral(person.name)} <{person.addr}> on a number you know and ask for all eight words of their key")
    for left in range(_TRIES - 1, -1, -1):
        words: list[str] = []
        while len(words) < _WORDS:
            words += ask(f"Word {len(words) + 1} of {_WORDS}:").lower().split()
        if client.check_words(person.addr, words):
            _tell(client, person, right=True)
            return
        if left:
            note("these are not the words of this key; ask again")
    _tell(client, person, right=False)


def _tell(client: Client, person: Person, *, right: bool) -> None:
    if right:
        note(f"checked: the key of {neutral(person.name)} <{person.addr}> is right")
        return
    client.report("key-words-do-not-match", person.addr)
    note("waxpost: error: these are not the words of this key")
    note("waxpost: hint: do not send to this person; the administrators have been told")
    raise typer.Exit(exits.REFUSED)
