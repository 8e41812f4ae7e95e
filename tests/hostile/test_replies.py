"""A hostile server between the reader of a link and its maker: no key is exchanged, and no reply written by it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.attacks_requests import Insert, Told
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.exchange import Attack, Exchange
from tests.system.command_line import CommandLine
from waxpost import Client, Link, LinkDraft, Refused
from waxpost._requests import RequestBook
from waxpost.crypto.encoding import b64u, time_of
from waxpost.crypto.envelope import new_id
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.requests import AnswerContent, seal_answer

SECRET = "the secret reply"
NOW = time_of(1_800_000_000)


@dataclass
class Claimed(Attack):
    """Change what a reader gets who claims a link, to lead the reply to another key."""

    change: Callable[[dict[str, Any]], dict[str, Any]]

    def after(self, exchange: Exchange) -> None:
        if exchange.route[0] == "links" and exchange.route[-1] == "claim":
            exchange.told = self.change(exchange.told)


@pytest.fixture(autouse=True)
def _little_work(hostile: HostileServer) -> None:
    hostile.process.command("policy", "set", "request_work_bits", "4")


@pytest.fixture
def outsider(tmp_path: Path) -> CommandLine:
    """Somebody without an account."""
    return CommandLine(tmp_path / "nobody", "no account")


def made(alice: Client, subject: str = "Offer") -> Link:
    link = alice.create_link(LinkDraft(subject, "Is it right so?", passphrase=False, views=0, reply=True))
    assert link.url is not None
    return link


def reply_of(link: Link) -> str:
    with Client.open_link(link.url or "") as opened:
        return opened.message.reply or ""


def test_a_reply_goes_to_no_other_key_than_the_one_in_the_message(
    hostile: HostileServer, alice: Client, outsider: CommandLine
) -> None:
    link, other = made(alice), made(alice, "Another")
    another = RequestBook(alice._account, alice._book).records()[other.reply or ""].rk.recipient
    for key in (HybridIdentity.new().recipient, another, bytes(1216)):
        swap = Told("open", {"recipient": b64u(key)})
        with hostile.doing(swap):
            with pytest.raises(Refused) as refused:
                Client.open_request(reply_of(link))
            ended = outsider("open", link.url or "", "--reply", SECRET, code=4)
        assert refused.value.reason == "wrong-message"
        assert "Is it right so?" in ended.out
        assert "the server gave another key than the one in the link" in ended.err
        assert set(swap.asked) <= {"access", "claim", "confirm", "open"}
        assert "open" in swap.asked
    for seen in hostile.seen:
        assert SECRET.encode() not in seen.body
    assert alice.answers().answers == ()

    outsider("open", link.url or "", "--reply", SECRET)
    assert [answer.body for answer in alice.answers(link.reply).answers] == [SECRET]


def test_the_message_of_another_link_cannot_lead_a_reply_elsewhere(
    hostile: HostileServer, alice: Client, outsider: CommandLine
) -> None:
    link, other = made(alice), made(alice, "Another")
    reply_of(other)
    told = next(one.told for one in reversed(hostile.seen) if one.route == ("links", other.id, "claim"))
    attacks: list[tuple[dict[str, str], str, int]] = [
        ({"content": told["content"]}, "form", 4),
        ({"link": told["link"], "content": told["content"]}, "wrong-secret", 3),
    ]

    for changes, reason, code in attacks:
        with hostile.doing(Claimed(lambda given, changes=changes: {**given, **changes})):
            with pytest.raises(Refused) as refused:
                reply_of(link)
            ended = outsider("open", link.url or "", "--reply", SECRET, code=code)
        assert refused.value.reason == reason
        assert ended.out == ""
    assert alice.shared_link(link.id).answers == 0

    assert reply_of(link) != reply_of(other)


def test_the_server_cannot_write_a_reply(hostile: HostileServer, alice: Client, command_line: Victims) -> None:
    link = made(alice)
    reply_of(link)
    # The server knows this key, and the id; the F of the request it has never seen.
    kept = RequestBook(alice._account, alice._book).records()[link.reply or ""]
    mk, mid = HybridIdentity.new(), new_id()
    content = AnswerContent(id=kept.id, mid=mid, sent=NOW, body=SECRET)
    sealed = seal_answer(content, os.urandom(32), HybridRecipient(kept.rk.recipient), mk)
    whole = {
        "mid": mid,
        "request": kept.id,
        "asker": alice.addr,
        "arrived_at": NOW,
        "expires_at": None,
        "read_at": None,
    }
    forged = {**whole, "network": "192.0.2.0/24", "blobs": [], "wrap": b64u(sealed.wrap)}

    with hostile.doing(Insert({mid: {**forged, "content": b64u(sealed.content)}})):
        answer = alice.read_answer(mid)
        shown = command_line("alice")("request", "read", mid, code=4)

    assert (answer.result, answer.reason, answer.body) == ("refused", "signature", "")
    assert "was refused (signature): whoever wrote it did not have the link" in shown.out
    assert SECRET not in shown.out


def test_a_request_in_the_place_of_another_answers_nothing(
    hostile: HostileServer, alice: Client, outsider: CommandLine
) -> None:
    link, other = made(alice), made(alice, "Another")
    with Client.open_request(reply_of(other)):
        pass
    told = next(one.told for one in reversed(hostile.seen) if one.route == ("requests", other.reply, "open"))

    with hostile.doing(Told("open", {"label": told["label"]})):
        with pytest.raises(Refused) as refused:
            Client.open_request(reply_of(link))
        ended = outsider("answer", reply_of(link), "--text", SECRET, code=4)

    assert refused.value.reason == "wrong-secret"
    assert "what is asked was not sealed with this link; nothing was sent" in ended.err
