"""Requests through a real server: who can answer, what is counted, and what comes out, whoever interferes."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.asking import LOGIN, Meddles, answers, asked, came
from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import (
    AskedField,
    Changed,
    Client,
    Field,
    IncompleteLink,
    Item,
    NotAsked,
    NotFound,
    Problem,
    Refused,
    RequestGone,
    ServerNotReached,
    WorkProgress,
    World,
)
from waxpost._requests import RequestBook
from waxpost.crypto.encoding import time_of

PART = 8 * 1024 * 1024
People = tuple[ServerProcess, Client, Client]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    folder = tmp_path_factory.mktemp("requests")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        server.command("policy", "set", "request_work_bits", "4")
        alice = organisation.joins("alice")
        yield server, alice, organisation.signs_in("alice")


def test_what_is_asked_and_what_is_answered_come_out_as_they_went_in(people: People, tmp_path: Path) -> None:
    _, alice, phone = people
    note = "Of the old server.\nThank you"
    fields = (*LOGIN, AskedField("custom", "PIN"), AskedField("url", "Address"))
    request = asked(alice, note=note, fields=fields)
    assert (request.state, request.answers, request.answers_left, len(request.words)) == ("open", 1, 1, 8)
    sources = [tmp_path / "big.bin", tmp_path / "empty"]
    sources[0].write_bytes(os.urandom(PART + 1))
    sources[1].write_bytes(b"")
    told: list[WorkProgress] = []

    with Client.open_request(request.url or "") as opened:
        seen = opened.asked
        given = opened.answer(
            ["root", "s3cret", "4711"], text="Call me on Monday", files=sources, work_watch=told.append
        )

    assert (seen.title, seen.note, seen.fields, seen.text, seen.files) == ("Grafana", note, fields, True, True)
    assert (seen.asker_name, seen.asker_addr, seen.from_addr) == ("Alice Martin", alice.addr, alice.addr)
    assert seen.words == request.words
    assert told[0] == WorkProgress(0, 16)
    # Another device of hers, which did not make it, opens the answer and shows the link again.
    (answer,) = phone.answers(request.id).answers
    assert (answer.mid, answer.result, answer.title, answer.is_read) == (given.mid, "outside", "Grafana", False)
    assert answer.body == "Call me on Monday"
    values = (Field("username", "root"), Field("password", "s3cret"), Field("custom", "4711", "PIN"))
    assert answer.items == (Item("Grafana", values),)
    assert [(file.name, file.size) for file in answer.attachments] == [("big.bin", PART + 1), ("empty", 0)]
    saved = [phone.save_answer(answer.mid, index, tmp_path) for index in range(2)]
    assert [path.read_bytes() for path in saved] == [path.read_bytes() for path in sources]
    again = phone.request(request.id)
    assert (again.url, again.state, again.answers_left) == (request.url, "answered", 0)
    assert alice.read_answer(answer.mid).is_read is False
    assert alice.peek_answer(answer.mid).is_read is True


def test_answers_are_marked_and_deleted_for_good(people: People) -> None:
    _, alice, _ = people
    request = asked(alice, answers=2)
    first, second = answers(request, "one"), answers(request, "two")
    assert came(alice, request) in (["two", "one"], ["one", "two"])

    alice.mark_answers([first.mid, second.mid], read=True)
    assert alice.answers(request.id, unread=True).answers == ()
    alice.mark_answers([second.mid], read=False)
    assert [one.mid for one in alice.answers(request.id, unread=True).answers] == [second.mid]
    alice.delete_answers([first.mid])

    assert [one.mid for one in alice.answers(request.id).answers] == [second.mid]
    with pytest.raises(NotFound):
        alice.peek_answer(first.mid)


def test_the_second_answer_to_a_request_for_one_is_refused(people: People) -> None:
    _, alice, _ = people
    request = asked(alice)
    with Client.open_request(request.url or "") as late:
        answers(request)

        with pytest.raises(RequestGone):
            late.answer(text="me too")

    assert came(alice, request) == ["It is done"]
    with pytest.raises(RequestGone):
        Client.open_request(request.url or "")


def test_a_closed_and_an_expired_request_take_no_answer(people: People) -> None:
    _, alice, _ = people
    request, other = asked(alice, answers=5), asked(alice)
    answers(request)
    with Client.open_request(request.url or "") as opened, Client.open_request(other.url or "") as waiting:
        # What is open stays open: the end is chosen when nothing else has to come before it.
        end = int(time.time()) + 2
        assert alice.change_request(other.id, expires_at=time_of(end)).expires_at == time_of(end)
        alice.close_request(request.id)
        while time.time() <= end:
            threading.Event().wait(0.1)
        for late in (opened, waiting):
            with pytest.raises(RequestGone):
                late.answer(text="too late")

    for one in (request, other):
        with pytest.raises(RequestGone):
            Client.open_request(one.url or "")
    assert (alice.request(request.id).state, alice.request(other.id).state) == ("closed", "expired")
    assert came(alice, request) == ["It is done"]
    with pytest.raises(Changed):
        alice.change_request(request.id, expires_at=time_of(end + 1000))


def test_a_file_that_is_cut_at_a_part_goes_on_where_it_stopped(people: People, tmp_path: Path) -> None:
    _, alice, _ = people
    request = asked(alice)
    source = tmp_path / "big.bin"
    source.write_bytes(os.urandom(2 * PART + 5))
    transport = Meddles("/parts/1", cut="answer")

    with Client.open_request(request.url or "", world=World(transport=transport)) as opened:
        given = opened.answer(files=[source])

    puts = [one for one in transport.asked if one.startswith("PUT")]
    assert sum(one.endswith("/parts/1") for one in puts) == 2
    assert sum(one.endswith("/parts/0") for one in puts) == sum(one.endswith("/parts/2") for one in puts) == 1
    assert alice.save_answer(given.mid, 0, tmp_path / "").read_bytes() == source.read_bytes()


def test_an_answer_whose_reply_was_lost_is_taken_once(people: People) -> None:
    _, alice, _ = people
    request = asked(alice, answers=3)
    transport = Meddles("/answer", cut="answer")

    given = answers(request, "once", transport)

    assert sum(one.endswith("/answer") for one in transport.asked) == 2
    assert [one.mid for one in alice.answers(request.id).answers] == [given.mid]
    assert alice.request(request.id).answers_left == 2


def test_a_network_that_dies_before_the_answer_leaves_the_request_open(people: People, tmp_path: Path) -> None:
    _, alice, _ = people
    request = asked(alice)
    source = tmp_path / "file"
    source.write_bytes(b"x" * 100)
    with (
        Client.open_request(request.url or "", world=World(transport=Meddles("/answer", cut="line"))) as opened,
        pytest.raises(ServerNotReached),
    ):
        opened.answer(files=[source])

    assert came(alice, request) == []
    assert answers(request).mid == alice.answers(request.id).answers[0].mid


def test_a_cut_or_altered_link_is_known_without_a_request(people: People) -> None:
    _, alice, _ = people
    url, other = asked(alice).url or "", asked(alice).url or ""
    path, _, code = url.partition("#")
    altered = code[:20] + ("A" if code[20] != "A" else "B") + code[21:]
    cut = [url[:-1], path, f"{path}#", f"{path}#{altered}", other.partition("#")[0] + "#" + code, f"{url}A"]
    cut += [url.replace("/r/", "/s/"), f"{path[:-1]}#{code}", f"{path}?x=1#{code}", "", "https://", code]
    transport = Meddles()

    for one in cut:
        with pytest.raises(IncompleteLink):
            Client.open_request(one, world=World(transport=transport))

    assert transport.asked == []


def test_nothing_is_sent_that_nobody_asked_for(people: People, tmp_path: Path) -> None:
    _, alice, _ = people
    request = asked(alice, text=False, files=False)
    source = tmp_path / "file"
    source.write_bytes(b"x")
    transport = Meddles()
    with Client.open_request(request.url or "", world=World(transport=transport)) as opened:
        before = len(transport.asked)
        for values, text, files in ((["a", "b", "c"], "", []), ([], "x", []), ([], "", [source]), (["", ""], "", [])):
            with pytest.raises(NotAsked):
                opened.answer(values, text=text, files=files)
        assert len(transport.asked) == before
        opened.answer(["", "only this"])

    (answer,) = alice.answers(request.id).answers
    assert answer.items == (Item("Grafana", (Field("password", "only this"),)),)


def test_a_request_that_may_not_be_made_leaves_no_keys(people: People) -> None:
    server, alice, _ = people
    kept = RequestBook(alice._account, alice._book).records().keys()
    server.command("policy", "set", "requests", "false")
    try:
        with pytest.raises(Problem) as refused:
            asked(alice)
    finally:
        server.command("policy", "set", "requests", "true")
    with pytest.raises(Refused):
        asked(alice, fields=(), text=False, files=False)

    assert refused.value.code == "requests-not-allowed"
    assert RequestBook(alice._account, alice._book).records().keys() == kept


def test_requests_are_nobody_elses(people: People, organisation: Organisation) -> None:
    bob = organisation.joins("bob")
    request = asked(organisation.joins("alice"), answers=2)
    given = answers(request)

    assert bob.requests() == ()
    assert bob.answers().answers == ()
    assert bob.answers(request.id).answers == ()
    for act in (
        lambda: bob.request(request.id),
        lambda: bob.close_request(request.id),
        lambda: bob.change_request(request.id, expires_at=request.expires_at),
        lambda: bob.peek_answer(given.mid),
        lambda: bob.mark_answers([given.mid], read=True),
        lambda: bob.delete_answers([given.mid]),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_asker_is_told_at_once(people: People) -> None:
    _, alice, phone = people
    request = asked(alice)
    events = phone.watch(phone.inbox(limit=1).number)

    given = answers(request)

    kinds = {(event.kind, event.data.get("mid", event.data.get("id"))) for event in (next(events), next(events))}
    assert kinds == {("answer", given.mid), ("request", request.id)}
