"""The vault and the receipts: sealed, whole, and never over a version that their writer has not seen."""

import asyncio
import os
from collections import Counter

from litestar import Litestar

from server.tests.people import Cast
from server.tests.rows import actions
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.outbox import list_since, publish


async def test_it_works(people: Cast, app: Litestar) -> None:
    alice, sealed = people.alice, b64u(os.urandom(1000))
    assert (await alice.gets("vault"))["ver"] == 1

    answer = await alice.asks("PUT", "vault", {"ver": 2, "vault": sealed}, if_match=1)

    assert (answer.status_code, answer.json()) == (200, {"ver": 2})
    assert await alice.gets("vault") == {"ver": 2, "vault": sealed, "number": 1}
    assert (await people.bob.gets("vault"))["ver"] == 1
    events = await app.state.db.read(lambda tx: list_since(tx, alice.chain.uid, 0))
    assert [(event.kind, event.ref) for event in events] == [("vault", "2")]
    assert (await actions(app.state.db))[-1] == "vault-saved"


async def test_a_version_that_was_not_seen_is_refused(people: Cast) -> None:
    alice, sealed = people.alice, b64u(b"sealed")
    for seen, ver, status, code in [
        (0, 1, 409, "vault-changed"),
        (2, 3, 409, "vault-changed"),
        (1, 1, 422, "version-not-next"),
    ]:
        answer = await alice.asks("PUT", "vault", {"ver": ver, "vault": sealed}, if_match=seen)
        assert (answer.status_code, answer.json().get("code")) == (status, code), (seen, ver)
        assert answer.json().get("current", 1) == 1
    # A device that remembers versions which a restored backup lost goes on beyond them.
    assert (await alice.asks("PUT", "vault", {"ver": 5, "vault": sealed}, if_match=1)).status_code == 200
    missing = await alice.asks("PUT", "vault", {"ver": 6, "vault": sealed})
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition-required")
    assert (await alice.gets("vault"))["ver"] == 5


async def test_of_many_writers_at_once_one_wins(people: Cast) -> None:
    alice = people.alice
    sealed = [b64u(os.urandom(100)) for _ in range(10)]

    answers = await asyncio.gather(
        *(alice.asks("PUT", "vault", {"ver": 2, "vault": one}, if_match=1) for one in sealed)
    )

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 9}
    (winner,) = (one for one, answer in zip(sealed, answers, strict=True) if answer.status_code == 200)
    assert await alice.gets("vault") == {"ver": 2, "vault": winner, "number": 1}


async def test_it_names_the_number_of_the_stream_up_to_which_it_is_current(people: Cast, app: Litestar) -> None:
    alice = people.alice
    assert ((await alice.gets("vault"))["number"], alice.signed_in["number"]) == (0, 0)

    await app.state.db.write(lambda tx: publish(tx, [alice.chain.uid], "link", "one"))

    assert (await alice.gets("vault"))["number"] == 1
    assert (await alice.signs_in()).json()["number"] == 1
    assert (await people.bob.gets("vault"))["number"] == 0


async def test_a_vault_has_room_for_a_mebibyte(people: Cast) -> None:
    alice = people.alice
    most = b64u(os.urandom(1024 * 1024))
    assert (await alice.asks("PUT", "vault", {"ver": 2, "vault": most}, if_match=1)).status_code == 200
    assert (await alice.gets("vault"))["vault"] == most

    more = await alice.asks("PUT", "vault", {"ver": 3, "vault": b64u(os.urandom(1024 * 1024 + 1))}, if_match=2)
    much = await alice.asks("PUT", "vault", {"ver": 3, "vault": b64u(os.urandom(6 * 1024 * 1024))}, if_match=2)

    assert (more.status_code, more.json()["code"]) == (400, "invalid-request")
    assert (much.status_code, much.json()["code"]) == (413, "too-large")


async def test_receipts_are_segments_with_versions(people: Cast) -> None:
    alice, sealed = people.alice, b64u(os.urandom(500))
    assert (await alice.gets("receipts"))["segments"] == []

    answer = await alice.asks("PUT", "receipts/0", {"ver": 1, "receipts": sealed}, if_match=0)
    assert (answer.status_code, answer.json()) == (200, {"n": 0, "ver": 1})
    await alice.asks("PUT", "receipts/1", {"ver": 1, "receipts": b64u(b"other")}, if_match=0)
    await alice.asks("PUT", "receipts/1", {"ver": 2, "receipts": sealed}, if_match=1)

    assert (await alice.gets("receipts"))["segments"] == [{"n": 0, "ver": 1}, {"n": 1, "ver": 2}]
    assert await alice.gets("receipts/1") == {"n": 1, "ver": 2, "receipts": sealed}


async def test_stale_receipts_are_refused(people: Cast) -> None:
    alice, sealed = people.alice, b64u(b"sealed")
    await alice.asks("PUT", "receipts/0", {"ver": 1, "receipts": sealed}, if_match=0)
    for n, seen, ver, status, code, current in [
        (0, 0, 1, 409, "receipts-changed", 1),
        (0, 2, 3, 409, "receipts-changed", 1),
        (5, 1, 2, 409, "receipts-changed", 0),
        (0, 1, 3, 422, "version-not-next", None),
    ]:
        answer = await alice.asks("PUT", f"receipts/{n}", {"ver": ver, "receipts": sealed}, if_match=seen)
        body = answer.json()
        assert (answer.status_code, body["code"], body.get("current")) == (status, code, current)
    beyond = await alice.asks("PUT", "receipts/10001", {"ver": 1, "receipts": sealed}, if_match=0)
    assert beyond.status_code == 400


async def test_rule_04_receipts_of_others_look_like_missing_ones(people: Cast) -> None:
    await people.bob.asks("PUT", "receipts/3", {"ver": 1, "receipts": b64u(b"sealed")}, if_match=0)

    found = []
    for n in (3, 4):
        answer = await people.alice.asks("GET", f"receipts/{n}")
        body = answer.json()
        del body["request_id"]
        found.append((answer.status_code, body))

    assert found[0] == found[1]
    assert found[0][1]["code"] == "receipts-not-found"
