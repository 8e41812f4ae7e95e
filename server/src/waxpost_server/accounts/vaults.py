"""The sealed vault: one per person, replaced whole, never a version that its writer has not seen.

With it, in one transaction, go the packs that it names and the files that its entries take over or give up.
"""

from typing import Annotated

import msgspec
import sqlalchemy as sa

from waxpost_server.accounts.account import Vault
from waxpost_server.accounts.errors import VaultChanged, VersionNotNext
from waxpost_server.accounts.packs import PACKS_AT_ONCE, NewPack, save_packs
from waxpost_server.accounts.sessions import check_still_signed_in
from waxpost_server.accounts.tables import vault
from waxpost_server.attachments.claim import claim_for_vault, release_from_vault
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import lock_person
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.outbox import find_number, publish
from waxpost_server.kit.shapes import Body, Id
from waxpost_server.kit.web.principal import Principal

# Files in one request; an entry has at most 20. Four packs hold no more than a vault may give up at once.
_CLAIMED_MOST = 100
_RELEASED_MOST = 16_384


class NewVault(Body):
    """The next version of a vault, with the packs that are new with it and the files that come and go."""

    ver: int
    vault: Vault
    packs: Annotated[tuple[NewPack, ...], msgspec.Meta(max_length=PACKS_AT_ONCE)] = ()
    claim: Annotated[tuple[Id, ...], msgspec.Meta(max_length=_CLAIMED_MOST)] = ()
    release: Annotated[tuple[Id, ...], msgspec.Meta(max_length=_RELEASED_MOST)] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a pack or a file that is named twice."""
        files = [*self.claim, *self.release, *(pack.file for pack in self.packs)]
        if len(set(files)) != len(files):
            raise ValueError("a pack or a file twice")


_v = vault.c
_FIND = statement(sa.select(_v.ver, _v.sealed_vault).where(_v.person_id == sa.bindparam("person_id")))
_FIND_VER = statement(sa.select(_v.ver).where(_v.person_id == sa.bindparam("person_id")))
_KEEP = statement(
    sa.update(vault)
    .where(_v.person_id == sa.bindparam("of_person"), _v.ver == sa.bindparam("seen"))
    .values(ver=sa.bindparam("new_ver"), sealed_vault=sa.bindparam("new_vault"))
)


async def read_vault(tx: ReadTx, principal: Principal) -> tuple[Row, int]:
    """The asker's vault (ver and sealed_vault), and the number of their stream up to which it shows everything."""
    # Before the vault: what comes between the two is in the vault, and told again.
    number = await find_number(tx, principal.uid)
    row = await tx.one(_FIND, person_id=principal.user_id)
    assert row is not None
    return row, number


async def save_vault(tx: WriteTx, principal: Principal, seen: int, new: NewVault) -> None:
    """Store the version after `seen` with its packs, and tell the person's other devices.

    Raises VersionNotNext (of vault or pack), VaultChanged, BlobsNotReady; then nothing of all is stored.
    """
    # More than one further only after a restored backup: the device remembers versions that the database lost.
    if new.ver <= seen:
        raise VersionNotNext("Save a version after the one you have seen.")
    await lock_person(tx, principal.addr)
    await check_still_signed_in(tx, principal)
    kept = await tx.run(_KEEP, of_person=principal.user_id, seen=seen, new_ver=new.ver, new_vault=new.vault)
    if not kept:
        current = await tx.value(_FIND_VER, person_id=principal.user_id)
        raise VaultChanged("Fetch your vault, join the two, and save it again.", current=current)
    await save_packs(tx, principal, new.packs)
    await claim_for_vault(tx, principal, new.claim)
    await release_from_vault(tx, principal, new.release)
    await record(tx, principal, Action.VAULT_SAVED, principal.user_id, ver=new.ver)
    await publish(tx, [principal.uid], "vault", str(new.ver))
