"""Attacks on what is delivered: mixed, replayed, renamed, forged, kept too long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.hostile.exchange import Attack, Exchange

Delivery = dict[str, Any]


class ChangeDeliveries(Attack):
    """Change deliveries wherever they are handed out."""

    def change(self, delivery: Delivery) -> Delivery:
        """The delivery to hand out instead."""
        raise NotImplementedError

    def after(self, exchange: Exchange) -> None:
        if exchange.method != "GET" or exchange.route[0] != "messages":
            return
        told = exchange.told
        if len(exchange.route) == 1:
            told["items"] = [self.change(item) for item in told["items"]]
        elif len(exchange.route) == 2:
            told = self.change(told)
        exchange.told = told


@dataclass
class Lie(ChangeDeliveries):
    """Change the server's words about a message: sender, thread, readers, expiry, box, time."""

    changes: dict[str, Any]

    def change(self, delivery: Delivery) -> Delivery:
        return {**delivery, **self.changes}


@dataclass
class Edit(ChangeDeliveries):
    """Change deliveries by a function."""

    edit: Callable[[Delivery], Delivery]

    def change(self, delivery: Delivery) -> Delivery:
        return self.edit(dict(delivery))


@dataclass
class Exchanged(ChangeDeliveries):
    """Give one message the content or the wrap of another, both of the same reader."""

    member: str
    by_mid: dict[str, Any]

    def change(self, delivery: Delivery) -> Delivery:
        return {**delivery, self.member: self.by_mid.get(delivery["mid"], delivery[self.member])}


@dataclass
class Deliver(Attack):
    """Put a delivery into the inbox that the real server does not have (forged, or replayed)."""

    delivery: Delivery

    def before(self, exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.route == ("messages", self.delivery["mid"]):
            exchange.told = self.delivery

    def after(self, exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.route == ("messages",) and exchange.query.get("box") != "sent":
            told = exchange.told
            told["items"] = [self.delivery, *(item for item in told["items"] if item["mid"] != self.delivery["mid"])]
            exchange.told = told
