"""Files when their storage is full or gone, or the line is cut: a clear 503, nothing by halves, and then it goes on."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from server.tests.buckets import Bucket, running_bucket, use_bucket
from server.tests.faults.test_storage import is_a_clear_refusal, no_room_for_files_beyond
from server.tests.files import File, begins, digest_header, fetches, file_of, finishes, puts, puts_up
from server.tests.mailroom import Mailroom, Person, open_mailroom
from waxpost_server.attachments import slots as slots_module
from waxpost_server.attachments.jobs import jobs
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.settings import Settings
from waxpost_server.messages.jobs import expire_messages

MIB = 1024 * 1024
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
async def room(sqlite_file: Path, tmp_path: Path, clock: TurnableClock) -> AsyncGenerator[Mailroom, None]:
    """A server with its files in a folder."""
    url = f"sqlite:///{sqlite_file}"
    settings = Settings(data_dir=tmp_path, database_url=url, log_level="error", web_dir=tmp_path / "none")
    async with open_mailroom(settings, clock) as opened:
        yield opened


def stored(room: Mailroom) -> list[Path]:
    """Every file in the folder."""
    return [path for path in (room.settings.data_dir / "blobs").rglob("*") if path.is_file()]


async def test_rule_16_a_full_disk_refuses_the_part_until_there_is_room(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = file_of(9 * MIB)
    await begins(alice, file)
    assert (await puts(alice, file, 1)).status_code == 204

    with no_room_for_files_beyond(4 * MIB):
        refused = [await puts(alice, file, 0) for _ in range(2)]
        held = await alice.get(f"/v1/blobs/{file.id}")
    again = await puts(alice, file, 0)

    assert all(is_a_clear_refusal(answer) for answer in refused)
    assert held["held"] == [1]
    assert again.status_code == 204
    assert (await finishes(alice, file)).status_code == 200
    assert (await fetches(alice, file)).content == file.parts[0]
    assert len(stored(room)) == 2


async def test_rule_16_a_folder_that_went_is_a_503_until_it_is_back(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    sent, ready, started = await puts_up(alice), await puts_up(alice), file_of()
    await alice.sends([bob], blobs=[sent.id])
    await begins(alice, started)
    folder = room.settings.data_dir / "blobs"

    shutil.move(folder, folder.with_name("away"))
    folder.write_text("not a folder")
    refused = [await fetches(bob, sent), await puts(alice, started, 0)]
    await alice.sends([bob], blobs=[ready.id])  # needs no storage
    folder.unlink()
    shutil.move(folder.with_name("away"), folder)

    assert all(is_a_clear_refusal(answer) for answer in refused)
    assert (await puts(alice, started, 0)).status_code == 204
    assert (await fetches(bob, sent)).content == sent.data
    assert (await fetches(bob, ready)).content == ready.data


async def test_rule_16_a_bucket_that_went_is_a_503_until_it_is_back(
    sqlite_file: Path, tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_bucket() as bucket:
        url = use_bucket(monkeypatch, bucket.endpoint, bucket.name)
        settings = Settings(
            data_dir=tmp_path, database_url=f"sqlite:///{sqlite_file}", log_level="error", blobs_url=url
        )
        async with open_mailroom(replace(settings, web_dir=tmp_path / "none"), clock) as room:
            await _lose_and_find(room, bucket)


async def _lose_and_find(room: Mailroom, bucket: Bucket) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ending, file = await puts_up(alice), file_of()
    await alice.sends([bob], blobs=[ending.id], exp=room.at(5))
    await begins(alice, file)
    remove = next(job for job in jobs(BlobStore(room.settings.blobs_url)) if job.name.endswith("remove_blob_objects"))

    bucket.stop()
    refused = [await puts(alice, file, 0), await fetches(bob, ending)]
    room.clock.turn(5)
    await room.runs(expire_messages)
    with pytest.raises(StorageUnavailable):
        await remove.step(room.db)
    bucket.start()
    again = await puts(alice, file, 0)
    await room.runs(remove)

    assert all(is_a_clear_refusal(answer) for answer in refused)
    assert again.status_code == 204
    assert (await fetches(alice, file)).content == file.data


async def sends_some(room: Mailroom, who: Person, file: File, count: int) -> Connection:
    """Begin to send the first part of a file, and stop after so many bytes."""
    part = file.parts[0]
    head = [
        f"PUT /v1/blobs/{file.id}/parts/0 HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: {who.http.headers['authorization']}",
        "Content-Type: application/octet-stream",
        f"Content-Digest: {digest_header(part)}",
        f"Content-Length: {len(part)}",
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(room.url.rpartition(":")[2]))
    writer.write("\r\n".join([*head, "", ""]).encode() + part[:count])
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize("sent", [0, 1, 65_536, 8_390_656])
async def test_a_line_that_is_cut_within_a_part_leaves_nothing(room: Mailroom, sent: int) -> None:
    alice = await room.joins("alice")
    file = file_of(9 * MIB)
    await begins(alice, file)
    for _ in range(10):  # more often than there are places for parts
        _, writer = await sends_some(room, alice, file, sent)
        writer.close()
        await writer.wait_closed()

    assert (await alice.get(f"/v1/blobs/{file.id}"))["held"] == []
    assert (await puts(alice, file, 0)).status_code == 204
    assert len(stored(room)) == 1


async def test_who_holds_places_with_a_slow_line_is_told_and_holds_up_nobody_else(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file, quick = file_of(), file_of()
    await begins(alice, file)
    monkeypatch.setattr(slots_module, "SECONDS", 0.5)

    slow = [await sends_some(room, alice, file, 10) for _ in range(4)]
    await begins(bob, quick)
    answer = await puts(bob, quick, 0)
    told = [(await reader.readuntil(b"}")).decode() for reader, _ in slow]
    for _, writer in slow:
        writer.close()
        await writer.wait_closed()

    assert answer.status_code == 204
    assert ["408" in text.splitlines()[0] and "part-too-slow" in text for text in told] == [True] * 4
    assert (await puts(alice, file, 0)).status_code == 204
