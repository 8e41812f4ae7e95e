"""A small HTTP client that can ask faster than the server answers: prepared requests over connections that stay open.

Latency is from the first byte of the request to the last of the answer, at the client.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# The next request and its number, or None when there is none or the time is over.
Take = Callable[[], tuple[int, bytes] | None]


def request(method: str, path: str, token: str = "", body: bytes = b"") -> bytes:
    """The bytes of one HTTP/1.1 request to Waxpost."""
    headers = {"Waxpost-Protocol": "1"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body:
        headers["Content-Type"] = "application/json"
    return request_with(method, path, headers, body)


def request_with(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """The bytes of one HTTP/1.1 request with these headers."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Measured:
    """What one run of one scenario gave."""

    seconds: float
    latencies: list[float] = field(repr=False)
    statuses: dict[int, int]
    last_body: bytes = field(repr=False)
    # Every answer's body and the number of the request that it answers, where they were asked for.
    bodies: list[bytes] = field(repr=False, default_factory=list[bytes])
    asked: list[int] = field(repr=False, default_factory=list[int])

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """A latency in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class _Connection(asyncio.Protocol):
    def __init__(self, take: Take, measured: Measured, done: asyncio.Future[None], *, keep_bodies: bool) -> None:
        self._take = take
        self._measured = measured
        self._done = done
        self._keep_bodies = keep_bodies
        self._is_chunked = False
        self._buffer = bytearray()
        self._wanted = -1
        self._asked_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._wanted < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._buffer[:end]).lower()
            self._status = int(head[9:12])
            at = head.find(b"content-length:")
            self._is_chunked = b"transfer-encoding: chunked" in head
            length = int(head[at + 15 : (head + b"\r\n").find(b"\r\n", at)]) if at >= 0 else 0
            if at < 0 and self._status != 204 and not self._is_chunked:
                self._fail(f"an answer without a length: {head[:200]!r}")
                return
            self._body_at = end + 4
            self._wanted = self._body_at + length
        # Nobody sends a second answer before it was asked, so the last chunk is where the bytes end.
        if self._buffer.endswith(b"0\r\n\r\n") if self._is_chunked else len(self._buffer) >= self._wanted:
            self._answered()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._fail(f"the server closed the connection: {exc}")

    def _answered(self) -> None:
        self._measured.latencies.append(time.perf_counter() - self._asked_at)
        self._measured.statuses[self._status] = self._measured.statuses.get(self._status, 0) + 1
        body = bytes(self._buffer[self._body_at :])
        self._measured.last_body = body
        if self._keep_bodies:
            self._measured.bodies.append(_joined(body) if self._is_chunked else body)
            self._measured.asked.append(self._number)
        self._buffer.clear()
        self._wanted = -1
        self._ask()

    def _ask(self) -> None:
        taken = self._take()
        if taken is None:
            self._done.set_result(None)
            self._transport.close()
            return
        self._number, prepared = taken
        self._asked_at = time.perf_counter()
        self._transport.write(prepared)

    def _fail(self, text: str) -> None:
        if not self._done.done():
            self._done.set_exception(RuntimeError(text))
        self._transport.close()


def _joined(body: bytes) -> bytes:
    """The content of a chunked body."""
    content = bytearray()
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        content += rest[:length]
        body = rest[length + 2 :] if length else b""
    return bytes(content)


async def run(
    port: int, prepared: list[bytes], connections: int, at_most_seconds: float, *, keep_bodies: bool = False
) -> Measured:
    """Send every request once, over so many connections, or as many as fit in the time."""
    loop = asyncio.get_running_loop()
    waiting = enumerate(prepared)
    ends_at = time.perf_counter() + at_most_seconds

    def take() -> tuple[int, bytes] | None:
        return next(waiting, None) if time.perf_counter() < ends_at else None

    measured = Measured(0.0, [], {}, b"")
    began = time.perf_counter()
    done = [loop.create_future() for _ in range(connections)]
    for future in done:
        await loop.create_connection(
            lambda future=future: _Connection(take, measured, future, keep_bodies=keep_bodies), "127.0.0.1", port
        )
    await asyncio.gather(*done)
    measured.seconds = time.perf_counter() - began
    return measured
