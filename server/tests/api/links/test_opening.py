"""Opening links without an account: what counts as a view, and what never does."""

import pytest

from server.tests.files import fetches, file_of, puts_up
from server.tests.mailroom import Mailroom, problem
from server.tests.rows import actions
from server.tests.shares import Share, kept, makes, outsider
from waxpost_server.attachments.jobs import end_abandoned_uploads
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.links.jobs import expire_links, release_link_files

MINUTE = 60
HOUR = 3600
DAY = 86400


async def test_rule_08_only_the_proof_uses_a_view(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    body = share.body(room)
    reader = outsider(room, share)

    looked = (await reader.looks()).json()
    claimed = (await reader.claims()).json()

    assert looked == {
        "from": {"addr": alice.addr, "name": "Alice"},
        "expires_at": body["expires_at"],
        "views_left": 3,
        "tries_left": 5,
        "lang": "en",
        "only_for": None,
    }
    assert (claimed["views_left"], claimed["lease_ends_at"]) == (3, room.at(10 * MINUTE))
    assert sorted(claimed) == ["blobs", "content", "expires_at", "lease", "lease_ends_at", "link", "views_left"]
    assert (await kept(alice, share))["views_left"] == 3
    confirmed = (await reader.confirms(claimed["lease"])).json()
    assert confirmed == {"views_left": 2, "lease_ends_at": room.at(HOUR)}
    found = await kept(alice, share)
    assert (found["views_left"], found["opened"], found["opened_at"]) == (2, 1, room.at(0))
    assert found["visits"] == [{"at": room.at(0), "network": "127.0.0.0/24"}]
    assert await actions(room.db) == ["link-made", "link-claimed", "link-opened"]


async def test_what_was_sealed_comes_back_as_it_was(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = Share()
    body = share.body(room)
    assert (await alice.http.post("/v1/links", json=body)).status_code == 201

    claimed = (await outsider(room, share).claims()).json()

    assert {name: claimed[name] for name in ("link", "content", "blobs")} == {
        name: body[name] for name in ("link", "content", "blobs")
    }


async def test_a_proof_counts_once_however_often_it_is_sent(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    lease = await reader.opens()

    again = [await reader.confirms(lease) for _ in range(3)]

    assert {answer.status_code for answer in again} == {200}
    assert (await kept(alice, share))["views_left"] == 2


async def test_gone_revoked_used_and_never_made_are_one_answer(room: Mailroom) -> None:
    alice = await room.joins("alice")
    used, revoked, expired, made = [await makes(alice, views=1) for _ in range(4)]
    await outsider(room, used).opens()
    await alice.http.delete(f"/v1/links/{revoked.id}")
    await alice.http.patch(f"/v1/links/{expired.id}", json={"expires_at": room.at(1), "notify": None})
    room.clock.turn(1)
    wrong = Share(id=made.id, claim=made.claim, ack=made.ack)

    answers = []
    for share in (used, revoked, expired, wrong, Share()):
        reader = outsider(room, share)
        answers += [await reader.looks(), await reader.claims(), await reader.confirms(b64u(bytes(32)))]
        answers += [await reader.deletes(b64u(bytes(32))), await reader.fetches(b64u(bytes(32)), file_of())]

    first = problem(answers[0])
    assert first[0] == 404
    assert all(problem(answer) == first for answer in answers)
    assert "retry-after" not in answers[0].headers
    # A wrong access costs the link nothing.
    assert (await outsider(room, made).looks()).json()["tries_left"] == 5


async def test_five_wrong_passphrases_lock_and_none_uses_a_view(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)

    tries = [await reader.claims(bytes(32)) for _ in range(7)]

    codes = [answer.json()["code"] for answer in tries]
    assert codes == ["link-claim-wrong"] * 4 + ["link-locked"] * 3
    assert [answer.json().get("tries_left") for answer in tries[:4]] == [4, 3, 2, 1]
    assert {answer.status_code for answer in tries} == {403}
    # The right one comes too late, and who lacks the link learns nothing.
    assert (await reader.claims()).json()["code"] == "link-locked"
    assert (await reader.looks()).json()["code"] == "link-locked"
    assert (await outsider(room, Share(id=share.id)).looks()).json()["code"] == "link-gone"
    found = await kept(alice, share)
    assert (found["state"], found["views_left"], found["opened"]) == ("locked", 3, 0)
    assert await actions(room.db) == ["link-made", *["link-claim-failed"] * 5, "link-locked"]


async def test_a_view_gives_the_tries_back(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    for _ in range(4):
        await reader.claims(bytes(32))
    lease = await reader.leases()
    assert (await reader.looks()).json()["tries_left"] == 1

    await reader.confirms(lease)

    assert (await reader.looks()).json()["tries_left"] == 5


async def test_a_wrong_proof_uses_nothing_and_spoils_nothing(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    lease = await reader.leases()

    wrong = await reader.confirms(lease, ack=bytes(32))

    assert wrong.json()["code"] == "link-gone"
    assert (await kept(alice, share))["views_left"] == 3
    assert (await reader.confirms(lease)).status_code == 200


async def test_a_lease_belongs_to_its_link(room: Mailroom) -> None:
    alice = await room.joins("alice")
    one, other = await makes(alice), await makes(alice)
    lease = await outsider(room, one).leases()

    answer = await outsider(room, other).confirms(lease)

    assert answer.json()["code"] == "link-gone"
    assert (await kept(alice, one))["views_left"] == (await kept(alice, other))["views_left"] == 3


async def test_a_reader_who_is_lost_after_the_claim_uses_nothing(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=1)
    reader = outsider(room, share)
    for _ in range(4):
        await reader.leases()
        room.clock.turn(10 * MINUTE)

    found = await kept(alice, share)
    assert (found["state"], found["views_left"], found["opened"]) == ("open", 1, 0)
    assert (await reader.confirms(await reader.leases())).status_code == 200
    assert (await kept(alice, share))["state"] == "used"


async def test_five_leases_that_nobody_confirmed_use_one_view(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=2)
    reader = outsider(room, share)

    async def is_lost(times: int) -> None:
        for _ in range(times):
            await reader.leases()
            room.clock.turn(10 * MINUTE)

    await is_lost(5)
    assert (await kept(alice, share))["views_left"] == 2  # counted when the next one comes
    await is_lost(1)
    assert (await kept(alice, share))["views_left"] == 1
    await is_lost(4)

    assert (await reader.claims()).json()["code"] == "link-gone"
    found = await kept(alice, share)
    assert (found["state"], found["views_left"], found["opened"]) == ("used", 0, 0)


async def test_a_lease_ends_after_ten_minutes(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    lease = await reader.leases()
    room.clock.turn(10 * MINUTE)

    assert (await reader.confirms(lease)).json()["code"] == "link-gone"
    assert (await kept(alice, share))["views_left"] == 3


async def test_only_so_many_may_open_at_once_as_views_are_left_and_two(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=1)
    reader = outsider(room, share)
    leases = [await reader.leases() for _ in range(3)]

    busy = await reader.claims()

    assert (busy.status_code, busy.json()["code"]) == (409, "link-busy")
    assert busy.headers["retry-after"] == str(10 * MINUTE)
    assert [(await reader.confirms(lease)).status_code for lease in leases] == [200, 404, 404]
    found = await kept(alice, share)
    assert (found["state"], found["opened"]) == ("used", 1)


async def test_revoked_between_claim_and_proof_is_gone(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    lease = await reader.leases()
    await alice.http.delete(f"/v1/links/{share.id}")

    answer = await reader.confirms(lease)

    assert answer.json()["code"] == "link-gone"
    assert (await kept(alice, share))["opened"] == 0


async def test_links_of_a_suspended_person_are_not_given_out(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    await room.changes(alice, state="suspended")

    assert problem(await reader.looks()) == problem(await outsider(room, Share()).looks())
    assert (await reader.claims()).json()["code"] == "link-gone"
    await room.changes(alice)
    assert (await reader.claims()).status_code == 200


async def test_unlimited_views_are_counted_and_never_used_up(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice, views=None)
    reader = outsider(room, share)

    for _ in range(7):
        await reader.opens()

    found = await kept(alice, share)
    assert (found["state"], found["views"], found["views_left"], found["opened"]) == ("open", None, None, 7)
    assert len(found["visits"]) == 7


async def test_who_has_read_it_can_delete_it(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    waiting = await reader.leases()
    assert (await reader.deletes(waiting)).json()["code"] == "link-gone"  # not confirmed
    lease = await reader.opens()

    assert (await reader.deletes(lease)).status_code == 204

    assert (await reader.looks()).json()["code"] == "link-gone"
    assert (await reader.deletes(lease)).json()["code"] == "link-gone"
    assert (await kept(alice, share))["state"] == "deleted"


async def test_files_are_given_to_a_confirmed_lease_alone(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file, other = await puts_up(alice, 9_000_000), await puts_up(alice)
    share = await makes(alice, blobs=[file.id])
    second = await makes(alice, blobs=[other.id])
    reader = outsider(room, share)
    lease = await reader.leases()

    gone = problem(await reader.fetches(lease, file))

    assert gone[1]["code"] == "link-gone"
    assert problem(await reader.fetches(None, file)) == gone
    await reader.confirms(lease)
    got = [(await reader.fetches(lease, file, number)) for number in range(len(file.parts))]
    assert [answer.content for answer in got] == file.parts
    assert got[0].headers["cache-control"] == "private, no-store"
    assert got[0].headers["content-disposition"] == "attachment"
    some = await reader.fetches(lease, file, Range="bytes=10-19")
    assert (some.status_code, some.content) == (206, file.parts[0][10:20])
    for strange in (other, file_of()):
        assert problem(await reader.fetches(lease, strange)) == gone
    assert problem(await reader.fetches(lease, file, 7)) == gone
    assert problem(await outsider(room, second).fetches(lease, other)) == gone
    # The way of messages and vaults does not lead to it.
    for who in (alice, bob):
        assert (await fetches(who, file)).json()["code"] == "blob-not-found"
    room.clock.turn(2 * DAY)
    await room.runs(end_abandoned_uploads)
    assert (await reader.confirms(await reader.leases())).status_code == 200


async def test_files_end_with_the_lease_the_link_and_the_last_reader(room: Mailroom) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    share = await makes(alice, blobs=[file.id], views=1)
    reader = outsider(room, share)
    lease = await reader.opens()
    await room.runs(release_link_files)
    assert (await kept(alice, share))["state"] == "used"
    assert (await reader.fetches(lease, file)).status_code == 200
    room.clock.turn(HOUR - 1)
    assert (await reader.confirms(lease)).status_code == 200  # prolongs
    room.clock.turn(HOUR - 1)
    await room.runs(release_link_files)
    assert (await reader.fetches(lease, file)).status_code == 200
    room.clock.turn(1)
    assert (await reader.fetches(lease, file)).status_code == 404

    await room.runs(release_link_files)

    again = await alice.http.post("/v1/links", json=Share().body(room, blobs=[file.id]))
    assert again.json()["code"] == "blobs-not-ready"


@pytest.mark.parametrize("way", ["revoked", "expired", "deleted", "shortened"])
async def test_a_reader_in_the_middle_of_a_file_stops_when_the_link_ends(room: Mailroom, way: str) -> None:
    alice = await room.joins("alice")
    file = await puts_up(alice)
    share = await makes(alice, blobs=[file.id], expires_at=room.at(2 * HOUR))
    reader = outsider(room, share)
    lease, other = await reader.opens(), await reader.opens()
    assert (await reader.fetches(lease, file)).status_code == 200

    if way == "revoked":
        await alice.http.delete(f"/v1/links/{share.id}")
    elif way == "deleted":
        await reader.deletes(other)
    elif way == "shortened":
        await alice.http.patch(f"/v1/links/{share.id}", json={"expires_at": room.at(1), "notify": None})
        room.clock.turn(1)
    else:
        for _ in range(3):
            room.clock.turn(40 * MINUTE)
            await reader.confirms(lease)

    assert (await reader.fetches(lease, file)).json()["code"] == "link-gone"
    assert (await reader.confirms(lease)).json()["code"] == "link-gone"
    await room.runs(expire_links)
    assert (await reader.fetches(lease, file)).json()["code"] == "link-gone"


async def test_a_lease_is_prolonged_for_a_day_at_most(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    lease = await reader.opens()
    ends: list[str] = []
    while (answer := await reader.confirms(lease)).status_code == 200:
        ends.append(answer.json()["lease_ends_at"])
        room.clock.turn(HOUR - 1)

    assert len(ends) == 25
    assert (await kept(alice, share))["opened"] == 1


@pytest.mark.parametrize("verb", ["access", "claim", "confirm", "delete"])
async def test_wrong_shapes_are_refused_before_anything_is_looked_up(room: Mailroom, verb: str) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    reader = outsider(room, share)
    good = {"access": ["access"], "claim": ["access", "claim"], "confirm": ["lease", "ack"], "delete": ["lease"]}[verb]
    whole = dict.fromkeys(good, b64u(bytes(32)))
    for body in ({}, {**whole, "more": 1}, *({**whole, name: wrong} for name in good for wrong in ("AAAA", 7, None))):
        answers = [
            await reader.http.post(f"/v1/links/{link_id}/{verb}", json=body) for link_id in (share.id, new_id(), "x")
        ]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(400, "invalid-request")}
    assert (await reader.looks()).json()["tries_left"] == 5
