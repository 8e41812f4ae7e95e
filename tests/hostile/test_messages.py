"""A hostile server mixes, replays, renames, forges and keeps messages; every one ends as the specification says."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.hostile.attacks_messages import Deliver, Delivery, Edit, Exchanged, Lie
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.forging import Insider, forge_message, payload_of, signer
from tests.system.command_line import CommandLine
from tests.system.organisation import Organisation, address
from waxpost import Client, Draft
from waxpost.crypto.agefile import open_hybrid
from waxpost.crypto.encoding import b64u, time_of, unb64u
from waxpost.crypto.entry import Entry
from waxpost.crypto.envelope import open_wrap
from waxpost.crypto.jws import TYPE_DIRECTORY, TYPE_MESSAGE, sign_jws
from waxpost.crypto.logview import read_page
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import Json, read_object, write_json

ALICE, BOB, CHARLIE = address("alice"), address("bob"), address("charlie")
SECRET = "the secret text"


def refused(victim: CommandLine, mid: str, reason: str) -> None:
    """Reading ends with the reason, in a clear sentence, and nothing of the content is shown."""
    shown = victim("read", mid, code=4)
    assert f"this message was refused ({reason}); ask the sender to send it again\n" in shown.out
    assert SECRET not in shown.out
    (row,) = [one for one in json.loads(victim("inbox", "--json").out)["messages"] if one["mid"] == mid]
    assert (row["result"], row["reason"], row["content"]) == ("refused", reason, None)


def send(sender: Client, to: str, body: str = SECRET, **draft: object) -> str:
    """Send an ordinary message."""
    return sender.send(sender.plan(to=[to]), Draft("subject", body, **draft)).mid  # type: ignore[arg-type]


def delivery(insider: Insider, organisation: Organisation, who: str, mid: str) -> Delivery:
    """What the real server hands out."""
    (token,) = organisation.home(who).rglob("token")
    found: Delivery = replace(insider, token=token.read_text()).ask("GET", f"messages/{mid}").json()
    return found


def note_of(insider: Insider) -> str:
    """The newest real checkpoint."""
    return read_page(insider.ask("GET", "log", params={"from": 0}).content).note


@pytest.mark.parametrize(("member", "reason"), [("content", "form"), ("wrap", "wrong-message")])
def test_contents_and_wraps_of_two_messages_cannot_be_exchanged(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
    member: str,
    reason: str,
) -> None:
    one, two = send(bob, ALICE), send(bob, ALICE)
    other = delivery(insider, organisation, "alice", two)[member]

    with hostile.doing(Exchanged(member, {one: other})):
        refused(command_line("alice"), one, reason)


def test_a_message_cannot_be_served_under_the_id_of_another(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
) -> None:
    one, two = send(bob, ALICE), send(bob, ALICE)
    other = delivery(insider, organisation, "alice", two)

    with hostile.doing(Edit(lambda real: {**other, "mid": one} if real["mid"] == one else real)):
        refused(command_line("alice"), one, "wrong-message")


@pytest.mark.parametrize(
    "changes",
    [
        {"from": CHARLIE},
        {"thread": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"recipients": []},
        {"recipients": [{"addr": BOB, "entry": b64u(bytes(32))}]},
        {"exp": None},
        {"exp": "2099-01-01T00:00:00Z"},
    ],
    ids=["sender", "thread", "no readers", "other readers", "never expires", "expires later"],
)
def test_rule_11_the_servers_words_have_to_agree_with_the_signed_ones(
    hostile: HostileServer,
    command_line: Victims,
    alice: Client,
    bob: Client,
    changes: dict[str, object],
) -> None:
    mid = send(bob, ALICE, expires_at=time_of(int(time.time()) + 3600))

    with hostile.doing(Lie(changes)):
        refused(command_line("alice"), mid, "envelope")


def test_a_message_that_the_server_kept_after_its_end_is_not_shown(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
) -> None:
    # It has to be sent, and taken from the server, before it ends, also on a busy machine.
    end = int(time.time()) + 4
    mid = send(bob, ALICE, expires_at=time_of(end))
    kept = delivery(insider, organisation, "alice", mid)

    with hostile.doing(Deliver(kept)):
        # The command line has no clock to turn; the end is at most four seconds away.
        while time.time() <= end:
            threading.Event().wait(0.1)
        shown = command_line("alice")("read", mid, code=4)
        listed = command_line("alice")("inbox")

    assert "this message has expired" in shown.out
    assert SECRET not in shown.out
    assert listed.out == ""


def test_a_deleted_message_that_is_served_again_stays_deleted(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
) -> None:
    mid = send(bob, ALICE)
    kept = delivery(insider, organisation, "alice", mid)
    command_line("alice")("delete", mid)

    with hostile.doing(Deliver(kept)):
        assert command_line("alice")("inbox").out == ""
        shown = command_line("alice")("read", mid, code=4)

    assert SECRET not in shown.out


def test_an_earlier_end_than_the_signed_one_is_obeyed(
    hostile: HostileServer, command_line: Victims, alice: Client, bob: Client
) -> None:
    mid = send(bob, ALICE)

    with hostile.doing(Lie({"exp": time_of(int(time.time()) - 1)})):
        assert command_line("alice")("inbox").out == ""
    assert command_line("alice")("read", mid).out.endswith(f"{SECRET}\n")


def test_a_message_in_the_wrong_box_is_shown_where_it_belongs(
    hostile: HostileServer, command_line: Victims, alice: Client, bob: Client
) -> None:
    mid = send(bob, ALICE)

    with hostile.doing(Lie({"box": "sent"})):
        (row,) = json.loads(command_line("alice")("inbox", "--json").out)["messages"]

    assert (row["mid"], row["box"], row["from_addr"]) == (mid, "inbox", BOB)


Maker = Callable[[Insider, Entry, str], Callable[[bytes], bytes]]


def unsigned(insider: Insider, bob: Entry, mid: str) -> Callable[[bytes], bytes]:
    return lambda payload: write_json({"payload": b64u(payload), "signatures": []})


def with_another_key(insider: Insider, bob: Entry, mid: str) -> Callable[[bytes], bytes]:
    return signer(insider.keys, bob.hash)


def as_a_directory_entry(insider: Insider, bob: Entry, mid: str) -> Callable[[bytes], bytes]:
    return lambda payload: sign_jws(payload, TYPE_DIRECTORY, bob.hash, insider.keys.ed25519)


def with_algorithm_none(insider: Insider, bob: Entry, mid: str) -> Callable[[bytes], bytes]:
    def sign(payload: bytes) -> bytes:
        header = b64u(write_json({"alg": "none", "typ": TYPE_MESSAGE, "kid": bob.hash}))
        signatures: list[Json] = [{"protected": header, "signature": b64u(bytes(64))}]
        return write_json({"payload": b64u(payload), "signatures": signatures})

    return sign


@pytest.mark.parametrize("make", [unsigned, with_another_key, as_a_directory_entry, with_algorithm_none])
def test_a_message_that_bob_did_not_sign_is_refused(
    hostile: HostileServer, insider: Insider, command_line: Victims, alice: Client, bob: Client, make: Maker
) -> None:
    me, him = insider.chain(ALICE).newest, insider.chain(BOB).newest
    payload = payload_of(him, [me], note_of(insider), body=SECRET)
    mid = str(payload["mid"])
    forged = forge_message(me, payload, make(insider, him, mid))

    with hostile.doing(Deliver(forged.delivery())):
        refused(command_line("alice"), mid, "signature")


def test_signed_text_cannot_be_passed_on_to_somebody_it_was_not_addressed_to(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims, bob: Client
) -> None:
    """Bob opens what Olga wrote to him, and seals her signed text to Charlie under the same one-off key."""
    organisation.joins("charlie")
    mid = send(organisation.olga, BOB)
    got = delivery(insider, organisation, "bob", mid)
    mk = open_wrap(unb64u(got["wrap"]), bob._account.vault.identities(), mid)
    assert mk is not None
    jws = open_hybrid(unb64u(got["content"]), [mk])
    assert jws is not None
    signed = read_object(unb64u(str(read_object(jws.rstrip(b" "))["payload"])))
    passed_on = forge_message(insider.chain(CHARLIE).newest, signed, lambda _payload: jws.rstrip(b" "), mk=mk)

    with hostile.doing(Deliver(passed_on.delivery())):
        refused(command_line("charlie"), mid, "not-addressed")


def test_signed_text_cannot_be_moved_to_another_one_off_key(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
) -> None:
    mid = send(bob, ALICE)
    mk = opened_by(alice, delivery(insider, organisation, "alice", mid))
    jws = open_hybrid(unb64u(delivery(insider, organisation, "alice", mid)["content"]), [mk])
    assert jws is not None
    signed = read_object(unb64u(str(read_object(jws.rstrip(b" "))["payload"])))
    moved = forge_message(insider.chain(ALICE).newest, signed, lambda _payload: jws.rstrip(b" "))

    with hostile.doing(Deliver(moved.delivery())):
        refused(command_line("alice"), mid, "wrong-message")


def opened_by(reader: Client, got: Delivery) -> HybridIdentity:
    """The one-off key, as the reader's client gets it."""
    mk = open_wrap(unb64u(got["wrap"]), reader._account.vault.identities(), got["mid"])
    assert mk is not None
    return mk


def test_two_contents_of_one_message_are_noticed(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
) -> None:
    """Bob works with the server: he signs a second text under the same id."""
    mid = send(bob, ALICE, "the first text")
    first = delivery(insider, organisation, "alice", mid)
    command_line("alice")("read", mid)
    me, him = insider.chain(ALICE).newest, insider.chain(BOB).newest
    payload = payload_of(him, [me], note_of(insider), body=SECRET, mid=mid, thread=mid)
    seed = bob._account.vault.ids[-1].ed25519
    assert seed is not None
    second = forge_message(me, payload, lambda data: sign_jws(data, TYPE_MESSAGE, him.hash, seed))

    with hostile.doing(Deliver(second.delivery(arrived_at=first["arrived_at"]))):
        refused(command_line("alice"), mid, "two-contents")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"log": "nonsense"}, "log"),
        ({"request": {}}, "form"),
        ({"burn": True}, "newer"),
        ({"v": 2}, "newer"),
        ({"crit": ["later"], "later": 1}, "newer"),
        ({"prio": "urgent"}, "form"),
        ({"subject": "x" * 1001}, "form"),
    ],
    ids=["log", "request", "burn", "version", "crit", "priority", "subject"],
)
def test_a_signed_message_of_another_form_is_refused_with_its_reason(
    hostile: HostileServer,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
    changes: dict[str, Json],
    reason: str,
) -> None:
    me, him = insider.chain(ALICE).newest, insider.chain(BOB).newest
    payload = {**payload_of(him, [me], note_of(insider), body=SECRET), **changes}
    seed = bob._account.vault.ids[-1].ed25519
    assert seed is not None
    forged = forge_message(me, payload, lambda data: sign_jws(data, TYPE_MESSAGE, him.hash, seed))

    with hostile.doing(Deliver(forged.delivery())):
        refused(command_line("alice"), forged.mid, reason)


@pytest.mark.parametrize("member", ["content", "wrap"])
def test_a_damaged_message_is_one_refused_row_among_the_others(
    hostile: HostileServer, command_line: Victims, alice: Client, bob: Client, member: str
) -> None:
    damaged, whole = send(bob, ALICE), send(bob, ALICE, "undamaged")

    def flip(real: Delivery) -> Delivery:
        if real["mid"] == damaged:
            data = bytearray(unb64u(real[member]))
            data[-1] ^= 1
            real[member] = b64u(bytes(data))
        return real

    with hostile.doing(Edit(flip)):
        refused(command_line("alice"), damaged, "form")
        assert command_line("alice")("read", whole).out.endswith("undamaged\n")
