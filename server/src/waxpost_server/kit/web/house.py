"""Routes about the house itself: is it well, what is it, and reports of what its pages were kept from doing."""

import re

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State

from waxpost_server.kit.db import Database, ReadTx
from waxpost_server.kit.errors import InvalidRequest, StorageUnavailable
from waxpost_server.kit.instance import find_instance
from waxpost_server.kit.log import log
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Answer
from waxpost_server.kit.web.edge import PROTOCOLS
from waxpost_server.kit.web.limits import Rate, limited
from waxpost_server.kit.web.principal import ANYONE

VERSION = "0.1.0"
CSP_REPORT_BYTES = 8192

_DIRECTIVE = re.compile(r"[a-z-]{1,40}")
_REPORTS = Rate("csp-report", 60, 60)


class HealthAnswer(Answer):
    """Always `ok`: anything else is a problem."""

    status: str


class InstanceAnswer(Answer):
    """What anybody may know about this installation."""

    organisation: str | None
    started: bool
    base_url: str
    version: str
    protocols: list[int]


class _Blocked(msgspec.Struct):
    effective: str = msgspec.field(name="effective-directive", default="")
    violated: str = msgspec.field(name="violated-directive", default="")


class _Report(msgspec.Struct):
    report: _Blocked = msgspec.field(name="csp-report")


@get("/health", opt=ANYONE)
async def get_health(db: Database) -> HealthAnswer:
    """Whether the server can read its database."""
    if await db.read(find_instance) is None:
        raise StorageUnavailable
    return HealthAnswer(status="ok")


@get("/instance", opt=ANYONE)
async def get_instance(db: Database, settings: Settings) -> InstanceAnswer:
    """What this installation is and speaks."""

    async def look(tx: ReadTx) -> InstanceAnswer:
        row = await find_instance(tx)
        return InstanceAnswer(
            organisation=row.organisation if row else None,
            started=row is not None and row.started_at is not None,
            base_url=settings.base_url,
            version=VERSION,
            protocols=list(PROTOCOLS),
        )

    return await db.read(look)


@post("/csp-report", opt=ANYONE, status_code=204, request_max_body_size=CSP_REPORT_BYTES, guards=[limited(_REPORTS)])
async def post_csp_report(request: Request[None, None, State]) -> None:
    """A browser kept a page of ours from doing something."""
    try:
        report = msgspec.json.decode(await request.body(), type=_Report).report
    except msgspec.MsgspecError:
        raise InvalidRequest("The body is not a report of a content security policy.") from None
    directive = (report.effective or report.violated).partition(" ")[0]
    if not _DIRECTIVE.fullmatch(directive):
        raise InvalidRequest("The body is not a report of a content security policy.")
    # The directive only: addresses in a report may come from a page that is not ours.
    log().warning("content security policy", directive=directive)


ROUTES = [get_health, get_instance, post_csp_report]
