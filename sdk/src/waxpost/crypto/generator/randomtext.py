"""Random passwords with "at least n" of each kind, every possible text equally likely (spec/generator.md 15.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb

from waxpost.crypto.generator.drawing import Space, even
from waxpost.crypto.generator.impossible import Impossible, check_range, is_typed
from waxpost.crypto.generator.settings import KindName, RandomSettings

LOOK_ALIKES = "0O1Il|"
CHARACTERS: dict[KindName, str] = {
    "capitals": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "small": "abcdefghijklmnopqrstuvwxyz",
    "digits": "0123456789",
    "symbols": "!\"#$%&'*+,./:;=?@\\^`|~",
    "brackets": "()<>[]{}",
    "space": " ",
    "minus": "-",
    "underline": "_",
    "accents": "".join(chr(code) for code in range(0xC0, 0x100) if code not in (0xD7, 0xF7)),
}
_NAMES: dict[KindName, str] = {
    "small": "small letters",
    "space": "spaces",
    "minus": "minus signs",
    "underline": "underlines",
}
_MOST = 64


@dataclass(frozen=True)
class _Group:
    """One kind as it takes part: its characters in order, those that must appear, how many there are at least."""

    kind: KindName
    characters: str
    always: frozenset[str]
    least: int

    @property
    def needed(self) -> int:
        return max(self.least, len(self.always))

    @property
    def name(self) -> str:
        return _NAMES.get(self.kind, self.kind)


def random_space(settings: RandomSettings) -> Space:
    """All texts of these settings; `Impossible` when there are none."""
    check_range("a length", settings.length, 8, 128)
    groups = _groups(settings)
    _check(settings, groups)
    ways = _Ways(groups, settings.repeats)
    return even(ways.fill(0, settings.length), _writer(ways, settings.length))


def _groups(settings: RandomSettings) -> tuple[_Group, ...]:
    for kind in settings.kinds:
        check_range("a least count", kind.least, 0, 128)
    for name, text, title in (
        ("always-character", settings.always, "Always include"),
        ("without-character", settings.without, "Leave out"),
    ):
        if len(text) > _MOST or not is_typed(text):
            raise Impossible(name, f"{title} holds a character that cannot be typed.")
    both = next((one for one in settings.always if one in settings.without), None)
    if both is not None:
        raise Impossible("always-and-without", f"“{both}” stands in Always include and in Leave out.")
    taken_out = settings.without + ("" if settings.alike else LOOK_ALIKES)
    least = {kind.kind: kind.least for kind in settings.kinds}
    groups: list[_Group] = []
    for kind, characters in CHARACTERS.items():
        if kind in least:
            left = "".join(one for one in characters if one not in taken_out)
            groups.append(_Group(kind, left, frozenset(settings.always) & frozenset(left), least[kind]))
    other = frozenset(settings.always).difference(*(group.characters for group in groups))
    if other:
        groups.append(_Group("other", "".join(sorted(other)), other, 0))
    return tuple(groups)


def _check(settings: RandomSettings, groups: tuple[_Group, ...]) -> None:
    if not any(group.characters for group in groups):
        raise Impossible("nothing-chosen", "Choose at least one kind of character.")
    for group in groups:
        if group.least > 0 and not group.characters:
            sentence = f"No {group.name} are left. Take some out of Leave out, or turn {group.name} off."
            raise Impossible("kind-empty", sentence)
    needed = sum(group.needed for group in groups)
    if needed > settings.length:
        sentence = f"The least counts come to {needed} characters, more than the length of {settings.length}."
        raise Impossible("least-too-many", sentence)
    if settings.repeats:
        return
    for group in groups:
        if len(group.characters) < group.least:
            sentence = f"There are only {len(group.characters)} {group.name}. Ask for fewer of them, or allow repeats."
            raise Impossible("kind-too-small", sentence)
    there = sum(len(group.characters) for group in groups)
    if there < settings.length:
        raise Impossible(
            "too-few-characters",
            f"There are only {there} different characters for a length of {settings.length}. "
            "Allow repeats, or choose more kinds.",
        )


class _Ways:
    """The counts W and F of 15.4, each worked out once."""

    def __init__(self, groups: tuple[_Group, ...], repeats: bool) -> None:
        self.groups = groups
        self.repeats = repeats
        self.fill: Callable[[int, int], int] = cache(self._fill)
        self._memory: dict[tuple[int, int, int], int] = {}

    def inner(self, length: int, pending: int, there: int) -> int:
        """W: texts of `length` characters out of `there`, of which `pending` still have to appear."""
        if length == 0:
            return 0 if pending else 1
        if there <= 0 or pending > length:
            return 0
        key = (length, pending, there)
        if key not in self._memory:
            after = there if self.repeats else there - 1
            self._memory[key] = (there - pending) * self.inner(length - 1, pending, after) + (
                pending * self.inner(length - 1, pending - 1, after) if pending else 0
            )
        return self._memory[key]

    def of(self, group: _Group, length: int) -> int:
        """W for a whole kind."""
        return self.inner(length, len(group.always), len(group.characters))

    def _fill(self, kind: int, places: int) -> int:
        if kind == len(self.groups):
            return 0 if places else 1
        group = self.groups[kind]
        return sum(
            comb(places, k) * self.of(group, k) * self.fill(kind + 1, places - k)
            for k in range(group.least, places + 1)
        )


def _writer(ways: _Ways, length: int) -> Callable[[int], str]:
    def text(number: int) -> str:
        written = [""] * length
        free = list(range(length))
        for kind, group in enumerate(ways.groups):
            count, number = _count_of(ways, kind, len(free), number)
            mine, number = divmod(number, ways.fill(kind + 1, len(free) - count))
            which, inner = divmod(mine, ways.of(group, count))
            places = _places(free, count, which)
            for place, character in zip(places, _inner_text(ways, group, count, inner), strict=True):
                written[place] = character
            free = [place for place in free if place not in places]
        return "".join(written)

    return text


def _count_of(ways: _Ways, kind: int, places: int, number: int) -> tuple[int, int]:
    """How many of the places a kind gets, and the number within that block."""
    group = ways.groups[kind]
    count = group.least
    while number >= (block := comb(places, count) * ways.of(group, count) * ways.fill(kind + 1, places - count)):
        number -= block
        count += 1
    return count, number


def _places(free: list[int], count: int, number: int) -> list[int]:
    """Choice `number` of `count` of the free places, in lexicographic order."""
    chosen: list[int] = []
    for at, place in enumerate(free):
        if len(chosen) == count:
            break
        block = comb(len(free) - at - 1, count - len(chosen) - 1)
        if number < block:
            chosen.append(place)
        else:
            number -= block
    return chosen


def _inner_text(ways: _Ways, group: _Group, count: int, number: int) -> list[str]:
    """Text `number` of `count` characters of one kind."""
    pending, left, written = set(group.always), list(group.characters), list[str]()
    for k in range(count, 0, -1):
        after = len(left) if ways.repeats else len(left) - 1
        for character in left:
            block = ways.inner(k - 1, len(pending) - (character in pending), after)
            if number < block:
                break
            number -= block
        else:
            raise AssertionError("a number beyond the kind's texts")
        written.append(character)
        pending.discard(character)
        if not ways.repeats:
            left.remove(character)
    return written
