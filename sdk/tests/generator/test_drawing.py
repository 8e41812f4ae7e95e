"""Draws are even: a test that a biased sampler does not pass, and the promises of each setting in what comes out."""

import itertools
import os
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waxpost.crypto.generator.drawing import ByteSource, draw_below
from waxpost.crypto.generator.generating import candidates, space_of
from waxpost.crypto.generator.impossible import Impossible
from waxpost.crypto.generator.randomtext import CHARACTERS, LOOK_ALIKES
from waxpost.crypto.generator.settings import Kind, PinSettings, PronounceableSettings, RandomSettings, read_settings

Sampler = Callable[[int, ByteSource], int]
DRAWS = 40_000


def by_remainder(limit: int, source: ByteSource) -> int:
    """What a careless generator does: the low numbers come more often."""
    return source(1)[0] % limit


def chi_square(sampler: Sampler, limit: int) -> float:
    """How far the counts are from even, in standard deviations of the chi-square distribution."""
    seen = Counter(sampler(limit, os.urandom) for _ in range(DRAWS))
    expected = DRAWS / limit
    value = sum((seen[number] - expected) ** 2 / expected for number in range(limit))
    return (value - (limit - 1)) / (2 * (limit - 1)) ** 0.5


@pytest.mark.parametrize("limit", [62, 94, 100, 200])
def test_our_draws_are_even_and_those_by_remainder_are_caught(limit: int):
    # 6 deviations happen to an even sampler less than once in a million runs; bias by remainder shows with 30 and more.
    assert chi_square(draw_below, limit) < 6
    assert chi_square(by_remainder, limit) > 6


def test_draws_take_whole_rows_of_bytes_and_forget_those_that_do_not_fit():
    asked: list[int] = []
    row = iter([b"\xff\xff", b"\x03\xe8", b"\xfb\xe7"])

    def source(length: int) -> bytes:
        asked.append(length)
        return next(row)

    # 1000 needs ten bits: 0x3ff and 0x3e8 = 1000 are too high, 0xfbe7 without its six highest bits is 999.
    assert draw_below(1000, source) == 999
    assert asked == [2, 2, 2]


@given(st.integers(1, 1 << 200))
def test_a_draw_is_below_its_limit(limit: int):
    assert 0 <= draw_below(limit, os.urandom) < limit


def test_a_limit_of_one_takes_no_byte():
    def none(length: int) -> bytes:
        raise AssertionError(f"{length} bytes were taken")

    assert draw_below(1, none) == 0


kinds = st.lists(
    st.builds(Kind, st.sampled_from(list(CHARACTERS)), st.integers(0, 6)), max_size=9, unique_by=lambda one: one.kind
)
texts = st.text(st.sampled_from("abcXYZ0129!#- _é|l()"), max_size=6)


@given(st.builds(RandomSettings, st.integers(8, 40), kinds.map(tuple), st.booleans(), st.booleans(), texts, texts))
def test_a_random_password_keeps_every_promise_of_its_settings(settings: RandomSettings):
    try:
        space = space_of(settings)
    except Impossible:
        return
    for text in candidates(space, 3, os.urandom):
        assert len(text) == settings.length
        for kind in settings.kinds:
            assert sum(one in CHARACTERS[kind.kind] for one in text) >= kind.least
        allowed = set("".join(CHARACTERS[kind.kind] for kind in settings.kinds)) | set(settings.always)
        assert set(text) <= allowed
        assert set(settings.always) <= set(text)
        assert not set(settings.without) & set(text)
        assert settings.alike or not set(LOOK_ALIKES) - set(settings.always) & set(text)
        assert settings.repeats or len(set(text)) == len(text)


@given(st.integers(4, 12), st.booleans(), st.booleans(), st.booleans())
def test_a_pin_has_its_length_and_no_digit_twice_in_a_row(length: int, runs: bool, repeats: bool, dates: bool):
    for text in candidates(space_of(PinSettings(length, runs, repeats, dates)), 3, os.urandom):
        assert len(text) == length
        assert text.isdigit()
        assert repeats or all(a != b for a, b in itertools.pairwise(text))


@given(st.integers(8, 64), st.sampled_from(["none", "first", "mixed"]), st.integers(0, 4), st.integers(0, 4))
def test_a_pronounceable_password_ends_in_its_digits_and_symbols(length: int, capitals: str, digits: int, symbols: int):
    try:
        space = space_of(PronounceableSettings(length, capitals, digits, symbols))  # pyright: ignore[reportArgumentType]
    except Impossible:
        assert length - digits - symbols < 4
        return
    for text in candidates(space, 3, os.urandom):
        assert len(text) == length
        word, ends = text[: length - digits - symbols], text[length - digits - symbols :]
        assert word.isalpha()
        assert ends[:digits].isdigit() or digits == 0
        assert not any(one.isalnum() for one in ends[digits:])
        assert capitals == "mixed" or word[1:].islower()
        assert capitals != "first" or word[0].isupper()


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"mode": "unknown"},
        {"mode": "pin", "length": 6, "runs": False, "repeats": False},
        {"mode": "pin", "length": "6", "runs": False, "repeats": False, "dates": False},
        {"mode": "pin", "length": 6, "runs": 0, "repeats": False, "dates": False},
        {"mode": "hex", "size": 16, "capitals": False, "separator": "/"},
    ],
)
def test_settings_of_another_shape_are_not_known(members: dict[str, object]):
    with pytest.raises(Impossible) as refused:
        read_settings(members)
    assert refused.value.reason == "settings"
