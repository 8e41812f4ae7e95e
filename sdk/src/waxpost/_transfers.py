"""Carry files up and down: sealed part by part, verified part by part (spec/attachments.md 7, spec/api.md 7b).

* While parts travel the next one is sealed, or the one before is opened: three sealed parts are
  in memory, however long the file is. Two parts travel side by side so long as the line carries one within seconds:
  then the server writes one to its disk while the other arrives. On a slow line each one after has it for itself.
* A part is sealed once. When the connection breaks, the server is asked what it holds and gets the same bytes again.
* A download becomes a file under its name after its last part, or nothing of it stays.
"""

import os
import stat
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Generic, Self, TypeVar

from waxpost._api import Ahead, Api
from waxpost._exceptions import FileChanged, FileNotReadable, FileNotWritten, ServerNotReached, WaxpostError
from waxpost._memory import rooms_of
from waxpost._saved_names import numbered, saved_name
from waxpost._values import Progress
from waxpost.crypto.attachment import (
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
# Parts that travel side by side, while the last one took no longer than this.
_BESIDE = 2
_QUICK_SECONDS = 2.0
_NAMES_MOST = 1_000
Watcher = Callable[[Progress], None]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that the server holds whole."""

    blob: str
    manifest: Manifest


class Uploads:
    """The files of one message on their way up. Leaving the context without `keep` takes them back.

    `under` is the path of a request that they answer, with a slash at the end: those go with the pass of their answer.
    """

    def __init__(
        self,
        api: Api,
        watch: Watcher | None = None,
        pause: Callable[[float], None] = time.sleep,
        *,
        under: str = "",
    ) -> None:
        self._api = api
        self._watch = watch
        self._pause = pause
        self._under = under
        self._identity = HybridIdentity.new()
        self._begun: list[str] = []
        self._sent: list[SentFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for blob in () if self._under else self._begun:
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
        self._carry(sealer, source, name, blob)
        after = os.fstat(source.fileno())
        if source.read(1) or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise FileChanged(name)
        self._api.post(f"{self._under}blobs/{blob}/finish", {}, repeat=True)
        return SentFile(blob, sealer.manifest(name_to_send(name), type_of(name)))

    def _begin(self, sealer: Sealer, name: str, blob: str) -> None:
        room = {"id": blob, "csize": sealer.csize, "hlen": sealer.hlen}
        self._api.post(f"{self._under}blobs", {**room}, repeat=True)
        self._begun.append(blob)
        self._tell(name, 0, sealer.size)

    def _carry(self, sealer: Sealer, source: FileIO, name: str, blob: str) -> None:
        # Their memory is used again: when a part is sealed, the one three before it has arrived.
        rooms = rooms_of(min(sealer.csize, sealer.hlen + SEALED_PART), min(_BESIDE + 1, sealer.part_count))

        def seal(n: int) -> tuple[memoryview, bytes]:
            return sealer.seal_from(partial(_fill, source, name), rooms[n % len(rooms)])

        with ThreadPoolExecutor(1) as other, _Carriers[None]() as carriers:
            coming = other.submit(seal, 0)
            self._begin(sealer, name, blob)
            for n in range(sealer.part_count):
                sealed, digest = coming.result()
                while carriers.is_busy:
                    self._arrived(carriers, sealer, name)
                if n + 1 < sealer.part_count:
                    coming = other.submit(seal, n + 1)
                carriers.start(partial(self._put, blob, n, sealed, digest, carriers.check))
            while carriers.has_some:
                self._arrived(carriers, sealer, name)

    def _arrived(self, carriers: "_Carriers[None]", sealer: Sealer, name: str) -> None:
        carriers.next()
        self._tell(name, min(sealer.size, carriers.taken * PLAIN_PART), sealer.size)

    def _put(self, blob: str, n: int, sealed: memoryview, digest: bytes, check: Ahead) -> None:
        """Send one part until the server holds it."""
        for pause in (*PAUSES, None):
            try:
                self._api.put_bytes(f"{self._under}blobs/{blob}/parts/{n}", sealed, digest, check)
                return
            except ServerNotReached:
                if pause is None:
                    raise
                self._pause(pause)
                check()
                with suppress(ServerNotReached):
                    if n in Members(dict(self._api.get(f"{self._under}blobs/{blob}"))).values("held"):
                        return

    def _tell(self, name: str, done: int, size: int) -> None:
        if self._watch is not None:
            self._watch(Progress("up", name, done, size))


def _fill(source: FileIO, name: str, view: memoryview) -> None:
    while view:
        # Anything shorter than what was promised at the beginning is another file than that one.
        read = source.readinto(view)
        if not read:
            raise FileChanged(name)
        view = view[read:]


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of an opened message: where it lies, what the sender signed of it, and what opens it.

    `under` is the path of a link or an answer that it belongs to, with a slash at the end.
    """

    blob: str
    manifest: Manifest
    mk: HybridIdentity
    under: str = ""


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
    rooms = rooms_of(min(manifest.csize, manifest.hlen + SEALED_PART), min(_BESIDE + 1, manifest.part_count))

    with _Carriers[tuple[memoryview, bytes]]() as carriers:

        def fetch(n: int) -> tuple[memoryview, bytes]:
            return api.get_into(f"{file.under}blobs/{file.blob}/parts/{n}", rooms[n % len(rooms)], carriers.check)

        def start_some() -> None:
            while carriers.started < manifest.part_count and not carriers.is_busy:
                carriers.start(partial(fetch, carriers.started))

        start_some()
        for n in range(manifest.part_count):
            sealed, digest = carriers.next()
            start_some()
            opener.open_part(n, sealed, partial(_write_all, target), digest=digest)
            _begin_to_store(target, n * PLAIN_PART, plain_bytes(manifest.size, n))
            if watch is not None:
                watch(Progress("down", manifest.name, min(manifest.size, (n + 1) * PLAIN_PART), manifest.size))


class _Carriers(Generic[Result]):
    """Parts on their way, each in a thread; what they give comes in the order in which they were started.

    A line is taken for quick until it has carried a part. Whoever leaves the context early stops them all, at the next
    piece of a part.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_BESIDE)
        self._going: deque[Future[Result]] = deque()
        self._is_stopped = False
        self._is_quick = True
        self.started = 0
        self.taken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_stopped = True
        self._threads.shutdown(cancel_futures=True)

    @property
    def has_some(self) -> bool:
        """Whether anything was started and not taken."""
        return bool(self._going)

    @property
    def is_busy(self) -> bool:
        """Whether the next one has to wait until one was taken."""
        return len(self._going) >= (_BESIDE if self._is_quick else 1)

    def check(self) -> None:
        """For the threads: whether to go on."""
        if self._is_stopped:
            raise _StoppedError

    def start(self, carry: Callable[[], Result]) -> None:
        """Carry a part."""

        def timed() -> Result:
            began = time.monotonic()
            result = carry()
            self._is_quick = time.monotonic() - began < _QUICK_SECONDS
            return result

        self._going.append(self._threads.submit(timed))
        self.started += 1

    def next(self) -> Result:
        """What the oldest one gives, or raises."""
        result = self._going.popleft().result()
        self.taken += 1
        return result


class _StoppedError(Exception):
    """Nobody waits for this part any more."""


def _write_all(target: FileIO, view: memoryview) -> None:
    while view:
        view = view[target.write(view) :]


def _begin_to_store(target: FileIO, start: int, length: int) -> None:
    """Let the disk begin with these bytes, so that there is little left to wait for at the end."""
    if sys.platform == "linux":
        # What is not on the disk yet is written there without waiting, and stays in memory.
        os.posix_fadvise(target.fileno(), start, length, os.POSIX_FADV_DONTNEED)


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
