"""Making, listing, changing and closing requests."""

from hashlib import sha256
from typing import Any

import pytest

from server.tests.asks import DAY, Ask, asks, stranger
from server.tests.mailroom import Mailroom, problem, sealed
from server.tests.rows import actions
from waxpost_server.kit.ids import b64u, from_b64u, new_id
from waxpost_server.requests.jobs import expire_requests, forget_old_requests


async def test_a_request_is_made_once_and_listed(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ask = Ask()
    body = ask.body(room, answers=3)
    assert (await alice.get("/v1/requests"))["items"] == []

    first = await alice.http.post("/v1/requests", json=body)
    again = await alice.http.post("/v1/requests", json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    wanted = {
        "id": ask.id,
        "asker": alice.addr,
        "readers": [],
        "state": "open",
        "created_at": room.at(0),
        "expires_at": room.at(7 * DAY),
        "ended_at": None,
        "answers": 3,
        "answers_left": 3,
        "label": body["label"],
        "mark": b64u(sha256(from_b64u(body["recipient"])).digest()[:16]),
    }
    assert first.json() == again.json() == wanted
    assert (await alice.get("/v1/requests"))["items"] == [wanted]
    assert await alice.get(f"/v1/requests/{ask.id}") == wanted
    taken = [
        await alice.http.post("/v1/requests", json={**body, "answers": 2}),
        await bob.http.post("/v1/requests", json=body),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in taken] == [(409, "id-taken")] * 2
    assert await actions(room.db) == ["request-made"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"answers": 0}, 400, "invalid-request"),
        ({"answers": 1001}, 400, "invalid-request"),
        ({"answers": None}, 400, "invalid-request"),
        ({"claim_hash": "AAAA"}, 400, "invalid-request"),
        ({"recipient": sealed(1215)}, 400, "invalid-request"),
        ({"label": ""}, 400, "invalid-request"),
        ({"label": "=no="}, 400, "invalid-request"),
        ({"label": sealed(16 * 1024 + 1)}, 400, "invalid-request"),
        ({"expires_at": "2026-13-01T00:00:00Z"}, 400, "invalid-request"),
        ({"title": "x"}, 400, "invalid-request"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 422, "expiry-in-the-past"),
        ({"answers": 101}, 403, "request-answers-exceeded"),
    ],
)
async def test_a_request_that_cannot_be_made_leaves_nothing(
    room: Mailroom, changes: dict[str, Any], status: int, code: str
) -> None:
    alice = await room.joins("alice")

    answer = await alice.http.post("/v1/requests", json=Ask().body(room, **changes))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await alice.get("/v1/requests"))["items"] == []
    assert await actions(room.db) == []


async def test_every_policy_of_requests_bites(room: Mailroom) -> None:
    alice = await room.joins("alice")
    late = await alice.http.post("/v1/requests", json=Ask().body(room, expires_at=room.at(90 * DAY + 1)))
    assert (late.json()["code"], late.json()["max_days"]) == ("request-expiry-too-late", 90)
    ask = await asks(alice, expires_at=room.at(90 * DAY))
    await room.sets_policy("request_answers_max", "2")
    many = await alice.http.post("/v1/requests", json=Ask().body(room, answers=3))
    assert (many.json()["code"], many.json()["limit"]) == ("request-answers-exceeded", 2)
    await room.sets_policy("requests", "false")
    off = await alice.http.post("/v1/requests", json=Ask().body(room))
    assert (off.status_code, off.json()["code"]) == (403, "requests-not-allowed")
    # What was made before goes on.
    assert (await stranger(room, ask).does("open")).status_code == 200


async def test_rule_04_somebody_elses_request_looks_missing(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ask = await asks(alice)
    change = {"expires_at": room.at(DAY)}
    answers = [
        [
            await bob.http.get(f"/v1/requests/{request_id}"),
            await bob.http.patch(f"/v1/requests/{request_id}", json=change),
            await bob.http.delete(f"/v1/requests/{request_id}"),
        ]
        for request_id in (ask.id, new_id())
    ]

    hidden, missing = ([problem(answer) for answer in some] for some in answers)

    assert hidden == missing
    assert {one[1]["code"] for one in hidden} == {"request-not-found"}
    assert (await alice.get(f"/v1/requests/{ask.id}"))["state"] == "open"


async def test_the_end_can_be_changed_until_it_has_come(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice)
    path = f"/v1/requests/{ask.id}"

    longer = await alice.http.patch(path, json={"expires_at": room.at(80 * DAY)})
    too_long = await alice.http.patch(path, json={"expires_at": room.at(91 * DAY)})
    shorter = await alice.http.patch(path, json={"expires_at": room.at(60)})

    assert longer.json()["expires_at"] == room.at(80 * DAY)
    assert too_long.json()["code"] == "request-expiry-too-late"
    assert shorter.status_code == 200
    room.clock.turn(60)
    assert (await stranger(room, ask).does("open")).json()["code"] == "request-gone"
    assert (await alice.get(path))["state"] == "expired"
    ended = await alice.http.patch(path, json={"expires_at": room.at(DAY)})
    assert (ended.status_code, ended.json()["code"]) == (409, "request-ended")
    await room.runs(expire_requests)
    assert (await alice.get(path))["ended_at"] == room.at(0)
    assert "request-expired" in await actions(room.db)


async def test_a_closed_request_is_gone_at_once_and_forgotten_in_time(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice)
    who = stranger(room, ask)
    assert (await who.does("open")).status_code == 200

    for _ in range(2):
        assert (await alice.http.delete(f"/v1/requests/{ask.id}")).status_code == 204

    assert problem(await who.does("open")) == problem(await stranger(room, Ask()).does("open"))
    assert (await alice.get(f"/v1/requests/{ask.id}"))["state"] == "closed"
    assert await actions(room.db) == ["request-made", "request-closed"]
    room.clock.turn(30 * DAY)
    await room.runs(forget_old_requests)
    await alice.comes_back()
    assert (await alice.http.get(f"/v1/requests/{ask.id}")).status_code == 404
