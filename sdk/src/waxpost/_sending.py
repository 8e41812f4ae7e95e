"""Send a message whose plan was made and confirmed (spec/envelope.md 6.2, steps 3 to 6).

What is known of people and groups goes into the vault before the message leaves, so a second answer of the server can
never pass for a first. The request is repeated with the same bytes when the connection is lost, and never made again
by itself when a key or a group has changed.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from waxpost._directory import Directory, own_entry
from waxpost._exceptions import ChangedWhileSending, MembersNotConfirmed, NotFound, Problem
from waxpost._finding import read_group
from waxpost._publishing import signing_keys
from waxpost._recipients import Plan, with_rosters
from waxpost._transfers import Uploads, Watcher
from waxpost._values import Sent
from waxpost.crypto.encoding import seconds_of, time_of
from waxpost.crypto.entry import PublicKeys
from waxpost.crypto.envelope import Envelope, new_id, seal_message
from waxpost.crypto.items import Item
from waxpost.crypto.members import Members
from waxpost.crypto.payload import Answered, ContentType, HandedRequest, Payload, Priority, To, ToGroup

_CHANGES = frozenset({"key-changed", "group-changed", "cannot-receive"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What the sender wrote and attached. `re` and `thread` belong to a reply; `att` of an item counts in `files`.

    `request`: the keys of a request whose answers the readers may read as well.
    """

    subject: str
    body: str
    ctype: ContentType = "text/markdown"
    expires_at: str | None = None
    priority: Priority = "normal"
    receipts: bool = True
    re: Answered | None = None
    thread: str | None = None
    items: tuple[Item, ...] = ()
    files: tuple[Path, ...] = ()
    request: HandedRequest | None = None

    def as_reply(self, re: Answered, thread: str) -> "Draft":
        """The same text as an answer."""
        return replace(self, re=re, thread=thread)


def send_plan(directory: Directory, plan: Plan, draft: Draft, watch: Watcher | None = None) -> Sent:
    """Seal and send. `MembersNotConfirmed` while the plan holds something to look at, `ChangedWhileSending` if the
    server knows newer keys or members; in both cases nothing was sent. `watch` is told how far each file is.
    """
    if plan.to_confirm:
        raise MembersNotConfirmed(tuple((c.group.gid, c.group.name, c.group.rev) for c in plan.to_confirm))
    directory.log.check_may_go_on()
    directory.pin_people(recipient.known for recipient in plan.recipients)
    directory.account.change(lambda vault: with_rosters(vault, plan.groups))
    with Uploads(directory.account.api, watch) as uploads:
        for path in draft.files:
            uploads.add(path)
        _check_groups(directory, plan)
        payload = replace(_payload(directory, plan, draft), att=uploads.manifests)
        envelope = seal_message(payload, signing_keys(directory.account.vault), _keys(plan), key=uploads.key)
        try:
            sent = _post(directory, plan, envelope)
        except (Problem, ChangedWhileSending):
            raise
        except BaseException:
            # It may have arrived: then its files belong to it.
            uploads.keep()
            raise
        uploads.keep()
        return sent


def _post(directory: Directory, plan: Plan, envelope: Envelope) -> Sent:
    try:
        answer = Members(dict(directory.account.api.post("messages", envelope.written(), repeat=True)))
    except Problem as problem:
        if problem.code in _CHANGES:
            raise ChangedWhileSending(f"the message was not sent: {str(problem).rstrip('.')}") from problem
        raise
    return Sent(envelope.mid, answer.time("arrived_at"), plan.left_out)


def _check_groups(directory: Directory, plan: Plan) -> None:
    """Step 4: the versions once more, right before sealing."""
    for group in plan.groups:
        try:
            rev = read_group(directory.account.api, group.gid)[2]
        except NotFound as missing:
            raise ChangedWhileSending(f"the group {group.name} was removed while you were writing") from missing
        if rev != group.rev:
            raise ChangedWhileSending(f"the group {group.name} was changed while you were sending; look at it again")


def _payload(directory: Directory, plan: Plan, draft: Draft) -> Payload:
    account = directory.account
    mine = own_entry(account.vault)
    mid = new_id()
    checkpoint = directory.log.view.checkpoint
    assert checkpoint is not None  # a log without stop has one
    # A device whose clock runs slow must not sign a time before its own keys.
    sent = time_of(max(int(account.clock()), seconds_of(mine.created)))
    to: list[To] = []
    for recipient in plan.recipients:
        newest = recipient.known.newest
        assert newest is not None  # a plan holds only people with keys
        to.append(To(recipient.known.addr, newest.hash, recipient.via))
    return Payload(
        mid=mid,
        thread=draft.thread or mid,
        re=draft.re,
        from_addr=account.addr,
        from_entry=mine.hash,
        to=tuple(to),
        mr=bytes(32),
        sent=sent,
        exp=draft.expires_at,
        subject=draft.subject,
        ctype=draft.ctype,
        body=draft.body,
        log=checkpoint.note,
        groups=tuple(ToGroup(group.gid, group.name, group.rev) for group in plan.groups),
        omitted=tuple(person.addr for person in plan.left_out),
        prio=draft.priority,
        receipts=draft.receipts,
        items=draft.items,
        request=draft.request,
    )


def _keys(plan: Plan) -> dict[str, PublicKeys]:
    found: dict[str, PublicKeys] = {}
    for recipient in plan.recipients:
        newest = recipient.known.newest
        assert newest is not None
        assert newest.keys is not None
        found[recipient.known.addr] = newest.keys
    return found
