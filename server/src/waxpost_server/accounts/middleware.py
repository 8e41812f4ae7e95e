"""From a request to its principal: a bearer token, else the browser's cookie; else nobody."""

from contextlib import suppress

from waxpost_server.accounts.passes import has_pass
from waxpost_server.accounts.sessions import SEEN_EVERY, find_session, see_session
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Database, ReadTx, Row
from waxpost_server.kit.errors import StorageUnavailable
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.web.edge import SESSION_COOKIE
from waxpost_server.kit.web.principal import Connection, Principal

_JOINING = Principal(user_id="", uid="", addr="", role="member", session_id="", kind="joining")


async def identify(connection: Connection) -> Principal | None:
    """Who is behind this request. A request with a bearer token never falls back to the cookie."""
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    is_bearer = scheme.lower() == "bearer"
    token = bearer.strip() if is_bearer else connection.cookies.get(SESSION_COOKIE, "")
    if not token:
        return None
    db: Database = connection.app.state.db
    settings: Settings = connection.app.state.settings

    async def find(tx: ReadTx) -> Row | bool:
        row = await find_session(tx, settings, token)
        # A session is good for the door it was made for: a cookie's token is none for a program, and the reverse.
        if row is not None:
            return row if is_bearer == (row.client == "cli") else False
        return is_bearer and await has_pass(tx, token)

    found = await db.read(find)
    if isinstance(found, bool):
        return _JOINING if found else None
    await _see(db, found)
    return Principal(
        user_id=found.person_id,
        uid=found.uid,
        addr=found.addr,
        role=found.role,
        session_id=found.id,
        kind=found.kind,
    )


async def _see(db: Database, row: Row) -> None:
    if row.seen_at > now() - SEEN_EVERY:
        return
    with suppress(StorageUnavailable):  # a full disk must not keep people from reading
        await db.write(lambda tx: see_session(tx, row.id, row.person_id))
