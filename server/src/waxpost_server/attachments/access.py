"""The only functions that load a blob for a person.

Somebody else's, one that was claimed, one that is gone and an id that never was are one and the same `BlobNotFound`.
"""

import sqlalchemy as sa

from waxpost_server.attachments.errors import BlobNotFound
from waxpost_server.attachments.tables import FINISHED, OF_ANSWER, OF_LINK, OF_MESSAGE, OF_VAULT, OPEN, blob, blob_part
from waxpost_server.kit.db import ReadTx, Row, statement

_b, _p = blob.c, blob_part.c
_upload = (_b.id == sa.bindparam("id"), _b.uid == sa.bindparam("uid"), sa.or_(_b.state == OPEN, _b.state == FINISHED))
_ACCESS_UPLOAD = statement(sa.select(_b.id, _b.state, _b.csize, _b.hlen, _b.folder).where(*_upload))
_ACCESS_LOCKED = statement(sa.select(_b.id, _b.state, _b.csize, _b.hlen, _b.folder).where(*_upload).with_for_update())
_held = (
    sa.select(_b.folder, _p.object_id)
    .select_from(blob.join(blob_part, _p.blob_id == _b.id))
    .where(_b.id == sa.bindparam("id"), _p.number == sa.bindparam("number"))
)
_FIND_OWN_PART = statement(
    _held.where(_b.uid == sa.bindparam("uid"), sa.or_(_b.state == OPEN, _b.state == FINISHED, _b.state == OF_VAULT))
)
_FIND_PART_OF_MESSAGE = statement(_held.where(_b.state == OF_MESSAGE))
_FIND_PART_OF_LINK = statement(_held.where(_b.state == OF_LINK))
_FIND_PART_OF_ANSWER = statement(_held.where(_b.state == OF_ANSWER))


async def access_upload(tx: ReadTx, uid: str, blob_id: str) -> Row:
    """The person's own blob that nothing has claimed: id, state, csize, hlen, folder. Raises BlobNotFound."""
    row = await tx.one(_ACCESS_UPLOAD, id=blob_id, uid=uid)
    if row is None:
        raise BlobNotFound
    return row


async def access_upload_locked(tx: ReadTx, uid: str, blob_id: str) -> Row:
    """The same, and nobody else changes or claims it until the transaction ends."""
    row = await tx.one(_ACCESS_LOCKED, id=blob_id, uid=uid)
    if row is None:
        raise BlobNotFound
    return row


async def find_own_part(tx: ReadTx, uid: str, blob_id: str, number: int) -> Row | None:
    """Where a held part is (folder, object_id), if the blob is the person's upload or in the person's vault."""
    return await tx.one(_FIND_OWN_PART, id=blob_id, number=number, uid=uid)


async def find_part_of_message(tx: ReadTx, blob_id: str, number: int) -> Row | None:
    """Where a part is, if a message has claimed the blob. The caller has made sure that the asker may read it."""
    return await tx.one(_FIND_PART_OF_MESSAGE, id=blob_id, number=number)


async def find_part_of_link(tx: ReadTx, blob_id: str, number: int) -> Row | None:
    """The same, if a link has claimed the blob."""
    return await tx.one(_FIND_PART_OF_LINK, id=blob_id, number=number)


async def find_part_of_answer(tx: ReadTx, blob_id: str, number: int) -> Row | None:
    """The same, if an answer to a request has claimed the blob."""
    return await tx.one(_FIND_PART_OF_ANSWER, id=blob_id, number=number)
