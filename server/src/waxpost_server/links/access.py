"""The only functions that load a share: for its maker, for whoever has its link, for whoever holds a lease of it.

To a stranger, a share that ended, a wrong access and an id that never was are one and the same `LinkGone`; to members
other people's shares and ids that never were are one and the same `LinkNotFound`.
"""

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.access import find_part_of_link
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, statement
from waxpost_server.kit.tokens import token_hash
from waxpost_server.links.errors import LinkGone, LinkNotFound
from waxpost_server.links.tables import LOCKED, OPEN, USED, share, share_lease

_s, _l = share.c, share_lease.c
_shown = [column for column in _s if column.name not in ("sealed_link", "sealed_content")]
SHOWN = tuple(_shown)
_own = (_s.id == sa.bindparam("id"), _s.uid == sa.bindparam("uid"))
_ACCESS = statement(sa.select(*_shown).where(*_own))
_ACCESS_LOCKED = statement(sa.select(*_shown).where(*_own).with_for_update())
_reached = (
    _s.id == sa.bindparam("id"),
    _s.access_hash == sa.bindparam("access_hash"),
    sa.or_(_s.state == OPEN, _s.state == LOCKED),
    _s.expires_at > sa.bindparam("now_at"),
)
_FIND_REACHED = statement(sa.select(*_shown).where(*_reached))
_FIND_REACHED_LOCKED = statement(sa.select(share).where(*_reached).with_for_update())
_FIND_OF_LEASE = statement(
    sa.select(_s.blobs)
    .select_from(share_lease.join(share, _s.id == _l.share_id))
    .where(
        _l.token_hash == sa.bindparam("token_hash"),
        _l.share_id == sa.bindparam("id"),
        _l.confirmed_at.is_not(None),
        _l.ends_at > sa.bindparam("now_at"),
        # Whoever confirmed reads on while others use up or lock the link, and no longer when it was taken away.
        sa.or_(_s.state == OPEN, _s.state == USED, _s.state == LOCKED),
        _s.expires_at > sa.bindparam("now_at"),
    )
)


async def access_link(tx: ReadTx, uid: str, link_id: str) -> Row:
    """A share of this person, without its sealed files. Raises LinkNotFound."""
    row = await tx.one(_ACCESS, id=link_id, uid=uid)
    if row is None:
        raise LinkNotFound
    return row


async def access_link_locked(tx: ReadTx, uid: str, link_id: str) -> Row:
    """The same, and nobody else changes or opens it until the transaction ends."""
    row = await tx.one(_ACCESS_LOCKED, id=link_id, uid=uid)
    if row is None:
        raise LinkNotFound
    return row


async def access_reached(tx: ReadTx, link_id: str, access_hash: bytes) -> tuple[Row, Row]:
    """The share of a link, open or locked, without its sealed files, and its maker. Raises LinkGone."""
    return await _with_maker(tx, await tx.one(_FIND_REACHED, id=link_id, access_hash=access_hash, now_at=now()))


async def access_reached_locked(tx: ReadTx, link_id: str, access_hash: bytes) -> tuple[Row, Row]:
    """The same, whole, and nobody else opens it until the transaction ends."""
    return await _with_maker(tx, await tx.one(_FIND_REACHED_LOCKED, id=link_id, access_hash=access_hash, now_at=now()))


async def access_link_part(tx: ReadTx, link_id: str, lease: str | None, blob_id: str, number: int) -> Row:
    """Where a part is (folder, object_id), for whoever holds a confirmed lease. Raises LinkGone."""
    hashed = None if lease is None else token_hash(lease)
    row = None if hashed is None else await tx.one(_FIND_OF_LEASE, token_hash=hashed, id=link_id, now_at=now())
    if row is None or blob_id not in msgspec.json.decode(row.blobs, type=list[str]):
        raise LinkGone
    part = await find_part_of_link(tx, blob_id, number)
    if part is None:
        raise LinkGone
    return part


async def _with_maker(tx: ReadTx, row: Row | None) -> tuple[Row, Row]:
    maker = None if row is None else await find_person_by_uid(tx, row.uid)
    # Who was suspended must not go on giving things out.
    if row is None or maker is None or maker.state != State.ACTIVE:
        raise LinkGone
    return row, maker
