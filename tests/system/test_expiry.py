"""At its end a message is gone for everybody, whatever is still stored."""

import threading
import time
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Client, Draft, Gone, Problem, Refused, World
from waxpost.crypto.encoding import time_of


def in_seconds(seconds: int) -> str:
    return time_of(int(time.time()) + seconds)


def test_rule_10_an_expired_message_is_gone_for_reader_and_sender(organisation: Organisation) -> None:
    olga, alice = organisation.olga, organisation.joins("alice")
    plan = olga.plan(to=[address("alice")])
    # It has to be sent and read before it ends, also on a busy machine.
    end = int(time.time()) + 4
    sent = olga.send(plan, Draft("short", "lived", expires_at=time_of(end)))
    assert alice.read(sent.mid).result == "genuine"
    assert len(olga.sent().messages) == 1

    while time.time() <= end:
        threading.Event().wait(0.1)

    for client in (alice, olga):
        with pytest.raises(Gone) as caught:
            client.read(sent.mid)
        assert caught.value.code == "message-expired"
    assert alice.inbox().messages == ()
    assert olga.sent().messages == ()
    command_line = CommandLine(organisation.home("alice"), PASSWORD)
    assert "the message was deleted at the time its sender chose" in command_line("read", sent.mid, code=5).err
    assert command_line("inbox").out == ""


def test_a_client_whose_clock_has_passed_the_end_shows_nothing(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    olga = organisation.olga
    sent = olga.send(olga.plan(to=[address("alice")]), Draft("s", "b", expires_at=in_seconds(3600)))
    assert alice.peek(sent.mid).result == "genuine"

    later = World(clock=lambda: time.time() + 3600)
    with Client.unlock(PASSWORD, home=organisation.home("alice"), world=later) as ahead:
        assert ahead.peek(sent.mid).result == "gone"
        assert ahead.inbox().messages == ()


def test_an_end_that_the_policy_does_not_allow_is_refused(organisation: Organisation) -> None:
    organisation.joins("alice")
    organisation.server.command("policy", "set", "expiry_max_days", "90")
    plan = organisation.olga.plan(to=[address("alice")])

    with pytest.raises(Problem) as caught:
        organisation.olga.send(plan, Draft("s", "b", expires_at=in_seconds(91 * 86400)))

    assert caught.value.code == "expiry-too-late"
    assert caught.value.members["max_days"] == 90
    organisation.olga.send(plan, Draft("s", "b", expires_at=in_seconds(89 * 86400)))


def test_an_end_in_the_past_is_refused_before_anything_is_sealed(organisation: Organisation) -> None:
    organisation.joins("alice")
    plan = organisation.olga.plan(to=[address("alice")])

    with pytest.raises(Refused, match="expires before it is sent"):
        organisation.olga.send(plan, Draft("s", "b", expires_at=in_seconds(-10)))
    assert organisation.olga.sent().messages == ()


def test_rule_01_the_text_of_a_message_is_not_on_disk(organisation: Organisation, tmp_path: Path) -> None:
    marker = "marker-7f3a-in-the-clear"
    alice = organisation.joins("alice")
    olga = organisation.olga
    olga.send(olga.plan(to=[address("alice")]), Draft(f"subject {marker}", f"body {marker}"))
    message = alice.inbox().messages[0]
    alice.read(message.mid)
    alice.close()
    assert message.content is not None
    assert marker in message.content.body

    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert marker.encode() not in data, path
            assert PASSWORD.encode() not in data, path
            assert organisation.kits["alice"].encode() not in data, path
    assert marker not in "\n".join(organisation.server.lines)
