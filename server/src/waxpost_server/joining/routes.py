"""The routes of joining (spec/api.md, section 3): first start, invitations, starting over."""

from litestar import Response, delete, get, post

from waxpost_server.accounts.account import NewAccount, SignedIn
from waxpost_server.accounts.errors import KdfNotOffered
from waxpost_server.accounts.signed_in import SignedInAnswer, session_cookies, signed_in_answer
from waxpost_server.directory.errors import AlreadyAMember, IdTaken, NotJoined, PersonNotFound
from waxpost_server.joining.claim import Claim, Opening, claim_link, open_link
from waxpost_server.joining.errors import (
    AgainNotFound,
    InvitationNotFound,
    LinkNotValid,
    NotActive,
    StartCodeNotValid,
)
from waxpost_server.joining.links import (
    Kind,
    NewAgain,
    NewInvitation,
    access_link,
    end_link,
    list_links,
    make_again,
    make_invitation,
)
from waxpost_server.joining.schemas import (
    AgainAnswer,
    AgainPage,
    InvitationAnswer,
    InvitationsPage,
    OpenedAgain,
    OpenedInvitation,
    StartAnswer,
    again_answer,
    invitation_answer,
    opened_again,
    opened_invitation,
)
from waxpost_server.joining.start import FirstStart, StartCheck, check_start_code, start, take_start_try
from waxpost_server.keylog.errors import EntryOutOfDate, EntryRefused
from waxpost_server.keylog.head import HeadFile, write_keeping_head
from waxpost_server.kit.db import Database
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.cookies import set_cookies
from waxpost_server.kit.web.limits import Peer, Rate, limited
from waxpost_server.kit.web.pagination import Cursor, Limit, cursor_of, key_of
from waxpost_server.kit.web.principal import ANYONE, CurrentAdmin

# For each network. Start codes are counted in the database, much more strictly; a link's code has 128 bits.
_LINKS = limited(Rate("links", 120, 60))
_LAST = 2**53

_JOINING = (KdfNotOffered, IdTaken, EntryRefused, EntryOutOfDate)


@post("/start/check", opt={**ANYONE, "problems": (StartCodeNotValid,)}, status_code=200)
async def post_start_check(db: Database, data: StartCheck) -> StartAnswer:
    """Whether the code is good, and which key log its holder shall pin."""
    await take_start_try(db)
    info, note = await db.read(lambda tx: check_start_code(tx, data.code))
    return StartAnswer(log=info, note=note)


@post(
    "/start",
    opt={**ANYONE, "problems": (StartCodeNotValid, *_JOINING)},
    request_max_body_size=NewAccount.body_bytes,
)
async def post_start(
    db: Database, settings: Settings, secrets: Secrets, head_file: HeadFile, peer: Peer, data: FirstStart
) -> Response[SignedInAnswer]:
    """Make the organisation and its first administrator."""
    await take_start_try(db)
    signed_in = await write_keeping_head(db, head_file, lambda tx: start(tx, settings, secrets, data, peer.network))
    return _signed_in(settings, secrets, signed_in, 201)


@post("/invitations", opt={"problems": (AlreadyAMember, IdTaken)})
async def post_invitation(principal: CurrentAdmin, db: Database, data: NewInvitation) -> InvitationAnswer:
    """Invite somebody."""
    return invitation_answer(await db.write(lambda tx: make_invitation(tx, principal, data)))


@get("/invitations")
async def get_invitations(
    principal: CurrentAdmin, db: Database, cursor: Cursor = None, limit: Limit = 50
) -> InvitationsPage:
    """Every invitation, newest first."""
    before = key_of(cursor, tuple[int])
    rows = await db.read(lambda tx: list_links(tx, Kind.INVITATION, before[0] if before else _LAST, limit + 1))
    more = cursor_of(rows[limit - 1].number) if len(rows) > limit else None
    return InvitationsPage(items=[invitation_answer(row) for row in rows[:limit]], cursor=more)


@get("/invitations/{link_id:str}", opt={"problems": (InvitationNotFound,)})
async def get_invitation(principal: CurrentAdmin, db: Database, link_id: str) -> InvitationAnswer:
    """One invitation."""
    return invitation_answer(await db.read(lambda tx: access_link(tx, Kind.INVITATION, link_id)))


@delete("/invitations/{link_id:str}", status_code=204, opt={"problems": (InvitationNotFound,)})
async def delete_invitation(principal: CurrentAdmin, db: Database, link_id: str) -> None:
    """End an invitation."""
    await db.write(lambda tx: end_link(tx, principal, Kind.INVITATION, link_id))


@post(
    "/invitations/{link_id:str}/open",
    opt={**ANYONE, "problems": (LinkNotValid,)},
    status_code=200,
    guards=[_LINKS],
)
async def post_open_invitation(db: Database, link_id: str, data: Opening) -> OpenedInvitation:
    """Look at an invitation with its code; uses nothing."""
    return opened_invitation(await db.write(lambda tx: open_link(tx, Kind.INVITATION, link_id, data)))


@post(
    "/invitations/{link_id:str}/claim",
    opt={**ANYONE, "problems": (LinkNotValid, *_JOINING)},
    request_max_body_size=NewAccount.body_bytes,
    guards=[_LINKS],
)
async def post_claim_invitation(
    db: Database, settings: Settings, secrets: Secrets, head_file: HeadFile, peer: Peer, link_id: str, data: Claim
) -> Response[SignedInAnswer]:
    """Join with an invitation, once."""
    signed_in = await write_keeping_head(
        db,
        head_file,
        lambda tx: claim_link(tx, settings, secrets, Kind.INVITATION, link_id, data, peer.network),
    )
    return _signed_in(settings, secrets, signed_in, 201)


@post("/again", opt={"problems": (PersonNotFound, NotJoined, NotActive, IdTaken)})
async def post_again(principal: CurrentAdmin, db: Database, data: NewAgain) -> AgainAnswer:
    """Allow somebody who lost password and recovery code to start over."""
    return again_answer(await db.write(lambda tx: make_again(tx, principal, data)))


@get("/again")
async def get_agains(principal: CurrentAdmin, db: Database, cursor: Cursor = None, limit: Limit = 50) -> AgainPage:
    """Every permission to start over, newest first."""
    before = key_of(cursor, tuple[int])
    rows = await db.read(lambda tx: list_links(tx, Kind.AGAIN, before[0] if before else _LAST, limit + 1))
    more = cursor_of(rows[limit - 1].number) if len(rows) > limit else None
    return AgainPage(items=[again_answer(row) for row in rows[:limit]], cursor=more)


@delete("/again/{link_id:str}", status_code=204, opt={"problems": (AgainNotFound,)})
async def delete_again(principal: CurrentAdmin, db: Database, link_id: str) -> None:
    """End a permission to start over."""
    await db.write(lambda tx: end_link(tx, principal, Kind.AGAIN, link_id))


@post("/again/{link_id:str}/open", opt={**ANYONE, "problems": (LinkNotValid,)}, status_code=200, guards=[_LINKS])
async def post_open_again(db: Database, link_id: str, data: Opening) -> OpenedAgain:
    """Look at a permission to start over with its code; uses nothing."""
    return opened_again(await db.write(lambda tx: open_link(tx, Kind.AGAIN, link_id, data)))


@post(
    "/again/{link_id:str}/claim",
    opt={**ANYONE, "problems": (LinkNotValid, *_JOINING)},
    request_max_body_size=NewAccount.body_bytes,
    guards=[_LINKS],
)
async def post_claim_again(
    db: Database, settings: Settings, secrets: Secrets, head_file: HeadFile, peer: Peer, link_id: str, data: Claim
) -> Response[SignedInAnswer]:
    """Start over, once."""
    signed_in = await write_keeping_head(
        db, head_file, lambda tx: claim_link(tx, settings, secrets, Kind.AGAIN, link_id, data, peer.network)
    )
    return _signed_in(settings, secrets, signed_in, 201)


def _signed_in(settings: Settings, secrets: Secrets, signed_in: SignedIn, status: int) -> Response[SignedInAnswer]:
    cookies = set_cookies(session_cookies(settings, secrets, signed_in.session))
    return Response(signed_in_answer(settings, signed_in), status_code=status, cookies=cookies)


ROUTES = [
    post_start_check,
    post_start,
    post_invitation,
    get_invitations,
    get_invitation,
    delete_invitation,
    post_open_invitation,
    post_claim_invitation,
    post_again,
    get_agains,
    delete_again,
    post_open_again,
    post_claim_again,
]
