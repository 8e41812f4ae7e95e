"""Put a file up: begin, part by part in any order, finish; or take it back.

A part is hashed and written as it comes, becomes an object of its own once its digest was found right, and is only
then entered, in a transaction that asks again whether the upload is still there. Of two equal parts at once one is
entered and the other's object removed. What is stored but not entered, because the process died between the two, goes
with its folder.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.access import access_upload, access_upload_locked
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
from waxpost_server.attachments.progress import Upload
from waxpost_server.attachments.sizes import HLEN_LEAST, HLEN_MOST, MIB, part_count, part_size, plain_size
from waxpost_server.attachments.slots import Slots
from waxpost_server.attachments.sweep import IN_FLIGHT_SECONDS, end_blobs
from waxpost_server.attachments.tables import FINISHED, OPEN, blob, blob_part
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.blobs import BlobStore, Writing
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Database, ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.errors import InvalidRequest, StorageUnavailable
from waxpost_server.kit.shapes import Body, Id
from waxpost_server.kit.web.principal import Principal
from waxpost_server.policies.access import effective_policy

UNCLAIMED_MOST = 200  # spec/api.md, section 7b
MISSING_SHOWN = 100
BLOCK_BYTES = 64 * 1024
STEP_BYTES = 1024 * 1024  # so much is hashed and written while as much again comes


class NewBlob(Body):
    """A file that will be put up. Its sizes are those of some file, or it is refused (InvalidRequest)."""

    id: Id
    csize: Annotated[int, msgspec.Meta(ge=HLEN_LEAST, le=2**53 - 1)]
    hlen: Annotated[int, msgspec.Meta(ge=HLEN_LEAST, le=HLEN_MOST)]

    def __post_init__(self) -> None:
        """Refuse sizes that no file has."""
        if plain_size(self.csize, self.hlen) is None:
            error = {"path": "csize", "reason": "not the size of a sealed file"}
            raise InvalidRequest("No file has that size when it is sealed.", errors=[error])


class NewPart(NamedTuple):
    """A part on its way: what its headers say of it, and its bytes as they come."""

    blob_id: str
    number: int
    digest: bytes
    length: int | None
    body: AsyncIterator[bytes]
    # Who shares the places in memory (`slots`); None: the uploader has them alone.
    lane: str | None = None


_b, _p = blob.c, blob_part.c
_BEGIN = statement(insert(blob).on_conflict_do_nothing(index_elements=["id"]))
_COUNT = statement(
    sa.select(sa.func.count())
    .select_from(blob)
    .where(_b.uid == sa.bindparam("uid"), sa.text("state IN ('open', 'finished')"))
)
_SUM_CSIZE = statement(
    sa.select(sa.func.count().label("files"), sa.func.coalesce(sa.func.sum(_b.csize), 0).label("bytes"))
    .select_from(blob)
    .where(_b.uid == sa.bindparam("uid"), sa.text("state IN ('open', 'finished')"))
)
_LIST_HELD = statement(sa.select(_p.number).where(_p.blob_id == sa.bindparam("id")).order_by(_p.number))
_FIND_DIGEST = statement(
    sa.select(_p.digest_hash).where(_p.blob_id == sa.bindparam("id"), _p.number == sa.bindparam("number"))
)
_ENTER = statement(insert(blob_part).on_conflict_do_nothing())
_TOUCH = statement(
    sa.update(blob)
    .where(_b.id == sa.bindparam("of_id"))
    .values(touched_at=sa.bindparam("at"), state=sa.bindparam("new_state"))
)


async def begin_upload(tx: WriteTx, principal: Principal, new: NewBlob) -> Upload:
    """Make room for a file; the same again is the same upload. Raises FileTooLarge, BlobExists, TooManyUploads."""
    limit = (await effective_policy(tx, principal)).file_max_mib
    if (plain_size(new.csize, new.hlen) or 0) > limit * MIB:
        raise FileTooLarge(limit)
    await tx.lock(f"uploads of {principal.uid}")  # so that two at once count one another
    is_new = await tx.run(
        _BEGIN,
        id=new.id,
        uid=principal.uid,
        state=OPEN,
        csize=new.csize,
        hlen=new.hlen,
        folder=_new_folder(),
        touched_at=now(),
        due_at=None,
    )
    if is_new and await tx.value(_COUNT, uid=principal.uid) > UNCLAIMED_MOST:
        raise TooManyUploads(UNCLAIMED_MOST)
    try:
        row = await access_upload_locked(tx, principal.uid, new.id)
    except BlobNotFound:
        raise BlobExists from None
    if (row.csize, row.hlen) != (new.csize, new.hlen):
        raise BlobExists
    if not is_new:
        await tx.run(_TOUCH, of_id=new.id, at=now(), new_state=row.state)
    return (await _upload_of(tx, row))._replace(is_new=is_new == 1)


async def find_upload(tx: ReadTx, principal: Principal, blob_id: str) -> Upload:
    """How far one's own upload has come. Raises BlobNotFound."""
    return await _upload_of(tx, await access_upload(tx, principal.uid, blob_id))


async def find_unclaimed(tx: ReadTx, principal: Principal) -> tuple[int, int]:
    """How many unclaimed uploads there are, and how many bytes of ciphertext they are together."""
    row = await tx.one(_SUM_CSIZE, uid=principal.uid)
    assert row is not None
    return row.files, int(row.bytes)


async def put_part(db: Database, store: BlobStore, slots: Slots, principal: Principal, part: NewPart) -> None:
    """Hold a part, whole and on the disk. The same bytes again change nothing.

    Raises BlobNotFound, PartLength, PartDigest, PartDiffers, PartTooSlow, StorageUnavailable: then the part is not
    held, or is held as it was.
    """

    async def look(tx: ReadTx) -> tuple[Row, bytes | None]:
        row = await access_upload(tx, principal.uid, part.blob_id)
        return row, await tx.value(_FIND_DIGEST, id=part.blob_id, number=part.number)

    row, held = await db.read(look)
    expected = part_size(row.csize, row.hlen, part.number)
    if expected is None:
        raise BlobNotFound
    if part.length != expected:
        raise PartLength(expected)
    if held not in (None, part.digest):
        raise PartDiffers
    if held is not None:
        await _check_repeated(part)
        return
    object_id = secrets.token_hex(8)
    key = key_of(row.folder, object_id)
    try:
        async with slots.one_for(part.lane or principal.uid), store.writing(key) as writing:
            await _Incoming(writing, part, expected).read()
            await writing.finish()
    except TimeoutError:
        raise PartTooSlow from None
    is_entered = False
    try:
        is_entered = await db.write(lambda tx: _enter_part(tx, principal, part, object_id))
    finally:
        if not is_entered:
            await _take_back(store, key)


async def finish_upload(tx: WriteTx, principal: Principal, blob_id: str) -> Upload:
    """Close an upload whose parts are all held. Raises BlobNotFound, BlobIncomplete."""
    row = await access_upload_locked(tx, principal.uid, blob_id)
    upload = await _upload_of(tx, row)
    if len(upload.held) < part_count(row.csize, row.hlen):
        held = frozenset(upload.held)
        missing = [number for number in range(part_count(row.csize, row.hlen)) if number not in held]
        raise BlobIncomplete(missing[:MISSING_SHOWN])
    await tx.run(_TOUCH, of_id=blob_id, at=now(), new_state=FINISHED)
    if not upload.is_finished:
        await record(tx, principal, Action.FILE_UPLOADED, blob_id, bytes=row.csize)
    return upload._replace(is_finished=True)


async def discard_upload(tx: WriteTx, principal: Principal, blob_id: str) -> None:
    """Take an upload back. Raises BlobNotFound."""
    await access_upload_locked(tx, principal.uid, blob_id)
    await end_blobs(tx, [blob_id], in_seconds=IN_FLIGHT_SECONDS)
    await record(tx, principal, Action.FILE_DISCARDED, blob_id)


def key_of(folder: str, object_id: str) -> str:
    """Where an object of a blob is."""
    return f"{folder}/{object_id}"


def _new_folder() -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"  # no file system likes a folder with a million names in it


async def _upload_of(tx: ReadTx, row: Row) -> Upload:
    held = [part.number for part in await tx.all(_LIST_HELD, id=row.id)]
    return Upload(row.id, row.csize, row.hlen, held, row.state == FINISHED)


class _Incoming:
    """A part that is read: what has come is hashed and written in a thread, while more of it comes."""

    def __init__(self, writing: Writing, part: NewPart, expected: int) -> None:
        self._writing = writing
        self._part = part
        self._expected = expected
        self._digest = hashlib.sha256()
        self._pieces: list[bytes | bytearray] = []
        self._waiting = 0

    async def read(self) -> None:
        """To its end."""
        at, going = 0, None
        try:
            async for piece in self._part.body:
                at += len(piece)
                if at > self._expected:
                    break
                self._add(piece)
                if self._waiting >= STEP_BYTES:
                    if going is not None:
                        await going
                    going = self._step()
        finally:
            if going is not None:
                await going
        await self._step()
        if at != self._expected:
            raise PartLength(self._expected)
        if not secrets.compare_digest(self._digest.digest(), self._part.digest):
            raise PartDigest

    def _add(self, piece: bytes) -> None:
        self._waiting += len(piece)
        last = self._pieces[-1] if self._pieces else None
        if len(piece) >= BLOCK_BYTES:
            self._pieces.append(piece)
        # Pieces of single bytes, of which each is an object, would fill the memory.
        elif isinstance(last, bytearray) and len(last) + len(piece) <= BLOCK_BYTES:
            last += piece
        else:
            self._pieces.append(bytearray(piece))

    def _step(self) -> asyncio.Task[None]:
        pieces, self._pieces, self._waiting = self._pieces, [], 0
        return asyncio.create_task(asyncio.to_thread(self._take, pieces))

    def _take(self, pieces: Sequence[bytes | bytearray]) -> None:
        for piece in pieces:
            self._digest.update(piece)
        self._writing.write(pieces)


async def _check_repeated(part: NewPart) -> None:
    digest = hashlib.sha256()
    async for piece in part.body:
        digest.update(piece)
    if not secrets.compare_digest(digest.digest(), part.digest):
        raise PartDigest


async def _enter_part(tx: WriteTx, principal: Principal, part: NewPart, object_id: str) -> bool:
    row = await access_upload_locked(tx, principal.uid, part.blob_id)
    entered = await tx.run(_ENTER, blob_id=row.id, number=part.number, digest_hash=part.digest, object_id=object_id)
    if not entered and await tx.value(_FIND_DIGEST, id=row.id, number=part.number) != part.digest:
        raise PartDiffers
    await tx.run(_TOUCH, of_id=row.id, at=now(), new_state=row.state)
    return entered == 1


async def _take_back(store: BlobStore, key: str) -> None:
    with suppress(StorageUnavailable):  # then it goes with its folder
        await store.remove(key)
