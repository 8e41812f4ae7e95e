"""Sealed receipts: numbered segments of a person, each replaced whole (spec/keys.md 3.2)."""

import sqlalchemy as sa

from waxpost_server.accounts.errors import ReceiptsChanged, ReceiptsNotFound, VersionNotNext
from waxpost_server.accounts.sessions import check_still_signed_in
from waxpost_server.accounts.tables import receipts
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import lock_person
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.shapes import Body, Bytes
from waxpost_server.kit.web.principal import Principal

SEGMENT_MOST = 10_000


class Receipts(Bytes):
    """A sealed segment."""

    least = 1
    most = 512 * 1024


class NewReceipts(Body):
    """The next version of a segment."""

    ver: int
    receipts: Receipts


_r = receipts.c
_is_it = sa.and_(_r.person_id == sa.bindparam("of_person"), _r.n == sa.bindparam("of_n"))
_LIST = statement(sa.select(_r.n, _r.ver).where(_r.person_id == sa.bindparam("person_id")).order_by(_r.n))
_FIND = statement(sa.select(_r.n, _r.ver, _r.sealed_receipts).where(_is_it))
_FIND_VER = statement(sa.select(_r.ver).where(_is_it))
_ADD = statement(insert(receipts).on_conflict_do_nothing())
_KEEP = statement(
    sa.update(receipts)
    .where(_is_it, _r.ver == sa.bindparam("seen"))
    .values(ver=sa.bindparam("new_ver"), sealed_receipts=sa.bindparam("new_receipts"))
)


async def list_receipts(tx: ReadTx, principal: Principal) -> list[Row]:
    """The asker's segments: n and ver."""
    return await tx.all(_LIST, person_id=principal.user_id)


async def access_receipts(tx: ReadTx, principal: Principal, n: int) -> Row:
    """One of the asker's segments: n, ver, sealed_receipts. Raises ReceiptsNotFound."""
    row = await tx.one(_FIND, of_person=principal.user_id, of_n=n)
    if row is None:
        raise ReceiptsNotFound("Ask for the list of segments.")
    return row


async def save_receipts(tx: WriteTx, principal: Principal, n: int, seen: int, new: NewReceipts) -> None:
    """Store the version after `seen`, 0 for a new segment. Raises VersionNotNext, ReceiptsChanged."""
    if new.ver != seen + 1:
        raise VersionNotNext("Save the version after the one you have seen.")
    await lock_person(tx, principal.addr)
    await check_still_signed_in(tx, principal)
    if seen == 0:
        kept = await tx.run(_ADD, person_id=principal.user_id, n=n, ver=new.ver, sealed_receipts=new.receipts)
    else:
        kept = await tx.run(
            _KEEP, of_person=principal.user_id, of_n=n, seen=seen, new_ver=new.ver, new_receipts=new.receipts
        )
    if not kept:
        current = await tx.value(_FIND_VER, of_person=principal.user_id, of_n=n)
        raise ReceiptsChanged("Fetch the segment, join the two, and save it again.", current=current or 0)
    await record(tx, principal, Action.RECEIPTS_SAVED, principal.user_id, n=n, ver=new.ver)
