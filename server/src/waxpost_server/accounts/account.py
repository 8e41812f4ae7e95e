"""An account: what proves who somebody is, and the sealed slots and vault that only they can open.

Made whole at joining and replaced whole at a start over; `credentials` changes its proofs. All or nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from waxpost_server.accounts.errors import KdfNotOffered
from waxpost_server.accounts.kdf import Kdf, offered_kdf
from waxpost_server.accounts.keybundle import login_verifier, open_slot, recovery_verifier, seal_slot
from waxpost_server.accounts.sessions import NewSession
from waxpost_server.accounts.tables import account, pack, receipts, vault
from waxpost_server.directory.errors import IdTaken
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.outbox import find_number
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.shapes import Body, Bytes, Bytes32, Id


class Slot(Bytes):
    """A sealed slot."""

    least = 1
    most = 4096


class Vault(Bytes):
    """A sealed vault."""

    least = 1
    most = 1024 * 1024


class EntryBytes(Bytes):
    """A directory entry, as its maker signed it."""

    least = 1
    most = 8192


class NewAccount(Body):
    """Everything a new account consists of, made by the person's client."""

    addr: str
    uid: Id
    kdf: Kdf
    login_key: Bytes32
    recovery_login_key: Bytes32
    slot_password: Slot
    slot_recovery: Slot
    vault: Vault
    entry: EntryBytes

    # Base64 of everything above, and room for its names: the limit of a body that holds one.
    body_bytes: ClassVar[int] = (1024 * 1024 + 2 * 4096 + 8192) * 4 // 3 + 8192

    def __post_init__(self) -> None:
        """Raises ValueError for an address in another spelling than ours."""
        check_addr(self.addr)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What somebody who has proved who they are needs to unlock: their session, the fitting slot and the vault.

    The vault shows everything up to `number`, the place in their stream of events.
    """

    session: NewSession
    cred_ver: int
    slot: bytes
    vault_ver: int
    vault: bytes
    number: int


_a = account.c
_FIND = statement(sa.select(account).where(_a.person_id == sa.bindparam("person_id")))
_ADD = statement(sa.insert(account))
_FORGET = statement(sa.delete(account).where(_a.person_id == sa.bindparam("person_id")))
_FIND_VAULT = statement(
    sa.select(vault.c.ver, vault.c.sealed_vault).where(vault.c.person_id == sa.bindparam("person_id"))
)
_ADD_VAULT = statement(sa.insert(vault))
_FORGET_VAULT = statement(sa.delete(vault).where(vault.c.person_id == sa.bindparam("person_id")))
_FORGET_PACKS = statement(sa.delete(pack).where(pack.c.person_id == sa.bindparam("person_id")))
_FORGET_RECEIPTS = statement(sa.delete(receipts).where(receipts.c.person_id == sa.bindparam("person_id")))


async def find_account(tx: ReadTx, person_id: str) -> Row | None:
    """The account of this person, a row of `account`."""
    return await tx.one(_FIND, person_id=person_id)


async def check_new_account(tx: ReadTx, secrets: Secrets, new: NewAccount, person_id: str | None) -> None:
    """Raises KdfNotOffered, or IdTaken when the uid is another person's than this one's."""
    if new.kdf != await offered_kdf(tx, secrets.salt_key, new.addr):
        raise KdfNotOffered
    holder = await find_person_by_uid(tx, new.uid)
    if holder is not None and holder.id != person_id:
        raise IdTaken("Begin again, with a new id.")


async def add_account(tx: WriteTx, secrets: Secrets, person_id: str, new: NewAccount) -> None:
    """Store a person's first account, its credentials at version 1 and its vault at version 1."""
    await tx.run(_ADD, person_id=person_id, seen_at=now(), cred_ver=1, **_columns(secrets, new, 1))
    await tx.run(_ADD_VAULT, person_id=person_id, ver=1, sealed_vault=new.vault)


async def replace_account(tx: WriteTx, secrets: Secrets, person_id: str, new: NewAccount) -> None:
    """Store an account in place of the one whose keys are lost: slots, vault, packs and receipts of before are gone."""
    for forget in (_FORGET_RECEIPTS, _FORGET_PACKS, _FORGET_VAULT, _FORGET):
        await tx.run(forget, person_id=person_id)
    await add_account(tx, secrets, person_id, new)


async def read_signed_in(tx: ReadTx, secrets: Secrets, session: NewSession) -> SignedIn:
    """What the session's person needs to unlock: with a recovery code the recovery slot, else the password's."""
    # Before the vault: what comes between the two is in the vault, and told again.
    number = await find_number(tx, session.row.uid)
    row = await find_account(tx, session.row.person_id)
    kept = await tx.one(_FIND_VAULT, person_id=session.row.person_id)
    assert row is not None
    assert kept is not None
    slot = row.sealed_slot_recovery if session.row.kind == "recovery" else password_slot(secrets, session.row.uid, row)
    return SignedIn(session, row.cred_ver, bytes(slot), kept.ver, bytes(kept.sealed_vault), number)


def password_slot(secrets: Secrets, uid: str, row: Row) -> bytes:
    """The password's slot in a row of `account`, as its owner's client made it."""
    return open_slot(secrets.slot_key, uid, row.cred_ver, bytes(row.sealed_slot_password))


def _columns(secrets: Secrets, new: NewAccount, cred_ver: int) -> Mapping[str, object]:
    return {
        "kdf_salt": new.kdf.salt,
        "kdf_m": new.kdf.m,
        "kdf_t": new.kdf.t,
        "kdf_p": new.kdf.p,
        "login_verifier": login_verifier(secrets.pepper, new.login_key),
        "recovery_verifier": recovery_verifier(new.recovery_login_key),
        "sealed_slot_password": seal_slot(secrets.slot_key, new.uid, cred_ver, new.slot_password),
        "sealed_slot_recovery": new.slot_recovery,
    }
