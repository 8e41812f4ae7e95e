"""Making, listing, changing and revoking links."""

import asyncio
from typing import Any

import pytest

from server.tests.files import puts_up
from server.tests.mailroom import Mailroom, problem, sealed
from server.tests.rows import actions
from server.tests.shares import DAY, Share, kept, makes, outsider
from server.tests.streams import follow
from waxpost_server.kit.ids import new_id
from waxpost_server.links.jobs import expire_links, forget_old_links


async def test_a_link_is_made_once_and_listed(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = Share()
    body = share.body(room)
    assert (await alice.get("/v1/links"))["items"] == []

    first = await alice.http.post("/v1/links", json=body)
    again = await alice.http.post("/v1/links", json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    wanted: dict[str, Any] = {
        "id": share.id,
        "state": "open",
        "created_at": room.at(0),
        "expires_at": room.at(7 * DAY),
        "ended_at": None,
        "views": 3,
        "views_left": 3,
        "opened": 0,
        "opened_at": None,
        "tries_left": 5,
        "notify": True,
        "lang": "en",
        "only_addr": None,
        "files": 0,
        "mails": [],
    }
    assert first.json() == again.json() == wanted
    assert (await alice.get("/v1/links"))["items"] == [wanted]
    assert await kept(alice, share) == {**wanted, "visits": []}
    assert await actions(room.db) == ["link-made"]


async def test_an_id_is_taken_once_for_all(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    share = Share()
    body = share.body(room)
    await makes(alice, share)

    other = await alice.http.post("/v1/links", json={**body, "views": 1})
    foreign = await bob.http.post("/v1/links", json=body)

    assert problem(other) == problem(foreign)
    assert (other.status_code, other.json()["code"]) == (409, "id-taken")
    assert (await bob.get("/v1/links"))["items"] == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"views": 0}, 400, "invalid-request"),
        ({"views": 1001}, 400, "invalid-request"),
        ({"views": "three"}, 400, "invalid-request"),
        ({"notify": None}, 400, "invalid-request"),
        ({"access_hash": "AAAA"}, 400, "invalid-request"),
        ({"link": ""}, 400, "invalid-request"),
        ({"link": "=not b64u="}, 400, "invalid-request"),
        ({"link": sealed(5000)}, 400, "invalid-request"),
        ({"content": sealed(4 * 1024 * 1024 + 3)}, 400, "invalid-request"),
        ({"blobs": ["A" * 22, "A" * 22]}, 400, "invalid-request"),
        ({"expires_at": "2026-13-01T00:00:00Z"}, 400, "invalid-request"),
        ({"expires_at": None}, 400, "invalid-request"),
        ({"passphrase": "x"}, 400, "invalid-request"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 422, "expiry-in-the-past"),
        ({"blobs": ["A" * 22]}, 422, "blobs-not-ready"),
    ],
)
async def test_a_link_that_cannot_be_made_leaves_nothing(
    room: Mailroom, changes: dict[str, Any], status: int, code: str
) -> None:
    alice = await room.joins("alice")

    answer = await alice.http.post("/v1/links", json=Share().body(room, **changes))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await alice.get("/v1/links"))["items"] == []
    assert await actions(room.db) == []


async def test_every_policy_of_links_bites(room: Mailroom) -> None:
    alice = await room.joins("alice")

    async def refused(**changes: Any) -> dict[str, Any]:
        answer = await alice.http.post("/v1/links", json=Share().body(room, **changes))
        return {
            "status": answer.status_code,
            **{name: answer.json().get(name) for name in ("code", "limit", "max_days")},
        }

    late = await refused(expires_at=room.at(90 * DAY + 1))
    assert late == {"status": 422, "code": "link-expiry-too-late", "limit": None, "max_days": 90}
    await makes(alice, expires_at=room.at(90 * DAY), views=None)
    await room.sets_policy("link_expiry_max_days", "2")
    assert (await refused())["max_days"] == 2
    await room.sets_policy("link_expiry_max_days", "90")
    await room.sets_policy("link_views_max", "5")
    for views in (None, 6):
        assert await refused(views=views) == {
            "status": 403,
            "code": "link-views-exceeded",
            "limit": 5,
            "max_days": None,
        }
    share = await makes(alice, views=5)
    await room.sets_policy("links", "false")
    assert (await refused())["code"] == "links-not-allowed"
    # What was made before goes on.
    assert (await outsider(room, share).looks()).status_code == 200


async def test_files_obey_the_policies_of_messages(room: Mailroom) -> None:
    alice = await room.joins("alice")
    files = [await puts_up(alice) for _ in range(2)]
    ids = [file.id for file in files]
    await room.sets_policy("message_files_max", "1")
    answer = await alice.http.post("/v1/links", json=Share().body(room, blobs=ids))
    assert (answer.status_code, answer.json()["code"]) == (403, "file-limit-exceeded")
    await room.sets_policy("message_files_max", "2")
    await makes(alice, blobs=ids)

    again = await alice.http.post("/v1/links", json=Share().body(room, blobs=ids))

    assert (again.status_code, again.json()["code"]) == (422, "blobs-not-ready")


async def test_pages_hold_every_link_once(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    made = []
    for number in range(7):
        made.append((await makes(alice)).id)
        room.clock.turn(number % 2)
    await makes(bob)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await alice.get("/v1/links", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [item["id"] for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break

    assert sorted(seen) == sorted(made)
    assert [item["created_at"] for item in (await alice.get("/v1/links"))["items"]] == sorted(
        (item["created_at"] for item in (await alice.get("/v1/links"))["items"]), reverse=True
    )


async def test_rule_04_somebody_elses_link_looks_missing(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    share = await makes(alice)
    change = {"expires_at": None, "notify": False}

    for link_id in (share.id, new_id()):
        answers = [
            await bob.http.get(f"/v1/links/{link_id}"),
            await bob.http.patch(f"/v1/links/{link_id}", json=change),
            await bob.http.delete(f"/v1/links/{link_id}"),
        ]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "link-not-found")}
    assert problem(await bob.http.get(f"/v1/links/{share.id}")) == problem(await bob.http.get(f"/v1/links/{new_id()}"))
    assert (await kept(alice, share))["state"] == "open"


async def test_the_end_can_be_changed_within_the_limit(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    path = f"/v1/links/{share.id}"
    room.clock.turn(DAY)

    longer = await alice.http.patch(path, json={"expires_at": room.at(80 * DAY), "notify": False})
    too_long = await alice.http.patch(path, json={"expires_at": room.at(90 * DAY), "notify": None})
    past = await alice.http.patch(path, json={"expires_at": room.at(0), "notify": None})

    assert (longer.json()["expires_at"], longer.json()["notify"]) == (room.at(80 * DAY), False)
    assert (too_long.json()["code"], past.json()["code"]) == ("link-expiry-too-late", "expiry-in-the-past")
    shorter = await alice.http.patch(path, json={"expires_at": room.at(60), "notify": None})
    assert shorter.status_code == 200
    room.clock.turn(60)
    assert (await outsider(room, share).looks()).json()["code"] == "link-gone"
    ended = await alice.http.patch(path, json={"expires_at": room.at(DAY), "notify": None})
    assert (ended.status_code, ended.json()["code"]) == (409, "link-ended")


async def test_a_revoked_link_is_gone_at_once_and_listed_as_revoked(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    assert (await reader.looks()).status_code == 200

    for _ in range(2):
        assert (await alice.http.delete(f"/v1/links/{share.id}")).status_code == 204

    assert problem(await reader.looks()) == problem(await outsider(room, Share()).looks())
    found = await kept(alice, share)
    assert (found["state"], found["ended_at"]) == ("revoked", room.at(0))
    assert await actions(room.db) == ["link-made", "link-revoked"]
    room.clock.turn(30 * DAY)
    await room.runs(forget_old_links)
    await alice.comes_back()
    assert (await alice.http.get(f"/v1/links/{share.id}")).status_code == 404


async def test_rule_10_from_its_second_a_link_is_gone_though_the_job_never_ran(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, expires_at=room.at(60))
    reader = outsider(room, share)
    lease = await reader.leases()
    room.clock.turn(59)
    assert (await reader.looks()).status_code == 200
    room.clock.turn(1)

    answers = [await reader.looks(), await reader.claims(), await reader.confirms(lease)]

    assert {answer.json()["code"] for answer in answers} == {"link-gone"}
    assert (await kept(alice, share))["state"] == "expired"
    assert (await kept(alice, share))["ended_at"] is None
    await room.runs(expire_links)
    found = await kept(alice, share)
    assert (found["state"], found["ended_at"], found["opened"]) == ("expired", room.at(0), 0)


async def test_the_maker_is_told_by_events(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=1)
    lease = await outsider(room, share).leases()
    async with follow(alice.http, after=0) as stream:
        (await stream.some(2))
        asked = asyncio.create_task(stream.next())
        await outsider(room, share).confirms(lease)
        told = await asyncio.wait_for(asked, 5)

    assert (told.kind, told.data) == ("link", {"id": share.id})
