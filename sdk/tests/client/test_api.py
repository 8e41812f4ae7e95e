"""What the HTTP layer promises, against a transport function."""

from collections.abc import Callable

import httpx
import pytest

from waxpost import _exceptions as e
from waxpost._api import Api, check_server_url

Handler = Callable[[httpx.Request], httpx.Response]
SPOKEN = {"Waxpost-Protocol": "1"}


def api(handler: Handler, token: str | None = None) -> Api:
    return Api("http://127.0.0.1:1", token, transport=httpx.MockTransport(handler), pause=lambda _seconds: None)


def answer(body: object, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers=SPOKEN | headers)


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    body = {
        "type": f"/problems/{code}",
        "title": "T",
        "status": status,
        "detail": "A sentence.",
        "code": code,
        "request_id": "r",
    }
    return httpx.Response(status, json=body, headers=SPOKEN | headers | {"Content-Type": "application/problem+json"})


def test_every_request_names_its_protocol_and_its_token() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer({"ok": True})

    assert api(handler, "secret").post("x", {"a": "é"}, if_match=3) == {"ok": True}

    request = seen[0]
    assert request.headers["Waxpost-Protocol"] == "1"
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.headers["If-Match"] == '"3"'
    assert request.url.path == "/v1/x"
    assert request.content == '{"a":"é"}'.encode()


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "not-signed-in", e.NotSignedIn),
        (401, "sign-in-failed", e.SignInFailed),
        (404, "message-not-found", e.NotFound),
        (409, "vault-changed", e.Changed),
        (410, "message-expired", e.Gone),
        (429, "too-many-requests", e.TooManyRequests),
        (403, "not-allowed", e.Problem),
    ],
)
def test_a_problem_becomes_an_exception_with_its_code(status: int, code: str, kind: type[e.Problem]) -> None:
    with pytest.raises(kind) as caught:
        api(lambda _request: problem(status, code, **{"Retry-After": "30"})).get("x")

    assert caught.value.code == code
    assert caught.value.status == status
    assert caught.value.retry_after == 30
    assert str(caught.value) == "A sentence."


def test_a_protocol_that_is_not_spoken_is_said() -> None:
    with pytest.raises(e.ProtocolNotSpoken, match=r"A sentence\."):
        api(lambda _request: problem(400, "protocol-unsupported")).get("x")
    with pytest.raises(e.ProtocolNotSpoken):
        api(lambda _request: httpx.Response(200, json={})).get("x")


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b'"text"', b"[" * 100_000])
def test_an_answer_that_is_no_object_is_not_understood(body: bytes) -> None:
    with pytest.raises(e.ServerAnswerNotUnderstood):
        api(lambda _request: httpx.Response(200, content=body, headers=SPOKEN)).get("x")


def test_a_refusal_without_a_code_is_not_understood() -> None:
    with pytest.raises(e.ServerAnswerNotUnderstood):
        api(lambda _request: httpx.Response(502, text="bad gateway")).get("x")


def test_a_redirect_is_not_followed() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"Location": "http://127.0.0.1:2/v1/x"})

    with pytest.raises(e.ServerAnswerNotUnderstood):
        api(handler, "secret").post("x", {})
    assert seen == ["http://127.0.0.1:1/v1/x"]


def test_a_repeat_safe_request_is_sent_again_with_the_same_bytes() -> None:
    seen: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        if len(seen) < 3:
            raise httpx.ReadError("lost", request=request)
        return answer({"mid": "m"})

    assert api(handler).post("messages", {"mid": "m"}, repeat=True) == {"mid": "m"}
    assert seen == [b'{"mid":"m"}'] * 3


def test_any_other_request_is_sent_once() -> None:
    seen: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        raise httpx.ReadError("lost", request=request)

    with pytest.raises(e.ServerNotReached):
        api(handler).post("sign-in", {})
    assert len(seen) == 1


def test_an_answer_without_end_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waxpost._api.ANSWER_MOST_BYTES", 1000)
    with pytest.raises(e.ServerAnswerNotUnderstood, match="too long"):
        api(lambda _request: httpx.Response(200, content=b"x" * 1001, headers=SPOKEN)).get("x")


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://waxpost.example.org", "https://waxpost.example.org"),
        ("https://waxpost.example.org/", "https://waxpost.example.org"),
        ("waxpost.example.org", "https://waxpost.example.org"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_safe_addresses_are_taken(typed: str, url: str) -> None:
    assert check_server_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    [
        "http://waxpost.example.org",
        "ftp://example.org",
        "https://a:b@example.org",
        "https://example.org?x=1",
        "https://",
        "http://127.0.0.1.example.org",
    ],
)
def test_an_address_that_would_send_secrets_in_the_clear_is_refused(typed: str) -> None:
    with pytest.raises(e.AddressNotSafe):
        check_server_url(typed)
