"""The age v1 file format (c2sp.org/age): header, stanzas and the chunked payload, reading and writing in pieces.

No primitive is implemented here; keys are somebody else's (`AgeRecipient`, `AgeIdentity`). Nothing of a chunk leaves
before its tag was checked, and a caller who has not seen `finish` return holds an unfinished file.
What a Waxpost file may contain is decided by `agefile.py`; this module reads any age file without armour.
"""

import base64
import hmac
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
TAG = 16
NONCE = 16
_SEALED_CHUNK = CHUNK + TAG
_VERSION = b"age-encryption.org/v1"
_BODY_LINE = 64
_ARGUMENT = re.compile(rb"[\x21-\x7e]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*")
_FOOTER = re.compile(rb"--- [A-Za-z0-9+/]{43}")
# A header of our own has one stanza; foreign files may hold many recipients. Beyond this nobody is served.
HEADER_MOST = 64 * 1024

Step = Literal["header", "no match", "HMAC", "payload"]
RandomBytes = Callable[[int], bytes]


class AgeError(Exception):
    """The file does not open; `step` says where it went wrong, in the words of the public test vectors.

    `opened` is what the failing `feed` had opened before it met the fault.
    """

    step: Step
    opened: bytes

    def __init__(self, step: Step, sentence: str, opened: bytes = b"") -> None:
        super().__init__(sentence)
        self.step = step
        self.opened = opened


@dataclass(frozen=True, slots=True)
class Stanza:
    """One way to the file key: a type, arguments and a body."""

    args: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header. `signed` are the bytes under the MAC; `length` counts the last line break too."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes
    length: int


class AgeRecipient(Protocol):
    """Whoever a file is sealed to."""

    def wrap(self, file_key: bytes) -> Stanza:
        """A stanza from which only the identity of this recipient gets the 16 bytes back."""
        ...


class AgeIdentity(Protocol):
    """Whoever can open a file."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key; None when no stanza is for this identity; AgeError("header") for a malformed one."""
        ...


def hkdf_sha256(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
    """HKDF-SHA256, 32 bytes."""
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def b64(data: bytes) -> bytes:
    """Standard base64 without padding, as age writes it."""
    return base64.b64encode(data).rstrip(b"=")


def unb64(text: bytes) -> bytes:
    """Strict standard base64 without padding."""
    if not _BASE64.fullmatch(text):
        raise AgeError("header", "not base64")
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise AgeError("header", "not base64") from error
    if b64(data) != text:
        raise AgeError("header", "base64 in another spelling")
    return data


# ---- header


def write_header(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    """The header for these stanzas, its MAC included."""
    lines = [_VERSION]
    for stanza in stanzas:
        lines.append(b"-> " + " ".join(stanza.args).encode("ascii"))
        body = b64(stanza.body)
        # The body ends with a line shorter than 64 characters, an empty one if need be.
        lines += [body[i : i + _BODY_LINE] for i in range(0, len(body) + 1, _BODY_LINE)]
    signed = b"\n".join(lines) + b"\n---"
    return signed + b" " + b64(_header_mac(file_key, signed)) + b"\n"


def find_header(data: bytes | bytearray, at_most: int = HEADER_MOST) -> Header | None:
    """Parse the header at the beginning of the bytes; None while it is not complete and may still become one."""
    position = 0
    stanzas: list[Stanza] = []
    lines = _lines(data, at_most)
    for position, line in lines:
        if position == 0:
            if line != _VERSION:
                raise AgeError("header", "not an age v1 file")
        elif line.startswith(b"-> "):
            stanza = _read_stanza(line, lines)
            if stanza is None:
                return None
            stanzas.append(stanza)
        elif stanzas and _FOOTER.fullmatch(line):
            end = position + len(line) + 1
            return Header(tuple(stanzas), bytes(data[: position + 3]), unb64(line[4:]), end)
        else:
            raise AgeError("header", "a header line that is not allowed")
    return None


def _lines(data: bytes | bytearray, at_most: int) -> Iterator[tuple[int, bytes]]:
    """Complete lines and where they begin; a header longer than `at_most` is refused."""
    position = 0
    while (end := data.find(b"\n", position, at_most)) >= 0:
        yield position, bytes(data[position:end])
        position = end + 1
    if len(data) >= at_most:
        raise AgeError("header", "the header is too long")


def _read_stanza(line: bytes, lines: Iterator[tuple[int, bytes]]) -> Stanza | None:
    args = line[3:].split(b" ")
    if not all(_ARGUMENT.fullmatch(arg) for arg in args):
        raise AgeError("header", "stanza arguments that are not allowed")
    body: list[bytes] = []
    for _, part in lines:
        if len(part) > _BODY_LINE:
            raise AgeError("header", "a stanza line that is too long")
        body.append(part)
        if len(part) < _BODY_LINE:
            return Stanza(tuple(arg.decode() for arg in args), unb64(b"".join(body)))
    return None


def find_file_key(header: Header, identities: Sequence[AgeIdentity]) -> bytes:
    """The 16 bytes of the file key, with the first identity that fits; AgeError("no match") or ("HMAC") else."""
    for identity in identities:
        file_key = identity.unwrap(header.stanzas)
        if file_key is not None:
            if not hmac.compare_digest(_header_mac(file_key, header.signed), header.mac):
                raise AgeError("HMAC", "the header was changed")
            return file_key
    raise AgeError("no match", "no key opens this file")


def _header_mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(hkdf_sha256(file_key, b"header"), signed, "sha256")


def payload_key(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """The cipher of a file's chunks."""
    return ChaCha20Poly1305(hkdf_sha256(file_key, b"payload", nonce))


def chunk_nonce(index: int, is_last: bool) -> bytes:
    """The nonce of one chunk: its number, and whether it is the last."""
    return index.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


# ---- payload


class AgeReader:
    """Open a file in pieces of any size: `feed` until the bytes end, then `finish`."""

    def __init__(
        self,
        identities: Sequence[AgeIdentity],
        check_header: Callable[[Header], None] | None = None,
        header_most: int = HEADER_MOST,
    ) -> None:
        """`check_header` sees the parsed header before any key is tried, and may raise."""
        self._identities = identities
        self._check_header = check_header
        self._header_most = header_most
        self._buffer = bytearray()
        self._file_key: bytes | None = None
        self._aead: ChaCha20Poly1305 | None = None
        self._index = 0
        self._ended = False
        self._looked_at = 0

    def feed(self, data: bytes) -> bytes:
        """Take more of the file; return what of the plaintext is certain now."""
        self._buffer += data
        if self._aead is None and not self._start():
            return b""
        out: list[bytes] = []
        position = 0
        while len(self._buffer) - position >= _SEALED_CHUNK:
            if (plain := self._open_full(bytes(self._buffer[position : position + _SEALED_CHUNK]))) is None:
                raise AgeError("payload", "the file is damaged", b"".join(out))
            out.append(plain)
            position += _SEALED_CHUNK
        del self._buffer[:position]
        if self._ended and self._buffer:
            raise AgeError("payload", "something follows the last chunk", b"".join(out))
        return b"".join(out)

    def finish(self) -> bytes:
        """Say that the file ended; return the rest of the plaintext."""
        if self._aead is None:
            raise AgeError("header", "the file ends within its header")
        if self._ended:
            return b""
        rest = self._open(bytes(self._buffer), is_last=True)
        if rest is None or (not rest and self._index > 1):
            raise AgeError("payload", "the file is damaged or cut short")
        self._buffer.clear()
        self._ended = True
        return rest

    def _start(self) -> bool:
        """Read header and nonce as soon as both are there."""
        if self._file_key is None:
            # Only a new line break can complete a header: bytes that come one by one are not parsed again and again.
            complete = self._buffer.find(b"\n---", max(0, self._looked_at - 4)) >= 0
            if not complete and len(self._buffer) < self._header_most:
                ends_line = self._buffer.find(b"\n", self._looked_at) >= 0
                self._looked_at = len(self._buffer)
                if not ends_line:
                    return False
            header = find_header(self._buffer, self._header_most)
            if header is None:
                return False
            self._file_key = self._find_file_key(header)
            del self._buffer[: header.length]
        if len(self._buffer) < NONCE:
            return False
        self._aead = payload_key(self._file_key, bytes(self._buffer[:NONCE]))
        del self._buffer[:NONCE]
        return True

    def _find_file_key(self, header: Header) -> bytes:
        if self._check_header:
            self._check_header(header)
        return find_file_key(header, self._identities)

    def _open_full(self, sealed: bytes) -> bytes | None:
        """A chunk of full size is any one or the last one; nothing may follow the last."""
        if self._ended:
            return None
        plain = self._open(sealed, is_last=False)
        if plain is None:
            plain = self._open(sealed, is_last=True)
            self._ended = plain is not None
        return plain

    def _open(self, sealed: bytes, *, is_last: bool) -> bytes | None:
        assert self._aead is not None
        try:
            plain = self._aead.decrypt(chunk_nonce(self._index, is_last), sealed, None)
        except InvalidTag:
            return None
        self._index += 1
        return plain


class AgeWriter:
    """Seal a file in pieces: `start`, `feed` as often as needed, `finish`. One writer seals one file, once."""

    def __init__(self, recipient: AgeRecipient, random: RandomBytes = os.urandom) -> None:
        self._file_key = random(16)
        self._nonce = random(NONCE)
        self._recipient = recipient
        self._aead = payload_key(self._file_key, self._nonce)
        self._buffer = bytearray()
        self._index = 0

    def start(self) -> bytes:
        """The header and the nonce of the payload."""
        return write_header([self._recipient.wrap(self._file_key)], self._file_key) + self._nonce

    def feed(self, data: bytes) -> bytes:
        """Seal more plaintext; return the chunks that are complete."""
        self._buffer += data
        out: list[bytes] = []
        position = 0
        while len(self._buffer) - position > CHUNK:
            out.append(self._seal(bytes(self._buffer[position : position + CHUNK]), is_last=False))
            position += CHUNK
        del self._buffer[:position]
        return b"".join(out)

    def finish(self) -> bytes:
        """The last chunk."""
        last = self._seal(bytes(self._buffer), is_last=True)
        self._buffer.clear()
        return last

    def _seal(self, plain: bytes, *, is_last: bool) -> bytes:
        sealed = self._aead.encrypt(chunk_nonce(self._index, is_last), plain, None)
        self._index += 1
        return sealed


def seal_age(data: bytes, recipient: AgeRecipient, random: RandomBytes = os.urandom) -> bytes:
    """The whole file at once."""
    writer = AgeWriter(recipient, random)
    return b"".join((writer.start(), writer.feed(data), writer.finish()))
