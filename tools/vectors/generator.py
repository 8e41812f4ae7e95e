"""Vectors of spec/generator.md: candidates from seeded bytes, settings that cannot be met, and spelled-out texts."""

from typing import Any

from tools.vectors.case import Case, Random, good, vectors
from waxpost.crypto.generator.generating import candidates, space_of
from waxpost.crypto.generator.impossible import Impossible
from waxpost.crypto.generator.randomtext import CHARACTERS
from waxpost.crypto.generator.settings import read_settings
from waxpost.crypto.generator.spelling import spell_out

_RANDOM = {
    "mode": "random",
    "length": 20,
    "kinds": [
        {"kind": "capitals", "least": 1},
        {"kind": "small", "least": 1},
        {"kind": "digits", "least": 2},
        {"kind": "symbols", "least": 2},
    ],
    "alike": False,
    "repeats": True,
    "always": "",
    "without": "",
}
_ALL = [{"kind": kind, "least": 1} for kind in CHARACTERS]
_PASSPHRASE = {
    "mode": "passphrase",
    "words": 5,
    "language": "en",
    "separator": "-",
    "capitals": False,
    "number": False,
}
_SAID = {"mode": "pronounceable", "length": 16, "capitals": "none", "digits": 0, "symbols": 0}
_PIN = {"mode": "pin", "length": 6, "runs": False, "repeats": False, "dates": False}
_PATTERN = {"mode": "pattern", "pattern": "Cvccvc-dddd", "shuffle": False}
_HEX = {"mode": "hex", "size": 16, "capitals": False, "separator": ""}

Members = dict[str, Any]
_KEYS = "aAUbcCzvVZdhHlLupsSx"


def _digits(least: int) -> list[Members]:
    return [{"kind": "digits", "least": least}]


GOOD: dict[str, Members] = {
    "random, as it begins": _RANDOM,
    "random, long": {**_RANDOM, "length": 128},
    "random, every kind": {**_RANDOM, "kinds": _ALL, "length": 24},
    "random, look-alikes too": {**_RANDOM, "alike": True, "length": 8},
    "random, only digits": {**_RANDOM, "kinds": _digits(0)},
    "random, always and without": {**_RANDOM, "always": "-€0x#", "without": "\"'`\\"},
    "random, no character twice": {**_RANDOM, "repeats": False, "length": 40},
    "random, no character twice and always": {**_RANDOM, "repeats": False, "always": "abc-_", "length": 12},
    "random, minimums fill it": {
        **_RANDOM,
        "length": 8,
        "kinds": [{"kind": "capitals", "least": 4}, {"kind": "digits", "least": 4}],
    },
    "random, nothing but always": {**_RANDOM, "kinds": [], "always": "ab", "length": 9},
    "random, a character of the astral planes": {**_RANDOM, "always": "😀", "length": 8},
    "passphrase, as it begins": _PASSPHRASE,
    "passphrase, capitals and a number": {**_PASSPHRASE, "capitals": True, "number": True, "separator": ""},
    "passphrase, twelve": {**_PASSPHRASE, "words": 12, "separator": " "},
    "passphrase, French": {**_PASSPHRASE, "language": "fr", "capitals": True, "words": 8},
    "passphrase, Spanish": {**_PASSPHRASE, "language": "es", "number": True},
    "passphrase, Czech": {**_PASSPHRASE, "language": "cs", "separator": "."},
    "passphrase, Italian": {**_PASSPHRASE, "language": "it", "separator": "_"},
    "passphrase, Portuguese": {**_PASSPHRASE, "language": "pt", "separator": ","},
    "pronounceable, as it begins": _SAID,
    "pronounceable, mixed with ends": {**_SAID, "capitals": "mixed", "digits": 3, "symbols": 2},
    "pronounceable, first capital, longest": {**_SAID, "capitals": "first", "length": 64, "digits": 8, "symbols": 8},
    "pin, as it begins": _PIN,
    "pin of four": {**_PIN, "length": 4},
    "pin of eight": {**_PIN, "length": 8},
    "pin of twelve": {**_PIN, "length": 12},
    "pin, anything": {**_PIN, "runs": True, "repeats": True, "dates": True},
    "pin, dates and runs": {**_PIN, "length": 8, "runs": True, "dates": True},
    "pin, no dates only": {**_PIN, "length": 4, "runs": True, "repeats": True},
    "pattern, as it begins": _PATTERN,
    "pattern, every key": {**_PATTERN, "pattern": _KEYS},
    "pattern, escapes, counts and sets": {**_PATTERN, "pattern": "\\H\\e\\x:\\ H{6}-[dp]{3}[l^v]{4}[\\]\\^-]~"},
    "pattern, counts after a set": {**_PATTERN, "pattern": "[01]{128}"},
    "pattern, one text": {**_PATTERN, "pattern": "\\P\\I\\N"},
    "pattern, shuffled": {**_PATTERN, "pattern": "u{2}l{5}d{3}s", "shuffle": True},
    "pattern, shuffled with overlaps": {**_PATTERN, "pattern": "aUhdv-", "shuffle": True},
    "hex, as it begins": _HEX,
    "hex, capitals and colons": {**_HEX, "size": 64, "capitals": True, "separator": ":"},
}
IMPOSSIBLE: dict[str, Members] = {
    "no mode": {**_PIN, "mode": "poem"},
    "a member too many": {**_PIN, "colour": "red"},
    "a member too few": {"mode": "pattern", "pattern": "d"},
    "a number as text": {**_PIN, "length": "6"},
    "a kind twice": {**_RANDOM, "kinds": _digits(1) * 2},
    "an unknown kind": {**_RANDOM, "kinds": [{"kind": "other", "least": 0}]},
    "an unknown language": {**_PASSPHRASE, "language": "la"},
    "an unknown separator": {**_PASSPHRASE, "separator": "--"},
    "random, too short": {**_RANDOM, "length": 7},
    "random, too long": {**_RANDOM, "length": 129},
    "least out of range": {**_RANDOM, "kinds": _digits(129)},
    "a line end in always": {**_RANDOM, "always": "a\nb"},
    "a format character in without": {**_RANDOM, "without": "\u200b"},
    "always and without": {**_RANDOM, "always": "xyz", "without": "zy"},
    "nothing chosen": {**_RANDOM, "kinds": []},
    "nothing left": {**_RANDOM, "kinds": _digits(0), "without": "0123456789"},
    "a kind without characters": {**_RANDOM, "without": "0123456789"},
    "least beyond the length": {**_RANDOM, "length": 8, "kinds": _ALL},
    "always beyond the length": {**_RANDOM, "length": 8, "always": "abcdefgh"},
    "a kind too small": {**_RANDOM, "repeats": False, "kinds": [*_RANDOM["kinds"][:2], *_digits(9)]},
    "too few characters": {**_RANDOM, "repeats": False, "length": 100},
    "words that run together": {**_PASSPHRASE, "language": "es", "separator": ""},
    "too few words": {**_PASSPHRASE, "words": 2},
    "too few letters": {**_SAID, "length": 8, "digits": 4, "symbols": 1},
    "too many digits": {**_SAID, "digits": 9},
    "pin too long": {**_PIN, "length": 13},
    "too few bytes": {**_HEX, "size": 7},
    "no pattern": {**_PATTERN, "pattern": ""},
    "a pattern too long": {**_PATTERN, "pattern": "d" * 257},
    "a pattern that makes too much": {**_PATTERN, "pattern": "d{128}d"},
    "a control character in the pattern": {**_PATTERN, "pattern": "d\u0007"},
    "a pattern ends after a backslash": {**_PATTERN, "pattern": "dd\\"},
    "a set without end": {**_PATTERN, "pattern": "[dd"},
    "a count without end": {**_PATTERN, "pattern": "d{4"},
    "a count of nothing": {**_PATTERN, "pattern": "{4}"},
    "a count of zero": {**_PATTERN, "pattern": "d{0}"},
    "a count that is too high": {**_PATTERN, "pattern": "d{129}"},
    "a count with a leading zero": {**_PATTERN, "pattern": "d{04}"},
    "an empty set": {**_PATTERN, "pattern": "[]"},
    "a set with all taken out": {**_PATTERN, "pattern": "[d^h]"},
    "shuffled too much": {**_PATTERN, "pattern": f"[{_KEYS}]{{8}}{_KEYS}{_KEYS}", "shuffle": True},
}
SPELLED = ("v5#Mqt-R84zk!Lh2dPw9", " \"$%&'()*+,./:;<=>?@[\\]^_`{|}~", "áÀêÕüÅçÇñžŠ", "æÆøØßðÐþÞ", "€😀¼", "")


def generate(settings: Members, seed: str, count: int) -> Members:
    """What the case gives, or why it cannot."""
    try:
        space = space_of(read_settings(settings))
        texts = candidates(space, count, Random(f"generator/{seed}"))
    except Impossible as impossible:
        return {"reason": impossible.reason, "sentence": impossible.sentence}
    return {"size": str(space.size), "tenths": space.tenths, "texts": texts}


def generator() -> Members:
    """Candidates, sizes and refusals."""
    cases: list[Case] = []
    for name, settings in {**GOOD, **IMPOSSIBLE}.items():
        given = {"settings": settings, "seed": name, "count": 3}
        out = generate(**given)
        assert ("reason" in out) == (name in IMPOSSIBLE), name
        cases.append(good(name, given, out))
    for count in (0, 31):
        given = {"settings": _PIN, "seed": "count", "count": count}
        cases.append(good(f"{count} passwords", given, generate(**given)))
    return vectors("generator", "15", cases)


def spelling() -> Members:
    """Texts in words."""
    cases = [good(f"text {n}", {"text": text}, {"words": spell_out(text)}) for n, text in enumerate(SPELLED)]
    return vectors("spelling", "15.8", cases)


TABLES = {"generator": generator, "spelling": spelling}
