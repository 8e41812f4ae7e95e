"""A hostile server: the real one with somebody in between who reads and changes everything.

Browsers and command lines are pointed at `url`; the real server must be told that address as its own
(`WAXPOST_BASE_URL`). `doing(attack)` is one attack for a while. The page and its scripts come from `url` too, every
header of theirs included; event streams pass through as they come.
"""

import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.hostile.exchange import Attack, Exchange
from tests.system.server_process import ServerProcess

_OF_ONE_HOP = frozenset({"connection", "content-length", "host", "keep-alive", "transfer-encoding"})
# Cookies come one to a header, so they cannot lie in a dictionary.
_KEPT_BACK = _OF_ONE_HOP | {"set-cookie"}


class HostileServer:
    """Honest until an attack begins."""

    def __init__(self, process: ServerProcess, port: int) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.attacks: list[Attack] = []
        self.seen: list[Exchange] = []
        self.upstream = httpx.Client(base_url=process.url, timeout=60, verify=False)
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        self.upstream.close()

    @contextmanager
    def doing(self, *attacks: Attack) -> Generator[None]:
        """Attack while the block runs."""
        self.attacks.extend(attacks)
        try:
            yield
        finally:
            for attack in attacks:
                self.attacks.remove(attack)

    def exchange(self, exchange: Exchange) -> None:
        """Answer one request, through every attack that goes on."""
        self.seen.append(exchange)
        for attack in self.attacks:
            if not exchange.status:
                attack.before(exchange)
        if exchange.status:
            return
        answer = self.upstream.request(
            exchange.method, exchange.path, params=exchange.query, headers=_passed_on(exchange), content=exchange.body
        )
        exchange.status, exchange.answer = answer.status_code, answer.content
        exchange.answer_headers = {name: value for name, value in answer.headers.items() if name not in _KEPT_BACK}
        exchange.cookies = answer.headers.get_list("set-cookie")
        if exchange.is_answered:
            for attack in self.attacks:
                attack.after(exchange)


def _passed_on(exchange: Exchange) -> dict[str, str]:
    """The request's headers for the real server. It is asked for plain bytes, which an attack can change."""
    headers = {name: value for name, value in exchange.headers.items() if name not in _OF_ONE_HOP}
    return headers | {"accept-encoding": "identity"}


def _answer(handler: BaseHTTPRequestHandler, exchange: Exchange) -> None:
    handler.send_response_only(exchange.status)
    headers = {"waxpost-protocol": "1"} | exchange.answer_headers
    for name, value in headers.items():
        handler.send_header(name, value)
    for cookie in exchange.cookies:
        handler.send_header("Set-Cookie", cookie)
    handler.send_header("Content-Length", str(len(exchange.answer)))
    # A page that was left does not wait for its answers.
    with suppress(OSError):
        handler.end_headers()
        handler.wfile.write(b"" if exchange.method == "HEAD" else exchange.answer)


def _pass_through(handler: BaseHTTPRequestHandler, server: HostileServer, exchange: Exchange) -> None:
    """A stream, as it comes, for as long as both sides stay."""
    headers = _passed_on(exchange)
    with server.upstream.stream("GET", exchange.path, params=exchange.query, headers=headers) as answer:
        exchange.status = answer.status_code
        handler.send_response_only(answer.status_code)
        for name, value in answer.headers.items():
            if name not in _OF_ONE_HOP:
                handler.send_header(name, value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for piece in answer.iter_raw():
            handler.wfile.write(piece)
            handler.wfile.flush()


def _handler(server: HostileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Else a body waits 40 ms, until the headers were acknowledged.
        disable_nagle_algorithm = True

        def handle_one_request(self) -> None:
            # Every method is the same to us.
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            parts = urlsplit(self.path)
            exchange = Exchange(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            )
            if exchange.route == ("events",):
                server.seen.append(exchange)
                self.close_connection = True
                # Whichever side goes away first, the other is let go of.
                with suppress(OSError, httpx.HTTPError):
                    _pass_through(self, server, exchange)
                return
            server.exchange(exchange)
            _answer(self, exchange)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Nothing is written."""

    return Handler
