"""What keeps a flood of answers away: counting, work, limits of size and number."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.system.asking import Meddles, answers, asked, came
from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import (
    Client,
    Problem,
    Request,
    RequestBusy,
    RequestGone,
    ServerNotReached,
    WorkNotDone,
    WorkProgress,
    World,
)

People = tuple[ServerProcess, Client, Client]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    folder = tmp_path_factory.mktemp("requests")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        server.command("policy", "set", "request_work_bits", "4")
        alice = organisation.joins("alice")
        yield server, alice, organisation.signs_in("alice")


def test_work_that_is_too_little_used_or_of_another_request_buys_nothing(people: People) -> None:
    server, alice, _ = people
    server.command("policy", "set", "request_work_bits", "12")
    try:
        one, other = asked(alice, answers=9), asked(alice, answers=9)
        with httpx.Client(base_url=f"{server.url}/v1/") as http:

            def begun(request: Request, challenge: str, counter: int) -> str:
                body = {"claim": claims[request.id], "challenge": challenge, "counter": counter}
                answer = http.post(f"requests/{request.id}/begin", json=body)
                return "taken" if answer.status_code == 201 else answer.json()["code"]

            def work(request: Request) -> tuple[str, int]:
                answer = http.post(f"requests/{request.id}/work", json={"claim": claims[request.id]}).json()
                assert answer["bits"] == 12
                return answer["challenge"], solved(answer["challenge"], answer["bits"])

            claims = {request.id: claim_of(alice, request) for request in (one, other)}
            challenge, counter = work(one)
            weak = next(n for n in range(10_000) if not fits(challenge, n, 12))
            assert begun(one, challenge, weak) == "work-not-done"
            assert begun(other, challenge, counter) == "work-not-done"
            assert begun(one, challenge, counter) == "taken"
            assert begun(one, challenge, counter) == "work-not-done"
    finally:
        server.command("policy", "set", "request_work_bits", "4")


def test_whoever_stops_the_work_sends_nothing(people: People) -> None:
    _, alice, _ = people
    request = asked(alice)
    transport = Meddles()

    class Enough(Exception):
        pass

    def stop(_: WorkProgress) -> None:
        raise Enough

    with (
        Client.open_request(request.url or "", world=World(transport=transport)) as opened,
        pytest.raises(Enough),
    ):
        opened.answer(text="x", work_watch=stop)

    assert not any(one.endswith(("/begin", "/answer")) for one in transport.asked)
    assert came(alice, request) == []


def test_a_server_that_takes_no_work_ends_after_three_times(people: People) -> None:
    _, alice, _ = people
    request = asked(alice)

    def spoilt(given: httpx.Request) -> httpx.Request:
        body = given.content.replace(b'"challenge":"', b'"challenge":"A')
        headers = {name: value for name, value in given.headers.items() if name != "content-length"}
        return httpx.Request(given.method, given.url, headers=headers, content=body)

    transport = Meddles("/begin", spoilt)
    with pytest.raises(WorkNotDone):
        answers(request, transport=transport)

    assert sum(one.endswith("/work") for one in transport.asked) == 3


def test_files_beyond_the_limits_are_refused_before_they_travel(people: People, tmp_path: Path) -> None:
    server, alice, _ = people
    server.command("policy", "set", "message_files_max", "1")
    server.command("policy", "set", "file_max_mib", "1")
    big, small = tmp_path / "big", tmp_path / "small"
    big.write_bytes(bytes(1024 * 1024 + 1))
    small.write_bytes(b"x")
    try:
        request = asked(alice, answers=3)
        with Client.open_request(request.url or "") as opened:
            assert (opened.asked.files_most, opened.asked.file_mib) == (1, 1)
            codes: list[str] = []
            for files in ([big], [small, small]):
                with pytest.raises(Problem) as refused:
                    opened.answer(files=files)
                codes.append(refused.value.code)
        assert codes == ["file-too-large", "file-limit-exceeded"]
        assert came(alice, request) == []
    finally:
        server.command("policy", "set", "message_files_max", "20")
        server.command("policy", "set", "file_max_mib", "25")


def test_many_who_begin_and_never_answer_are_held_back(people: People) -> None:
    _, alice, _ = people
    request = asked(alice)
    for _ in range(3):
        with (
            Client.open_request(request.url or "", world=World(transport=Meddles("/answer", cut="line"))) as opened,
            pytest.raises(ServerNotReached),
        ):
            opened.answer(text="never")

    with pytest.raises(RequestBusy) as busy:
        answers(request)

    assert busy.value.retry_after is not None
    assert 0 < busy.value.retry_after <= 3 * 3600


def test_fifty_answers_at_once_never_exceed_what_was_asked(organisation: Organisation) -> None:
    organisation.server.command("policy", "set", "request_work_bits", "0")
    alice = organisation.joins("alice")
    request = asked(alice, answers=20)

    def give(number: int) -> str:
        try:
            return answers(request, f"answer {number}").mid
        except (RequestGone, RequestBusy, Problem) as refused:
            return type(refused).__name__

    # Nobody is turned away for haste here: that is the limiter's work, which has tests of its own.
    with ThreadPoolExecutor(10) as many:
        ended = list(many.map(give, range(50)))

    taken = [one for one in ended if len(one) == 22]
    page = alice.answers(request.id, limit=100).answers
    assert {one.mid for one in page} == set(taken)
    assert len(page) == alice.request(request.id).answers - alice.request(request.id).answers_left <= 20
    assert all(one.result == "outside" for one in page)


def fits(challenge: str, counter: int, bits: int) -> bool:
    digest = sha256(f"waxpost/v1/request-work\0{challenge}\0{counter}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def solved(challenge: str, bits: int) -> int:
    return next(counter for counter in range(1 << 24) if fits(challenge, counter, bits))


def claim_of(alice: Client, request: Request) -> str:
    """The claim that the link of a request proves."""
    transport = Meddles("/open", None)
    seen: list[bytes] = []

    def look(given: httpx.Request) -> None:
        seen.append(given.content)

    transport.before = look
    Client.open_request(request.url or "", world=World(transport=transport)).close()
    return seen[0].decode().split('"')[3]
