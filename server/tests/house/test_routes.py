"""Every route in every role, against the list in routes.txt; and what is hidden looks exactly like what is missing."""

import re
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from litestar import Litestar

from server.tests.people import Asker, Cast
from server.tests.rows import EVERY_TABLE
from waxpost_server.kit.ids import b64u, new_id

LIST = Path(__file__).with_name("routes.txt")
KINDS = ["anyone", "joining", "recovery", "full", "administrator"]
REFUSALS = {"not-signed-in", "not-allowed", "administrator-only"}


class Route(NamedTuple):
    """One line of the list."""

    right: str
    method: str
    path: str


def listed() -> list[Route]:
    """The list."""
    lines = LIST.read_text().splitlines()
    return [Route(*line.split(" ")) for line in lines if line and not line.startswith("#")]


def mounted(app: Litestar) -> set[tuple[str, str]]:
    """What the application answers to."""
    return {
        (method, re.sub(r"\{[^}]*\}", "{id}", route.path))
        for route in app.routes
        for method in route.methods - {"OPTIONS", "HEAD"}
    }


def expected(right: str, who: str) -> str | None:
    """The code with which somebody is refused, None when they may pass."""
    if KINDS.index(who) >= KINDS.index(right):
        return None
    if who == "anyone":
        return "not-signed-in"
    return "administrator-only" if (who, right) == ("full", "administrator") else "not-allowed"


async def ask(asker: Asker, route: Route) -> httpx.Response:
    """A request to the route that changes nothing, whoever sends it: an id nobody has, a body that is none."""
    body = {} if route.method in ("POST", "PUT", "PATCH") else None
    path = route.path.removeprefix("/v1/").replace("parts/{id}", "parts/0")
    path = path.replace("{id}", "7" if "receipts" in route.path else new_id())
    return await asker.asks(route.method, path, body)


async def test_the_list_is_the_application(app: Litestar) -> None:
    routes = [(route.method, route.path) for route in listed()]

    assert set(routes) == mounted(app)
    assert len(routes) == len(set(routes))


@pytest.mark.parametrize("who", KINDS)
async def test_rule_04_every_route_knows_who_may_use_it(people: Cast, who: str) -> None:
    asker = await asker_of(people, who)
    found: dict[str, tuple[str | None, str | None]] = {}
    for route in listed():
        wanted = expected(route.right, who)
        if wanted is None and route.path in ("/v1/events", "/v1/sessions/current"):
            continue  # the one never ends, the other ends this session: they have tests of their own
        answer = await ask(asker, route)
        assert answer.status_code < 500, (route, answer.text)
        is_problem = answer.headers.get("content-type") == "application/problem+json"
        code = answer.json()["code"] if is_problem else None
        if (code if code in REFUSALS else None) != wanted:
            found[f"{route.method} {route.path}"] = (wanted, code)

    assert found == {}


async def asker_of(people: Cast, who: str) -> Asker:
    """Somebody with a session of this kind."""
    if who == "recovery":
        await people.alice.signs_in(way="sign-in/recovery")
    if who == "joining":
        link = await people.olga.invites("frida@example.org")
        opened = await people.nobody.posts(f"{link.path}/open", {"claim": b64u(link.claim)})
        return Asker(people.nobody.client, opened["pass"])
    return {"anyone": people.nobody, "administrator": people.olga}.get(who, people.alice)


async def test_rule_08_reading_changes_nothing(people: Cast, app: Litestar) -> None:
    async def everything() -> list[object]:
        # No table may differ: the audit, the log, sessions and streams included.
        return [await app.state.db.read(lambda tx, st=st: tx.all(st)) for st in EVERY_TABLE]

    before = await everything()
    for route in listed():
        if route.method == "GET" and route.path != "/v1/events":
            for path in (route.path, route.path.replace("{id}", people.bob.id)):
                await people.olga.asks("GET", path.removeprefix("/v1/").replace("{id}", "7"))

    assert await everything() == before
