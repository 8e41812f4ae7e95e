"""The signed payload of a message (spec/envelope.md 6.1): every member, every rule.

What later versions put in (delete after reading, no forwarding) is refused(newer) here.
"""

from dataclasses import dataclass
from typing import Literal, cast

from waxpost._exceptions import Refused
from waxpost.crypto.attachment import FILES_MOST, Manifest, check_manifest, read_manifest, written_manifests
from waxpost.crypto.encoding import b64u, check_addr
from waxpost.crypto.items import Item, read_items, written_items
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.receipts import HASH_BYTES
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import Json, write_json

TO_MOST = 1_000
SUBJECT_MOST = 1_000
# Of the body and the items together.
BODY_MOST = 1024 * 1024
PAYLOAD_MOST = 2 * 1024 * 1024
KEY_BYTES = 32
_UNDERSTOOD = frozenset(
    {"mid", "thread", "re", "from", "to", "groups", "omitted", "copy", "mr", "sent", "exp", "prio", "burn"}
    | {"forward", "receipts", "subject", "ctype", "body", "items", "att", "request", "log"}
)
ContentType = Literal["text/plain", "text/markdown"]
Priority = Literal["normal", "high"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reply answers: the message and the receipt hash of its text (16 bytes)."""

    mid: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class To:
    """One reader: address, entry the wrap was sealed to, and the group he was reached through."""

    addr: str
    entry: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class ToGroup:
    """A group the sender named."""

    gid: str
    name: str
    rev: int


@dataclass(frozen=True, slots=True)
class HandedRequest:
    """The keys of a request of the sender's, for readers who may open its answers as well (links.md 9.6.7)."""

    id: str
    f: bytes
    rk: str


@dataclass(frozen=True, slots=True)
class Payload:
    """What the sender signs. `mr` is H(MR), 32 bytes; `from_entry` the sender's entry hash."""

    mid: str
    thread: str
    re: Answered | None
    from_addr: str
    from_entry: str
    to: tuple[To, ...]
    mr: bytes
    sent: str
    exp: str | None
    subject: str
    ctype: ContentType
    body: str
    log: str
    groups: tuple[ToGroup, ...] = ()
    omitted: tuple[str, ...] = ()
    copy: Literal["bcc"] | None = None
    prio: Priority = "normal"
    receipts: bool = True
    items: tuple[Item, ...] = ()
    att: tuple[Manifest, ...] = ()
    request: HandedRequest | None = None


def write_payload(payload: Payload) -> bytes:
    """The bytes to sign. Refused as `read_payload` would refuse them: nobody can send what nobody may read."""
    data = write_json(_written(payload))
    read_payload(data)
    return data


def read_payload(data: bytes) -> Payload:
    """The payload from verified bytes; refused(newer) before refused(form) before refused(attachment)."""
    if len(data) > PAYLOAD_MOST:
        raise Refused("form", "a message that is too long")
    m = read_members(data, None, _UNDERSTOOD)
    if m.flag("burn") or not m.flag("forward"):
        raise Refused("newer", "the message asks for something this version cannot do")
    manifests = read_manifests(m)
    payload = _read(m, tuple(manifest for _, manifest in manifests))
    _check(payload)
    check_carried(m, manifests)
    return payload


def read_manifests(m: Members) -> list[tuple[int, Manifest]]:
    """The files that something sealed carries, each with the place it says it has; refused(form). Not checked yet."""
    return m.optional("att", lambda name: [read_manifest(one) for one in m.objects(name, 1, FILES_MOST)]) or []


def check_carried(m: Members, manifests: list[tuple[int, Manifest]]) -> None:
    """The limits of text, items and files, once their form was read: of messages, links and answers alike.

    Refused(form) for text and items above BODY_MOST, then refused(attachment).
    """
    # As they stand in the payload: strict JSON has one spelling.
    items = len(write_json(m.value("items"))) if m.has("items") else 0
    if len(m.text("body").encode()) + items > BODY_MOST:
        raise Refused("form", "more text and items than a message may carry")
    for index, (i, manifest) in enumerate(manifests):
        check_manifest(i, index, manifest)


def written_carried(items: tuple[Item, ...], att: tuple[Manifest, ...]) -> dict[str, Json]:
    """The members `items` and `att`, absent when empty."""
    carried: dict[str, Json] = {}
    if items:
        carried["items"] = written_items(items)
    if att:
        carried["att"] = written_manifests(att)
    return carried


def _read(m: Members, att: tuple[Manifest, ...]) -> Payload:
    sender = m.inner("from")
    return Payload(
        mid=m.id16("mid"),
        thread=m.id16("thread"),
        re=m.maybe("re", lambda name: _read_answered(m.inner(name))),
        from_addr=sender.addr("addr"),
        from_entry=sender.hash32("entry"),
        to=tuple(_read_to(to) for to in m.objects("to", 1, TO_MOST)),
        mr=m.raw("mr", 32),
        sent=m.time("sent"),
        exp=m.maybe("exp", m.time),
        subject=m.text("subject", SUBJECT_MOST),
        ctype=cast(ContentType, m.choice("ctype", ("text/plain", "text/markdown"))),
        body=m.text("body"),
        log=m.text("log"),
        groups=m.optional("groups", lambda name: tuple(_read_group(group) for group in m.objects(name, 1))) or (),
        omitted=m.optional("omitted", lambda name: tuple(m.texts(name, check_addr, 1))) or (),
        copy=cast(Literal["bcc"] | None, m.optional("copy", lambda name: m.choice(name, ("bcc",)))),
        prio=cast(Priority, m.choice("prio", ("normal", "high"))),
        receipts=m.flag("receipts"),
        items=m.optional("items", lambda name: read_items(m.objects(name), len(att))) or (),
        att=att,
        request=m.optional("request", lambda name: _read_handed(m.inner(name))),
    )


def _read_answered(m: Members) -> Answered:
    return Answered(m.id16("mid"), m.raw("hash", HASH_BYTES))


def _read_to(m: Members) -> To:
    return To(m.addr("addr"), m.hash32("entry"), m.optional("via", m.id16))


def _read_group(m: Members) -> ToGroup:
    return ToGroup(m.id16("gid"), m.name("name"), m.number("rev", 1))


def _read_handed(m: Members) -> HandedRequest:
    return HandedRequest(m.id16("id"), m.raw("f", KEY_BYTES), HybridIdentity.from_text(m.text("rk")).text)


def _check(payload: Payload) -> None:
    addrs = [to.addr for to in payload.to]
    gids = [group.gid for group in payload.groups]
    if len(set(addrs)) != len(addrs) or payload.from_addr in addrs:
        raise Refused("form", "a reader who stands twice, or the sender among the readers")
    if len(set(gids)) != len(gids) or any(to.via is not None and to.via not in gids for to in payload.to):
        raise Refused("form", "a group that stands twice or is not named")
    if payload.omitted and not payload.groups:
        raise Refused("form", "somebody left out of no group")
    if len(set(payload.omitted)) != len(payload.omitted) or set(payload.omitted) & set(addrs):
        raise Refused("form", "somebody is both a reader and left out")
    if payload.copy is not None and len(addrs) != 1:
        raise Refused("form", "a blind copy has one reader")
    if payload.re is None and payload.copy is None and payload.thread != payload.mid:
        raise Refused("form", "a first message in another thread")
    if payload.exp is not None and payload.exp <= payload.sent:
        raise Refused("form", "a message that expires before it is sent")


def _written(payload: Payload) -> dict[str, Json]:
    whole: dict[str, Json] = {
        "v": 1,
        "mid": payload.mid,
        "thread": payload.thread,
        "re": payload.re and {"mid": payload.re.mid, "hash": b64u(payload.re.hash)},
        "from": {"addr": payload.from_addr, "entry": payload.from_entry},
        "to": [_written_to(to) for to in payload.to],
    }
    if payload.groups:
        whole["groups"] = [{"gid": group.gid, "name": group.name, "rev": group.rev} for group in payload.groups]
    if payload.omitted:
        whole["omitted"] = list[Json](payload.omitted)
    if payload.copy is not None:
        whole["copy"] = payload.copy
    return {
        **whole,
        "mr": b64u(payload.mr),
        "sent": payload.sent,
        "exp": payload.exp,
        "prio": payload.prio,
        "burn": False,
        "forward": True,
        "receipts": payload.receipts,
        "subject": payload.subject,
        "ctype": payload.ctype,
        "body": payload.body,
        **written_carried(payload.items, payload.att),
        **_written_handed(payload.request),
        "log": payload.log,
    }


def _written_handed(request: HandedRequest | None) -> dict[str, Json]:
    return {} if request is None else {"request": {"id": request.id, "f": b64u(request.f), "rk": request.rk}}


def _written_to(to: To) -> Json:
    via: dict[str, Json] = {} if to.via is None else {"via": to.via}
    return {"addr": to.addr, "entry": to.entry, **via}
