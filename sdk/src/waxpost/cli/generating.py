"""`generate`: passwords made on this device by the rules of spec/generator.md, one command per mode."""

import json
import os
from dataclasses import fields
from functools import cache
from typing import Annotated, Any, cast, get_args

import typer

from waxpost._new_password import strength
from waxpost.cli.helping import add_command, with_kept_lines
from waxpost.cli.terminal import is_terminal, note, say
from waxpost.crypto.generator import settings as modes
from waxpost.crypto.generator.generating import candidates, space_of
from waxpost.crypto.generator.impossible import Impossible
from waxpost.crypto.generator.settings import Kind, Language, Settings
from waxpost.crypto.generator.spelling import spell_out

HELP = """Make passwords on this device; nothing is sent or stored.

Every password that fits the settings is equally likely. Without a mode: random ones, as the browser makes them first.

Examples:
  waxpost generate
  waxpost generate random --length 32 --no-symbols
  waxpost generate passphrase --words 6 --json
"""
STRENGTHS = ("Very weak", "Weak", "Fair", "Strong", "Very strong")
_PANEL = "Kinds of characters"

Count = Annotated[int, typer.Option("--count", metavar="N", help="How many, 1 to 30.")]
AsJson = Annotated[bool, typer.Option("--json", help="With entropy, strength and the spelled-out form.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
    group.callback(help=with_kept_lines(HELP))(_any)
    for name, command in (
        ("random", random_characters),
        ("passphrase", passphrase),
        ("pronounceable", pronounceable),
        ("pin", pin),
        ("pattern", pattern),
        ("hex", hexadecimal),
    ):
        add_command(group, name, command)
    app.add_typer(group, name="generate")


def _any(context: typer.Context, *, count: Count = 1, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        _say(modes.RandomSettings(), count, as_json)


def _least(kind: str, default: int | None) -> Any:
    # Any: an option's default is a value of its own type for typer.
    shown = "off" if default is None else f"at least {default}"
    return typer.Option(f"--{kind}", metavar="N", help=f"{kind.title()}, at least N of them ({shown}).")


def _off(kind: str) -> Any:
    return typer.Option(f"--no-{kind}", help=f"No {kind}.")


def random_characters(
    *,
    length: Annotated[int, typer.Option("--length", metavar="N", help="8 to 128 characters.")] = 20,
    capitals: Annotated[int, _least("capitals", 1)] = 1,
    no_capitals: Annotated[bool, _off("capitals")] = False,
    small: Annotated[int, _least("small", 1)] = 1,
    no_small: Annotated[bool, _off("small")] = False,
    digits: Annotated[int, _least("digits", 2)] = 2,
    no_digits: Annotated[bool, _off("digits")] = False,
    symbols: Annotated[int, _least("symbols", 2)] = 2,
    no_symbols: Annotated[bool, _off("symbols")] = False,
    brackets: Annotated[int | None, _least("brackets", None)] = None,
    space: Annotated[int | None, _least("space", None)] = None,
    minus: Annotated[int | None, _least("minus", None)] = None,
    underline: Annotated[int | None, _least("underline", None)] = None,
    accents: Annotated[int | None, _least("accents", None)] = None,
    look_alikes: Annotated[bool, typer.Option("--look-alikes", help="Also 0 O 1 I l and |.")] = False,
    no_repeats: Annotated[bool, typer.Option("--no-repeats", help="No character twice.")] = False,
    always: Annotated[str, typer.Option("--always", metavar="CHARS", help="Each of these at least once.")] = "",
    without: Annotated[str, typer.Option("--without", metavar="CHARS", help="None of these.")] = "",
    count: Count = 1,
    as_json: AsJson = False,
) -> None:
    """Random characters, with at least so many of each kind.

    Examples:
      waxpost generate random --length 32 --digits 4
      waxpost generate random --no-symbols --minus 1 --without xyz
    """
    least = {
        "capitals": None if no_capitals else capitals,
        "small": None if no_small else small,
        "digits": None if no_digits else digits,
        "symbols": None if no_symbols else symbols,
        "brackets": brackets,
        "space": space,
        "minus": minus,
        "underline": underline,
        "accents": accents,
    }
    kinds = tuple(Kind(cast("modes.KindName", kind), value) for kind, value in least.items() if value is not None)
    _say(modes.RandomSettings(length, kinds, look_alikes, not no_repeats, always, without), count, as_json)


def passphrase(
    *,
    words: Annotated[int, typer.Option("--words", metavar="N", help="3 to 12 words.")] = 5,
    language: Annotated[str, typer.Option("--language", help="en, cs, es, fr, it or pt.")] = "en",
    separator: Annotated[str, typer.Option("--separator", help="- . _ , a blank, or nothing.")] = "-",
    capitals: Annotated[bool, typer.Option("--capitals", help="Each word begins with a capital.")] = False,
    number: Annotated[bool, typer.Option("--number", help="A digit after one of the words.")] = False,
    count: Count = 1,
    as_json: AsJson = False,
) -> None:
    """Words from a list: easy to read out and to type.

    Examples:
      waxpost generate passphrase --words 6 --separator " "
      waxpost generate passphrase --language fr --capitals --number
    """
    if language not in get_args(Language):
        raise typer.BadParameter("choose en, cs, es, fr, it or pt", param_hint="--language")
    if separator not in modes.SEPARATORS:
        raise typer.BadParameter("choose - . _ , a blank, or nothing", param_hint="--separator")
    chosen = modes.PassphraseSettings(words, cast("Language", language), separator, capitals, number)
    _say(chosen, count, as_json)


def pronounceable(
    *,
    length: Annotated[int, typer.Option("--length", metavar="N", help="8 to 64 characters in all.")] = 16,
    capitals: Annotated[str, typer.Option("--capitals", help="none, first or mixed.")] = "none",
    digits: Annotated[int, typer.Option("--digits", metavar="N", help="So many at the end, 0 to 8.")] = 0,
    symbols: Annotated[int, typer.Option("--symbols", metavar="N", help="So many at the end, 0 to 8.")] = 0,
    count: Count = 1,
    as_json: AsJson = False,
) -> None:
    """A word that is none, but can be spoken.

    Example:
      waxpost generate pronounceable --length 18 --capitals first --digits 2
    """
    if capitals not in ("none", "first", "mixed"):
        raise typer.BadParameter("choose none, first or mixed", param_hint="--capitals")
    _say(modes.PronounceableSettings(length, capitals, digits, symbols), count, as_json)


def pin(
    *,
    length: Annotated[int, typer.Option("--length", metavar="N", help="4 to 12 digits.")] = 6,
    runs: Annotated[bool, typer.Option("--runs", help="Also with 123 or 987 in it.")] = False,
    repeats: Annotated[bool, typer.Option("--repeats", help="Also with a digit twice in a row.")] = False,
    dates: Annotated[bool, typer.Option("--dates", help="Also those that are dates.")] = False,
    count: Count = 1,
    as_json: AsJson = False,
) -> None:
    """Digits only; no runs, no repeats and no dates unless you ask for them.

    Example:
      waxpost generate pin --length 8
    """
    _say(modes.PinSettings(length, runs, repeats, dates), count, as_json)


def pattern(
    pattern: Annotated[str, typer.Argument(help="a A U d h H l L u v V Z c C z p b s S x [..] {n} and \\.")],
    *,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="The characters in any order.")] = False,
    count: Count = 1,
    as_json: AsJson = False,
) -> None:
    r"""Characters after a pattern of key letters (spec/generator.md 15.7); other characters stand for themselves.

    Examples:
      waxpost generate pattern "uuu-dddd"
      waxpost generate pattern "\W\P-H{8}" --count 5
    """
    _say(modes.PatternSettings(pattern, shuffle), count, as_json)


def hexadecimal(
    *,
    size: Annotated[int, typer.Option("--bytes", metavar="N", help="8 to 64 random bytes.")] = 16,
    capitals: Annotated[bool, typer.Option("--capitals", help="A to F instead of a to f.")] = False,
    separator: Annotated[str, typer.Option("--separator", help="Between bytes: nothing, : - or a blank.")] = "",
    count: Count = 1,
    as_json: AsJson = False,
) -> None:
    """Random bytes in hexadecimal, for keys and tokens.

    Example:
      waxpost generate hex --bytes 32
    """
    if separator not in modes.HEX_SEPARATORS:
        raise typer.BadParameter("choose nothing, : - or a blank", param_hint="--separator")
    _say(modes.HexSettings(size, capitals, separator), count, as_json)


def _say(settings: Settings, count: int, as_json: bool) -> None:
    """Make and print them: one per line, or JSON; on a terminal the entropy goes to standard error."""
    try:
        space = space_of(settings)
        texts = candidates(space, count, os.urandom)
    except Impossible as impossible:
        raise typer.BadParameter(impossible.sentence.rstrip(".")) from impossible
    if as_json:
        rows = [{"password": text, "strength": _strength(text), "spelled": spell_out(text)} for text in texts]
        said = {"settings": _written(settings), "bits": space.tenths / 10, "size": str(space.size), "passwords": rows}
        say(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for text in texts:
        say(text)
    if is_terminal():
        note(f"{space.tenths // 10} bits, {_strength(texts[0]).lower()}")


@cache
def _strength(text: str) -> str:
    return STRENGTHS[strength(text)]


def _written(settings: Settings) -> dict[str, Any]:
    """The settings as 15.3 writes them. (Any: whatever JSON a setting is.)"""
    mode = next(name for name, made in modes.MODES.items() if isinstance(settings, made))
    members: dict[str, Any] = {"mode": mode}
    for field in fields(settings):
        value = getattr(settings, field.name)
        members[field.name] = (
            [{"kind": one.kind, "least": one.least} for one in value] if field.name == "kinds" else value
        )
    return members
