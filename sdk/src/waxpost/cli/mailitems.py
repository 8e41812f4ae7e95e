"""Items on the command line: `--credential` into an item, and an item as lines with its secrets covered."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import typer

from waxpost._exceptions import WaxpostError
from waxpost.cli.terminal import ask_hidden, neutral, say
from waxpost.crypto.generator.generating import candidates, space_of
from waxpost.crypto.generator.settings import RandomSettings
from waxpost.crypto.items import Field, Item

# In the order in which a reader sees them.
_FIELDS = ("username", "password", "url", "totp", "note")
_NAMES = ("title", *_FIELDS, "password-file")
_SPLIT = re.compile(f"(?:^|,)({'|'.join(_NAMES)})=")
_COVER = "••••••••"
_HINT = "--credential"


def typed_credentials(typed: list[str] | None, *, generate: bool) -> tuple[Item, ...]:
    """The item of each `--credential`; refuses `--generate` without any."""
    if generate and not typed:
        raise typer.BadParameter("add a --credential that it is for", param_hint="--generate")
    return tuple(credential(one, generate=generate) for one in typed or [])


def credential(typed: str, *, generate: bool = False) -> Item:
    """The item of `title=…,username=…,password=…`; a comma belongs to the value unless a name and `=` follow it.

    Without `password` and `password-file` it is made with `generate`, else asked on the terminal; `password=` says that
    there is none.
    """
    values = _values(typed)
    if not values.get("title"):
        raise typer.BadParameter("begin with title=…", param_hint=_HINT)
    if "password-file" in values:
        values["password"] = _first_line(values.pop("password-file"))
    elif "password" not in values and generate:
        values["password"] = new_password()
    elif "password" not in values:
        values["password"] = ask_hidden(
            f"Password of {neutral(values['title'])}:", "add password-file=PATH to --credential"
        )
    fields = tuple(Field(name, values[name]) for name in _FIELDS if values.get(name))
    return Item(values["title"], fields)


def new_password() -> str:
    """20 random characters, as the generator begins (spec/generator.md 15.3)."""
    return candidates(space_of(RandomSettings()), 1, os.urandom)[0]


def say_item(item: Item, *, show: bool) -> None:
    """An item as lines; covered values stay covered without `show`."""
    say(f"{neutral(item.title or '(no title)')} ({item.shown_kind})")
    for field in item.fields:
        covered = item.is_covered(field) and not show
        lines = [_COVER] if covered else neutral(field.value, lines=True).split("\n")
        say(f"  {neutral(field.shown_label)}: {lines[0]}{_host(field)}")
        for line in lines[1:]:
            say(f"    {line}")


def item_json(item: Item, *, show: bool) -> dict[str, object]:
    """The members of `--json`: a covered value is null without `show`."""
    fields: list[dict[str, object]] = [
        {
            "f": field.f,
            "label": field.label,
            "value": field.value if show or not item.is_covered(field) else None,
            "covered": item.is_covered(field),
        }
        for field in item.fields
    ]
    return {"kind": item.kind, "source": item.source, "title": item.title, "fields": fields, "att": list(item.att)}


def covers_something(items: Iterable[Item]) -> bool:
    """Whether `--show` would show more."""
    return any(item.is_covered(field) for item in items for field in item.fields)


def _host(field: Field) -> str:
    """Where a link leads, in plain words: its text may say something else."""
    if field.f != "url":
        return ""
    try:
        parts = urlsplit(field.value)
    except ValueError:
        return ""
    return f"  [{neutral(parts.hostname)}]" if parts.scheme in ("http", "https") and parts.hostname else ""


def _values(typed: str) -> dict[str, str]:
    pieces = _SPLIT.split(typed)
    if len(pieces) < 3 or pieces[0]:
        raise typer.BadParameter(f"write it as title=…,username=… (names: {', '.join(_NAMES)})", param_hint=_HINT)
    names, values = pieces[1::2], pieces[2::2]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise typer.BadParameter(f"{', '.join(sorted(twice))} stands twice", param_hint=_HINT)
    return dict(zip(names, values, strict=True))


def _first_line(name: str) -> str:
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WaxpostError(f"cannot read the file {name}") from error
    return lines[0] if lines else ""
