"""The routes of links (spec/api.md, section 7c): for the maker, and for whoever has the link and no account."""

import hashlib
from typing import Annotated

from litestar import Response, delete, get, patch, post
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, Parameter

from waxpost_server.attachments.downloads import open_part
from waxpost_server.attachments.errors import BlobsNotReady, RangeNotSatisfiable
from waxpost_server.directory.errors import IdTaken
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import Database
from waxpost_server.kit.errors import DomainError
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.limits import Peer, Rate, limited
from waxpost_server.kit.web.pagination import Cursor, Limit, cursor_of, key_of
from waxpost_server.kit.web.principal import ANYONE, CurrentUser
from waxpost_server.kit.web.problems import AnyRequest
from waxpost_server.kit.web.streaming import OCTETS, octets_answer, range_of
from waxpost_server.links.access import access_link_part
from waxpost_server.links.change import (
    LinkChange,
    MailOrder,
    change_link,
    find_link,
    list_links,
    mail_link,
    revoke_link,
    state_of,
)
from waxpost_server.links.errors import (
    LinkBusy,
    LinkClaimWrong,
    LinkCodeNeeded,
    LinkCodeWrong,
    LinkEnded,
    LinkExpiryTooLate,
    LinkGone,
    LinkLocked,
    LinkMailsExceeded,
    LinkMailsNotAllowed,
    LinkNotFound,
    LinksNotAllowed,
    LinkViewsExceeded,
    MailNotSetUp,
)
from waxpost_server.links.make import NewLink, make_link
from waxpost_server.links.redeem import (
    Access,
    Claim,
    Confirmation,
    Deletion,
    ask_for_code,
    claim_link,
    confirm_link,
    delete_link,
    look_at_link,
)
from waxpost_server.links.schemas import (
    CodeAsked,
    Lease,
    LinkAnswer,
    LinkPage,
    LookedAt,
    ViewUsed,
    WholeLink,
    code_asked,
    lease_answer,
    link_answer,
    looked_at,
    view_used,
    whole_link,
)
from waxpost_server.messages.errors import ExpiryInThePast, FileLimitExceeded, MessageFilesTooLarge

# spec/api.md, section 7c: room for the largest content.
LINK_BODY_MOST = 8 * 1024 * 1024
# Ids and keys cannot be guessed: these bound the work that strangers cause, each kind of request by itself. Whole
# offices stand behind one address, and read what was sent to all of them in the same minute.
_LOOKING, _CLAIMING, _CONFIRMING, _FETCHING, _ASKING = (
    limited(Rate(f"link-{name}-network", 4 * count, 60), by_address=Rate(f"link-{name}", count, 60))
    for name, count in (("access", 120), ("claim", 120), ("confirm", 120), ("parts", 1200), ("code", 12))
)
_FIRST_PAGE = (2**53, "")

_MAKING = (
    LinksNotAllowed,
    ExpiryInThePast,
    LinkExpiryTooLate,
    LinkViewsExceeded,
    FileLimitExceeded,
    BlobsNotReady,
    MessageFilesTooLarge,
    IdTaken,
    MailNotSetUp,
    LinkMailsNotAllowed,
    LinkMailsExceeded,
)

PartNumber = Annotated[int, Parameter(ge=0, lt=2**31)]
Range = Annotated[str | None, HeaderParameter(name="Range", max_length=200)]
LeaseHeader = Annotated[str | None, HeaderParameter(name="Waxpost-Lease", max_length=100)]


@post(
    "/links",
    status_code=201,
    request_max_body_size=LINK_BODY_MOST,
    opt={"problems": _MAKING},
    responses={200: ResponseSpec(LinkAnswer, description="The same request came before.", generate_examples=False)},
)
async def post_link(
    principal: CurrentUser, db: Database, settings: Settings, request: AnyRequest, data: NewLink
) -> Response[LinkAnswer]:
    """Make a link; the same request again answers 200 and makes nothing."""
    request_hash = hashlib.sha256(await request.body()).digest()
    made = await db.write(lambda tx: make_link(tx, principal, data, request_hash, has_mail=settings.has_mail))
    return Response(link_answer(made.row, made.mails, state_of(made.row)), status_code=201 if made.is_new else 200)


@get("/links")
async def get_links(principal: CurrentUser, db: Database, cursor: Cursor = None, limit: Limit = 50) -> LinkPage:
    """A page of one's own links, newest first, until 30 days after their end."""
    before = key_of(cursor, tuple[int, str]) or _FIRST_PAGE
    links = await db.read(lambda tx: list_links(tx, principal, before, limit + 1))
    more = cursor_of(links[limit - 1].row.created_at, links[limit - 1].row.id) if len(links) > limit else None
    return LinkPage(items=[link_answer(row, mails, state_of(row)) for row, mails in links[:limit]], cursor=more)


@get("/links/{link_id:str}", opt={"problems": (LinkNotFound,)})
async def get_link(principal: CurrentUser, db: Database, link_id: str) -> WholeLink:
    """One link, and when it was opened from which network."""
    whole = await db.read(lambda tx: find_link(tx, principal, link_id))
    return whole_link(whole.row, whole.mails, whole.visits, state_of(whole.row))


@patch("/links/{link_id:str}", opt={"problems": (LinkNotFound, LinkEnded, ExpiryInThePast, LinkExpiryTooLate)})
async def patch_link(principal: CurrentUser, db: Database, link_id: str, data: LinkChange) -> LinkAnswer:
    """Change until when a link works, and whether its views are told."""
    kept = await db.write(lambda tx: change_link(tx, principal, link_id, data))
    return link_answer(kept.row, kept.mails, state_of(kept.row))


@post(
    "/links/{link_id:str}/mails",
    status_code=200,
    opt={"problems": (LinkNotFound, LinkEnded, MailNotSetUp, LinkMailsNotAllowed, LinkMailsExceeded)},
)
async def post_mails(
    principal: CurrentUser, db: Database, settings: Settings, link_id: str, data: MailOrder
) -> LinkAnswer:
    """Mail a link without its fragment, for the first time or again."""
    kept = await db.write(lambda tx: mail_link(tx, principal, link_id, data, has_mail=settings.has_mail))
    return link_answer(kept.row, kept.mails, state_of(kept.row))


@delete("/links/{link_id:str}", status_code=204, opt={"problems": (LinkNotFound,)})
async def delete_own_link(principal: CurrentUser, db: Database, link_id: str) -> None:
    """Revoke a link; one that has ended stays ended."""
    await db.write(lambda tx: revoke_link(tx, principal, link_id))


@post(
    "/links/{link_id:str}/access",
    opt={**ANYONE, "problems": (LinkGone, LinkLocked)},
    status_code=200,
    guards=[_LOOKING],
)
async def post_access(db: Database, link_id: str, data: Access) -> LookedAt:
    """Look at a link; uses nothing."""
    looked = await db.read(lambda tx: look_at_link(tx, link_id, data))
    return looked_at(looked.row, looked.maker)


@post(
    "/links/{link_id:str}/code",
    opt={**ANYONE, "problems": (LinkGone, LinkLocked, MailNotSetUp)},
    status_code=200,
    guards=[_ASKING],
)
async def post_code(db: Database, settings: Settings, link_id: str, data: Access) -> CodeAsked:
    """Mail a code to the one address that may open the link; uses no view."""
    asked = await db.write(lambda tx: ask_for_code(tx, link_id, data, has_mail=settings.has_mail))
    if isinstance(asked, DomainError):
        raise asked
    return code_asked(asked)


@post(
    "/links/{link_id:str}/claim",
    opt={**ANYONE, "problems": (LinkGone, LinkLocked, LinkCodeNeeded, LinkCodeWrong, LinkClaimWrong, LinkBusy)},
    status_code=200,
    guards=[_CLAIMING],
)
async def post_claim(db: Database, settings: Settings, peer: Peer, link_id: str, data: Claim) -> Lease:
    """Take a lease and what to open; uses no view, and a wrong passphrase one try."""
    claimed = await db.write(lambda tx: claim_link(tx, link_id, data, peer.network, has_mail=settings.has_mail))
    if isinstance(claimed, DomainError):
        raise claimed
    return lease_answer(claimed.row, claimed.token, claimed.ends_at)


@post("/links/{link_id:str}/confirm", opt={**ANYONE, "problems": (LinkGone,)}, status_code=200, guards=[_CONFIRMING])
async def post_confirm(db: Database, settings: Settings, link_id: str, data: Confirmation) -> ViewUsed:
    """Prove that the content was opened: now a view is used, once for a lease."""
    confirmed = await db.write(lambda tx: confirm_link(tx, link_id, data, has_mail=settings.has_mail))
    return view_used(confirmed.views_left, confirmed.ends_at)


@post("/links/{link_id:str}/delete", opt={**ANYONE, "problems": (LinkGone,)}, status_code=204, guards=[_CONFIRMING])
async def post_delete_link(db: Database, link_id: str, data: Deletion) -> None:
    """Who has read it deletes it for everybody."""
    await db.write(lambda tx: delete_link(tx, link_id, data))


@get(
    "/links/{link_id:str}/blobs/{blob_id:str}/parts/{number:int}",
    media_type=OCTETS,
    opt={**ANYONE, "problems": (LinkGone, RangeNotSatisfiable)},
    guards=[_FETCHING],
    responses={
        206: ResponseSpec(bytes, description="The range asked for.", media_type=OCTETS, generate_examples=False)
    },
)
async def get_link_part(
    db: Database,
    blobs: BlobStore,
    link_id: str,
    blob_id: str,
    number: PartNumber,
    lease: LeaseHeader = None,
    wanted: Range = None,
) -> Response[bytes]:
    """A part of a file, or one range of it, for whoever has used a view."""
    part = await db.read(lambda tx: access_link_part(tx, link_id, lease, blob_id, number))
    found = await open_part(blobs, part, lambda size: range_of(wanted, size))
    return octets_answer(found.pieces, found.start, found.end, found.size, is_whole=found.is_whole)


ROUTES = [
    post_link,
    get_links,
    get_link,
    patch_link,
    post_mails,
    delete_own_link,
    post_access,
    post_code,
    post_claim,
    post_confirm,
    post_delete_link,
    get_link_part,
]
