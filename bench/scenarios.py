"""What is measured, each as prepared requests: sign-in, send, inbox, open, mark, search.

Every answer's status is checked: a server that refuses quickly measures nothing.
"""

import itertools
import json
import random
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.load import Measured, request, run
from bench.organisation import CONTENT_BYTES, PASSWORD, WRAP_BYTES, Organisation, Person, sealed
from bench.serving import Measurable, Server
from waxpost.crypto.encoding import unb64u
from waxpost.crypto.password import Work, password_keys
from waxpost_server.kit.ids import b64u, new_id

CONNECTIONS = 16
# Below what one network may try at once.
SIGN_INS = 1000


@dataclass(frozen=True)
class Scenario:
    """Requests to send over some connections, and the status that each answer must have."""

    name: str
    prepared: list[bytes]
    status: int
    connections: int = CONNECTIONS
    keep_bodies: bool = False


@dataclass(frozen=True)
class SignedIn:
    """The real people's tokens, and what is needed to sign in again."""

    sender: str
    reader: str
    small: str
    sign_ins: list[bytes]


@dataclass(frozen=True)
class Line:
    """One scenario, measured."""

    name: str
    measured: Measured
    cpu_ms: float
    rss_anon_mib: float

    def __str__(self) -> str:
        m = self.measured
        return (
            f"{self.name:<34} {m.per_second:>8.0f}/s"
            f"  p50 {m.percentile(0.5):>7.2f} ms  p99 {m.percentile(0.99):>7.2f} ms"
            f"  cpu {self.cpu_ms:>7.3f} ms  RssAnon {self.rss_anon_mib:>4.0f} MiB  n={len(m.latencies)}"
        )


def sign_in(server: Server, organisation: Organisation) -> SignedIn:
    """Sign the real people in, as the SDK does."""
    tokens: dict[str, str] = {}
    sign_ins: list[bytes] = []
    for person in (organisation.sender, organisation.reader, organisation.small):
        kdf = _post(server, "sign-in/start", {"addr": person.addr})
        work = Work(kdf["m"], kdf["t"], kdf["p"])
        keys = password_keys(PASSWORD, person.addr, unb64u(kdf["salt"]), work)
        body = {"addr": person.addr, "login_key": b64u(keys.login), "client": "cli", "label": "bench"}
        tokens[person.addr] = _post(server, "sign-in", body)["token"]
        sign_ins.append(request("POST", "/v1/sign-in", body=json.dumps(body).encode()))
    sender, reader, small = tokens.values()
    return SignedIn(sender, reader, small, sign_ins)


def scenarios(organisation: Organisation, signed: SignedIn, seed: int) -> Iterator[Scenario]:
    """Every scenario in turn, made just before it is run."""
    rng = random.Random(seed)
    o = organisation
    yield Scenario("sign in", list(itertools.islice(itertools.cycle(signed.sign_ins), SIGN_INS)), 200)
    yield Scenario("send to 1", [_send(o, signed, rng, 1) for _ in range(6000)], 201)
    yield Scenario("send to 1, one connection", [_send(o, signed, rng, 1) for _ in range(1500)], 201, 1)
    yield Scenario("send to 10", [_send(o, signed, rng, 10) for _ in range(1500)], 201)
    yield Scenario("send to 1,000", [_send(o, signed, rng, 1000) for _ in range(40)], 201, 4)
    page = request("GET", "/v1/messages?box=inbox&limit=50", signed.reader)
    yield Scenario("inbox page of 50 (of 100,000)", [page] * 3000, 200)
    small = request("GET", "/v1/messages?box=inbox&limit=50", signed.small)
    yield Scenario("inbox page of 50 (of 100)", [small] * 3000, 200)
    mids = rng.sample(o.newest, 8000)
    opened = [request("GET", f"/v1/messages/{mid}", signed.reader) for mid in mids]
    yield Scenario("open one", opened, 200)
    marked = [_mark(signed, mid) for mid in mids[:4000]]
    yield Scenario("mark read", marked, 204)
    searched = [_search(signed, rng) for _ in range(4000)]
    yield Scenario("search people", searched, 200)


async def measure(server: Measurable, scenario: Scenario, at_most_seconds: float) -> Line:
    """Run one scenario. Raises when an answer is not what it should be."""
    before = server.cpu_seconds()
    measured = await run(
        server.port, scenario.prepared, scenario.connections, at_most_seconds, keep_bodies=scenario.keep_bodies
    )
    used = server.cpu_seconds() - before
    if set(measured.statuses) != {scenario.status}:
        raise RuntimeError(f"{scenario.name}: {measured.statuses}, {measured.last_body[:500]!r}")
    return Line(scenario.name, measured, used * 1000 / len(measured.latencies), server.rss_anon_mib())


def envelope(sender: Person, recipients: list[Person]) -> bytes:
    """A message of 2 KB, as it is posted."""
    mid = new_id()
    return json.dumps(
        {
            "mid": mid,
            "from": sender.addr,
            "thread": mid,
            "exp": None,
            "groups": [],
            "recipients": [{"addr": who.addr, "entry": who.entry, "wrap": sealed(WRAP_BYTES)} for who in recipients],
            "own": {"entry": sender.entry, "wrap": sealed(WRAP_BYTES)},
            "content": sealed(CONTENT_BYTES),
            "blobs": [],
        },
        separators=(",", ":"),
    ).encode()


def _send(organisation: Organisation, signed: SignedIn, rng: random.Random, count: int) -> bytes:
    body = envelope(organisation.sender, rng.sample(organisation.people, count))
    return request("POST", "/v1/messages", signed.sender, body)


def _mark(signed: SignedIn, mid: str) -> bytes:
    body = json.dumps({"items": [{"mid": mid, "read": True, "receipt": True}]}).encode()
    return request("POST", "/v1/messages/read", signed.reader, body)


def _search(signed: SignedIn, rng: random.Random) -> bytes:
    query = rng.choice(["a", "ma", "eva", "eva g", "tom ber", "p12", "hal dahl", "zoe q"])
    return request("POST", "/v1/directory/search", signed.reader, json.dumps({"q": query, "limit": 10}).encode())


def _post(server: Server, path: str, body: object) -> dict[str, Any]:  # JSON
    asked = urllib.request.Request(
        f"{server.url}/v1/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)
