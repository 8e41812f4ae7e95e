"""Read state and receipts: `POST messages/read`, `GET messages/{mid}/readers`."""

from server.tests.mailroom import Mailroom, problem
from waxpost_server.kit.ids import new_id


async def test_it_works(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])
    assert await bob.unread() == 1

    assert (await bob.marks(mid)).status_code == 204

    assert await bob.unread() == 0
    assert (await bob.get(f"/v1/messages/{mid}"))["read_at"] == room.at(0)
    assert (await bob.marks(mid, read=False)).status_code == 204
    assert await bob.unread() == 1
    assert (await bob.get(f"/v1/messages/{mid}"))["read_at"] is None


async def test_the_sender_learns_of_it_only_by_a_receipt_which_stays(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]
    mid = await alice.sends([bob, carol])

    async def seen() -> tuple[int, list[tuple[str, str | None]]]:
        readers = (await alice.get(f"/v1/messages/{mid}/readers"))["readers"]
        return (await alice.get(f"/v1/messages/{mid}"))["read_count"], [(r["state"], r["read_at"]) for r in readers]

    await bob.marks(mid)
    assert await seen() == (0, [("waiting", None), ("waiting", None)])
    room.clock.turn(60)
    told_at = room.at(0)
    await bob.marks(mid, receipt=True)
    assert await seen() == (1, [("read", told_at), ("waiting", None)])
    room.clock.turn(60)
    await bob.marks(mid, read=False)
    await bob.marks(mid, receipt=True)
    await bob.deletes(mid)
    assert await seen() == (1, [("read", told_at), ("waiting", None)])
    assert (await alice.get("/v1/messages", box="sent"))["items"][0]["read_count"] == 1


async def test_a_receipt_without_reading_tells_nothing(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])

    await bob.marks(mid, read=False, receipt=True)

    assert (await alice.get(f"/v1/messages/{mid}"))["read_count"] == 0


async def test_the_policy_hides_receipts(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])
    await bob.marks(mid, receipt=True)
    assert (await alice.get(f"/v1/messages/{mid}"))["read_count"] == 1

    await room.sets_policy("receipts", "false")

    assert (await alice.get(f"/v1/messages/{mid}"))["read_count"] is None
    assert (await alice.get("/v1/messages", box="sent"))["items"][0]["read_count"] is None
    assert (await alice.get(f"/v1/messages/{mid}/readers"))["readers"][0]["state"] == "waiting"
    number = (await alice.get("/v1/messages"))["number"]
    await bob.marks(mid, read=False)
    other = await alice.sends([bob])
    await bob.marks(other, receipt=True)
    assert (await alice.get("/v1/messages"))["number"] == number + 1  # of sending, not of the receipt


async def test_several_are_marked_all_or_none(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(3)]

    refused = await bob.marks(*mids, new_id())
    assert (refused.status_code, await bob.unread()) == (404, 3)
    assert (await bob.marks(*mids)).status_code == 204
    assert await bob.unread() == 0


async def test_marking_again_tells_nobody_and_changes_nothing(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])
    await bob.marks(mid, receipt=True)
    before = await bob.get("/v1/messages"), await alice.get("/v1/messages", box="sent")
    room.clock.turn(60)

    await bob.marks(mid, receipt=True)

    assert before == (await bob.get("/v1/messages"), await alice.get("/v1/messages", box="sent"))


async def test_a_hundred_at_most_and_one_at_least(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])

    for answer in (
        await bob.marks(),
        await bob.marks(*[mid] * 101),
        await bob.deletes(),
        await bob.deletes(*[mid] * 101),
        await bob.http.post("/v1/messages/read", json={"items": [{"mid": mid, "read": True}]}),
        await bob.http.post("/v1/messages/read", json={"items": [{"mid": mid, "read": "yes", "receipt": False}]}),
    ):
        assert problem(answer)[1]["code"] == "invalid-request"
    assert (await bob.deletes(*[mid] * 100)).status_code == 204
