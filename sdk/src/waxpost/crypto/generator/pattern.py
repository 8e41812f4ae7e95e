"""Read a pattern: one set of characters for each place (spec/generator.md 15.7)."""

from waxpost.crypto.generator.impossible import Impossible, is_typed

_SMALL, _CAPITALS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))
KEYS = {
    "a": _SMALL + _DIGITS,
    "A": _SMALL + _CAPITALS + _DIGITS,
    "U": _CAPITALS + _DIGITS,
    "d": _DIGITS,
    "v": _VOWELS,
    "V": _VOWELS + _VOWELS.upper(),
    "Z": _VOWELS.upper(),
    "c": _CONSONANTS,
    "C": _CONSONANTS + _CONSONANTS.upper(),
    "z": _CONSONANTS.upper(),
    "h": _DIGITS + "abcdef",
    "H": _DIGITS + "ABCDEF",
    "l": _SMALL,
    "L": _SMALL + _CAPITALS,
    "u": _CAPITALS,
    "p": ",.;:",
    "b": "()<>[]{}",
    "s": "".join(one for one in _ASCII if not one.isalnum()),
    "S": _ASCII,
    "x": "".join(chr(code) for code in range(0xA1, 0x100) if code != 0xAD),
}
MOST = 128
_MOST_TYPED = 256


def read_pattern(pattern: str) -> list[str]:
    """The set of each place, its characters by code point; `Impossible` with one of the reasons `pattern-…`."""
    if pattern == "":
        raise Impossible("pattern-empty", "Type a pattern.")
    if len(pattern) > _MOST_TYPED:
        raise _long()
    if not is_typed(pattern):
        raise Impossible("pattern-character", "The pattern holds a character that cannot be typed.")
    places: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern[at] == "{":
            count, at = _read_count(pattern, at, not places)
            places += places[-1:] * (count - 1)
        else:
            characters, at = _read_set(pattern, at)
            places.append("".join(sorted(characters)))
        if len(places) > MOST:
            raise _long()
    return places


def _read_set(pattern: str, at: int) -> tuple[set[str], int]:
    if pattern[at] == "\\":
        return {_escaped(pattern, at)}, at + 2
    if pattern[at] != "[":
        return set(KEYS.get(pattern[at], pattern[at])), at + 1
    inside: set[str] = set()
    takes_out = False
    at += 1
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at] == "^" and not takes_out:
            takes_out = True
            at += 1
            continue
        if pattern[at] == "\\":
            one, at = {_escaped(pattern, at)}, at + 2
        else:
            one, at = set(KEYS.get(pattern[at], pattern[at])), at + 1
        inside = inside - one if takes_out else inside | one
    if at >= len(pattern):
        raise _unfinished()
    if not inside:
        raise Impossible("pattern-set-empty", "[ ] in the pattern holds no character.")
    return inside, at + 1


def _escaped(pattern: str, at: int) -> str:
    if at + 1 == len(pattern):
        raise _unfinished()
    return pattern[at + 1]


def _read_count(pattern: str, at: int, is_first: bool) -> tuple[int, int]:
    end = pattern.find("}", at)
    if end < 0:
        raise _unfinished()
    digits = pattern[at + 1 : end]
    written = digits.isascii() and digits.isdigit() and len(digits) <= 3 and not digits.startswith("0")
    if is_first or not written or int(digits) > MOST:
        raise Impossible("pattern-count", "{n} repeats what stands before it, 1 to 128 times.")
    return int(digits), end + 1


def _long() -> Impossible:
    return Impossible("pattern-long", "The pattern is too long. At most 128 characters come out of it.")


def _unfinished() -> Impossible:
    return Impossible(
        "pattern-unfinished",
        "The pattern is not finished: after \\ comes a character, and [ and { need their ends.",
    )
