"""The spellings of spec/strings.md 2.3 that the server judges: addresses, names, bytes of a known length. Pure.

What is written in another way raises ValueError, whose text never repeats the value.
"""

import hashlib
import re
import unicodedata

from waxpost_server.kit.ids import from_b64u

ADDR_MOST = 254
NAME_MOST = 100

_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{}|~-]{1,64}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Control, format (which holds the bidirectional marks), surrogate, line and paragraph separators.
_NOT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def sha256(*parts: bytes) -> bytes:
    """H of the spec: SHA-256 of the parts one after another, 32 bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def exactly(text: str, length: int) -> bytes:
    """The bytes of strict b64u, which must be `length` of them."""
    data = from_b64u(text)
    if len(data) != length:
        raise ValueError("bytes of another length")
    return data


def check_addr(addr: str) -> None:
    """An address in lower-case ASCII: local part of 1 to 64 characters, domain of A-labels, 254 in all."""
    local, at, domain = addr.rpartition("@")
    if not at or len(addr) > ADDR_MOST or not _LOCAL.fullmatch(local):
        raise ValueError("not an address")
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise ValueError("not an address")


def check_name(name: str) -> None:
    """1 to 100 characters in NFC, no control, format or bidirectional ones, no blank at either end."""
    if not 1 <= len(name) <= NAME_MOST or name != unicodedata.normalize("NFC", name):
        raise ValueError("not a name")
    if any(unicodedata.category(character) in _NOT_IN_NAMES for character in name):
        raise ValueError("a name holds a character that is not allowed")
    if name[0].isspace() or name[-1].isspace():
        raise ValueError("a name begins or ends with a blank")
