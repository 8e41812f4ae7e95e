"""Blobs: large sealed bytes outside the database, one object for each part, in a folder or a bucket (obstore).

An object is written once and never changed: it appears whole under its key or not at all. In a folder it is on the
disk, name and all, before `finish` returns, so that what is acknowledged survives a power cut. Keys are made by the
house and hold nothing that anybody typed. Storage that is down, full or refuses us is StorageUnavailable, and the log
says what it said.
"""

import asyncio
import os
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.log import log
from waxpost_server.kit.settings import SettingRefused

# How much of an object in a bucket is in memory for each reader, and of one in a folder: there a piece costs little,
# and memory for a larger one is longer in coming than its bytes.
PIECE_BYTES = 1024 * 1024
FILE_PIECE_BYTES = 256 * 1024
# A request of a person waits for these, so a store that is down has to be noticed soon.
_CLIENT: dict[str, Any] = {"connect_timeout": "5s", "read_timeout": "30s", "timeout": "600s"}
_RETRIES: dict[str, Any] = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}


@dataclass(frozen=True, slots=True)
class OpenedBlob:
    """An object that can be read: its size as it is stored now."""

    size: int
    _store: "BlobStore"
    _key: str

    async def read(self, start: int, end: int) -> AsyncGenerator[bytes, None]:
        """The bytes from `start` up to `end`, in pieces. Raises StorageUnavailable when the storage ends meanwhile."""
        reading = self._store.read(self._key, start, end)
        async for piece in reading:
            yield piece


class BlobStore:
    """Objects by key; a key is `folder/name`, and whole folders are removed at once."""

    def __init__(self, url: str) -> None:
        """At `file:///path`, `s3://bucket/prefix`, `gs://bucket/prefix` or `az://container/prefix`.

        Buckets take their credentials from the environment, as their vendors' tools do. Raises SettingRefused.
        """
        self.root = folder_of(url)
        try:
            # Its type follows from the scheme, which is known at run time only.
            self._store: Any = LocalStore(self.root, mkdir=True) if self.root else _bucket(url)
        except (BaseError, OSError, ValueError) as error:
            raise SettingRefused(
                f"WAXPOST_BLOBS_URL names a place that cannot be used ({type(error).__name__})."
            ) from error

    @asynccontextmanager
    async def writing(self, key: str) -> AsyncGenerator["Writing", None]:
        """An object on its way here. It is there once `finish` has returned; else nothing of it stays.

        Raises StorageUnavailable.
        """
        writing = _InMemory(self._store, key) if self.root is None else _InFolder(self.root, key)
        try:
            yield writing
        finally:
            await writing.end()

    async def open(self, key: str) -> OpenedBlob:
        """An object for reading. Raises StorageUnavailable, for one that is not there too: the house named it."""
        with _watched():
            meta = await self._store.head_async(key)
        return OpenedBlob(meta["size"], self, key)

    async def read(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        """The bytes of an object from `start` up to `end`, in pieces of at most a few MiB."""
        if start >= end:
            return
        with _watched():
            if self.root is not None:
                async for piece in _read_file(self.root / key, start, end):
                    yield piece
                return
            found = await self._store.get_async(key, options={"range": (start, end)})
            async for piece in found.stream(min_chunk_size=PIECE_BYTES):
                yield bytes(piece)

    async def remove(self, key: str) -> None:
        """Remove an object, whether or not it is there. Raises StorageUnavailable."""
        with _watched():
            try:
                await self._store.delete_async(key)
            except FileNotFoundError:
                return

    async def remove_folder(self, folder: str) -> None:
        """Remove every object in a folder, and what a killed process left there. Raises StorageUnavailable."""
        with _watched():
            if self.root is not None:
                await asyncio.to_thread(_remove_tree, self.root / folder)
                return
            while found := await self._first_keys(f"{folder}/"):
                await self._store.delete_async(found)

    async def folders(self, prefix: str) -> list[str]:
        """The folders directly under a prefix. Raises StorageUnavailable."""
        with _watched():
            found = await self._store.list_with_delimiter_async(f"{prefix}/" if prefix else None)
        return sorted(name.rstrip("/") for name in found["common_prefixes"])

    async def newest_at(self, folder: str) -> int:
        """When the newest object of a folder was stored, in seconds; 0 for a folder without one."""
        newest = 0
        with _watched():
            async for found in self._store.list(f"{folder}/", chunk_size=1000):
                newest = max(newest, *(int(one["last_modified"].timestamp()) for one in found))
        return newest

    async def sizes(self) -> AsyncGenerator[tuple[str, int], None]:
        """Key and size of every object there is, in pages. Raises StorageUnavailable."""
        with _watched():
            async for found in self._store.list(chunk_size=1000):
                for one in found:
                    yield one["path"], one["size"]

    async def _first_keys(self, prefix: str) -> list[str]:
        async for found in self._store.list(prefix, chunk_size=1000):
            return [one["path"] for one in found]
        return []


class Writing(ABC):
    """An object on its way to the storage."""

    @abstractmethod
    def write(self, pieces: Sequence[bytes | bytearray]) -> None:
        """Add these to its end. May wait for a disk, so it is called in a thread, and never twice at once."""

    @abstractmethod
    async def finish(self) -> None:
        """Let it be there, whole, and for good."""

    @abstractmethod
    async def end(self) -> None:
        """Remove what is there of an unfinished one."""


class _InMemory(Writing):
    """For a bucket, which takes an object in one request."""

    def __init__(self, store: Any, key: str) -> None:  # a store of obstore's
        self._store = store
        self._key = key
        self._pieces: list[bytes | bytearray] = []

    def write(self, pieces: Sequence[bytes | bytearray]) -> None:
        self._pieces += pieces

    async def finish(self) -> None:
        with _watched():
            await self._store.put_async(self._key, self._pieces, use_multipart=False)

    async def end(self) -> None:
        self._pieces.clear()


class _InFolder(Writing):
    """Beside its place until it is whole, and on its way to the disk meanwhile, so that the end is not waited for."""

    def __init__(self, root: Path, key: str) -> None:
        self._root = root
        self._key = key
        # No object's name to any who list them, the store among them.
        self._beside = root / f"{key}#0"
        # Whoever stops waiting for a thread does not stop the thread: it may still write when all of this is to end.
        self._lock = Lock()
        self._is_ended = False
        self._file: int | None = None
        self._length = 0

    def write(self, pieces: Sequence[bytes | bytearray]) -> None:
        with self._lock, _watched():
            if not self._is_ended:
                self._add(pieces, self._opened())

    async def finish(self) -> None:
        await asyncio.to_thread(self._finish)

    async def end(self) -> None:
        if not self._is_ended:
            await asyncio.to_thread(self._end)

    def _opened(self) -> int:
        if self._file is None:
            self._beside.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        return self._file

    def _add(self, pieces: Sequence[bytes | bytearray], file: int) -> None:
        start = self._length
        for piece in pieces:
            view = memoryview(piece)
            while view:
                written = os.write(file, view)
                self._length, view = self._length + written, view[written:]
        if sys.platform == "linux":
            # What is not on the disk yet is written there without waiting, and stays in memory.
            os.posix_fadvise(file, start, self._length - start, os.POSIX_FADV_DONTNEED)

    def _finish(self) -> None:
        with self._lock, _watched():
            if self._is_ended:
                return
            self._close()
            self._beside.rename(self._root / self._key)
            self._is_ended = True
            _make_durable(self._root, self._key)

    def _end(self) -> None:
        with self._lock, suppress(OSError):  # what stays then goes with its folder
            if not self._is_ended:
                self._is_ended = True
                self._close()
                self._beside.unlink()

    def _close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            os.close(file)


def folder_of(url: str) -> Path | None:
    """The folder of a `file://` address, None for a bucket."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def _bucket(url: str) -> Any:  # a store of obstore's
    # The other variables are read by obstore itself; this one is lost as soon as there are options.
    is_http_allowed = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("true", "1")
    return cast(Any, from_url)(url, client_options={**_CLIENT, "allow_http": is_http_allowed}, retry_config=_RETRIES)


@contextmanager
def _watched() -> Generator[None]:
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        # obstore names the address and the key, which are ours, and what the storage said; the type is enough here.
        log().warning("the storage for blobs failed", exc_info=error)
        raise StorageUnavailable from error


def _make_durable(root: Path, key: str) -> None:
    path = root / key
    for one in (path, *path.parents):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if one == root:
            return


async def _read_file(path: Path, start: int, end: int) -> AsyncGenerator[bytes, None]:
    """Faster by far than a stream of the store's, which reads a file in pieces of 8 KiB."""
    # To open a file may wait for a disk, or for another machine: never on the loop that all requests share.
    file, room = await asyncio.to_thread(FileIO, path), bytearray(FILE_PIECE_BYTES)
    with file:
        for at in range(start, end, FILE_PIECE_BYTES):
            view = memoryview(room)[: end - at]
            if not _read_at_once(file, view, at):
                await asyncio.to_thread(_read_range, file, view, at)
            yield bytes(view)


def _read_at_once(file: FileIO, view: memoryview, start: int) -> bool:
    """Fill the view if nothing has to wait for the disk; whether it is filled.

    What came lately is in the system's memory still, and to get it from there is quicker than another thread's turn.
    """
    if sys.platform != "linux":
        return False
    try:
        return os.preadv(file.fileno(), [view], start, os.RWF_NOWAIT) == len(view)
    except OSError:  # it would wait, or this file system cannot tell
        return False


def _read_range(file: FileIO, view: memoryview, start: int) -> None:
    file.seek(start)
    while view:
        read = file.readinto(view)
        if not read:
            raise OSError(f"{file.name} ended early")
        view = view[read:]


def _remove_tree(path: Path) -> None:
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
