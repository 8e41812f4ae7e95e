"""Files of messages: claimed with the send or not at all, for its readers alone, gone with it."""

import asyncio
from typing import Any

import pytest

from server.tests.files import File, begins, fetches, file_of, finishes, puts, puts_up, stores
from server.tests.mailroom import Mailroom, Person, problem
from waxpost_server.attachments.jobs import end_abandoned_uploads, jobs
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.queue import Job
from waxpost_server.messages.jobs import expire_messages, forget_old_messages, remove_deleted_messages

DAY = 86400
NOT_FOUND = (404, "blob-not-found")


def removing(store: BlobStore) -> Job:
    """The job that removes objects."""
    return next(job for job in jobs(store) if job.name.endswith("remove_blob_objects"))


async def objects(store: BlobStore) -> int:
    """How many objects are stored."""
    return len([key async for key, _ in store.sizes()])


async def refusal(who: Person, file: File) -> tuple[int, str]:
    """Status and code of asking for the file."""
    answer = await fetches(who, file)
    return answer.status_code, answer.json()["code"]


async def people_of(room: Mailroom, *names: str) -> list[Person]:
    """New people."""
    return [await room.joins(name) for name in names]


async def test_it_works(room: Mailroom) -> None:
    alice, bob, carol = await people_of(room, "alice", "bob", "carol")
    files = [await puts_up(alice, size) for size in (1000, 9_000_000)]
    ids = [file.id for file in reversed(files)]
    before = await refusal(bob, files[0])

    mid = await alice.sends([bob, carol], blobs=ids)

    assert before == NOT_FOUND
    for who, box in ((alice, "sent"), (bob, "inbox"), (carol, "inbox")):
        assert (await who.get(f"/v1/messages/{mid}"))["blobs"] == ids
        assert (await who.get("/v1/messages", box=box))["items"][0]["blobs"] == ids
        for file in files:
            got = [(await fetches(who, file, number)).content for number in range(len(file.parts))]
            assert got == file.parts


async def test_who_is_not_a_reader_gets_what_a_wrong_id_gets(room: Mailroom) -> None:
    alice, bob, charlie = await people_of(room, "alice", "bob", "charlie")
    file, other = await puts_up(alice), await puts_up(alice)
    await alice.sends([bob], blobs=[file.id])
    await alice.sends([charlie], blobs=[other.id])
    nobody = room.client("")
    unknown = file_of()

    foreign = problem(await fetches(charlie, file))

    assert foreign == problem(await fetches(charlie, unknown)) == problem(await fetches(charlie, file, 7))
    assert foreign == problem(await fetches(charlie, file, Range="bytes=0-1"))
    assert foreign[0] == 404
    assert (await fetches(charlie, other)).content == other.data
    assert await refusal(bob, other) == NOT_FOUND
    assert (await nobody.get(f"/v1/blobs/{file.id}/parts/0")).status_code == 401


async def test_what_is_claimed_is_no_upload_any_more(room: Mailroom) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    file = await puts_up(alice)
    await alice.sends([bob], blobs=[file.id])

    answers = [
        await alice.http.get(f"/v1/blobs/{file.id}"),
        await puts(alice, file, 0),
        await finishes(alice, file),
        await alice.http.delete(f"/v1/blobs/{file.id}"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [NOT_FOUND] * 4
    assert (await begins(alice, file)).status_code == 409
    assert (await fetches(bob, file)).content == file.data


async def test_a_claim_that_is_not_ready_names_every_such_blob_in_one_way(room: Mailroom) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    ready, theirs, claimed, started = (
        await puts_up(alice),
        await puts_up(bob),
        await puts_up(alice),
        file_of(),
    )
    await begins(alice, started)
    await puts(alice, started, 0)
    await alice.sends([bob], blobs=[claimed.id])
    bad = [theirs.id, claimed.id, started.id, new_id()]

    answer = await alice.posts(alice.envelope([bob], blobs=[*bad, ready.id]))

    assert (answer.status_code, answer.json()["code"], answer.json()["blobs"]) == (422, "blobs-not-ready", bad)
    assert await bob.unread() == 1
    assert await alice.get(f"/v1/blobs/{ready.id}") == ready.shown([0], finished=True)
    await alice.sends([bob], blobs=[ready.id])


@pytest.mark.parametrize("what", ["key", "group", "expiry"])
async def test_rule_16_a_failed_send_leaves_nothing_claimed(room: Mailroom, what: str) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    file = await puts_up(alice)
    changes: dict[str, dict[str, Any]] = {
        "key": {"own": {"entry": "A" * 43, "wrap": "AAAA"}},
        "group": {"groups": [{"gid": new_id(), "rev": 1}]},
        "expiry": {"exp": room.at(-5)},
    }

    refused = await alice.posts(alice.envelope([bob], blobs=[file.id], **changes[what]))

    assert refused.status_code in (409, 422)
    assert await alice.get(f"/v1/blobs/{file.id}") == file.shown([0], finished=True)
    assert await refusal(bob, file) == NOT_FOUND
    await alice.sends([bob], blobs=[file.id])
    assert (await fetches(bob, file)).content == file.data


async def test_the_same_send_again_is_one_message_with_its_files(room: Mailroom) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    file = await puts_up(alice)
    envelope = alice.envelope([bob], blobs=[file.id])

    answers = await asyncio.gather(*(alice.posts(envelope) for _ in range(3)))
    later = await alice.posts(envelope)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert later.status_code == 200
    assert await bob.box() == [envelope["mid"]]
    assert (await fetches(bob, file)).content == file.data


async def test_of_two_messages_with_one_file_one_is_sent(room: Mailroom) -> None:
    alice, bob, carol = await people_of(room, "alice", "bob", "carol")
    file = await puts_up(alice)

    answers = await asyncio.gather(*(alice.posts(alice.envelope([who], blobs=[file.id])) for who in (bob, carol)))

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    winner, loser = (bob, carol) if answers[0].status_code == 201 else (carol, bob)
    assert (await fetches(winner, file)).content == file.data
    assert await refusal(loser, file) == NOT_FOUND
    assert await loser.box() == []


async def test_policies_limit_the_files_of_a_message(room: Mailroom) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    half = 512 * 1024
    files = [await puts_up(alice, size) for size in (half, half, 1)]
    await room.sets_policy("message_files_max_mib", "1")

    large = await alice.posts(alice.envelope([bob], blobs=[file.id for file in files]))
    await room.sets_policy("message_files_max", "1")
    many = await alice.posts(alice.envelope([bob], blobs=[file.id for file in files[:2]]))
    await room.sets_policy("message_files_max", "2")

    assert (large.status_code, large.json()["code"], large.json()["limit"]) == (413, "message-files-too-large", 1)
    assert (many.status_code, many.json()["code"], many.json()["limit"]) == (403, "file-limit-exceeded", 1)
    await alice.sends([bob], blobs=[file.id for file in files[:2]])


async def test_from_the_second_of_expiry_nobody_gets_the_file_and_the_jobs_remove_it(
    room: Mailroom, store: BlobStore
) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    file, kept = await puts_up(alice, 9_000_000), await puts_up(alice)
    await alice.sends([bob], blobs=[file.id], exp=room.at(60))
    await alice.sends([bob], blobs=[kept.id])
    room.clock.turn(59)
    assert (await fetches(bob, file)).status_code == (await fetches(alice, file)).status_code == 200

    room.clock.turn(1)
    refused = [await refusal(who, file) for who in (alice, bob)]
    stored = await objects(store)
    await room.runs(expire_messages)
    await room.runs(removing(store))

    assert refused == [NOT_FOUND] * 2
    assert (stored, await objects(store)) == (3, 1)
    assert (await fetches(bob, kept)).content == kept.data


async def test_a_file_goes_when_the_last_copy_is_deleted(room: Mailroom, store: BlobStore) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    file = await puts_up(alice)
    mid = await alice.sends([bob], blobs=[file.id])

    async def work() -> None:
        for job in (remove_deleted_messages, removing(store), forget_old_messages):
            await room.runs(job)

    await bob.deletes(mid)
    await work()
    assert await refusal(bob, file) == NOT_FOUND
    assert (await fetches(alice, file)).content == file.data
    await alice.deletes(mid)
    assert await refusal(alice, file) == NOT_FOUND
    assert await objects(store) == 1
    await work()

    assert await objects(store) == 0


async def test_what_nobody_claims_goes_a_day_after_its_last_sign_of_life(room: Mailroom, store: BlobStore) -> None:
    alice, bob = await people_of(room, "alice", "bob")
    finished, started, sent = await puts_up(alice), file_of(9_000_000), await puts_up(alice)
    await begins(alice, started)
    await puts(alice, started, 0)
    await alice.sends([bob], blobs=[sent.id])
    room.clock.turn(DAY - 10)
    await puts(alice, started, 1)
    await room.runs(end_abandoned_uploads)
    assert (await fetches(alice, finished)).status_code == 200

    room.clock.turn(10)
    await room.runs(end_abandoned_uploads)
    first = [(await fetches(alice, file)).status_code for file in (finished, started)]
    room.clock.turn(DAY - 10)
    await room.runs(end_abandoned_uploads)
    second = [(await fetches(alice, file)).status_code for file in (finished, started)]
    await room.runs(removing(store))
    at_once = await objects(store)
    room.clock.turn(3600)
    await room.runs(removing(store))

    assert (first, second) == ([404, 200], [404, 404])
    assert at_once == 3, "a part on its way may need its folder for an hour; the first one has had it"
    assert await objects(store) == 1
    assert (await fetches(bob, sent)).content == sent.data
    assert (await begins(alice, finished)).status_code == 201, "the id is free again"


async def test_folders_without_a_row_are_removed_after_a_day(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    await stores(store, f"ab/ab{'0' * 30}/1", b"left by a restored database")
    unowned = next(job for job in jobs(store) if job.name.endswith("remove_unowned_objects"))

    async def day() -> None:
        for _ in range(256):
            await unowned.step(room.db)

    room.clock.turn(-room.clock.now() + await store.newest_at(f"ab/ab{'0' * 30}") + DAY - 1)
    await day()
    before = await objects(store)
    room.clock.turn(1)
    await day()

    assert (before, await objects(store)) == (2, 1)
    await alice.comes_back()
    assert (await fetches(alice, file)).content == file.data


async def test_a_part_that_was_altered_in_the_storage_is_given_out_as_it_is(room: Mailroom, store: BlobStore) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    key, _ = await anext(store.sizes())
    altered = file.data[::-1]

    await stores(store, key, altered)

    assert (await fetches(alice, file)).content == altered


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, None),
        ("bytes=100-199", 100, 200),
        ("bytes=-5", -5, None),
        ("bytes=-99999999", 0, None),
        ("bytes=1048570-2097160", 1048570, 2097161),
        ("bytes=10-99999999", 10, None),
    ],
)
async def test_one_range_of_a_part_can_be_asked_for(room: Mailroom, asked: str, start: int, end: int | None) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice, 3_000_000)
    size = len(file.data)
    first = start % size
    last = (size if end is None else end) - 1

    answer = await fetches(alice, file, Range=asked)

    assert answer.status_code == 206
    assert answer.content == file.data[start:end]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
    assert answer.headers["content-length"] == str(len(answer.content))


async def test_a_range_that_makes_no_sense_is_ignored_and_one_beyond_the_end_refused(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    size = len(file.data)

    ignored = [
        await fetches(alice, file, Range=asked)
        for asked in ("bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=x-y")
    ]
    beyond = [await fetches(alice, file, Range=asked) for asked in (f"bytes={size}-", "bytes=-0")]

    assert [(answer.status_code, answer.content == file.data) for answer in ignored] == [(200, True)] * 6
    assert [(answer.status_code, answer.json()["code"]) for answer in beyond] == [(416, "range-not-satisfiable")] * 2
    assert [answer.json()["length"] for answer in beyond] == [size] * 2


async def test_a_part_is_never_shown_or_kept_by_a_browser(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)

    headers = (await fetches(alice, file)).headers

    assert headers["cache-control"] == "private, no-store"
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == "attachment"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-length"] == str(len(file.data))
