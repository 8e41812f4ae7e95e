"""Sealed packs: what a person saved, in files that only the vault binds together (spec/entries.md 8.1, spec/api.md 5).

They are written by `vaults.save_vault` alone, in the transaction of the vault that names them.
"""

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec
import sqlalchemy as sa

from waxpost_server.accounts.errors import PackNotFound, VersionNotNext
from waxpost_server.accounts.tables import pack
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, insert, statement
from waxpost_server.kit.shapes import Body, Bytes
from waxpost_server.kit.web.principal import Principal

# `$` also fits before a line break at the end.
FILE_PATTERN = r"^(entries|links)-(0|[1-9][0-9]{0,3})$(?!\n)"
PACKS_AT_ONCE = 16
_FILE = re.compile(FILE_PATTERN, re.ASCII)
_MOST = 2**53 - 1


class SealedPack(Bytes):
    """A sealed pack."""

    least = 1
    most = 2 * 1024 * 1024


class NewPack(Body):
    """The next version of a pack."""

    file: Annotated[str, msgspec.Meta(pattern=FILE_PATTERN, max_length=12)]
    ver: Annotated[int, msgspec.Meta(ge=1, le=_MOST)]
    sealed: SealedPack


_p = pack.c
_LIST = statement(sa.select(_p.file, _p.ver).where(_p.person_id == sa.bindparam("person_id")).order_by(_p.file))
_FIND = statement(
    sa.select(_p.file, _p.ver, _p.sealed_pack).where(
        _p.person_id == sa.bindparam("person_id"), _p.file == sa.bindparam("of_file")
    )
)
_LIST_VERS = statement(
    sa.select(_p.file, _p.ver).where(_p.person_id == sa.bindparam("person_id"), any_of(_p.file, "files"))
)
_ADD = insert(pack)
_KEEP = statement(
    _ADD.on_conflict_do_update(
        index_elements=[_p.person_id, _p.file],
        set_={"ver": _ADD.excluded.ver, "sealed_pack": _ADD.excluded.sealed_pack},
    )
)


async def list_packs(tx: ReadTx, principal: Principal) -> list[Row]:
    """The asker's packs: file and ver, by file."""
    return await tx.all(_LIST, person_id=principal.user_id)


async def access_pack(tx: ReadTx, principal: Principal, file: str) -> Row:
    """One of the asker's packs: file, ver, sealed_pack. Raises PackNotFound, for what is no name of a pack too."""
    row = await tx.one(_FIND, person_id=principal.user_id, of_file=file) if _FILE.fullmatch(file) else None
    if row is None:
        raise PackNotFound("Ask for the list of packs.")
    return row


async def save_packs(tx: WriteTx, principal: Principal, packs: Sequence[NewPack]) -> None:
    """Store newer versions of these packs. Raises VersionNotNext when one is not newer than what is stored."""
    if not packs:
        return
    stored = await tx.all(_LIST_VERS, person_id=principal.user_id, files=[one.file for one in packs])
    vers = {row.file: row.ver for row in stored}
    for one in packs:
        if one.ver <= vers.get(one.file, 0):
            raise VersionNotNext("Fetch your entries, join the two, and save them again.")
        await tx.run(_KEEP, person_id=principal.user_id, file=one.file, ver=one.ver, sealed_pack=one.sealed)
