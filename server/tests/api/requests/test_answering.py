"""Answering without an account: what it costs, what is counted, what is swept, who sees it."""

import asyncio

import pytest

from server.tests.asks import DAY, Ask, answer_body, asks, stranger
from server.tests.files import fetches, file_of
from server.tests.mailroom import Mailroom, problem
from server.tests.rows import actions
from server.tests.streams import follow
from waxpost_server.attachments.jobs import end_abandoned_uploads
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.requests.jobs import end_request_passes, expire_answers, forget_old_requests

HOUR = 3600


@pytest.fixture(autouse=True)
async def little_work(room: Mailroom) -> None:
    """Tests need not wait for what is meant to take a while."""
    await room.sets_policy("request_work_bits", "6")


async def test_an_answer_arrives_as_it_was_sealed(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice)
    who = stranger(room, ask)
    looked = (await who.does("open")).json()
    assert looked["from"] == {"addr": alice.addr, "name": "Alice"}
    assert looked["limits"] == {"files": 20, "file_mib": 25, "files_mib": 100}
    assert sorted(looked) == ["expires_at", "from", "label", "limits", "recipient"]
    held = await who.begins()
    file = await who.puts_up(held, 9_000_000)
    body = answer_body(blobs=[file.id])
    assert (await alice.get("/v1/answers"))["unread"] == 0

    first, again = await who.gives(held, body), await who.gives(held, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"mid": body["mid"], "arrived_at": room.at(0)}
    page = await alice.get("/v1/answers")
    wanted = {
        **body,
        "request": ask.id,
        "asker": alice.addr,
        "arrived_at": room.at(0),
        "expires_at": None,
        "read_at": None,
        "network": "127.0.0.0/24",
    }
    assert (page["items"], page["unread"]) == ([wanted], 1)
    assert await alice.get(f"/v1/answers/{body['mid']}") == wanted
    parts = f"/v1/answers/{body['mid']}/blobs/{file.id}/parts"
    got = [await alice.http.get(f"{parts}/{number}") for number in range(len(file.parts))]
    assert [answer.content for answer in got] == file.parts
    some = await alice.http.get(f"{parts}/0", headers={"Range": "bytes=3-9"})
    assert (some.status_code, some.content) == (206, file.parts[0][3:10])
    kept = await alice.get(f"/v1/requests/{ask.id}")
    assert (kept["state"], kept["answers_left"], kept["ended_at"]) == ("answered", 0, room.at(0))
    assert (await actions(room.db))[1:] == [
        *("request-made", "request-begun", "file-uploaded", "answer-arrived", "request-answered"),
    ]


async def test_rule_04_an_answer_is_for_its_asker_alone(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    ask = await asks(alice)
    who = stranger(room, ask)
    held = await who.begins()
    file = await who.puts_up(held)
    body = answer_body(blobs=[file.id])
    await who.gives(held, body)

    async def tries(mid: str) -> list[object]:
        mark = {"items": [{"mid": mid, "read": True}]}
        return [
            problem(await bob.http.get(f"/v1/answers/{mid}")),
            problem(await bob.http.post("/v1/answers/read", json=mark)),
            problem(await bob.http.delete(f"/v1/answers/{mid}")),
            problem(await bob.http.get(f"/v1/answers/{mid}/blobs/{file.id}/parts/0")),
        ]

    assert await tries(body["mid"]) == await tries(new_id())
    assert (await bob.get("/v1/answers"))["items"] == []
    assert (await bob.get("/v1/answers", request=ask.id))["items"] == []
    # The ways of messages, vaults and uploads do not lead to it.
    for person in (alice, bob):
        assert (await fetches(person, file)).json()["code"] == "blob-not-found"
    assert (await alice.http.get(f"/v1/answers/{body['mid']}/blobs/{new_id()}/parts/0")).status_code == 404
    assert (await alice.get("/v1/answers"))["unread"] == 1


async def test_fifty_answers_at_once_are_never_more_than_were_asked_for(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice, answers=48)
    who = [stranger(room, ask) for _ in range(50)]
    passes = []
    for number, one in enumerate(who):
        if number % 10 == 0:
            room.clock.turn(60)  # the rate of one address
        passes.append(await one.begins())
    room.clock.turn(60)
    await room.sets_policy("expiry_max_days", "0")
    first = await asyncio.gather(*(one.gives(held) for one, held in zip(who[:20], passes[:20], strict=True)))
    room.clock.turn(60)
    second = await asyncio.gather(*(one.gives(held) for one, held in zip(who[20:40], passes[20:40], strict=True)))
    room.clock.turn(60)
    third = await asyncio.gather(*(one.gives(held) for one, held in zip(who[40:], passes[40:], strict=True)))

    codes = sorted(answer.status_code for answer in (*first, *second, *third))

    assert codes == [201] * 48 + [404] * 2
    assert (await alice.get(f"/v1/requests/{ask.id}"))["state"] == "answered"
    assert len((await alice.get("/v1/answers", limit=100))["items"]) == 48


async def test_of_many_at_once_one_is_taken(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice)
    who = stranger(room, ask)
    passes = [await who.begins() for _ in range(3)]

    answers = await asyncio.gather(*(who.gives(held) for held in passes for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201] + [404] * 11
    assert len((await alice.get("/v1/answers"))["items"]) == 1


async def test_closed_expired_answered_and_never_made_are_one_answer(room: Mailroom) -> None:
    alice = await room.joins("alice")
    closed, expired, answered, made = [await asks(alice) for _ in range(4)]
    strangers = [stranger(room, ask) for ask in (closed, expired, answered)]
    passes = [await one.begins() for one in strangers]
    assert (await strangers[2].gives(await strangers[2].begins())).status_code == 201
    await alice.http.delete(f"/v1/requests/{closed.id}")
    await alice.http.patch(f"/v1/requests/{expired.id}", json={"expires_at": room.at(1)})
    room.clock.turn(1)
    strangers += [stranger(room, Ask()), stranger(room, Ask(id=made.id))]
    passes += [b64u(bytes(32))] * 2

    answers = []
    for one, held in zip(strangers, passes, strict=True):
        done = {"challenge": "AAAA", "counter": 0}
        answers += [await one.does("open"), await one.does("work"), await one.does("begin", **done)]
        answers += [await one.gives(held), await one.gives(None), await one.announces(held, file_of())]

    first = problem(answers[0])
    assert first[0] == 404
    assert first[1]["code"] == "request-gone"
    assert all(problem(answer) == first for answer in answers)
    assert (await stranger(room, made).does("open")).status_code == 200


async def test_requests_of_a_suspended_person_take_nothing(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice)
    who = stranger(room, ask)
    held = await who.begins()
    await room.changes(alice, state="suspended")

    assert (await who.does("open")).json()["code"] == "request-gone"
    assert (await who.announces(held, file_of())).json()["code"] == "request-gone"
    assert (await who.gives(held)).json()["code"] == "request-gone"


async def test_work_is_for_one_request_for_ten_minutes_and_counts_once(room: Mailroom) -> None:
    await room.sets_policy("request_work_bits", "12")
    alice = await room.joins("alice")
    ask, other = await asks(alice, answers=9), await asks(alice)
    who = stranger(room, ask)
    done = await who.works()
    wrong = [
        await who.does("begin", **{**done, "counter": done["counter"] + 1}),
        await who.does("begin", **{**done, "challenge": done["challenge"][:-2] + "AA"}),
        await who.does("begin", challenge="", counter=0),
        await stranger(room, other).does("begin", **done),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in wrong} == {(403, "work-not-done")}

    first, again = await who.does("begin", **done), await who.does("begin", **done)

    assert (first.status_code, again.status_code, again.json()["code"]) == (201, 403, "work-not-done")
    late = await who.works()
    room.clock.turn(600)
    assert (await who.does("begin", **late)).json()["code"] == "work-not-done"


async def test_passes_are_few_and_end(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice)
    who = stranger(room, ask)
    passes = [await who.begins() for _ in range(3)]

    busy = await who.does("begin", **await who.works())

    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (409, "request-busy", "10800")
    file = await who.puts_up(passes[0])
    room.clock.turn(3 * HOUR)
    assert (await who.gives(passes[0], answer_body(blobs=[file.id]))).json()["code"] == "request-gone"
    assert (await who.puts(passes[0], file)).json()["code"] == "request-gone"
    await room.runs(end_request_passes)
    held = await who.begins()
    # What the ended pass had put up is gone, and was never another pass's.
    answer = await who.gives(held, answer_body(blobs=[file.id]))
    assert (answer.status_code, answer.json()["code"]) == (422, "blobs-not-ready")
    assert (await who.gives(held)).status_code == 201


async def test_files_of_an_answer_are_bounded_before_they_come(room: Mailroom) -> None:
    await room.sets_policy("message_files_max", "2")
    await room.sets_policy("message_files_max_mib", "1")
    await room.sets_policy("file_max_mib", "1")
    alice = await room.joins("alice")
    who = stranger(room, await asks(alice, answers=5))
    held = await who.begins()
    codes = [
        (await who.announces(held, file_of(size))).json().get("code")
        for size in (2 * 1024 * 1024, 1024 * 1024, 100_000, 1, 1)
    ]
    assert codes == ["file-too-large", None, "message-files-too-large", None, "file-limit-exceeded"]
    # One's own uploads are nobody else's, not even another pass's of the same request.
    other = await who.begins()
    file = await who.puts_up(other, 10)
    answer = await who.gives(held, answer_body(blobs=[file.id]))
    assert answer.json()["code"] == "blobs-not-ready"
    assert (await who.gives(other, answer_body(blobs=[file.id]))).status_code == 201


async def test_an_id_is_taken_once_for_all_and_a_pass_gives_one_answer(room: Mailroom) -> None:
    alice = await room.joins("alice")
    who = stranger(room, await asks(alice, answers=5))
    held, other = await who.begins(), await who.begins()
    body = answer_body()
    assert (await who.gives(held, body)).status_code == 201

    second = await who.gives(held, answer_body())
    taken = await who.gives(other, {**answer_body(), "mid": body["mid"]})

    assert (second.status_code, second.json()["code"]) == (404, "request-gone")
    assert (taken.status_code, taken.json()["code"]) == (409, "id-taken")
    assert (await who.gives(other, answer_body())).status_code == 201  # what was refused used nothing
    assert len((await alice.get("/v1/answers"))["items"]) == 2


async def test_answers_are_marked_deleted_and_told(room: Mailroom) -> None:
    alice = await room.joins("alice")
    ask = await asks(alice, answers=2)
    who = stranger(room, ask)
    held = await who.begins()
    file = await who.puts_up(held)
    body = answer_body(blobs=[file.id])
    async with follow(alice.http, after=0) as stream:
        await stream.some(2)
        waiting = asyncio.create_task(stream.some(2))
        await who.gives(held, body)
        told = await asyncio.wait_for(waiting, 5)
    assert [(one.kind, one.data) for one in told] == [("answer", {"mid": body["mid"]}), ("request", {"id": ask.id})]
    mark = {"items": [{"mid": body["mid"], "read": True}]}

    for _ in range(2):
        assert (await alice.http.post("/v1/answers/read", json=mark)).status_code == 204

    page = await alice.get("/v1/answers")
    assert (page["unread"], page["items"][0]["read_at"]) == (0, room.at(0))
    assert (await alice.http.delete(f"/v1/answers/{body['mid']}")).status_code == 204
    assert (await alice.get("/v1/answers"))["items"] == []
    gone = await alice.http.get(f"/v1/answers/{body['mid']}/blobs/{file.id}/parts/0")
    assert gone.json()["code"] == "answer-not-found"
    assert (await alice.get(f"/v1/requests/{ask.id}"))["answers_left"] == 1
    assert (await actions(room.db))[-2:] == ["answer-read", "answer-deleted"]


async def test_answers_keep_their_request_and_expire_by_policy(room: Mailroom) -> None:
    await room.sets_policy("expiry_max_days", "40")
    alice = await room.joins("alice")
    ask = await asks(alice)
    who = stranger(room, ask)
    body = answer_body()
    await who.gives(await who.begins(), body)
    room.clock.turn(35 * DAY)
    await room.runs(forget_old_requests)
    await room.runs(end_abandoned_uploads)
    await alice.comes_back()
    assert (await alice.get(f"/v1/requests/{ask.id}"))["state"] == "answered"
    assert len((await alice.get("/v1/answers", request=ask.id))["items"]) == 1
    room.clock.turn(5 * DAY)
    await alice.comes_back()

    hidden = await alice.http.get(f"/v1/answers/{body['mid']}")

    assert hidden.json()["code"] == "answer-not-found"
    assert (await alice.get("/v1/answers"))["items"] == []
    await room.runs(expire_answers)
    await room.runs(forget_old_requests)
    assert (await alice.http.get(f"/v1/requests/{ask.id}")).status_code == 404
