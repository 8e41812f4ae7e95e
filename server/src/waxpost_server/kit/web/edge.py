"""The outermost layer: what holds for every request and every answer, whoever handles it.

In order: a request id; the protocol version; no write by a cookie from another origin; then the interface under `/v1`
or the application's files; on the way back the constant headers and one line in the log. Written as bare ASGI because
it runs for every request.
"""

import secrets
import time
from collections.abc import Mapping
from typing import Any

from waxpost_server.kit.clock import Clock, use_clock
from waxpost_server.kit.errors import DomainError
from waxpost_server.kit.log import log, request_id
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.headers import constant_headers
from waxpost_server.kit.web.problems import MEDIA_TYPE, problem_parts

SESSION_COOKIE = "__Host-waxpost"
PROTOCOLS = (1,)

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

# ASGI's own shapes are mappings and callables without closed types.
Scope = Any
Receive = Any
Send = Any


class CrossOrigin(DomainError):
    """A browser sent a change on behalf of another site."""

    status = 403
    code = "cross-origin"
    title = "This request came from another site."


class ProtocolUnsupported(DomainError):
    """The client speaks a version of the protocol that this server does not."""

    status = 400
    code = "protocol-unsupported"
    title = "Client and server do not speak the same version."


class Edge:
    """Wraps the interface (`api`, everything under /v1) and the application's files (`files`, everything else)."""

    def __init__(self, settings: Settings, clock: Clock, api: Any, files: Any) -> None:  # ASGI applications
        self._origin = settings.base_url
        self._clock = clock
        self._api = api
        self._files = files
        self._constant = [*constant_headers(settings), (b"waxpost-protocol", str(PROTOCOLS[-1]).encode())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # we have no web sockets: the server refuses the handshake
        identity = secrets.token_hex(8)
        token = request_id.set(identity)
        started = time.perf_counter()
        status = 0

        async def decorated(message: dict[str, Any]) -> None:  # an ASGI message
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message["headers"])
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*headers, *self._constant, (b"x-request-id", identity.encode())]}
            await send(message)

        try:
            with use_clock(self._clock):
                await self._handle(scope, receive, decorated)
        finally:
            log().info(
                "request",
                method=scope["method"],
                route=scope.get("path_template") or "other",
                status=status,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
            request_id.reset(token)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _last_headers(scope)
        try:
            _check_protocol(headers)
            if scope["method"] not in _READING:
                self._check_origin(headers)
        except DomainError as error:
            await send_problem(send, error)
            return
        path = scope["path"]
        is_api = path == "/v1" or path.startswith("/v1/")
        await (self._api if is_api else self._files)(scope, receive, send)

    def _check_origin(self, headers: Mapping[bytes, bytes]) -> None:
        if SESSION_COOKIE.encode() + b"=" not in headers.get(b"cookie", b""):
            return
        if headers.get(b"authorization", b"").lower().startswith(b"bearer "):
            return  # a browser adds no bearer token by itself, and with one the cookie is ignored
        if headers.get(b"origin", b"").decode("latin-1") != self._origin:
            raise CrossOrigin(f"Open Waxpost at {self._origin} and try again.")
        if headers.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
            raise CrossOrigin(f"Open Waxpost at {self._origin} and try again.")


def _last_headers(scope: Scope) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        # Cookies may come in several headers (HTTP/2); any other name counts once, the last one.
        found[name] = found[name] + b"; " + value if name == b"cookie" and name in found else value
    return found


def _check_protocol(headers: Mapping[bytes, bytes]) -> None:
    text = headers.get(b"waxpost-protocol")
    if text is None or text in [str(version).encode() for version in PROTOCOLS]:
        return
    if not text.isdigit():
        raise ProtocolUnsupported("Waxpost-Protocol must be a number.", supported=list(PROTOCOLS))
    is_old = int(text[:9]) < PROTOCOLS[0]
    who = (
        "This client is too old for the server: update it."
        if is_old
        else "The server is too old for this client: ask your administrator to update Waxpost."
    )
    raise ProtocolUnsupported(who, supported=list(PROTOCOLS))


async def send_problem(send: Send, error: DomainError) -> None:
    """Answer a refusal from outside the web framework."""
    status, headers, body = problem_parts(error)
    headers |= {"content-type": MEDIA_TYPE, "content-length": str(len(body))}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
