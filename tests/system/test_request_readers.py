"""Requests whose answers several people read, through a real server: who gets the key, and what each may do."""

import json
import os
from pathlib import Path

import pytest

from tests.system.asking import LOGIN, answers, came
from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess
from waxpost import ChangedWhileSending, Client, MembersNotConfirmed, NotFound, Request, RequestDraft
from waxpost._values import Sent

DRAFT = RequestDraft("Grafana", fields=LOGIN, text=True, files=True, answers=3)


@pytest.fixture(autouse=True)
def _little_work(server: ServerProcess) -> None:
    server.command("policy", "set", "request_work_bits", "4")


def asked_for(alice: Client, *to: str, group: str | None = None) -> tuple[Request, Sent]:
    accepted = {} if group is None else {group: 1}
    groups = [] if group is None else [group]
    return alice.ask_for(alice.plan([address(who) for who in to], groups, accept_members=accepted), DRAFT)


def test_the_people_of_a_group_read_the_answers_once_they_have_the_key(
    organisation: Organisation, tmp_path: Path
) -> None:
    alice, bob, carol = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Platform team", [address(who) for who in ("alice", "bob", "charlie")])
    with pytest.raises(MembersNotConfirmed):
        alice.ask_for(alice.plan(groups=["Platform team"]), DRAFT)
    assert alice.requests() == ()

    request, sent = asked_for(alice, group=group.gid)

    assert request.readers == (address("bob"), address("charlie"))
    source = tmp_path / "plans.bin"
    source.write_bytes(os.urandom(5000))
    with Client.open_request(request.url or "") as opened:
        assert (opened.asked.others, opened.asked.link) == (2, None)
        mid = opened.answer(["root", "s3cret"], text="It is done", files=[source]).mid
    # Before the message was opened there is nothing to see, and nothing that is counted.
    for reader in (bob, carol):
        assert (reader.answers().answers, reader.answers().unread) == ((), 0)
    message = bob.read(sent.mid)
    assert message.content is not None
    assert message.content.subject == "You can read the answers to “Grafana”"
    assert (message.content.request and message.content.request.state) == "taken"
    # Another device of his, which never opened the message, has the key from his sealed pack.
    for device in (bob, organisation.signs_in("bob")):
        (answer,) = device.answers().answers
        assert (answer.result, answer.body, answer.title, answer.asker) == (
            *("outside", "It is done", "Grafana", address("alice")),
        )
    folder = tmp_path / "saved"
    folder.mkdir()
    assert bob.save_answer(mid, 0, folder).read_bytes() == source.read_bytes()
    assert bob.read_answer(mid).items[0].fields[1].value == "s3cret"
    # A list opens the message as well.
    assert [one.mid for one in carol.inbox().messages] == [sent.mid]
    assert [(one.body, one.is_read) for one in carol.answers().answers] == [("It is done", False)]
    assert [(one.body, one.is_read, one.asker) for one in alice.answers().answers] == [("It is done", False, None)]


def test_each_deletes_their_own_copy_and_only_the_asker_closes(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    request, sent = asked_for(alice, "bob")
    bob.read(sent.mid)
    first, second = answers(request, "one").mid, answers(request, "two").mid

    alice.delete_answers([first])
    bob.delete_answers([second])

    assert (came(alice, request), came(bob, request)) == (["two"], ["one"])
    assert bob.requests() == ()
    shown = bob.request(request.id)
    assert (shown.title, shown.asker, shown.readers) == ("Grafana", address("alice"), (address("bob"),))
    for act in (
        lambda: bob.close_request(request.id),
        lambda: bob.change_request(request.id, expires_at=request.expires_at),
    ):
        with pytest.raises(NotFound):
            act()
    alice.close_request(request.id)
    assert came(bob, request) == ["one"]


def test_who_leaves_the_group_goes_on_and_who_comes_later_gets_nothing(organisation: Organisation) -> None:
    alice, bob, charlie = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Platform team", [address("bob")])
    request, sent = asked_for(alice, group=group.gid)
    bob.read(sent.mid)

    organisation.olga.change_members(group.gid, 1, add=[address("charlie")], remove=[address("bob")])
    answers(request, "later")

    assert came(bob, request) == ["later"]
    assert came(charlie, request) == []
    with pytest.raises(NotFound):
        charlie.request(request.id)


def test_who_cannot_receive_is_left_out_by_name(organisation: Organisation) -> None:
    alice, bob, _ = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Platform team", [address("bob"), address("charlie")])
    organisation.olga.suspend(address("charlie"))

    request, sent = asked_for(alice, group=group.gid)

    assert [one.addr for one in sent.left_out] == [address("charlie")]
    assert request.readers == (address("bob"),)
    message = bob.read(sent.mid)
    assert message.content is not None
    assert message.content.omitted == (address("charlie"),)


def test_each_person_counts_once_in_what_an_outsider_is_told(organisation: Organisation) -> None:
    alice, _, _ = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Platform team", [address(who) for who in ("alice", "bob", "charlie")])
    night = organisation.olga.create_group("Night shift", [address("bob")])

    plan = alice.plan([address("bob")], [group.gid, night.gid], accept_members={group.gid: 1, night.gid: 1})
    request, _ = alice.ask_for(plan, DRAFT)
    own = alice.create_request(DRAFT)

    told: list[tuple[int, tuple[str, ...]]] = []
    for one in (request, own):
        with Client.open_request(one.url or "") as opened:
            told.append((opened.asked.others, one.readers))
    assert told == [(2, (address("bob"), address("charlie"))), (0, ())]


def test_the_message_with_the_keys_lasts_as_long_as_the_organisation_lets_one(
    organisation: Organisation, server: ServerProcess
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    _, without_end = asked_for(alice, "bob")
    server.command("policy", "set", "expiry_max_days", "2")

    request, sent = asked_for(alice, "bob")

    content = bob.read(without_end.mid).content
    assert content is not None
    assert content.expires_at is None
    content = bob.read(sent.mid).content
    assert content is not None
    in_days = [alice._account.time_after(days * 86_400) for days in (1, 2)]
    assert in_days[0] < (content.expires_at or "") < in_days[1] < request.expires_at
    # What was taken stays when the message has gone.
    bob.delete([sent.mid])
    answers(request, "later")
    assert came(bob, request) == ["later"]


def test_a_message_that_cannot_be_sent_leaves_no_request_open(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    group = organisation.olga.create_group("Platform team", [address("bob")])
    plan = alice.plan(groups=[group.gid], accept_members={group.gid: 1})
    organisation.olga.change_members(group.gid, 1, add=[address("olga")])

    with pytest.raises(ChangedWhileSending):
        alice.ask_for(plan, DRAFT)

    assert [one.state for one in alice.requests()] == ["closed"]
    assert bob.inbox().messages == ()


def test_the_readers_of_a_request_on_the_command_line(organisation: Organisation, tmp_path: Path) -> None:
    organisation.joins("alice")
    bob_home = organisation.joins("bob")
    organisation.olga.create_group("Platform team", [address("bob"), address("alice")])
    alice, bob = (CommandLine(organisation.home(who), PASSWORD) for who in ("alice", "bob"))
    outsider = CommandLine(tmp_path / "nobody", "no account")
    assert bob_home.addr == address("bob")
    refused = alice("request", "create", "Print portal", "--group", "Platform team", code=4)
    assert alice("request", "list").err == "no requests\n"
    accepted = next(word for word in refused.err.split() if word.count(":") == 1 and word.endswith(":1"))

    made = alice("request", "create", "Print portal", "--group", "Platform team", "--accept-members", accepted)

    assert "one person can read the answers as well, and got a message with the key\n" in made.err
    link = made.out.splitlines()[0].split()[1]
    seen = outsider("answer", link, "--look").out
    assert "Read by:    only Alice Martin and 1 other person, of their choice\n" in seen
    assert "then the answer goes to them and the 1 other person, and to nobody else.\n" in seen
    assert json.loads(outsider("answer", link, "--look", "--json").out)["others"] == 1
    given = '{"fields":{"Username":"root","Password":"s3cret"}}'
    told = outsider("answer", link, "--values", "-", text=given).err.splitlines()
    assert "Read by:    only Alice Martin and 1 other person, of their choice" in told
    assert told[-1] == "sent; only Alice Martin and 1 other person can read it"
    assert bob("request", "answers").err == "no answers\n"
    (message,) = json.loads(bob("inbox", "--json").out)["messages"]
    said = bob("read", message["mid"]).out
    assert 'Notice:   the answers to this request come to your inbox too, marked "From outside"\n' in said
    (row,) = json.loads(bob("inbox", "--json").out)["answers"]
    assert (row["title"], row["asker"], row["result"]) == ("Print portal", address("alice"), "outside")
    shown = bob("request", "read", row["mid"], "--show").out
    assert f"From:     outside, from whoever had the link of the request of {address('alice')} (nobody" in shown
    assert "password: s3cret\n" in shown
    described = bob("request", "show", row["request"]).out
    assert f"Asked by:    {address('alice')}\nAnswers to:  {address('alice')}, {address('bob')}\n" in described
    bob("request", "close", row["request"], code=5)
    bob("request", "delete", row["mid"])
    assert bob("request", "answers").err == "no answers\n"
    assert row["mid"] in alice("request", "answers").out
    assert f"Answers to:  you, {address('bob')}\n" in alice("request", "show", row["request"]).out
