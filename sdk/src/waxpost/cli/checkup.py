"""`entries check`: which saved passwords to change, and why. No password is shown."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from waxpost._entries import Entry
from waxpost.cli.generating import STRENGTHS
from waxpost.cli.helping import add_command
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import is_terminal, note, say, say_table, shown_time
from waxpost.crypto.checkup import CheckUp
from waxpost.crypto.strictjson import Json

Entries = Mapping[str, Entry]


def add_commands(entries: typer.Typer) -> None:
    """Add the command of this file below `entries`."""
    add_command(entries, "check", check)


def check(*, as_json: Annotated[bool, typer.Option("--json", help="As JSON, without any password.")] = False) -> None:
    """Say which saved passwords to change: weak, reused, old (the same for over a year), expiring.

    It is judged on this device; nothing is sent, and no password is shown. What is in the trash is left out.

    Example: waxpost entries check
    """
    with unlocked() as client:
        found = client.check_passwords()
        entries = {entry.id: entry for entry in client.entries()}
    if as_json:
        say(json.dumps(_written(found, entries), ensure_ascii=is_terminal()))
        return
    rows = list(_rows(found, entries))
    say_table(("Group", "Title", "Type", "Why", "Id"), rows)
    looked = "1 password was" if found.looked_at == 1 else f"{found.looked_at} passwords were"
    note(f"{looked} looked at on this device{'' if rows else '; nothing to change'}")


def _rows(found: CheckUp, entries: Entries) -> Iterator[tuple[str, str, str, str, str]]:
    def row(group: str, key: str, why: str) -> tuple[str, str, str, str, str]:
        entry = entries[key]
        return group, entry.title, entry.item.shown_kind, why, key

    for key, score in found.weak:
        yield row("weak", key, STRENGTHS[score].lower())
    for ids in found.reused:
        for key in ids:
            others = ", ".join(entries[other].title for other in ids if other != key)
            yield row("reused", key, f"the same as {others}")
    for key, since in found.old:
        yield row("old", key, f"since {shown_time(since)}")
    for key, day in found.expiring:
        yield row("expiring", key, f"on {day}")


def _written(found: CheckUp, entries: Entries) -> dict[str, Json]:
    def of(key: str, **why: Json) -> dict[str, Json]:
        return {"id": key, "title": entries[key].title, **why}

    return {
        "looked_at": found.looked_at,
        "weak": [of(key, strength=STRENGTHS[score]) for key, score in found.weak],
        "reused": [[of(key) for key in ids] for ids in found.reused],
        "old": [of(key, since=since) for key, since in found.old],
        "expiring": [of(key, expires=day) for key, day in found.expiring],
    }
