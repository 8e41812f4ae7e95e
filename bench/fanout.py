"""The live fan-out: 2,000 people follow their streams, one message goes to all of them, and each must get its event."""

import asyncio
import time
from dataclasses import dataclass

from bench.load import request, run
from bench.organisation import STREAMS, Organisation
from bench.scenarios import SignedIn, envelope
from bench.serving import Server

PATIENCE = 60.0
_AT_ONCE = 100


@dataclass(frozen=True)
class Fanout:
    """How long after the sender's request was sent, and after its answer, each person had the event."""

    received: int
    send_ms: float
    first_ms: float
    p50_ms: float
    last_ms: float
    cpu_ms: float
    kib_per_stream: float

    def __str__(self) -> str:
        return (
            f"{f'live fan-out to {STREAMS:,}':<34} {self.received:>6} received; from the request: answered"
            f" {self.send_ms:.0f} ms, first event {self.first_ms:.0f} ms, p50 {self.p50_ms:.0f} ms, last"
            f" {self.last_ms:.0f} ms  cpu {self.cpu_ms:.0f} ms  {self.kib_per_stream:.1f} KiB RssAnon per stream"
        )


class _Follower(asyncio.Protocol):
    def __init__(self, token: str) -> None:
        self._token = token
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[None] = loop.create_future()
        self.told: asyncio.Future[float] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(request("GET", "/v1/events", self._token))

    def data_received(self, data: bytes) -> None:
        if b"event: hello" in data and not self.greeted.done():
            self.greeted.set_result(None)
        if b"event: message" in data and not self.told.done():
            self.told.set_result(time.perf_counter())


async def measure_fanout(server: Server, organisation: Organisation, signed: SignedIn) -> Fanout:
    """Open every stream, send one message to all, wait until each has it."""
    loop = asyncio.get_running_loop()
    before = server.rss_anon_mib()
    followers: list[_Follower] = []
    for start in range(0, STREAMS, _AT_ONCE):
        some = [_Follower(token) for token in organisation.tokens[start : start + _AT_ONCE]]
        await asyncio.gather(*(loop.create_connection(lambda one=one: one, "127.0.0.1", server.port) for one in some))
        await asyncio.wait_for(asyncio.gather(*(one.greeted for one in some)), PATIENCE)
        followers += some
    kib = (server.rss_anon_mib() - before) * 1024 / STREAMS

    body = envelope(organisation.sender, organisation.people[:STREAMS])
    cpu, began = server.cpu_seconds(), time.perf_counter()
    sent = await run(server.port, [request("POST", "/v1/messages", signed.sender, body)], 1, PATIENCE)
    if sent.statuses != {201: 1}:
        raise RuntimeError(f"the message was refused: {sent.last_body[:300]!r}")
    done, _ = await asyncio.wait([one.told for one in followers], timeout=PATIENCE)
    delays = sorted((future.result() - began) * 1000 for future in done)
    used = (server.cpu_seconds() - cpu) * 1000
    for one in followers:
        one.transport.close()
    return Fanout(len(delays), sent.latencies[0] * 1000, delays[0], delays[len(delays) // 2], delays[-1], used, kib)
