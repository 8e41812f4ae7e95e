"""Many at once, and failures midway: nothing counts twice, nothing is half there."""

import asyncio

import pytest

from server.tests.mailroom import Mailroom
from server.tests.streams import follow
from waxpost_server.kit.db import WriteTx
from waxpost_server.messages import send
from waxpost_server.messages.expiry import remove_deleted, remove_expired
from waxpost_server.messages.jobs import expire_messages, remove_deleted_messages

MANY = 50


async def test_rule_16_the_same_request_many_times_at_once_is_sent_once(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob])

    answers = await asyncio.gather(*(alice.posts(envelope) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.text for answer in answers}) == 1
    page = await bob.get("/v1/messages")
    assert [item["mid"] for item in page["items"]] == [envelope["mid"]]
    assert (page["unread"], page["number"]) == (1, 1)


async def test_different_requests_with_one_id_at_once_store_one(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = alice.envelope([bob])["mid"]

    answers = await asyncio.gather(*(alice.posts(alice.envelope([bob], mid=mid)) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert await bob.box() == [mid]


async def test_rule_09_fifty_readers_at_once_are_counted_as_fifty(room: Mailroom) -> None:
    alice = await room.joins("alice")
    people = [await room.joins(f"p{number}") for number in range(MANY)]
    mid = await alice.sends(people)

    answers = await asyncio.gather(*(person.marks(mid, receipt=True) for person in people for _ in range(2)))

    assert {answer.status_code for answer in answers} == {204}
    assert (await alice.get(f"/v1/messages/{mid}"))["read_count"] == MANY
    assert (await alice.get("/v1/messages"))["number"] == 1 + MANY
    async with follow(alice.http, after=0) as stream:
        events = (await stream.some(2 + MANY))[1:]
    assert [event.number for event in events] == list(range(1, MANY + 2))
    assert {event.kind for event in events[1:]} == {"read"}


async def test_rule_09_one_copy_marked_fifty_times_at_once_is_counted_once(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(3)]

    await asyncio.gather(*(bob.marks(*mids[:2]) for _ in range(MANY)))
    assert await bob.unread() == 1
    await asyncio.gather(*(bob.deletes(mid) for mid in mids for _ in range(10)))
    assert await bob.unread() == 0
    assert (await bob.get("/v1/messages"))["number"] == 3 + 2 + 3


async def test_people_writing_to_each_other_at_once_neither_block_nor_lose(room: Mailroom) -> None:
    people = [await room.joins(f"p{number}") for number in range(8)]

    async def writes(number: int) -> None:
        others = [person for person in people if person is not people[number % 8]]
        mid = await people[number % 8].sends(others[::-1] if number % 2 else others)
        await asyncio.gather(*(other.marks(mid, receipt=True) for other in others[:3]))

    await asyncio.wait_for(asyncio.gather(*(writes(number) for number in range(MANY))), 60)

    for place, person in enumerate(people):
        sent = MANY // 8 + (place < MANY % 8)
        page = await person.get("/v1/messages", limit=100)
        assert len(page["items"]) == MANY - sent
        assert page["unread"] == sum(item["read_at"] is None for item in page["items"])
        kept = await person.get("/v1/messages", box="sent")
        assert [item["read_count"] for item in kept["items"]] == [3] * sent


async def test_rule_16_a_send_that_fails_midway_leaves_nothing_and_can_be_repeated(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob])

    async def breaks(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as broken:
        broken.setattr(send, "record", breaks)
        assert (await alice.posts(envelope)).status_code == 500
    assert await bob.box() == await alice.box("sent") == []
    assert await bob.unread() == (await bob.get("/v1/messages"))["number"] == 0

    assert (await alice.posts(envelope)).status_code == 201
    assert await bob.box() == [envelope["mid"]]


async def test_two_workers_and_a_reader_agree_on_what_expired(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob], exp=room.at(60)) for _ in range(20)]
    await alice.sends([bob])
    jobs = [expire_messages, expire_messages, remove_deleted_messages]

    room.clock.turn(59)
    marking = [bob.marks(mid) for mid in mids[:10]] + [bob.deletes(mid) for mid in mids[15:]]
    room.clock.turn(1)
    await asyncio.gather(*marking, *(room.runs(job) for job in jobs))
    await asyncio.gather(*(room.runs(job) for job in jobs))

    assert await bob.unread() == 1
    page = await bob.get("/v1/messages")
    async with follow(bob.http, after=0) as stream:
        events = (await stream.some(page["number"] + 1))[1:]
    expired = [event.data["mid"] for event in events if event.kind == "expired"]
    assert len(expired) == len(set(expired))
    assert await room.db.write(_nothing_is_left) == 0


async def _nothing_is_left(tx: WriteTx) -> int:
    """How many steps there are still to do."""
    return int(await remove_expired(tx)) + int(await remove_deleted(tx))
