"""Build the web application: its layers in order, and every feature's routes, listed by hand.

From outside in: `kit.web.edge` (ids, versions, origins, headers, log), then Litestar with the rights of each route
(`kit.web.routing`), then the handlers. The application opens its database when it starts and closes it when it ends.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from waxpost_server.accounts.middleware import identify
from waxpost_server.accounts.routes import ROUTES as ACCOUNTS
from waxpost_server.admin.routes import ROUTES as ADMIN
from waxpost_server.attachments.routes import ROUTES as ATTACHMENTS
from waxpost_server.attachments.slots import Slots
from waxpost_server.directory.routes import ROUTES as DIRECTORY
from waxpost_server.joining.routes import ROUTES as JOINING
from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.opening import open_key_log
from waxpost_server.keylog.routes import ROUTES as KEYLOG
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.clock import Clock, SystemClock, use_clock
from waxpost_server.kit.db import Database, open_database
from waxpost_server.kit.log import start_logging
from waxpost_server.kit.outbox import Hub
from waxpost_server.kit.queue import Job, run_forever
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Bytes, decode_bytes, encode_bytes
from waxpost_server.kit.web import house
from waxpost_server.kit.web.conditions import if_match
from waxpost_server.kit.web.edge import Edge
from waxpost_server.kit.web.files import Files
from waxpost_server.kit.web.limits import Limiter, Peer, peer_of
from waxpost_server.kit.web.openapi import BodySchema, BytesSchema, NoPages, get_openapi
from waxpost_server.kit.web.principal import Identify
from waxpost_server.kit.web.problems import EXCEPTION_HANDLERS
from waxpost_server.kit.web.routing import prepare
from waxpost_server.links.routes import ROUTES as LINKS
from waxpost_server.messages.routes import ROUTES as MESSAGES
from waxpost_server.notifications.live import Feed
from waxpost_server.notifications.routes import ROUTES as NOTIFICATIONS
from waxpost_server.policies.routes import ROUTES as POLICIES
from waxpost_server.requests.routes import ROUTES as REQUESTS

BODY_BYTES = 64 * 1024  # spec/api.md, section 1; routes that take more say so themselves

FEATURES: list[Sequence[HTTPRouteHandler]] = [
    house.ROUTES,
    POLICIES,
    KEYLOG,
    DIRECTORY,
    ATTACHMENTS,
    ACCOUNTS,
    JOINING,
    MESSAGES,
    LINKS,
    REQUESTS,
    NOTIFICATIONS,
    ADMIN,
]

# Finds the session of a request.
IDENTIFY: Identify = identify


def create_app(
    settings: Settings, secrets: Secrets, *, clock: Clock | None = None, jobs: Sequence[Job] = ()
) -> Litestar:
    """The application for these settings. The database must have been migrated; `jobs` run beside the requests."""
    start_logging(settings.log_level)
    time = clock or SystemClock()
    state = State({"settings": settings, "secrets": secrets, "identify": IDENTIFY, "limiter": Limiter(), "hub": Hub()})
    state.feed = Feed()
    state.head_file = HeadFile(settings.data_dir)
    state.blobs = BlobStore(settings.blobs_url)
    state.slots = Slots()

    @asynccontextmanager
    async def run(app: Litestar) -> AsyncGenerator[None, None]:
        async with AsyncExitStack() as running:  # closes what was opened, also when a later step fails
            with use_clock(time):
                db = app.state.db = await open_database(settings.database_url, settings.sqlite_synchronous)
                running.push_async_callback(db.close)
                await open_key_log(db, state.head_file, secrets.log_key)
                await app.state.hub.start(db)
                if jobs:
                    running.push_async_callback(_cancel, asyncio.create_task(run_forever(db, jobs)))
                await running.enter_async_context(app.state.feed.run(db, app.state.hub, settings))
            yield

    app = assemble(state, run)
    app.asgi_handler = Edge(settings, time, app.asgi_handler, Files(settings.web_dir))
    return app


def assemble(state: State, run: Callable[[Litestar], AbstractAsyncContextManager[None]]) -> Litestar:
    """The layers and routes around a state, with `run` beside the requests. Nothing here depends on settings."""
    handlers = prepare([*(handler for feature in FEATURES for handler in feature), get_openapi], _PROVIDED)
    return Litestar(
        route_handlers=[Router("/v1", route_handlers=handlers)],
        state=state,
        lifespan=[run],
        exception_handlers=dict(EXCEPTION_HANDLERS),
        type_encoders={Bytes: encode_bytes},
        type_decoders=[(_is_bytes, decode_bytes)],
        request_max_body_size=BODY_BYTES,
        openapi_config=OpenAPIConfig(
            "Waxpost",
            house.VERSION,
            openapi_router=NoPages("/v1/openapi", route_handlers=[]),
            use_handler_docstrings=True,
        ),
        plugins=[BytesSchema(), BodySchema()],
        logging_config=None,
    )


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _is_bytes(kind: Any) -> bool:  # Litestar asks about any annotation
    return isinstance(kind, type) and issubclass(kind, Bytes)


def _db(state: State) -> Database:
    return state.db


def _settings(state: State) -> Settings:
    return state.settings


def _secrets(state: State) -> Secrets:
    return state.secrets


def _limiter(state: State) -> Limiter:
    return state.limiter


def _hub(state: State) -> Hub:
    return state.hub


def _head_file(state: State) -> HeadFile:
    return state.head_file


def _blobs(state: State) -> BlobStore:
    return state.blobs


def _slots(state: State) -> Slots:
    return state.slots


def _feed(state: State) -> Feed:
    return state.feed


def _peer(scope: Any, state: State) -> Peer:  # scope: an ASGI mapping
    return peer_of(scope, state.settings.trusted_proxies)


# What any handler may ask for, by the name of its parameter.
_PROVIDED = {
    "db": _db,
    "settings": _settings,
    "secrets": _secrets,
    "limiter": _limiter,
    "hub": _hub,
    "feed": _feed,
    "head_file": _head_file,
    "blobs": _blobs,
    "slots": _slots,
    "peer": _peer,
    "if_match": if_match,
}
