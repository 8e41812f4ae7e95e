"""A hostile server exchanges keys and labels, and writes, mixes and repeats answers: each ends as links.md 9.6 says."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.attacks_files import ChangeParts
from tests.hostile.attacks_requests import Delivered, Insert, Shown, Told
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.system.asking import answers, asked
from tests.system.command_line import CommandLine
from tests.system.organisation import address
from waxpost import Client, Refused, Request, WorkNotDone
from waxpost._requests import RequestBook
from waxpost.crypto.encoding import b64u, time_of
from waxpost.crypto.envelope import new_id
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.requests import AnswerContent, KeptRequest, seal_answer

SECRET = "the secret answer"
NOW = time_of(1_800_000_000)


@pytest.fixture(autouse=True)
def _little_work(hostile: HostileServer) -> None:
    hostile.process.command("policy", "set", "request_work_bits", "4")


@pytest.fixture
def outsider(tmp_path: Path) -> CommandLine:
    """Somebody without an account."""
    return CommandLine(tmp_path / "nobody", "no account")


def given_up(outsider: CommandLine, request: Request, reason: str, sentence: str) -> None:
    """Answering ends with the reason, in a clear sentence, before anything is shown or sealed."""
    with pytest.raises(Refused) as refused:
        answers(request, SECRET)
    assert refused.value.reason == reason
    ended = outsider("answer", request.url or "", "--text", SECRET, code=4)
    assert ended.err == f"waxpost: error: this request was refused ({reason}): {sentence}; nothing was sent\n"
    assert ended.out == ""


def refused(alice: Client, command: CommandLine, mid: str, reason: str, sentence: str) -> None:
    """Reading ends with the reason, in a clear sentence, and nothing of the answer is shown, nor marked as read."""
    answer = alice.read_answer(mid)
    assert (answer.result, answer.reason, answer.body, answer.items) == ("refused", reason, "", ())
    shown = command("request", "read", mid, code=4)
    assert f"Notice:   this answer was refused ({reason}): {sentence}\n" in shown.out
    assert SECRET not in shown.out
    listed = json.loads(command("inbox", "--json").out)["answers"]
    (row,) = [one for one in listed if one["mid"] == mid]
    assert (row["result"], row["reason"], row["body"], row["is_read"]) == ("refused", reason, "", False)


def test_another_key_than_the_one_in_the_link_is_found_out_before_anything_is_shown(
    hostile: HostileServer, alice: Client, outsider: CommandLine
) -> None:
    request = asked(alice)
    for key in (HybridIdentity.new().recipient, kept_of(alice, asked(alice)).rk.recipient, bytes(1216)):
        swap = Told("open", {"recipient": b64u(key)})
        with hostile.doing(swap):
            given_up(outsider, request, "wrong-message", "the server exchanged it for another one")
        assert set(swap.asked) == {"open"}

    assert answers(request, SECRET).mid == alice.answers(request.id).answers[0].mid


def test_labels_of_two_requests_cannot_be_exchanged(
    hostile: HostileServer, alice: Client, outsider: CommandLine, command_line: Victims
) -> None:
    one, other = asked(alice, title="First"), asked(alice, title="Second")
    labels: dict[str, str] = {}

    def note(told: Delivered) -> Delivered:
        labels[told["id"]] = told["label"]
        return told

    with hostile.doing(Shown("requests", note)):
        alice.requests()
    with hostile.doing(Told("open", {"label": labels[other.id]})):
        given_up(outsider, one, "wrong-secret", "what is asked was not sealed with this link")
    with hostile.doing(Shown("requests", lambda told: {**told, "label": labels[other.id]})):
        found = alice.request(one.id)
        shown = command_line("alice")("request", "show", one.id)
    assert (found.title, found.refused) == (None, "wrong-secret")
    assert "Title:       (cannot be read)\n" in shown.out
    assert "was refused (wrong-secret): what is asked was not sealed with this link" in shown.err
    # The whole of another request in the place of the one asked for.
    with hostile.doing(Shown("requests", lambda told: {**told, "id": other.id})), pytest.raises(Refused) as swapped:
        alice.request(one.id)
    assert swapped.value.reason == "wrong-message"


def test_the_server_cannot_write_an_answer(hostile: HostileServer, alice: Client, command_line: Victims) -> None:
    request = asked(alice)
    recipient = HybridRecipient(kept_of(alice, request).rk.recipient)  # which the server knows, as it does ids
    mk, mid = HybridIdentity.new(), new_id()
    content = AnswerContent(id=request.id, mid=mid, sent=NOW, body=SECRET)
    sealed = seal_answer(content, os.urandom(32), recipient, mk)
    forged = delivered(mid, request, wrap=b64u(sealed.wrap), content=b64u(sealed.content))

    with hostile.doing(Insert({mid: forged})):
        refused(alice, command_line("alice"), mid, "signature", "whoever wrote it did not have the link")


def test_an_answer_of_one_request_is_none_of_another(
    hostile: HostileServer, alice: Client, command_line: Victims
) -> None:
    one, other = asked(alice), asked(alice)
    first, second = answers(one, SECRET).mid, answers(other, SECRET).mid
    kept = {mid: told_of(hostile, alice, mid) for mid in (first, second)}
    alice_again = command_line("alice")

    with hostile.doing(Shown("answers", lambda told: {**told, "request": other.id})):
        refused(alice, alice_again, first, "form", "it is damaged, or was not made for you")
    # Under another id, or with the sealed files of another answer.
    mid = new_id()
    with hostile.doing(Insert({mid: {**kept[first], "mid": mid}})):
        refused(alice, alice_again, mid, "wrong-message", "the server exchanged it for another one")
    whole = {"request": other.id, "wrap": kept[second]["wrap"], "content": kept[second]["content"]}
    with hostile.doing(Shown("answers", lambda told: {**told, **whole})):
        refused(alice, alice_again, first, "wrong-message", "the server exchanged it for another one")
    with hostile.doing(Shown("answers", lambda told: {**told, "request": new_id()})):
        assert alice.read_answer(first).result == "no-key"
        shown = alice_again("request", "read", first, code=4).out
    assert "Notice:   none of your keys belongs to the request that the server names\n" in shown

    assert alice.read_answer(first).body == SECRET


def test_the_contents_of_two_answers_to_one_request_cannot_be_exchanged(
    hostile: HostileServer, alice: Client, command_line: Victims
) -> None:
    request = asked(alice, answers=2)
    first, second = answers(request, SECRET).mid, answers(request, SECRET).mid
    other = told_of(hostile, alice, second)
    spoilt: list[tuple[Callable[[Delivered], Delivered], str, str]] = [
        (lambda told: {**told, "content": other["content"]}, "form", "it is damaged, or was not made for you"),
        (lambda told: {**told, "wrap": other["wrap"]}, "wrong-message", "the server exchanged it for another one"),
        (lambda told: {**told, "blobs": [new_id()]}, "envelope", "the server has another number of files than it says"),
    ]

    for change, reason, sentence in spoilt:
        with hostile.doing(
            Shown("answers", lambda told, change=change: change(told) if told["mid"] == first else told)
        ):
            refused(alice, command_line("alice"), first, reason, sentence)

    assert alice.read_answer(first).body == SECRET


@pytest.mark.parametrize("bits", [25, 200])
def test_more_work_than_anybody_may_ask_for_is_refused(
    hostile: HostileServer, alice: Client, outsider: CommandLine, bits: int
) -> None:
    request = asked(alice)
    more = Told("work", {"bits": bits})

    with hostile.doing(more):
        with pytest.raises(Refused) as refused:
            answers(request)
        ended = outsider("answer", request.url or "", "--text", SECRET, code=4)

    assert refused.value.reason == "form"
    assert ended.err.splitlines()[-1] == "waxpost: error: more work than anybody may ask for"
    assert "begin" not in more.asked


def test_less_work_than_was_asked_buys_nothing(hostile: HostileServer, alice: Client, outsider: CommandLine) -> None:
    hostile.process.command("policy", "set", "request_work_bits", "20")
    request = asked(alice)
    less = Told("work", {"bits": 0})

    with hostile.doing(less):
        with pytest.raises(WorkNotDone):
            answers(request)
        ended = outsider("answer", request.url or "", "--text", SECRET, code=6)

    assert "waxpost: hint: run the command again\n" in ended.err
    assert less.asked.count("begin") == 6
    assert "answer" not in less.asked


def test_an_altered_part_of_an_answers_file_is_refused_and_nothing_is_left(
    hostile: HostileServer, alice: Client, command_line: Victims, tmp_path: Path
) -> None:
    request = asked(alice)
    source, folder = tmp_path / "plans.bin", tmp_path / "saved"
    source.write_bytes(os.urandom(100_000))
    folder.mkdir()
    with Client.open_request(request.url or "") as opened:
        mid = opened.answer(files=[source]).mid
    spoilt: list[Callable[[int, bytes], bytes]] = [
        lambda _, data: data[:4000] + bytes([data[4000] ^ 1]) + data[4001:],
        lambda _, data: data[:-1],
        lambda _, _data: b"",
    ]

    for change in spoilt:
        with hostile.doing(ChangeParts(change)):
            ended = command_line("alice")("request", "save", mid, "-o", str(folder), code=4)
        assert "a part of the file is not the one that was sent" in ended.err
        assert list(folder.iterdir()) == []

    assert alice.save_answer(mid, 0, folder).read_bytes() == source.read_bytes()


def kept_of(alice: Client, request: Request) -> KeptRequest:
    return RequestBook(alice._account, alice._book).records()[request.id]


def told_of(hostile: HostileServer, alice: Client, mid: str) -> Delivered:
    """What the real server hands out."""
    alice.peek_answer(mid)
    return next(one.told for one in reversed(hostile.seen) if one.route == ("answers", mid))


def delivered(mid: str, request: Request, **more: str) -> Delivered:
    """An answer as the server would hand it out."""
    whole = {
        "mid": mid,
        "request": request.id,
        "asker": address("alice"),
        "arrived_at": NOW,
        "expires_at": None,
        "read_at": None,
    }
    return {**whole, "network": "192.0.2.0/24", "blobs": [], **more}
