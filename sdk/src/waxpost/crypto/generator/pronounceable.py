"""Words that can be spoken: consonants and vowels in turn, with a few pairs (spec/generator.md 15.5)."""

from functools import cache

from waxpost.crypto.generator.drawing import Space, even, in_base
from waxpost.crypto.generator.impossible import Impossible, check_range
from waxpost.crypto.generator.settings import PronounceableSettings

VOWELS = "aeiou"
CONSONANTS = "bdfghjklmnprstvwz"
PAIRS = frozenset(
    [
        "bl",
        "br",
        "dr",
        "fl",
        "fr",
        "gl",
        "gr",
        "kl",
        "kr",
        "pl",
        "pr",
        "sk",
        "sl",
        "sm",
        "sn",
        "sp",
        "st",
        "sw",
        "tr",
        "tw",
    ]
)
SYMBOLS = "!#$%&*+-=?@_"
_LETTERS = "".join(sorted(VOWELS + CONSONANTS))
_LEAST_LETTERS = 4


def pronounceable_space(settings: PronounceableSettings) -> Space:
    """All such words of these settings."""
    check_range("a length", settings.length, 8, 64)
    check_range("a number of digits", settings.digits, 0, 8)
    check_range("a number of symbols", settings.symbols, 0, 8)
    letters = settings.length - settings.digits - settings.symbols
    if letters < _LEAST_LETTERS:
        raise Impossible(
            "too-few-letters", "Leave at least 4 letters: make it longer, or use fewer digits and symbols."
        )
    masks = 1 << letters if settings.capitals == "mixed" else 1
    digits, symbols = 10**settings.digits, len(SYMBOLS) ** settings.symbols

    def text(number: int) -> str:
        number, last = divmod(number, symbols)
        number, middle = divmod(number, digits)
        number, mask = divmod(number, masks)
        if settings.capitals == "first":
            mask = 1 << letters - 1
        word = "".join(
            letter.upper() if capital else letter
            for letter, capital in zip(_word(number, letters), in_base(mask, 2, letters), strict=True)
        )
        ends = "".join(str(digit) for digit in in_base(middle, 10, settings.digits))
        return word + ends + "".join(SYMBOLS[index] for index in in_base(last, len(SYMBOLS), settings.symbols))

    return even(_words("", letters) * masks * digits * symbols, text)


def _after(state: str, letter: str) -> str | None:
    """The state after one more letter: "" at the beginning, else a vowel, a consonant or a pair; None when unsaid."""
    if letter in VOWELS:
        return None if state in VOWELS and state else letter
    if state == "" or state in VOWELS:
        return letter
    return state + letter if state + letter in PAIRS else None


@cache
def _words(state: str, letters: int) -> int:
    """How many ways there are to go on for so many letters."""
    if letters == 0:
        return 0 if state in PAIRS else 1
    after = (_after(state, letter) for letter in _LETTERS)
    return sum(_words(next_state, letters - 1) for next_state in after if next_state is not None)


def _word(number: int, letters: int) -> str:
    state, word = "", ""
    for left in range(letters - 1, -1, -1):
        for letter in _LETTERS:
            next_state = _after(state, letter)
            block = 0 if next_state is None else _words(next_state, left)
            if next_state is not None and number < block:
                state, word = next_state, word + letter
                break
            number -= block
    return word
