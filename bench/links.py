"""Links for people outside: make them, and open each once, which takes two requests: claim and confirm.

Readers come from different networks, as readers do; a proxy that is trusted says so, or the rates for one network would
be measured and not the server.
"""

import hashlib
import json
import os
from dataclasses import replace

from bench.load import Measured, request_with
from bench.organisation import CONTENT_BYTES, sealed
from bench.scenarios import Line, Scenario, measure
from bench.serving import Measurable
from waxpost_server.kit.clock import DAY, wire_time
from waxpost_server.kit.ids import b64u, new_id

MADE, CLAIMED, CONFIRMED = "make a link", "claim a link", "confirm it"
OPENED = "open a link (both requests)"
_LINKS = 6000
# link.age: a key and two ids, sealed.
_LINK_BYTES = 400


class _Link:
    """A link that is made and opened once, and its secrets."""

    def __init__(self) -> None:
        self.id = new_id()
        self.access, self.claim, self.ack = (os.urandom(32) for _ in range(3))

    def made(self, token: str, ends_at: str) -> bytes:
        hashes = {f"{name}_hash": getattr(self, name) for name in ("access", "claim", "ack")}
        body = {
            "id": self.id,
            **{name: b64u(hashlib.sha256(value).digest()) for name, value in hashes.items()},
            "expires_at": ends_at,
            "views": 1,
            "notify": True,
            "link": sealed(_LINK_BYTES),
            "content": sealed(CONTENT_BYTES),
            "blobs": [],
        }
        return _asked("links", body, {"Authorization": f"Bearer {token}"})

    def claimed(self, number: int) -> bytes:
        return _asked(f"links/{self.id}/claim", {"access": b64u(self.access), "claim": b64u(self.claim)}, _from(number))

    def confirmed(self, number: int, answer: bytes) -> bytes:
        lease = json.loads(answer)["lease"]
        return _asked(f"links/{self.id}/confirm", {"lease": lease, "ack": b64u(self.ack)}, _from(number))


async def measure_links(server: Measurable, token: str, now: int, at_most_seconds: float) -> list[Line]:
    """Make links, claim and confirm them; a line for each, and one for opening: what a reader waits for, all in all."""
    links = [_Link() for _ in range(_LINKS)]
    ends_at = wire_time(now + 7 * DAY)
    made = await measure(
        server, Scenario(MADE, [link.made(token, ends_at) for link in links], 201, keep_bodies=True), at_most_seconds
    )
    links = [links[number] for number in made.measured.asked]
    requests = [link.claimed(number) for number, link in enumerate(links)]
    claimed = await measure(server, Scenario(CLAIMED, requests, 200, keep_bodies=True), at_most_seconds)
    answers = zip(claimed.measured.asked, claimed.measured.bodies, strict=True)
    requests = [links[number].confirmed(number, answer) for number, answer in answers]
    confirmed = await measure(server, Scenario(CONFIRMED, requests, 200), at_most_seconds)
    return [made, claimed, confirmed, _opened(claimed, confirmed)]


def _opened(claimed: Line, confirmed: Line) -> Line:
    """Both steps as one: their times and their work add up."""
    count = len(confirmed.measured.latencies)
    share = count / len(claimed.measured.latencies)
    seconds = claimed.measured.seconds * share + confirmed.measured.seconds
    pairs = zip(claimed.measured.latencies, confirmed.measured.latencies, strict=False)
    both = Measured(seconds, [one + other for one, other in pairs], {200: count}, b"")
    return replace(confirmed, name=OPENED, measured=both, cpu_ms=claimed.cpu_ms + confirmed.cpu_ms)


def _from(number: int) -> dict[str, str]:
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def _asked(path: str, body: object, more: dict[str, str]) -> bytes:
    headers = {"Waxpost-Protocol": "1", "Content-Type": "application/json", **more}
    return request_with("POST", f"/v1/{path}", headers, json.dumps(body, separators=(",", ":")).encode())
