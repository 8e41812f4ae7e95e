"""What leaves through the messages routes: the objects of spec/api.md, section 7, member by member."""

from typing import Literal, cast

import msgspec

from waxpost_server.kit.clock import maybe_wire_time, wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.shapes import Answer
from waxpost_server.messages.envelope import NamedGroup


class Arrived(Answer, frozen=True):
    """The answer to a sender."""

    mid: str
    arrived_at: str


class AddressedTo(Answer, frozen=True):
    """One recipient, and the key entry the sender used for him."""

    addr: str
    entry: str


class Delivery(Answer, frozen=True):
    """One person's copy of a message."""

    mid: str
    box: Literal["inbox", "sent"]
    from_: str = msgspec.field(name="from")
    thread: str
    exp: str | None
    groups: list[NamedGroup]
    arrived_at: str
    recipient_count: int
    recipients: list[AddressedTo] | None
    wrap: str
    content: str | None
    blobs: list[str]
    read_at: str | None
    read_count: int | None


class DeliveryPage(Answer, frozen=True):
    """A page of a box; `number` is the place in the stream of events that it stands for."""

    items: list[Delivery]
    cursor: str | None
    unread: int
    number: int


class ReaderState(Answer, frozen=True):
    """Whether one recipient has read and told so."""

    addr: str
    state: Literal["waiting", "read"]
    read_at: str | None


class Readers(Answer, frozen=True):
    """Every recipient, in the order of the envelope."""

    readers: list[ReaderState]


def delivery_of(row: Row, box: Literal["inbox", "sent"]) -> Delivery:
    """A row of `mailbox` as it goes out. What is stored as JSON or b64u is copied, not read."""
    return Delivery(
        mid=row.mid,
        box=box,
        from_=row.sender_addr,
        thread=row.thread,
        exp=maybe_wire_time(row.expires_at),
        groups=cast(list[NamedGroup], msgspec.Raw(row.groups)),
        arrived_at=wire_time(row.arrived_at),
        recipient_count=row.recipient_count,
        recipients=None if row.recipients is None else cast(list[AddressedTo], msgspec.Raw(row.recipients)),
        wrap=_text(row.wrapped_key),
        content=None if row.sealed_content is None else _text(row.sealed_content),
        blobs=cast(list[str], msgspec.Raw(row.blobs)),
        read_at=maybe_wire_time(row.read_at),
        read_count=row.read_count,
    )


def _text(b64u: bytes) -> str:
    # The alphabet of b64u needs no escaping, so the stored bytes are a JSON string once they stand in quotes.
    return cast(str, msgspec.Raw(b'"' + b64u + b'"'))
