"""The envelope as it is sent: its shape and sizes (spec/envelope.md 6.2, spec/api.md section 7). Pure.

Sealed parts are checked to be strict b64u and stay text: nothing here decodes them, and nothing on this server opens
them.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import msgspec

from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.clock import seconds_of
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.shapes import Body, Id, WireTime

# spec/api.md section 7: bytes before base64.
WRAP_MOST = 4 * 1024
CONTENT_MOST = 4 * 1024 * 1024
# Lists leave larger messages to the one message.
LISTED_CONTENT_MOST = 16 * 1024
LISTED_RECIPIENTS_MOST = 50
# Far above every policy: a bound for the work before the sender's policy is known.
RECIPIENTS_MOST = 10_000
GROUPS_MOST = 1_000
BLOBS_MOST = 1_000

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# The last character of 1 or 2 odd bytes carries 2 or 4 bits; the others must be zero.
_LAST = {2: frozenset("AQgw"), 3: frozenset("AEIMQUYcgkosw048")}

EntryHash = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$", max_length=43)]
Addr = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Sealed = Annotated[str, msgspec.Meta(min_length=1)]


class NamedGroup(Body, frozen=True):
    """A group that the message was addressed to, at the revision the sender saw."""

    gid: Id
    rev: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class NamedRecipient(Body, frozen=True):
    """One recipient: the key entry the sender used, and the content key wrapped for it."""

    addr: Addr
    entry: EntryHash
    wrap: Sealed


class OwnCopy(Body, frozen=True):
    """The sender's own wrapped key."""

    entry: EntryHash
    wrap: Sealed


class OutgoingMessage(Body, frozen=True):
    """What a client posts. `exp` may be null; every member is there.

    One that exists has the right shape: sizes, spelling of sealed parts, nobody twice, the sender not among the
    recipients. Raises InvalidRequest otherwise.
    """

    mid: Id
    from_: Addr = msgspec.field(name="from")
    thread: Id
    exp: WireTime | None
    groups: Annotated[list[NamedGroup], msgspec.Meta(max_length=GROUPS_MOST)]
    recipients: Annotated[list[NamedRecipient], msgspec.Meta(min_length=1, max_length=RECIPIENTS_MOST)]
    own: OwnCopy
    content: Sealed
    blobs: Annotated[list[Id], msgspec.Meta(max_length=BLOBS_MOST)]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def expires_at(self) -> int | None:
        """Unix seconds of `exp`."""
        return None if self.exp is None else seconds_of(self.exp)

    @property
    def content_bytes(self) -> int:
        """How long the sealed content is."""
        return _bytes_in(self.content)

    @property
    def is_listed_whole(self) -> bool:
        """Whether lists carry its content and recipients."""
        return len(self.recipients) <= LISTED_RECIPIENTS_MOST and self.content_bytes <= LISTED_CONTENT_MOST


def is_b64u(text: str) -> bool:
    """Whether the text is base64url as strict as spec/keys.md 2.3: one spelling for one value. Does not decode."""
    try:
        spelled = text.encode("ascii")
    except UnicodeEncodeError:
        return False
    if spelled.translate(None, _ALPHABET):
        return False
    tail = len(spelled) % 4
    return tail == 0 or (tail != 1 and text[-1] in _LAST[tail])


def _bytes_in(text: str) -> int:
    return len(text) * 3 // 4


def _check(envelope: OutgoingMessage) -> None:
    errors = list(islice(_faults(envelope), 20))
    if errors:
        raise InvalidRequest("The envelope does not have the documented shape; `errors` names where.", errors=errors)


def _faults(envelope: OutgoingMessage) -> Iterator[dict[str, str]]:
    yield from _faults_of_sealed("content", envelope.content, CONTENT_MOST)
    yield from _faults_of_sealed("own.wrap", envelope.own.wrap, WRAP_MOST)
    yield from _faults_of_addr("from", envelope.from_)
    seen = {envelope.from_}
    for place, recipient in enumerate(envelope.recipients):
        yield from _faults_of_sealed(f"recipients[{place}].wrap", recipient.wrap, WRAP_MOST)
        yield from _faults_of_addr(f"recipients[{place}].addr", recipient.addr)
        if recipient.addr in seen:
            yield {"path": f"recipients[{place}].addr", "reason": "the sender, or named before"}
        seen.add(recipient.addr)
    if len({group.gid for group in envelope.groups}) != len(envelope.groups):
        yield {"path": "groups", "reason": "a group is named twice"}
    if len(set(envelope.blobs)) != len(envelope.blobs):
        yield {"path": "blobs", "reason": "a file is named twice"}
    try:
        _ = envelope.expires_at
    except InvalidRequest:
        yield {"path": "exp", "reason": "not a time"}


def _faults_of_sealed(path: str, text: str, most: int) -> Iterator[dict[str, str]]:
    if not is_b64u(text):
        yield {"path": path, "reason": "not base64url without padding"}
    elif _bytes_in(text) > most:
        yield {"path": path, "reason": f"longer than {most} bytes"}


def _faults_of_addr(path: str, addr: str) -> Iterator[dict[str, str]]:
    try:
        check_addr(addr)
    except ValueError:
        yield {"path": path, "reason": "not an address"}
