"""A hostile server attacks the password, the slot, the vault and the ways to join."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.attacks_account import ChangeAnswer, OfferKdf, ServeSlot, ServeVault
from tests.hostile.attacks_keys import ChangeEntries, Publish, SwapKey
from tests.hostile.attacks_log import Restart
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.exchange import Attack, Exchange
from tests.hostile.forging import Insider
from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Draft
from waxpost._joining import read_join_link
from waxpost.crypto.encoding import b64u, time_of, unb64u
from waxpost.crypto.entry import make_first
from waxpost.crypto.invitation import claim_hash
from waxpost.crypto.password import Work, password_keys
from waxpost.crypto.slots import OpenSlot, seal_password_slot
from waxpost.crypto.vault import seal_vault

ALICE, BOB = address("alice"), address("bob")
ALTERED = "the server sent a key slot that your password does not open"


@pytest.fixture
def new_device(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "new", PASSWORD)


@pytest.mark.parametrize(
    "changes",
    [
        {"m": 65535},
        {"t": 2},
        {"m": 8},
        {"t": 1, "m": 1024 * 1024},
        {"m": 2 * 1024 * 1024},
        {"t": 11},
        {"p": 5},
        {"p": 0},
    ],
    ids=str,
)
def test_rule_03_less_work_than_the_floor_is_refused_before_a_key_is_sent(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine, changes: dict[str, int]
) -> None:
    organisation.joins("alice")
    hostile.seen.clear()

    with hostile.doing(OfferKdf(changes)):
        refused = new_device("sign-in", hostile.url, "--address", ALICE, code=4)

    assert "the server asked for password hashing parameters outside the allowed range" in refused.err
    assert [exchange.route for exchange in hostile.seen] == [("sign-in", "start")]


def test_another_salt_than_last_time_is_asked_about_before_a_key_is_sent(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    organisation.joins("alice")
    hostile.seen.clear()

    with hostile.doing(OfferKdf({"salt": b64u(os.urandom(16))})):
        refused = command_line("alice")("sign-in", hostile.url, "--address", ALICE, code=4)
        asked = command_line("alice").on_terminal(
            "sign-in", hostile.url, "--address", ALICE, answers=[("Did you change your password elsewhere?", "n")]
        )

    assert "the server asks for other sign-in settings than last time" in refused.err
    assert asked.code == 4
    assert {exchange.route for exchange in hostile.seen} == {("sign-in", "start")}


def test_an_invented_salt_on_a_new_device_opens_nothing(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine
) -> None:
    organisation.joins("alice")
    with hostile.doing(OfferKdf({"salt": b64u(os.urandom(16))})):
        new_device("sign-in", hostile.url, "--address", ALICE, code=3)
    new_device("inbox", code=3)


def test_settings_that_differ_from_the_vault_are_noticed_after_unlocking(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine
) -> None:
    """The server knows the password, say from a keyboard logger: it can make a slot, but not the vault's settings."""
    alice = organisation.joins("alice")
    changed = OfferKdf({"salt": b64u(os.urandom(16))})
    slot = OpenSlot(alice._account.vault.uid, alice._account.vault_key)
    served = alice._account.served

    with hostile.doing(changed, SignInAnyway(PASSWORD, slot, served.vault.ver, served.sealed, changed)):
        refused = new_device("sign-in", hostile.url, "--address", ALICE, code=4)

    assert "the sign-in settings were changed by the server" in refused.err
    new_device("inbox", code=3)


@dataclass
class SignInAnyway(Attack):
    """Take any login key, and serve the vault with a slot for the changed settings."""

    password: str
    slot: OpenSlot
    ver: int
    sealed: bytes
    changed: OfferKdf

    def before(self, exchange: Exchange) -> None:
        if exchange.route != ("sign-in",):
            return
        addr = exchange.asked["addr"]
        keys = password_keys(self.password, addr, unb64u(self.changed.changes["salt"]), Work())
        exchange.told = {
            "session": {"id": "made-up", "kind": "full", "expires_at": "2099-01-01T00:00:00Z"},
            "token": "made-up",
            "device_salt": b64u(bytes(32)),
            "me": {"id": "made-up", "uid": self.slot.uid, "addr": addr, "role": "member"},
            "cred_ver": 1,
            "slot": b64u(seal_password_slot(self.slot, keys.slot)),
            "vault": {"ver": self.ver, "vault": b64u(self.sealed)},
        }


def test_an_older_vault_is_refused_by_a_device_that_knows_the_newer_one(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    alice = organisation.joins("alice")
    organisation.joins("bob")
    old = alice._account.served
    alice.send(alice.plan(to=[BOB]), Draft("pins", "Bob"))
    assert alice._account.vault.ver > old.vault.ver

    with hostile.doing(ServeVault(old.vault.ver, old.sealed)):
        refused = command_line("alice")("inbox", code=4)
        signed_in = command_line("alice")("sign-in", hostile.url, "--address", ALICE, code=4)

    for shown in (refused, signed_in):
        assert "there are two versions of your vault: the server served an older one" in shown.err
        assert "waxpost: hint: do not go on; tell an administrator\n" in shown.err


def test_a_parallel_vault_of_the_same_version_is_refused(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    alice = organisation.joins("alice")
    served = alice._account.served
    parallel = seal_vault(served.vault, alice._account.vault_key)

    with hostile.doing(ServeVault(served.vault.ver, parallel)):
        refused = command_line("alice")("inbox", code=4)

    assert "the server served another one of the same version" in refused.err


@pytest.mark.parametrize("sealed", [b"age-encryption.org/v1\n", os.urandom(500)], ids=["cut", "random"])
def test_a_vault_that_the_server_made_does_not_open(
    hostile: HostileServer, organisation: Organisation, command_line: Victims, sealed: bytes
) -> None:
    organisation.joins("alice")
    with hostile.doing(ServeVault(9, sealed)):
        command_line("alice")("inbox", code=4)


def test_a_slot_that_the_server_made_does_not_open(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine
) -> None:
    organisation.joins("alice")
    forged = seal_password_slot(OpenSlot(b64u(os.urandom(16)), os.urandom(32)), os.urandom(32))

    with hostile.doing(ServeSlot(forged)):
        refused = new_device("sign-in", hostile.url, "--address", ALICE, code=4)

    assert ALTERED in refused.err


def test_a_vault_older_than_the_key_log_is_refused_on_a_new_device(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine
) -> None:
    alice = organisation.joins("alice")
    old = alice._account.served
    alice.rotate()

    with hostile.doing(ServeVault(old.vault.ver, old.sealed)):
        refused = new_device("sign-in", hostile.url, "--address", ALICE, code=4)

    assert "waxpost: error: " in refused.err
    assert "keys in your name" in refused.err or "older than your key log" in refused.err


def test_signing_in_never_makes_keys_whatever_the_server_answers(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine
) -> None:
    organisation.joins("alice")
    hostile.seen.clear()

    with hostile.doing(NoKeysForMe(ALICE)):
        new_device("sign-in", hostile.url, "--address", ALICE)
        new_device("inbox")

    posted = {exchange.route[0] for exchange in hostile.seen if exchange.method == "POST"}
    assert "entries" not in posted
    assert posted <= {"sign-in", "keys"}


class NoKeysForMe(ChangeEntries):
    """Answer "no keys yet" about the person who signs in."""

    def change(self, person: dict[str, object], after: int) -> None:
        person["state"], person["entries"] = "none", []


# ---- joining


def test_an_invitation_for_another_log_makes_nothing(
    hostile: HostileServer, organisation: Organisation, insider: Insider, new_device: CommandLine, tmp_path: Path
) -> None:
    link = organisation.olga.invite(ALICE)
    hostile.seen.clear()
    info = {"origin": "waxpost/AAAAAAAAAAAAAAAAAAAAAA/keys", "key": b64u(bytes(32)), "previous": []}

    with hostile.doing(ChangeAnswer("POST", ("invitations", link.id, "open"), {"log": info})):
        refused = joining(new_device, link.url, tmp_path, code=4)

    assert "the link was made for another key log" in refused
    assert [exchange.route[-1] for exchange in hostile.seen] == ["open"]


def test_an_inviter_with_other_keys_than_the_link_says_is_refused(
    hostile: HostileServer, organisation: Organisation, insider: Insider, new_device: CommandLine, tmp_path: Path
) -> None:
    link = organisation.olga.invite(ALICE)
    olga = address("olga")

    with hostile.doing(SwapKey(olga, insider.forged_first(olga, "Olga Smith"))):
        assert "the keys of the person who invites you cannot be verified" in joining(
            new_device, link.url, tmp_path, code=4
        )
    with hostile.doing(Publish(insider, olga, insider.forged_reset(olga))):
        refused = joining(new_device, link.url, tmp_path, code=4)
    assert "the person who invites you has other keys than the link says" in refused
    assert organisation.olga.links()[0].state == "open"


def test_a_server_that_accepts_an_invitation_itself_is_uncovered_by_the_inviter(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    """The server does not know the code in the link, so it can make an entry but no tag."""
    link = organisation.olga.invite(ALICE, name="Alice Martin")
    entry = make_first(ALICE, b64u(os.urandom(16)), "Alice Martin", time_of(int(time.time())), insider.keys)
    claimed = {"state": "claimed", "tag": b64u(os.urandom(32)), "entry": None}

    with hostile.doing(Publish(insider, ALICE, entry), ChangeAnswer("GET", ("invitations", link.id), claimed)):
        shown = command_line("olga")("people")

    assert (
        "waxpost: notice: somebody else accepted the invitation of alice@example.org: do not write to this address"
        in shown.err
    )
    assert "known by invitation" not in shown.out


def test_log_and_server_that_disagree_about_an_address_stop_the_joining(
    hostile: HostileServer, organisation: Organisation, insider: Insider, new_device: CommandLine, tmp_path: Path
) -> None:
    link = organisation.olga.invite(ALICE)

    with hostile.doing(SwapKey(ALICE, insider.forged_first(ALICE, "Alice"))):
        refused = joining(new_device, link.url, tmp_path, code=4)

    assert "the server and the key log disagree about this address; tell an administrator" in refused


def test_a_restart_between_invitation_and_joining_makes_the_link_useless(
    hostile: HostileServer, organisation: Organisation, insider: Insider, new_device: CommandLine, tmp_path: Path
) -> None:
    link = organisation.olga.invite(ALICE)
    restart = Restart(insider, announced=True)
    told = {"origin": restart.origin, "key": b64u(bytes(32)), "previous": [restart.former]}

    with hostile.doing(restart, ChangeAnswer("POST", ("invitations", link.id, "open"), {"log": told})):
        refused = joining(new_device, link.url, tmp_path, code=4)

    assert "the link was made for another key log" in refused


def test_the_code_of_a_link_never_reaches_the_server(
    hostile: HostileServer, organisation: Organisation, new_device: CommandLine, tmp_path: Path
) -> None:
    link = organisation.olga.invite(ALICE)
    code = read_join_link(link.url).code.code
    hostile.seen.clear()
    joining(new_device, link.url, tmp_path)

    sent = b"".join(exchange.path.encode() + exchange.body for exchange in hostile.seen)
    assert b64u(code).encode() not in sent
    assert link.url.partition("#")[2].encode() not in sent
    assert PASSWORD.encode() not in sent
    assert b64u(claim_hash("invite", code)).encode() not in sent


def joining(device: CommandLine, link: str, folder: Path, *, code: int = 0) -> str:
    """Accept an invitation; what was said about it."""
    kit = folder / f"{os.urandom(4).hex()}.kit"
    return device("join", link, "--name", "Alice Martin", "--kit-file", str(kit), code=code).err
