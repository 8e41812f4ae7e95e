"""Waxpost's door to age files: what a file of ours may look like, checked before any key is tried.

Exactly one stanza (spec/README.md 2.2), of the type this place allows, in a header of at most 4 KiB, and never more
than 2^12 of work.
Whatever else a hostile server or sender puts there is refused(form) without a single secret operation.
"""

import os
from collections.abc import Callable, Sequence

from waxpost._exceptions import Refused, WrongSecret
from waxpost.crypto.age import AgeError, AgeReader, Header, RandomBytes, find_file_key, find_header, seal_age
from waxpost.crypto.encoding import b64u
from waxpost.crypto.recipients import HYBRID, SCRYPT, HybridIdentity, HybridRecipient, Passphrase, read_scrypt_arguments

HEADER_MOST = 4 * 1024
LOG_N_MOST = 12
LOG_N_KEY = 4
LOG_N_RECOVERY = 10


def seal_to(recipient: HybridRecipient, data: bytes, random: RandomBytes = os.urandom) -> bytes:
    """A hybrid age file (2.2)."""
    return seal_age(data, recipient, random)


def open_hybrid(sealed: bytes, identities: Sequence[HybridIdentity]) -> bytes | None:
    """The content of a hybrid age file; None when none of the identities opens it; refused(form) when it is broken."""
    try:
        return _open_whole(AgeReader(identities, _only(HYBRID), HEADER_MOST), sealed)
    except AgeError as error:
        if error.step == "no match":
            return None
        raise Refused("form", str(error)) from error


def seal_with_key(key: bytes, data: bytes, random: RandomBytes = os.urandom) -> bytes:
    """A secret-keyed age file under 32 random or derived bytes (2.2)."""
    return seal_age(data, Passphrase(b64u(key), LOG_N_KEY, random), random)


def open_with_key(key: bytes, sealed: bytes) -> bytes:
    """The content of a file of `seal_with_key`; `WrongSecret` for another key, refused(form) for a broken file."""
    return _open_with_passphrase(b64u(key), sealed)


def seal_with_code(code: str, data: bytes, random: RandomBytes = os.urandom) -> bytes:
    """A secret-keyed age file under a recovery code in its one spelling (3.1)."""
    return seal_age(data, Passphrase(code, LOG_N_RECOVERY, random), random)


def open_with_code(code: str, sealed: bytes) -> bytes:
    """The content of a file of `seal_with_code`; `WrongSecret` for another code."""
    return _open_with_passphrase(code, sealed)


def _open_with_passphrase(passphrase: str, sealed: bytes) -> bytes:
    try:
        return _open_whole(AgeReader([Passphrase(passphrase, LOG_N_MOST)], _only(SCRYPT), HEADER_MOST), sealed)
    except AgeError as error:
        if error.step == "no match":
            raise WrongSecret from error
        raise Refused("form", str(error)) from error


def _open_whole(reader: AgeReader, sealed: bytes) -> bytes:
    return reader.feed(sealed) + reader.finish()


def hybrid_file_key(start: bytes, identity: HybridIdentity) -> tuple[bytes, int]:
    """The file key of a hybrid age file that begins so, and the length of its header; else AgeError."""
    header = find_header(start, HEADER_MOST)
    if header is None:
        raise AgeError("header", "the file ends within its header")
    _only(HYBRID)(header)
    return find_file_key(header, [identity]), header.length


def _only(kind: str) -> Callable[[Header], None]:
    def check(header: Header) -> None:
        if len(header.stanzas) != 1 or header.stanzas[0].args[0] != kind:
            raise AgeError("header", "a file for another kind of key")
        if kind == SCRYPT and read_scrypt_arguments(header.stanzas[0])[1] > LOG_N_MOST:
            raise AgeError("header", "a file that asks for too much work")

    return check
