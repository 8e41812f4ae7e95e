"""A server that tells the truth at the wrong moment: another list of one version, a namesake alone, a late reset."""

from dataclasses import dataclass

from tests.hostile.attacks_keys import AddToGroup
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.exchange import Attack, Exchange
from tests.hostile.test_keys import rows
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Client, Draft, new_recovery_code

BOB = address("bob")


@dataclass
class HideFromSearch(Attack):
    """Never propose this address when somebody looks for a name."""

    addr: str

    def after(self, exchange: Exchange) -> None:
        if exchange.route == ("directory", "search"):
            told = exchange.told
            exchange.told = {**told, "people": [row for row in told["people"] if row["addr"] != self.addr]}


def test_a_list_that_was_looked_at_cannot_become_another_one_of_its_version(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    organisation.joins("alice")
    bob, mallory = organisation.joins("bob"), organisation.joins("charlie")
    group = organisation.olga.create_group("Team", [BOB])
    (member,) = [row for row in rows(hostile, organisation) if row["addr"] == address("charlie")]
    accepting = ("send", "--group", "Team", "--accept-members", f"{group.gid}:1", "the secret")

    assert "charlie" not in command_line("alice")("groups", "Team").out
    with hostile.doing(AddToGroup(group.gid, member, 1)):
        refused = command_line("alice")(*accepting, code=4)

    assert "two lists of one version of this group (Team): do not send" in refused.err
    assert mallory.inbox().messages == ()
    command_line("alice")(*accepting)
    assert len(bob.inbox().messages) == 1


def test_a_name_means_nobody_in_particular_when_the_server_hides_the_one_who_is_known(
    hostile: HostileServer, organisation: Organisation, command_line: Victims
) -> None:
    alice, bob, mallory = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    alice.send(alice.plan([BOB]), Draft("one", "x"))
    mallory.rename("BOB Roy")

    with hostile.doing(HideFromSearch(BOB)):
        refused = command_line("alice")("send", "--to", "Bob Roy", "for Bob alone", code=5)
        marked = command_line("alice")("send", "--to", address("charlie"), "for the other one")

    assert "<bob@example.org>" in refused.err
    assert "<charlie@example.org>" in refused.err
    assert "BOB Roy <charlie@example.org> has the same name as bob@example.org" in marked.err
    assert len(bob.inbox().messages) == 1


def test_an_invitation_does_not_vouch_for_a_reset_that_came_before_the_inviter_looked(
    organisation: Organisation,
) -> None:
    alice = organisation.joins("alice")
    organisation.olga.set_role(address("alice"), "administrator")
    link = organisation.olga.invite(BOB, name="Bob Roy")
    home = organisation.home("bob")
    Client.join(link.url, name="Bob Roy", password=PASSWORD, recovery_code=new_recovery_code(), home=home).close()
    again = alice.approve_start_over(BOB)
    with Client.start_over(again.url, password=PASSWORD, recovery_code=new_recovery_code(), home=home) as bob:
        organisation.olga.sync()

        assert any("has started over since: check the new key" in notice for notice in organisation.olga.notices())
        assert organisation.olga.person(BOB).key == "changed"
        assert bob.inbox().messages == ()
