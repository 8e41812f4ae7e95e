"""The key check: eight words, a QR code, the safety number (spec/key-log.md 5.6).

All of them or none: a subset of the words never marks a key as checked, because two words are 22 bits and a
substitute key can be searched for offline.
"""

import functools
import hashlib
import unicodedata
from importlib import resources

from waxpost.crypto.encoding import b64u
from waxpost.crypto.entry import PublicKeys

ROUNDS = 5_200
_DOMAIN = b"waxpost/v1/safety\x00"
_WORDS = 8
_WORD_BITS = 11


@functools.cache
def word_list() -> tuple[str, ...]:
    """The 2,048 words of the BIP-39 English list, in its order."""
    text = resources.files("waxpost.crypto").joinpath("bip39-english.txt").read_text("ascii")
    return tuple(text.split())


def key_digest(addr: str, keys: PublicKeys) -> bytes:
    """D: the 64 bytes that words, QR code and safety number show."""
    digest = hashlib.sha512(_DOMAIN + addr.encode() + b"\x00" + keys.ed25519 + keys.enc).digest()
    for _ in range(ROUNDS):
        digest = hashlib.sha512(digest).digest()
    return digest


def key_words(digest: bytes) -> tuple[str, ...]:
    """The eight words: the first 88 bits of D, 11 at a time."""
    bits = int.from_bytes(digest[:11], "big")
    numbers = [bits >> _WORD_BITS * (_WORDS - 1 - i) & (1 << _WORD_BITS) - 1 for i in range(_WORDS)]
    return tuple(word_list()[number] for number in numbers)


def words_match(digest: bytes, typed: str) -> bool:
    """Whether all eight words, in order, were typed; case, blanks and hyphens between them do not matter."""
    plain = unicodedata.normalize("NFKC", typed).lower().replace("-", " ")
    return tuple(plain.split()) == key_words(digest)


def key_qr(addr: str, digest: bytes) -> str:
    """The string in the QR code."""
    return f"waxpost-key:1:{addr}:{b64u(digest[:32])}"


def qr_matches(addr: str, digest: bytes, scanned: str) -> bool:
    """Whether the scanned string is the one of this person's keys."""
    return scanned == key_qr(addr, digest)


def safety_number(one: bytes, other: bytes) -> str:
    """60 digits in twelve groups from the digests of two people; the same for both of them."""
    halves = sorted(_half(digest) for digest in (one, other))
    return " ".join(halves)


def _half(digest: bytes) -> str:
    groups = [int.from_bytes(digest[i : i + 5], "big") % 100_000 for i in range(0, 30, 5)]
    return " ".join(f"{group:05d}" for group in groups)
