"""The settings of the generator, their ranges and defaults (spec/generator.md 15.3), and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, cast, get_args

from waxpost.crypto.generator.impossible import Impossible

KindName = Literal[
    "capitals", "small", "digits", "symbols", "brackets", "space", "minus", "underline", "accents", "other"
]
Language = Literal["en", "cs", "es", "fr", "it", "pt"]
SEPARATORS = ("-", ".", "_", ",", " ", "")
HEX_SEPARATORS = ("", ":", "-", " ")


@dataclass(frozen=True)
class Kind:
    """A kind of character that is on, and how many of it there are at least."""

    kind: KindName
    least: int


DEFAULT_KINDS = (Kind("capitals", 1), Kind("small", 1), Kind("digits", 2), Kind("symbols", 2))


@dataclass(frozen=True)
class RandomSettings:
    length: int = 20
    kinds: tuple[Kind, ...] = DEFAULT_KINDS
    alike: bool = False
    repeats: bool = True
    always: str = ""
    without: str = ""


@dataclass(frozen=True)
class PassphraseSettings:
    words: int = 5
    language: Language = "en"
    separator: str = "-"
    capitals: bool = False
    number: bool = False


@dataclass(frozen=True)
class PronounceableSettings:
    length: int = 16
    capitals: Literal["none", "first", "mixed"] = "none"
    digits: int = 0
    symbols: int = 0


@dataclass(frozen=True)
class PinSettings:
    length: int = 6
    runs: bool = False
    repeats: bool = False
    dates: bool = False


@dataclass(frozen=True)
class PatternSettings:
    pattern: str = "Cvccvc-dddd"
    shuffle: bool = False


@dataclass(frozen=True)
class HexSettings:
    size: int = 16
    capitals: bool = False
    separator: str = ""


Settings = RandomSettings | PassphraseSettings | PronounceableSettings | PinSettings | PatternSettings | HexSettings

MODES: Mapping[str, type[Settings]] = {
    "random": RandomSettings,
    "passphrase": PassphraseSettings,
    "pronounceable": PronounceableSettings,
    "pin": PinSettings,
    "pattern": PatternSettings,
    "hex": HexSettings,
}
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("passphrase", "language"): get_args(Language),
    ("passphrase", "separator"): SEPARATORS,
    ("pronounceable", "capitals"): ("none", "first", "mixed"),
    ("hex", "separator"): HEX_SEPARATORS,
}


def read_settings(members: Mapping[str, Any]) -> Settings:
    """Settings from the members of their JSON object; anything unknown or of another type is `settings`.

    Ranges are judged where the space is made. (Any: the values are looked at here.)
    """
    mode = members.get("mode")
    made = MODES.get(mode) if isinstance(mode, str) else None
    if made is None or mode is None or set(members) != {"mode", *(field.name for field in fields(made))}:
        raise _unknown()
    values: dict[str, Any] = {}
    defaults = made()
    for field in fields(made):
        value, default = members[field.name], getattr(defaults, field.name)
        if field.name == "kinds":
            value = _kinds(value)
        if type(value) is not type(default) or value not in _CHOICES.get((mode, field.name), (value,)):
            raise _unknown()
        values[field.name] = value
    return made(**values)


def _kinds(value: object) -> tuple[Kind, ...]:
    if not isinstance(value, list):
        raise _unknown()
    kinds: list[Kind] = []
    for one in cast("list[object]", value):
        if not isinstance(one, dict):
            raise _unknown()
        members = cast("dict[str, Any]", one)
        kind, least = members.get("kind"), members.get("least")
        known = set(members) == {"kind", "least"} and kind in get_args(KindName)[:-1] and type(least) is int
        if not known or any(kind == each.kind for each in kinds):
            raise _unknown()
        kinds.append(Kind(cast("KindName", kind), cast("int", least)))
    return tuple(kinds)


def _unknown() -> Impossible:
    return Impossible("settings", "These settings are not known here.")
