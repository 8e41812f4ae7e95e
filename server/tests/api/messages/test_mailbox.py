"""Reading: `GET messages`, `GET messages/{mid}`, `GET messages/{mid}/readers`."""

import pytest

from server.tests.mailroom import Mailroom, problem, sealed
from waxpost_server.kit.ids import new_id

DELIVERY = {
    "mid",
    "blobs",
    "box",
    "from",
    "thread",
    "exp",
    "groups",
    "arrived_at",
    "recipient_count",
    "recipients",
    "wrap",
    "content",
    "read_at",
    "read_count",
}


async def test_it_works(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob], exp=room.at(3600))
    await alice.posts(envelope)

    got = await bob.get(f"/v1/messages/{envelope['mid']}")
    kept = await alice.get(f"/v1/messages/{envelope['mid']}")

    assert got == (await bob.get("/v1/messages"))["items"][0]
    assert got["exp"] == room.at(3600)
    assert (kept["box"], kept["wrap"], kept["content"]) == ("sent", envelope["own"]["wrap"], envelope["content"])


async def test_rule_06_answers_hold_the_documented_members_and_no_others(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])
    await bob.marks(mid, receipt=True)

    for who, box in ((alice, "sent"), (bob, "inbox")):
        page = await who.get("/v1/messages", box=box)
        assert page.keys() == {"items", "cursor", "unread", "number"}
        assert page["items"][0].keys() == DELIVERY
        assert page["items"][0]["recipients"][0].keys() == {"addr", "entry"}
        assert (await who.get(f"/v1/messages/{mid}")).keys() == DELIVERY
    readers = await alice.get(f"/v1/messages/{mid}/readers")
    assert readers.keys() == {"readers"}
    assert readers["readers"][0].keys() == {"addr", "state", "read_at"}


async def test_pages_run_from_the_newest_to_the_oldest_without_a_hole(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(7)]

    seen: list[str] = []
    cursor: str | None = None
    sizes: list[int] = []
    while cursor is not None or not sizes:
        page = await bob.get("/v1/messages", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [item["mid"] for item in page["items"]]
        sizes.append(len(page["items"]))
        cursor = page["cursor"]

    assert sizes == [3, 3, 1]
    assert seen == mids[::-1]


async def test_a_cursor_stays_right_while_messages_come_and_go(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(6)]
    first = await bob.get("/v1/messages", limit=3)

    await alice.sends([bob])
    await bob.deletes(mids[5], mids[3], mids[1])
    second = await bob.get("/v1/messages", limit=3, cursor=first["cursor"])

    assert [item["mid"] for item in first["items"]] == [mids[5], mids[4], mids[3]]
    assert [item["mid"] for item in second["items"]] == [mids[2], mids[0]]
    assert second["cursor"] is None


async def test_only_unread_ones_can_be_asked_for(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mids = [await alice.sends([bob]) for _ in range(4)]
    await bob.marks(mids[1], mids[2])

    assert await bob.box(unread=True) == [mids[3], mids[0]]
    assert await bob.box() == mids[::-1]
    refused = await bob.http.get("/v1/messages", params={"box": "sent", "unread": True})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid-request")


async def test_lists_leave_large_messages_to_the_one_message(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    small = await alice.sends([bob], content=sealed(16 * 1024))
    large = await alice.sends([bob], content=sealed(16 * 1024 + 1))

    listed = {item["mid"]: item for item in (await bob.get("/v1/messages"))["items"]}

    assert listed[small]["content"] is not None
    assert listed[small]["recipients"] is not None
    assert (listed[large]["content"], listed[large]["recipients"]) == (None, None)
    assert listed[large]["wrap"]
    whole = await bob.get(f"/v1/messages/{large}")
    assert whole["content"] is not None
    assert whole["recipients"] == [{"addr": bob.addr, "entry": bob.entry}]


@pytest.mark.parametrize("query", [{"box": "drafts"}, {"limit": 0}, {"limit": 101}, {"cursor": "!"}, {"cursor": "AA"}])
async def test_a_page_that_cannot_be_is_refused(room: Mailroom, query: dict[str, str]) -> None:
    alice = await room.joins("alice")

    status, body = problem(await alice.http.get("/v1/messages", params=query))

    assert (status, body["code"]) == (400, "invalid-request")


async def test_rule_04_a_stranger_gets_for_a_message_what_a_wrong_id_gets(room: Mailroom) -> None:
    alice, bob, charlie = [await room.joins(name) for name in ("alice", "bob", "charlie")]
    mid = await alice.sends([bob])
    wrong = new_id()

    def replies(message_id: str) -> list[tuple[str, str, object]]:
        return [
            ("GET", f"/v1/messages/{message_id}", None),
            ("GET", f"/v1/messages/{message_id}/readers", None),
            ("DELETE", f"/v1/messages/{message_id}", None),
            ("POST", "/v1/messages/delete", {"mids": [message_id]}),
            ("POST", "/v1/messages/read", {"items": [{"mid": message_id, "read": True, "receipt": True}]}),
        ]

    for foreign, missing in zip(replies(mid), replies(wrong), strict=True):
        hidden = problem(await charlie.http.request(foreign[0], foreign[1], json=foreign[2]))
        absent = problem(await charlie.http.request(missing[0], missing[1], json=missing[2]))
        assert hidden == absent
        assert (hidden[0], hidden[1]["code"]) == (404, "message-not-found")
    assert await bob.box() == await alice.box("sent") == [mid]
    assert await bob.unread() == 1


async def test_rule_04_only_the_sender_sees_readers_and_only_a_recipient_marks(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])

    by_recipient = await bob.gets_problem(f"/v1/messages/{mid}/readers")
    by_sender = problem(await alice.marks(mid))

    assert by_recipient == by_sender == await bob.gets_problem(f"/v1/messages/{new_id()}")
    assert await bob.unread() == 1


async def test_ids_of_any_form_are_just_missing(room: Mailroom) -> None:
    alice = await room.joins("alice")

    for mid in ("x", "%00", "a" * 2000, "..", "%F0%9F%92%A9"):
        answer = await alice.http.get(f"/v1/messages/{mid}")
        assert answer.status_code in (400, 404), mid
        assert answer.headers["content-type"] == "application/problem+json"


async def test_rule_08_reading_changes_nothing(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])
    before = await bob.get("/v1/messages"), await alice.get("/v1/messages", box="sent")

    for who in (alice, bob):
        for path in (f"/v1/messages/{mid}", f"/v1/messages/{mid}/readers", "/v1/messages?unread=true"):
            await who.http.get(path)
            await who.http.head(path)

    assert before == (await bob.get("/v1/messages"), await alice.get("/v1/messages", box="sent"))
