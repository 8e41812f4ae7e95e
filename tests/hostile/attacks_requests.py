"""Attacks on requests and their answers: exchanged keys and labels, forged, mixed and repeated answers, other work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hostile.exchange import Attack, Exchange

Delivered = dict[str, Any]


@dataclass
class Told(Attack):
    """Change what somebody with the link is told by one verb: `open`, `work` or `begin`."""

    verb: str
    changes: dict[str, Any]
    asked: list[str] = field(default_factory=list[str])

    def before(self, exchange: Exchange) -> None:
        if exchange.route[0] == "requests" and exchange.method == "POST":
            self.asked.append(exchange.route[-1])

    def after(self, exchange: Exchange) -> None:
        if exchange.route[0] == "requests" and exchange.route[-1] == self.verb:
            exchange.told = {**exchange.told, **self.changes}


@dataclass
class Shown(Attack):
    """Change what the asker is told of his requests (`requests`) or of answers to them (`answers`)."""

    of: str
    change: Callable[[Delivered], Delivered]

    def after(self, exchange: Exchange) -> None:
        if exchange.method != "GET" or exchange.route[0] != self.of:
            return
        told = exchange.told
        if len(exchange.route) == 1:
            exchange.told = {**told, "items": [self.change(item) for item in told["items"]]}
        elif len(exchange.route) == 2:
            exchange.told = self.change(told)


@dataclass
class Insert(Attack):
    """Hand out answers that nobody gave."""

    answers: dict[str, Delivered]

    def before(self, exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.route[0] == "answers" and exchange.route[-1] in self.answers:
            exchange.told = self.answers[exchange.route[-1]]

    def after(self, exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.route == ("answers",):
            told = exchange.told
            exchange.told = {**told, "items": [*self.answers.values(), *told["items"]]}


@dataclass
class Hands(Attack):
    """Say of a request to anybody what was said of it to those whom its asker named."""

    request_id: str
    told: Delivered

    def before(self, exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.route == ("requests", self.request_id):
            exchange.told = self.told
