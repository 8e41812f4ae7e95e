"""Ids and bytes in text: base64url without padding, read strictly (spec/keys.md, section 2.3).

Strict: the alphabet only, no `=`, no blanks, and encoding the bytes again gives the very same text.
"""

import binascii
import re
import secrets

ID_BYTES = 16
ID_PATTERN = r"^[A-Za-z0-9_-]{21}[AQgw]$"  # 16 bytes: the last character carries two bits only

_ID = re.compile(ID_PATTERN[1:-1], re.ASCII)
_ALPHABET = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def new_id() -> str:
    """A fresh id: 16 random bytes, 22 characters."""
    return b64u(secrets.token_bytes(ID_BYTES))


def is_id(text: str) -> bool:
    """Whether this is the text of 16 bytes."""
    return _ID.fullmatch(text) is not None


def b64u(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


def from_b64u(text: str) -> bytes:
    """The bytes of a strict base64url text. Raises ValueError."""
    if not _ALPHABET.fullmatch(text):
        raise ValueError("not base64url without padding")
    padded = text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % 4)
    data = binascii.a2b_base64(padded)
    tail = len(text) % 4
    # Only the last group can hide bits that decoding drops: encode that one again.
    if tail == 1 or (tail and b64u(data[len(text) // 4 * 3 :]) != text[-tail:]):
        raise ValueError("not base64url without padding")
    return data
