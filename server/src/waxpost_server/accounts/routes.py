"""The routes of signing in and of what an account keeps (spec/api.md, sections 4 and 5)."""

from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.params import Parameter

from waxpost_server.accounts.account import SignedIn
from waxpost_server.accounts.credentials import Change, change_credentials, read_credentials
from waxpost_server.accounts.devices import COOKIE, known_device
from waxpost_server.accounts.errors import (
    CredentialsChanged,
    PackNotFound,
    ReceiptsChanged,
    ReceiptsNotFound,
    SessionNotFound,
    SignInFailed,
    VaultChanged,
    VersionNotNext,
)
from waxpost_server.accounts.kdf import offered_kdf
from waxpost_server.accounts.packs import access_pack, list_packs
from waxpost_server.accounts.receipts import SEGMENT_MOST, NewReceipts, access_receipts, list_receipts, save_receipts
from waxpost_server.accounts.schemas import (
    ChangedAnswer,
    CredentialsAnswer,
    KdfAnswer,
    PackAnswer,
    PackRow,
    Packs,
    ReceiptsAnswer,
    SegmentAnswer,
    SegmentsAnswer,
    SessionNow,
    Sessions,
    VaultNow,
    VerAnswer,
    credentials_answer,
    kdf_answer,
    listed_session,
)
from waxpost_server.accounts.sessions import (
    NewSession,
    access_own_session,
    end_other_sessions,
    end_session,
    list_sessions,
)
from waxpost_server.accounts.sign_in import Addressed, From, SignIn, sign_in, sign_in_with_recovery
from waxpost_server.accounts.signed_in import (
    SignedInAnswer,
    me_answer,
    session_answer,
    session_cookies,
    signed_in_answer,
    token_for_body,
)
from waxpost_server.accounts.vaults import NewVault, read_vault, save_vault
from waxpost_server.attachments.errors import BlobsNotReady
from waxpost_server.kit.db import Database, ReadTx
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.instance import find_instance
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.conditions import PreconditionRequired
from waxpost_server.kit.web.cookies import OwnCookie, set_cookies
from waxpost_server.kit.web.edge import SESSION_COOKIE
from waxpost_server.kit.web.limits import Peer, Rate, limited
from waxpost_server.kit.web.principal import ANYONE, CurrentOrRecovering, CurrentUser
from waxpost_server.kit.web.problems import AnyRequest

# Everything anonymous has a limit for each network, far above what an office does on a Monday morning; failed
# sign-ins are counted in `failures`, much more strictly.
_ASKING = limited(Rate("sign-in/start", 600, 60))
_SIGNING_IN = limited(Rate("sign-in", 1200, 60))

# A vault with its packs, as spec/api.md 5 says; and base64 of what `PUT receipts` carries, and its frame.
_VAULT_BYTES = 8 * 1024 * 1024
_RECEIPTS_BYTES = 512 * 1024 * 4 // 3 + 1024

_SAVING = (PreconditionRequired, VersionNotNext)

SegmentNumber = Annotated[int, Parameter(ge=0, le=SEGMENT_MOST)]


@post("/sign-in/start", opt=ANYONE, status_code=200, guards=[_ASKING])
async def post_sign_in_start(db: Database, secrets: Secrets, data: Addressed) -> KdfAnswer:
    """How to make a login key for an address, known or not."""
    return kdf_answer(await db.read(lambda tx: offered_kdf(tx, secrets.salt_key, data.addr)))


@post("/sign-in", opt={**ANYONE, "problems": (SignInFailed,)}, status_code=200, guards=[_SIGNING_IN])
async def post_sign_in(
    db: Database, settings: Settings, secrets: Secrets, peer: Peer, request: AnyRequest, data: SignIn
) -> Response[SignedInAnswer]:
    """Sign in with a password."""
    origin = _from(secrets, peer, request, data.addr)
    signed_in = await db.write(lambda tx: sign_in(tx, settings, secrets, data, origin))
    if signed_in is None:
        raise SignInFailed
    return _signed_in(settings, secrets, signed_in, 200)


@post("/sign-in/recovery", opt={**ANYONE, "problems": (SignInFailed,)}, status_code=200, guards=[_SIGNING_IN])
async def post_sign_in_recovery(
    db: Database, settings: Settings, secrets: Secrets, peer: Peer, request: AnyRequest, data: SignIn
) -> Response[SignedInAnswer]:
    """Sign in with a recovery code, to set a new password."""
    origin = _from(secrets, peer, request, data.addr)
    signed_in = await db.write(lambda tx: sign_in_with_recovery(tx, settings, secrets, data, origin))
    if signed_in is None:
        raise SignInFailed
    return _signed_in(settings, secrets, signed_in, 200)


@get("/session", opt={"problems": (SessionNotFound,)})
async def get_session(principal: CurrentOrRecovering, db: Database, settings: Settings) -> SessionNow:
    """The asker's own session."""

    async def look(tx: ReadTx) -> SessionNow:
        row, instance = await access_own_session(tx, principal), await find_instance(tx)
        return SessionNow(
            session=session_answer(settings, row),
            device_salt=b64u(row.device_salt),
            me=me_answer(row),
            organisation=instance.organisation if instance else None,
        )

    return await db.read(look)


@get("/sessions")
async def get_sessions(principal: CurrentUser, db: Database, settings: Settings) -> Sessions:
    """Where the asker is signed in."""
    rows = await db.read(lambda tx: list_sessions(tx, settings, principal))
    return Sessions(sessions=[listed_session(row, principal.session_id) for row in rows])


@delete("/sessions/current", status_code=204, opt={"problems": (SessionNotFound,)})
async def delete_current_session(principal: CurrentOrRecovering, db: Database) -> Response[None]:
    """Sign out."""
    await db.write(lambda tx: end_session(tx, principal, principal.session_id))
    return Response(None, status_code=204, cookies=set_cookies([OwnCookie(SESSION_COOKIE, "", 0)]))


@delete("/sessions/{session_id:str}", status_code=204, opt={"problems": (SessionNotFound,)})
async def delete_session(principal: CurrentUser, db: Database, session_id: str) -> None:
    """End one of the asker's sessions."""
    await db.write(lambda tx: end_session(tx, principal, session_id))


@post("/sessions/end-others", status_code=204)
async def post_end_others(principal: CurrentUser, db: Database) -> None:
    """End every session of the asker but this one."""
    await db.write(lambda tx: end_other_sessions(tx, principal))


@get("/credentials")
async def get_credentials(principal: CurrentUser, db: Database, secrets: Secrets) -> CredentialsAnswer:
    """The asker's credentials, to change them."""
    row, slot = await db.read(lambda tx: read_credentials(tx, secrets, principal))
    return credentials_answer(row, slot)


@put("/credentials", opt={"problems": (SignInFailed, CredentialsChanged)})
async def put_credentials(
    principal: CurrentOrRecovering,
    db: Database,
    settings: Settings,
    secrets: Secrets,
    peer: Peer,
    request: AnyRequest,
    data: Change,
) -> Response[ChangedAnswer]:
    """Change password, recovery code or both."""
    origin = _from(secrets, peer, request, principal.addr)
    changed = await db.write(lambda tx: change_credentials(tx, settings, secrets, principal, data, origin))
    if changed is None:
        raise SignInFailed
    return _changed(settings, secrets, changed.cred_ver, changed.session)


@get("/vault")
async def get_vault(principal: CurrentOrRecovering, db: Database) -> VaultNow:
    """The asker's sealed vault."""
    row, number = await db.read(lambda tx: read_vault(tx, principal))
    return VaultNow(ver=row.ver, vault=b64u(row.sealed_vault), number=number)


@put("/vault", request_max_body_size=_VAULT_BYTES, opt={"problems": (*_SAVING, VaultChanged, BlobsNotReady)})
async def put_vault(principal: CurrentUser, db: Database, if_match: int, data: NewVault) -> VerAnswer:
    """Store the next version of the asker's vault, with the packs that it names."""
    await db.write(lambda tx: save_vault(tx, principal, if_match, data))
    return VerAnswer(ver=data.ver)


@get("/packs")
async def get_packs(principal: CurrentUser, db: Database) -> Packs:
    """Which packs of entries and links the asker has."""
    rows = await db.read(lambda tx: list_packs(tx, principal))
    return Packs(packs=[PackRow(file=row.file, ver=row.ver) for row in rows])


@get("/packs/{file:str}", opt={"problems": (PackNotFound,)})
async def get_pack(principal: CurrentUser, db: Database, file: str) -> PackAnswer:
    """One sealed pack."""
    row = await db.read(lambda tx: access_pack(tx, principal, file))
    return PackAnswer(file=row.file, ver=row.ver, sealed=b64u(row.sealed_pack))


@get("/receipts")
async def get_segments(principal: CurrentUser, db: Database) -> SegmentsAnswer:
    """Which segments of receipts the asker has."""
    rows = await db.read(lambda tx: list_receipts(tx, principal))
    return SegmentsAnswer(segments=[SegmentAnswer(n=row.n, ver=row.ver) for row in rows])


@get("/receipts/{n:int}", opt={"problems": (ReceiptsNotFound,)})
async def get_receipts(principal: CurrentUser, db: Database, n: SegmentNumber) -> ReceiptsAnswer:
    """One sealed segment."""
    row = await db.read(lambda tx: access_receipts(tx, principal, n))
    return ReceiptsAnswer(n=row.n, ver=row.ver, receipts=b64u(row.sealed_receipts))


@put("/receipts/{n:int}", request_max_body_size=_RECEIPTS_BYTES, opt={"problems": (*_SAVING, ReceiptsChanged)})
async def put_receipts(
    principal: CurrentUser, db: Database, n: SegmentNumber, if_match: int, data: NewReceipts
) -> SegmentAnswer:
    """Store the next version of a segment."""
    await db.write(lambda tx: save_receipts(tx, principal, n, if_match, data))
    return SegmentAnswer(n=n, ver=data.ver)


def _from(secrets: Secrets, peer: Peer, request: AnyRequest, addr: str) -> From:
    return From(peer.network, known_device(secrets.cookie_key, addr, request.cookies.get(COOKIE)))


def _signed_in(settings: Settings, secrets: Secrets, signed_in: SignedIn, status: int) -> Response[SignedInAnswer]:
    cookies = set_cookies(session_cookies(settings, secrets, signed_in.session))
    return Response(signed_in_answer(settings, signed_in), status_code=status, cookies=cookies)


def _changed(
    settings: Settings, secrets: Secrets, cred_ver: int, session: NewSession | None
) -> Response[ChangedAnswer]:
    if session is None:
        return Response(ChangedAnswer(cred_ver=cred_ver, session=None, token=None))
    answer = ChangedAnswer(
        cred_ver=cred_ver, session=session_answer(settings, session.row), token=token_for_body(session)
    )
    return Response(answer, cookies=set_cookies(session_cookies(settings, secrets, session)))


ROUTES = [
    post_sign_in_start,
    post_sign_in,
    post_sign_in_recovery,
    get_session,
    get_sessions,
    delete_current_session,
    delete_session,
    post_end_others,
    get_credentials,
    put_credentials,
    get_vault,
    put_vault,
    get_packs,
    get_pack,
    get_segments,
    get_receipts,
    put_receipts,
]
