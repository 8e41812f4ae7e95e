"""A file in an installation without a process: put up by the verbs themselves."""

from collections.abc import AsyncIterator
from hashlib import sha256

from server.tests.files import File, file_of
from waxpost_server.attachments.slots import Slots
from waxpost_server.attachments.uploads import NewBlob, NewPart, begin_upload, finish_upload, put_part
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import open_database
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.principal import Principal


async def put_up(settings: Settings, plain: int = 9_000_000) -> File:
    """A finished file of two parts."""
    file = file_of(plain)
    who = Principal(new_id(), new_id(), "alice@example.org", "member", new_id(), "full")
    new = NewBlob(id=file.id, csize=len(file.data), hlen=file.hlen)
    store, slots = BlobStore(settings.blobs_url), Slots()
    db = await open_database(settings.database_url)
    await db.write(lambda tx: begin_upload(tx, who, new))
    for number, data in enumerate(file.parts):
        part = NewPart(file.id, number, sha256(data).digest(), len(data), _pieces(data))
        await put_part(db, store, slots, who, part)
    await db.write(lambda tx: finish_upload(tx, who, file.id))
    await db.close()
    return file


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 65_536):
        yield data[at : at + 65_536]
