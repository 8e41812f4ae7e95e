"""Two people on a real server: they join, write to each other, and nothing else can read it."""

from tests.system.organisation import Organisation, address
from waxpost import Draft


def test_an_invited_colleague_and_the_administrator_exchange_messages(organisation: Organisation) -> None:
    olga = organisation.olga
    alice = organisation.joins("alice")
    assert alice.inbox().messages == ()

    sent = olga.send(olga.plan(to=["Alice Martin"]), Draft("Door", "The new code is **4711**"))

    (message,) = alice.inbox().messages
    assert (message.mid, message.result, message.is_read) == (sent.mid, "genuine", False)
    assert (message.from_addr, message.from_name) == (address("olga"), "Olga Smith")
    assert message.content is not None
    assert (message.content.subject, message.content.body) == ("Door", "The new code is **4711**")

    assert alice.read(sent.mid).content == message.content
    assert alice.inbox().unread == 0
    assert [status.state for status in olga.readers(sent.mid)] == ["read"]

    alice.reply(sent.mid, Draft("Re: Door", "Thank you"))
    (answer,) = olga.inbox().messages
    assert answer.content is not None
    assert (answer.content.body, answer.content.in_reply_to) == ("Thank you", sent.mid)
    assert answer.content.thread == sent.mid


def test_members_who_were_invited_one_after_another_write_to_each_other(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")

    sent = alice.send(alice.plan(to=[address("bob")]), Draft("Hello", "from Alice"))

    (message,) = bob.inbox().messages
    assert (message.mid, message.result, message.from_key) == (sent.mid, "first-contact", "first")
    assert bob.inbox().messages[0].result == "genuine"
    (own,) = alice.sent().messages
    assert own.content is not None
    assert own.content.body == "from Alice"


def test_the_inviter_knows_who_accepted(organisation: Organisation) -> None:
    organisation.joins("alice")
    assert organisation.olga.person(address("alice")).key == "unknown"

    organisation.olga.sync()

    assert organisation.olga.person("Alice Martin").key == "invited"
    assert organisation.olga.notices() == ("Alice Martin <alice@example.org> has accepted your invitation",)
