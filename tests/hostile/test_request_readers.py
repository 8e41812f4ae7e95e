"""A hostile server, and members who help it, meddle with requests that several people read (links.md 9.6.7)."""

import json
import os
from collections.abc import Callable

import pytest

from tests.hostile.attacks_requests import Delivered, Hands, Insert, Shown
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.system.asking import answers, asked
from tests.system.command_line import CommandLine
from tests.system.organisation import Organisation
from waxpost import Client, Draft, Request, RequestDraft
from waxpost._requests import RequestBook
from waxpost.crypto.encoding import b64u, sha256
from waxpost.crypto.envelope import new_id
from waxpost.crypto.handing import handed
from waxpost.crypto.payload import HandedRequest
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.requests import KeptRequest, RequestLabel, request_claim, request_url, seal_label
from waxpost.crypto.strictjson import Json

SECRET = "the secret answer"


@pytest.fixture(autouse=True)
def _little_work(hostile: HostileServer) -> None:
    hostile.process.command("policy", "set", "request_work_bits", "4")


def handed_over(alice: Client, bob: Client) -> tuple[Request, str]:
    """A request of Alice's whose answers Bob may read; the mid of the message that hands him the key."""
    draft = RequestDraft("Grafana", text=True, answers=3)
    request, sent = alice.ask_for(alice.plan([bob.addr]), draft)
    return request, sent.mid


def refused_key(bob: Client, command: CommandLine, mid: str, reason: str) -> None:
    """The message is shown, what it hands is not taken, and he is told."""
    content = bob.read(mid).content
    assert content is not None
    assert (content.request and (content.request.state, content.request.reason)) == ("refused", reason)
    assert f"the key to answers in this message was refused ({reason})" in command("read", mid).out
    assert bob.answers().answers == ()


def test_a_reader_whom_the_server_adds_sees_nothing(
    hostile: HostileServer, alice: Client, bob: Client, command_line: Victims
) -> None:
    request = asked(alice)
    mid = answers(request, SECRET).mid
    # Bob is handed out what is Alice's, as if he were one of the readers.
    added = {mid: told_of(hostile, alice, mid)}

    with hostile.doing(Insert(added)):
        assert (bob.answers().answers, bob.answers().unread) == ((), 0)
        closed = bob.peek_answer(mid)
        listed = json.loads(command_line("bob")("inbox", "--json").out)["answers"]

    assert (closed.result, closed.body) == ("no-key", "")
    assert listed == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda told: {**told, "mark": b64u(bytes(16))}, "wrong-message"),
        (lambda told: {**told, "asker": "mallory@example.org"}, "wrong-message"),
        (lambda told: {**told, "id": new_id()}, "wrong-message"),
        (lambda told: {**told, "label": b64u(os.urandom(700))}, "form"),
    ],
)
def test_what_the_server_says_of_a_request_must_fit_the_message_that_hands_it(
    hostile: HostileServer,
    alice: Client,
    bob: Client,
    command_line: Victims,
    change: Callable[[Delivered], Delivered],
    reason: str,
) -> None:
    request, mid = handed_over(alice, bob)
    answers(request, SECRET)

    with hostile.doing(Shown("requests", change)):
        refused_key(bob, command_line("bob"), mid, reason)

    # Nothing wrong was kept: once the server is honest, another run gets what is his.
    assert '"state": "taken"' in command_line("bob")("read", mid, "--json").out
    (row,) = json.loads(command_line("bob")("request", "answers", "--json").out)["answers"]
    assert (row["body"], row["result"]) == (SECRET, "outside")


def test_somebody_elses_request_cannot_be_handed_with_keys_of_ones_own(
    hostile: HostileServer, alice: Client, bob: Client, command_line: Victims
) -> None:
    request, mid = handed_over(alice, bob)
    own = asked(bob)
    kept = kept_of(bob, own)
    # Bob hands Alice her own request with a key that he made, and one that is nobody's.
    for request_id in (request.id, new_id()):
        forged = HandedRequest(request_id, kept.f, kept.rk.text)
        sent = bob.send(bob.plan([alice.addr]), Draft("Look", "at this", request=forged))
        content = alice.read(sent.mid).content
        assert content is not None
        assert content.request is not None
        assert content.request.state == ("refused" if request_id == request.id else "over")

    assert kept_of(alice, request).asker is None
    assert answers(request, SECRET).mid == alice.answers(request.id).answers[0].mid
    assert bob.read(mid).content is not None
    assert [one.body for one in bob.answers(request.id).answers] == [SECRET]


@pytest.mark.parametrize(("said", "state"), [(0, "refused"), (2, "refused"), (1, "taken")])
def test_a_request_whose_outsiders_are_told_of_other_readers_is_not_taken(
    hostile: HostileServer, alice: Client, bob: Client, command_line: Victims, said: int, state: str
) -> None:
    kept = KeptRequest(new_id(), os.urandom(32), HybridIdentity.new())
    end = alice._account.time_after(86_400)
    label = RequestLabel(kept.id, "Alice", alice.addr, "Grafana", "", (), text=True, files=False, exp=end, others=said)
    body: dict[str, Json] = {
        "id": kept.id,
        "claim_hash": b64u(sha256(request_claim(kept.f))),
        "recipient": b64u(kept.rk.recipient),
        "label": b64u(seal_label(label, kept.f)),
        "expires_at": end,
        "answers": 1,
        "readers": [bob.addr],
    }
    alice._account.api.post("requests", body)
    sent = alice.send(alice.plan([bob.addr]), Draft("Look", "at this", request=handed(kept)))
    with Client.open_request(request_url(hostile.url, kept)) as opened:
        assert opened.asked.others == said
        opened.answer(text=SECRET)

    if state == "refused":
        refused_key(bob, command_line("bob"), sent.mid, "wrong-message")
    else:
        content = bob.read(sent.mid).content
        assert content is not None
        assert content.request is not None
        assert content.request.state == state
        assert [one.body for one in bob.answers().answers] == [SECRET]


def test_a_reader_cannot_hand_a_request_on_as_the_one_who_asked(
    hostile: HostileServer, organisation: Organisation, alice: Client, bob: Client, command_line: Victims
) -> None:
    charlie = organisation.joins("charlie")
    request, mid = handed_over(alice, bob)
    bob.read(mid)
    keys = kept_of(bob, request)
    sent = bob.send(bob.plan([charlie.addr]), Draft("Look", "at this", request=handed(keys)))
    answers(request, SECRET)
    # The server helps, and names Charlie what it names Bob.
    truth = told_request(hostile, bob, request.id)

    with hostile.doing(Hands(request.id, truth)):
        refused_key(charlie, command_line("charlie"), sent.mid, "wrong-message")
    with hostile.doing(Hands(request.id, {**truth, "asker": bob.addr})):
        command_line("charlie")("read", sent.mid)
        said = json.loads(command_line("charlie")("read", sent.mid, "--json").out)["content"]["request"]
    assert (said["state"], said["reason"]) == ("refused", "wrong-message")


def told_request(hostile: HostileServer, who: Client, request_id: str) -> Delivered:
    """What the real server says of a request."""
    who.request(request_id)
    return next(one.told for one in reversed(hostile.seen) if one.route == ("requests", request_id))


def told_of(hostile: HostileServer, alice: Client, mid: str) -> Delivered:
    """The answer as the real server hands it out."""
    alice.peek_answer(mid)
    return next(one.told for one in reversed(hostile.seen) if one.route == ("answers", mid))


def kept_of(who: Client, request: Request) -> KeptRequest:
    return RequestBook(who._account, who._book).records()[request.id]
