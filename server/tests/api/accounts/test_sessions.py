"""Sessions: who is signed in where, and that an end is an end."""

import httpx
from litestar import Litestar

from server.tests.people import Asker, Cast, Person
from server.tests.rows import actions
from waxpost_server.kit.clock import DAY, MINUTE, TurnableClock, wire_time
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.kit.settings import Settings


async def signs_in_elsewhere(who: Person, label: str | None = None) -> Asker:
    """Another session of the same person."""
    body = {"addr": who.addr, "login_key": b64u(who.login_key), "client": "cli", "label": label}
    answer = await who.client.post("/v1/sign-in", json=body)
    assert answer.status_code == 200
    return Asker(who.client, answer.json()["token"])


def session_cookie(answer: httpx.Response) -> str:
    """The cookie of a browser's session, as it would be sent back."""
    (cookie,) = (one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-waxpost="))
    return cookie.split(";")[0]


async def browser_of(who: Person) -> str:
    """The cookie of a session in a browser."""
    body = {"addr": who.addr, "login_key": b64u(who.login_key), "client": "browser", "label": None}
    return session_cookie(await who.client.post("/v1/sign-in", json=body))


async def test_it_works(people: Cast, clock: TurnableClock) -> None:
    phone = await signs_in_elsewhere(people.alice, "my phone")

    rows = (await people.alice.gets("sessions"))["sessions"]

    assert [(row["label"], row["client"], row["current"]) for row in rows if row["label"]] == [
        ("my phone", "cli", False)
    ]
    assert [row["current"] for row in rows].count(True) == 1
    assert {row["created_at"] for row in rows} == {wire_time(clock.now())}
    assert {row["network"] for row in rows} == {"127.0.0.0/24"}
    assert [row["current"] for row in (await phone.gets("sessions"))["sessions"] if row["label"]] == [True]


async def test_rule_07_an_ended_session_is_refused_on_the_next_request(people: Cast, app: Litestar) -> None:
    alice, phone = people.alice, await signs_in_elsewhere(people.alice, "my phone")
    (row,) = (row for row in (await alice.gets("sessions"))["sessions"] if row["label"])
    assert (await phone.asks("GET", "people")).status_code == 200

    assert (await alice.asks("DELETE", f"sessions/{row['id']}")).status_code == 204

    answer = await phone.asks("GET", "people")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
    assert (await alice.asks("GET", "people")).status_code == 200
    assert (await actions(app.state.db))[-1] == "session-ended"


async def test_rule_07_signing_out_ends_this_session_and_clears_the_cookie(people: Cast, settings: Settings) -> None:
    cookie = await browser_of(people.alice)
    nobody = people.nobody
    assert (await nobody.asks("GET", "session", Cookie=cookie)).status_code == 200

    answer = await nobody.asks("DELETE", "sessions/current", Cookie=cookie, Origin=settings.base_url)

    assert answer.status_code == 204
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert (await nobody.asks("GET", "session", Cookie=cookie)).status_code == 401


async def test_ending_the_others_keeps_this_one(people: Cast) -> None:
    others = [await signs_in_elsewhere(people.alice) for _ in range(3)]

    assert (await people.alice.asks("POST", "sessions/end-others")).status_code == 204

    assert [(await other.asks("GET", "session")).status_code for other in others] == [401] * 3
    assert (await people.alice.asks("GET", "session")).status_code == 200
    assert (await people.bob.asks("GET", "session")).status_code == 200


async def test_rule_04_a_strangers_session_looks_like_a_missing_one(people: Cast) -> None:
    bobs = (await people.bob.gets("session"))["session"]["id"]

    found = []
    for session_id in (bobs, new_id(), "no-id-at-all"):
        answer = await people.alice.asks("DELETE", f"sessions/{session_id}")
        body = answer.json()
        del body["request_id"]
        found.append((answer.status_code, body))

    assert found[0] == found[1] == found[2]
    assert (found[0][0], found[0][1]["code"]) == (404, "session-not-found")
    assert (await people.bob.asks("GET", "session")).status_code == 200


async def test_rule_07_a_suspended_persons_sessions_end_at_once(people: Cast) -> None:
    phone = await signs_in_elsewhere(people.bob)
    assert (await phone.asks("GET", "session")).status_code == 200

    await people.olga.asks("PATCH", f"people/{people.bob.id}", {"role": None, "state": "suspended"})

    assert (await phone.asks("GET", "session")).status_code == 401
    assert (await people.bob.asks("GET", "session")).status_code == 401
    assert (await people.dana.asks("GET", "session")).status_code == 401


async def test_rule_07_an_idle_session_ends(people: Cast, clock: TurnableClock, settings: Settings) -> None:
    clock.turn(settings.session_idle_seconds - 1)
    assert (await people.alice.asks("GET", "session")).status_code == 200
    clock.turn(settings.session_idle_seconds - 1)
    assert (await people.alice.asks("GET", "session")).status_code == 200
    clock.turn(settings.session_idle_seconds)

    assert (await people.alice.asks("GET", "session")).status_code == 401


async def test_rule_07_a_session_that_is_used_ends_too(people: Cast, clock: TurnableClock, settings: Settings) -> None:
    days = settings.session_absolute_seconds // DAY
    for _ in range(days - 1):
        clock.turn(DAY)
        assert (await people.alice.asks("GET", "session")).status_code == 200
    expires = (await people.alice.gets("session"))["session"]["expires_at"]
    assert expires == wire_time(clock.now() + DAY)
    clock.turn(DAY)

    assert (await people.alice.asks("GET", "session")).status_code == 401


async def test_rule_08_a_read_notes_when_it_was_seen_once_a_minute(people: Cast, clock: TurnableClock) -> None:
    async def seen_at() -> str:
        (row,) = (row for row in (await people.alice.gets("sessions"))["sessions"] if row["current"])
        return row["seen_at"]

    first = await seen_at()
    clock.turn(MINUTE - 1)
    assert await seen_at() == first
    clock.turn(1)

    assert await seen_at() == wire_time(clock.now())


async def test_a_write_by_cookie_needs_our_own_origin(people: Cast, settings: Settings) -> None:
    cookie = await browser_of(people.alice)
    nobody = people.nobody

    for origin in ("", "https://evil.example", "null"):
        answer = await nobody.asks("POST", "sessions/end-others", Cookie=cookie, Origin=origin)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-origin")
    good = await nobody.asks("POST", "sessions/end-others", Cookie=cookie, Origin=settings.base_url)

    assert good.status_code == 204


async def test_a_bearer_token_ignores_the_cookie(people: Cast) -> None:
    cookie = await browser_of(people.alice)

    answer = await people.nobody.asks("GET", "session", Cookie=cookie, Authorization=f"Bearer {b64u(bytes(32))}")

    assert answer.status_code == 401


async def test_a_cookies_token_is_none_for_a_program_and_the_reverse(people: Cast) -> None:
    cookie = await browser_of(people.alice)
    token = cookie.partition("=")[2]

    assert (await people.nobody.asks("GET", "session", Authorization=f"Bearer {token}")).status_code == 401
    swapped = f"__Host-waxpost={people.alice.token}"
    assert (await people.nobody.asks("GET", "session", Cookie=swapped)).status_code == 401


async def test_broken_tokens_are_nobody(people: Cast) -> None:
    for token in ("", "x", "é" * 43, b64u(bytes(31)), b64u(bytes(33)), f"{people.alice.token}="):
        answer = await people.nobody.client.get("/v1/session", headers=[(b"authorization", f"Bearer {token}".encode())])
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


async def test_the_session_says_who_and_where(people: Cast) -> None:
    body = await people.alice.gets("session")

    assert body["me"] == people.alice.me
    assert body["organisation"] == "Halden Systems"
    assert body["device_salt"] == people.alice.signed_in["device_salt"]
