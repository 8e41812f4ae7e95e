"""What the asker does with requests: make, list, change the end, close.

We never see what is asked; only shapes, sizes and policies are checked. The id is claimed first, by the one statement
that inserts the request, as `messages.send` does with a `mid`.
"""

from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.errors import IdTaken
from waxpost_server.kit.clock import DAY, now, seconds_of
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, Bytes, Bytes32, Id, WireTime
from waxpost_server.kit.web.principal import Principal
from waxpost_server.messages.envelope import is_b64u
from waxpost_server.messages.errors import ExpiryInThePast
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.catalogue import EffectivePolicy
from waxpost_server.requests.access import access_request, access_request_locked
from waxpost_server.requests.ending import end_request
from waxpost_server.requests.errors import (
    RequestAnswersExceeded,
    RequestEnded,
    RequestExpiryTooLate,
    RequestsNotAllowed,
)
from waxpost_server.requests.events import REQUEST
from waxpost_server.requests.tables import CLOSED, EXPIRED, OPEN, request

# spec/links.md 9.6.2
LABEL_MOST = 16 * 1024
ANSWERS_MOST = 1_000


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

    def __post_init__(self) -> None:
        """Raises InvalidRequest."""
        if not is_b64u(self.label):
            errors = [{"path": "label", "reason": "not base64url without padding"}]
            raise InvalidRequest("The request does not have the documented shape; `errors` names where.", errors=errors)
        seconds_of(self.expires_at)


class RequestChange(Body):
    """Another end."""

    expires_at: WireTime


class Made(NamedTuple):
    """The request as it is now; `is_new` is false when the same request had been stored before."""

    row: Row
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
_CHANGE = statement(sa.update(request).where(_r.id == sa.bindparam("of_id")).values(expires_at=sa.bindparam("new_end")))


async def make_request(tx: WriteTx, asker: Principal, new: NewRequest, request_hash: bytes) -> Made:
    """Store a request; the hash of the body as it came tells whether this is a repetition.

    Raises the problems of spec/api.md, section 7d.
    """
    if not await _claim_id(tx, asker, new, request_hash):
        return Made(await _find_repeated(tx, asker, new.id, request_hash), is_new=False)
    policy = await effective_policy(tx, asker)
    if not policy.requests:
        raise RequestsNotAllowed
    check_end(policy, now(), seconds_of(new.expires_at))
    if new.answers > policy.request_answers_max:
        raise RequestAnswersExceeded(policy.request_answers_max)
    await record(tx, asker, Action.REQUEST_MADE, new.id, answers=new.answers)
    await publish(tx, [asker.uid], REQUEST, new.id)
    return Made(await access_request(tx, asker.uid, new.id), is_new=True)


def check_end(policy: EffectivePolicy, created_at: int, expires_at: int) -> None:
    """Raises ExpiryInThePast, RequestExpiryTooLate. The longest time counts from when the request was made."""
    if expires_at <= now():
        raise ExpiryInThePast
    if expires_at > created_at + policy.request_expiry_max_days * DAY:
        raise RequestExpiryTooLate(policy.request_expiry_max_days)


def state_of(row: Row) -> str:
    """The state to show: what nobody can answer any more is expired, whether or not the job has run."""
    return EXPIRED if row.state == OPEN and row.expires_at <= now() else row.state


async def list_requests(tx: ReadTx, asker: Principal, before: tuple[int, str], most: int) -> list[Row]:
    """Requests of this person, newest first, that were made before (created_at, id)."""
    return await tx.all(_LIST, uid=asker.uid, before_at=before[0], before_id=before[1], most=most)


async def find_request(tx: ReadTx, asker: Principal, request_id: str) -> Row:
    """One request. Raises RequestNotFound."""
    return await access_request(tx, asker.uid, request_id)


async def change_request(tx: WriteTx, asker: Principal, request_id: str, change: RequestChange) -> Row:
    """Another end. Raises RequestNotFound, RequestEnded, ExpiryInThePast, RequestExpiryTooLate."""
    row = await access_request_locked(tx, asker.uid, request_id)
    if state_of(row) != OPEN:
        raise RequestEnded
    expires_at = seconds_of(change.expires_at)
    check_end(await effective_policy(tx, asker), row.created_at, expires_at)
    await tx.run(_CHANGE, of_id=request_id, new_end=expires_at)
    await record(tx, asker, Action.REQUEST_CHANGED, request_id)
    await publish(tx, [asker.uid], REQUEST, request_id)
    return await access_request(tx, asker.uid, request_id)


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


async def _find_repeated(tx: ReadTx, asker: Principal, request_id: str, request_hash: bytes) -> Row:
    stored = await tx.one(_FIND_CLAIMED, id=request_id)
    if stored is None or stored.uid != asker.uid or stored.request_hash != request_hash:
        raise IdTaken("A request with this id was made before. Seal it again with a new id.")
    return await access_request(tx, asker.uid, request_id)
