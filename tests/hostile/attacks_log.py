"""Attacks on the key log as a whole: shown to one person in another form than to the others."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.hostile.exchange import Attack, Exchange
from tests.hostile.forging import Insider
from waxpost.crypto.encoding import b64u
from waxpost.crypto.jws import public_key_of


@dataclass
class ShowLog(Attack):
    """Show a log whose leaves were changed by `edit`, signed by the real key at this moment."""

    insider: Insider
    edit: Callable[[list[bytes]], list[bytes]]

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("log",):
            leaves = self.edit(self.insider.honest_leaves())
            exchange.answer = self.insider.page(leaves, min(int(exchange.query["from"]), len(leaves)))
            exchange.status = 200


def fork(insider: Insider) -> ShowLog:
    """Rewrite the first leaf: another log of the same size."""
    return ShowLog(insider, lambda leaves: [leaves[0][:-1] + bytes([leaves[0][-1] ^ 1]), *leaves[1:]])


def truncate(insider: Insider, size: int) -> ShowLog:
    """Show only the beginning."""
    return ShowLog(insider, lambda leaves: leaves[:size])


@dataclass
class Freeze(Attack):
    """Show the log as it was signed a day and an hour ago, and nothing newer."""

    insider: Insider

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("log",):
            leaves = self.insider.honest_leaves()
            exchange.answer = self.insider.page(leaves, int(exchange.query["from"]), at=int(time.time()) - 25 * 3600)
            exchange.status = 200


@dataclass
class SignAnew(Attack):
    """Show the real leaves under the real origin, signed by another key."""

    insider: Insider
    seed: bytes

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("log",):
            exchange.answer = self.insider.page(
                self.insider.honest_leaves(), int(exchange.query["from"]), seed=self.seed
            )
            exchange.status = 200


@dataclass
class Restart(Attack):
    """Begin a new log with the same entries; with `announced`, name the real one among the former logs."""

    insider: Insider
    announced: bool
    seed: bytes = b"\x07" * 32
    origin: str = f"waxpost/{b64u(bytes(16))}/keys"
    former: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        info = self.insider.ask("GET", "log/info").json()
        self.former = {"origin": info["origin"], "key": info["key"]}

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("log",):
            leaves = self.insider.honest_leaves()
            start = int(exchange.query["from"])
            exchange.answer = self.insider.page(leaves, start, seed=self.seed, origin=self.origin)
            exchange.status = 200
        elif exchange.route == ("log", "info"):
            key = b64u(public_key_of(self.seed))
            exchange.told = {"origin": self.origin, "key": key, "previous": [self.former] if self.announced else []}


@dataclass
class ShowOldLog(Attack):
    """Serve a former log with other leaves than it had, signed with its key at that time; None: as if it were lost."""

    insider: Insider
    origin: str
    leaves: list[bytes] | None
    at: int
    seed: bytes | None = None

    def before(self, exchange: Exchange) -> None:
        if exchange.route[:2] != ("log", "old"):
            return
        if self.leaves is None:
            exchange.told = {"type": "/problems/log-not-found", "code": "log-not-found", "title": "-", "detail": "-"}
            exchange.status = 404
            exchange.answer_headers["content-type"] = "application/problem+json"
            return
        start = min(int(exchange.query["from"]), len(self.leaves))
        exchange.answer = self.insider.page(self.leaves, start, at=self.at, seed=self.seed, origin=self.origin)
        exchange.status = 200


@dataclass
class Overloaded(Attack):
    """Say of former logs that they cannot be had just now."""

    def before(self, exchange: Exchange) -> None:
        if exchange.route[:2] == ("log", "old"):
            exchange.told = {"type": "/problems/storage-unavailable", "code": "storage-unavailable", "detail": "-"}
            exchange.status = 503
            exchange.answer_headers["content-type"] = "application/problem+json"
