"""Requests whose answers several people may read: who is named, who sees what, and who has a copy until when."""

import asyncio
from typing import Any

import httpx
import pytest

from server.tests.asks import DAY, Ask, Body, answer_body, asks, stranger
from server.tests.files import File
from server.tests.mailroom import Mailroom, Person, problem, sealed
from server.tests.rows import actions
from server.tests.streams import follow
from waxpost_server.attachments.jobs import end_abandoned_uploads
from waxpost_server.kit.ids import new_id
from waxpost_server.requests.jobs import expire_answers, forget_old_requests


@pytest.fixture(autouse=True)
async def little_work(room: Mailroom) -> None:
    """Tests need not wait for what is meant to take a while."""
    await room.sets_policy("request_work_bits", "4")


async def answered(room: Mailroom, ask: Ask) -> tuple[Body, File]:
    """An answer with a file, by a stranger."""
    who = stranger(room, ask)
    held = await who.begins()
    file = await who.puts_up(held)
    body = answer_body(blobs=[file.id])
    assert (await who.gives(held, body)).status_code == 201
    return body, file


async def mids(who: Person) -> list[str]:
    return [item["mid"] for item in (await who.get("/v1/answers"))["items"]]


async def test_every_reader_has_the_answer_and_a_mark_of_their_own(room: Mailroom) -> None:
    alice, bob, carol, dave = [await room.joins(name) for name in ("alice", "bob", "carol", "dave")]
    ask = await asks(alice, readers=[carol.addr, bob.addr])
    assert await mids(bob) == []
    made = await alice.get(f"/v1/requests/{ask.id}")
    assert (made["asker"], made["readers"]) == (alice.addr, [carol.addr, bob.addr])
    assert (await alice.get("/v1/requests"))["items"] == [made]

    body, file = await answered(room, ask)

    for who in (alice, bob, carol):
        page = await who.get("/v1/answers", request=ask.id)
        assert [(one["mid"], one["asker"], one["wrap"], one["read_at"]) for one in page["items"]] == [
            (body["mid"], alice.addr, body["wrap"], None)
        ]
        assert page["unread"] == 1
        got = await who.http.get(f"/v1/answers/{body['mid']}/blobs/{file.id}/parts/0")
        assert got.content == file.parts[0]
    assert await mids(dave) == []
    # A reader may look at what is asked; it is in nobody's list but the asker's.
    assert (await bob.get(f"/v1/requests/{ask.id}"))["label"] == made["label"]
    assert (await bob.get("/v1/requests"))["items"] == []
    mark = {"items": [{"mid": body["mid"], "read": True}]}
    assert (await bob.http.post("/v1/answers/read", json=mark)).status_code == 204
    assert [(await who.get("/v1/answers"))["unread"] for who in (alice, bob, carol)] == [1, 0, 1]


async def test_rule_04_whoever_is_neither_asker_nor_reader_finds_nothing(room: Mailroom) -> None:
    alice, bob, dave = [await room.joins(name) for name in ("alice", "bob", "dave")]
    ask = await asks(alice, readers=[bob.addr])
    body, file = await answered(room, ask)

    async def tries(request_id: str, mid: str) -> list[object]:
        mark = {"items": [{"mid": mid, "read": True}]}
        return [
            problem(await dave.http.get(f"/v1/requests/{request_id}")),
            problem(await dave.http.get(f"/v1/answers/{mid}")),
            problem(await dave.http.post("/v1/answers/read", json=mark)),
            problem(await dave.http.delete(f"/v1/answers/{mid}")),
            problem(await dave.http.get(f"/v1/answers/{mid}/blobs/{file.id}/parts/0")),
        ]

    assert await tries(ask.id, body["mid"]) == await tries(new_id(), new_id())
    assert (await dave.get("/v1/answers", request=ask.id))["items"] == []


async def test_rule_04_changing_and_closing_are_the_askers_and_look_missing_to_a_reader(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ask = await asks(alice, readers=[bob.addr])
    change = {"expires_at": room.at(DAY)}

    async def tries(request_id: str) -> list[object]:
        path = f"/v1/requests/{request_id}"
        return [problem(await bob.http.patch(path, json=change)), problem(await bob.http.delete(path))]

    hidden = await tries(ask.id)
    assert hidden == await tries(new_id())
    assert {one[1]["code"] for one in hidden} == {"request-not-found"}  # type: ignore[index]  # as `problem` gives it
    assert (await alice.get(f"/v1/requests/{ask.id}"))["state"] == "open"
    # Nor can a reader make it once more, with others.
    again = await bob.http.post("/v1/requests", json=ask.body(room, readers=[]))
    assert (again.status_code, again.json()["code"]) == (409, "id-taken")


async def test_a_deleted_copy_is_still_there_for_the_others_and_the_last_takes_the_files(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]
    ask = await asks(alice, readers=[bob.addr, carol.addr])
    body, file = await answered(room, ask)
    part = f"/v1/answers/{body['mid']}/blobs/{file.id}/parts/0"

    assert (await alice.http.delete(f"/v1/answers/{body['mid']}")).status_code == 204

    assert [await mids(who) for who in (alice, bob, carol)] == [[], [body["mid"]], [body["mid"]]]
    assert (await alice.http.get(part)).json()["code"] == "answer-not-found"
    assert (await bob.http.get(part)).content == file.parts[0]
    deleted = await asyncio.gather(*(who.http.delete(f"/v1/answers/{body['mid']}") for who in (bob, carol)))
    assert [answer.status_code for answer in deleted] == [204, 204]
    # Nothing of it is left: what would name it can be forgotten, and its id may come again.
    assert (await carol.http.get(part)).json()["code"] == "answer-not-found"
    room.clock.turn(31 * DAY)
    await room.runs(end_abandoned_uploads)
    await room.runs(forget_old_requests)
    for who in (alice, bob):
        await who.comes_back()
        assert (await who.http.get(f"/v1/requests/{ask.id}")).json()["code"] == "request-not-found"


async def test_fifty_deletions_and_answers_at_once_leave_what_was_not_deleted(room: Mailroom) -> None:
    alice = await room.joins("alice")
    readers = [await room.joins(f"reader{number}") for number in range(10)]
    ask = await asks(alice, answers=5, readers=[who.addr for who in readers])
    who = stranger(room, ask)
    passes = [await who.begins() for _ in range(5)]
    given = [answer_body() for _ in passes]

    taken = await asyncio.gather(*(who.gives(held, body) for held, body in zip(passes, given, strict=True)))

    assert [answer.status_code for answer in taken] == [201] * 5
    for one in (alice, *readers):
        assert sorted(await mids(one)) == sorted(body["mid"] for body in given)
    # One of them twice at once: each copy is deleted once.
    deletions = [one.http.delete(f"/v1/answers/{body['mid']}") for body in given for one in (*readers, readers[0])]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*deletions))
    assert codes == [204] * 50 + [404] * 5
    assert [await mids(one) for one in readers] == [[]] * 10
    assert len(await mids(alice)) == 5


async def test_an_answer_that_expires_is_gone_for_everybody(room: Mailroom) -> None:
    await room.sets_policy("expiry_max_days", "5")
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ask = await asks(alice, readers=[bob.addr])
    body, _ = await answered(room, ask)
    assert await mids(bob) == [body["mid"]]

    room.clock.turn(5 * DAY)

    assert await mids(bob) == []
    assert (await bob.get("/v1/answers"))["unread"] == 0
    await room.runs(expire_answers)
    assert (await bob.http.get(f"/v1/answers/{body['mid']}")).json()["code"] == "answer-not-found"
    assert (await actions(room.db))[-1] == "answer-expired"


async def test_asker_and_readers_are_told_of_an_answer_and_each_of_their_own_marks(room: Mailroom) -> None:
    alice, bob, carol = [await room.joins(name) for name in ("alice", "bob", "carol")]
    ask = await asks(alice, readers=[bob.addr, carol.addr])
    async with follow(bob.http, after=0) as bobs, follow(carol.http, after=0) as carols:
        for stream in (bobs, carols):
            await stream.some(1)
        body, _ = await answered(room, ask)
        mark = {"items": [{"mid": body["mid"], "read": True}]}
        assert (await bob.http.post("/v1/answers/read", json=mark)).status_code == 204
        assert (await carol.http.delete(f"/v1/answers/{body['mid']}")).status_code == 204

        told = [[(one.kind, one.data) for one in await asyncio.wait_for(s.some(2), 5)] for s in (bobs, carols)]

    # Of the request itself only the asker hears.
    assert told == [[("answer", {"mid": body["mid"]})] * 2] * 2


async def test_nobody_who_cannot_receive_is_a_reader(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    dana = await room.joins("dana", state="suspended")

    async def posts(**changes: Any) -> httpx.Response:
        return await alice.http.post("/v1/requests", json=Ask().body(room, **changes))

    answers = [problem(await posts(readers=[bob.addr, addr])) for addr in (dana.addr, "nobody@example.org")]
    assert answers[0][1].pop("addrs") == [dana.addr]
    assert answers[1][1].pop("addrs") == ["nobody@example.org"]
    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][1]["code"]) == (422, "cannot-receive")
    for readers in ([alice.addr], [bob.addr, bob.addr], ["Bob@example.org"], ["bob"], "bob@example.org", [None]):
        wrong = await posts(readers=readers)
        assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid-request"), readers
    await room.sets_policy("max_recipients", "1")
    many = await posts(readers=[bob.addr, dana.addr])
    assert (many.status_code, many.json()["code"], many.json()["limit"]) == (403, "recipient-limit-exceeded", 1)
    assert (await alice.get("/v1/requests"))["items"] == []
    assert "request-made" not in await actions(room.db)


async def test_a_repeated_request_names_its_readers_once(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    body = Ask().body(room, readers=[bob.addr])

    answers = await asyncio.gather(*(alice.http.post("/v1/requests", json=body) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert {tuple(answer.json()["readers"]) for answer in answers} == {(bob.addr,)}
    other = await alice.http.post("/v1/requests", json={**body, "readers": []})
    assert (other.status_code, other.json()["code"]) == (409, "id-taken")


async def test_a_reader_who_is_suspended_finds_what_came_meanwhile(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ask = await asks(alice, readers=[bob.addr], recipient=sealed(1216))
    await room.changes(bob, state="suspended")
    body, _ = await answered(room, ask)

    await room.changes(bob, state="active")
    await bob.comes_back()

    assert await mids(bob) == [body["mid"]]
