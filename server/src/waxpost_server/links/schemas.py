"""What leaves through the routes of links: the objects of spec/api.md, section 7c, member by member."""

from typing import Any, Literal, cast

import msgspec

from waxpost_server.kit.clock import maybe_wire_time, wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.shapes import Answer
from waxpost_server.links.codes import Asked, shortened
from waxpost_server.links.mailing import Mailed

Lang = Literal["en", "de", "fr"]
MailState = Literal["queued", "sent", "failed"]
State = Literal["open", "used", "expired", "revoked", "locked", "deleted"]


class MailAnswer(Answer, frozen=True):
    """The newest mail with a link to one address."""

    to: str
    state: MailState
    reason: str | None
    asked_at: str
    ended_at: str | None
    times: int
    again_at: str | None


class LinkAnswer(Answer, frozen=True):
    """A link as its maker sees it."""

    id: str
    state: State
    created_at: str
    expires_at: str
    ended_at: str | None
    views: int | None
    views_left: int | None
    opened: int
    opened_at: str | None
    tries_left: int
    notify: bool
    lang: Lang
    only_addr: str | None
    files: int
    mails: list[MailAnswer]


class Visit(Answer, frozen=True):
    """One view: when, and from which network."""

    at: str
    network: str


class WholeLink(LinkAnswer, frozen=True):
    """A link with its newest views."""

    visits: list[Visit]


class LinkPage(Answer, frozen=True):
    """Some of a person's links, newest first."""

    items: list[LinkAnswer]
    cursor: str | None


class LinkMaker(Answer, frozen=True):
    """Who made a link, as the directory has it."""

    addr: str
    name: str | None


class LookedAt(Answer, frozen=True):
    """What somebody with the link is told before anything is used."""

    from_: LinkMaker = msgspec.field(name="from")
    expires_at: str
    views_left: int | None
    tries_left: int
    lang: Lang
    only_for: str | None


class CodeAsked(Answer, frozen=True):
    """To whom a code was mailed, shortened, and from when on another may be asked for."""

    only_for: str
    again_at: str


class Lease(Answer, frozen=True):
    """The right to open a link, and what to open."""

    lease: str
    lease_ends_at: str
    expires_at: str
    views_left: int | None
    link: str
    content: str
    blobs: list[str]


class ViewUsed(Answer, frozen=True):
    """A view was used; files can be fetched until the lease ends."""

    views_left: int | None
    lease_ends_at: str


def link_answer(row: Row, mails: list[Mailed], state: str) -> LinkAnswer:
    """A share in its list."""
    return LinkAnswer(**_members(row, mails, state))


def whole_link(row: Row, mails: list[Mailed], visits: list[Row], state: str) -> WholeLink:
    """A share by itself."""
    seen = [Visit(at=wire_time(visit.confirmed_at), network=visit.network) for visit in visits]
    return WholeLink(**_members(row, mails, state), visits=seen)


def looked_at(row: Row, maker: Row) -> LookedAt:
    """A share before it is claimed."""
    return LookedAt(
        from_=LinkMaker(addr=maker.addr, name=maker.name),
        expires_at=wire_time(row.expires_at),
        views_left=row.views_left,
        tries_left=row.tries_left,
        lang=row.lang,
        only_for=None if row.only_addr is None else shortened(row.only_addr),
    )


def code_asked(asked: Asked) -> CodeAsked:
    """The answer to whoever asked for a code."""
    return CodeAsked(only_for=asked.only_for, again_at=wire_time(asked.again_at))


def lease_answer(row: Row, token: str, ends_at: int) -> Lease:
    """A share that was claimed. What is stored as JSON or b64u is copied, not read."""
    return Lease(
        lease=token,
        lease_ends_at=wire_time(ends_at),
        expires_at=wire_time(row.expires_at),
        views_left=row.views_left,
        link=_text(row.sealed_link),
        content=_text(row.sealed_content),
        blobs=cast(list[str], msgspec.Raw(row.blobs)),
    )


def view_used(views_left: int | None, ends_at: int) -> ViewUsed:
    """The answer to a confirmation."""
    return ViewUsed(views_left=views_left, lease_ends_at=wire_time(ends_at))


def _members(
    row: Row, mails: list[Mailed], state: str
) -> dict[str, Any]:  # the members of two shapes, each of its own type
    return {
        "id": row.id,
        "state": state,
        "created_at": wire_time(row.created_at),
        "expires_at": wire_time(row.expires_at),
        "ended_at": maybe_wire_time(row.ended_at),
        "views": row.views,
        "views_left": row.views_left,
        "opened": row.opened,
        "opened_at": maybe_wire_time(row.opened_at),
        "tries_left": row.tries_left,
        "notify": row.notify,
        "lang": row.lang,
        "only_addr": row.only_addr,
        "files": row.file_count,
        "mails": [_mail(mailed) for mailed in mails],
    }


def _mail(mailed: Mailed) -> MailAnswer:
    return MailAnswer(
        to=mailed.to,
        state=cast(MailState, mailed.state),
        reason=mailed.reason,
        asked_at=wire_time(mailed.asked_at),
        ended_at=maybe_wire_time(mailed.ended_at),
        times=mailed.times,
        again_at=maybe_wire_time(mailed.again_at),
    )


def _text(b64u: bytes) -> str:
    # The alphabet of b64u needs no escaping, so the stored bytes are a JSON string once they stand in quotes.
    return cast(str, msgspec.Raw(b'"' + b64u + b'"'))
