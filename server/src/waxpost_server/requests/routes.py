"""The routes of requests (spec/api.md, section 7d): for the asker and further readers, and for whoever has the link."""

import hashlib
from typing import Annotated

from litestar import Response, delete, get, patch, post, put
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, Parameter, QueryParameter

from waxpost_server.attachments.downloads import open_part
from waxpost_server.attachments.errors import (
    BlobExists,
    BlobIncomplete,
    BlobNotFound,
    BlobsNotReady,
    FileTooLarge,
    PartDiffers,
    PartDigest,
    PartLength,
    PartTooSlow,
    RangeNotSatisfiable,
)
from waxpost_server.attachments.progress import Upload
from waxpost_server.attachments.sizes import HLEN_MOST, PART
from waxpost_server.attachments.slots import Slots
from waxpost_server.attachments.uploads import NewBlob, NewPart, find_upload, finish_upload, put_part
from waxpost_server.directory.errors import IdTaken
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import Database, ReadTx, WriteTx
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.web.limits import Peer, Rate, limited
from waxpost_server.kit.web.pagination import Cursor, Limit, cursor_of, key_of
from waxpost_server.kit.web.principal import ANYONE, CurrentUser
from waxpost_server.kit.web.problems import AnyRequest, TooLarge, UnsupportedMediaType
from waxpost_server.kit.web.streaming import OCTETS, OctetsIn, digest_of, length_of, octets_answer, octets_of, range_of
from waxpost_server.messages.errors import (
    CannotReceive,
    ExpiryInThePast,
    FileLimitExceeded,
    MessageFilesTooLarge,
    RecipientLimitExceeded,
)
from waxpost_server.requests.access import access_answer_part
from waxpost_server.requests.answering import (
    NewAnswer,
    RequestClaim,
    WorkDone,
    ask_for_work,
    begin_answer,
    begin_file,
    find_uploader,
    give_answer,
    look_at_request,
)
from waxpost_server.requests.ask import (
    NewRequest,
    RequestChange,
    Shown,
    change_request,
    close_request,
    find_request,
    list_requests,
    make_request,
    state_of,
)
from waxpost_server.requests.errors import (
    AnswerNotFound,
    RequestAnswersExceeded,
    RequestBusy,
    RequestEnded,
    RequestExpiryTooLate,
    RequestGone,
    RequestNotFound,
    RequestsNotAllowed,
    WorkNotDone,
)
from waxpost_server.requests.inbox import AnswerMarks, delete_answer, find_answer, list_answers, mark_answers
from waxpost_server.requests.schemas import (
    AnswerPage,
    Arrived,
    FileGiven,
    OneAnswer,
    PassGiven,
    RequestAnswer,
    RequestPage,
    RequestSeen,
    WorkToDo,
    arrived,
    file_given,
    looked_at,
    one_answer,
    pass_given,
    request_answer,
    work_to_do,
)

# spec/api.md, section 7d: room for the largest content.
ANSWER_BODY_MOST = 8 * 1024 * 1024
# These bound the work that strangers cause; each kind of request by itself, four times as many for a network.
_LOOKING, _WORKING, _BEGINNING, _PUTTING, _ANSWERING = (
    limited(Rate(f"request-{name}-network", 4 * count, 60), by_address=Rate(f"request-{name}", count, 60))
    for name, count in (("open", 60), ("work", 30), ("begin", 20), ("parts", 600), ("answer", 20))
)
_FIRST_PAGE = (2**53, "")
_MAKING = (
    *(RequestsNotAllowed, ExpiryInThePast, RequestExpiryTooLate, RequestAnswersExceeded),
    *(RecipientLimitExceeded, CannotReceive, IdTaken),
)
_SENDING = (RequestGone, IdTaken, FileLimitExceeded, BlobsNotReady, MessageFilesTooLarge)
_FILE = (RequestGone, FileTooLarge, BlobExists, FileLimitExceeded, MessageFilesTooLarge)
_PUT = (
    *(RequestGone, BlobNotFound, PartLength, PartDigest, PartDiffers, PartTooSlow),
    *(TooLarge, UnsupportedMediaType),
)

PartNumber = Annotated[int, Parameter(ge=0, lt=2**31)]
Range = Annotated[str | None, HeaderParameter(name="Range", max_length=200)]
PassHeader = Annotated[str | None, HeaderParameter(name="Waxpost-Pass", max_length=100)]
ContentDigest = Annotated[str, HeaderParameter(name="Content-Digest", max_length=500)]
OfRequest = Annotated[str | None, QueryParameter(name="request", max_length=100)]


@post(
    "/requests",
    status_code=201,
    opt={"problems": _MAKING},
    responses={200: ResponseSpec(RequestAnswer, description="The same request came before.", generate_examples=False)},
)
async def post_request(
    principal: CurrentUser, db: Database, request: AnyRequest, data: NewRequest
) -> Response[RequestAnswer]:
    """Ask somebody outside; the same again answers 200 and makes nothing."""
    request_hash = hashlib.sha256(await request.body()).digest()
    made = await db.write(lambda tx: make_request(tx, principal, data, request_hash))
    return Response(_shown(made.shown), status_code=201 if made.is_new else 200)


@get("/requests")
async def get_requests(principal: CurrentUser, db: Database, cursor: Cursor = None, limit: Limit = 50) -> RequestPage:
    """A page of one's own requests, newest first, until 30 days after their end."""
    before = key_of(cursor, tuple[int, str]) or _FIRST_PAGE
    found = await db.read(lambda tx: list_requests(tx, principal, before, limit + 1))
    more = cursor_of(found[limit - 1].row.created_at, found[limit - 1].row.id) if len(found) > limit else None
    return RequestPage(items=[_shown(one) for one in found[:limit]], cursor=more)


@get("/requests/{request_id:str}", opt={"problems": (RequestNotFound,)})
async def get_request(principal: CurrentUser, db: Database, request_id: str) -> RequestAnswer:
    """One request, of one's own or whose answers one may read."""
    return _shown(await db.read(lambda tx: find_request(tx, principal, request_id)))


@patch(
    "/requests/{request_id:str}",
    opt={"problems": (RequestNotFound, RequestEnded, ExpiryInThePast, RequestExpiryTooLate)},
)
async def patch_request(principal: CurrentUser, db: Database, request_id: str, data: RequestChange) -> RequestAnswer:
    """Change until when a request is open."""
    return _shown(await db.write(lambda tx: change_request(tx, principal, request_id, data)))


@delete("/requests/{request_id:str}", status_code=204, opt={"problems": (RequestNotFound,)})
async def delete_own_request(principal: CurrentUser, db: Database, request_id: str) -> None:
    """Close a request; one that has ended stays ended."""
    await db.write(lambda tx: close_request(tx, principal, request_id))


@post(
    "/requests/{request_id:str}/open",
    opt={**ANYONE, "problems": (RequestGone,)},
    status_code=200,
    guards=[_LOOKING],
)
async def post_open(db: Database, request_id: str, data: RequestClaim) -> RequestSeen:
    """Look at what is asked; uses nothing."""
    looked = await db.read(lambda tx: look_at_request(tx, request_id, data))
    return looked_at(looked.row, looked.asker, looked.policy)


@post(
    "/requests/{request_id:str}/work",
    opt={**ANYONE, "problems": (RequestGone,)},
    status_code=200,
    guards=[_WORKING],
)
async def post_work(db: Database, secrets: Secrets, request_id: str, data: RequestClaim) -> WorkToDo:
    """Ask for the work that an answer costs; stores nothing."""
    return work_to_do(*await db.read(lambda tx: ask_for_work(tx, secrets.cookie_key, request_id, data)))


@post(
    "/requests/{request_id:str}/begin",
    opt={**ANYONE, "problems": (RequestGone, WorkNotDone, RequestBusy)},
    status_code=201,
    guards=[_BEGINNING],
)
async def post_begin(db: Database, secrets: Secrets, peer: Peer, request_id: str, data: WorkDone) -> PassGiven:
    """Show the work that was done, and get a pass for one answer."""
    key = secrets.cookie_key
    return pass_given(*await db.write(lambda tx: begin_answer(tx, key, request_id, data, peer.network)))


@post(
    "/requests/{request_id:str}/blobs",
    opt={**ANYONE, "problems": _FILE},
    status_code=201,
    guards=[_PUTTING],
    responses={200: ResponseSpec(FileGiven, description="The same request came before.", generate_examples=False)},
)
async def post_request_blob(
    db: Database, request_id: str, data: NewBlob, held: PassHeader = None
) -> Response[FileGiven]:
    """Make room for a file of an answer; the same again answers 200."""
    upload = await db.write(lambda tx: begin_file(tx, request_id, held, data))
    return Response(file_given(upload), status_code=201 if upload.is_new else 200)


@get(
    "/requests/{request_id:str}/blobs/{blob_id:str}",
    opt={**ANYONE, "problems": (RequestGone, BlobNotFound)},
    guards=[_PUTTING],
)
async def get_request_blob(db: Database, request_id: str, blob_id: str, held: PassHeader = None) -> FileGiven:
    """What is held of a file of this pass."""

    async def look(tx: ReadTx) -> Upload:
        return await find_upload(tx, await find_uploader(tx, request_id, held), blob_id)

    return file_given(await db.read(look))


@put(
    "/requests/{request_id:str}/blobs/{blob_id:str}/parts/{number:int}",
    status_code=204,
    operation_class=OctetsIn,
    request_max_body_size=PART + HLEN_MOST,
    opt={**ANYONE, "problems": _PUT},
    guards=[_PUTTING],
)
async def put_request_part(
    db: Database,
    blobs: BlobStore,
    slots: Slots,
    request: AnyRequest,
    request_id: str,
    blob_id: str,
    number: PartNumber,
    digest: ContentDigest,
    held: PassHeader = None,
) -> None:
    """Hold a part of a file; the same bytes again change nothing."""
    uploader = await db.read(lambda tx: find_uploader(tx, request_id, held))
    # All who answer one request share its places in memory.
    lane = f"request {request_id}"
    part = NewPart(blob_id, number, digest_of(digest), length_of(request), octets_of(request), lane)
    await put_part(db, blobs, slots, uploader, part)


@post(
    "/requests/{request_id:str}/blobs/{blob_id:str}/finish",
    status_code=200,
    opt={**ANYONE, "problems": (RequestGone, BlobNotFound, BlobIncomplete)},
    guards=[_PUTTING],
)
async def post_request_finish(db: Database, request_id: str, blob_id: str, held: PassHeader = None) -> FileGiven:
    """Close an upload whose parts are all held."""

    async def finish(tx: WriteTx) -> Upload:
        return await finish_upload(tx, await find_uploader(tx, request_id, held), blob_id)

    return file_given(await db.write(finish))


@post(
    "/requests/{request_id:str}/answer",
    status_code=201,
    request_max_body_size=ANSWER_BODY_MOST,
    opt={**ANYONE, "problems": _SENDING},
    guards=[_ANSWERING],
    responses={200: ResponseSpec(Arrived, description="The same request came before.", generate_examples=False)},
)
async def post_answer(
    db: Database, request: AnyRequest, request_id: str, data: NewAnswer, held: PassHeader = None
) -> Response[Arrived]:
    """Give an answer, once for a pass; the same again answers 200 and gives nothing."""
    request_hash = hashlib.sha256(await request.body()).digest()
    taken = await db.write(lambda tx: give_answer(tx, request_id, held, data, request_hash))
    return Response(arrived(taken.mid, taken.arrived_at), status_code=201 if taken.is_new else 200)


@get("/answers")
async def get_answers(
    principal: CurrentUser, db: Database, of_request: OfRequest = None, cursor: Cursor = None, limit: Limit = 50
) -> AnswerPage:
    """A page of the answers that one may read, or of those to one request, newest first."""
    before = key_of(cursor, tuple[int, str]) or _FIRST_PAGE
    found = await db.read(lambda tx: list_answers(tx, principal, of_request, before, limit + 1))
    rows = found.rows
    more = cursor_of(rows[limit - 1].arrived_at, rows[limit - 1].mid) if len(rows) > limit else None
    items = [one_answer(row, is_listed=True) for row in rows[:limit]]
    return AnswerPage(items=items, cursor=more, unread=found.unread)


@get("/answers/{mid:str}", opt={"problems": (AnswerNotFound,)})
async def get_answer(principal: CurrentUser, db: Database, mid: str) -> OneAnswer:
    """One answer, whole."""
    return one_answer(await db.read(lambda tx: find_answer(tx, principal, mid)), is_listed=False)


@post("/answers/read", status_code=204, opt={"problems": (AnswerNotFound,)})
async def post_answers_read(principal: CurrentUser, db: Database, data: AnswerMarks) -> None:
    """Mark answers as read or unread, all or nothing."""
    await db.write(lambda tx: mark_answers(tx, principal, data))


@delete("/answers/{mid:str}", status_code=204, opt={"problems": (AnswerNotFound,)})
async def delete_own_answer(principal: CurrentUser, db: Database, mid: str) -> None:
    """Delete one's own copy of an answer; its files go with the last one."""
    await db.write(lambda tx: delete_answer(tx, principal, mid))


@get(
    "/answers/{mid:str}/blobs/{blob_id:str}/parts/{number:int}",
    media_type=OCTETS,
    opt={"problems": (AnswerNotFound, RangeNotSatisfiable)},
    responses={
        206: ResponseSpec(bytes, description="The range asked for.", media_type=OCTETS, generate_examples=False)
    },
)
async def get_answer_part(
    principal: CurrentUser,
    db: Database,
    blobs: BlobStore,
    mid: str,
    blob_id: str,
    number: PartNumber,
    wanted: Range = None,
) -> Response[bytes]:
    """A part of a file of an answer, or one range of it, as it is stored."""
    part = await db.read(lambda tx: access_answer_part(tx, principal.uid, mid, blob_id, number))
    found = await open_part(blobs, part, lambda size: range_of(wanted, size))
    return octets_answer(found.pieces, found.start, found.end, found.size, is_whole=found.is_whole)


def _shown(shown: Shown) -> RequestAnswer:
    return request_answer(shown.row, shown.readers, state_of(shown.row))


ROUTES = [
    *(post_request, get_requests, get_request, patch_request, delete_own_request),
    *(post_open, post_work, post_begin, post_answer),
    *(post_request_blob, get_request_blob, put_request_part, post_request_finish),
    *(get_answers, get_answer, post_answers_read, delete_own_answer, get_answer_part),
]
