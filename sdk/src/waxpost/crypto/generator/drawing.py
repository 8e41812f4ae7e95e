"""Even draws from random bytes by rejection, and spaces of numbered texts (spec/generator.md 15.1, 15.2)."""

from collections.abc import Callable
from dataclasses import dataclass

ByteSource = Callable[[int], bytes]
"""Gives exactly so many bytes; `os.urandom` in the product, something seeded in the vectors."""


@dataclass(frozen=True)
class Space:
    """All texts of some settings.

    `text` is defined below `span` and never gives one text for two numbers; None means "draw again". `size` counts
    the texts.
    """

    span: int
    text: Callable[[int], str | None]
    size: int

    @property
    def tenths(self) -> int:
        """The entropy in tenths of a bit, rounded down, by whole numbers only."""
        return (self.size**10).bit_length() - 1


def even(span: int, text: Callable[[int], str]) -> Space:
    """A space in which every number has a text."""
    return Space(span, text, span)


def draw_below(limit: int, source: ByteSource) -> int:
    """A number below `limit`, each equally likely; one draw of bytes after another until it fits."""
    bits = (limit - 1).bit_length()
    length = (bits + 7) // 8
    while True:
        number = int.from_bytes(source(length) if length else b"", "big") & (1 << bits) - 1
        if number < limit:
            return number


def draw_text(space: Space, source: ByteSource) -> str:
    """One text of the space, each equally likely."""
    while (text := space.text(draw_below(space.span, source))) is None:
        pass
    return text


def in_base(number: int, base: int, places: int) -> list[int]:
    """The number's digits in a base, highest first, exactly so many."""
    digits: list[int] = []
    for _ in range(places):
        number, digit = divmod(number, base)
        digits.append(digit)
    return digits[::-1]
