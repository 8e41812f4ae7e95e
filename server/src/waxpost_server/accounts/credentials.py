"""Change the password or the recovery code: proof, compare-and-swap and every stored value in one transaction.

(spec/keys.md 3.1). Nothing is changed on the strength of a session alone; every other session ends.
"""

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from waxpost_server.accounts.account import Slot, find_account, password_slot
from waxpost_server.accounts.errors import CredentialsChanged
from waxpost_server.accounts.failures import check_may_try, count_failures, forget_failures, sign_in_counters
from waxpost_server.accounts.kdf import Kdf
from waxpost_server.accounts.keybundle import login_verifier, recovery_verifier, seal_slot
from waxpost_server.accounts.sessions import (
    NewSession,
    Where,
    access_own_session,
    begin_session,
    check_still_signed_in,
    end_all_sessions,
    end_other_sessions,
)
from waxpost_server.accounts.sign_in import From, proves
from waxpost_server.accounts.tables import account
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import find_person, lock_person
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Body, Bytes32
from waxpost_server.kit.web.principal import Principal


class Proof(Body):
    """A login key made just now."""

    kind: Literal["password", "recovery"]
    login_key: Bytes32


class NewPassword(Body):
    """What a new password changes."""

    kdf: Kdf
    login_key: Bytes32
    slot: Slot


class NewRecovery(Body):
    """What a new recovery code changes."""

    login_key: Bytes32
    slot: Slot


class Change(Body):
    """New credentials in place of version `cred_ver`; at least one of the two."""

    cred_ver: int
    proof: Proof
    password: NewPassword | None
    recovery: NewRecovery | None

    def __post_init__(self) -> None:
        """Raises ValueError for a change of nothing."""
        if self.password is None and self.recovery is None:
            raise ValueError("nothing to change")


@dataclass(frozen=True, slots=True)
class Changed:
    """The new version, and after a recovery the full session that follows."""

    cred_ver: int
    session: NewSession | None


_a = account.c
_KEEP = statement(
    sa.update(account)
    .where(_a.person_id == sa.bindparam("of_person"), _a.cred_ver == sa.bindparam("seen"))
    .values(
        cred_ver=_a.cred_ver + 1,
        **{
            name: sa.bindparam(f"new_{name}")
            for name in (
                "kdf_salt", "kdf_m", "kdf_t", "kdf_p",
                "login_verifier", "recovery_verifier", "sealed_slot_password", "sealed_slot_recovery",
            )
        },
    )
)  # fmt: skip


async def read_credentials(tx: ReadTx, secrets: Secrets, principal: Principal) -> tuple[Row, bytes]:
    """The asker's row of `account`, and the slot of the password."""
    row = await find_account(tx, principal.user_id)
    assert row is not None
    return row, password_slot(secrets, principal.uid, row)


async def change_credentials(
    tx: WriteTx, settings: Settings, secrets: Secrets, principal: Principal, change: Change, origin: From
) -> Changed | None:
    """Store new credentials; None when the proof is wrong, which is counted like a failed sign-in.

    Raises CredentialsChanged, TooManyRequests, and InvalidRequest when a recovery leaves one of the two as it was.
    """
    if principal.kind == "recovery" and (change.password is None or change.recovery is None):
        raise InvalidRequest("After a recovery both the password and the recovery code have to be new.")
    counters = sign_in_counters(principal.addr, origin.network, origin.device)
    await check_may_try(tx, counters)
    await lock_person(tx, principal.addr)
    await check_still_signed_in(tx, principal)
    is_recovery = change.proof.kind == "recovery"
    if not await proves(tx, secrets, principal.user_id, change.proof.login_key, is_recovery=is_recovery):
        await count_failures(tx, counters)
        await record(tx, principal, Action.SIGN_IN_FAILED, principal.user_id)
        return None
    await forget_failures(tx, counters)
    await _keep(tx, secrets, principal, change)
    session = await _end_sessions(tx, settings, principal)
    if change.password is not None:
        await record(tx, principal, Action.PASSWORD_CHANGED, principal.user_id)
    if change.recovery is not None:
        await record(tx, principal, Action.RECOVERY_CHANGED, principal.user_id)
    await publish(tx, [principal.uid], "credentials", str(change.cred_ver + 1))
    return Changed(change.cred_ver + 1, session)


async def _keep(tx: WriteTx, secrets: Secrets, principal: Principal, change: Change) -> None:
    row = await find_account(tx, principal.user_id)
    assert row is not None
    if row.cred_ver != change.cred_ver:
        raise CredentialsChanged(row.cred_ver)
    password, recovery = change.password, change.recovery
    kdf = password.kdf if password else Kdf(salt=row.kdf_salt, m=row.kdf_m, t=row.kdf_t, p=row.kdf_p)
    slot = password.slot if password else password_slot(secrets, principal.uid, row)
    kept = await tx.run(
        _KEEP,
        of_person=principal.user_id,
        seen=change.cred_ver,
        new_kdf_salt=kdf.salt,
        new_kdf_m=kdf.m,
        new_kdf_t=kdf.t,
        new_kdf_p=kdf.p,
        new_login_verifier=login_verifier(secrets.pepper, password.login_key) if password else row.login_verifier,
        new_recovery_verifier=recovery_verifier(recovery.login_key) if recovery else row.recovery_verifier,
        # Bound to the version, so it is sealed anew in any case.
        new_sealed_slot_password=seal_slot(secrets.slot_key, principal.uid, change.cred_ver + 1, slot),
        new_sealed_slot_recovery=recovery.slot if recovery else row.sealed_slot_recovery,
    )
    if not kept:
        now_there = await find_account(tx, principal.user_id)
        raise CredentialsChanged(now_there.cred_ver if now_there else 0)


async def _end_sessions(tx: WriteTx, settings: Settings, principal: Principal) -> NewSession | None:
    if principal.kind == "full":
        await end_other_sessions(tx, principal)
        return None
    old = await access_own_session(tx, principal)
    person = await find_person(tx, principal.user_id)
    assert person is not None
    await end_all_sessions(tx, principal.user_id)
    return await begin_session(tx, settings, person, "full", Where(old.client, old.label, old.network))
