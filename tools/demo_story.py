"""Halden Systems, the sample organisation of `make demo`: who is there, and what they write to each other.

Everything goes through the SDK against a real server, as people would do it: every message is sealed, sent and, where
it says so, read. What Elin has saved is in `demo_entries`, her links and requests in `demo_outside`. The passwords that
sign in are made anew each time; all others are invented, and open nothing.
"""

import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tools.demo_entries import BASTION_OF_MAYA, GRAFANA, PAYROLL_SFTP, RUN_BOOK, NamedFile, renew, save_entries, written
from tools.demo_outside import share_and_ask
from waxpost import Client, Draft, Item, new_recovery_code
from waxpost.crypto.encoding import time_of
from waxpost.crypto.words import word_list

ORGANISATION = "Halden Systems"
PASSWORD_WORDS = 5
HOUR = 3600
DAY = 24 * HOUR

ELIN, MAYA, JONAS, PRIYA = "Elin Voss", "Maya Okafor", "Jonas Lindqvist", "Priya Raman"
TOMAS, SARA, WEI, RUTH, LIAM = "Tomás Rivera", "Sara Haddad", "Wei Zhang", "Ruth Adeyemi", "Liam Byrne"
# Everybody here has joined; Liam is suspended afterwards.
PEOPLE = (ELIN, MAYA, JONAS, PRIYA, TOMAS, SARA, WEI, RUTH, LIAM)
# Invited, and has not answered yet.
NOAH = "Noah Becker"
# Elin has not written to Legal, so the first message shows her who is in it.
GROUPS = {
    "Platform team": (ELIN, MAYA, PRIYA, WEI, LIAM, NOAH),
    "Finance": (JONAS, RUTH, ELIN),
    "On-call": (SARA, ELIN, WEI),
    "Legal": (TOMAS, RUTH),
}
_PLAIN_LETTERS = str.maketrans("áèé", "aee")


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one of them signs in."""

    name: str
    addr: str
    password: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: by name, to people and groups; `answers` is the subject of the message it replies to.

    `copies` are titles of entries that the sender has saved, whose copies go along; `renews` is one of them that gets
    a new password before.
    """

    sender: str
    subject: str
    body: str
    to: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    expires_in: int | None = None
    is_urgent: bool = False
    read_by: tuple[str, ...] = ()
    answers: str | None = None
    items: tuple[Item, ...] = ()
    copies: tuple[str, ...] = ()
    renews: str | None = None
    files: tuple[NamedFile, ...] = ()


LETTERS = (
    Letter(
        TOMAS,
        "Signed NDA for the annex",
        "The NDA is signed. The archive copy opens with:\n\n`annex-Lisbon-2026`\n\nNo need to keep this message.",
        to=(ELIN,),
        read_by=(ELIN,),
    ),
    Letter(ELIN, "Re: Signed NDA for the annex", "Thank you, filed.", answers="Signed NDA for the annex"),
    Letter(
        WEI,
        "Build server: new deploy key",
        "The deploy key was replaced this morning. **Fingerprint of the new one:**\n\n"
        "`SHA256:9Rk2 q0Vd 7bJx Hm4T`\n\nThe old one stops working tonight.",
        to=(ELIN, MAYA),
        read_by=(ELIN, MAYA),
    ),
    Letter(
        ELIN,
        "New bank portal users",
        "Both of you have a user in the bank portal now.\n\n- Jonas: `halden-jl`\n- Ruth: `halden-ra`\n\n"
        "The bank calls you with the first password.",
        groups=("Finance",),
        expires_in=14 * DAY,
        read_by=(JONAS, RUTH),
    ),
    Letter(
        RUTH,
        "Payment run on Friday",
        "The run goes out at 15:00. The release phrase is `amber kettle north`.",
        groups=("Finance",),
        expires_in=3 * DAY,
        read_by=(JONAS,),
    ),
    Letter(
        SARA,
        "Firewall break-glass account",
        "For tonight only:\n\n- User: `breakglass-02`\n- Password: `Harbour.7-Lantern.4`\n\n"
        "Write in the duty book when you use it.",
        groups=("On-call",),
        expires_in=6 * HOUR,
        read_by=(WEI,),
    ),
    Letter(
        ELIN,
        "Re: Firewall break-glass account",
        "Seen. I am on call until 06:00.",
        answers="Firewall break-glass account",
        read_by=(SARA,),
    ),
    Letter(
        PRIYA,
        "Wi-Fi for the Lisbon office, guests and staff",
        "Guests: `halden-guest`, `blue-tram-28`\n\nStaff: `halden`, `Miradouro/Graça/1910`",
        to=(ELIN, MAYA),
        expires_in=7 * DAY,
        read_by=(MAYA,),
    ),
    Letter(
        ELIN,
        "GitLab, for the audit",
        "A copy of my login, for this week's audit only.",
        to=(JONAS,),
        copies=("GitLab",),
        read_by=(JONAS,),
    ),
    Letter(ELIN, "Old deploy key, please remove", "Please take the old key off the mirror as well.", to=(WEI,)),
    Letter(
        JONAS,
        "Rotated: payroll SFTP password",
        "The old one ends tonight. Please tell nobody by mail.",
        to=(ELIN,),
        expires_in=30 * DAY,
        items=(PAYROLL_SFTP,),
    ),
    Letter(
        ELIN,
        "GitLab while I am away",
        "The password is new since the audit. The codes in the file help when my phone is out of reach.",
        to=(PRIYA,),
        copies=("GitLab",),
        renews="GitLab",
        read_by=(PRIYA,),
    ),
    Letter(
        ELIN,
        "Datadog hand-over for the night shift",
        "The night shift starts with these two dashboards. The shared user is `night-shift`, the password\n"
        "`Pelican-Quartz-51`.",
        to=(JONAS,),
        groups=("Platform team",),
        expires_in=7 * DAY,
        is_urgent=True,
        read_by=(PRIYA, JONAS, MAYA),
    ),
    Letter(
        MAYA,
        "Guest list for Monday",
        "Three visitors at 10:00. The door code for that hour is `4711`.",
        to=(RUTH, SARA),
        expires_in=4 * DAY,
        read_by=(SARA,),
    ),
    Letter(
        MAYA,
        "Grafana admin access for the cut-over",
        "Hi all, here is the admin login for Saturday's cut-over, with the run-book and my bastion key.\n\n"
        "Please change the password once we are done. Call me before **22:00** if anything looks off.",
        groups=("Platform team",),
        items=(GRAFANA, BASTION_OF_MAYA),
        files=(RUN_BOOK,),
        expires_in=2 * DAY,
        is_urgent=True,
        read_by=(WEI,),
    ),
)


def address_of(name: str) -> str:
    """The sample address of somebody."""
    return name.lower().translate(_PLAIN_LETTERS).replace(" ", ".") + "@halden.example"


def new_sign_ins() -> tuple[SignIn, ...]:
    """Everybody with a fresh password of common words."""
    return tuple(
        SignIn(name, address_of(name), " ".join(secrets.choice(word_list()) for _ in range(PASSWORD_WORDS)))
        for name in PEOPLE
    )


def tell_story(start_link: str, sign_ins: tuple[SignIn, ...], devices: Path, say: Callable[[str], None]) -> None:
    """Fill a server that has never started before; `devices` is a folder for everybody's devices, of no use after."""
    with ExitStack() as stack:
        say("people join")
        people = _join(start_link, sign_ins, devices, stack)
        elin = people[ELIN]
        elin.sync()
        _check_each_other(elin, people[MAYA])
        elin.invite(address_of(NOAH), name=NOAH)
        for name, members in GROUPS.items():
            elin.create_group(name, [address_of(member) for member in members])
        elin.suspend(address_of(LIAM))
        say("entries are saved, messages are sealed and sent")
        save_entries(elin)
        subjects: dict[str, str] = {}
        for letter in LETTERS:
            subjects[letter.subject] = _send(people[letter.sender], letter, subjects)
            for reader in letter.read_by:
                people[reader].read(subjects[letter.subject])
        say("people outside get links, and are asked")
        share_and_ask(elin)


def _join(start_link: str, sign_ins: tuple[SignIn, ...], devices: Path, stack: ExitStack) -> dict[str, Client]:
    first, *others = sign_ins
    elin = stack.enter_context(
        Client.first_start(
            start_link,
            organisation=ORGANISATION,
            addr=first.addr,
            name=first.name,
            password=first.password,
            recovery_code=new_recovery_code(),
            home=devices / first.addr,
        )
    )
    people = {first.name: elin}
    for one in others:
        role = "administrator" if one.name == MAYA else "member"
        link = elin.invite(one.addr, name=one.name, role=role)
        people[one.name] = stack.enter_context(
            Client.join(
                link.url,
                name=one.name,
                password=one.password,
                recovery_code=new_recovery_code(),
                home=devices / one.addr,
            )
        )
    return people


def _check_each_other(one: Client, other: Client) -> None:
    for client, known in ((one, other), (other, one)):
        if not client.check_words(known.addr, known.own_words()):
            raise AssertionError(f"the eight words of {known.addr} do not fit")


def _send(sender: Client, letter: Letter, subjects: dict[str, str]) -> str:
    """Send one message, after a look at whoever is new in a group; its id."""
    if letter.renews is not None:
        renew(sender, letter.renews)
    copied = [sender.entry(title) for title in letter.copies]
    with written(letter.files) as paths:
        draft = Draft(
            letter.subject,
            letter.body,
            expires_at=None if letter.expires_in is None else time_of(int(time.time()) + letter.expires_in),
            priority="high" if letter.is_urgent else "normal",
            items=(*letter.items, *(sender.copy_of(entry) for entry in copied)),
            files=paths,
        )
        if letter.answers is not None:
            return sender.reply(subjects[letter.answers], draft).mid
        plan = sender.plan([address_of(name) for name in letter.to], letter.groups)
        for change in plan.to_confirm:
            plan = sender.confirm(plan, change)
        sent = sender.send(plan, draft)
    if copied:
        sender.note_copies(copied, sent.mid, sent.arrived_at)
    return sent.mid
