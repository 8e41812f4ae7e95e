"""Expiry: by the clock at once, by the job in small steps, as a tombstone for thirty days."""

import sqlalchemy as sa

from server.tests.mailroom import Mailroom, Person, problem
from waxpost_server.kit.db import statement
from waxpost_server.kit.ids import new_id
from waxpost_server.messages.expiry import remove_expired
from waxpost_server.messages.jobs import expire_messages, forget_old_messages
from waxpost_server.messages.tables import delivery, message

DAY = 86400
CONTENTS = statement(sa.select(message.c.sealed_content).where(message.c.sealed_content.is_not(None)))
KEYS = statement(sa.select(delivery.c.wrapped_key).where(delivery.c.wrapped_key.is_not(None)))
MESSAGES = statement(sa.select(message.c.mid))


async def answers(who: Person, mid: str) -> list[tuple[int, str]]:
    """Status and code of every way to this message."""
    replies = [
        await who.http.get(f"/v1/messages/{mid}"),
        await who.http.get(f"/v1/messages/{mid}/readers"),
        await who.marks(mid),
        await who.deletes(mid),
        await who.http.delete(f"/v1/messages/{mid}"),
    ]
    return [(reply.status_code, reply.json()["code"]) for reply in replies]


async def test_rule_10_from_its_second_nobody_can_read_it_though_the_job_never_ran(room: Mailroom) -> None:
    alice, bob, charlie = [await room.joins(name) for name in ("alice", "bob", "charlie")]
    mid = await alice.sends([bob], exp=room.at(60))
    lasting = await alice.sends([bob])
    room.clock.turn(59)
    assert await bob.box() == await alice.box("sent") == [lasting, mid]
    assert (await bob.get(f"/v1/messages/{mid}"))["content"]
    assert await bob.unread() == 2

    room.clock.turn(1)

    assert await bob.box() == await bob.box(unread=True) == await alice.box("sent") == [lasting]
    assert await bob.unread() == 1
    assert await answers(bob, mid) == [(410, "message-expired")] * 5
    not_hers_to_mark = (404, "message-not-found")
    assert await answers(alice, mid) == [
        *[(410, "message-expired")] * 2,
        not_hers_to_mark,
        *[(410, "message-expired")] * 2,
    ]
    assert await answers(charlie, mid) == [(404, "message-not-found")] * 5
    assert (await bob.marks(lasting, mid)).status_code == 410
    assert await bob.unread() == 1


async def test_the_refusal_says_who_sent_it_and_when_it_ended(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ends_at = room.at(60)
    mid = await alice.sends([bob], exp=ends_at)
    room.clock.turn(61)

    status, body = await bob.gets_problem(f"/v1/messages/{mid}")

    assert (status, body["from"], body["exp"]) == (410, "alice@example.org", ends_at)
    assert body.keys() == {"type", "title", "status", "detail", "code", "from", "exp"}


async def test_the_job_changes_no_answer_but_takes_content_and_keys(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob], exp=room.at(60))
    read = await alice.sends([bob], exp=room.at(60))
    await bob.marks(read)
    room.clock.turn(60)
    before = (await bob.get("/v1/messages"))["items"], await bob.unread(), await answers(bob, mid)
    assert len(await room.db.read(lambda tx: tx.all(CONTENTS))) == 2

    await room.runs(expire_messages)

    assert before == ((await bob.get("/v1/messages"))["items"], await bob.unread(), await answers(bob, mid))
    assert await room.db.read(lambda tx: tx.all(CONTENTS)) == []
    assert await room.db.read(lambda tx: tx.all(KEYS)) == []


async def test_the_tombstone_answers_for_thirty_days_then_everything_is_gone(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob], exp=room.at(60))
    room.clock.turn(60)
    await room.runs(expire_messages)

    room.clock.turn(30 * DAY - 1)
    await bob.comes_back()
    await room.runs(forget_old_messages)
    assert (await bob.http.get(f"/v1/messages/{mid}")).status_code == 410
    room.clock.turn(1)
    assert await bob.gets_problem(f"/v1/messages/{mid}") == await bob.gets_problem(f"/v1/messages/{new_id()}")
    await room.runs(forget_old_messages)
    assert await room.db.read(lambda tx: tx.all(MESSAGES)) == []


async def test_a_tombstone_that_the_job_never_made_is_missing_after_thirty_days_too(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob], exp=room.at(60))

    room.clock.turn(60 + 30 * DAY)
    await bob.comes_back()

    assert (await bob.http.get(f"/v1/messages/{mid}")).status_code == 404


async def test_whoever_deleted_it_before_gets_404_and_not_410(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob], exp=room.at(60))
    await bob.deletes(mid)

    room.clock.turn(60)

    assert (await bob.http.get(f"/v1/messages/{mid}")).status_code == 404
    assert (await alice.http.get(f"/v1/messages/{mid}")).status_code == 410


async def test_a_clock_set_back_brings_nothing_back(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob], exp=room.at(60))
    room.clock.turn(60)
    await room.runs(expire_messages)

    room.clock.turn(-30)

    assert await bob.box() == await alice.box("sent") == []
    assert await answers(bob, mid) == [(410, "message-expired")] * 5
    assert await bob.unread() == 0


async def test_rule_10_the_job_works_in_small_steps_that_may_stop_anywhere(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob], exp=room.at(60)) for _ in range(150)]
    await bob.marks(*mids[:50])
    room.clock.turn(60)

    steps = 0
    while await room.db.write(remove_expired):
        steps += 1
        assert (await bob.box(), await bob.unread()) == ([], 0)

    assert steps > 1
    assert await room.db.read(lambda tx: tx.all(CONTENTS)) == []


async def test_the_same_request_after_the_end_is_still_the_same_request(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob], exp=room.at(60))
    first = await alice.posts(envelope)
    room.clock.turn(61)

    again = await alice.posts(envelope)

    assert (again.status_code, again.json()) == (200, first.json())
    assert problem(await alice.posts(envelope | {"mid": new_id()}))[1]["code"] == "expiry-in-the-past"
