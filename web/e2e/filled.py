"""An organisation in which every page has something to show, made through the SDK."""

import time
from dataclasses import dataclass

from tests.system.organisation import Organisation, address
from waxpost import Draft
from waxpost.crypto.encoding import time_of
from waxpost.crypto.items import Field, Item

TEXT = """\
Hello Olga,

the **new** door code is `4711`, and the list is:

- front
- back

> until Friday

See [the plan](https://plans.example/doors).
"""

ITEMS = (
    Item(
        "Door system",
        (
            Field("username", "olga"),
            Field("password", "v5#Mqt.R84zk!Lh2dPw9"),
            Field("url", "https://doors.example/login"),
            Field("note", "Two people at once log each other out."),
        ),
    ),
    Item("Bastion host", (Field("host", "bastion.example"), Field("private-key", "secret")), "ssh-key", "entry"),
)


@dataclass(frozen=True)
class Filled:
    """What a page can be opened with."""

    received: str
    sent: str
    gid: str


def fill(organisation: Organisation) -> Filled:
    """People in every state, groups, invitations, messages both ways, one of them read, one that expires."""
    olga = organisation.olga
    bob, alice, charlie = (organisation.joins(who) for who in ("bob", "alice", "charlie"))
    olga.invite(address("dana"), name="Dana Lee")
    group = olga.create_group("Platform team", [bob.addr, alice.addr, olga.addr])
    olga.create_group("Nobody yet", [])
    olga.check_words(alice.addr, alice.own_words())
    soon = time_of(int(time.time()) + 7200)
    received = bob.send(bob.plan(to=[olga.addr]), Draft("Door codes", TEXT, expires_at=soon, items=ITEMS)).mid
    plan = alice.plan(groups=["Platform team"], accept_members={group.gid: 1})
    alice.send(plan, Draft("Rota", "Look at it.", priority="high"))
    sent = olga.send(olga.plan(to=[bob.addr, alice.addr]), Draft("Welcome", "Both of you.")).mid
    bob.read(sent)
    olga.suspend(charlie.addr)
    olga.approve_start_over(alice.addr)
    return Filled(received, sent, group.gid)
