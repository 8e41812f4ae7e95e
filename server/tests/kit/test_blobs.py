"""Objects in a folder: whole under their key or not there at all, and given back as they are."""

import os
import threading
from io import FileIO
from pathlib import Path

import pytest

from server.tests.files import stores
from waxpost_server.kit import blobs
from waxpost_server.kit.blobs import FILE_PIECE_BYTES, BlobStore
from waxpost_server.kit.errors import StorageUnavailable

KEY = "ab/abcd/1"


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    """An empty one in a folder."""
    return BlobStore(f"file://{tmp_path}/blobs")


def files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


async def read(store: BlobStore, start: int = 0, end: int | None = None) -> bytes:
    opened = await store.open(KEY)
    return b"".join([piece async for piece in opened.read(start, opened.size if end is None else end)])


async def test_what_is_on_its_way_is_no_object_until_it_is_whole(store: BlobStore, tmp_path: Path) -> None:
    async with store.writing(KEY) as writing:
        writing.write([b"first ", b"second "])
        assert files(tmp_path) != []
        assert [key async for key in store.sizes()] == []
        with pytest.raises(StorageUnavailable):
            await store.open(KEY)
        writing.write([b"third"])
        await writing.finish()

    assert [one async for one in store.sizes()] == [(KEY, 18)]
    assert await read(store) == b"first second third"
    assert len(files(tmp_path)) == 1


async def test_nothing_stays_of_what_was_not_finished(store: BlobStore, tmp_path: Path) -> None:
    async with store.writing(KEY) as writing:
        writing.write([b"first"])
        assert files(tmp_path) != []

    assert files(tmp_path) == []


async def test_a_thread_that_comes_after_the_end_writes_nothing(store: BlobStore, tmp_path: Path) -> None:
    async with store.writing(KEY) as writing:
        writing.write([b"first"])
    writing.write([b"second"])
    await writing.finish()

    assert files(tmp_path) == []


async def test_a_folder_that_went_while_an_object_came_refuses_it(store: BlobStore, tmp_path: Path) -> None:
    async with store.writing(KEY) as writing:
        writing.write([b"first"])
        await store.remove_folder("ab/abcd")
        with pytest.raises(StorageUnavailable):
            await writing.finish()

    assert files(tmp_path) == []


@pytest.mark.parametrize("is_near", [True, False])
async def test_any_range_is_what_was_stored(store: BlobStore, monkeypatch: pytest.MonkeyPatch, is_near: bool) -> None:
    data = os.urandom(2 * FILE_PIECE_BYTES + 100)
    await stores(store, KEY, data)
    if not is_near:

        def would_wait(*_: object) -> int:
            raise BlockingIOError

        monkeypatch.setattr(os, "preadv", would_wait, raising=False)

    assert await read(store) == data
    assert await read(store, 5, FILE_PIECE_BYTES + 7) == data[5 : FILE_PIECE_BYTES + 7]
    assert await read(store, 7, 7) == b""


async def test_an_object_that_ends_early_is_a_refusal_and_not_half_an_answer(store: BlobStore, tmp_path: Path) -> None:
    await stores(store, KEY, b"whole")
    opened = await store.open(KEY)
    (tmp_path / "blobs" / KEY).write_bytes(b"wh")

    with pytest.raises(StorageUnavailable):
        _ = [piece async for piece in opened.read(0, opened.size)]


async def test_no_file_is_opened_on_the_loop(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await stores(store, KEY, b"whole")
    opened_in: list[threading.Thread] = []

    def opens(path: Path) -> FileIO:
        opened_in.append(threading.current_thread())
        return FileIO(path)

    monkeypatch.setattr(blobs, "FileIO", opens)

    assert await read(store) == b"whole"
    assert len(opened_in) == 1
    assert threading.current_thread() not in opened_in
