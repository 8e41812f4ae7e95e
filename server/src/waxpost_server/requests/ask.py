"""What the asker does with requests: make, with those who read the answers as well, list, change the end, close.

We never see what is asked; only shapes, sizes and policies are checked. The id is claimed first, by the one statement
that inserts the request, as `messages.send` does with a `mid`.
"""

from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.errors import IdTaken
from waxpost_server.directory.people import find_people
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import DAY, now, seconds_of
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, Bytes, Bytes32, Id, WireTime
from waxpost_server.kit.web.principal import Principal
from waxpost_server.links.make import address_faults
from waxpost_server.messages.envelope import Addr, is_b64u
from waxpost_server.messages.errors import CannotReceive, ExpiryInThePast, RecipientLimitExceeded
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.catalogue import EffectivePolicy
from waxpost_server.requests.access import (
    access_read_request,
    access_request,
    access_request_locked,
    readers_of,
)
from waxpost_server.requests.ending import end_request
from waxpost_server.requests.errors import (
    RequestAnswersExceeded,
    RequestEnded,
    RequestExpiryTooLate,
    RequestsNotAllowed,
)
from waxpost_server.requests.events import REQUEST
from waxpost_server.requests.tables import CLOSED, EXPIRED, OPEN, request, request_reader

# spec/links.md 9.6.2
LABEL_MOST = 16 * 1024
ANSWERS_MOST = 1_000
READERS_MOST = 1_000


class RecipientKey(Bytes):
    """A hybrid recipient: 1216 bytes, which are all that we know of it."""

    least = most = 1216


class NewRequest(Body, frozen=True):
    """What a client posts."""

    id: Id
    claim_hash: Bytes32
    recipient: RecipientKey
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=(LABEL_MOST * 4 + 2) // 3)]
    expires_at: WireTime
    answers: Annotated[int, msgspec.Meta(ge=1, le=ANSWERS_MOST)]
    readers: Annotated[list[Addr], msgspec.Meta(max_length=READERS_MOST)] = msgspec.field(default_factory=list[Addr])

    def __post_init__(self) -> None:
        """Raises InvalidRequest."""
        errors = list(address_faults("readers", self.readers))
        if not is_b64u(self.label):
            errors.append({"path": "label", "reason": "not base64url without padding"})
        if len(set(self.readers)) != len(self.readers):
            errors.append({"path": "readers", "reason": "an address twice"})
        if errors:
            raise InvalidRequest("The request does not have the documented shape; `errors` names where.", errors=errors)
        seconds_of(self.expires_at)


class RequestChange(Body):
    """Another end."""

    expires_at: WireTime


class Shown(NamedTuple):
    """A request, and the addresses of those who read its answers besides the asker."""

    row: Row
    readers: list[str]


class Made(NamedTuple):
    """The request as it is now; `is_new` is false when the same request had been stored before."""

    shown: Shown
    is_new: bool


_r = request.c
_CLAIM_ID = statement(insert(request).on_conflict_do_nothing(index_elements=["id"]))
_FIND_CLAIMED = statement(sa.select(_r.uid, _r.request_hash).where(_r.id == sa.bindparam("id")))
_LIST = statement(
    sa.select(request)
    .where(
        _r.uid == sa.bindparam("uid"),
        sa.or_(
            _r.created_at < sa.bindparam("before_at"),
            sa.and_(_r.created_at == sa.bindparam("before_at"), _r.id < sa.bindparam("before_id")),
        ),
    )
    .order_by(_r.created_at.desc(), _r.id.desc())
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_NAME_READER = statement(insert(request_reader))
_CHANGE = statement(sa.update(request).where(_r.id == sa.bindparam("of_id")).values(expires_at=sa.bindparam("new_end")))


async def make_request(tx: WriteTx, asker: Principal, new: NewRequest, request_hash: bytes) -> Made:
    """Store a request; the hash of the body as it came tells whether this is a repetition.

    Raises the problems of spec/api.md, section 7d.
    """
    if not await _claim_id(tx, asker, new, request_hash):
        repeated = await _find_repeated(tx, asker, new.id, request_hash)
        return Made(await _with_readers(tx, repeated), is_new=False)
    policy = await effective_policy(tx, asker)
    if not policy.requests:
        raise RequestsNotAllowed
    check_end(policy, now(), seconds_of(new.expires_at))
    if new.answers > policy.request_answers_max:
        raise RequestAnswersExceeded(policy.request_answers_max)
    await _name_readers(tx, asker, policy, new)
    await record(tx, asker, Action.REQUEST_MADE, new.id, answers=new.answers, readers=len(new.readers))
    await publish(tx, [asker.uid], REQUEST, new.id)
    return Made(await _with_readers(tx, await access_request(tx, asker.uid, new.id)), is_new=True)


def check_end(policy: EffectivePolicy, created_at: int, expires_at: int) -> None:
    """Raises ExpiryInThePast, RequestExpiryTooLate. The longest time counts from when the request was made."""
    if expires_at <= now():
        raise ExpiryInThePast
    if expires_at > created_at + policy.request_expiry_max_days * DAY:
        raise RequestExpiryTooLate(policy.request_expiry_max_days)


def state_of(row: Row) -> str:
    """The state to show: what nobody can answer any more is expired, whether or not the job has run."""
    return EXPIRED if row.state == OPEN and row.expires_at <= now() else row.state


async def list_requests(tx: ReadTx, asker: Principal, before: tuple[int, str], most: int) -> list[Shown]:
    """Requests of this person, newest first, that were made before (created_at, id)."""
    rows = await tx.all(_LIST, uid=asker.uid, before_at=before[0], before_id=before[1], most=most)
    readers = await readers_of(tx, [row.id for row in rows]) if rows else {}
    return [Shown(row, [one.addr for one in readers[row.id]]) for row in rows]


async def find_request(tx: ReadTx, reader: Principal, request_id: str) -> Shown:
    """One request, for its asker and for whoever reads its answers. Raises RequestNotFound."""
    return await _with_readers(tx, await access_read_request(tx, reader.uid, request_id))


async def change_request(tx: WriteTx, asker: Principal, request_id: str, change: RequestChange) -> Shown:
    """Another end. Raises RequestNotFound, RequestEnded, ExpiryInThePast, RequestExpiryTooLate."""
    row = await access_request_locked(tx, asker.uid, request_id)
    if state_of(row) != OPEN:
        raise RequestEnded
    expires_at = seconds_of(change.expires_at)
    check_end(await effective_policy(tx, asker), row.created_at, expires_at)
    await tx.run(_CHANGE, of_id=request_id, new_end=expires_at)
    await record(tx, asker, Action.REQUEST_CHANGED, request_id)
    await publish(tx, [asker.uid], REQUEST, request_id)
    return await _with_readers(tx, await access_request(tx, asker.uid, request_id))


async def close_request(tx: WriteTx, asker: Principal, request_id: str) -> None:
    """Take no more answers. One that has ended stays as it is. Raises RequestNotFound."""
    row = await access_request_locked(tx, asker.uid, request_id)
    if state_of(row) == OPEN and await end_request(tx, request_id, asker.uid, CLOSED):
        await record(tx, asker, Action.REQUEST_CLOSED, request_id)


async def _claim_id(tx: WriteTx, asker: Principal, new: NewRequest, request_hash: bytes) -> bool:
    stored = await tx.run(
        _CLAIM_ID,
        id=new.id,
        uid=asker.uid,
        asker_addr=asker.addr,
        request_hash=request_hash,
        claim_hash=new.claim_hash,
        recipient=new.recipient,
        sealed_label=new.label.encode(),
        state=OPEN,
        created_at=now(),
        expires_at=seconds_of(new.expires_at),
        ended_at=None,
        answers=new.answers,
        answers_left=new.answers,
    )
    return stored == 1


async def _name_readers(tx: WriteTx, asker: Principal, policy: EffectivePolicy, new: NewRequest) -> None:
    """As recipients of a message: who is unknown, has not joined or is suspended fails in one and the same way."""
    if not new.readers:
        return
    if asker.addr in new.readers:
        errors = [{"path": "readers", "reason": "the asker among them"}]
        raise InvalidRequest("The request does not have the documented shape; `errors` names where.", errors=errors)
    if len(new.readers) > policy.max_recipients:
        raise RecipientLimitExceeded(policy.max_recipients)
    found = await find_people(tx, new.readers)
    able = {addr for addr, row in found.items() if row.state == State.ACTIVE and row.entry is not None}
    cannot = [addr for addr in new.readers if addr not in able]
    if cannot:
        raise CannotReceive(cannot)
    places = enumerate(new.readers)
    rows = [{"request_id": new.id, "uid": found[addr].uid, "addr": addr, "place": place} for place, addr in places]
    await tx.run_many(_NAME_READER, rows)


async def _with_readers(tx: ReadTx, row: Row) -> Shown:
    return Shown(row, [one.addr for one in (await readers_of(tx, [row.id]))[row.id]])


async def _find_repeated(tx: ReadTx, asker: Principal, request_id: str, request_hash: bytes) -> Row:
    stored = await tx.one(_FIND_CLAIMED, id=request_id)
    if stored is None or stored.uid != asker.uid or stored.request_hash != request_hash:
        raise IdTaken("A request with this id was made before. Seal it again with a new id.")
    return await access_request(tx, asker.uid, request_id)
