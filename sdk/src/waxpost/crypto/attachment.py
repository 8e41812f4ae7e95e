"""Attached files: their manifest, and sealing and opening them part by part (spec/attachments.md 7).

A file is one age file to the message's MR. Each part's ciphertext is made exactly once; a part is opened only after its
digest, which the sender signed, was found right.
"""

import hashlib
import mimetypes
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag

from waxpost._exceptions import Refused
from waxpost.crypto.age import CHUNK, NONCE, TAG, AgeError, RandomBytes, chunk_nonce, payload_key, write_header
from waxpost.crypto.agefile import HEADER_MOST, hybrid_file_key
from waxpost.crypto.encoding import b64u
from waxpost.crypto.members import Members
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import Json

SEALED_CHUNK: Final = CHUNK + TAG
PART_CHUNKS: Final = 128
# Bytes of a full part: of plaintext, and of ciphertext without the header.
PLAIN_PART: Final = PART_CHUNKS * CHUNK
SEALED_PART: Final = PART_CHUNKS * SEALED_CHUNK
SIZE_MOST: Final = 10 * 1024**3
FILES_MOST: Final = 100
NAME_MOST: Final = 255
_ENDING_MOST = 32
# Chunks that are read, hashed or written at once: each such step lets another thread on, which costs more than a small
# step itself, and so much fits the memory that is nearest to the processor.
_TOGETHER = 8 * CHUNK
HLEN_LEAST, HLEN_MOST = 32, HEADER_MOST + NONCE
DIGEST: Final = 32
OCTETS = "application/octet-stream"
_TYPE = re.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the sender signs of a file: its name, type, sizes in bytes, and SHA-256 of each part one after another."""

    name: str
    type: str
    size: int
    hlen: int
    csize: int
    parts: bytes

    @property
    def part_count(self) -> int:
        """How many parts it has."""
        return part_count(self.size)

    def part_bytes(self, n: int) -> int:
        """The length of part n as it travels."""
        return sealed_bytes(self.size, self.hlen, n)

    def digest(self, n: int) -> bytes:
        """SHA-256 of part n."""
        return self.parts[n * DIGEST : (n + 1) * DIGEST]


# ---- how long things are, section 7.1


def chunk_count(size: int) -> int:
    """Chunks of a file of so many bytes: one at least."""
    return max(1, -(-size // CHUNK))


def part_count(size: int) -> int:
    """Parts of a file of so many bytes: one at least."""
    return max(1, -(-size // PLAIN_PART))


def cipher_size(size: int, hlen: int) -> int:
    """`csize`: bytes of ciphertext, the header and nonce among them."""
    return hlen + size + TAG * chunk_count(size)


def plain_bytes(size: int, n: int) -> int:
    """Bytes of plaintext in part n."""
    return min(PLAIN_PART, size - n * PLAIN_PART)


def sealed_bytes(size: int, hlen: int, n: int) -> int:
    """Bytes of part n as it travels."""
    plain = plain_bytes(size, n)
    return plain + TAG * chunk_count(plain) + (hlen if n == 0 else 0)


# ---- manifest


def read_manifest(m: Members) -> tuple[int, Manifest]:
    """`i` and the manifest, or refused(form). Its numbers are looked at by `check_manifest`."""
    name, kind = m.text("name"), m.text("type")
    if not 1 <= len(name.encode()) <= NAME_MOST:
        raise Refused("form", "a file without a name, or with too long a one")
    if not _TYPE.fullmatch(kind):
        raise Refused("form", "not a media type")
    manifest = Manifest(name, kind, m.number("size"), m.number("hlen"), m.number("csize"), m.raw("parts"))
    return m.number("i"), manifest


def check_manifest(i: int, index: int, manifest: Manifest) -> None:
    """The rules before anything is fetched; refused(attachment)."""
    size, hlen = manifest.size, manifest.hlen
    if i != index:
        raise Refused("attachment", "the files are in another order")
    if size > SIZE_MOST or not HLEN_LEAST <= hlen <= HLEN_MOST or manifest.csize != cipher_size(size, hlen):
        raise Refused("attachment", "the sizes of a file do not fit together")
    if len(manifest.parts) != DIGEST * part_count(size):
        raise Refused("attachment", "a file has another number of parts")


def name_to_send(path: str) -> str:
    """What goes out as the name of a file: the last part of a path, cut so that its ending stays (7.4)."""
    name = path.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode()
    return cut_name(name or "file")


def cut_name(name: str) -> str:
    """At most 255 bytes of UTF-8: the part before the last dot is cut, of an ending over 32 bytes the whole."""
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending
    if not stem or len(ending.encode()) > _ENDING_MOST:
        stem, ending = name, ""
    room = NAME_MOST - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + ending


def type_of(name: str) -> str:
    """The media type that the ending of a name stands for; the general one for any other."""
    kind = mimetypes.guess_type(name, strict=True)[0]
    return kind if kind is not None and _TYPE.fullmatch(kind) else OCTETS


def written_manifests(manifests: Sequence[Manifest]) -> list[Json]:
    """The JSON of `att`."""
    return [written_manifest(manifest, index) for index, manifest in enumerate(manifests)]


def written_manifest(manifest: Manifest, i: int) -> Json:
    """The JSON of one member of `att`."""
    return {
        "i": i,
        "name": manifest.name,
        "type": manifest.type,
        "size": manifest.size,
        "hlen": manifest.hlen,
        "csize": manifest.csize,
        "parts": b64u(manifest.parts),
    }


# ---- sealing, section 7.2


class Sealer:
    """Seals one file of `size` bytes to MR, part after part, each once: keep what was sealed until it arrived.

    `csize` and `hlen` are known at once. A part whose plaintext could not be read to its end ends the sealing.
    """

    def __init__(self, mr: bytes, size: int, random: RandomBytes = os.urandom) -> None:
        if not 0 <= size <= SIZE_MOST:
            raise ValueError("a file of more than 10 GiB")
        file_key, nonce = random(16), random(NONCE)
        self._start = write_header([HybridRecipient(mr).wrap(file_key)], file_key) + nonce
        self._aead = payload_key(file_key, nonce)
        self._digests: list[bytes] = []
        self._is_inside = False
        self._plain = memoryview(bytearray(min(size, _TOGETHER)))
        self.size = size
        self.hlen = len(self._start)
        self.csize = cipher_size(size, self.hlen)
        self.part_count = part_count(size)

    @property
    def next_part(self) -> int:
        """The number of the part to seal now."""
        return len(self._digests)

    @property
    def next_plain_bytes(self) -> int:
        """How many bytes of plaintext it takes."""
        return plain_bytes(self.size, self.next_part)

    def seal_part(self, plain: bytes | bytearray | memoryview) -> tuple[memoryview, bytes]:
        """The ciphertext of the next part, in new memory, and its SHA-256."""
        view = memoryview(plain)
        if len(view) != self.next_plain_bytes:
            raise ValueError("not the plaintext of the next part")
        return self._seal((view[at : at + _TOGETHER] for at in _steps(len(view))), None)

    def seal_from(self, fill: Callable[[memoryview], None], into: memoryview) -> tuple[memoryview, bytes]:
        """The same, with a plaintext that is read a few chunks at a time, which `fill` fills in, and may raise; in
        `into`, which has room for a part.

        They are read, sealed and hashed while the processor still has them near, and memory that is used again costs
        less than new one, which takes longer than the sealing.
        """
        left = self.next_plain_bytes
        views = (self._plain[: min(_TOGETHER, left - at)] for at in _steps(left))
        return self._seal((_filled(view, fill) for view in views), into)

    def _seal(self, plain: Iterable[memoryview], into: memoryview | None) -> tuple[memoryview, bytes]:
        n, chunks = self.next_part, chunk_count(self.size)
        # Never sealed twice, and never begun twice: that would use a nonce for two plaintexts.
        if self._is_inside or n >= self.part_count:
            raise ValueError("there is no next part")
        self._is_inside = True
        length = sealed_bytes(self.size, self.hlen, n)
        sealed = (memoryview(bytearray(length)) if into is None else into)[:length]
        digest, at = hashlib.sha256(), 0
        if n == 0:
            at = self.hlen
            sealed[:at] = self._start
            digest.update(self._start)
        i = n * PART_CHUNKS
        for piece in plain:
            start = at
            for k in range(chunk_count(len(piece))):
                chunk = piece[k * CHUNK : (k + 1) * CHUNK]
                end = at + len(chunk) + TAG
                self._aead.encrypt_into(chunk_nonce(i, i == chunks - 1), chunk, None, sealed[at:end])
                i, at = i + 1, end
            digest.update(sealed[start:at])
        self._digests.append(digest.digest())
        self._is_inside = False
        return sealed, self._digests[-1]

    def manifest(self, name: str, kind: str = OCTETS) -> Manifest:
        """What to sign, once every part is sealed."""
        if len(self._digests) != self.part_count:
            raise ValueError("not all parts are sealed")
        return Manifest(name, kind, self.size, self.hlen, self.csize, b"".join(self._digests))


def _steps(length: int) -> range:
    return range(0, max(1, length), _TOGETHER)


def _filled(view: memoryview, fill: Callable[[memoryview], None]) -> memoryview:
    fill(view)
    return view


# ---- opening, section 7.3


class Opener:
    """Opens the parts of one file whose manifest was signed and checked. Part 0 comes first."""

    def __init__(self, manifest: Manifest, mk: HybridIdentity) -> None:
        check_manifest(0, 0, manifest)
        self._manifest = manifest
        self._mk = mk
        self._file_key: bytes | None = None
        self._nonce = b""
        self._opened: set[int] = set()
        self._plain = memoryview(bytearray(min(manifest.size, _TOGETHER)))

    @property
    def is_complete(self) -> bool:
        """Whether every part was opened."""
        return len(self._opened) == self._manifest.part_count

    def open_part(
        self,
        n: int,
        sealed: bytes | bytearray | memoryview,
        write: Callable[[memoryview], object],
        *,
        digest: bytes | None = None,
    ) -> None:
        """Give the plaintext of part n to `write`, a few chunks at a time, each view only until `write` returns.

        `digest` is SHA-256 of `sealed`, from whoever has made it already: in another thread, while a part was opened.
        Refused(attachment) unless the part is exactly what the sender sealed and signed: what was written before is
        then no file. Whoever leaves the order opens the last part before any other (7.3, rule 4); another order is a
        ValueError.
        """
        manifest = self._manifest
        last = manifest.part_count - 1
        in_order = n - 1 in self._opened or n in (0, last) or last in self._opened
        if not 0 <= n <= last or not in_order or (n and 0 not in self._opened):
            raise ValueError("the parts of a file are opened in another order")
        found = hashlib.sha256(sealed).digest() if digest is None else digest
        if len(sealed) != manifest.part_bytes(n) or found != manifest.digest(n):
            raise Refused("attachment", "a part of the file is not the one that was sent")
        if n == 0:
            self._start(bytes(memoryview(sealed)[: manifest.hlen]))
        self._open_chunks(n, memoryview(sealed)[manifest.hlen if n == 0 else 0 :], write)
        self._opened.add(n)

    def _start(self, start: bytes) -> None:
        hlen = self._manifest.hlen
        try:
            self._file_key, length = hybrid_file_key(start, self._mk)
        except AgeError as error:
            raise Refused("attachment", "the file does not open with the key of its message") from error
        if length + NONCE != hlen:
            raise Refused("attachment", "the file begins otherwise than was signed")
        self._nonce = start[length:]

    def _open_chunks(self, n: int, body: memoryview, write: Callable[[memoryview], object]) -> None:
        assert self._file_key is not None  # part 0 came first
        aead, chunks = payload_key(self._file_key, self._nonce), chunk_count(self._manifest.size)
        plain, filled = self._plain, 0
        count = -(-len(body) // SEALED_CHUNK)
        for k in range(count):
            i = n * PART_CHUNKS + k
            chunk = body[k * SEALED_CHUNK : (k + 1) * SEALED_CHUNK]
            out = plain[filled : filled + len(chunk) - TAG]
            try:
                aead.decrypt_into(chunk_nonce(i, i == chunks - 1), chunk, None, out)
            except InvalidTag as error:
                raise Refused("attachment", "the file does not open with the key of its message") from error
            filled += len(out)
            if filled == len(plain) or k == count - 1:
                write(plain[:filled])
                filled = 0
