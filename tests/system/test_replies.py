"""Replies to links, on both databases: who can answer the maker of a link, what ends that, what failures leave."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.system.asking import Meddles
from tests.system.organisation import PASSWORD, Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client, Link, LinkDraft, NotFound, Problem, Refused, RequestGone, ServerNotReached, World
from waxpost.crypto.encoding import time_of
from waxpost.crypto.items import Field, Item

SUBJECT = "Kestrel VPN"
PART = 8 * 1024 * 1024


@pytest.fixture
def organisation(server: ServerProcess, tmp_path: Path) -> Iterator[Organisation]:
    server.command("policy", "set", "request_work_bits", "4")
    with Organisation(server, tmp_path / "devices") as organisation:
        yield organisation


@pytest.fixture
def alice(organisation: Organisation) -> Client:
    return organisation.joins("alice")


def made(alice: Client, **changes: object) -> Link:
    """A link whose readers may reply."""
    given: dict[str, object] = {"subject": SUBJECT, "body": "The code is 4711", "passphrase": False, "reply": True}
    link = alice.create_link(LinkDraft(**{**given, **changes}))  # pyright: ignore[reportArgumentType]
    assert link.url is not None
    return link


def reply_of(link: Link) -> str:
    """Where whoever opens the link can answer; it uses a view."""
    with Client.open_link(link.url or "", link.passphrase) as opened:
        assert opened.message.reply is not None
        return opened.message.reply


def replies(url: str, text: str, *files: Path) -> str:
    with Client.open_request(url) as request:
        return request.answer(text=text, files=files).mid


def test_readers_of_a_link_answer_its_maker_on_each_of_her_devices(
    alice: Client, organisation: Organisation, tmp_path: Path
) -> None:
    phone = organisation.signs_in("alice")
    link = made(alice, passphrase=True, views=2)
    assert link.reply is not None
    assert alice.answers().answers == ()
    source, folder = tmp_path / "signed.pdf", tmp_path / "saved"
    source.write_bytes(os.urandom(PART + 1))
    folder.mkdir()

    one, other = reply_of(link), reply_of(link)
    with Client.open_request(one) as request:
        asked = request.asked
    first, second = replies(one, "It works", source), replies(other, "Mine as well")

    assert one == other
    assert (asked.title, asked.note, asked.fields, asked.text, asked.files) == (SUBJECT, "", (), True, True)
    assert (asked.link, asked.expires_at, asked.asker_addr) == (link.id, link.expires_at, alice.addr)
    found = {answer.mid: answer for answer in phone.answers(link.reply).answers}
    assert set(found) == {first, second}
    for mid, text in ((first, "It works"), (second, "Mine as well")):
        assert (found[mid].result, found[mid].body, found[mid].title) == ("outside", text, SUBJECT)
        assert (found[mid].link, found[mid].request) == (link.id, link.reply)
    assert phone.save_answer(first, 0, folder).read_bytes() == source.read_bytes()
    # All views are used now, and whoever has read it may answer still.
    seen = phone.shared_link(link.id)
    assert (seen.state, seen.reply, seen.answers) == ("used", link.reply, 2)
    replies(one, "Once more")
    assert phone.shared_link(link.id).answers == 3


def test_each_link_takes_replies_of_its_own_only_when_its_maker_wants(alice: Client) -> None:
    one, other = made(alice), made(alice, subject="")
    assert one.reply != other.reply
    with Client.open_request(reply_of(other)) as request:
        assert request.asked.title == "(no subject)"
    long = made(alice, subject="\U0001f600" * 300)
    assert alice.request(long.reply or "").title == "\U0001f600" * 199 + "…"

    silent = made(alice, reply=False)
    assert silent.reply is None
    with Client.open_link(silent.url or "") as opened:
        assert opened.message.reply is None
    assert len(alice.requests()) == 3


@pytest.mark.parametrize(("views", "answers"), [(1, 10), (10, 10), (50, 50), (0, 100)])
def test_so_many_replies_are_taken_as_there_are_views_within_the_policy(
    alice: Client, server: ServerProcess, views: int, answers: int
) -> None:
    assert alice.request(made(alice, views=views).reply or "").answers == answers
    server.command("policy", "set", "request_answers_max", "5")
    assert alice.request(made(alice, views=views).reply or "").answers == 5


def test_revoking_a_link_ends_its_replies_and_its_end_moves_theirs(alice: Client, server: ServerProcess) -> None:
    link = made(alice)
    url = reply_of(link)
    later = alice._account.time_after(20 * 86_400)
    alice.change_link(link.id, expires_at=later)
    assert alice.request(link.reply or "").expires_at == later
    # What the organisation lets a request be open is the limit, and no more is asked for.
    server.command("policy", "set", "request_expiry_max_days", "10")
    alice.change_link(link.id, expires_at=alice._account.time_after(30 * 86_400))
    assert alice.request(link.reply or "").expires_at < alice._account.time_after(10 * 86_400)
    brief = made(alice, expires_at=alice._account.time_after(30 * 86_400))
    assert alice.request(brief.reply or "").expires_at < alice._account.time_after(10 * 86_400)
    replies(url, "Before")

    alice.revoke_link(link.id)

    with pytest.raises(RequestGone):
        replies(url, "After")
    assert alice.request(link.reply or "").state == "closed"
    assert [answer.body for answer in alice.answers(link.reply).answers] == ["Before"]
    # It is over already: nothing more happens to it.
    alice.revoke_link(link.id)


def test_a_reader_who_deletes_the_message_can_still_answer(alice: Client) -> None:
    link = made(alice)
    with Client.open_link(link.url or "") as opened:
        url = opened.message.reply or ""
        opened.delete()
    assert alice.shared_link(link.id).state == "deleted"
    replies(url, "I have it")
    assert alice.shared_link(link.id).answers == 1


def test_a_link_that_is_refused_leaves_no_open_request(alice: Client, server: ServerProcess) -> None:
    server.command("policy", "set", "link_views_max", "5")
    with pytest.raises(Problem) as refused:
        made(alice, views=6)
    assert refused.value.code == "link-views-exceeded"
    assert [request.state for request in alice.requests()] == ["closed"]
    assert alice.shared_links() == ()
    # What no reader would take is refused before anything is asked of the server.
    with pytest.raises(Refused):
        made(alice, body="x" * 3_000_000)
    assert len(alice.requests()) == 1


def test_no_link_is_made_where_replies_are_wanted_and_not_allowed(alice: Client, server: ServerProcess) -> None:
    server.command("policy", "set", "requests", "false")
    with pytest.raises(Problem) as refused:
        made(alice)
    assert refused.value.code == "requests-not-allowed"
    assert alice.shared_links() == ()
    assert made(alice, reply=False).reply is None


def test_a_lost_answer_of_the_server_makes_neither_two_links_nor_two_requests(
    organisation: Organisation, alice: Client, tmp_path: Path
) -> None:
    assert alice.requests() == ()
    for route in ("/v1/requests", "/v1/links"):
        line = Meddles(route, cut="answer")
        with Client.unlock(PASSWORD, home=organisation.home("alice"), world=World(transport=line)) as meddled:
            made(meddled, subject=route)
    links, requests = alice.shared_links(), alice.requests()
    assert {link.subject for link in links} == {"/v1/requests", "/v1/links"}
    assert {link.reply for link in links} == {request.id for request in requests}


def test_a_link_whose_post_never_arrives_leaves_a_request_that_ends_by_itself(
    organisation: Organisation, alice: Client
) -> None:
    end = alice._account.time_after(600)
    line = Meddles("/v1/links", cut="line")
    with (
        Client.unlock(PASSWORD, home=organisation.home("alice"), world=World(transport=line)) as cut_off,
        pytest.raises(ServerNotReached),
    ):
        made(cut_off, expires_at=end)
    (request,) = alice.requests()
    assert (request.state, request.expires_at) == ("open", end)
    assert alice.shared_links() == ()


def test_a_credential_never_stands_in_the_label_of_a_reply(alice: Client) -> None:
    link = made(alice, items=(Item("Grafana", (Field("password", "s3cret"),)),))
    with Client.open_request(reply_of(link)) as request:
        assert "s3cret" not in repr(request.asked)
        assert request.asked.fields == ()
    with pytest.raises(NotFound):
        alice.request(link.id)
    assert httpx.URL(link.url or "").fragment not in reply_of(link)
    assert time_of(0) < alice.request(link.reply or "").created_at
