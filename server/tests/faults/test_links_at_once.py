"""Fifty readers at once, a thousand guesses, a failure midway: no view too many, and nothing half there."""

import asyncio
from collections import Counter
from dataclasses import replace
from ipaddress import ip_network

import pytest

from server.tests.files import puts_up
from server.tests.mailroom import Mailroom, open_mailroom
from server.tests.shares import Share, kept, makes, outsider
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.limits import Limiter, Rate, TooManyRequests
from waxpost_server.links import make

MANY = 50


@pytest.mark.parametrize(("views", "leases"), [(1, 3), (3, 5), (100, MANY), (None, MANY)])
async def test_rule_09_fifty_readers_at_once_never_exceed_the_views(
    room: Mailroom, views: int | None, leases: int
) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=views)
    readers = [outsider(room, share) for _ in range(MANY)]

    claims = await asyncio.gather(*(reader.claims() for reader in readers))
    tokens = [answer.json()["lease"] for answer in claims if answer.status_code == 200]
    confirmed = await asyncio.gather(*(readers[0].confirms(token) for token in tokens for _ in range(2)))

    assert len(tokens) == leases
    assert {answer.json()["code"] for answer in claims if answer.status_code != 200} <= {"link-busy"}
    used = min(MANY, MANY if views is None else views)
    assert Counter(answer.status_code for answer in confirmed)[200] == 2 * used
    found = await kept(alice, share)
    assert found["opened"] == len(found["visits"]) == used
    assert found["views_left"] == (None if views is None else views - used)


async def test_rule_09_fifty_whole_readers_at_once_get_as_many_views_as_there_are(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=10)

    async def reads() -> bool:
        reader = outsider(room, share)
        claimed = await reader.claims()
        return claimed.status_code == 200 and (await reader.confirms(claimed.json()["lease"])).status_code == 200

    read = await asyncio.gather(*(reads() for _ in range(MANY)))

    found = await kept(alice, share)
    assert sum(read) == found["opened"] <= 10
    assert found["views_left"] == 10 - found["opened"]


async def test_rule_09_fifty_wrong_passphrases_at_once_are_five_tries(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)

    answers = await asyncio.gather(*(reader.claims(bytes(32)) for _ in range(MANY)))

    assert Counter(answer.json()["code"] for answer in answers) == {"link-claim-wrong": 4, "link-locked": MANY - 4}
    assert (await kept(alice, share))["state"] == "locked"


async def test_revoking_and_reading_at_once_never_block_each_other(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=100)
    reader = outsider(room, share)
    leases = [await reader.leases() for _ in range(20)]

    answers = await asyncio.wait_for(
        asyncio.gather(
            *(reader.confirms(lease) for lease in leases),
            alice.http.delete(f"/v1/links/{share.id}"),
            *(reader.claims() for _ in range(10)),
        ),
        30,
    )

    assert {answer.status_code for answer in answers} <= {200, 204, 404}
    found = await kept(alice, share)
    assert (found["state"], found["opened"]) == ("revoked", 100 - found["views_left"])


async def test_rule_14_a_thousand_guesses_are_few_tries(settings: Settings, clock: TurnableClock) -> None:
    """Each guess at another id, from one address: the limiter lets 120 a minute through, and says when to come back."""
    async with open_mailroom(settings, clock) as room:
        alice = await room.joins("alice")
        share = await makes(alice)
        answered: Counter[int] = Counter()
        for _ in range(100):
            guesses = [outsider(room, Share()).looks() for _ in range(10)]
            answers = await asyncio.gather(*guesses)
            answered.update(answer.status_code for answer in answers)
        assert answered == {404: 120, 429: 880}
        refused = await outsider(room, share).looks()
        assert refused.status_code == 429
        clock.turn(int(refused.headers["retry-after"]))
        assert (await outsider(room, share).looks()).status_code == 200


def test_rule_14_ten_thousand_guesses_in_a_minute_are_as_few(clock: TurnableClock) -> None:
    """The same at the limiter, which all of them meet before anything is looked up."""
    limiter, rate = Limiter(), Rate("link-access", 120, 60)

    def passes(address: str) -> bool:
        try:
            limiter.take(rate, address)
        except TooManyRequests:
            return False
        return True

    assert sum(passes("203.0.113.9") for _ in range(10_000)) == 120
    assert passes("198.51.100.7")
    clock.turn(60)
    assert sum(passes("203.0.113.9") for _ in range(10_000)) == 120


async def test_rule_14_many_addresses_of_one_network_share_a_rate(settings: Settings, clock: TurnableClock) -> None:
    trusting = replace(settings, trusted_proxies=(ip_network("127.0.0.0/8"),))
    async with open_mailroom(trusting, clock) as room:
        http = room.client("")

        async def guess(address: str) -> int:
            body = {"access": "A" * 43}
            answer = await http.post(f"/v1/links/{Share().id}/access", json=body, headers={"X-Forwarded-For": address})
            return answer.status_code

        codes = [await guess(f"203.0.113.{number % 200}") for number in range(500)]
        elsewhere = await guess("198.51.100.7")

    assert Counter(codes) == {404: 480, 429: 20}
    assert elsewhere == 404


async def test_rule_16_a_link_that_fails_midway_leaves_nothing(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    share = Share()
    body = share.body(room, blobs=[file.id])

    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the last step")

    with monkeypatch.context() as patched:
        patched.setattr(make, "publish", fails)
        assert (await alice.http.post("/v1/links", json=body)).status_code == 500

    assert (await alice.get("/v1/links"))["items"] == []
    assert (await alice.http.post("/v1/links", json=body)).status_code == 201
