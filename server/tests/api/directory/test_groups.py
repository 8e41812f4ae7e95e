"""Groups: made and changed by administrators, seen by everybody, never changed without their `rev`."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.tests.people import Cast
from server.tests.rows import actions
from waxpost_server.directory.people import add_invited
from waxpost_server.directory.standing import Role
from waxpost_server.kit.db import WriteTx
from waxpost_server.kit.ids import new_id


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    """Status and problem, without the id of the request."""
    body = answer.json()
    del body["request_id"]
    return answer.status_code, body


async def test_it_works(people: Cast, app: Litestar) -> None:
    gid, members = new_id(), [people.charlie.addr, people.alice.addr]

    made = await people.olga.posts("groups", {"gid": gid, "name": "Élan", "members": members})

    assert (made["gid"], made["name"], made["rev"]) == (gid, "Élan", 1)
    assert [member["addr"] for member in made["members"]] == sorted(members)
    assert await people.bob.gets(f"groups/{gid}") == made
    rows = (await people.bob.gets("groups"))["items"]
    assert [(row["name"], row["members"], row["mine"]) for row in rows] == [("Élan", 2, False), ("Harbour", 2, True)]
    assert (await actions(app.state.db))[-1] == "group-created"


async def test_the_same_request_again_makes_nothing_new(people: Cast) -> None:
    body: dict[str, Any] = {"gid": new_id(), "name": "Élan", "members": [people.alice.addr]}
    made = await people.olga.posts("groups", body)

    assert await people.olga.posts("groups", body) == made
    for change in ({"name": "Other"}, {"members": []}):
        answer = await people.olga.asks("POST", "groups", body | change)
        assert (answer.status_code, answer.json()["code"]) == (409, "id-taken")


@pytest.mark.parametrize("name", ["Harbour", "HARBOUR", "Ｈarbour"])
async def test_names_that_look_alike_are_taken(people: Cast, name: str) -> None:
    answer = await people.olga.asks("POST", "groups", {"gid": new_id(), "name": name, "members": []})

    assert (answer.status_code, answer.json()["code"]) == (409, "group-name-taken")


@pytest.mark.parametrize("name", ["", " Harbour", "Har\u202ebour", "Har\nbour", "x" * 101, "e\u0301lan"])
async def test_names_that_are_none_are_refused(people: Cast, name: str) -> None:
    answer = await people.olga.asks("POST", "groups", {"gid": new_id(), "name": name, "members": []})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")


async def test_people_who_are_not_there_are_named(people: Cast) -> None:
    members = [people.alice.addr, "zoe@example.org", "none@example.org"]
    body = {"gid": new_id(), "name": "Élan", "members": members}

    answer = await people.olga.asks("POST", "groups", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "no-such-person")
    assert answer.json()["addrs"] == ["none@example.org", "zoe@example.org"]
    assert len((await people.olga.gets("groups"))["items"]) == 1


async def test_every_change_raises_the_rev(people: Cast) -> None:
    olga, path = people.olga, f"groups/{people.harbour}"
    renamed = await olga.asks("PATCH", path, {"name": "Port"}, if_match=1)
    assert (renamed.json()["rev"], renamed.json()["name"]) == (2, "Port")
    change = {"add": [people.charlie.addr], "remove": [people.alice.addr, "none@example.org"]}
    changed = await olga.posts(f"{path}/members", change, if_match=2)
    assert changed["rev"] == 3
    assert [member["addr"] for member in changed["members"]] == [people.bob.addr, people.charlie.addr]

    assert await people.alice.gets(path) == changed
    assert (await people.alice.posts("directory/search", {"q": "port", "limit": 1}))["groups"][0]["rev"] == 3


async def test_a_change_to_a_group_that_was_changed_is_refused(people: Cast) -> None:
    olga, path = people.olga, f"groups/{people.harbour}"
    assert (await olga.asks("PATCH", path, {"name": "Port"}, if_match=1)).status_code == 200

    answers = [
        await olga.asks("PATCH", path, {"name": "Quay"}, if_match=1),
        await olga.asks("POST", f"{path}/members", {"add": [], "remove": [people.bob.addr]}, if_match=1),
        await olga.asks("DELETE", path, if_match=1),
    ]

    assert {(answer.status_code, answer.json()["code"], answer.json()["current"]) for answer in answers} == {
        (409, "group-changed", 2)
    }
    assert (await olga.gets(path))["rev"] == 2


async def test_of_many_changes_at_once_one_wins(people: Cast) -> None:
    change = {"add": [people.charlie.addr], "remove": []}

    answers = await asyncio.gather(
        *(people.olga.asks("POST", f"groups/{people.harbour}/members", change, if_match=1) for _ in range(6))
    )

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 5}


async def test_a_deleted_group_is_gone(people: Cast) -> None:
    path = f"groups/{people.harbour}"
    assert (await people.olga.asks("DELETE", path, if_match=1)).status_code == 204

    gone, missing = (
        refusal(await people.alice.asks("GET", path)),
        refusal(await people.alice.asks("GET", f"groups/{new_id()}")),
    )

    assert gone == missing
    assert gone[1]["code"] == "group-not-found"
    assert (await people.olga.asks("DELETE", path, if_match=1)).status_code == 404
    assert (await people.alice.gets("people"))["items"][0]["addr"] == people.alice.addr


async def test_a_group_has_at_most_a_thousand_members(people: Cast, app: Litestar) -> None:
    addrs = [f"person{number}@example.org" for number in range(1000)]

    async def invite(tx: WriteTx) -> None:
        for addr in addrs:
            await add_invited(tx, addr, None, Role.MEMBER)

    await app.state.db.write(invite)
    gid = new_id()
    await people.olga.posts("groups", {"gid": gid, "name": "All", "members": addrs})

    answer = await people.olga.asks("POST", f"groups/{gid}/members", {"add": [people.bob.addr], "remove": []}, 1)
    swapped = await people.olga.posts(f"groups/{gid}/members", {"add": [people.bob.addr], "remove": addrs[:1]}, 1)

    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (422, "group-too-large", 1000)
    assert len(swapped["members"]) == 1000


@pytest.mark.parametrize("members", [["alice@example.org"] * 2, ["Alice@example.org"], [1], ["x@example.org"] * 1001])
async def test_lists_of_another_shape_are_refused(people: Cast, members: list[Any]) -> None:
    answer = await people.olga.asks("POST", "groups", {"gid": new_id(), "name": "Élan", "members": members})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")
