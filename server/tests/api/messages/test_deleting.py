"""Deleting for oneself: `DELETE messages/{mid}`, `POST messages/delete`, and what the job does when all have."""

import sqlalchemy as sa

from server.tests.mailroom import Mailroom
from waxpost_server.kit.db import statement
from waxpost_server.kit.ids import new_id
from waxpost_server.messages.jobs import forget_old_messages, remove_deleted_messages
from waxpost_server.messages.tables import delivery, message

CONTENTS = statement(sa.select(message.c.mid, message.c.sealed_content).order_by(message.c.mid))
KEYS = statement(sa.select(delivery.c.uid).where(delivery.c.wrapped_key.is_not(None)))


async def kept_contents(room: Mailroom) -> dict[str, bool]:
    return {row.mid: row.sealed_content is not None for row in await room.db.read(lambda tx: tx.all(CONTENTS))}


async def test_it_works(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]
    mid = await alice.sends([bob, carol])

    assert (await bob.http.delete(f"/v1/messages/{mid}")).status_code == 204

    assert await bob.box() == []
    assert await bob.unread() == 0
    assert await bob.gets_problem(f"/v1/messages/{mid}") == await bob.gets_problem(f"/v1/messages/{new_id()}")
    assert (await bob.http.delete(f"/v1/messages/{mid}")).status_code == 404
    assert await carol.box() == await alice.box("sent") == [mid]


async def test_the_sender_deletes_the_sent_copy_alone(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])

    await alice.deletes(mid)

    assert await alice.box("sent") == []
    assert (await alice.gets_problem(f"/v1/messages/{mid}/readers"))[0] == 404
    assert await bob.box() == [mid]


async def test_several_are_deleted_all_or_none(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(3)]

    assert (await bob.deletes(*mids, new_id())).status_code == 404
    assert await bob.box() == mids[::-1]
    assert (await bob.deletes(*mids)).status_code == 204
    assert (await bob.box(), await bob.unread()) == ([], 0)


async def test_a_deleted_key_is_gone_at_once_and_the_content_with_the_last_copy(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]
    mid, other = await alice.sends([bob, carol]), await alice.sends([bob])
    await bob.deletes(mid, other)
    assert [row.uid for row in await room.db.read(lambda tx: tx.all(KEYS))].count(bob.uid) == 0

    await room.runs(remove_deleted_messages)
    assert await kept_contents(room) == {mid: True, other: True}

    await alice.deletes(mid)
    await room.runs(remove_deleted_messages)
    await carol.deletes(mid)
    assert await kept_contents(room) == {mid: True, other: True}
    await room.runs(remove_deleted_messages)
    assert await kept_contents(room) == {mid: False, other: True}


async def test_what_everybody_deleted_is_remembered_for_thirty_days_only(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob])
    await alice.posts(envelope)
    await alice.deletes(envelope["mid"])
    await bob.deletes(envelope["mid"])
    await room.runs(remove_deleted_messages)

    assert (await alice.posts(envelope)).status_code == 200  # remembered: nothing is delivered a second time
    assert await bob.box() == []
    room.clock.turn(30 * 86400)
    await room.runs(forget_old_messages)
    assert await kept_contents(room) == {}
