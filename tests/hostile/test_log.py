"""A hostile server forks, truncates, freezes and restarts the key log."""

import os

import pytest

from tests.hostile.attacks_keys import Publish
from tests.hostile.attacks_log import Freeze, Restart, SignAnew, fork, truncate
from tests.hostile.attacks_messages import Deliver
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.exchange import Attack
from tests.hostile.forging import Insider, forge_message, payload_of, signer
from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Draft
from waxpost.crypto.entry import entry_hash, read_pinned

TO_BOB = ("send", "--to", address("bob"), "--subject", "s", "the secret")
STOPPED = "waxpost: hint: do not send; show the saved notes to an administrator: `waxpost evidence`\n"


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        ("fork", "the key log was rewritten"),
        ("truncate", "the server served an older key log"),
        ("sign-anew", "not signed by the key of the log"),
        ("restart", "not signed by the key of the log"),
    ],
)
def test_a_log_that_cannot_be_true_stops_sending_and_keeps_the_notes(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    attack: str,
    sentence: str,
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    sent = bob.send(bob.plan(to=[address("alice")]), Draft("before", "still readable"))
    alice.read(sent.mid)
    # A device without a copy of the log compares with the note in the vault.
    for copy in organisation.home("alice").rglob("log.bin"):
        copy.unlink()

    with hostile.doing(attack_named(attack, insider)):
        refused = command_line("alice")(*TO_BOB, code=4)
        assert sentence in refused.err
        assert refused.err.endswith(STOPPED)
        kept = command_line("alice")("evidence").out
        assert kept.count("\ntime ") >= 1

    assert len(bob.inbox().messages) == 0


def attack_named(name: str, insider: Insider) -> Attack:
    match name:
        case "fork":
            return fork(insider)
        case "truncate":
            return truncate(insider, 1)
        case "sign-anew":
            return SignAnew(insider, os.urandom(32))
        case _:
            return Restart(insider, announced=False)


def test_a_rewritten_log_is_noticed_against_the_copy_on_the_device(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    sent = bob.send(bob.plan(to=[address("alice")]), Draft("before", "still readable"))
    alice.read(sent.mid)

    with hostile.doing(fork(insider)):
        refused = command_line("alice")(*TO_BOB, code=4)
        read = command_line("alice")("read", sent.mid)

    assert "waxpost: error: two key logs of one size\n" in refused.err
    assert read.out.endswith("still readable\n")
    assert "waxpost: notice: two key logs of one size\n" in read.err
    # The proof stays, and so does the stop, although the server shows the right log again.
    assert "two key logs of one size" in command_line("alice")(*TO_BOB, code=4).err
    assert len(command_line("alice")("evidence").out.split("waxpost/")) == 5


def test_a_sign_in_to_a_forked_log_is_refused(
    hostile: HostileServer, organisation: Organisation, insider: Insider
) -> None:
    organisation.joins("alice")
    new_device = CommandLine(organisation.home("alice", "new"), PASSWORD)

    with hostile.doing(fork(insider)):
        refused = new_device("sign-in", hostile.url, "--address", address("alice"), code=4)

    assert "the key log was rewritten" in refused.err
    new_device("inbox", code=3)


def test_two_people_who_are_shown_two_logs_find_out_by_their_first_message(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    """Bob is shown a log in which Charlie has another key; what he signs carries that log to Alice."""
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    organisation.joins("charlie")

    with hostile.doing(Publish(insider, address("charlie"), insider.forged_reset(address("charlie")))):
        bob.sync()
        sent = bob.send(bob.plan(to=[address("alice")]), Draft("hello", "from Bob"))

    waiting = command_line("alice")("read", sent.mid, code=4)
    assert "this message cannot be checked yet" in waiting.out
    assert "from Bob" not in waiting.out
    organisation.joins("dana")
    assert command_line("alice")("evidence").out == ""
    split = command_line("alice")("read", sent.mid, code=4)
    assert "from Bob" not in split.out
    assert "the key log is stopped: the server has shown two of them, and the evidence is kept; " in split.out
    assert len(command_line("alice")("evidence").out.split("waxpost/")) == 5
    refused = command_line("alice")(*TO_BOB, code=4)
    assert "waxpost: error: the sender and you see different key logs\n" in refused.err
    assert alice.inbox().messages[0].result == "retry"


def test_a_frozen_log_is_said(hostile: HostileServer, organisation: Organisation, insider: Insider) -> None:
    organisation.joins("alice")
    new_device = CommandLine(organisation.home("alice", "new"), PASSWORD)

    with hostile.doing(Freeze(insider)):
        signed_in = new_device("sign-in", hostile.url, "--address", address("alice"))

    assert "waxpost: notice: the key log is not being renewed" in signed_in.err


def test_an_announced_restart_is_shown_once_and_keeps_every_mark(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    assert alice.check_words(address("bob"), bob.own_words())
    sent = bob.send(bob.plan(to=[address("alice")]), Draft("before", "still readable"))
    victim = command_line("alice")

    with hostile.doing(Restart(insider, announced=True)):
        refused = victim(*TO_BOB, code=4)
        assert "waxpost: error: the key log was restarted; ask your administrator before you go on\n" in refused.err
        assert victim("read", sent.mid).out.endswith("still readable\n")

        accepted = victim("accept-restart")
        assert accepted.err == "this device follows the new key log now; people you know stay as you marked them\n"

        assert victim("people", "bob").out == "Bob Roy\tbob@example.org\tactive\tchecked\n"
        assert victim("read", sent.mid).out.endswith("still readable\n")
        assert victim(*TO_BOB).err == "sent to 1 person\n"
        assert "the key log was not restarted" in victim("accept-restart", code=4).err


def test_a_restart_that_nobody_announced_cannot_be_accepted(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    organisation.joins("alice")
    with hostile.doing(Restart(insider, announced=False)):
        assert "the key log was not restarted" in command_line("alice")("accept-restart", code=4).err
    command_line("alice")("inbox")


def test_the_server_cannot_send_in_the_name_of_somebody_whose_key_it_replaced(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    real = bob.send(bob.plan(to=[address("alice")]), Draft("real", "from Bob"))
    alice.read(real.mid)
    raw = insider.forged_reset(address("bob"))
    forged_entry = read_pinned(raw, entry_hash(raw))
    reader = insider.chain(address("alice")).newest
    attack = Publish(insider, address("bob"), raw)

    with hostile.doing(attack):
        note = attack.note()
        forged = forge_message(
            reader, payload_of(forged_entry, [reader], note), signer(insider.keys, forged_entry.hash)
        )
        with hostile.doing(Deliver(forged.delivery())):
            listed = command_line("alice")("inbox")
            shown = command_line("alice")("read", forged.mid, code=4)

    assert "password" not in listed.out + shown.out
    assert "Forged" not in listed.out + shown.out
    assert "it may not be from them" in shown.out
    assert "real" in listed.out
