"""Passwords after a pattern, in its order or shuffled fairly (spec/generator.md 15.7)."""

from collections.abc import Sequence
from math import factorial, prod

from waxpost.crypto.generator.drawing import Space, even
from waxpost.crypto.generator.impossible import Impossible
from waxpost.crypto.generator.pattern import read_pattern
from waxpost.crypto.generator.settings import PatternSettings

_MOST_COUNTS = 2048
Count = tuple[int, ...]


def pattern_space(settings: PatternSettings) -> Space:
    """All texts of the pattern; `Impossible` when it cannot be read or not be shuffled fairly."""
    places = read_pattern(settings.pattern)
    return _shuffled(places) if settings.shuffle else _in_order(places)


def _in_order(places: list[str]) -> Space:
    def text(number: int) -> str:
        written: list[str] = []
        for characters in reversed(places):
            number, index = divmod(number, len(characters))
            written.append(characters[index])
        return "".join(reversed(written))

    return even(prod(len(characters) for characters in places), text)


def _shuffled(places: list[str]) -> Space:
    parts = _parts(places)
    sizes = [len(part) for part in parts]
    counts = _counts(places, parts)
    sums = [_texts(count, sizes) for count in counts]

    def text(number: int) -> str:
        for count, block in zip(counts, sums, strict=True):
            if number < block:
                return _write(number, count, parts)
            number -= block
        raise AssertionError("a number beyond the span")

    return even(sum(sums), text)


def _parts(places: list[str]) -> list[str]:
    """All characters, grouped by the sets that they are in; by code point."""
    sets = sorted(set(places))
    grouped: dict[tuple[bool, ...], str] = {}
    for character in sorted(set("".join(sets))):
        key = tuple(character in one for one in sets)
        grouped[key] = grouped.get(key, "") + character
    return list(grouped.values())


def _counts(places: list[str], parts: list[str]) -> list[Count]:
    """How many characters of each part a text can have."""
    reached: set[Count] = {(0,) * len(parts)}
    for characters in places:
        inside = [index for index, part in enumerate(parts) if part[0] in characters]
        reached = {(*count[:i], count[i] + 1, *count[i + 1 :]) for count in reached for i in inside}
        if len(reached) > _MOST_COUNTS:
            raise Impossible(
                "shuffle-too-mixed",
                "These characters overlap too much to be shuffled fairly. "
                "Use fewer different ones, or turn Shuffle off.",
            )
    return sorted(reached)


def _texts(count: Sequence[int], sizes: Sequence[int]) -> int:
    arrangements = factorial(sum(count)) // prod(factorial(one) for one in count)
    return arrangements * prod(size**one for size, one in zip(sizes, count, strict=True))


def _write(number: int, count: Count, parts: list[str]) -> str:
    sizes, left, written = [len(part) for part in parts], list(count), ""
    while any(left):
        for index, part in enumerate(parts):
            if left[index] == 0:
                continue
            left[index] -= 1
            rest = _texts(left, sizes)
            if number < len(part) * rest:
                character, number = divmod(number, rest)
                written += part[character]
                break
            number -= len(part) * rest
            left[index] += 1
    return written
