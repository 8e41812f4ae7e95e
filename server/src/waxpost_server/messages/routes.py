"""The routes of messages (spec/api.md, section 7), and the one that gives out files (section 7b)."""

import hashlib
from typing import Annotated, Literal

from litestar import Response, delete, get, post
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, Parameter

from waxpost_server.attachments.downloads import open_part
from waxpost_server.attachments.errors import BlobNotFound, BlobsNotReady, RangeNotSatisfiable
from waxpost_server.directory.errors import GroupChanged, IdTaken
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.clock import maybe_wire_time, wire_time
from waxpost_server.kit.db import Database
from waxpost_server.kit.web.pagination import Cursor, Limit, cursor_of, key_of
from waxpost_server.kit.web.principal import CurrentUser
from waxpost_server.kit.web.problems import AnyRequest
from waxpost_server.kit.web.streaming import OCTETS, octets_answer, range_of
from waxpost_server.messages.access import access_blob_part
from waxpost_server.messages.envelope import OutgoingMessage
from waxpost_server.messages.errors import (
    CannotReceive,
    ExpiryInThePast,
    ExpiryTooLate,
    FileLimitExceeded,
    KeyChanged,
    MessageExpired,
    MessageFilesTooLarge,
    MessageNotFound,
    NotSender,
    RecipientLimitExceeded,
)
from waxpost_server.messages.mailbox import FIRST_PAGE, find_whole, list_box, list_readers
from waxpost_server.messages.marking import Deletion, Marking, delete_copies, mark_copies
from waxpost_server.messages.schemas import Arrived, Delivery, DeliveryPage, Readers, ReaderState, delivery_of
from waxpost_server.messages.send import send_message

# spec/api.md, section 7: room for 1,000 wrapped keys and the largest content.
ENVELOPE_MOST = 8 * 1024 * 1024

_SENDING = (
    NotSender,
    RecipientLimitExceeded,
    ExpiryInThePast,
    ExpiryTooLate,
    GroupChanged,
    CannotReceive,
    KeyChanged,
    FileLimitExceeded,
    BlobsNotReady,
    MessageFilesTooLarge,
    IdTaken,
)
_FINDING = (MessageNotFound, MessageExpired)

Box = Literal["inbox", "sent"]
PartNumber = Annotated[int, Parameter(ge=0, lt=2**31)]
Range = Annotated[str | None, HeaderParameter(name="Range", max_length=200)]


@post(
    "/messages",
    status_code=201,
    request_max_body_size=ENVELOPE_MOST,
    opt={"problems": _SENDING},
    responses={200: ResponseSpec(Arrived, description="The same request came before.", generate_examples=False)},
)
async def post_message(
    principal: CurrentUser, db: Database, request: AnyRequest, data: OutgoingMessage
) -> Response[Arrived]:
    """Send a message; the same request again answers 200 and sends nothing."""
    request_hash = hashlib.sha256(await request.body()).digest()
    arrival = await db.write(lambda tx: send_message(tx, principal, data, request_hash))
    answer = Arrived(mid=arrival.mid, arrived_at=wire_time(arrival.arrived_at))
    return Response(answer, status_code=201 if arrival.is_new else 200)


@get("/messages")
async def get_messages(
    principal: CurrentUser,
    db: Database,
    box: Box = "inbox",
    unread: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> DeliveryPage:
    """A page of the inbox, of what is unread in it, or of the sent box, newest first."""
    before = key_of(cursor, tuple[int])
    page = await db.read(
        lambda tx: list_box(
            tx, principal, box, only_unread=unread, before=before[0] if before else FIRST_PAGE, limit=limit
        )
    )
    return DeliveryPage(
        items=[delivery_of(row, box) for row in page.rows],
        cursor=None if page.after is None else cursor_of(page.after),
        unread=page.unread,
        number=page.number,
    )


@get("/messages/{mid:str}", opt={"problems": _FINDING})
async def get_message(principal: CurrentUser, db: Database, mid: str) -> Delivery:
    """One message, whole."""
    row = await db.read(lambda tx: find_whole(tx, principal, mid))
    return delivery_of(row, row.box)


@get("/messages/{mid:str}/readers", opt={"problems": _FINDING})
async def get_readers(principal: CurrentUser, db: Database, mid: str) -> Readers:
    """For the sender: who has read it and told."""
    readers = await db.read(lambda tx: list_readers(tx, principal, mid))
    return Readers(
        readers=[
            ReaderState(
                addr=reader.addr,
                state="waiting" if reader.read_at is None else "read",
                read_at=maybe_wire_time(reader.read_at),
            )
            for reader in readers
        ]
    )


@post("/messages/read", status_code=204, opt={"problems": _FINDING})
async def post_read(principal: CurrentUser, db: Database, data: Marking) -> None:
    """Mark copies in the inbox read or unread."""
    await db.write(lambda tx: mark_copies(tx, principal, data.items))


@delete("/messages/{mid:str}", status_code=204, opt={"problems": _FINDING})
async def delete_message(principal: CurrentUser, db: Database, mid: str) -> None:
    """Delete for the asker alone."""
    await db.write(lambda tx: delete_copies(tx, principal, [mid]))


@post("/messages/delete", status_code=204, opt={"problems": _FINDING})
async def post_delete(principal: CurrentUser, db: Database, data: Deletion) -> None:
    """Delete several for the asker alone."""
    await db.write(lambda tx: delete_copies(tx, principal, data.mids))


@get(
    "/blobs/{blob_id:str}/parts/{number:int}",
    media_type=OCTETS,
    opt={"problems": (BlobNotFound, RangeNotSatisfiable)},
    responses={
        206: ResponseSpec(bytes, description="The range asked for.", media_type=OCTETS, generate_examples=False)
    },
)
async def get_blob_part(
    principal: CurrentUser, db: Database, blobs: BlobStore, blob_id: str, number: PartNumber, wanted: Range = None
) -> Response[bytes]:
    """A part of a file, or one range of it, as it is stored."""
    part = await db.read(lambda tx: access_blob_part(tx, principal.uid, blob_id, number))
    found = await open_part(blobs, part, lambda size: range_of(wanted, size))
    return octets_answer(found.pieces, found.start, found.end, found.size, is_whole=found.is_whole)


ROUTES = [get_blob_part, post_message, get_messages, get_message, get_readers, post_read, delete_message, post_delete]
