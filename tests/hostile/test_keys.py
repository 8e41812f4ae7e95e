"""A hostile server swaps, resets and withholds keys, renames people and adds readers to groups."""

import time

import pytest

from tests.hostile.attacks_keys import (
    AddToGroup,
    BreakLeaf,
    Publish,
    Rename,
    SayNoKeysYet,
    SetRevision,
    StripOldSignature,
    SwapKey,
)
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.forging import Insider
from tests.system.organisation import Organisation, address
from waxpost import Draft
from waxpost.crypto.encoding import time_of
from waxpost.crypto.entry import make_rotate

TO_BOB = ("send", "--to", address("bob"), "--subject", "s", "the secret")
BOB = address("bob")


def test_rule_02_a_key_that_is_not_in_the_log_is_refused_before_first_contact(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    organisation.joins("alice")
    bob = organisation.joins("bob")

    with hostile.doing(SwapKey(BOB, insider.forged_first(BOB, "Bob Roy"))):
        refused = command_line("alice")(*TO_BOB, code=4)

    assert "the keys of bob@example.org cannot be used: the newest entry is not the one in the key log" in refused.err
    assert bob.inbox().messages == ()
    command_line("alice")(*TO_BOB)


def test_a_key_published_for_somebody_known_stops_the_send(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    alice.send(alice.plan(to=[BOB]), Draft("one", "x"))
    assert len(bob.inbox().messages) == 1

    with hostile.doing(Publish(insider, BOB, insider.forged_reset(BOB))):
        refused = command_line("alice")(*TO_BOB, code=4)
        listed = command_line("alice")("people", "bob")

    assert "waxpost: error: new key, not checked: bob@example.org\n" in refused.err
    assert "type the eight words" in refused.err
    assert listed.out == "Bob Roy\tbob@example.org\tactive\tnew key\n"
    assert len(bob.inbox().messages) == 1


def test_a_checked_mark_does_not_survive_a_forged_reset(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    assert alice.check_words(BOB, bob.own_words())

    with hostile.doing(Publish(insider, BOB, insider.forged_reset(BOB))):
        words = " ".join(bob.own_words())
        typed = command_line("alice").on_terminal("check", BOB, answers=[("Word 1 of 8", words)] * 3)
        command_line("alice")(*TO_BOB, code=4)

    assert typed.code == 4
    assert "these are not the words of this key" in typed.out


def test_a_rotation_that_the_old_key_did_not_sign_is_refused(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    organisation.joins("alice")
    bob = organisation.joins("bob")
    bob.rotate()
    with hostile.doing(StripOldSignature(BOB)):
        refused = command_line("alice")(*TO_BOB, code=4)
    assert "the keys of bob@example.org cannot be used" in refused.err

    newest = insider.chain(BOB).newest
    forged = make_rotate(newest, "routine", time_of(int(time.time())), insider.keys, insider.keys)
    with hostile.doing(Publish(insider, BOB, forged)):
        refused = command_line("alice")(*TO_BOB, code=4)
    assert "the keys of bob@example.org cannot be used: the signature is wrong" in refused.err


def test_keys_published_in_my_own_name_raise_the_alarm(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    bob.send(bob.plan(to=[address("alice")]), Draft("before", "still readable"))
    (mid,) = [message.mid for message in alice.inbox().messages]

    with hostile.doing(Publish(insider, address("alice"), insider.forged_reset(address("alice")))):
        refused = command_line("alice")(*TO_BOB, code=4)
        read = command_line("alice")("read", mid)

    assert "waxpost: error: someone published keys in your name: do not send, call an administrator" in refused.err
    assert read.out.endswith("still readable\n")
    assert "waxpost: notice: someone published keys in your name" in read.err
    assert command_line("alice")("evidence").out.count("— waxpost/") == 2


def test_one_broken_leaf_makes_one_person_unusable_and_nobody_else(
    hostile: HostileServer, organisation: Organisation, insider: Insider, command_line: Victims
) -> None:
    organisation.joins("alice")
    organisation.joins("bob")
    charlie = organisation.joins("charlie")

    with hostile.doing(BreakLeaf(insider, BOB)):
        refused = command_line("alice")(*TO_BOB, code=4)
        command_line("alice")("send", "--to", address("charlie"), "hello")

    assert "bob@example.org cannot be used: the key log holds entries of this address out of order" in refused.err
    assert len(charlie.inbox().messages) == 1


def test_nothing_is_sent_to_somebody_whose_keys_are_withheld(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    sent = bob.send(bob.plan(to=[address("alice")]), Draft("hello", "from Bob"))
    alice.close()

    with hostile.doing(SayNoKeysYet(BOB)):
        refused = command_line("alice")(*TO_BOB, code=4)
        waiting = command_line("alice")("read", sent.mid, code=4)

    assert "the server does not hand out the keys that the key log holds" in refused.err
    assert "this message cannot be checked yet" in waiting.out
    assert "from Bob" not in waiting.out
    assert command_line("alice")("read", sent.mid).out.endswith("from Bob\n")


def test_a_group_member_whose_keys_are_withheld_is_left_out_by_name(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    organisation.joins("alice")
    bob, charlie = organisation.joins("bob"), organisation.joins("charlie")
    group = organisation.olga.create_group("Team", [BOB, address("charlie")])

    with hostile.doing(SayNoKeysYet(BOB)):
        sent = command_line("alice")("send", "--group", "Team", "--accept-members", f"{group.gid}:1", "hello")

    assert "<bob@example.org> will not get it" in sent.err
    assert len(charlie.inbox().messages) == 1
    assert bob.inbox().messages == ()


def test_rule_11_names_come_from_the_people_and_not_from_the_server(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    organisation.joins("alice")
    bob, mallory = organisation.joins("bob"), organisation.joins("charlie")

    with hostile.doing(Rename({address("charlie"): "Bob Roy", BOB: "Charlie Dean"})):
        listed = command_line("alice")("people")
        command_line("alice")("send", "--to", "Bob Roy", "for Bob alone")

    assert "Bob Roy\tbob@example.org\t" in listed.out
    assert "Charlie Dean\tcharlie@example.org\t" in listed.out
    assert len(bob.inbox().messages) == 1
    assert mallory.inbox().messages == ()


@pytest.mark.parametrize(
    ("rev", "sentence"),
    [
        (2, "waxpost: error: look at the people in Team before you send\n"),
        (1, "waxpost: error: the server showed two lists of one version of this group (Team): do not send"),
    ],
)
def test_a_reader_added_to_a_group_is_shown_before_anything_is_sealed(
    hostile: HostileServer, organisation: Organisation, command_line: Victims, rev: int, sentence: str
) -> None:
    alice, bob, mallory = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Team", [BOB])
    alice.send(alice.plan(groups=["Team"], accept_members={group.gid: 1}), Draft("one", "x"))
    (member,) = [row for row in rows(hostile, organisation) if row["addr"] == address("charlie")]

    with hostile.doing(AddToGroup(group.gid, member, rev)):
        refused = command_line("alice")("send", "--group", "Team", "the secret", code=4)

    assert sentence in refused.err
    assert ("  Charlie Dean <charlie@example.org>\n" in refused.err) is (rev == 2)
    assert len(bob.inbox().messages) == 1
    assert mallory.inbox().messages == ()


def test_an_older_list_of_a_group_stops_the_send(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    group = organisation.olga.create_group("Team", [BOB, address("olga")])
    organisation.olga.change_members(group.gid, 1, remove=[address("olga")])
    alice.send(alice.plan(groups=["Team"], accept_members={group.gid: 2}), Draft("one", "x"))

    with hostile.doing(SetRevision(group.gid, 1)):
        refused = command_line("alice")("send", "--group", "Team", "the secret", code=4)

    assert "the server showed an older list of this group (Team): do not send, tell an administrator" in refused.err
    assert len(bob.inbox().messages) == 1


def rows(hostile: HostileServer, organisation: Organisation) -> list[dict[str, object]]:
    """The server's rows of people."""
    (token,) = organisation.home("olga").rglob("token")
    headers = {"Authorization": f"Bearer {token.read_text()}"}
    items: list[dict[str, object]] = hostile.upstream.get("/v1/people", headers=headers).json()["items"]
    return items
