"""Starting over: an administrator lets somebody who lost password and recovery code make new keys."""

import os

import httpx
import pytest
from litestar import Litestar

from server.tests.files import digest_header, file_of
from server.tests.people import Cast, Person
from server.tests.rows import actions
from server.tests.signing import KeyPair
from waxpost_server.attachments.claim import claim_for_vault
from waxpost_server.kit.clock import DAY, TurnableClock
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.kit.web.principal import Principal


async def starts_over(who: Person, people: Cast) -> httpx.Response:
    """Claim a permission with new keys, a new password and a new recovery code."""
    link = await people.olga.allows_again(who)
    keys = KeyPair()
    entry = who.chain.reset(keys)
    who.login_key, who.recovery_login_key = os.urandom(32), os.urandom(32)
    answer = await who.claims(link, entry)
    if answer.status_code == 201:
        who.chain.took(entry, keys)
        who.token = answer.json()["token"]
    return answer


async def test_it_works(people: Cast, app: Litestar) -> None:
    bob = people.bob
    old_login_key, old_token, old_vault = bob.login_key, bob.token, await bob.gets("vault")
    assert (await bob.asks("PUT", "receipts/0", {"ver": 1, "receipts": b64u(b"sealed")}, if_match=0)).is_success

    answer = await starts_over(bob, people)

    assert answer.status_code == 201
    assert answer.json()["me"] == bob.me
    new_vault = await bob.gets("vault")
    assert new_vault["ver"] == 1
    assert new_vault["vault"] != old_vault["vault"]
    assert (await bob.gets("receipts"))["segments"] == []
    assert (await bob.client.get("/v1/session", headers={"Authorization": f"Bearer {old_token}"})).status_code == 401
    assert (await bob.signs_in(login_key=old_login_key)).status_code == 401
    assert (await bob.signs_in()).status_code == 200
    (keys,) = (await people.alice.posts("keys", {"people": [{"addr": bob.addr, "after": -1}]}))["people"]
    assert keys["entries"] == [b64u(entry) for entry in bob.chain.entries]
    assert "started-over" in await actions(app.state.db)


async def test_files_of_the_vault_go_for_good_with_their_keys(people: Cast, app: Litestar) -> None:
    bob, file = people.bob, file_of()
    octets = {"Content-Type": "application/octet-stream", "Content-Digest": digest_header(file.data)}
    await bob.posts("blobs", file.announced)
    where = f"/v1/blobs/{file.id}/parts/0"
    headers = {"Authorization": f"Bearer {bob.token}"}
    assert (await bob.client.put(where, content=file.data, headers=octets | headers)).status_code == 204
    await bob.posts(f"blobs/{file.id}/finish", None)
    who = Principal(bob.id, bob.chain.uid, bob.addr, "member", new_id(), "full")
    await app.state.db.write(lambda tx: claim_for_vault(tx, who, [file.id]))
    before = await bob.asks("GET", f"blobs/{file.id}/parts/0")

    await starts_over(bob, people)

    assert before.content == file.data
    assert (await bob.asks("GET", f"blobs/{file.id}/parts/0")).status_code == 404


async def test_opening_shows_whose_it_is(people: Cast) -> None:
    link = await people.olga.allows_again(people.bob)

    opened = await people.nobody.posts(f"{link.path}/open", {"claim": b64u(link.claim)})

    assert (opened["addr"], opened["uid"], opened["name"]) == (people.bob.addr, people.bob.chain.uid, "Bob")


async def test_other_ways_to_new_keys_are_refused(people: Cast) -> None:
    bob, link = people.bob, await people.olga.allows_again(people.bob)
    keys = KeyPair()
    refused = [
        (bob.chain.rotate(keys), {}, "right"),
        (bob.chain.reset(keys, why="new-owner"), {}, "right"),
        (bob.chain.reset(keys, why="new-owner", uid=(uid := new_id())), {"uid": uid}, "right"),
        (bob.chain.reset(keys, uid=(uid := new_id())), {"uid": uid}, "chain"),
        (bob.chain.reset(bob.chain.keys), {}, "chain"),
        (people.alice.chain.reset(keys), {}, "chain"),
    ]
    for entry, changes, reason in refused:
        answer = await bob.claims(link, entry, **changes)
        assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    stale = await bob.claims(link, bob.chain.reset(keys, seq=5))
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]) == (409, "entry-out-of-date", 0)

    assert (await bob.asks("GET", "session")).status_code == 200
    assert (await people.olga.gets("again"))["items"][0]["state"] == "open"


async def test_the_entry_in_force_once_more_starts_nothing_over(people: Cast) -> None:
    # Anybody can fetch those bytes: with them the vault would go and nobody would be told of new keys.
    bob, link = people.bob, await people.olga.allows_again(people.bob)
    vault = await bob.gets("vault")

    answer = await bob.claims(link, bob.chain.entries[-1])

    assert (answer.status_code, answer.json().get("reason")) == (422, "right")
    assert await bob.gets("vault") == vault
    assert (await people.olga.gets("again"))["items"][0]["state"] == "open"


async def test_it_lives_seven_days_and_once(people: Cast, clock: TurnableClock) -> None:
    bob, link = people.bob, await people.olga.allows_again(people.bob)
    clock.turn(7 * DAY)
    assert (await bob.claims(link, bob.chain.reset(KeyPair()))).status_code == 404
    assert (await people.olga.signs_in()).status_code == 200
    link = await people.olga.allows_again(bob)
    entry = bob.chain.reset(keys := KeyPair())
    assert (await bob.claims(link, entry)).status_code == 201
    bob.chain.took(entry, keys)

    assert (await bob.claims(link, bob.chain.reset(KeyPair()))).status_code == 404


async def test_suspended_and_invited_people_cannot_start_over(people: Cast) -> None:
    await people.olga.invites("frida@example.org")
    (frida,) = (await people.olga.posts("directory/search", {"q": "frida", "limit": 1}))["people"]
    for person_id, status, code in [
        (people.dana.id, 409, "not-active"),
        (frida["id"], 409, "not-joined"),
        (new_id(), 404, "person-not-found"),
    ]:
        body = {"id": new_id(), "person": person_id, "claim_hash": b64u(os.urandom(32))}
        answer = await people.olga.asks("POST", "again", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("way", ["ended", "suspended"])
async def test_a_permission_can_be_taken_back(people: Cast, way: str) -> None:
    bob, link = people.bob, await people.olga.allows_again(people.bob)
    if way == "ended":
        assert (await people.olga.asks("DELETE", link.path)).status_code == 204
    else:
        for state in ("suspended", "active"):
            body = {"role": None, "state": state}
            assert (await people.olga.asks("PATCH", f"people/{bob.id}", body)).status_code == 200

    assert (await bob.claims(link, bob.chain.reset(KeyPair()))).status_code == 404


async def test_a_revoked_person_comes_back_by_starting_over(people: Cast) -> None:
    bob = people.bob
    entry = bob.chain.revoke()
    assert (await bob.asks("POST", "entries", {"entry": b64u(entry)}, if_match=0)).status_code == 201
    bob.chain.took(entry)

    assert (await starts_over(bob, people)).status_code == 201
