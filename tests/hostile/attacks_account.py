"""Attacks on a person's own account: the password, the slot, the vault."""

from dataclasses import dataclass
from typing import Any

from tests.hostile.exchange import Attack, Exchange
from waxpost.crypto.encoding import b64u


@dataclass
class OfferKdf(Attack):
    """Ask for another salt or for other work than the account was made with."""

    changes: dict[str, Any]

    def after(self, exchange: Exchange) -> None:
        if exchange.route == ("sign-in", "start"):
            exchange.told = {**exchange.told, **self.changes}


@dataclass
class ServeVault(Attack):
    """Serve another vault than the newest one."""

    ver: int
    sealed: bytes

    def after(self, exchange: Exchange) -> None:
        vault = {"ver": self.ver, "vault": b64u(self.sealed)}
        if exchange.route == ("vault",) and exchange.method == "GET":
            exchange.told = vault
        elif exchange.route[0] == "sign-in" and "vault" in (told := exchange.told):
            exchange.told = {**told, "vault": vault}


@dataclass
class ServeSlot(Attack):
    """Serve a slot that the server made itself."""

    sealed: bytes

    def after(self, exchange: Exchange) -> None:
        if exchange.route[0] == "sign-in" and "slot" in (told := exchange.told):
            exchange.told = {**told, "slot": b64u(self.sealed)}


@dataclass
class ChangeAnswer(Attack):
    """Change members of the answer of one route."""

    method: str
    route: tuple[str, ...]
    changes: dict[str, Any]

    def after(self, exchange: Exchange) -> None:
        if exchange.method == self.method and exchange.route[: len(self.route)] == self.route:
            exchange.told = {**exchange.told, **self.changes}
