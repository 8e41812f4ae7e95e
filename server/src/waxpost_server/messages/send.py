"""Send a message: decide whether it may go, store it once, deliver a copy to everybody named, tell them.

We never see the text. We keep a sealed envelope and one wrapped content key per person, and check only shapes, rights
and that each key entry named is its person's newest one. All in one transaction: everybody gets it or nobody.

The `mid` is claimed first, by the one statement that inserts the message: of two equal requests at once one stores
and the other waits for it and answers the same. After that come the checks in the order of spec/api.md, section 7;
a refused one takes the claim back with everything else.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from waxpost_server.attachments.claim import claim_for_message
from waxpost_server.attachments.sizes import MIB
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.errors import GroupChanged, IdTaken
from waxpost_server.directory.groups import find_group_revs
from waxpost_server.directory.people import find_people
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import Row, WriteTx, each, insert, statement
from waxpost_server.kit.errors import InvalidRequest
from waxpost_server.kit.outbox import event_counter, publish
from waxpost_server.kit.web.principal import Principal
from waxpost_server.messages.envelope import OutgoingMessage
from waxpost_server.messages.errors import (
    CannotReceive,
    ExpiryInThePast,
    ExpiryTooLate,
    FileLimitExceeded,
    KeyChanged,
    MessageFilesTooLarge,
    NotSender,
    RecipientLimitExceeded,
)
from waxpost_server.messages.events import MESSAGE
from waxpost_server.messages.tables import INBOX, SENT, delivery, mailbox, message, message_blob
from waxpost_server.policies.access import effective_policy


class Arrival(NamedTuple):
    """What a sender is told. `is_new` is false when the same request had been stored before."""

    mid: str
    arrived_at: int
    is_new: bool


_CLAIM_MID = statement(insert(message).on_conflict_do_nothing(index_elements=["mid"]))
_FIND_CLAIMED = statement(
    sa.select(message.c.sender_uid, message.c.request_hash, message.c.arrived_at).where(
        message.c.mid == sa.bindparam("mid")
    )
)
# One row at a time with VALUES: an INSERT from a SELECT keeps a journal of its own in every savepoint on SQLite, which
# makes a message to a thousand people ten times as slow.
_DELIVER = statement(
    sa.insert(delivery).values(
        mid=sa.bindparam("of_mid"),
        uid=sa.bindparam("to_uid"),
        box=sa.bindparam("in_box"),
        place=sa.bindparam("at_place"),
        expires_at=sa.bindparam("ends_at"),
        wrapped_key=sa.bindparam("key"),
        # What `publish` has just given to this person for this message.
        number=sa.select(event_counter.c.number).where(event_counter.c.uid == sa.bindparam("to_uid")).scalar_subquery(),
    )
)
_ATTACH = statement(insert(message_blob))
_people = each("uids")
_COUNT_UNREAD = statement(
    insert(mailbox)
    # The condition is there because SQLite cannot parse ON CONFLICT directly after a SELECT without one.
    .from_select(["uid", "unread"], sa.select(_people.c.value, sa.literal(1)).where(sa.text("true")))
    .on_conflict_do_update(index_elements=["uid"], set_={"unread": mailbox.c.unread + 1})
)

_encode = msgspec.json.Encoder().encode


async def send_message(tx: WriteTx, sender: Principal, envelope: OutgoingMessage, request_hash: bytes) -> Arrival:
    """Deliver to everybody named or to nobody. The hash of the body as it came tells whether this is a repetition.

    Raises the problems of spec/api.md section 7. A recipient who is unknown, has not joined or is suspended fails in
    one and the same way, so that sending tells nothing about people.
    """
    if envelope.from_ != sender.addr:
        raise NotSender
    arrival = Arrival(envelope.mid, now(), is_new=True)
    if not await _claim_mid(tx, sender, envelope, request_hash, arrival):
        return await _repeat(tx, sender, envelope.mid, request_hash)

    await _check_may_send(tx, sender, envelope, arrival.arrived_at)
    await _check_groups(tx, envelope)
    uids = await _check_recipients(tx, sender, envelope)
    await _take_files(tx, sender, envelope)

    await publish(tx, [*uids, sender.uid], MESSAGE, envelope.mid)
    await tx.run_many(_DELIVER, _copies(sender, envelope, uids))
    await tx.run(_COUNT_UNREAD, uids=uids)
    await record(tx, sender, Action.MESSAGE_SENT, envelope.mid)
    return arrival


async def _claim_mid(
    tx: WriteTx, sender: Principal, envelope: OutgoingMessage, request_hash: bytes, arrival: Arrival
) -> bool:
    stored = await tx.run(
        _CLAIM_MID,
        mid=envelope.mid,
        sender_uid=sender.uid,
        sender_addr=sender.addr,
        request_hash=request_hash,
        thread=envelope.thread,
        arrived_at=arrival.arrived_at,
        expires_at=envelope.expires_at,
        removed_at=None,
        recipient_count=len(envelope.recipients),
        is_listed_whole=envelope.is_listed_whole,
        groups=_encode(envelope.groups).decode(),
        blobs=_encode(envelope.blobs).decode(),
        recipients=_encode([{"addr": who.addr, "entry": who.entry} for who in envelope.recipients]).decode(),
        sealed_content=envelope.content.encode(),
    )
    return stored == 1


async def _repeat(tx: WriteTx, sender: Principal, mid: str, request_hash: bytes) -> Arrival:
    """The answer of the first time, if this is the very same request of the same person."""
    stored = await tx.one(_FIND_CLAIMED, mid=mid)
    if stored is None or stored.sender_uid != sender.uid or stored.request_hash != request_hash:
        raise IdTaken("A message with this id was sent before. Seal it again with a new id.")
    return Arrival(mid, stored.arrived_at, is_new=False)


async def _take_files(tx: WriteTx, sender: Principal, envelope: OutgoingMessage) -> None:
    if not envelope.blobs:
        return
    policy = await effective_policy(tx, sender)
    if len(envelope.blobs) > policy.message_files_max:
        raise FileLimitExceeded(policy.message_files_max)
    together = await claim_for_message(tx, sender, envelope.blobs)
    if together > policy.message_files_max_mib * MIB:
        raise MessageFilesTooLarge(policy.message_files_max_mib)
    await tx.run_many(_ATTACH, [{"blob_id": blob_id, "mid": envelope.mid} for blob_id in envelope.blobs])


def _copies(sender: Principal, envelope: OutgoingMessage, uids: Sequence[str]) -> list[dict[str, object]]:
    shared: dict[str, object] = {"of_mid": envelope.mid, "ends_at": envelope.expires_at}
    copies = [{**shared, "to_uid": sender.uid, "in_box": SENT, "at_place": -1, "key": envelope.own.wrap.encode()}]
    for place, (uid, recipient) in enumerate(zip(uids, envelope.recipients, strict=True)):
        copies.append({**shared, "to_uid": uid, "in_box": INBOX, "at_place": place, "key": recipient.wrap.encode()})
    return copies


async def _check_may_send(tx: WriteTx, sender: Principal, envelope: OutgoingMessage, arrived_at: int) -> None:
    policy = await effective_policy(tx, sender)
    if envelope.content_bytes > policy.message_max_bytes:
        reason = f"longer than {policy.message_max_bytes} bytes"
        raise InvalidRequest(
            "The message is longer than your organisation allows.", errors=[{"path": "content", "reason": reason}]
        )
    if len(envelope.recipients) > policy.max_recipients:
        raise RecipientLimitExceeded(policy.max_recipients)
    expires_at = envelope.expires_at
    if expires_at is not None and expires_at <= arrived_at:
        raise ExpiryInThePast
    if policy.expiry_max_days and (expires_at is None or expires_at > arrived_at + policy.expiry_max_days * DAY):
        raise ExpiryTooLate(policy.expiry_max_days)


async def _check_groups(tx: WriteTx, envelope: OutgoingMessage) -> None:
    if not envelope.groups:
        return
    revs = await find_group_revs(tx, [group.gid for group in envelope.groups])
    changed = [
        {"gid": group.gid, "rev": revs.get(group.gid)} for group in envelope.groups if revs.get(group.gid) != group.rev
    ]
    if changed:
        raise GroupChanged("Look at its members again, then seal and send the message again.", groups=changed)


async def _check_recipients(tx: WriteTx, sender: Principal, envelope: OutgoingMessage) -> list[str]:
    """The uids of the recipients, in the order of the envelope."""
    named = {recipient.addr: recipient.entry for recipient in envelope.recipients}
    found = await find_people(tx, [*named, sender.addr])
    cannot = [addr for addr in named if addr not in found or not _can_receive(found[addr])]
    if cannot:
        raise CannotReceive(cannot)
    named[sender.addr] = envelope.own.entry
    changed = [addr for addr, entry in named.items() if addr not in found or found[addr].entry != entry]
    if changed:
        raise KeyChanged(changed)
    return [found[recipient.addr].uid for recipient in envelope.recipients]


def _can_receive(person: Row) -> bool:
    return person.state == "active" and person.entry is not None
