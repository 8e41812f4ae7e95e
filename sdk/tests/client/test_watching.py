"""The live stream: what the client makes of its lines, and of lost connections."""

import itertools

import httpx
import pytest

from waxpost._api import Api
from waxpost._exceptions import NotSignedIn, ServerAnswerNotUnderstood
from waxpost._values import Event
from waxpost._watching import read_events, watch

HELLO = 'event: hello\ndata: {"number":7}\n\n'


def message(number: int, mid: str) -> str:
    return f'id: {number}\nevent: message\ndata: {{"mid":"{mid}"}}\n\n'


def test_events_are_read_between_comments() -> None:
    lines = [
        ":",
        "event: hello",
        'data: {"number":7}',
        "",
        ": still here",
        "id: 8",
        "event: message",
        'data: {"mid":"m"}',
        "",
    ]

    assert list(read_events(lines)) == [Event("hello", 7, {"number": 7}), Event("message", 8, {"mid": "m"})]


@pytest.mark.parametrize("data", ["{", "[]", "{}", '{"number":"7"}'])
def test_an_event_that_makes_no_sense_is_not_understood(data: str) -> None:
    with pytest.raises(ServerAnswerNotUnderstood):
        list(read_events(["event: hello", f"data: {data}", ""]))


def test_a_lost_connection_is_taken_up_where_it_broke() -> None:
    asked: list[str] = []
    pauses: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["after"])
        if len(asked) == 1:
            return httpx.Response(200, text=HELLO + message(8, "a") + message(9, "b"))
        if len(asked) in (2, 3):
            raise httpx.ConnectError("gone", request=request)
        return httpx.Response(200, text=HELLO + message(10, "c"))

    api = Api("http://127.0.0.1:1", "t", transport=httpx.MockTransport(handler))
    events = list(itertools.islice(watch(api, 7, pauses.append), 3))

    assert [event.data["mid"] for event in events] == ["a", "b", "c"]
    assert asked == ["7", "9", "9", "9"]
    assert pauses == [1.0, 1.0, 2.0]


def test_unknown_kinds_are_passed_over_but_counted() -> None:
    pages = iter([HELLO + "id: 8\nevent: later\ndata: {}\n\n", message(9, "b")])
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["after"])
        return httpx.Response(200, text=next(pages))

    api = Api("http://127.0.0.1:1", "t", transport=httpx.MockTransport(handler))

    assert next(watch(api, 7, lambda _seconds: None)).data == {"mid": "b"}
    assert asked == ["7", "8"]


def test_the_stream_ends_with_the_session() -> None:
    body = {
        "type": "/problems/not-signed-in",
        "title": "T",
        "status": 401,
        "detail": "Sign in.",
        "code": "not-signed-in",
        "request_id": "r",
    }
    answer = httpx.Response(401, json=body, headers={"Content-Type": "application/problem+json"})
    api = Api("http://127.0.0.1:1", "t", transport=httpx.MockTransport(lambda _request: answer))

    with pytest.raises(NotSignedIn):
        next(watch(api, 7, lambda _seconds: None))
