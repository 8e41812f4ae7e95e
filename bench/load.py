"""A small HTTP client that can ask faster than the server answers: prepared requests over connections that stay open.

Latency is from the first byte of the request to the last of the answer, at the client.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Prepared = Callable[[int], bytes]


def request(method: str, path: str, token: str = "", body: bytes = b"") -> bytes:
    """The bytes of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Waxpost-Protocol: 1"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Measured:
    """What one run of one scenario gave."""

    seconds: float
    latencies: list[float] = field(repr=False)
    statuses: dict[int, int]
    last_body: bytes = field(repr=False)

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """A latency in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class _Connection(asyncio.Protocol):
    def __init__(self, take: Callable[[], bytes | None], measured: Measured, done: asyncio.Future[None]) -> None:
        self._take = take
        self._measured = measured
        self._done = done
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
            length = int(head[at + 15 : (head + b"\r\n").find(b"\r\n", at)]) if at >= 0 else 0
            if at < 0 and self._status != 204:
                self._fail(f"an answer without a length: {head[:200]!r}")
                return
            self._body_at = end + 4
            self._wanted = self._body_at + length
        if len(self._buffer) >= self._wanted:
            self._answered()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._fail(f"the server closed the connection: {exc}")

    def _answered(self) -> None:
        self._measured.latencies.append(time.perf_counter() - self._asked_at)
        self._measured.statuses[self._status] = self._measured.statuses.get(self._status, 0) + 1
        self._measured.last_body = bytes(self._buffer[self._body_at :])
        self._buffer.clear()
        self._wanted = -1
        self._ask()

    def _ask(self) -> None:
        prepared = self._take()
        if prepared is None:
            self._done.set_result(None)
            self._transport.close()
            return
        self._asked_at = time.perf_counter()
        self._transport.write(prepared)

    def _fail(self, text: str) -> None:
        if not self._done.done():
            self._done.set_exception(RuntimeError(text))
        self._transport.close()


async def run(port: int, prepared: list[bytes], connections: int, at_most_seconds: float) -> Measured:
    """Send every request once, over so many connections, or as many as fit in the time."""
    loop = asyncio.get_running_loop()
    waiting = iter(prepared)
    ends_at = time.perf_counter() + at_most_seconds

    def take() -> bytes | None:
        return next(waiting, None) if time.perf_counter() < ends_at else None

    measured = Measured(0.0, [], {}, b"")
    began = time.perf_counter()
    done = [loop.create_future() for _ in range(connections)]
    for future in done:
        await loop.create_connection(lambda future=future: _Connection(take, measured, future), "127.0.0.1", port)
    await asyncio.gather(*done)
    measured.seconds = time.perf_counter() - began
    return measured
