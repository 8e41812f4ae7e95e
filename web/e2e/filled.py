"""An organisation in which every page has something to show, made through the SDK."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.system.organisation import Organisation, address
from waxpost import Client, Draft, Plan
from waxpost.crypto.encoding import time_of
from waxpost.crypto.items import Field, Item
from web.e2e.pdfs import plain_pdf

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
    files: str


def _sends_files(bob: Client, plan: Plan) -> str:
    """A text, a long name, a hostile name; the id of the message."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            Path(folder) / name
            for name in ("notes.txt", f"{'long' * 20}.zip", "<img src=x onerror=alert(1)>\u202egnp.png")
        ]
        for path in paths:
            path.write_text("The door opens at nine.\n")
        return bob.send(plan, Draft("Floor plans", "All of them.", files=tuple(paths))).mid


def _saves_entries(olga: Client) -> None:
    """One with everything, a version before it and a copy at Bob's; one of another type, one in the trash."""
    soon = time_of(int(time.time()) + 10 * 86_400)[:10]
    fields = (Field("username", "root"), Field("password", "v5#Mqt.R84zk!Lh2dPw9"), Field("totp", "JBSWY3DPEHPK3PXP"))
    grafana = Item("Grafana", (*fields, Field("url", "https://grafana.example.org"), Field("note", TEXT)))
    made = olga.add_entry(Item("Grafana", fields[:2]), tags=["production"], folder="Servers", expires=soon)
    changed = olga.edit_entry(made, item=grafana)
    copy = Draft("Monitoring", "As you asked.", items=(olga.copy_of(changed),))
    sent = olga.send(olga.plan(to=[address("bob")]), copy)
    olga.note_copies([changed], sent.mid, sent.arrived_at)
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.pdf"
        plan.write_bytes(plain_pdf("Ground floor", "First floor"))
        olga.add_entry(Item("Wi-Fi – Lisbon office", (Field("username", "HALDEN-LIS"),), "wifi"), files=[plan])
    olga.delete_entry(olga.add_entry(Item("Old router", fields[:2])))


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
    files = _sends_files(bob, bob.plan(to=[olga.addr]))
    plan = alice.plan(groups=["Platform team"], accept_members={group.gid: 1})
    alice.send(plan, Draft("Rota", "Look at it.", priority="high"))
    sent = olga.send(olga.plan(to=[bob.addr, alice.addr]), Draft("Welcome", "Both of you.")).mid
    bob.read(sent)
    _saves_entries(olga)
    olga.suspend(charlie.addr)
    olga.approve_start_over(alice.addr)
    return Filled(received, sent, group.gid, files)
