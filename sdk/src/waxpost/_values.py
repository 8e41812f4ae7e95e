"""What the client hands out: plain frozen values. A name in them comes from a verified entry or a signed message.

Sealed things never appear here; whatever the server alone claims says so in its docstring.
"""

from dataclasses import dataclass
from typing import Literal

from waxpost.crypto.items import Item

# How far a person's key is known (spec/key-log.md 5.6).
KeyState = Literal["unknown", "first", "invited", "checked", "changed", "behind"]
# The results of opening a message (spec/envelope.md 6.3).
Result = Literal["genuine", "first-contact", "changed-key", "retired-key", "refused", "not-for-me", "retry", "gone"]
# Results that show the whole message.
SHOWN: frozenset[Result] = frozenset({"genuine", "first-contact", "retired-key"})


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in. `role` and `organisation` are the server's word."""

    addr: str
    name: str
    role: str
    organisation: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the directory.

    `name` comes from the verified entry; for a person without one (`can_receive` false) it is the server's word.
    `same_name_as` lists the other addresses here whose name a person could take for this one.
    """

    addr: str
    name: str
    state: Literal["active", "suspended", "invited", "none"]
    key: KeyState
    same_name_as: tuple[str, ...] = ()

    @property
    def can_receive(self) -> bool:
        """Whether a message could be sent to this person now."""
        return self.state == "active" and self.key not in ("changed", "behind")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as listed; all of it is the server's word."""

    gid: str
    name: str
    rev: int
    members: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its members; the list is the server's word, the people's names are verified."""

    gid: str
    name: str
    rev: int
    members: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that has to be looked at before the first or the next message to it.

    `added` are the people to confirm: everybody the first time (`is_first`). `removed` are mentioned only.
    `former_name` is set when the group had another name at the last message.
    """

    group: Group
    is_first: bool
    added: tuple[Person, ...]
    removed: tuple[str, ...]
    former_name: str | None

    @property
    def needs_a_look(self) -> bool:
        """Whether the sender has to confirm; removals alone are only mentioned."""
        return self.is_first or bool(self.added) or self.former_name is not None


@dataclass(frozen=True, slots=True)
class Renamed:
    """A known person who has another name than at the last message."""

    addr: str
    former_name: str
    name: str


LeftOutReason = Literal["no key", "suspended", "new key", "chosen"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member of a group who does not get the message, and why."""

    addr: str
    name: str
    why: LeftOutReason


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the server has taken."""

    mid: str
    arrived_at: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody the message is sealed to. `via` is the id of the group that brought the person in."""

    addr: str
    name: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message. `name` and `type` are the sender's and may be hostile; `size` is in bytes."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is on its way: `done` of `size` bytes."""

    way: Literal["up", "down"]
    name: str
    done: int
    size: int


@dataclass(frozen=True, slots=True)
class HandedTo:
    """What became of a request whose answers a message lets me read as well.

    `taken`: they come to my inbox. `over`: the request is not there any more. `refused`: what the server says does not
    fit the message, `reason` says why. `waiting`: not asked yet. `own`: I sent it. `old-key`: nothing is taken from a
    key that its sender no longer uses.
    """

    id: str
    state: Literal["taken", "over", "refused", "waiting", "own", "old-key"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The signed content of a message; all of it, names of people aside, is what the sender signed."""

    mid: str
    thread: str
    subject: str
    body: str
    ctype: str
    priority: str
    sent_at: str
    expires_at: str | None
    readers: tuple[Reader, ...]
    groups: tuple[tuple[str, str], ...]
    omitted: tuple[str, ...]
    in_reply_to: str | None
    wants_receipt: bool
    items: tuple[Item, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    request: HandedTo | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of mine after opening.

    `content` is None unless `result` shows it, or, for `changed-key`, holds the header with an empty body.
    `from_addr` is signed when there is content; otherwise it is what the server claims. `arrived_at`, `is_read` and
    `read_count` are the server's word.
    """

    mid: str
    box: Literal["inbox", "sent"]
    result: Result
    reason: str | None
    from_addr: str
    from_name: str | None
    from_key: KeyState
    content: Content | None
    arrived_at: str
    is_read: bool
    read_count: int | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A page of a box, newest first; `cursor` asks for the next one, None at the end.

    `unread` counts the inbox and `number` is the position in the event stream; both are the server's word.
    """

    messages: tuple[Message, ...]
    cursor: str | None
    unread: int
    number: int


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """Whether a reader has read a message of mine and told so. The server's word."""

    addr: str
    state: Literal["waiting", "read"]
    read_at: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened: fetch again. `number` resumes the stream; kinds are those of spec/api.md, section 8."""

    kind: str
    number: int
    data: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Session:
    """A place where I am signed in. The server's word."""

    id: str
    label: str | None
    client: str
    created_at: str
    seen_at: str
    network: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MailChoice:
    """Whether new messages are announced to me by mail, and opened links, and whether the server sends mail at all."""

    is_available: bool
    is_wanted: bool
    is_link_wanted: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy in force for me."""

    name: str
    value: object


@dataclass(frozen=True, slots=True)
class Link:
    """A link for one person to join or to start over; whoever has it can use it, so pass it on safely."""

    id: str
    addr: str
    url: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class LinkState:
    """An invitation or a start over as the server lists it."""

    id: str
    addr: str
    state: str
    created_at: str
    expires_at: str
