"""Random bytes in hexadecimal (spec/generator.md 15.6)."""

from waxpost.crypto.generator.drawing import Space, even
from waxpost.crypto.generator.impossible import check_range
from waxpost.crypto.generator.settings import HexSettings


def hex_space(settings: HexSettings) -> Space:
    """All byte strings of the size."""
    size = settings.size
    check_range("a number of bytes", size, 8, 64)

    def text(number: int) -> str:
        pairs = [f"{byte:02x}" for byte in number.to_bytes(size, "big")]
        joined = settings.separator.join(pairs)
        return joined.upper() if settings.capitals else joined

    return even(256**size, text)
