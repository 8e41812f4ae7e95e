"""From settings to candidates: the space of a mode, and even draws from it (spec/generator.md 15)."""

from functools import cache
from importlib import resources

from waxpost.crypto.generator.drawing import ByteSource, Space, draw_text
from waxpost.crypto.generator.hexadecimal import hex_space
from waxpost.crypto.generator.impossible import check_range
from waxpost.crypto.generator.passphrase import passphrase_space
from waxpost.crypto.generator.patterntext import pattern_space
from waxpost.crypto.generator.pin import pin_space
from waxpost.crypto.generator.pronounceable import pronounceable_space
from waxpost.crypto.generator.randomtext import random_space
from waxpost.crypto.generator.settings import (
    HexSettings,
    Language,
    PassphraseSettings,
    PatternSettings,
    PinSettings,
    PronounceableSettings,
    Settings,
)

MOST_CANDIDATES = 30


@cache
def word_list(language: Language) -> tuple[str, ...]:
    """The words of a language, in the list's order."""
    folder = resources.files("waxpost.crypto.generator").joinpath("wordlists")
    return tuple(folder.joinpath(f"{language}.txt").read_text("utf-8").split())


def space_of(settings: Settings) -> Space:
    """All passwords of these settings; `Impossible` when there are none."""
    match settings:
        case PassphraseSettings():
            return passphrase_space(settings, word_list(settings.language))
        case PronounceableSettings():
            return pronounceable_space(settings)
        case PinSettings():
            return pin_space(settings)
        case PatternSettings():
            return pattern_space(settings)
        case HexSettings():
            return hex_space(settings)
        case _:
            return random_space(settings)


def candidates(space: Space, count: int, source: ByteSource) -> list[str]:
    """1 to 30 passwords, each independent of the others."""
    check_range("a number of passwords", count, 1, MOST_CANDIDATES)
    return [draw_text(space, source) for _ in range(count)]
