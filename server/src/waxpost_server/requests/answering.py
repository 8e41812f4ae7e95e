"""The side of whoever has the link and no account: look, ask for work, do it, upload, answer (spec/links.md 9.6).

Looking uses nothing. Work that was done buys a pass for one answer; what is uploaded with it belongs to the pass alone,
within the limits of the asker's policies, and goes when the pass ends without an answer. Of many answers at once no
more are taken than were asked for: one conditional statement counts them.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.claim import claim_for_answer
from waxpost_server.attachments.progress import Upload
from waxpost_server.attachments.sizes import MIB, plain_size
from waxpost_server.attachments.uploads import NewBlob, begin_upload, find_unclaimed
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.errors import IdTaken
from waxpost_server.kit.clock import DAY, HOUR, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.shapes import Body, Bytes32, Id
from waxpost_server.kit.tokens import new_token, token_hash
from waxpost_server.kit.web.principal import Principal
from waxpost_server.links.proofs import proof_hash
from waxpost_server.messages.envelope import BLOBS_MOST, CONTENT_MOST, WRAP_MOST, is_b64u
from waxpost_server.messages.errors import FileLimitExceeded, MessageFilesTooLarge
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.catalogue import EffectivePolicy
from waxpost_server.requests.access import (
    access_pass_locked,
    access_reached,
    access_reached_locked,
    access_uploading,
    is_asking,
    readers_of,
)
from waxpost_server.requests.ending import end_request
from waxpost_server.requests.errors import RequestBusy, RequestGone, WorkNotDone
from waxpost_server.requests.events import ANSWER, REQUEST
from waxpost_server.requests.tables import ANSWERED, OPEN, answer_copy, request, request_answer, request_pass
from waxpost_server.requests.work import is_work_done, new_challenge

# spec/api.md, section 7d
PASS_SECONDS = 3 * HOUR
MORE_PASSES = 2

Sealed = Annotated[str, msgspec.Meta(min_length=1)]


class RequestClaim(Body):
    """Proof of having the link."""

    claim: Bytes32


class WorkDone(Body):
    """Proof of having the link, and of the work."""

    claim: Bytes32
    challenge: Annotated[str, msgspec.Meta(max_length=200)]
    counter: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class NewAnswer(Body, frozen=True):
    """What is given. One that exists has the right shape and sizes."""

    mid: Id
    wrap: Sealed
    content: Sealed
    blobs: Annotated[list[Id], msgspec.Meta(max_length=BLOBS_MOST)]

    def __post_init__(self) -> None:
        """Raises InvalidRequest."""
        errors = list(_faults(self))
        if errors:
            raise InvalidRequest("The answer does not have the documented shape; `errors` names where.", errors=errors)


class Looked(NamedTuple):
    """A request, its asker's row in the directory, and the policies that hold for answers."""

    row: Row
    asker: Row
    policy: EffectivePolicy


class Challenge(NamedTuple):
    """Work to do."""

    text: str
    bits: int
    ends_at: int


class Pass(NamedTuple):
    """The right to give one answer."""

    token: str
    ends_at: int


class Taken(NamedTuple):
    """An answer that was taken; `is_new` is false when it had been taken before."""

    mid: str
    arrived_at: int
    is_new: bool


_r, _p, _a = request.c, request_pass.c, request_answer.c
_FIND_LIVE = statement(
    sa.select(sa.func.count().label("many"), sa.func.min(_p.ends_at).label("first_at")).where(
        _p.request_id == sa.bindparam("id"), _p.mid.is_(None), _p.ends_at > sa.bindparam("now_at")
    )
)
_GIVE_PASS = statement(insert(request_pass).on_conflict_do_nothing())
_COUNT = statement(
    sa.update(request)
    .where(
        _r.id == sa.bindparam("of_id"),
        _r.state == OPEN,
        _r.expires_at > sa.bindparam("now_at"),
        _r.answers_left > 0,
    )
    .values(answers_left=_r.answers_left - 1)
    .returning(_r.answers_left)
)
_USE_PASS = statement(
    sa.update(request_pass).where(_p.token_hash == sa.bindparam("hashed")).values(mid=sa.bindparam("new_mid"))
)
_STORE = statement(insert(request_answer).on_conflict_do_nothing(index_elements=["mid"]))
_GIVE_COPY = statement(sa.insert(answer_copy))
_FIND_TAKEN = statement(
    sa.select(_a.mid, _a.arrived_at).where(
        _a.mid == sa.bindparam("mid"),
        _a.request_id == sa.bindparam("id"),
        _a.request_hash == sa.bindparam("request_hash"),
    )
)


async def look_at_request(tx: ReadTx, request_id: str, claim: RequestClaim) -> Looked:
    """What is asked, and by whom. Uses nothing. Raises RequestGone."""
    reached = await access_reached(tx, request_id, proof_hash(claim.claim))
    return Looked(reached.row, reached.asker, await effective_policy(tx, None))


async def ask_for_work(tx: ReadTx, key: bytes, request_id: str, claim: RequestClaim) -> Challenge:
    """Work to do before an answer. Stores nothing. Raises RequestGone."""
    await access_reached(tx, request_id, proof_hash(claim.claim))
    bits = (await effective_policy(tx, None)).request_work_bits
    text, ends_at = new_challenge(key, request_id, bits)
    return Challenge(text, bits, ends_at)


async def begin_answer(tx: WriteTx, key: bytes, request_id: str, done: WorkDone, network: str) -> Pass:
    """A pass for work that was done; each challenge buys one. Raises RequestGone, WorkNotDone, RequestBusy."""
    row = (await access_reached_locked(tx, request_id, proof_hash(done.claim))).row
    if not is_work_done(key, request_id, done.challenge, done.counter):
        raise WorkNotDone
    live = await tx.one(_FIND_LIVE, id=request_id, now_at=now())
    assert live is not None
    if live.many >= row.answers_left + MORE_PASSES:
        raise RequestBusy(max(1, live.first_at - now()))
    token, ends_at = new_token(), min(now() + PASS_SECONDS, row.expires_at)
    given = await tx.run(
        _GIVE_PASS,
        token_hash=token_hash(token),
        request_id=request_id,
        challenge_hash=proof_hash(done.challenge.encode()),
        uploader=new_id(),
        network=network,
        # The row outlives its challenge, so that no work counts twice.
        ends_at=ends_at,
        mid=None,
    )
    if not given:
        raise WorkNotDone
    await record(tx, None, Action.REQUEST_BEGUN, request_id)
    return Pass(token, ends_at)


async def find_uploader(tx: ReadTx, request_id: str, token: str | None) -> Principal:
    """In whose name a stranger's pass uploads. Raises RequestGone."""
    return _uploader((await access_uploading(tx, request_id, token)).uploader)


async def begin_file(tx: WriteTx, request_id: str, token: str | None, new: NewBlob) -> Upload:
    """Make room for a file of an answer: no more of them, and no longer ones, than an answer may carry.

    Raises RequestGone, FileTooLarge, BlobExists, FileLimitExceeded, MessageFilesTooLarge.
    """
    uploader = await find_uploader(tx, request_id, token)
    upload = await begin_upload(tx, uploader, new)
    policy = await effective_policy(tx, None)
    files, together = await find_unclaimed(tx, uploader)
    if files > policy.message_files_max:
        raise FileLimitExceeded(policy.message_files_max)
    # A little more for what sealing adds; the exact sum of plaintext is checked with the answer.
    if plain_size(new.csize, new.hlen) and together > policy.message_files_max_mib * MIB * 1.01 + files * 8192:
        raise MessageFilesTooLarge(policy.message_files_max_mib)
    return upload


async def give_answer(tx: WriteTx, request_id: str, token: str | None, new: NewAnswer, request_hash: bytes) -> Taken:
    """Take an answer, once for a pass; the same again is the same answer. One that is refused claims no files.

    Raises RequestGone, IdTaken, FileLimitExceeded, BlobsNotReady, MessageFilesTooLarge.
    """
    held = await access_pass_locked(tx, request_id, token)
    if held.mid is not None:
        return await _find_taken(tx, held, new, request_hash)
    if held.ends_at <= now() or not await is_asking(tx, held.uid):
        raise RequestGone
    counted = await tx.one(_COUNT, of_id=request_id, now_at=now())
    if counted is None:
        raise RequestGone
    policy = await effective_policy(tx, None)
    if len(new.content) * 3 // 4 > policy.message_max_bytes:
        reason = f"longer than {policy.message_max_bytes} bytes"
        raise InvalidRequest("The text is too long.", errors=[{"path": "content", "reason": reason}])
    await _take_files(tx, held.uploader, policy, new)
    await _store(tx, held, new, request_hash, policy)
    await tx.run(_USE_PASS, hashed=held.token_hash, new_mid=new.mid)
    await record(tx, None, Action.ANSWER_ARRIVED, new.mid, files=len(new.blobs))
    await _deliver(tx, held, new.mid)
    # The end of the last one tells the asker of the request as well.
    if counted.answers_left or not await end_request(tx, request_id, held.uid, ANSWERED):
        await publish(tx, [held.uid], REQUEST, request_id)
    return Taken(new.mid, now(), is_new=True)


async def _take_files(tx: WriteTx, uploader: str, policy: EffectivePolicy, new: NewAnswer) -> None:
    if len(new.blobs) > policy.message_files_max:
        raise FileLimitExceeded(policy.message_files_max)
    together = await claim_for_answer(tx, _uploader(uploader), new.blobs)
    if together > policy.message_files_max_mib * MIB:
        raise MessageFilesTooLarge(policy.message_files_max_mib)


async def _store(tx: WriteTx, held: Row, new: NewAnswer, request_hash: bytes, policy: EffectivePolicy) -> None:
    stored = await tx.run(
        _STORE,
        mid=new.mid,
        request_id=held.id,
        request_hash=request_hash,
        network=held.network,
        arrived_at=now(),
        expires_at=now() + policy.expiry_max_days * DAY if policy.expiry_max_days else None,
        blobs=msgspec.json.encode(new.blobs).decode(),
        sealed_wrap=new.wrap.encode(),
        sealed_content=new.content.encode(),
    )
    if not stored:
        raise IdTaken("An answer with this id was given before. Seal it again with a new id.")


async def _deliver(tx: WriteTx, held: Row, mid: str) -> None:
    """A copy for the asker and for each further reader, whoever they are by now."""
    uids = [held.uid, *(row.uid for row in (await readers_of(tx, [held.id]))[held.id])]
    await tx.run_many(_GIVE_COPY, [{"mid": mid, "uid": uid, "arrived_at": now(), "read_at": None} for uid in uids])
    await publish(tx, uids, ANSWER, mid)


async def _find_taken(tx: ReadTx, held: Row, new: NewAnswer, request_hash: bytes) -> Taken:
    taken = await tx.one(_FIND_TAKEN, mid=new.mid, id=held.id, request_hash=request_hash)
    if taken is None or held.mid != new.mid:
        raise RequestGone
    return Taken(taken.mid, taken.arrived_at, is_new=False)


def _uploader(uid: str) -> Principal:
    """Whose the blobs of a pass are: nobody of the directory."""
    return Principal(user_id="", uid=uid, addr="", role="member", session_id="", kind="joining")


def _faults(new: NewAnswer) -> Iterator[dict[str, str]]:
    for path, text, most in (("wrap", new.wrap, WRAP_MOST), ("content", new.content, CONTENT_MOST)):
        if not is_b64u(text):
            yield {"path": path, "reason": "not base64url without padding"}
        elif len(text) * 3 // 4 > most:
            yield {"path": path, "reason": f"longer than {most} bytes"}
    if len(set(new.blobs)) != len(new.blobs):
        yield {"path": "blobs", "reason": "a file is named twice"}
