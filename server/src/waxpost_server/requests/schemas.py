"""What leaves through the routes of requests: the objects of spec/api.md, section 7d, member by member."""

import hashlib
from collections.abc import Sequence
from typing import Literal, cast

import msgspec

from waxpost_server.attachments.progress import Upload
from waxpost_server.attachments.sizes import part_count
from waxpost_server.kit.clock import maybe_wire_time, wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.shapes import Answer
from waxpost_server.policies.catalogue import EffectivePolicy

# Content is given in lists up to this many bytes; longer is asked for by itself.
INLINE_MOST = 16 * 1024
# Of the hash of the key that answers are sealed to, as the link names it (spec/links.md 9.6.1).
MARK_BYTES = 16
State = Literal["open", "answered", "expired", "closed"]


class RequestAnswer(Answer, frozen=True):
    """A request as its asker sees it, and whoever reads its answers."""

    id: str
    asker: str
    readers: list[str]
    state: State
    created_at: str
    expires_at: str
    ended_at: str | None
    answers: int
    answers_left: int
    label: str
    mark: str


class RequestPage(Answer, frozen=True):
    """Some of a person's requests, newest first."""

    items: list[RequestAnswer]
    cursor: str | None


class Asker(Answer, frozen=True):
    """Who asks, as the directory has it."""

    addr: str
    name: str | None


class AnswerLimits(Answer, frozen=True):
    """What an answer may carry."""

    files: int
    file_mib: int
    files_mib: int


class FileGiven(Answer, frozen=True):
    """A file of an answer on its way."""

    id: str
    csize: int
    hlen: int
    parts: int
    held: list[int]
    finished: bool


class RequestSeen(Answer, frozen=True):
    """What somebody with the link is told."""

    from_: Asker = msgspec.field(name="from")
    expires_at: str
    recipient: str
    label: str
    limits: AnswerLimits


class WorkToDo(Answer, frozen=True):
    """A challenge."""

    challenge: str
    bits: int
    ends_at: str


class PassGiven(Answer, frozen=True):
    """The right to give one answer."""

    pass_: str = msgspec.field(name="pass")
    ends_at: str


class Arrived(Answer, frozen=True):
    """An answer was taken."""

    mid: str
    arrived_at: str


class OneAnswer(Answer, frozen=True):
    """An answer as one of its readers sees it."""

    mid: str
    request: str
    asker: str
    arrived_at: str
    expires_at: str | None
    read_at: str | None
    network: str
    wrap: str
    content: str | None
    blobs: list[str]


class AnswerPage(Answer, frozen=True):
    """Some answers, newest first."""

    items: list[OneAnswer]
    cursor: str | None
    unread: int


def request_answer(row: Row, readers: Sequence[str], state: str) -> RequestAnswer:
    """A request."""
    return RequestAnswer(
        id=row.id,
        asker=row.asker_addr,
        readers=list(readers),
        state=cast(State, state),
        created_at=wire_time(row.created_at),
        expires_at=wire_time(row.expires_at),
        ended_at=maybe_wire_time(row.ended_at),
        answers=row.answers,
        answers_left=row.answers_left,
        label=bytes(row.sealed_label).decode(),
        mark=b64u(hashlib.sha256(bytes(row.recipient)).digest()[:MARK_BYTES]),
    )


def looked_at(row: Row, asker: Row, policy: EffectivePolicy) -> RequestSeen:
    """A request as whoever has its link sees it."""
    return RequestSeen(
        from_=Asker(addr=asker.addr, name=asker.name),
        expires_at=wire_time(row.expires_at),
        recipient=b64u(bytes(row.recipient)),
        label=bytes(row.sealed_label).decode(),
        limits=AnswerLimits(
            files=policy.message_files_max, file_mib=policy.file_max_mib, files_mib=policy.message_files_max_mib
        ),
    )


def work_to_do(challenge: str, bits: int, ends_at: int) -> WorkToDo:
    """A challenge."""
    return WorkToDo(challenge=challenge, bits=bits, ends_at=wire_time(ends_at))


def pass_given(token: str, ends_at: int) -> PassGiven:
    """A pass."""
    return PassGiven(pass_=token, ends_at=wire_time(ends_at))


def file_given(upload: Upload) -> FileGiven:
    """A file of an answer on its way."""
    return FileGiven(
        id=upload.id,
        csize=upload.csize,
        hlen=upload.hlen,
        parts=part_count(upload.csize, upload.hlen),
        held=upload.held,
        finished=upload.is_finished,
    )


def arrived(mid: str, arrived_at: int) -> Arrived:
    """An answer was taken."""
    return Arrived(mid=mid, arrived_at=wire_time(arrived_at))


def one_answer(row: Row, *, is_listed: bool) -> OneAnswer:
    """An answer, its content left out of a list when it is long. What is stored as JSON is copied, not read."""
    content = bytes(row.sealed_content)
    is_left_out = is_listed and len(content) * 3 // 4 > INLINE_MOST
    return OneAnswer(
        mid=row.mid,
        request=row.request_id,
        asker=row.asker_addr,
        arrived_at=wire_time(row.arrived_at),
        expires_at=maybe_wire_time(row.expires_at),
        read_at=maybe_wire_time(row.read_at),
        network=row.network,
        wrap=bytes(row.sealed_wrap).decode(),
        content=None if is_left_out else content.decode(),
        blobs=cast(list[str], msgspec.Raw(row.blobs)),
    )
