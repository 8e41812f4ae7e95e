"""A hostile server attacks an invitation that is accepted, or judged, in a page."""

import os
import time
from dataclasses import dataclass

import pytest

from tests.hostile.attacks_account import ChangeAnswer
from tests.hostile.attacks_keys import Publish, SwapKey
from tests.hostile.attacks_log import Restart
from tests.hostile.exchange import Attack, Exchange
from tests.hostile.page import Scene
from tests.system.organisation import address
from waxpost._joining import read_join_link
from waxpost.crypto.encoding import b64u, time_of
from waxpost.crypto.entry import make_first
from waxpost.crypto.invitation import claim_hash
from web.e2e.people.person import Person

PAT, QUINN = address("pat"), address("quinn")
OTHER_LOG = "This server is not the one that the link was made for. Do not go on. Tell whoever gave you the link."
DISAGREES = "The server contradicts itself about keys. Do not go on. Tell whoever gave you the link."


@pytest.fixture(scope="module")
def pat(scene: Scene) -> Person:
    """Pat, who is invited and has no account."""
    return scene.visitor("Pat Green")


def test_an_invitation_that_the_server_tampers_with_makes_nothing(scene: Scene, pat: Person) -> None:
    olga, insider = address("olga"), scene.insider
    link = scene.organisation.olga.invite(PAT, name="Pat Green")
    info = {"origin": "waxpost/AAAAAAAAAAAAAAAAAAAAAA/keys", "key": b64u(bytes(32)), "previous": []}
    restart = Restart(insider, announced=True)
    told = {"origin": restart.origin, "key": b64u(bytes(32)), "previous": [restart.former]}
    opened = ("invitations", link.id, "open")
    attacks: list[tuple[tuple[Attack, ...], str]] = [
        ((ChangeAnswer("POST", opened, {"log": info}),), OTHER_LOG),
        ((restart, ChangeAnswer("POST", opened, {"log": told})), OTHER_LOG),
        ((SwapKey(olga, insider.forged_first(olga, "Olga Smith")),), DISAGREES),
        ((Publish(insider, olga, insider.forged_reset(olga)),), DISAGREES),
        ((SwapKey(PAT, insider.forged_first(PAT, "Pat Green")),), DISAGREES),
    ]
    scene.hostile.seen.clear()
    for attack, sentence in attacks:
        pat.page.goto("about:blank")
        with scene.hostile.doing(*attack):
            pat.page.goto(link.url)
            pat.sees(sentence)
    assert scene.posted("invitations", link.id, "claim") == []

    # The link is as good as before, and neither its code nor anything that could give it away was sent.
    pat.page.goto("about:blank")
    pat.joins(link.url)
    code = read_join_link(link.url).code.code
    sent = b"".join(one.path.encode() + one.body for one in scene.hostile.seen)
    for secret in (b64u(code), b64u(claim_hash("invite", code)), link.url.partition("#")[2], pat.password):
        assert secret.encode() not in sent


@dataclass
class AcceptItself(Attack):
    """Say that an invitation was accepted. Without the code in the link there is no tag for it."""

    id: str

    def after(self, exchange: Exchange) -> None:
        if exchange.method != "GET" or exchange.route[0] != "invitations":
            return
        told = exchange.told
        for item in told.get("items", [told]):
            if item["id"] == self.id:
                item.update(state="claimed", tag=b64u(os.urandom(32)), entry=None)
        exchange.told = told


def test_a_server_that_accepts_an_invitation_itself_is_uncovered_by_the_inviter(scene: Scene) -> None:
    admin = scene.newcomer()
    scene.organisation.olga.set_role(admin.addr, "administrator")
    admin.reloads().is_inside()
    admin.page.goto(f"{admin.url}/admin/users")
    admin.invites("Quinn Hill")
    (link,) = [one for one in scene.organisation.olga.links() if one.addr == QUINN]
    entry = make_first(QUINN, b64u(os.urandom(16)), "Quinn Hill", time_of(int(time.time())), scene.insider.keys)

    with scene.hostile.doing(Publish(scene.insider, QUINN, entry), AcceptItself(link.id)):
        admin.page.goto(f"{admin.url}/messages/inbox")
        admin.reloads().sees(f"Somebody else accepted your link for {QUINN}. Suspend the account")
        admin.page.goto(f"{admin.url}/people")
        admin.sees(QUINN).sees_no("Invited by you")
