"""Putting a file up: whole parts only, in any order, as often as one likes, for the uploader alone."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from server.tests.files import HLEN, PART, File, begins, digest_header, fetches, file_of, finishes, puts, puts_up
from server.tests.mailroom import Mailroom, problem
from waxpost_server.attachments.sizes import part_count, part_size, plain_size, sealed_size
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.ids import new_id

MIB = 1024 * 1024


async def objects(store: BlobStore) -> int:
    """How many objects are stored."""
    return len([key async for key, _ in store.sizes()])


async def test_it_works(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = file_of(9 * MIB)
    missing = await alice.http.get(f"/v1/blobs/{file.id}")

    begun = await begins(alice, file)
    put = [await puts(alice, file, number) for number in (1, 0)]
    held = await alice.get(f"/v1/blobs/{file.id}")
    finished = await finishes(alice, file)

    assert missing.status_code == 404
    assert (begun.status_code, begun.json()) == (201, file.shown([]))
    assert [(answer.status_code, answer.content) for answer in put] == [(204, b"")] * 2
    assert held == file.shown([0, 1])
    assert (finished.status_code, finished.json()) == (200, file.shown([0, 1], finished=True))
    assert b"".join([(await fetches(alice, file, number)).content for number in (0, 1)]) == file.data
    assert await objects(store) == 2


@pytest.mark.parametrize(
    "plain", [0, 1, 65_535, 65_536, 65_537, 128 * 65_536 - 1, 128 * 65_536, 128 * 65_536 + 1, 25 * MIB]
)
def test_the_sizes_of_a_file_and_of_its_parts_follow_from_one_another(plain: int) -> None:
    csize = sealed_size(plain, HLEN)
    sizes = [part_size(csize, HLEN, number) or 0 for number in range(part_count(csize, HLEN))]

    assert csize == HLEN + plain + 16 * max(1, -(-plain // 65_536))
    assert plain_size(csize, HLEN) == plain
    assert sum(sizes) == csize
    assert sizes[0] <= HLEN + PART
    assert all(size == PART for size in sizes[1:-1])
    assert part_size(csize, HLEN, len(sizes)) is None
    assert [len(part) for part in File(bytes(csize)).parts] == sizes


@pytest.mark.parametrize(
    "sizes",
    [
        {"csize": HLEN + 15, "hlen": HLEN},
        {"csize": HLEN + 65_552 + 16, "hlen": HLEN},
        {"csize": HLEN, "hlen": HLEN},
        {"csize": 1000, "hlen": 31},
        {"csize": 10_000, "hlen": 4113},
        {"csize": sealed_size(10 * 1024 * MIB + 1, HLEN), "hlen": HLEN},
        {"csize": 2**63, "hlen": HLEN},
        {"csize": -1, "hlen": HLEN},
    ],
)
async def test_sizes_that_no_file_has_are_refused(room: Mailroom, sizes: dict[str, int]) -> None:
    alice = await room.joins("alice")

    answer = await alice.http.post("/v1/blobs", json={"id": new_id(), **sizes})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")


async def test_the_limit_is_the_policys_in_bytes_of_plaintext(room: Mailroom) -> None:
    alice = await room.joins("alice")
    announced = [{"id": new_id(), "csize": sealed_size(plain, HLEN), "hlen": HLEN} for plain in (MIB, MIB + 1)]
    await room.sets_policy("file_max_mib", "1")

    at_limit, above = [await alice.http.post("/v1/blobs", json=body) for body in announced]

    assert at_limit.status_code == 201
    assert (above.status_code, above.json()["code"], above.json()["limit"]) == (413, "file-too-large", 1)
    await room.sets_policy("file_max_mib", "2")
    assert (await alice.http.post("/v1/blobs", json=announced[1])).status_code == 201


async def test_an_empty_file_is_a_file(room: Mailroom) -> None:
    alice = await room.joins("alice")

    file = await puts_up(alice, 0)

    assert (await fetches(alice, file)).content == file.data


async def test_an_id_stands_for_one_file_only(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file = await puts_up(alice)
    other = File(file.data + b"x", id=file.id)

    again, longer, somebody_else = await begins(alice, file), await begins(alice, other), await begins(bob, file)

    assert (again.status_code, again.json()) == (200, file.shown([0], finished=True))
    assert [problem(answer)[0] for answer in (longer, somebody_else)] == [409, 409]
    assert problem(longer) == problem(somebody_else)
    assert longer.json()["code"] == "blob-exists"


async def test_a_part_of_another_length_is_refused_with_the_right_one(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = file_of(9 * MIB)
    await begins(alice, file)
    lengths = [(0, b""), (0, file.parts[0][:-1]), (0, file.parts[0] + b"x"), (1, file.parts[0][:PART]), (1, b"x")]

    answers = [await puts(alice, file, number, data) for number, data in lengths]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "part-length")] * 5
    assert [answer.json()["expected"] for answer in answers] == [HLEN + PART] * 3 + [len(file.parts[1])] * 2
    assert await alice.get(f"/v1/blobs/{file.id}") == file.shown([])
    assert await objects(store) == 0


async def test_a_part_without_its_length_is_refused(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = file_of()
    await begins(alice, file)

    async def pieces() -> AsyncIterator[bytes]:
        yield file.data

    headers = {"Content-Type": "application/octet-stream", "Content-Digest": digest_header(file.data)}
    answer = await alice.http.put(f"/v1/blobs/{file.id}/parts/0", content=pieces(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "part-length")


async def test_a_damaged_part_is_refused_and_may_come_again(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = file_of()
    await begins(alice, file)

    other = file.data[:-1] + bytes([file.data[-1] ^ 1])
    damaged = await puts(alice, file, 0, other, headers={"Content-Digest": digest_header(file.data)})
    before = await alice.get(f"/v1/blobs/{file.id}")
    again = await puts(alice, file, 0)

    assert (damaged.status_code, damaged.json()["code"]) == (422, "part-digest")
    assert before["held"] == []
    assert again.status_code == 204
    assert await objects(store) == 1


@pytest.mark.parametrize(
    "header",
    ["", "sha-256=abc", "sha-512=:AAAA:", "sha-256=:" + "A" * 42 + "B=:", "sha-256=:" + "A" * 40 + ":", "md5=:AA==:"],
)
async def test_a_part_needs_a_digest_of_the_documented_form(room: Mailroom, header: str) -> None:
    alice = await room.joins("alice")
    file = file_of()
    await begins(alice, file)

    answer = await puts(alice, file, 0, headers={"Content-Digest": header})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")
    assert answer.json()["errors"]


async def test_other_digests_beside_the_one_are_ignored(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = file_of()
    await begins(alice, file)

    answer = await puts(alice, file, 0, headers={"Content-Digest": f"sha-512=:AAAA:, {digest_header(file.data)}"})

    assert answer.status_code == 204


async def test_a_part_is_octets(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = file_of()
    await begins(alice, file)

    answer = await puts(alice, file, 0, headers={"Content-Type": "text/plain"})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


async def test_the_same_part_again_changes_nothing_and_another_one_is_refused(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    lying = os.urandom(len(file.data))

    same = await puts(alice, file, 0)
    other = await puts(alice, file, 0, lying)
    damaged = await puts(alice, file, 0, lying, headers={"Content-Digest": digest_header(file.data)})

    assert same.status_code == 204
    assert (other.status_code, other.json()["code"]) == (409, "part-differs")
    assert (damaged.status_code, damaged.json()["code"]) == (422, "part-digest")
    assert (await fetches(alice, file)).content == file.data
    assert await objects(store) == 1


async def test_a_part_that_comes_many_times_at_once_is_held_once(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = file_of(300_000)
    await begins(alice, file)
    lying = [os.urandom(len(file.data)) for _ in range(4)]

    same = await asyncio.gather(*(puts(alice, file, 0) for _ in range(4)))
    differing = await asyncio.gather(*(puts(alice, file, 0, data) for data in lying))

    assert [answer.status_code for answer in same] == [204] * 4
    assert [answer.status_code for answer in differing] == [409] * 4
    assert await alice.get(f"/v1/blobs/{file.id}") == file.shown([0])
    assert (await fetches(alice, file)).content == file.data
    assert await objects(store) == 1


async def test_of_two_different_parts_at_once_one_is_held_whole(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = file_of(300_000)
    other = File(os.urandom(len(file.data)), id=file.id)
    await begins(alice, file)

    answers = await asyncio.gather(puts(alice, file, 0), puts(alice, other, 0))

    assert sorted(answer.status_code for answer in answers) == [204, 409]
    kept = file if answers[0].status_code == 204 else other
    assert (await fetches(alice, file)).content == kept.data
    assert await objects(store) == 1


async def test_an_upload_cannot_be_finished_before_every_part_is_held(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = file_of(17 * MIB)
    await begins(alice, file)

    none = await finishes(alice, file)
    await puts(alice, file, 1)
    some = await finishes(alice, file)
    for number in (2, 0):
        await puts(alice, file, number)

    assert (none.status_code, none.json()["code"], none.json()["missing"]) == (409, "blob-incomplete", [0, 1, 2])
    assert some.json()["missing"] == [0, 2]
    assert [(await finishes(alice, file)).status_code for _ in range(2)] == [200, 200]


async def test_a_part_beyond_the_last_one_is_a_missing_one(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)

    answers = [
        await puts(alice, file, 1, b"x"),
        await puts(alice, file, 2**31 - 1, b"x"),
        await fetches(alice, file, 1),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "blob-not-found")] * 3


async def test_what_was_taken_back_is_missing(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    assert (await fetches(alice, file)).status_code == 200

    taken_back = await alice.http.delete(f"/v1/blobs/{file.id}")
    answers = [
        await alice.http.delete(f"/v1/blobs/{file.id}"),
        await alice.http.get(f"/v1/blobs/{file.id}"),
        await puts(alice, file, 0),
        await finishes(alice, file),
        await fetches(alice, file),
    ]

    assert taken_back.status_code == 204
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "blob-not-found")] * 5


async def test_somebody_elses_upload_looks_missing_to_the_byte(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file, unknown = await puts_up(alice), file_of()
    unknown.data = file.data

    async def tried(which: File) -> list[tuple[int, object]]:
        return [
            problem(answer)
            for answer in (
                await bob.http.get(f"/v1/blobs/{which.id}"),
                await puts(bob, which, 0),
                await finishes(bob, which),
                await bob.http.delete(f"/v1/blobs/{which.id}"),
                await fetches(bob, which),
                await fetches(bob, which, Range="bytes=0-9"),
            )
        ]

    assert await tried(file) == await tried(unknown)
    assert {status for status, _ in await tried(file)} == {404}
    assert (await fetches(alice, file)).content == file.data


async def test_a_person_has_only_so_many_uploads_at_once(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    body = {"csize": sealed_size(10, HLEN), "hlen": HLEN}
    ids = [new_id() for _ in range(201)]

    answers = [await alice.http.post("/v1/blobs", json={"id": each, **body}) for each in ids]

    assert [answer.status_code for answer in answers] == [201] * 200 + [409]
    assert (answers[-1].json()["code"], answers[-1].json()["limit"]) == ("too-many-uploads", 200)
    assert (await bob.http.post("/v1/blobs", json={"id": new_id(), **body})).status_code == 201
    assert (await alice.http.delete(f"/v1/blobs/{ids[0]}")).status_code == 204
    assert (await alice.http.post("/v1/blobs", json={"id": ids[200], **body})).status_code == 201
