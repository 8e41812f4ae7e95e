"""Speak HTTP with one server: calls in, answers or exceptions out (spec/api.md).

* A refusal of the server becomes a `Problem` (or a child of it) with its stable `code`.
* A request that the contract calls repeat-safe is sent again, with the same bytes, when the connection is lost; any
  other is not.
* No redirect is followed, and an answer is read only up to a limit: the server is not trusted.
"""

import base64
import hashlib
import ipaddress
import json
import ssl
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, cast
from urllib.parse import urlsplit

import httpx

from waxpost._exceptions import (
    AddressNotSafe,
    Changed,
    CodeNeeded,
    Gone,
    LinkGone,
    LinkLocked,
    NotFound,
    NotSignedIn,
    Problem,
    ProtocolNotSpoken,
    RequestBusy,
    RequestGone,
    ServerAnswerNotUnderstood,
    ServerNotReached,
    SignInFailed,
    TooManyRequests,
    WorkNotDone,
    WrongCode,
    WrongPassphrase,
)

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Answer: TypeAlias = dict[str, Json]

PROTOCOL = "1"
# The largest honest answer is `POST keys` for 1,000 people; nothing may fill the memory of the device.
ANSWER_MOST_BYTES = 128 * 1024 * 1024
# Pauses in seconds before the second and the third try of a repeat-safe request.
PAUSES = (0.2, 1.0)
_PIECE = 256 * 1024
_DIGEST_PIECE = 512 * 1024
# Called before each piece of a part; what it raises ends the call and the connection.
Ahead = Callable[[], None]
Read = Callable[[httpx.Response], bytes]
_PROBLEM_TYPES = ("application/problem+json", "application/json")

_BY_STATUS: Mapping[int, type[Problem]] = {404: NotFound, 409: Changed, 410: Gone, 429: TooManyRequests}
_BY_CODE: Mapping[str, type[Problem]] = {
    "not-signed-in": NotSignedIn,
    "sign-in-failed": SignInFailed,
    "link-gone": LinkGone,
    "request-gone": RequestGone,
    "request-busy": RequestBusy,
    "work-not-done": WorkNotDone,
    "link-locked": LinkLocked,
    "link-claim-wrong": WrongPassphrase,
    "link-code-needed": CodeNeeded,
    "link-code-wrong": WrongCode,
    "mail-not-set-up": Problem,
}


def check_server_url(url: str) -> str:
    """The server's base address without a slash at the end.

    Only https, or http to this very computer: on any other way a token or a login key could be read by others.
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise AddressNotSafe(f"{url} is not the address of a server")
    if parts.scheme == "http" and not _is_this_computer(parts.hostname):
        raise AddressNotSafe(f"{url} is not encrypted: use https://{parts.netloc}")
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


class Api:
    """One server and, once signed in, one session. Close it, or use it as a context manager."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = check_server_url(url)
        self.token = token
        # Of a link that was claimed: opens its files (spec/api.md 7c).
        self.lease: str | None = None
        # For one answer to a request (7d): uploads its files and gives it.
        self.answer_pass: str | None = None
        self._pause = pause
        self._http = httpx.Client(
            base_url=f"{self.url}/v1/",
            transport=transport,
            verify=transport is not None or _trusted(self.url),
            timeout=httpx.Timeout(30, connect=10),
            headers={"Waxpost-Protocol": PROTOCOL, "Accept": "application/json"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Answer:
        """GET and its JSON answer; sent again when the connection is lost."""
        return _object(self._answered("GET", path, query=query, repeat=True))

    def get_bytes(
        self, path: str, query: Mapping[str, str | int] | None = None, *, at_most: int | None = None
    ) -> bytes:
        """GET and its bytes, so many at most; sent again when the connection is lost."""
        return self._answered("GET", path, query=query, repeat=True, read=partial(_bounded, at_most=at_most))

    def get_into(self, path: str, into: memoryview, ahead: Ahead) -> tuple[memoryview, bytes]:
        """GET its bytes into `into`, which has room for the most of them: they and their SHA-256.

        Sent again when the connection is lost.
        """
        found = into, b""

        def read(response: httpx.Response) -> bytes:
            nonlocal found
            found = _read_into(response, into, ahead)
            return b""

        self._answered("GET", path, repeat=True, read=read)
        return found

    def put_bytes(self, path: str, data: memoryview, digest: bytes, ahead: Ahead) -> None:
        """PUT bytes under their SHA-256 (spec/api.md 7b); sent again when the connection is lost."""
        told = f"sha-256=:{base64.b64encode(digest).decode()}:"
        self._answered("PUT", path, content=_Pieces(data, ahead), more={"Content-Digest": told}, repeat=True)

    def post(self, path: str, body: Answer, *, if_match: int | None = None, repeat: bool = False) -> Answer:
        """POST; `repeat` says that the contract allows the same request twice."""
        return _object(self._answered("POST", path, body=body, if_match=if_match, repeat=repeat))

    def put(self, path: str, body: Answer, *, if_match: int | None = None) -> Answer:
        """PUT. Never sent twice: after a lost answer the caller learns by asking whether it was stored."""
        return _object(self._answered("PUT", path, body=body, if_match=if_match))

    def patch(self, path: str, body: Answer, *, if_match: int | None = None) -> Answer:
        """PATCH."""
        return _object(self._answered("PATCH", path, body=body, if_match=if_match))

    def delete(self, path: str, *, if_match: int | None = None) -> None:
        """DELETE."""
        self._answered("DELETE", path, if_match=if_match)

    @contextmanager
    def stream_lines(self, path: str, query: Mapping[str, str | int]) -> Generator[Iterator[str]]:
        """The lines of a stream that stays open; the server sends one at least every 20 s."""
        timeout = httpx.Timeout(60, connect=10)
        try:
            with self._http.stream(
                "GET",
                path,
                params=dict(query),
                timeout=timeout,
                headers=self._headers(None) | {"Accept": "text/event-stream"},
            ) as response:
                if response.status_code != 200:
                    raise _problem(response, _bounded(response))
                yield response.iter_lines()
        except httpx.TransportError as error:
            raise ServerNotReached(self.url) from error

    def _answered(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Answer | None = None,
        if_match: int | None = None,
        repeat: bool = False,
        content: "bytes | _Pieces | None" = None,
        more: Mapping[str, str] | None = None,
        read: Read | None = None,
    ) -> bytes:
        headers = {**self._headers(if_match), **(more or {})}
        if content is not None:
            headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(len(content))}
        if body is not None:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
            headers["Content-Type"] = "application/json"
        for pause in (*PAUSES, None) if repeat else (None,):
            try:
                with self._http.stream(
                    method, path, params=dict(query or {}), content=content, headers=headers
                ) as response:
                    data = (read if read and response.is_success else _bounded)(response)
                return _checked(response, data)
            except httpx.TransportError as error:
                if pause is None:
                    raise ServerNotReached(self.url) from error
                self._pause(pause)
        raise AssertionError("the last try returns or raises")

    def _headers(self, if_match: int | None) -> dict[str, str]:
        headers: dict[str, str] = {}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.lease is not None:
            headers["Waxpost-Lease"] = self.lease
        if self.answer_pass is not None:
            headers["Waxpost-Pass"] = self.answer_pass
        if if_match is not None:
            headers["If-Match"] = f'"{if_match}"'
        return headers


def _is_this_computer(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What httpx sends of a view, as often as it is asked: small pieces, which fit the processor's memory."""

    view: memoryview
    ahead: Ahead

    def __len__(self) -> int:
        return len(self.view)

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self.view), _PIECE):
            self.ahead()
            yield bytes(self.view[at : at + _PIECE])


def _trusted(url: str) -> ssl.SSLContext:
    """Whose certificates are believed: those that the web believes; nobody's where no certificate is shown."""
    # Reading them takes longer than most of what is asked.
    return httpx.create_ssl_context() if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _read_into(response: httpx.Response, into: memoryview, ahead: Ahead) -> tuple[memoryview, bytes]:
    length, digested, digest = 0, 0, hashlib.sha256()
    for piece in response.iter_bytes():
        ahead()
        if length + len(piece) > len(into):
            raise ServerAnswerNotUnderstood("the answer is too long")
        into[length : length + len(piece)] = piece
        length += len(piece)
        if length - digested >= _DIGEST_PIECE:
            # While the processor has it near; not each small piece, because another thread goes on meanwhile.
            digest.update(into[digested:length])
            digested = length
    digest.update(into[digested:length])
    return into[:length], digest.digest()


def _bounded(response: httpx.Response, at_most: int | None = None) -> bytes:
    most = ANSWER_MOST_BYTES if at_most is None else at_most
    pieces: list[bytes] = []
    length = 0
    for piece in response.iter_bytes():
        pieces.append(piece)
        length += len(piece)
        if length > most:
            raise ServerAnswerNotUnderstood("the answer is too long")
    return b"".join(pieces)


def _checked(response: httpx.Response, data: bytes) -> bytes:
    if not 200 <= response.status_code < 300:
        raise _problem(response, data)
    spoken = response.headers.get("Waxpost-Protocol")
    if spoken != PROTOCOL:
        raise ProtocolNotSpoken("this address does not answer as a Waxpost server of protocol version 1")
    return data


def _problem(response: httpx.Response, data: bytes) -> Problem | ProtocolNotSpoken | ServerAnswerNotUnderstood:
    kind = response.headers.get("Content-Type", "").split(";")[0].strip()
    try:
        members = _object(data) if kind in _PROBLEM_TYPES else {}
    except ServerAnswerNotUnderstood:
        members = {}
    code, detail = members.get("code"), members.get("detail")
    if not isinstance(code, str) or not isinstance(detail, str):
        return ServerAnswerNotUnderstood(f"the server answered {response.status_code} without saying why")
    if code == "protocol-unsupported":
        return ProtocolNotSpoken(detail)
    retry = response.headers.get("Retry-After", "")
    retry_after = int(retry) if retry.isascii() and retry.isdigit() and len(retry) < 7 else None
    kind_of = _BY_CODE.get(code) or _BY_STATUS.get(response.status_code, Problem)
    return kind_of(response.status_code, code, detail, members, retry_after)


def _object(data: bytes) -> Answer:
    if not data:
        return {}
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ServerAnswerNotUnderstood("the answer is not JSON") from error
    if not isinstance(value, dict):
        raise ServerAnswerNotUnderstood("the answer is not a JSON object")
    return cast(Answer, value)
