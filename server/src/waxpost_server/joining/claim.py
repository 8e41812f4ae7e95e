"""Use a link: look at it (uses nothing), then claim it once (spec/keys.md, joining).

Claiming is one conditional statement, so of many at once exactly one wins; everything the claim brings is stored in
the same transaction or not at all. Wrong, used, ended, expired and unknown links get the same answer.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from waxpost_server.accounts.account import (
    NewAccount,
    SignedIn,
    add_account,
    check_new_account,
    read_signed_in,
    replace_account,
)
from waxpost_server.accounts.passes import give_pass, take_passes
from waxpost_server.accounts.sessions import Client, Label, Where, begin_session, end_all_sessions
from waxpost_server.attachments.claim import forget_vault_files
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import find_person, keep_newest_entry, let_in, lock_person
from waxpost_server.directory.standing import Role, State
from waxpost_server.joining.errors import LinkNotValid
from waxpost_server.joining.links import Kind, claim_hash
from waxpost_server.joining.tables import link
from waxpost_server.keylog.append import Right, append_entry
from waxpost_server.keylog.chain import Newest
from waxpost_server.keylog.entry import Entry
from waxpost_server.keylog.errors import EntryRefused
from waxpost_server.keylog.head import LogHead
from waxpost_server.keylog.reading import LogInfo, read_log_info
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.instance import find_instance
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Body, Bytes32


class Opening(Body):
    """Proof of knowing a link's code."""

    claim: Bytes32


class Claim(Body):
    """Proof of knowing the code, and the account that its holder made."""

    claim: Bytes32
    account: NewAccount
    tag: Bytes32
    client: Client
    label: Label | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link's holder is shown, and the pass with which to read the key log for an hour."""

    row: Row
    uid: str | None
    name: str | None
    organisation: str | None
    token: str
    log: LogInfo


_l = link.c
_is_open = sa.and_(
    _l.id == sa.bindparam("of_id"),
    _l.kind == sa.bindparam("of_kind"),
    _l.claim_hash == sa.bindparam("hashed"),
    _l.state == "open",
    _l.expires_at > sa.bindparam("now_at"),
)
_FIND_OPEN = statement(sa.select(link).where(_is_open))
_FIND = statement(sa.select(link).where(_l.id == sa.bindparam("id")))
_CLAIM = statement(sa.update(link).where(_is_open).values(state="claimed", tag=sa.bindparam("new_tag")))
_KEEP_ENTRY = statement(sa.update(link).where(_l.id == sa.bindparam("of_id")).values(entry=sa.bindparam("new_entry")))


async def open_link(tx: WriteTx, kind: Kind, link_id: str, opening: Opening) -> Opened:
    """What the link stands for, and a pass. Uses nothing: it can be opened again. Raises LinkNotValid."""
    hashed = claim_hash(opening.claim)
    row = await tx.one(_FIND_OPEN, of_id=link_id, of_kind=kind.value, hashed=hashed, now_at=now())
    person, _ = await _access_both(tx, kind, row)
    assert row is not None
    token = await give_pass(tx, row.id, row.expires_at)
    instance = await find_instance(tx)
    organisation = None if instance is None else instance.organisation
    return Opened(row, person.uid, person.name, organisation, token, await read_log_info(tx))


async def claim_link(
    tx: WriteTx, settings: Settings, secrets: Secrets, kind: Kind, link_id: str, claim: Claim, network: str
) -> tuple[SignedIn, LogHead]:
    """Join, or start over: account, entry and leaf, tag and session, all or nothing; the inviter is told.

    Raises LinkNotValid, KdfNotOffered, IdTaken, EntryRefused, EntryOutOfDate.
    """
    hashed = claim_hash(claim.claim)
    won = await tx.run(_CLAIM, of_id=link_id, of_kind=kind.value, hashed=hashed, now_at=now(), new_tag=claim.tag)
    row = await tx.one(_FIND, id=link_id) if won == 1 else None
    if row is not None:
        await lock_person(tx, row.addr)
    person, inviter = await _access_both(tx, kind, row)
    new = claim.account
    if new.addr != person.addr:
        raise EntryRefused("right")
    await check_new_account(tx, secrets, new, person.id)
    published = await append_entry(tx, secrets.log_key, new.addr, new.entry, _right_of(kind, new, person))
    if published.is_repeated:
        # The entry in force, which anybody can fetch: it makes no keys, so it must not take an account's place either.
        raise EntryRefused("right")
    await tx.run(_KEEP_ENTRY, of_id=link_id, new_entry=published.checked.hash)
    await take_passes(tx, link_id)
    if kind == Kind.INVITATION:
        await let_in(tx, person.id, new.uid)
        await add_account(tx, secrets, person.id, new)
    else:
        await end_all_sessions(tx, person.id)
        await replace_account(tx, secrets, person.id, new)
        await forget_vault_files(tx, new.uid)
    await keep_newest_entry(tx, published.checked)
    joined = await find_person(tx, person.id)
    assert joined is not None
    session = await begin_session(tx, settings, joined, "full", Where(claim.client, claim.label, network))
    claimed = Action.INVITATION_CLAIMED if kind == Kind.INVITATION else Action.STARTED_OVER
    await record(tx, None, claimed, link_id, person=person.id)
    await publish(tx, [inviter.uid], "invitation", link_id)
    return await read_signed_in(tx, secrets, session), published.head


async def _access_both(tx: ReadTx, kind: Kind, row: Row | None) -> tuple[Row, Row]:
    """The person of the link and its inviter. Raises LinkNotValid unless both are where they have to be."""
    if row is None:
        raise LinkNotValid
    person = await find_person(tx, row.person_id)
    inviter = await find_person(tx, row.inviter_id)
    wanted = State.INVITED if kind == Kind.INVITATION else State.ACTIVE
    if person is None or person.state != wanted:
        raise LinkNotValid
    if inviter is None or inviter.state != State.ACTIVE or inviter.role != Role.ADMINISTRATOR:
        raise LinkNotValid
    return person, inviter


def _right_of(kind: Kind, new: NewAccount, person: Row) -> Right:
    def check_right(entry: Entry, newest: Newest | None) -> None:
        if kind == Kind.AGAIN:
            # The same person with other keys: a new owner comes by invitation only.
            is_right = entry.act == "reset" and entry.why != "new-owner"
        elif newest is None:
            is_right = entry.act == "first"
        else:
            is_right = entry.act == "reset" and entry.why == "new-owner"
        if not is_right:
            raise EntryRefused("right")
        if entry.uid != new.uid or (kind == Kind.AGAIN and new.uid != person.uid):
            raise EntryRefused("right")

    return check_right
