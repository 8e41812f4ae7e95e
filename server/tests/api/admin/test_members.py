"""The administrator's desk: roles, suspension, restoring, and that somebody always stays in charge."""

import asyncio
from collections import Counter

import pytest
from litestar import Litestar

from server.tests.people import Cast
from server.tests.rows import actions
from waxpost_server.kit.clock import HOUR, TurnableClock, wire_time
from waxpost_server.kit.ids import new_id


def change(role: str | None = None, state: str | None = None) -> dict[str, str | None]:
    """A change of a person."""
    return {"role": role, "state": state}


async def test_it_works(people: Cast, app: Litestar, clock: TurnableClock) -> None:
    joined_at = wire_time(clock.now())
    clock.turn(HOUR)
    await people.alice.gets("session")

    rows = (await people.olga.gets("admin/people"))["items"]

    by_name = {row["name"]: row for row in rows}
    assert list(by_name) == ["Alice", "Bob", "Charlie", "Dana", "Olga"]
    assert by_name["Alice"]["groups"] == [{"gid": people.harbour, "name": "Harbour"}]
    assert by_name["Alice"]["seen_at"] == wire_time(clock.now())
    assert by_name["Bob"]["seen_at"] == joined_at
    assert by_name["Charlie"]["groups"] == []


async def test_the_list_can_be_narrowed(people: Cast) -> None:
    async def names(query: str) -> list[str]:
        return [row["name"] or row["addr"] for row in (await people.olga.gets(f"admin/people?{query}"))["items"]]

    await people.olga.invites("frida@example.org")
    assert await names("state=suspended") == ["Dana"]
    assert await names("role=administrator") == ["Olga"]
    assert await names("state=invited") == ["frida@example.org"]
    assert await names("state=suspended&role=administrator") == []
    assert (await people.olga.asks("GET", "admin/people?state=gone")).status_code == 400


async def test_suspended_people_cannot_come_back_until_they_are_restored(people: Cast, app: Litestar) -> None:
    bob, path = people.bob, f"people/{people.bob.id}"
    answer = await people.olga.asks("PATCH", path, change(state="suspended"))
    assert (answer.status_code, answer.json()["state"]) == (200, "suspended")
    assert (await bob.asks("GET", "session")).status_code == 401
    assert (await bob.signs_in()).status_code == 401

    assert (await people.olga.asks("PATCH", path, change(state="active"))).json()["state"] == "active"

    assert (await bob.asks("GET", "session")).status_code == 401  # an ended session stays ended
    assert (await bob.signs_in()).status_code == 200
    found = [action for action in await actions(app.state.db) if action.startswith("person-")]
    assert found == ["person-suspended", "person-suspended", "person-restored"]


async def test_rule_07_a_role_counts_from_the_next_request_on(people: Cast) -> None:
    bob, path = people.bob, f"people/{people.bob.id}"
    assert (await bob.asks("GET", "admin/people")).json()["code"] == "administrator-only"

    await people.olga.asks("PATCH", path, change(role="administrator"))
    assert (await bob.asks("GET", "admin/people")).status_code == 200
    await people.olga.asks("PATCH", path, change(role="member"))

    assert (await bob.asks("GET", "admin/people")).json()["code"] == "administrator-only"


@pytest.mark.parametrize("last", [change(role="member"), change(state="suspended")])
async def test_the_last_administrator_stays(people: Cast, last: dict[str, str | None]) -> None:
    path = f"people/{people.olga.id}"
    answer = await people.olga.asks("PATCH", path, last)
    assert (answer.status_code, answer.json()["code"]) == (409, "last-administrator")
    assert (await people.olga.asks("GET", "admin/people")).status_code == 200
    await people.olga.asks("PATCH", f"people/{people.dana.id}", change(role="administrator"))
    assert (await people.olga.asks("PATCH", path, last)).status_code == 409  # dana is suspended

    await people.olga.asks("PATCH", f"people/{people.bob.id}", change(role="administrator"))

    assert (await people.olga.asks("PATCH", path, last)).status_code == 200


async def test_rule_09_administrators_who_step_down_at_once_leave_one(people: Cast) -> None:
    others = [people.alice, people.bob, people.charlie]
    for one in others:
        await people.olga.asks("PATCH", f"people/{one.id}", change(role="administrator"))
    everybody = [people.olga, *others]

    answers = await asyncio.gather(*(one.asks("PATCH", f"people/{one.id}", change(role="member")) for one in everybody))

    assert Counter(answer.status_code for answer in answers) == {200: 3, 409: 1}


async def test_who_has_not_joined_has_no_state(people: Cast) -> None:
    await people.olga.invites("frida@example.org")
    (frida,) = (await people.olga.gets("admin/people?state=invited"))["items"]

    answer = await people.olga.asks("PATCH", f"people/{frida['id']}", change(state="suspended"))

    assert (answer.status_code, answer.json()["code"]) == (409, "not-joined")
    missing = await people.olga.asks("PATCH", f"people/{new_id()}", change(state="suspended"))
    assert (missing.status_code, missing.json()["code"]) == (404, "person-not-found")
    for body in (change(), change(state="invited"), change(role="owner")):
        assert (await people.olga.asks("PATCH", f"people/{people.bob.id}", body)).status_code == 400


async def test_reports_reach_administrators(people: Cast, app: Litestar, clock: TurnableClock) -> None:
    assert (await people.olga.gets("admin/reports"))["items"] == []

    for body in (
        {"kind": "key-words-do-not-match", "addr": people.bob.addr},
        {"kind": "key-log-stopped", "addr": None},
    ):
        assert (await people.alice.asks("POST", "reports", body)).status_code == 204

    rows = (await people.olga.gets("admin/reports"))["items"]
    assert [(row["kind"], row["addr"], row["by"]) for row in rows] == [
        ("key-log-stopped", None, {"addr": people.alice.addr}),
        ("key-words-do-not-match", people.bob.addr, {"addr": people.alice.addr}),
    ]
    assert {row["at"] for row in rows} == {wire_time(clock.now())}
    first = await people.olga.gets("admin/reports?limit=1")
    second = await people.olga.gets(f"admin/reports?limit=1&cursor={first['cursor']}")
    assert [*first["items"], *second["items"]] == rows
    assert second["cursor"] is None


async def test_rule_14_reports_are_limited(people: Cast) -> None:
    body = {"kind": "not-checked", "addr": None}
    found = [(await people.alice.asks("POST", "reports", body)).status_code for _ in range(51)]

    assert found == [204] * 50 + [429]
    assert (await people.bob.asks("POST", "reports", body)).status_code == 204
