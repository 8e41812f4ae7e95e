"""A hostile server attacks saved entries: it serves old packs, mixes them up, hides them, writes its own."""

import os
from dataclasses import dataclass

import pytest

from tests.hostile.attacks_account import ServeVault
from tests.hostile.double import HostileServer
from tests.hostile.exchange import Attack, Exchange
from tests.system.organisation import Organisation
from waxpost import Client, Field, Item, Refused, TwoVaults
from waxpost.crypto.encoding import b64u, unb64u
from waxpost.crypto.packs import Pack, seal_pack


@dataclass
class ServePack(Attack):
    """Serve other bytes, another version, or nothing, for one pack."""

    ver: int
    sealed: bytes
    file: str = "entries-0"
    status: int = 200

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("packs", self.file):
            if self.status == 404:
                exchange.told = {"status": 404, "code": "pack-not-found", "detail": "There is none.", "title": "None."}
                exchange.answer_headers["content-type"] = "application/problem+json"
                exchange.status = 404
            else:
                exchange.told = {"file": self.file, "ver": self.ver, "sealed": b64u(self.sealed)}


@dataclass
class RememberPacks(Attack):
    """Honest, but keeps every pack that was ever saved, with its vault."""

    def __post_init__(self) -> None:
        self.packs: list[dict[str, object]] = []
        self.vaults: list[dict[str, object]] = []

    def before(self, exchange: Exchange) -> None:
        if exchange.route == ("vault",) and exchange.method == "PUT":
            self.vaults.append(exchange.asked)
            self.packs += exchange.asked.get("packs", [])


def item(password: str) -> Item:
    return Item("Grafana", (Field("password", password),))


def saved_twice(organisation: Organisation, hostile: HostileServer) -> tuple[Client, RememberPacks]:
    """Alice with an entry that was changed once, and what the server kept of it."""
    alice = organisation.joins("alice")
    kept = RememberPacks()
    with hostile.doing(kept):
        alice.edit_entry(alice.add_entry(item("old")), item=item("new"))
    assert [pack["ver"] for pack in kept.packs] == [1, 2]
    return alice, kept


def test_an_older_pack_is_refused_on_a_new_device(hostile: HostileServer, organisation: Organisation) -> None:
    _, kept = saved_twice(organisation, hostile)
    phone = organisation.signs_in("alice")
    older = unb(kept.packs[0])

    for ver in (1, 2):
        with hostile.doing(ServePack(ver, older)), pytest.raises(TwoVaults) as refused:
            phone.entries()
        assert "saved entries that do not belong to it" in str(refused.value)
    assert [entry.values("password") for entry in phone.entries()] == [("new",)]


def test_a_pack_that_is_hidden_is_missed(hostile: HostileServer, organisation: Organisation) -> None:
    saved_twice(organisation, hostile)
    phone = organisation.signs_in("alice")

    with hostile.doing(ServePack(0, b"", status=404)), pytest.raises(TwoVaults):
        phone.entries()
    # Nothing is written over what could not be read.
    with hostile.doing(ServePack(0, b"", status=404)), pytest.raises(TwoVaults):
        phone.add_entry(item("more"))
    assert len(phone.entries()) == 1


def test_old_pack_with_its_old_vault_is_a_rollback_of_the_vault(
    hostile: HostileServer, organisation: Organisation
) -> None:
    alice, kept = saved_twice(organisation, hostile)
    first = kept.vaults[0]
    rollback = ServeVault(int(str(first["ver"])), unb({"sealed": first["vault"]}))

    with hostile.doing(rollback, ServePack(1, unb(kept.packs[0]))), pytest.raises(TwoVaults):
        alice.entries()
    assert [entry.values("password") for entry in alice.entries()] == [("new",)]


def test_packs_that_the_server_made_or_moved_are_refused(hostile: HostileServer, organisation: Organisation) -> None:
    alice, kept = saved_twice(organisation, hostile)
    bob = organisation.joins("bob")
    bob.add_entry(item("of Bob"))
    phone = organisation.signs_in("alice")
    newest = unb(kept.packs[1])
    again = seal_pack(Pack(alice._account.vault.uid, "entries-0", 2), alice._account.vault_key)
    of_bob = seal_pack(Pack(bob._account.vault.uid, "entries-0", 2), bob._account.vault_key)

    for sealed in (os.urandom(900), newest[:-1], newest + b"x", newest[:-1] + bytes([newest[-1] ^ 1]), again, of_bob):
        with hostile.doing(ServePack(2, sealed)), pytest.raises(Refused):
            phone.entries()
    assert len(phone.entries()) == 1


def test_a_pack_that_stands_in_no_head_is_not_looked_at(hostile: HostileServer, organisation: Organisation) -> None:
    _, kept = saved_twice(organisation, hostile)
    hostile.seen.clear()

    with hostile.doing(ServePack(1, unb(kept.packs[0]), file="entries-1")):
        assert len(organisation.signs_in("alice").entries()) == 1

    asked = {exchange.route for exchange in hostile.seen if exchange.route[0] == "packs"}
    assert asked == {("packs", "entries-0")}


def test_nothing_of_an_entry_reaches_the_server(hostile: HostileServer, organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    hostile.seen.clear()

    marked = Item("Title-4711", (Field("password", "Value-4711"), Field("custom", "4711", "Label-4711")))
    entry = alice.add_entry(marked, tags=["Tag-4711"], folder="Folder-4711")
    alice.entries("4711")
    alice.delete_entry(entry)

    sent = b"".join(exchange.path.encode() + exchange.body for exchange in hostile.seen)
    assert b"packs" in sent
    assert b"4711" not in sent


def unb(pack: dict[str, object]) -> bytes:
    return unb64u(str(pack["sealed"]))
