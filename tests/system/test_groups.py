"""Messages to groups: the sender sees who is in them, and whoever cannot receive is left out by name."""

import pytest

from tests.system.organisation import Organisation, address
from waxpost import CannotReceive, ChangedWhileSending, Draft, MembersNotConfirmed, NoSuchPerson, Refused
from waxpost._values import LeftOut

DRAFT = Draft("Keys", "for the team")


def test_the_first_message_to_a_group_waits_until_its_people_were_looked_at(organisation: Organisation) -> None:
    alice, bob, charlie = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Platform team", [address(who) for who in ("alice", "bob", "charlie")])

    plan = alice.plan(groups=["Platform team"])

    (change,) = plan.to_confirm
    assert change.is_first
    assert [person.addr for person in change.added] == [address("bob"), address("charlie")]
    with pytest.raises(MembersNotConfirmed) as caught:
        alice.send(plan, DRAFT)
    assert caught.value.groups == ((group.gid, "Platform team", 1),)
    assert bob.inbox().messages == ()

    sent = alice.send(alice.confirm(plan, change), DRAFT)

    for reader in (bob, charlie):
        (message,) = reader.inbox().messages
        assert message.mid == sent.mid
        assert message.content is not None
        assert message.content.groups == ((group.gid, "Platform team"),)
        assert [(one.addr, one.via) for one in message.content.readers] == [
            (address("bob"), group.gid),
            (address("charlie"), group.gid),
        ]


def test_only_people_who_were_added_since_are_shown_the_next_time(organisation: Organisation) -> None:
    alice, _, charlie = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    group = organisation.olga.create_group("Platform team", [address("alice"), address("bob")])
    alice.send(alice.plan(groups=[group.gid], accept_members={group.gid: 1}), DRAFT)
    assert alice.plan(groups=[group.gid]).to_confirm == ()

    organisation.olga.change_members(group.gid, 1, add=[address("charlie")])

    (change,) = alice.plan(groups=[group.gid]).to_confirm
    assert not change.is_first
    assert [(person.addr, person.name) for person in change.added] == [(address("charlie"), "Charlie Dean")]
    alice.send(alice.plan(groups=[group.gid], accept_members={group.gid: 2}), DRAFT)
    assert len(charlie.inbox().messages) == 1

    organisation.olga.change_members(group.gid, 2, remove=[address("bob")])
    plan = alice.plan(groups=[group.gid])
    assert plan.to_confirm == ()
    assert [change.removed for change in plan.mentioned] == [(address("bob"),)]


def test_members_without_a_key_and_suspended_ones_are_left_out_by_name(organisation: Organisation) -> None:
    alice, _, _ = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    organisation.olga.invite(address("dana"), name="Dana Lee")
    organisation.olga.suspend(address("charlie"))
    members = [address(who) for who in ("bob", "charlie", "dana")]
    group = organisation.olga.create_group("Platform team", members)

    plan = alice.plan(groups=["Platform team"], accept_members={group.gid: 1})

    assert set(plan.left_out) == {
        LeftOut(address("charlie"), "Charlie Dean", "suspended"),
        LeftOut(address("dana"), "Dana Lee", "no key"),
    }
    alice.send(plan, DRAFT)
    (own,) = alice.sent().messages
    assert own.content is not None
    assert set(own.content.omitted) == {address("charlie"), address("dana")}
    assert [reader.addr for reader in own.content.readers] == [address("bob")]


def test_one_person_is_told_as_the_list_tells_everybody(organisation: Organisation) -> None:
    alice, _ = organisation.joins("alice"), organisation.joins("charlie")
    organisation.olga.invite(address("dana"), name="Dana Lee")
    organisation.olga.suspend(address("charlie"))

    listed = {person.addr: person for person in alice.people()}

    assert listed[address("dana")].state == "invited"
    assert {addr: alice.person(addr) for addr in listed} == listed
    assert alice.person(address("nobody")).state == "none"


@pytest.mark.parametrize("who", ["dana", "charlie", "nobody"])
def test_people_named_directly_who_cannot_receive_stop_the_send(organisation: Organisation, who: str) -> None:
    alice, _ = organisation.joins("alice"), organisation.joins("charlie")
    organisation.olga.invite(address("dana"))
    organisation.olga.suspend(address("charlie"))

    with pytest.raises(CannotReceive) as caught:
        alice.plan(to=[address(who)])
    assert caught.value.addrs == (address(who),)


def test_a_group_that_changes_at_the_last_moment_stops_the_send(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    group = organisation.olga.create_group("Platform team", [address("bob")])
    plan = alice.plan(groups=[group.gid], accept_members={group.gid: 1})
    organisation.olga.change_members(group.gid, 1, add=[address("olga")])

    with pytest.raises(ChangedWhileSending):
        alice.send(plan, DRAFT)
    assert bob.inbox().messages == ()

    organisation.olga.delete_group(group.gid, 2)
    with pytest.raises(NoSuchPerson):
        alice.plan(groups=["Platform team"])


def test_groups_are_administered_by_administrators_only(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    with pytest.raises(Exception, match="administrator"):
        alice.create_group("Mine", [address("alice")])

    organisation.olga.set_role(address("alice"), "administrator")

    row = alice.create_group("Mine", [address("alice")])
    assert alice.rename_group(row.gid, "Ours", 1).name == "Ours"
    assert [(group.name, group.mine) for group in alice.groups()] == [("Ours", True)]


def test_a_message_to_oneself_is_refused(organisation: Organisation) -> None:
    with pytest.raises(NoSuchPerson):
        organisation.olga.plan(to=[address("olga")])
    assert issubclass(NoSuchPerson, Exception)
    assert not issubclass(NoSuchPerson, Refused)
