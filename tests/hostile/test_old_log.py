"""A hostile server restarts the key log for real, and lies about the log from before it."""

import time

import pytest

from tests.hostile.attacks_keys import Publish
from tests.hostile.attacks_log import Overloaded, ShowOldLog
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.exchange import Attack
from tests.hostile.forging import Insider
from tests.system.organisation import Organisation, address
from waxpost import Draft

WAITS = "this message cannot be checked yet"
SPLIT = "the key log is stopped: the server has shown two of them, and the evidence is kept; "
REFUSED = "this message was refused (log); ask the sender to send it again"
TEXT = "from before the restart"


@pytest.fixture
def restarted(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> tuple[str, str, list[bytes]]:
    """Alice accepted a restart, on a device without a copy: an old message, the old log's origin, and its leaves."""
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    alice.sync()
    sent = bob.send(bob.plan(to=[address("alice")]), Draft("before", TEXT))
    origin, leaves = insider.origin(), insider.honest_leaves()
    alice.close()
    _restart(hostile, organisation)
    command_line("alice")("accept-restart")
    forget_copies(organisation)
    return sent.mid, origin, leaves


def _restart(hostile: HostileServer, organisation: Organisation) -> None:
    hostile.process.stop()
    hostile.process.command("restart-log")
    hostile.process.start()


def forget_copies(organisation: Organisation) -> None:
    for copy in organisation.home("alice").rglob("log-*.bin"):
        copy.unlink()


def test_an_old_message_is_checked_against_the_old_log(
    hostile: HostileServer, restarted: tuple[str, str, list[bytes]], command_line: Victims
) -> None:
    mid, origin, leaves = restarted
    before = len(hostile.seen)
    assert command_line("alice")("read", mid).out.endswith(f"{TEXT}\n")
    asked = [one for one in hostile.seen[before:] if one.route[:2] == ("log", "old")]
    assert [(one.route[2], one.query["from"]) for one in asked] == [(origin.split("/")[1], "0")]
    # The copy of this device is enough from now on.
    before = len(hostile.seen)
    assert command_line("alice")("inbox").out.count("before") == 1
    assert not [one for one in hostile.seen[before:] if one.route[:2] == ("log", "old")]
    assert len(leaves) > 2


def test_an_old_log_that_cannot_be_had_now_leaves_its_messages_for_later(
    hostile: HostileServer, restarted: tuple[str, str, list[bytes]], command_line: Victims
) -> None:
    mid, _, _ = restarted
    with hostile.doing(Overloaded()):
        waiting = command_line("alice")("read", mid, code=4)
    assert WAITS in waiting.out
    assert TEXT not in waiting.out
    assert command_line("alice")("read", mid).out.endswith(f"{TEXT}\n")


@pytest.mark.parametrize("kind", ["rewritten", "signed after the restart", "signed by another"])
def test_another_old_log_is_a_split_view(
    hostile: HostileServer,
    insider: Insider,
    restarted: tuple[str, str, list[bytes]],
    command_line: Victims,
    kind: str,
) -> None:
    mid, origin, leaves = restarted
    with hostile.doing(attack_named(kind, insider, origin, leaves)):
        shown = command_line("alice")("read", mid, code=4)
        assert TEXT not in shown.out
        assert SPLIT in shown.out
    assert "\ntime " in command_line("alice")("evidence").out


def attack_named(kind: str, insider: Insider, origin: str, leaves: list[bytes]) -> Attack:
    earlier = int(time.time()) - 60
    match kind:
        case "rewritten":
            return ShowOldLog(insider, origin, [leaves[0][:-1] + bytes([leaves[0][-1] ^ 1]), *leaves[1:]], earlier)
        case "signed by another":
            return ShowOldLog(insider, origin, leaves, earlier, b"\x07" * 32)
        case _:
            return ShowOldLog(insider, origin, leaves, int(time.time()) + 700)


def test_an_old_log_without_the_senders_leaf_refuses_his_message(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    """Nothing that Alice's vault knows contradicts it: her newest note is of before Bob joined."""
    alice = organisation.joins("alice")
    alice.close()
    bob = organisation.joins("bob")
    sent = bob.send(bob.plan(to=[address("alice")]), Draft("before", TEXT))
    origin, leaves = insider.origin(), insider.honest_leaves()
    _restart(hostile, organisation)
    command_line("alice")("accept-restart")
    forget_copies(organisation)
    other = [*leaves[:-1], leaves[-1][:1] + bytes(32) + leaves[-1][33:]]

    with hostile.doing(ShowOldLog(insider, origin, other, int(time.time()) - 60)):
        shown = command_line("alice")("read", sent.mid, code=4)

    assert REFUSED in shown.out
    assert TEXT not in shown.out


def test_a_split_from_before_the_restart_is_found_after_it(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    """Bob is shown a log in which Charlie has another key; Alice reads what he wrote only after the restart."""
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    organisation.joins("charlie")
    forged = insider.forged_reset(address("charlie"))
    with hostile.doing(Publish(insider, address("charlie"), forged)):
        bob.sync()
        sent = bob.send(bob.plan(to=[address("alice")]), Draft("before", TEXT))
    organisation.joins("dana")
    alice.close()
    _restart(hostile, organisation)
    command_line("alice")("accept-restart")

    shown = command_line("alice")("read", sent.mid, code=4)

    assert SPLIT in shown.out
    assert TEXT not in shown.out
    assert len(command_line("alice")("evidence").out.split("waxpost/")) == 5


def test_an_old_log_that_is_hidden_leaves_the_signature_and_the_notes_known(
    hostile: HostileServer, insider: Insider, restarted: tuple[str, str, list[bytes]], command_line: Victims
) -> None:
    mid, origin, _ = restarted
    with hostile.doing(ShowOldLog(insider, origin, None, 0)):
        assert command_line("alice")("read", mid).out.endswith(f"{TEXT}\n")
