"""Invitations: made by administrators, claimed once, all or nothing."""

import asyncio
import os
from collections import Counter
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.tests.people import ORGANISATION, Asker, Cast, Link, Person, person
from server.tests.rows import actions
from server.tests.signing import KeyPair, compact, signed
from waxpost_server.kit.clock import HOUR, TurnableClock
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.kit.outbox import list_since


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    """Status and problem, without the id of the request."""
    body = answer.json()
    del body["request_id"]
    return answer.status_code, body


async def test_it_works(people: Cast, client: httpx.AsyncClient, app: Litestar) -> None:
    frida = person(client, "frida")
    link = await people.olga.invites(frida.addr, name="Frida K")
    (row,) = (await people.alice.posts("directory/search", {"q": "frida", "limit": 5}))["people"]
    assert (row["state"], row["name"], row["seq"]) == ("invited", "Frida K", None)

    answer = await frida.joins(link)

    assert answer.status_code == 201
    assert (await people.alice.gets(f"people/{frida.id}"))["state"] == "active"
    assert frida.id == row["id"]
    claimed = await people.olga.gets(link.path)
    assert (claimed["state"], claimed["inviter"]) == ("claimed", {"addr": "olga@example.org"})
    assert claimed["tag"] is not None
    assert (await actions(app.state.db))[-2:] == ["invitation-made", "invitation-claimed"]


async def test_opening_shows_what_the_link_is_for_and_uses_nothing(people: Cast, client: httpx.AsyncClient) -> None:
    frida, link = person(client, "frida"), await people.olga.invites("frida@example.org")

    opened = [await frida.posts(f"{link.path}/open", {"claim": b64u(link.claim)}) for _ in range(3)][-1]

    assert (opened["addr"], opened["role"], opened["organisation"]) == ("frida@example.org", "member", ORGANISATION)
    assert opened["inviter"] == {"addr": "olga@example.org"}
    assert (await frida.joins(link)).status_code == 201


async def test_the_pass_reads_the_log_and_keys_and_nothing_else(people: Cast, client: httpx.AsyncClient) -> None:
    link = await people.olga.invites("frida@example.org")
    opened = await Asker(client).posts(f"{link.path}/open", {"claim": b64u(link.claim)})
    frida = Asker(client, opened["pass"])

    assert (await frida.gets("log/info")) == opened["log"]
    assert (await frida.asks("GET", "log?from=0")).status_code == 200
    (olga,) = (await frida.posts("keys", {"people": [{"addr": "olga@example.org", "after": -1}]}))["people"]
    assert len(olga["entries"]) == 1
    for path in ("people", "session", "sessions", "vault", "groups", "messages", "invitations"):
        answer = await frida.asks("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed"), path


async def test_the_pass_ends_with_its_hour_and_with_its_link(
    people: Cast, client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    async def opens(link: Link) -> Asker:
        opened = await Asker(client).posts(f"{link.path}/open", {"claim": b64u(link.claim)})
        return Asker(client, opened["pass"])

    link = await people.olga.invites("frida@example.org")
    early, late = await opens(link), await opens(link)
    assert (await early.asks("GET", "log/info")).status_code == 200
    clock.turn(HOUR)
    assert (await early.asks("GET", "log/info")).status_code == 401
    late = await opens(link)
    await people.olga.asks("DELETE", link.path)

    assert (await late.asks("GET", "log/info")).status_code == 401


async def test_every_link_that_does_not_work_looks_alike(
    people: Cast, client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    used, ended, old = [await people.olga.invites(f"{name}@example.org") for name in ("frida", "gina", "hugo")]
    assert (await person(client, "frida").joins(used)).status_code == 201
    await people.olga.asks("DELETE", ended.path)
    again = await people.olga.allows_again(people.bob)
    links = [
        Link(new_id(), os.urandom(32)),
        Link("no-id-at-all", os.urandom(32)),
        Link(old.id, os.urandom(32)),
        used,
        ended,
        Link(again.id, again.claim),
    ]
    clock.turn(72 * HOUR)
    links.append(old)
    hugo = person(client, "hugo")

    found = [refusal(await hugo.asks("POST", f"{link.path}/open", {"claim": b64u(link.claim)})) for link in links]
    found += [refusal(await hugo.claims(link, hugo.chain.first())) for link in links]

    assert all(one == found[0] for one in found)
    assert (found[0][0], found[0][1]["code"]) == (404, "link-not-valid")


async def test_rule_09_of_fifty_claims_at_once_exactly_one_wins(people: Cast, client: httpx.AsyncClient) -> None:
    link = await people.olga.invites("frida@example.org")
    claimants = [person(client, "frida") for _ in range(50)]
    before = (await people.olga.gets("log/info"), await size_of_log(people.olga))

    answers = await asyncio.gather(*(one.joins(link) for one in claimants))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 404: 49}
    (winner,) = (one for one, answer in zip(claimants, answers, strict=True) if answer.status_code == 201)
    assert (await winner.gets("session"))["me"]["uid"] == winner.chain.uid
    assert await size_of_log(people.olga) == before[1] + 1
    entry = (await people.olga.gets(link.path))["entry"]
    (keys,) = (await people.olga.posts("keys", {"people": [{"addr": winner.addr, "after": -1}]}))["people"]
    assert keys["entries"] == [b64u(winner.chain.entries[0])]
    assert entry is not None


async def size_of_log(asker: Asker) -> int:
    """The size in the newest note."""
    content = (await asker.asks("GET", "log?from=0")).content
    return int(content.split(b"\x00\x00")[-1].split(b"\n")[1])


async def test_rule_16_a_refused_claim_uses_and_leaves_nothing(people: Cast, client: httpx.AsyncClient) -> None:
    frida, link = person(client, "frida"), await people.olga.invites("frida@example.org")
    size = await size_of_log(people.olga)
    good = frida.chain.first()
    wrong: list[tuple[bytes, dict[str, Any], int, str]] = [
        (signed(compact(frida.chain.payload("first", KeyPair())), ("new", KeyPair())), {}, 422, "entry-refused"),
        (frida.chain.first(addr="other@example.org"), {}, 422, "entry-refused"),
        (frida.chain.first(uid=new_id()), {}, 422, "entry-refused"),
        (good, {"addr": "other@example.org"}, 422, "entry-refused"),
        (good, {"uid": people.bob.chain.uid}, 409, "id-taken"),
        (good, {"kdf": {"salt": b64u(os.urandom(16)), "m": 65536, "t": 3, "p": 1}}, 422, "kdf-not-offered"),
        (good, {"kdf": {"salt": b64u(os.urandom(16)), "m": 1024, "t": 1, "p": 1}}, 400, "invalid-request"),
        (good, {"login_key": b64u(os.urandom(31))}, 400, "invalid-request"),
        (good, {"more": 1}, 400, "invalid-request"),
        (good, {"slot_password": b64u(os.urandom(4097))}, 400, "invalid-request"),
    ]
    for entry, changes, status, code in wrong:
        answer = await frida.claims(link, entry, **changes)
        assert (answer.status_code, answer.json()["code"]) == (status, code), changes

    assert (await people.olga.gets(link.path))["state"] == "open"
    assert await size_of_log(people.olga) == size
    assert (await frida.joins(link)).status_code == 201


async def test_an_address_that_has_joined_cannot_be_invited(people: Cast) -> None:
    for member in (people.bob, people.dana):
        body = {"id": new_id(), "addr": member.addr, "role": "member", "name": None, "claim_hash": b64u(os.urandom(32))}
        answer = await people.olga.asks("POST", "invitations", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "already-a-member")


async def test_a_new_invitation_ends_the_one_before(people: Cast, client: httpx.AsyncClient) -> None:
    frida = person(client, "frida")
    first = await people.olga.invites(frida.addr)
    second = await people.olga.invites(frida.addr, role="administrator")

    assert (await people.olga.gets(first.path))["state"] == "ended"
    assert (await frida.joins(first)).status_code == 404
    assert (await frida.joins(second)).json()["me"]["role"] == "administrator"


async def test_the_same_request_again_makes_nothing_new(people: Cast) -> None:
    body: dict[str, Any] = {
        "id": new_id(),
        "addr": "frida@example.org",
        "role": "member",
        "name": "Frida",
        "claim_hash": b64u(os.urandom(32)),
    }
    first = await people.olga.posts("invitations", body)

    assert await people.olga.posts("invitations", body) == first
    assert len((await people.olga.gets("invitations"))["items"]) == 5
    other = await people.olga.asks("POST", "invitations", body | {"name": "Frieda"})
    assert (other.status_code, other.json()["code"]) == (409, "id-taken")


async def test_ending_takes_the_invited_person_out_of_directory_and_groups(people: Cast) -> None:
    link = await people.olga.invites("frida@example.org")
    change = {"add": ["frida@example.org"], "remove": []}
    group = await people.olga.posts(f"groups/{people.harbour}/members", change, if_match=1)
    assert "invited" in [member["state"] for member in group["members"]]

    assert (await people.olga.asks("DELETE", link.path)).status_code == 204
    assert (await people.olga.asks("DELETE", link.path)).status_code == 204

    assert "frida@example.org" not in [row["addr"] for row in (await people.alice.gets("people"))["items"]]
    members = (await people.alice.gets(f"groups/{people.harbour}"))["members"]
    assert [member["addr"] for member in members] == ["alice@example.org", "bob@example.org"]


async def test_ending_one_changes_the_number_of_every_group_that_the_person_leaves(people: Cast) -> None:
    # Clients refuse two lists of one version of a group, as they must: the sender would be stuck.
    link = await people.olga.invites("frida@example.org")
    members = [people.alice.addr, "frida@example.org"]
    gid = (await people.olga.posts("groups", {"gid": new_id(), "name": "Pier", "members": members}))["gid"]
    other = (await people.olga.posts("groups", {"gid": new_id(), "name": "Quay", "members": members[:1]}))["gid"]

    assert (await people.olga.asks("DELETE", link.path)).status_code == 204

    group = await people.alice.gets(f"groups/{gid}")
    assert [member["addr"] for member in group["members"]] == [people.alice.addr]
    assert group["rev"] == 2
    assert (await people.alice.gets(f"groups/{other}"))["rev"] == 1


async def test_a_claimed_invitation_cannot_be_ended(people: Cast, client: httpx.AsyncClient) -> None:
    frida, link = person(client, "frida"), await people.olga.invites("frida@example.org")
    await frida.joins(link)

    assert (await people.olga.asks("DELETE", link.path)).status_code == 404
    assert (await frida.asks("GET", "session")).status_code == 200


async def test_an_expired_invitation_says_so_and_a_new_one_works(
    people: Cast, client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    frida, link = person(client, "frida"), await people.olga.invites("frida@example.org")
    clock.turn(72 * HOUR - 1)
    assert (await people.olga.gets(link.path))["state"] == "open"
    clock.turn(1)

    assert (await people.olga.gets(link.path))["state"] == "expired"
    assert (await frida.joins(link)).status_code == 404
    assert (await frida.joins(await people.olga.invites(frida.addr))).status_code == 201


@pytest.mark.parametrize("change", [{"state": "suspended"}, {"role": "member"}])
async def test_a_link_dies_with_its_makers_rights(
    people: Cast, client: httpx.AsyncClient, change: dict[str, str | None]
) -> None:
    bob = people.bob
    change = {"role": None, "state": None} | change
    assert (await people.olga.asks("PATCH", f"people/{bob.id}", {"role": "administrator", "state": None})).is_success
    invitation, again = await bob.invites("frida@example.org"), await bob.allows_again(people.alice)

    assert (await people.olga.asks("PATCH", f"people/{bob.id}", change)).is_success

    assert (await person(client, "frida").joins(invitation)).status_code == 404
    assert (await people.alice.claims(again, people.alice.chain.reset(KeyPair()))).status_code == 404
    assert (await people.olga.gets(invitation.path))["state"] == "ended"


async def test_pages_stay_right_while_invitations_come(people: Cast) -> None:
    for number in range(5):
        await people.olga.invites(f"person{number}@example.org")
    first = await people.olga.gets("invitations?limit=3")
    await people.olga.invites("late@example.org")
    second = await people.olga.gets(f"invitations?limit=100&cursor={first['cursor']}")

    addrs = [row["addr"] for page in (first, second) for row in page["items"]]
    assert addrs[:5] == [f"person{number}@example.org" for number in (4, 3, 2, 1, 0)]
    assert len(set(addrs)) == len(addrs) == 9
    assert second["cursor"] is None


async def test_the_inviter_is_told(people: Cast, client: httpx.AsyncClient, app: Litestar) -> None:
    link = await people.olga.invites("frida@example.org")
    assert ("invitation", link.id) not in await events(app, people.olga)

    await person(client, "frida").joins(link)

    assert ("invitation", link.id) in await events(app, people.olga)


async def events(app: Litestar, who: Person) -> list[tuple[str, str]]:
    """What stands in somebody's stream."""
    rows = await app.state.db.read(lambda tx: list_since(tx, who.chain.uid, 0))
    return [(row.kind, row.ref) for row in rows]
