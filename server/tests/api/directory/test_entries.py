"""Publishing entries: verified, in order, in the log before the answer, and one's own only."""

import asyncio
import os
from collections import Counter
from typing import Any

import pytest
from litestar import Litestar

from server.tests.logs import read_log, root_of
from server.tests.people import Cast, Person
from server.tests.rows import actions
from server.tests.signing import KeyPair, compact, entry_hash, jws, signed
from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.signatures import leaf_of
from waxpost_server.kit.clock import DAY, TurnableClock, wire_time
from waxpost_server.kit.ids import b64u, new_id


async def publishes(who: Person, entry: bytes, seen: int | None = None, keys: KeyPair | None = None) -> Any:
    """What publishing an entry answers; a good one is remembered."""
    answer = await who.asks("POST", "entries", {"entry": b64u(entry)}, who.chain.seq if seen is None else seen)
    if answer.status_code == 201:
        who.chain.took(entry, keys)
    return answer


async def entries_of(asker: Person, addr: str, after: int = -1) -> dict[str, Any]:
    """Somebody's entries, as another one is given them."""
    return (await asker.posts("keys", {"people": [{"addr": addr, "after": after}]}))["people"][0]


async def test_it_works(people: Cast, app: Litestar) -> None:
    bob, keys = people.bob, KeyPair()
    before = await read_log(people.alice)
    entry = bob.chain.rotate(keys)

    answer = await publishes(bob, entry, keys=keys)

    assert answer.status_code == 201
    log = await read_log(people.alice)
    assert answer.json() == {"seq": 1, "index": before.size, "note": log.note}
    assert log.leaves == [*before.leaves, leaf_of(bob.addr, 1, entry)]
    assert log.root == root_of(log.leaves)
    assert (await entries_of(people.alice, bob.addr))["entries"] == [b64u(one) for one in bob.chain.entries]
    assert (await people.alice.gets(f"people/{bob.id}"))["seq"] == 1
    assert (await actions(app.state.db))[-1] == "entry-published"


async def test_the_head_is_outside_the_database_before_the_answer(people: Cast, app: Litestar) -> None:
    file: HeadFile = app.state.head_file
    await publishes(people.bob, people.bob.chain.rename("Robert"))

    log, kept = await read_log(people.alice), file.read()

    assert kept is not None
    assert (kept.size, kept.root) == (log.size, log.root)


async def test_the_same_bytes_again_change_nothing(people: Cast) -> None:
    bob, entry = people.bob, people.bob.chain.rename("Robert")
    first = (await publishes(bob, entry)).json()
    log = await read_log(people.alice)

    again = await bob.asks("POST", "entries", {"entry": b64u(entry)}, if_match=0)

    assert (again.status_code, again.json()) == (201, first)
    assert await read_log(people.alice) == log


async def test_an_entry_that_was_overtaken_is_refused(people: Cast) -> None:
    bob, keys = people.bob, KeyPair()
    late = bob.chain.rotate(KeyPair())
    assert (await publishes(bob, bob.chain.rotate(keys), keys=keys)).status_code == 201

    for entry, seen in ((late, 0), (bob.chain.rename("Robert"), 0), (bob.chain.rename("Robert", seq=7), 1)):
        answer = await bob.asks("POST", "entries", {"entry": b64u(entry)}, seen)
        assert (answer.status_code, answer.json()["code"]) == (409, "entry-out-of-date")
        assert answer.json()["current"] == 1
    missing = await bob.asks("POST", "entries", {"entry": b64u(bob.chain.rename("Robert"))})
    assert missing.status_code == 428


async def test_rule_02_what_is_not_signed_as_it_must_be_is_refused(people: Cast) -> None:
    bob, alice, new = people.bob.chain, people.alice.chain, KeyPair()
    rotation = compact(bob.payload("rotate", new))
    other = compact(bob.payload("rotate", new, name="Bob", created=wire_time(1_790_000_001)))
    header = compact({"alg": "none", "typ": "waxpost-directory+jws", "kid": "new"})
    found: list[tuple[bytes, str]] = [
        (signed(rotation, ("new", new)), "signature"),
        (signed(rotation, ("old", bob.keys)), "signature"),
        (signed(rotation, ("old", bob.keys), ("new", new)), "signature"),
        (signed(rotation, ("new", new), ("old", KeyPair())), "signature"),
        (signed(rotation, ("new", KeyPair()), ("old", bob.keys)), "signature"),
        (compact({"entry": [jws(rotation, "new", new, header=header), jws(rotation, "old", bob.keys)]}), "signature"),
        (compact({"entry": [jws(rotation, "new", new), jws(other, "old", bob.keys)]}), "form"),
        (compact({"entry": [jws(rotation, "new", new), jws(rotation, "old", bob.keys)], "more": 1}), "form"),
        (bob.rotate(new, v=2), "newer"),
        (bob.rotate(new, crit=["more"]), "newer"),
        (bob.rotate(new, keys=new.public | {"mldsa65": "AA"}), "newer"),
        (bob.rotate(bob.keys), "chain"),
        (bob.rotate(new, name="Robert"), "chain"),
        (bob.rename("Bob"), "chain"),
        (bob.rename("Robert", prev=entry_hash(alice.entries[0])), "chain"),
        (bob.rename("Robert", created=wire_time(1_780_000_000)), "chain"),
        (bob.rename("Robert", created=wire_time(1_790_000_601)), "chain"),
        (bob.rename("Robert", uid=new_id()), "chain"),
        (alice.rename("Robert"), "chain"),
        (bob.reset(new), "right"),
        (b"", "form"),
        (os.urandom(100), "form"),
    ]
    before = await read_log(people.alice)
    for number, (entry, reason) in enumerate(found):
        answer = await people.bob.asks("POST", "entries", {"entry": b64u(entry)}, if_match=0)
        body = answer.json()
        assert (answer.status_code, body.get("reason")) in {(422, reason), (400, None)}, (number, body)
        assert answer.status_code == (400 if entry == b"" else 422)

    assert await read_log(people.alice) == before


async def test_a_revocation_ends_the_keys(people: Cast) -> None:
    bob = people.bob
    assert (await publishes(bob, bob.chain.revoke())).status_code == 201

    keys = KeyPair()
    answer = await publishes(bob, bob.chain.rotate(keys))

    assert (answer.status_code, answer.json()["reason"]) == (422, "chain")
    assert (await entries_of(people.alice, bob.addr))["state"] == "active"


async def test_ten_entries_a_day(people: Cast, clock: TurnableClock) -> None:
    bob = people.bob  # whose first entry of the day was that of joining
    found = [(await publishes(bob, bob.chain.rename(f"Bob {number}"))).status_code for number in range(10)]
    assert found == [201] * 9 + [429]

    answer = await publishes(bob, bob.chain.rename("Bob the tenth"))
    clock.turn(int(answer.headers["Retry-After"]))

    assert int(answer.headers["Retry-After"]) <= DAY
    assert (await publishes(bob, bob.chain.rename("Bob the tenth"))).status_code == 201


async def test_of_two_devices_at_once_one_wins(people: Cast) -> None:
    bob = people.bob
    entries = [bob.chain.rotate(KeyPair()) for _ in range(8)]

    answers = await asyncio.gather(
        *(bob.asks("POST", "entries", {"entry": b64u(entry)}, if_match=0) for entry in entries)
    )

    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    log = await read_log(people.alice)
    assert log.size == 6
    assert log.root == root_of(log.leaves)


async def test_many_people_at_once_make_one_log(people: Cast) -> None:
    before = await read_log(people.alice)
    everybody = [people.olga, people.alice, people.bob, people.charlie]

    answers = await asyncio.gather(
        *(publishes(who, who.chain.rename(f"{who.chain.name} the second")) for who in everybody)
    )

    assert [answer.status_code for answer in answers] == [201] * 4
    log = await read_log(people.alice)
    assert sorted(answer.json()["index"] for answer in answers) == list(range(before.size, before.size + 4))
    assert log.root == root_of(log.leaves)


async def test_keys_come_in_the_order_of_the_question_and_after_what_is_known(people: Cast) -> None:
    bob, keys = people.bob, KeyPair()
    await publishes(bob, bob.chain.rotate(keys), keys=keys)
    await people.olga.invites("frida@example.org")
    asked = [
        {"addr": "none@example.org", "after": -1},
        {"addr": bob.addr, "after": 0},
        {"addr": people.dana.addr, "after": -1},
        {"addr": bob.addr, "after": 1},
        {"addr": "frida@example.org", "after": -1},
        {"addr": bob.addr, "after": -1},
    ]

    found = (await people.alice.posts("keys", {"people": asked}))["people"]

    assert [(one["addr"], one["state"], len(one["entries"])) for one in found] == [
        ("none@example.org", "none", 0),
        (bob.addr, "active", 1),
        (people.dana.addr, "suspended", 1),
        (bob.addr, "active", 0),
        ("frida@example.org", "none", 0),
        (bob.addr, "active", 2),
    ]
    assert found[1]["entries"] == [b64u(bob.chain.entries[1])]


@pytest.mark.parametrize("count", [0, 1000, 1001])
async def test_keys_of_a_thousand_people_at_once(people: Cast, count: int) -> None:
    addrs = [f"{'x' * 50}{number}@example.org" for number in range(count)]
    answer = await people.alice.asks("POST", "keys", {"people": [{"addr": addr, "after": -1} for addr in addrs]})

    assert answer.status_code == (200 if count == 1000 else 400)
