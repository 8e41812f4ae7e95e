"""The spaces of spec/generator.md by brute force: every possible text once, no other, and counted exactly."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from waxpost.crypto.generator import passphrase, pin, pronounceable, randomtext
from waxpost.crypto.generator.drawing import Space, even
from waxpost.crypto.generator.generating import space_of, word_list
from waxpost.crypto.generator.pattern import read_pattern
from waxpost.crypto.generator.settings import (
    HexSettings,
    PassphraseSettings,
    PatternSettings,
    PinSettings,
    PronounceableSettings,
    RandomSettings,
)


def everything(space: Space) -> list[str]:
    """All texts of a small space, those of thrown-away numbers left out."""
    return [text for number in range(space.span) if (text := space.text(number)) is not None]


def is_exactly(space: Space, wanted: Iterable[str]) -> None:
    made = everything(space)
    expected = set(wanted)
    assert len(made) == len(set(made)) == space.size == len(expected)
    assert set(made) == expected


def small_random(length: int, *groups: randomtext._Group, repeats: bool) -> Space:
    """A random space too short for the settings, over tiny kinds."""
    ways = randomtext._Ways(groups, repeats)
    return even(ways.fill(0, length), randomtext._writer(ways, length))


def group(characters: str, least: int, always: str = "") -> randomtext._Group:
    return randomtext._Group("other", characters, frozenset(always), least)


@pytest.mark.parametrize("repeats", [True, False])
@pytest.mark.parametrize(
    "groups",
    [
        [group("abc", 0), group("12", 1)],
        [group("abc", 2), group("12", 2)],
        [group("abc", 1, "ac"), group("12", 0, "1"), group("-", 0)],
        [group("", 0), group("abcd", 0), group("!", 0, "!")],
        [group("abcdef", 4, "f")],
    ],
)
def test_a_random_space_holds_every_text_that_keeps_the_promises_and_no_other(
    groups: list[randomtext._Group], repeats: bool
):
    def keeps(text: str) -> bool:
        return (
            all(sum(one in each.characters for one in text) >= each.least for each in groups)
            and all(one in text for each in groups for one in each.always)
            and (repeats or len(set(text)) == len(text))
        )

    alphabet = "".join(each.characters for each in groups)
    texts = ("".join(letters) for letters in itertools.product(alphabet, repeat=4))
    is_exactly(small_random(4, *groups, repeats=repeats), filter(keeps, texts))


def test_settings_that_allow_one_text_need_no_randomness():
    space = space_of(RandomSettings(length=8, kinds=(), always="abcdefgh", repeats=False))
    assert space.size == 40320
    fixed = space_of(PatternSettings(pattern=r"\a\b\c"))
    assert (fixed.size, fixed.tenths, fixed.text(0)) == (1, 0, "abc")


def test_a_passphrase_space_holds_every_choice_of_words_once():
    words = ("ab", "ba", "aba")
    wanted = ["-".join(chosen) for chosen in itertools.product(words, repeat=3)]
    is_exactly(passphrase.passphrase_space(PassphraseSettings(words=3), words), wanted)
    numbered = passphrase.passphrase_space(PassphraseSettings(words=3, number=True, capitals=True), words)
    assert len(set(everything(numbered))) == numbered.size == 3**3 * 30


@pytest.mark.parametrize("language", ["en", "cs", "es", "fr", "it", "pt"])
def test_every_word_list_can_be_cut_into_its_words_again(language: str):
    words = word_list(language)  # pyright: ignore[reportArgumentType]
    assert len(set(words)) == len(words) == (7776 if language == "en" else 2048)
    capitals = [word[0].upper() + word[1:] for word in words]
    assert is_decodable(capitals)
    for separator in ("-", ".", "_", ",", " ", ""):
        assert is_decodable([word + separator for word in words]) == (language != "es" or separator != "")


def is_decodable(words: list[str]) -> bool:
    """Sardinas and Patterson: no text is made of two different rows of words."""
    starts: dict[str, set[str]] = {}
    for word in words:
        for length in range(1, len(word)):
            starts.setdefault(word[:length], set()).add(word[length:])
    known, seen = set(words), set[str]()
    rests = {rest for word in words for rest in starts.get(word, ())}
    while rests:
        if rests & known:
            return False
        seen |= rests
        after = {rest[n:] for rest in rests for n in range(1, len(rest)) if rest[:n] in known}
        rests = (after | {end for rest in rests for end in starts.get(rest, ())}) - seen
    return True


def is_said(word: str) -> bool:
    """15.5 in other words than the code: cut at the vowels; between two vowels one consonant or a pair."""
    between = "".join(one if one not in "aeiou" else "|" for one in word).split("|")
    inner = all(part in pronounceable.PAIRS or (len(part) == 1) for part in between[1:-1])
    first = between[0] in pronounceable.PAIRS or len(between[0]) < 2
    return inner and first and len(between) > 1 and len(between[-1]) < 2


def test_a_pronounceable_space_holds_every_such_word_once():
    settings = PronounceableSettings(length=8, digits=4)
    space = space_of(settings)
    letters = [one.removesuffix("0000") for one in map(space.text, range(0, space.span, 10**4)) if one]
    words = map("".join, itertools.product(sorted("aeiou" + pronounceable.CONSONANTS), repeat=4))
    assert letters == [word for word in words if is_said(word)]


@pytest.mark.parametrize("rules", list(itertools.product([True, False], repeat=3)))
def test_a_pin_space_holds_every_pin_that_keeps_the_rules(rules: tuple[bool, bool, bool]):
    runs, repeats, dates = rules
    is_exactly(
        space_of(PinSettings(4, runs, repeats, dates)),
        (one for one in map("".join, itertools.product("0123456789", repeat=4)) if is_pin(one, runs, repeats, dates)),
    )


def is_pin(text: str, runs: bool, repeats: bool, dates: bool) -> bool:
    steps = [int(b) - int(a) for a, b in itertools.pairwise(text)]
    has_run = any(a == b and abs(a) == 1 for a, b in itertools.pairwise(steps))
    return (runs or not has_run) and (repeats or 0 not in steps) and (dates or not pin.is_date(text))


RUNS = (
    "|".join("0123456789"[at : at + 3] for at in range(8))
    + "|"
    + "|".join("9876543210"[at : at + 3] for at in range(8))
)


def all_dates(length: int) -> set[str]:
    days = [(m, d) for m, most in enumerate(pin._DAYS, 1) for d in range(1, most + 1)]
    years = [f"{year:02}" for year in range(100)] if length == 6 else [str(year) for year in range(1900, 2100)]
    if length == 4:
        return {f"{d:02}{m:02}" for m, d in days} | {f"{m:02}{d:02}" for m, d in days} | set(years)
    forms: list[Callable[[int, int, str], str]] = [
        lambda m, d, y: f"{d:02}{m:02}{y}",
        lambda m, d, y: f"{m:02}{d:02}{y}",
        lambda m, d, y: f"{y}{m:02}{d:02}",
    ]
    return {form(m, d, year) for m, d in days for year in years for form in forms}


@pytest.mark.parametrize("length", [4, 6, 8])
def test_the_table_of_dates_counts_them_all(length: int):
    dates = all_dates(length)
    assert all(pin.is_date(one) for one in dates)
    has_run, repeats_one = re.compile(RUNS), re.compile(r"(.)\1")
    kinds = Counter((bool(has_run.search(one)), bool(repeats_one.search(one))) for one in dates)
    for (runs, repeats), count in pin.DATES[length].items():
        assert sum(n for (run, twice), n in kinds.items() if (runs or not run) and (repeats or not twice)) == count


@pytest.mark.parametrize("pattern", ["vd", "[ef]{2}[fg]", "vd\\-", "[ef][fg][ge]d", "vvVp"])
def test_a_shuffled_pattern_holds_every_text_that_fits_it_in_some_order_once(pattern: str):
    sets = read_pattern(pattern)
    fitting = {"".join(letters) for order in set(itertools.permutations(sets)) for letters in itertools.product(*order)}
    is_exactly(space_of(PatternSettings(pattern, shuffle=True)), fitting)
    in_order = space_of(PatternSettings(pattern))
    is_exactly(in_order, map("".join, itertools.product(*sets)))


def test_every_number_of_hex_is_its_own_bytes():
    space = space_of(HexSettings(size=8, capitals=True, separator=":"))
    assert space.text(0x0123456789ABCDEF) == "01:23:45:67:89:AB:CD:EF"
    assert space.tenths == 640
