"""The routes of the key log (spec/api.md, section 6)."""

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from waxpost_server.keylog.errors import LogNotFound, LogPosition
from waxpost_server.keylog.reading import LogInfo, read_former_log, read_log, read_log_info
from waxpost_server.kit.db import Database
from waxpost_server.kit.web.principal import AnySession

Position = Annotated[int, QueryParameter(name="from", ge=0, lt=2**53)]


@get("/log", media_type="application/octet-stream", opt={"problems": (LogPosition,)})
async def get_log(principal: AnySession, db: Database, position: Position) -> Response[bytes]:
    """Leaves of the key log from a position on, and its newest note."""
    return _octets(await db.read(lambda tx: read_log(tx, position)))


@get("/log/info")
async def get_log_info(principal: AnySession, db: Database) -> LogInfo:
    """Who signs the key log, and who signed those before it."""
    return await db.read(read_log_info)


@get("/log/old/{instance:str}", media_type="application/octet-stream", opt={"problems": (LogNotFound, LogPosition)})
async def get_former_log(principal: AnySession, db: Database, instance: str, position: Position) -> Response[bytes]:
    """The same of a log before the last restart."""
    return _octets(await db.read(lambda tx: read_former_log(tx, instance, position)))


def _octets(content: bytes) -> Response[bytes]:
    return Response(content, media_type="application/octet-stream")


ROUTES = [get_log, get_log_info, get_former_log]
