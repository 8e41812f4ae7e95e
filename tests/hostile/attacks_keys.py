"""Attacks on people and groups: whose key is whose, who is called what, who is in a group."""

from dataclasses import dataclass, field
from typing import Any

from tests.hostile.exchange import Attack, Exchange
from tests.hostile.forging import Insider
from waxpost.crypto.encoding import b64u, unb64u
from waxpost.crypto.logview import entry_leaf, read_page
from waxpost.crypto.strictjson import read_object, write_json


@dataclass
class ChangeEntries(Attack):
    """Hand out other entries of one person than the real ones. Children say which."""

    addr: str

    def after(self, exchange: Exchange) -> None:
        if exchange.route == ("keys",):
            told = exchange.told
            for asked, person in zip(exchange.asked["people"], told["people"], strict=True):
                if person["addr"] == self.addr:
                    self.change(person, asked["after"])
            exchange.told = told

    def change(self, person: dict[str, Any], after: int) -> None:
        """Change the answer about the person."""
        raise NotImplementedError


@dataclass
class SwapKey(ChangeEntries):
    """Put another first entry in place of the real one, with a key of the attacker. The log stays honest."""

    entry: bytes = b""

    def change(self, person: dict[str, Any], after: int) -> None:
        person["entries"] = [b64u(self.entry)] if after < 0 else []


class SayNoKeysYet(ChangeEntries):
    """Say that a person has no keys yet, so that nothing is sent, or nothing can be verified."""

    def change(self, person: dict[str, Any], after: int) -> None:
        person["state"], person["entries"] = "none", []


class StripOldSignature(ChangeEntries):
    """Take away the signature by which the old key hands over to the new one."""

    def change(self, person: dict[str, Any], after: int) -> None:
        if person["entries"]:
            entry = read_object(unb64u(person["entries"][-1]))
            signatures = entry["entry"]
            assert isinstance(signatures, list)
            person["entries"][-1] = b64u(write_json({"entry": signatures[:1]}))


@dataclass
class Publish(Attack):
    """Append a forged entry to the log, signed by the log's real key, and hand it out with the person's entries."""

    insider: Insider
    addr: str
    entry: bytes
    size: int = field(init=False)
    seq: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.insider.honest_leaves())
        self.seq = len(self.insider.entries(self.addr))

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("log",):
            exchange.answer = self.insider.page(self._leaves(), int(exchange.query["from"]))
            exchange.status = 200

    def note(self) -> str:
        """The checkpoint that a victim is shown."""
        return read_page(self.insider.page(self._leaves(), 0)).note

    def _leaves(self) -> list[bytes]:
        leaves = self.insider.honest_leaves()
        leaves.insert(self.size, entry_leaf(self.addr, self.seq, self.entry))
        return leaves

    def after(self, exchange: Exchange) -> None:
        if exchange.route == ("keys",):
            told = exchange.told
            for asked, person in zip(exchange.asked["people"], told["people"], strict=True):
                if person["addr"] == self.addr and asked["after"] < self.seq:
                    person["state"] = "active"
                    person["entries"].append(b64u(self.entry))
            exchange.told = told


@dataclass
class BreakLeaf(Attack):
    """Put a leaf of one address out of order into the log, so that everybody would stop."""

    insider: Insider
    addr: str
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.insider.honest_leaves())

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("log",):
            leaves = self.insider.honest_leaves()
            leaves.insert(self.size, entry_leaf(self.addr, 7, b"not an entry"))
            exchange.answer = self.insider.page(leaves, int(exchange.query["from"]))
            exchange.status = 200


@dataclass
class Rename(Attack):
    """Call people by other names wherever the server names them."""

    names: dict[str, str]

    def after(self, exchange: Exchange) -> None:
        if exchange.route[0] in ("people", "directory", "groups", "session"):
            exchange.told = self._renamed(exchange.told)

    def _renamed(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._renamed(one) for one in value]
        if isinstance(value, dict):
            changed = {name: self._renamed(one) for name, one in value.items()}
            if changed.get("addr") in self.names and "name" in changed:
                changed["name"] = self.names[changed["addr"]]
            return changed
        return value


@dataclass
class AddToGroup(Attack):
    """Add a reader to a group, and say that the list has version `rev`."""

    gid: str
    member: dict[str, Any]
    rev: int

    def after(self, exchange: Exchange) -> None:
        if exchange.route == ("groups", self.gid):
            told = exchange.told
            told["members"].append(self.member)
            told["rev"] = self.rev
            exchange.told = told


@dataclass
class SetRevision(Attack):
    """Show a group with another version number than it has."""

    gid: str
    rev: int

    def after(self, exchange: Exchange) -> None:
        if exchange.route == ("groups", self.gid):
            exchange.told = {**exchange.told, "rev": self.rev}
