"""The live stream: `GET events`."""

import asyncio
import socket
import time

import pytest

from server.tests.mailroom import Mailroom, open_mailroom, problem
from server.tests.streams import Event, follow
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.jobs import forget_events
from waxpost_server.kit.outbox import publish, publish_all
from waxpost_server.kit.settings import Settings
from waxpost_server.messages.jobs import expire_messages
from waxpost_server.notifications import live, wire


async def test_it_works(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    async with follow(bob.http) as stream:
        assert await stream.next() == Event(0, "hello", {"number": 0})
        mid = await alice.sends([bob])
        # From its release: how long sealing takes is another matter.
        began = time.monotonic()
        assert await stream.next() == Event(1, "message", {"mid": mid})
        assert time.monotonic() - began < 1

    assert stream.answer.headers["content-type"] == "text/event-stream"
    assert stream.answer.headers["cache-control"] == "no-store"


async def test_everything_one_does_reaches_the_right_people(room: Mailroom) -> None:
    alice, bob, charlie = [await room.joins(name) for name in ("alice", "bob", "charlie")]
    async with follow(alice.http) as hers, follow(bob.http) as his, follow(charlie.http) as strangers:
        for stream in (hers, his, strangers):
            await stream.next()
        mid = await alice.sends([bob], exp=room.at(60))
        await bob.marks(mid, receipt=True)
        await bob.marks(mid, read=False)
        other = await alice.sends([bob])
        await bob.deletes(other)
        room.clock.turn(60)
        await bob.comes_back()
        await room.runs(expire_messages)
        await charlie.sends([bob])

        assert [(event.kind, event.data["mid"]) for event in await hers.some(4)] == [
            ("message", mid),
            ("read", mid),
            ("message", other),
            ("expired", mid),
        ]
        assert [(event.kind, event.data["mid"]) for event in await his.some(6)] == [
            ("message", mid),
            ("marked", mid),
            ("marked", mid),
            ("message", other),
            ("deleted", other),
            ("expired", mid),
        ]
        assert (await strangers.next()).kind == "message"  # his own, and nothing before it


async def test_a_reader_resumes_behind_the_last_number_it_saw(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(5)]

    async with follow(bob.http, after=2) as stream:
        assert await stream.next() == Event(None, "hello", {"number": 5})
        assert [event.data["mid"] for event in await stream.some(3)] == mids[2:]
    async with follow(bob.http, after=0, last_seen="4") as stream:
        assert (await stream.next()).kind == "hello"
        assert await stream.next() == Event(5, "message", {"mid": mids[4]})
    async with follow(bob.http, after=5) as stream:
        assert await stream.next() == Event(None, "hello", {"number": 5})
        newest = await alice.sends([bob])
        assert await stream.next() == Event(6, "message", {"mid": newest})


async def test_more_than_one_batch_arrives_whole_and_in_order(room: Mailroom) -> None:
    bob = await room.joins("bob")
    for number in range(live._BATCH_EVENTS * 2 + 10):
        await room.db.write(lambda tx, ref=str(number): publish(tx, [bob.uid], "vault", ref))

    async with follow(bob.http, after=0) as stream:
        await stream.next()
        events = await stream.some(live._BATCH_EVENTS * 2 + 10)

    assert [event.number for event in events] == list(range(1, live._BATCH_EVENTS * 2 + 11))
    assert [event.data for event in events[:2]] == [{"ver": 0}, {"ver": 1}]


async def test_a_number_that_is_too_old_or_from_the_future_is_a_gap(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    for _ in range(3):
        await alice.sends([bob])
    async with follow(bob.http, after=99) as stream:
        assert (await stream.next()).kind == "hello"
        assert await stream.next() == Event(3, "gap", {"number": 3})
        mid = await alice.sends([bob])
        assert await stream.next() == Event(4, "message", {"mid": mid})

    room.clock.turn(7 * 86400 + 1)
    await room.runs(forget_events)
    await alice.sends([bob])

    async with follow(bob.http, after=2) as stream:
        assert (await stream.next()).kind == "hello"
        assert (await stream.next()).kind == "gap"
    async with follow(bob.http, after=4) as stream:
        assert (await stream.next()).kind == "hello"
        assert (await stream.next()).number == 5


async def test_rule_07_a_stream_ends_within_a_second_of_its_session(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    other = await room.session(bob.uid)
    async with follow(bob.http) as ended, follow(other) as kept:
        await ended.next()
        await kept.next()
        assert (await bob.http.delete("/v1/sessions/current")).status_code == 204
        began = time.monotonic()
        assert await ended.waits_for_end() == []
        assert time.monotonic() - began < 1
        mid = await alice.sends([bob])
        assert (await kept.next()).data == {"mid": mid}
    assert (await bob.http.get("/v1/events")).status_code == 401


async def test_a_session_that_idles_out_ends_its_stream(room: Mailroom) -> None:
    bob = await room.joins("bob")
    async with follow(bob.http) as stream:
        await stream.next()
        room.clock.turn(room.settings.session_idle_seconds + 1)
        assert await stream.waits_for_end() == []


async def test_rule_10_an_expired_message_is_refused_to_whoever_gets_its_event(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob], exp=room.at(60))
    room.clock.turn(60)

    async with follow(bob.http, after=0) as stream:
        await stream.next()
        event = await stream.next()

    assert event == Event(1, "message", {"mid": mid})  # an id, and nothing of the message
    assert (await bob.http.get(f"/v1/messages/{mid}")).status_code == 410


async def test_a_quiet_stream_shows_that_it_lives(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.0)
    alice, bob = await room.joins("alice"), await room.joins("bob")
    async with follow(bob.http) as stream:
        await stream.next()
        while not stream.comments:
            await alice.sends([bob])
            await stream.next()


async def test_events_written_by_another_process_arrive(settings: Settings, clock: TurnableClock) -> None:
    async with open_mailroom(settings, clock) as one, open_mailroom(settings, clock) as two:
        alice, bob = await one.joins("alice"), await two.joins("bob")
        async with follow(bob.http) as stream:
            await stream.next()
            mid = await alice.sends([bob])
            began = time.monotonic()
            assert (await stream.next()).data == {"mid": mid}
            assert time.monotonic() - began < 2


async def test_a_reader_that_takes_nothing_is_given_no_more_and_misses_nothing(room: Mailroom) -> None:
    bob = await room.joins("bob")
    lazy, eager = bob.http, await room.session(bob.uid)
    count = 3000
    async with follow(lazy) as stuck, follow(eager) as quick:
        await quick.next()
        for start in range(0, count, 100):
            told = [(bob.uid, "vault", str(number)) for number in range(start, start + 100)]
            await room.db.write(lambda tx, told=told: publish_all(tx, told))
        assert [event.number for event in await quick.some(count)] == list(range(1, count + 1))
        assert all(len(reader._waiting) <= live._BATCH_EVENTS * 100 for reader in room.feed._readers)
        await stuck.next()
        assert [event.number for event in await stuck.some(count)] == list(range(1, count + 1))


async def test_a_connection_that_takes_nothing_for_long_is_given_up(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "STUCK_SECONDS", 0.2)
    bob = await room.joins("bob")
    port = int(room.url.rpartition(":")[2])
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stuck.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(stuck, ("127.0.0.1", port))
    token = bob.http.headers["authorization"]
    await loop.sock_sendall(stuck, f"GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
    await loop.sock_recv(stuck, 100)
    assert len(room.feed._readers) == 1

    async with asyncio.timeout(30):
        while room.feed._readers:
            told = [(bob.uid, "vault", "1")] * 500
            await room.db.write(lambda tx, told=told: publish_all(tx, told))

    stuck.close()
    async with follow(bob.http) as stream:
        assert (await stream.next()).kind == "hello"


async def test_a_person_has_a_bounded_number_of_streams(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "READERS_OF_ONE_PERSON", 2)
    bob = await room.joins("bob")
    async with follow(bob.http) as one, follow(bob.http) as two:
        await one.next()
        await two.next()
        refused = await bob.http.get("/v1/events")
        assert problem(refused)[1]["code"] == "too-many-requests"
        assert refused.headers["retry-after"]
    async with follow(bob.http) as three:
        await three.next()


async def test_what_is_no_number_is_refused(room: Mailroom) -> None:
    bob = await room.joins("bob")
    for params, headers in (
        ({"after": "x"}, {}),
        ({"after": "-1"}, {}),
        ({"after": "9" * 30}, {}),
        ({}, {"Last-Event-ID": "x"}),
    ):
        answer = await bob.http.get("/v1/events", params=params, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")


async def test_many_readers_each_get_an_event(room: Mailroom) -> None:
    alice = await room.joins("alice")
    people = [await room.joins(f"p{number}") for number in range(60)]
    streams = [follow(person.http) for person in people]
    opened = await asyncio.gather(*(stream.__aenter__() for stream in streams))
    for stream in opened:
        await stream.next()

    mid = await alice.sends(people)

    assert {(await stream.next()).data["mid"] for stream in opened} == {mid}
    await asyncio.gather(*(stream.__aexit__(None, None, None) for stream in streams))


def test_every_kind_of_event_has_a_documented_form() -> None:
    assert set(wire._MEMBERS) == {
        "message", "read", "marked", "deleted", "expired", "vault", "credentials", "invitation", "link",
        "request", "answer",
    }  # fmt: skip
