"""The connection breaks after the server did its work: nothing happens twice, and nothing is lost."""

import httpx
import pytest

from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Client, Draft, Field, Item, ServerNotReached, World

NEW_PASSWORD = "velvet sextant harbour 19"


class LosesAnswers(httpx.HTTPTransport):
    """Loses the first answer to each of these requests."""

    def __init__(self, *requests: str) -> None:
        super().__init__()
        self.waiting = list(requests)
        self.lost: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        name = f"{request.method} {request.url.path.removeprefix('/v1/')}"
        if name in self.waiting:
            response.read()
            response.close()
            self.waiting.remove(name)
            self.lost.append(name)
            raise httpx.ReadError("the connection broke", request=request)
        return response


def through(organisation: Organisation, who: str, transport: httpx.BaseTransport, password: str = PASSWORD) -> Client:
    return Client.unlock(password, home=organisation.home(who), world=World(transport=transport))


def test_rule_16_a_message_whose_answer_was_lost_is_sent_once(organisation: Organisation) -> None:
    organisation.joins("alice")
    bob = organisation.joins("bob")
    transport = LosesAnswers("POST messages")

    with through(organisation, "alice", transport) as alice:
        sent = alice.send(alice.plan(to=[address("bob")]), Draft("once", "only"))
        assert transport.lost == ["POST messages"]
        assert [message.mid for message in alice.sent().messages] == [sent.mid]

    assert [message.mid for message in bob.inbox().messages] == [sent.mid]


def test_a_vault_whose_answer_was_lost_is_neither_lost_nor_doubted(organisation: Organisation) -> None:
    organisation.joins("alice")
    bob = organisation.joins("bob")
    transport = LosesAnswers("PUT vault")

    with through(organisation, "alice", transport) as alice:
        assert alice.check_words(address("bob"), bob.own_words())
        assert transport.lost == ["PUT vault"]
        assert alice.person(address("bob")).key == "checked"

    again = organisation.unlocks("alice")
    assert again.notices() == ()
    assert again.person(address("bob")).key == "checked"


def test_an_entry_whose_answer_was_lost_is_saved_once(organisation: Organisation) -> None:
    organisation.joins("alice")
    transport = LosesAnswers("PUT vault")

    with through(organisation, "alice", transport) as alice:
        made = alice.add_entry(Item("Grafana", (Field("password", "once"),)))
        assert transport.lost == ["PUT vault"]
        assert alice.entries() == (made,)

    assert organisation.signs_in("alice").entries() == (made,)


def test_a_password_whose_answer_was_lost_is_the_new_one_everywhere(organisation: Organisation) -> None:
    organisation.joins("alice").close()
    transport = LosesAnswers("PUT credentials")

    with through(organisation, "alice", transport) as alice:
        alice.change_password(PASSWORD, NEW_PASSWORD)

    assert organisation.unlocks("alice", password=NEW_PASSWORD).addr == address("alice")
    assert organisation.signs_in("alice", password=NEW_PASSWORD).addr == address("alice")


def test_an_invitation_whose_answer_was_lost_can_still_be_signed_in_to(organisation: Organisation) -> None:
    link = organisation.olga.invite(address("alice")).url
    transport = LosesAnswers(f"POST invitations/{link.rpartition('/')[2].partition('#')[0]}/claim")
    kit = "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"

    with pytest.raises(ServerNotReached):
        Client.join(
            link,
            name="Alice Martin",
            password=PASSWORD,
            recovery_code=kit,
            home=organisation.home("alice"),
            world=World(transport=transport),
        )

    assert organisation.signs_in("alice", "laptop").addr == address("alice")
