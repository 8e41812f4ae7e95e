"""Words to search and sort by: without case, accents and punctuation, the same on both databases. Pure.

One character may unfold into many, so what goes into an index is cut to a length that every index takes.
"""

import hashlib
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_WORD_BYTES = 100
_SORT_BYTES = 160


def fold(text: str) -> str:
    """The text without case, accents and compatibility forms."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def words_of(*texts: str | None) -> list[bytes]:
    """Every different word of the texts, folded, in UTF-8, cut to 100 bytes."""
    return sorted({word.encode()[:_WORD_BYTES] for text in texts if text for word in _WORD.findall(fold(text))})


def prefixes_of(query: str) -> list[bytes]:
    """The prefixes that a query asks for, longest first. One that begins another asks for nothing more."""
    words = words_of(query)
    return sorted((w for w in words if not any(o != w and o.startswith(w) for o in words)), key=len, reverse=True)


def after(prefix: bytes) -> bytes:
    """The first bytes that sort behind everything beginning with this UTF-8 prefix."""
    return prefix + b"\xff"  # no UTF-8 holds 0xFF


def sort_key(name: str, unique: str) -> bytes:
    """Sorts by folded name, then by the text that makes it unique."""
    return fold(name).encode()[:_SORT_BYTES] + b"\x00" + unique.encode()


def look_alike_key(name: str) -> bytes:
    """Equal for two names that a person could take for one another: NFKC, case folded, NFKC. 32 bytes."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return hashlib.sha256(text.encode()).digest()
