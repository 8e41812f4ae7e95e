"""The routes with which a file is put up (spec/api.md, section 7b)."""

from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, Parameter

from waxpost_server.attachments.errors import (
    BlobExists,
    BlobIncomplete,
    BlobNotFound,
    FileTooLarge,
    PartDiffers,
    PartDigest,
    PartLength,
    PartTooSlow,
    TooManyUploads,
)
from waxpost_server.attachments.schemas import BlobAnswer, blob_answer
from waxpost_server.attachments.sizes import HLEN_MOST, PART
from waxpost_server.attachments.slots import Slots
from waxpost_server.attachments.uploads import (
    NewBlob,
    NewPart,
    begin_upload,
    discard_upload,
    find_upload,
    finish_upload,
    put_part,
)
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import Database
from waxpost_server.kit.web.principal import CurrentUser
from waxpost_server.kit.web.problems import AnyRequest, TooLarge, UnsupportedMediaType
from waxpost_server.kit.web.streaming import OctetsIn, digest_of, length_of, octets_of

PartNumber = Annotated[int, Parameter(ge=0, lt=2**31)]
ContentDigest = Annotated[str, HeaderParameter(name="Content-Digest", max_length=500)]


@post(
    "/blobs",
    status_code=201,
    opt={"problems": (FileTooLarge, BlobExists, TooManyUploads)},
    responses={200: ResponseSpec(BlobAnswer, description="The same request came before.", generate_examples=False)},
)
async def post_blob(principal: CurrentUser, db: Database, data: NewBlob) -> Response[BlobAnswer]:
    """Make room for a file; the same request again answers 200."""
    upload = await db.write(lambda tx: begin_upload(tx, principal, data))
    return Response(blob_answer(upload), status_code=201 if upload.is_new else 200)


@get("/blobs/{blob_id:str}", opt={"problems": (BlobNotFound,)})
async def get_blob(principal: CurrentUser, db: Database, blob_id: str) -> BlobAnswer:
    """What is held of one's own upload."""
    return blob_answer(await db.read(lambda tx: find_upload(tx, principal, blob_id)))


@put(
    "/blobs/{blob_id:str}/parts/{number:int}",
    status_code=204,
    operation_class=OctetsIn,
    request_max_body_size=PART + HLEN_MOST,
    opt={
        "problems": (
            BlobNotFound,
            PartLength,
            PartDigest,
            PartDiffers,
            PartTooSlow,
            TooLarge,
            UnsupportedMediaType,
        )
    },
)
async def put_blob_part(
    principal: CurrentUser,
    db: Database,
    blobs: BlobStore,
    slots: Slots,
    request: AnyRequest,
    blob_id: str,
    number: PartNumber,
    digest: ContentDigest,
) -> None:
    """Hold a part; the same bytes again change nothing."""
    part = NewPart(blob_id, number, digest_of(digest), length_of(request), octets_of(request))
    await put_part(db, blobs, slots, principal, part)


@post("/blobs/{blob_id:str}/finish", status_code=200, opt={"problems": (BlobNotFound, BlobIncomplete)})
async def post_finish(principal: CurrentUser, db: Database, blob_id: str) -> BlobAnswer:
    """Close an upload whose parts are all held."""
    return blob_answer(await db.write(lambda tx: finish_upload(tx, principal, blob_id)))


@delete("/blobs/{blob_id:str}", status_code=204, opt={"problems": (BlobNotFound,)})
async def delete_blob(principal: CurrentUser, db: Database, blob_id: str) -> None:
    """Take an upload back."""
    await db.write(lambda tx: discard_upload(tx, principal, blob_id))


ROUTES = [post_blob, get_blob, put_blob_part, post_finish, delete_blob]
