"""Make a link: decide whether it may be made, store its two sealed files once, take its blobs over.

We never see the key, the passphrase or the content; only shapes, sizes, policies and the number of files are checked.
The id is claimed first, by the one statement that inserts the share, as `messages.send` does with a `mid`.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.claim import claim_for_link
from waxpost_server.attachments.sizes import MIB
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.errors import IdTaken
from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.clock import DAY, now, seconds_of
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, Bytes32, Id, WireTime
from waxpost_server.kit.web.principal import Principal
from waxpost_server.links.access import access_link
from waxpost_server.links.errors import LinkExpiryTooLate, LinksNotAllowed, LinkViewsExceeded, MailNotSetUp
from waxpost_server.links.events import LINK
from waxpost_server.links.mailing import ADDRESSES_MOST, Mailed, find_mails, send_mails
from waxpost_server.links.tables import OPEN, share
from waxpost_server.messages.envelope import BLOBS_MOST, CONTENT_MOST, Addr, is_b64u
from waxpost_server.messages.errors import ExpiryInThePast, FileLimitExceeded, MessageFilesTooLarge
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.catalogue import EffectivePolicy

# spec/links.md 9.2: a key and two ids, sealed.
LINK_MOST = 4 * 1024
VIEWS_MOST = 1_000
TRIES = 5

Sealed = Annotated[str, msgspec.Meta(min_length=1)]
Lang = Literal["en", "de", "fr"]
Views = Annotated[int, msgspec.Meta(ge=1, le=VIEWS_MOST)]


class NewLink(Body, frozen=True):
    """What a client posts. `views` null: unlimited. One that exists has the right shape and sizes."""

    id: Id
    access_hash: Bytes32
    claim_hash: Bytes32
    ack_hash: Bytes32
    expires_at: WireTime
    views: Views | None
    notify: bool
    link: Sealed
    content: Sealed
    blobs: Annotated[list[Id], msgspec.Meta(max_length=BLOBS_MOST)]
    mail: Annotated[tuple[Addr, ...], msgspec.Meta(max_length=ADDRESSES_MOST)] = ()
    only_addr: Addr | None = None
    lang: Lang = "en"

    def __post_init__(self) -> None:
        """Raises InvalidRequest."""
        errors = list(_faults(self))
        if errors:
            raise InvalidRequest("The link does not have the documented shape; `errors` names where.", errors=errors)

    @property
    def content_bytes(self) -> int:
        """How long the sealed content is."""
        return len(self.content) * 3 // 4


class Made(NamedTuple):
    """The share as it is now and its mails; `is_new` is false when the same request had been stored before."""

    row: Row
    mails: list[Mailed]
    is_new: bool


_CLAIM_ID = statement(insert(share).on_conflict_do_nothing(index_elements=["id"]))
_FIND_CLAIMED = statement(sa.select(share.c.uid, share.c.request_hash).where(share.c.id == sa.bindparam("id")))


async def make_link(tx: WriteTx, maker: Principal, new: NewLink, request_hash: bytes, *, has_mail: bool) -> Made:
    """Store a link; the hash of the body as it came tells whether this is a repetition.

    Raises the problems of spec/api.md, section 7c. A link that is refused claims no files.
    """
    if not await _claim_id(tx, maker, new, request_hash):
        row = await _find_repeated(tx, maker, new.id, request_hash)
        return Made(row, (await find_mails(tx, [new.id]))[new.id], is_new=False)
    policy = await effective_policy(tx, maker)
    _check_may_make(policy, new)
    await _take_files(tx, maker, policy, new)
    if new.only_addr is not None and not has_mail:
        raise MailNotSetUp
    await record(tx, maker, Action.LINK_MADE, new.id, views=new.views or 0, files=len(new.blobs))
    if new.mail:
        await send_mails(tx, maker, policy, new.id, new.mail, has_mail=has_mail)
    await publish(tx, [maker.uid], LINK, new.id)
    return Made(await access_link(tx, maker.uid, new.id), (await find_mails(tx, [new.id]))[new.id], is_new=True)


def check_end(policy: EffectivePolicy, created_at: int, expires_at: int) -> None:
    """Raises ExpiryInThePast, LinkExpiryTooLate. The longest time counts from when the link was made."""
    if expires_at <= now():
        raise ExpiryInThePast
    if expires_at > created_at + policy.link_expiry_max_days * DAY:
        raise LinkExpiryTooLate(policy.link_expiry_max_days)


def address_faults(path: str, addrs: Sequence[str]) -> Iterator[dict[str, str]]:
    """A fault for each text that is no address in lower case."""
    for addr in addrs:
        try:
            check_addr(addr)
        except ValueError as error:
            yield {"path": path, "reason": str(error)}


def _check_may_make(policy: EffectivePolicy, new: NewLink) -> None:
    if not policy.links:
        raise LinksNotAllowed
    if new.content_bytes > policy.message_max_bytes:
        reason = f"longer than {policy.message_max_bytes} bytes"
        raise InvalidRequest(
            "The text is longer than your organisation allows.", errors=[{"path": "content", "reason": reason}]
        )
    check_end(policy, now(), seconds_of(new.expires_at))
    if policy.link_views_max and (new.views is None or new.views > policy.link_views_max):
        raise LinkViewsExceeded(policy.link_views_max)


async def _take_files(tx: WriteTx, maker: Principal, policy: EffectivePolicy, new: NewLink) -> None:
    if not new.blobs:
        return
    if len(new.blobs) > policy.message_files_max:
        raise FileLimitExceeded(policy.message_files_max)
    together = await claim_for_link(tx, maker, new.blobs)
    if together > policy.message_files_max_mib * MIB:
        raise MessageFilesTooLarge(policy.message_files_max_mib)


async def _claim_id(tx: WriteTx, maker: Principal, new: NewLink, request_hash: bytes) -> bool:
    stored = await tx.run(
        _CLAIM_ID,
        id=new.id,
        uid=maker.uid,
        request_hash=request_hash,
        access_hash=new.access_hash,
        claim_hash=new.claim_hash,
        ack_hash=new.ack_hash,
        state=OPEN,
        created_at=now(),
        expires_at=seconds_of(new.expires_at),
        ended_at=None,
        opened_at=None,
        views=new.views,
        views_left=new.views,
        opened=0,
        tries_left=TRIES,
        lapsed=0,
        notify=new.notify,
        lang=new.lang,
        only_addr=new.only_addr,
        file_count=len(new.blobs),
        blobs=msgspec.json.encode(new.blobs).decode(),
        sealed_link=new.link.encode(),
        sealed_content=new.content.encode(),
    )
    return stored == 1


async def _find_repeated(tx: ReadTx, maker: Principal, link_id: str, request_hash: bytes) -> Row:
    stored = await tx.one(_FIND_CLAIMED, id=link_id)
    if stored is None or stored.uid != maker.uid or stored.request_hash != request_hash:
        raise IdTaken("A link with this id was made before. Seal it again with a new id.")
    return await access_link(tx, maker.uid, link_id)


def _faults(new: NewLink) -> Iterator[dict[str, str]]:
    for path, text, most in (("link", new.link, LINK_MOST), ("content", new.content, CONTENT_MOST)):
        if not is_b64u(text):
            yield {"path": path, "reason": "not base64url without padding"}
        elif len(text) * 3 // 4 > most:
            yield {"path": path, "reason": f"longer than {most} bytes"}
    yield from address_faults("mail", new.mail)
    yield from address_faults("only_addr", [] if new.only_addr is None else [new.only_addr])
    if len(set(new.blobs)) != len(new.blobs):
        yield {"path": "blobs", "reason": "a file is named twice"}
    try:
        seconds_of(new.expires_at)
    except InvalidRequest:
        yield {"path": "expires_at", "reason": "not a time"}
