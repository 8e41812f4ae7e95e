"""Words to search and sort by: without case, accents and punctuation, the same on both databases. Pure.

One character may unfold into many, so what is stored is cut to a length that every index and page takes.
"""

import hashlib
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_WORDS_BYTES = 1500
_SORT_BYTES = 160
_BEFORE = b"\x00"  # stands before each word, and in no word


def fold(text: str) -> str:
    """The text without case, accents and compatibility forms."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def words_of(*texts: str | None) -> bytes:
    """Every different word of the texts, folded, each behind a zero byte: 1500 bytes at most."""
    words = dict.fromkeys(word for text in texts if text for word in _WORD.findall(fold(text)))
    return b"".join(_BEFORE + word.encode() for word in words)[:_WORDS_BYTES]


def beginnings_of(query: str) -> list[bytes]:
    """What `words_of` has to contain to be found, longest first. One that begins another asks for nothing more."""
    words = set(_WORD.findall(fold(query)))
    asked = [word for word in words if not any(other != word and other.startswith(word) for other in words)]
    return [_BEFORE + word.encode() for word in sorted(asked, key=lambda word: (-len(word), word))]


def sort_key(name: str, unique: str) -> bytes:
    """Sorts by folded name, then by the text that makes it unique."""
    return fold(name).encode()[:_SORT_BYTES] + b"\x00" + unique.encode()


def look_alike_key(name: str) -> bytes:
    """Equal for two names that a person could take for one another: NFKC, case folded, NFKC. 32 bytes."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return hashlib.sha256(text.encode()).digest()
