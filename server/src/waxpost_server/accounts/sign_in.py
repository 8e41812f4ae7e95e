"""Sign in with a proof of the password or the recovery code (spec/keys.md 3.3).

Unknown, suspended and wrong take the same path and get the same answer. A failure is counted in the transaction that
found it, so these verbs answer None where others raise: raising would take the count back.
"""

import hmac
from dataclasses import dataclass

import sqlalchemy as sa

from waxpost_server.accounts.account import SignedIn, read_signed_in
from waxpost_server.accounts.failures import check_may_try, count_failures, forget_failures, sign_in_counters
from waxpost_server.accounts.keybundle import login_verifier, recovery_verifier
from waxpost_server.accounts.sessions import Client, Label, Where, begin_session
from waxpost_server.accounts.tables import account
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import lock_person
from waxpost_server.directory.standing import State
from waxpost_server.keylog.encoding import check_addr
from waxpost_server.kit.db import ReadTx, WriteTx, statement
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Body, Bytes32

_NO_VERIFIER = bytes(32)

_FIND_VERIFIERS = statement(
    sa.select(account.c.login_verifier, account.c.recovery_verifier).where(
        account.c.person_id == sa.bindparam("person_id")
    )
)


class Addressed(Body):
    """An address that somebody wants to sign in to."""

    addr: str

    def __post_init__(self) -> None:
        """Raises ValueError for an address in another spelling than ours."""
        check_addr(self.addr)


class SignIn(Body):
    """An address and the login key made of its password or recovery code."""

    addr: str
    login_key: Bytes32
    client: Client
    label: Label | None

    def __post_init__(self) -> None:
        """Raises ValueError for an address in another spelling than ours."""
        check_addr(self.addr)


@dataclass(frozen=True, slots=True)
class From:
    """Where a try comes from: its network, and the id of the device if it has signed in to this address before."""

    network: str
    device: str | None


async def sign_in(tx: WriteTx, settings: Settings, secrets: Secrets, try_: SignIn, origin: From) -> SignedIn | None:
    """A full session for the right password; None for anything else. Raises TooManyRequests."""
    return await _sign_in(tx, settings, secrets, try_, origin, is_recovery=False)


async def sign_in_with_recovery(
    tx: WriteTx, settings: Settings, secrets: Secrets, try_: SignIn, origin: From
) -> SignedIn | None:
    """A recovery session for the right recovery code; None for anything else. Raises TooManyRequests."""
    return await _sign_in(tx, settings, secrets, try_, origin, is_recovery=True)


async def proves(tx: ReadTx, secrets: Secrets, person_id: str, login_key: bytes, *, is_recovery: bool) -> bool:
    """Whether this login key is the person's, in about the same time whether or not there is such a person."""
    row = await tx.one(_FIND_VERIFIERS, person_id=person_id)
    if is_recovery:
        offered, stored = recovery_verifier(login_key), _NO_VERIFIER if row is None else bytes(row.recovery_verifier)
    else:
        offered, stored = (
            login_verifier(secrets.pepper, login_key),
            _NO_VERIFIER if row is None else bytes(row.login_verifier),
        )
    return hmac.compare_digest(offered, stored) and row is not None


async def _sign_in(
    tx: WriteTx, settings: Settings, secrets: Secrets, try_: SignIn, origin: From, *, is_recovery: bool
) -> SignedIn | None:
    counters = sign_in_counters(try_.addr, origin.network, origin.device)
    await check_may_try(tx, counters)
    person = await lock_person(tx, try_.addr)
    is_proven = await proves(tx, secrets, person.id if person else "", try_.login_key, is_recovery=is_recovery)
    if not is_proven or person is None or person.state != State.ACTIVE:
        await count_failures(tx, counters)
        await record(tx, None, Action.SIGN_IN_FAILED, person.id if person else None)
        return None
    await forget_failures(tx, counters)
    kind = "recovery" if is_recovery else "full"
    session = await begin_session(tx, settings, person, kind, Where(try_.client, try_.label, origin.network))
    signed_in = Action.SIGNED_IN_WITH_RECOVERY if is_recovery else Action.SIGNED_IN
    await record(tx, None, signed_in, person.id, session=session.row.id)
    return await read_signed_in(tx, secrets, session)
