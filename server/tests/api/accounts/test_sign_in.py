"""Signing in: one answer for everything that is wrong, counted so that nobody can guess and nobody is locked out."""

import asyncio
import os
from collections import Counter
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.tests.conftest import client_of
from server.tests.people import Asker, Cast, person
from server.tests.rows import actions
from waxpost_server.kit.clock import MINUTE, TurnableClock
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.settings import Settings

WRONG = bytes(32)
ALICE = "alice@example.org"


def refusal(answer: httpx.Response) -> tuple[int, Any, list[str]]:
    """Status, problem and names of headers, without the id of the request."""
    body = answer.json()
    del body["request_id"]
    return answer.status_code, body, sorted(answer.headers)


def body_of(addr: str, key: bytes = WRONG, client: str = "cli") -> dict[str, object]:
    """A sign-in."""
    return {"addr": addr, "login_key": b64u(key), "client": client, "label": None}


async def test_it_works(people: Cast, app: Litestar) -> None:
    alice = people.alice
    joined = alice.signed_in

    answer = await alice.signs_in()

    assert answer.status_code == 200
    body = answer.json()
    assert (body["me"], body["cred_ver"], body["vault"]) == (joined["me"], 1, joined["vault"])
    assert body["slot"] == joined["slot"]
    assert body["token"] != joined["token"]
    assert body["device_salt"] != joined["device_salt"]
    assert (await alice.gets("session"))["session"] == body["session"]
    assert (await actions(app.state.db))[-1] == "signed-in"


async def test_rule_14_wrong_unknown_invited_and_suspended_look_alike(people: Cast) -> None:
    await people.olga.invites("frida@example.org")
    for way in ("sign-in", "sign-in/recovery"):
        found = [
            refusal(await people.nobody.asks("POST", way, body))
            for body in (
                body_of("alice@example.org"),
                body_of("nobody@example.org"),
                body_of("frida@example.org"),
                body_of("dana@example.org"),
                body_of("dana@example.org", people.dana.login_key),
                body_of("dana@example.org", people.dana.recovery_login_key),
            )
        ]
        assert all(one == found[0] for one in found)
        assert (found[0][0], found[0][1]["code"]) == (401, "sign-in-failed")


async def test_rule_14_salts_do_not_tell_who_has_an_account(people: Cast) -> None:
    async def kdf(addr: str) -> Any:
        return await people.nobody.posts("sign-in/start", {"addr": addr})

    before = await kdf("frida@example.org")
    link = await people.olga.invites("frida@example.org")
    invited = await kdf("frida@example.org")
    frida = person(people.nobody.client, "frida")
    assert (await frida.joins(link)).status_code == 201
    joined = await kdf("frida@example.org")

    assert before == invited == joined
    assert (before["m"], before["t"], before["p"]) == (65536, 3, 1)
    assert (await kdf("other@example.org"))["salt"] != before["salt"]


async def test_a_recovery_session_can_set_new_credentials_and_nothing_else(people: Cast) -> None:
    alice = people.alice
    full = alice.signed_in

    answer = await alice.signs_in(way="sign-in/recovery")

    body = answer.json()
    assert body["session"]["kind"] == "recovery"
    assert body["slot"] != full["slot"]
    for path in ("session", "vault", "log/info", "log?from=0"):
        assert (await alice.asks("GET", path)).status_code == 200, path
    for path in ("people", "sessions", "credentials", "receipts", "messages", "groups"):
        assert (await alice.asks("GET", path)).json()["code"] == "not-allowed", path
    put = await alice.asks("PUT", "vault", {"ver": 2, "vault": "AA"}, if_match=1)
    assert put.json()["code"] == "not-allowed"


async def test_the_two_keys_do_not_open_each_others_door(people: Cast) -> None:
    alice = people.alice
    assert (await alice.signs_in(login_key=alice.recovery_login_key)).status_code == 401
    assert (await alice.signs_in(way="sign-in/recovery", login_key=alice.login_key)).status_code == 401


async def test_rule_14_failures_from_a_network_are_counted_by_address(
    people: Cast, app: Litestar, settings: Settings, clock: TurnableClock
) -> None:
    async with client_of(app, settings.base_url, "203.0.113.7") as client:
        eve = Asker(client)
        found = [(await eve.asks("POST", "sign-in", body_of("alice@example.org"))).status_code for _ in range(12)]
        unknown = [(await eve.asks("POST", "sign-in", body_of("none@example.org"))).status_code for _ in range(12)]
        assert found == unknown == [401] * 10 + [429] * 2

        right = await eve.asks("POST", "sign-in", body_of("alice@example.org", people.alice.login_key))
        assert right.status_code == 429
        wait = int(right.headers["Retry-After"])
        assert 0 < wait <= 15 * MINUTE

        assert (await people.alice.signs_in()).status_code == 200  # from her own network
        assert (await eve.asks("POST", "sign-in", body_of("bob@example.org"))).status_code == 401
        clock.turn(wait)
        assert (await eve.asks("POST", "sign-in", body_of("alice@example.org"))).status_code == 401


async def test_rule_14_failures_are_counted_by_network(people: Cast, app: Litestar, settings: Settings) -> None:
    found: Counter[int] = Counter()
    async with client_of(app, settings.base_url, "203.0.113.7") as one:
        for number in range(100):
            answer = await Asker(one).asks("POST", "sign-in", body_of(f"person{number}@example.org"))
            found[answer.status_code] += 1
    async with client_of(app, settings.base_url, "203.0.113.200") as neighbour:
        locked = await Asker(neighbour).asks("POST", "sign-in", body_of("alice@example.org", people.alice.login_key))

    assert found == {401: 100}
    assert locked.status_code == 429


async def test_rule_14_many_guesses_at_once_are_counted_one_by_one(
    people: Cast, app: Litestar, settings: Settings
) -> None:
    async with client_of(app, settings.base_url, "203.0.113.7") as client:
        answers = await asyncio.gather(
            *(Asker(client).asks("POST", "sign-in", body_of("alice@example.org", os.urandom(32))) for _ in range(30))
        )

    assert Counter(answer.status_code for answer in answers) == {401: 10, 429: 20}


async def test_rule_14_nobody_can_lock_out_a_device_that_has_signed_in_before(
    people: Cast, app: Litestar, settings: Settings
) -> None:
    async with client_of(app, settings.base_url, "203.0.113.7") as client:
        alice = body_of("alice@example.org", people.alice.login_key, "browser")
        known = device_cookie(await Asker(client).asks("POST", "sign-in", alice))
        found = [(await Asker(client).asks("POST", "sign-in", body_of(ALICE))).status_code for _ in range(11)]
        assert found == [401] * 10 + [429]

        assert (await Asker(client).asks("POST", "sign-in", alice)).status_code == 429
        assert (await Asker(client).asks("POST", "sign-in", alice, Cookie=known)).status_code == 200
        bob = body_of("bob@example.org", WRONG)
        for _ in range(10):  # the cookie is worth nothing for anybody else's address
            await Asker(client).asks("POST", "sign-in", bob, Cookie=known)
        assert (await Asker(client).asks("POST", "sign-in", bob, Cookie=known)).status_code == 429
        for _ in range(10):  # and a stolen device is counted too
            await Asker(client).asks("POST", "sign-in", body_of("alice@example.org"), Cookie=known)
        assert (await Asker(client).asks("POST", "sign-in", alice, Cookie=known)).status_code == 429


def device_cookie(answer: httpx.Response) -> str:
    """The cookie of a known device, as a browser would send it back."""
    assert answer.status_code == 200, answer.text
    (cookie,) = (one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-waxpost-device="))
    return cookie.split(";")[0]


async def test_a_browser_gets_cookies_that_no_script_can_read(people: Cast) -> None:
    alice = people.alice
    answer = await people.nobody.asks("POST", "sign-in", body_of(alice.addr, alice.login_key, "browser"))

    assert answer.json()["token"] is None
    cookies = answer.headers.get_list("set-cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-waxpost", "__Host-waxpost-device"}
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=strict", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)


async def test_a_program_gets_no_cookie(people: Cast) -> None:
    answer = await people.alice.signs_in()

    assert answer.json()["token"]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("addr", ["Alice@example.org", "alice", "a@b@c", "", "alice@example.org\n", "a" * 300 + "@b.c"])
async def test_addresses_in_another_spelling_are_refused(people: Cast, addr: str) -> None:
    for path, body in (("sign-in/start", {"addr": addr}), ("sign-in", body_of(addr))):
        answer = await people.nobody.asks("POST", path, body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")
        assert addr not in answer.text or not addr
