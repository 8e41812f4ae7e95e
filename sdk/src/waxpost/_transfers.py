"""Carry files up and down: sealed part by part, verified part by part (spec/attachments.md 7, spec/api.md 7b).

* While a part travels the next one is sealed, or the one before is opened: two parts are in memory, however long the
  file is.
* A part is sealed once. When the connection breaks, the server is asked what it holds and gets the same bytes again.
* A download becomes a file under its name after its last part, or nothing of it stays.
"""

import os
import stat
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Self

from waxpost._api import Api
from waxpost._exceptions import FileChanged, FileNotReadable, FileNotWritten, ServerNotReached, WaxpostError
from waxpost._saved_names import numbered, saved_name
from waxpost._values import Progress
from waxpost.crypto.attachment import (
    HLEN_MOST,
    PLAIN_PART,
    SEALED_PART,
    Manifest,
    Opener,
    Sealer,
    name_to_send,
    plain_bytes,
    type_of,
)
from waxpost.crypto.envelope import MessageKey, new_id
from waxpost.crypto.members import Members
from waxpost.crypto.recipients import HybridIdentity

# Seconds to wait for a lost connection before the server is asked again, beyond the short pauses of `Api`.
PAUSES = (1.0, 4.0, 10.0, 20.0)
_NAMES_MOST = 1_000
Watcher = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that the server holds whole."""

    blob: str
    manifest: Manifest


class Uploads:
    """The files of one message on their way up. Leaving the context without `keep` takes them back."""

    def __init__(self, api: Api, watch: Watcher | None = None, pause: Callable[[float], None] = time.sleep) -> None:
        self._api = api
        self._watch = watch
        self._pause = pause
        self._identity = HybridIdentity.new()
        self._begun: list[str] = []
        self._sent: list[SentFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for blob in self._begun:
            # What cannot be taken back now is swept by the server within a day.
            with suppress(WaxpostError):
                self._api.delete(f"blobs/{blob}")

    def keep(self) -> None:
        """The message was taken, or may have been: its files are no longer ours to take back."""
        self._begun.clear()

    @property
    def key(self) -> MessageKey:
        """MK and the blobs so far."""
        return MessageKey(self._identity, tuple(file.blob for file in self._sent))

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """What to sign."""
        return tuple(file.manifest for file in self._sent)

    def add(self, path: Path) -> None:
        """Seal and upload one file; `FileNotReadable`, or `FileChanged` if it is another one at the end."""
        try:
            with FileIO(path) as source:
                self._sent.append(self._upload(source, path.name))
        except OSError as error:
            raise FileNotReadable(str(path), error.strerror or "") from error

    def _upload(self, source: FileIO, name: str) -> SentFile:
        before = os.fstat(source.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise FileNotReadable(name, "it is not a file")
        sealer = Sealer(self._identity.recipient, before.st_size)
        blob = new_id()
        room = {"id": blob, "csize": sealer.csize, "hlen": sealer.hlen}
        self._api.post("blobs", {**room}, repeat=True)
        self._begun.append(blob)
        self._tell(name, 0, sealer.size)
        # One part travels while the other is sealed; their memory is used again and again.
        room_for = min(sealer.csize, sealer.hlen + SEALED_PART)
        sealed_in = [bytearray(room_for) for _ in range(min(2, sealer.part_count))]
        plain_in = bytearray(sealer.next_plain_bytes)
        with ThreadPoolExecutor(1) as other:
            coming = other.submit(_seal_next, sealer, source, name, plain_in, sealed_in[0])
            for n in range(sealer.part_count):
                sealed, digest = coming.result()
                if n + 1 < sealer.part_count:
                    coming = other.submit(_seal_next, sealer, source, name, plain_in, sealed_in[(n + 1) % 2])
                self._put(blob, n, sealed, digest)
                self._tell(name, min(sealer.size, (n + 1) * PLAIN_PART), sealer.size)
        after = os.fstat(source.fileno())
        if source.read(1) or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise FileChanged(name)
        self._api.post(f"blobs/{blob}/finish", {}, repeat=True)
        return SentFile(blob, sealer.manifest(name_to_send(name), type_of(name)))

    def _put(self, blob: str, n: int, sealed: memoryview, digest: bytes) -> None:
        """Send one part until the server holds it."""
        for pause in (*PAUSES, None):
            try:
                self._api.put_bytes(f"blobs/{blob}/parts/{n}", sealed, digest)
                return
            except ServerNotReached:
                if pause is None:
                    raise
                self._pause(pause)
                with suppress(ServerNotReached):
                    if n in Members(dict(self._api.get(f"blobs/{blob}"))).values("held"):
                        return

    def _tell(self, name: str, done: int, size: int) -> None:
        if self._watch is not None:
            self._watch(Progress("up", name, done, size))


def _seal_next(
    sealer: Sealer, source: FileIO, name: str, plain_in: bytearray, sealed_in: bytearray
) -> tuple[memoryview, bytes]:
    plain, got = memoryview(plain_in)[: sealer.next_plain_bytes], 0
    while got < len(plain):
        # Anything shorter than what was promised at the beginning is another file than that one.
        read = source.readinto(plain[got:])
        if not read:
            raise FileChanged(name)
        got += read
    return sealer.seal_part(plain, sealed_in)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of an opened message: where it lies, what the sender signed of it, and what opens it."""

    blob: str
    manifest: Manifest
    mk: HybridIdentity


def download(api: Api, file: HeldFile, folder: Path, watch: Watcher | None = None) -> Path:
    """Save a file into a folder under a harmless name that is not taken; its path.

    Refused(attachment) when it is not the file that was sent, `FileNotWritten` when there is no place for it.
    It lies beside its place as a hidden file until the last part was verified, readable for this user only.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=".waxpost-", suffix=".part", dir=folder)
    except OSError as error:
        raise FileNotWritten(str(folder), error.strerror or "") from error
    try:
        with FileIO(handle, "wb") as target:
            _fetch_into(api, file, target, watch)
            os.fsync(target.fileno())
        return _named(Path(temporary), folder, saved_name(file.manifest.name))
    except OSError as error:
        raise FileNotWritten(str(folder), error.strerror or "") from error
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def _fetch_into(api: Api, file: HeldFile, target: FileIO, watch: Watcher | None) -> None:
    manifest, opener = file.manifest, Opener(file.manifest, file.mk)
    done = 0
    plain_in = bytearray(plain_bytes(manifest.size, 0))

    def fetch(n: int) -> bytes:
        return api.get_bytes(f"blobs/{file.blob}/parts/{n}", at_most=SEALED_PART + HLEN_MOST)

    with ThreadPoolExecutor(1) as other:
        coming = other.submit(fetch, 0)
        for n in range(manifest.part_count):
            sealed = coming.result()
            if n + 1 < manifest.part_count:
                coming = other.submit(fetch, n + 1)
            plain = opener.open_part(n, sealed, plain_in)
            _write_all(target, plain)
            done += len(plain)
            if watch is not None:
                watch(Progress("down", manifest.name, done, manifest.size))


def _write_all(target: FileIO, view: memoryview) -> None:
    while view:
        view = view[target.write(view) :]


def _named(temporary: Path, folder: Path, name: str) -> Path:
    """Give the finished file its name, or the next one that is free: nothing is ever overwritten."""
    for count in range(1, _NAMES_MOST):
        path = folder / numbered(name, count)
        try:
            _move_without_overwriting(temporary, path)
        except FileExistsError:
            continue
        return path
    raise FileNotWritten(str(folder / name), "there are too many files of that name")


def _move_without_overwriting(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here: take the name first, then put the file there.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        temporary.replace(path)
