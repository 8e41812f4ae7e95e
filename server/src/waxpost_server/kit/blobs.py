"""Blobs: large sealed bytes outside the database, one object for each part, in a folder or a bucket (obstore).

An object is written once and never changed: it appears whole under its key or not at all. In a folder it is on the
disk, name and all, before `put` returns, so that what is acknowledged survives a power cut. Keys are made by the house
and hold nothing that anybody typed. Storage that is down, full or refuses us is StorageUnavailable, and the log says
what it said.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.log import log
from waxpost_server.kit.settings import SettingRefused

# How much of an object is in memory for each reader. Each piece costs a thread's turn, and as much again as its bytes.
PIECE_BYTES = 1024 * 1024
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

    async def put(self, key: str, data: Sequence[bytearray]) -> None:
        """Store an object that is in memory as blocks, one after the other. Raises StorageUnavailable; then nothing is
        there.

        Small blocks are written faster than one large one, for which the system first finds large pages.
        """
        with _watched():
            await self._store.put_async(key, data, use_multipart=False)
            if self.root is not None:
                await asyncio.to_thread(_make_durable, self.root, key)

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
                # Faster by far than a stream, which reads a file in pieces of 8 KiB.
                for at in range(start, end, PIECE_BYTES):
                    piece = await self._store.get_range_async(key, start=at, end=min(at + PIECE_BYTES, end))
                    yield bytes(piece)
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


def _remove_tree(path: Path) -> None:
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
