"""Sending through `POST messages`."""

from typing import Any

import httpx

from server.tests.mailroom import Mailroom, problem, sealed
from waxpost_server.kit.ids import new_id


async def test_it_works(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    assert await bob.box() == []
    envelope = alice.envelope([bob])

    answer = await alice.posts(envelope)

    assert answer.status_code == 201
    assert answer.json() == {"mid": envelope["mid"], "arrived_at": room.at(0)}
    assert await bob.get("/v1/messages") == {
        "items": [
            {
                "mid": envelope["mid"],
                "box": "inbox",
                "from": "alice@example.org",
                "thread": envelope["thread"],
                "exp": None,
                "groups": [],
                "arrived_at": room.at(0),
                "recipient_count": 1,
                "recipients": [{"addr": "bob@example.org", "entry": bob.entry}],
                "wrap": envelope["recipients"][0]["wrap"],
                "content": envelope["content"],
                "blobs": [],
                "read_at": None,
                "read_count": None,
            }
        ],
        "cursor": None,
        "unread": 1,
        "number": 1,
    }
    sent = await alice.get("/v1/messages", box="sent")
    assert sent["items"][0]["wrap"] == envelope["own"]["wrap"]
    assert sent["items"][0]["read_count"] == 0
    assert (sent["unread"], sent["number"]) == (0, 1)
    assert await alice.box() == []


async def test_the_same_request_again_gives_the_same_answer_and_sends_nothing(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob])
    first = await alice.posts(envelope)
    room.clock.turn(60)
    await room.changes(bob, entry=sealed(32))  # would be refused now, had it not been taken before

    again = await alice.posts(envelope)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert await bob.box() == [envelope["mid"]]
    assert await bob.unread() == 1


async def test_an_id_stands_for_one_request_only(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob])
    assert (await alice.posts(envelope)).status_code == 201

    other_bytes = await alice.posts(envelope | {"content": sealed()})
    other_person = await bob.posts(bob.envelope([alice], mid=envelope["mid"]))

    for answer in (other_bytes, other_person):
        assert problem(answer)[0] == 409
        assert answer.json()["code"] == "id-taken"
    assert (await bob.get(f"/v1/messages/{envelope['mid']}"))["content"] == envelope["content"]


async def test_a_message_goes_to_everybody_named_or_to_nobody(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]
    envelope = alice.envelope([bob, carol])
    envelope["recipients"][1]["entry"] = sealed(32)

    refused = await alice.posts(envelope)
    envelope["recipients"][1]["entry"] = carol.entry
    nobody_has_it = [await who.box(box) for who in (alice, bob, carol) for box in ("inbox", "sent")]
    number = (await bob.get("/v1/messages"))["number"]
    taken = await alice.posts(envelope)

    assert (refused.status_code, refused.json()["code"]) == (409, "key-changed")
    assert refused.json()["addrs"] == ["carol@example.org"]
    assert nobody_has_it == [[]] * 6
    assert number == 0
    assert taken.status_code == 201
    assert await bob.box() == await carol.box() == await alice.box("sent") == [envelope["mid"]]


async def test_nobody_can_send_as_somebody_else(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    answer = await bob.posts(alice.envelope([bob]))

    assert (answer.status_code, answer.json()["code"]) == (403, "not-sender")


async def test_unknown_invited_and_suspended_people_are_refused_alike(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    dana = await room.joins("dana", state="suspended")
    nobody = await room.joins("erin")
    nobody.addr = "nobody@example.org"
    assert (await alice.posts(alice.envelope([bob]))).status_code == 201

    answers = [problem(await alice.posts(alice.envelope([bob, who]))) for who in (dana, nobody)]

    assert answers[0][1].pop("addrs") == ["dana@example.org"]
    assert answers[1][1].pop("addrs") == ["nobody@example.org"]
    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][1]["code"]) == (422, "cannot-receive")


async def test_the_senders_own_key_must_be_the_newest_too(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    answer = await alice.posts(alice.envelope([bob], own={"entry": sealed(32), "wrap": sealed(100)}))

    assert (answer.status_code, answer.json()["addrs"]) == (409, ["alice@example.org"])


async def test_a_group_that_changed_or_went_is_named(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    kept, gone = await room.groups(alice, bob), new_id()
    assert (await alice.posts(alice.envelope([bob], groups=[{"gid": kept, "rev": 1}]))).status_code == 201

    answer = await alice.posts(alice.envelope([bob], groups=[{"gid": gone, "rev": 3}, {"gid": kept, "rev": 2}]))

    assert (answer.status_code, answer.json()["code"]) == (409, "group-changed")
    assert answer.json()["groups"] == [{"gid": gone, "rev": None}, {"gid": kept, "rev": 1}]
    assert "addrs" not in answer.json()


async def test_policies_limit_recipients_expiry_and_length(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]

    async def codes() -> list[str]:
        answers = [
            await alice.posts(alice.envelope([bob, carol])),
            await alice.posts(alice.envelope([bob])),
            await alice.posts(alice.envelope([bob], exp=room.at(3 * 86400))),
            await alice.posts(alice.envelope([bob], exp=room.at(86400), content=sealed(5000))),
        ]
        return [answer.json().get("code", "sent") for answer in answers]

    assert await codes() == ["sent", "sent", "sent", "sent"]
    await room.sets_policy("max_recipients", "1")
    assert await codes() == ["recipient-limit-exceeded", "sent", "sent", "sent"]
    await room.sets_policy("expiry_max_days", "2")
    assert await codes() == ["recipient-limit-exceeded", "expiry-too-late", "expiry-too-late", "sent"]
    await room.sets_policy("message_max_bytes", "4096")
    assert (await codes())[3] == "invalid-request"


async def test_a_message_cannot_be_expired_before_it_is_sent(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    now, soon = [await alice.posts(alice.envelope([bob], exp=room.at(seconds))) for seconds in (0, 1)]

    assert (now.status_code, now.json()["code"]) == (422, "expiry-in-the-past")
    assert soon.status_code == 201


async def test_a_thousand_people_get_a_message_at_once(room: Mailroom) -> None:
    alice = await room.joins("alice")
    crowd = [await room.joins(f"p{number}") for number in range(1000)]

    mid = await alice.sends(crowd)

    assert await crowd[0].box() == await crowd[999].box() == [mid]
    whole = await alice.get(f"/v1/messages/{mid}")
    assert [named["addr"] for named in whole["recipients"]] == [who.addr for who in crowd]
    listed = (await alice.get("/v1/messages", box="sent"))["items"][0]
    assert (listed["recipients"], listed["content"], listed["recipient_count"]) == (None, None, 1000)


async def test_sizes_are_exact(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    def envelope(wrap: int, content: int) -> dict[str, Any]:
        made = alice.envelope([bob], content=sealed(content))
        made["recipients"][0]["wrap"] = sealed(wrap)
        return made

    largest = await alice.posts(envelope(4096, 4 * 1024 * 1024))
    long_wrap = await alice.posts(envelope(4097, 10))
    long_content = await alice.posts(envelope(10, 4 * 1024 * 1024 + 1))
    long_body = await alice.http.post(
        "/v1/messages", content=b" " * (8 * 1024 * 1024 + 1), headers={"content-type": "application/json"}
    )

    assert largest.status_code == 201
    assert long_wrap.json()["errors"] == [{"path": "recipients[0].wrap", "reason": "longer than 4096 bytes"}]
    assert long_content.json()["errors"] == [{"path": "content", "reason": "longer than 4194304 bytes"}]
    assert (long_body.status_code, long_body.json()["code"]) == (413, "too-large")


_OTHER_SHAPES: list[dict[str, Any]] = [
    {"mid": "short"},
    {"mid": "AAAAAAAAAAAAAAAAAAAAAB"},
    {"from": "Alice@example.org"},
    {"from": None},
    {"thread": "AAAAAAAAAAAAAAAAAAAAA="},
    {"exp": "tomorrow"},
    {"exp": "2026-02-30T00:00:00Z"},
    {"exp": 1795204800},
    {"groups": [{"gid": "x", "rev": 1}]},
    {"groups": [{"gid": "AAAAAAAAAAAAAAAAAAAAAA", "rev": 0}]},
    {"groups": [{"gid": "AAAAAAAAAAAAAAAAAAAAAA", "rev": 1}] * 2},
    {"groups": None},
    {"recipients": []},
    {"recipients": [{"addr": "bob@example.org"}]},
    {"content": ""},
    {"content": "AB=="},
    {"content": "A"},
    {"content": "AB"},  # hides bits: another spelling of AA
    {"content": "AAAA\n"},
    {"content": "ÄÄÄÄ"},
    {"blobs": ["AAAAAAAAAAAAAAAAAAAAAA"] * 2},
    {"blobs": None},
    {"subject": "In the clear"},
    {"own": None},
]


async def test_another_shape_is_refused_and_never_repeated(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    for changes in _OTHER_SHAPES:
        answer = await alice.posts(alice.envelope([bob]) | changes)

        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request"), changes
        assert "In the clear" not in answer.text
    assert await bob.box() == []


async def test_every_member_is_needed(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    envelope = alice.envelope([bob])

    for name in envelope:
        answer = await alice.posts({key: value for key, value in envelope.items() if key != name})
        assert answer.status_code == 400, name
    assert (await alice.posts(envelope)).status_code == 201


async def test_nobody_is_named_twice_nor_the_sender(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")

    twice = await alice.posts(alice.envelope([bob, bob]))
    to_herself = await alice.posts(alice.envelope([alice]))

    assert twice.json()["errors"][0]["path"] == "recipients[1].addr"
    assert to_herself.json()["errors"][0]["path"] == "recipients[0].addr"


async def test_without_a_session_nothing_is_read_or_sent(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mid = await alice.sends([bob])
    stranger = room.client("")

    answers: list[httpx.Response] = [
        await stranger.post("/v1/messages", json=alice.envelope([bob])),
        await stranger.get("/v1/messages"),
        await stranger.get(f"/v1/messages/{mid}"),
        await stranger.get(f"/v1/messages/{mid}/readers"),
        await stranger.delete(f"/v1/messages/{mid}"),
        await stranger.post("/v1/messages/read", json={"items": [{"mid": mid, "read": True, "receipt": False}]}),
        await stranger.post("/v1/messages/delete", json={"mids": [mid]}),
        await stranger.get("/v1/events"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "not-signed-in")] * 8
