"""Requests: ask somebody without an account for a secret (spec/links.md 9.6).

Answers are sealed to a one-off key of the asker, which the link names by its hash, and carry a tag that only whoever
has the link can make. So the server can neither read, swap nor write one. Nothing here asks the server anything.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from waxpost._exceptions import IncompleteLink, Refused
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_hybrid, open_with_key, seal_to, seal_with_key
from waxpost.crypto.attachment import Manifest
from waxpost.crypto.encoding import KIND_REQUEST, LinkCode, b32code, b64u, check_id, read_b32code, sha256
from waxpost.crypto.envelope import PAD, message_mark, open_wrap, seal_wrap
from waxpost.crypto.items import FIELDS, LABEL_MOST, Item, read_items
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.password import hkdf
from waxpost.crypto.payload import PAYLOAD_MOST, check_carried, read_manifests, written_carried
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import Json, read_object, write_json
from waxpost.crypto.words import key_words

TYPE, TYPE_ANSWER = "waxpost-request", "waxpost-answer"
KEY_BYTES: Final = 32
MARK_BYTES: Final = 16
RECIPIENT_BYTES: Final = 1216
TITLE_MOST, NOTE_MOST, FIELDS_MOST = 200, 2_000, 20
OTHERS_MOST = 1_000
WORK_MOST = 24
_WORK = b"waxpost/v1/request-work\x00"
# So many times what is needed on average, nobody needs.
_PATIENCE, _TOLD_EACH = 64, 1 << 16
_LABEL = frozenset({"id", "asker", "title", "note", "fields", "text", "files", "exp", "link", "others"})
_ANSWER = frozenset({"id", "mid", "mr", "sent", "body", "items", "att"})


@dataclass(frozen=True, slots=True)
class AskedField:
    """One value that is asked for: what kind of field it becomes, and what it is called."""

    f: str
    label: str


@dataclass(frozen=True, slots=True)
class RequestLabel:
    """What is asked for, in the asker's words; `exp` as it was when the request was made.

    `link` is the id of the link whose readers answer it (9.6.8); None for a request that was made for itself.
    `others`: how many people read the answers besides the asker (9.6.7); 0 where nobody does.
    """

    id: str
    asker_name: str
    asker_addr: str
    title: str
    note: str
    fields: tuple[AskedField, ...]
    text: bool
    files: bool
    exp: str
    link: str | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What an answer carries. Nobody signs it: it is from whoever had the link."""

    id: str
    mid: str
    sent: str
    body: str
    items: tuple[Item, ...] = ()
    att: tuple[Manifest, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """The two files that the server keeps of an answer."""

    wrap: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An opened answer, and the identity that opens its files."""

    content: AnswerContent
    mk: HybridIdentity


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """The `item` of a record whose kind is `request`: F and RK, so that each device of the asker opens answers.

    `asker` is who asked, of a request that was handed to me by a signed message (9.6.7); None of my own.
    """

    id: str
    f: bytes
    rk: HybridIdentity
    asker: str | None = None


# ---- the link


def request_fragment(kept: KeptRequest) -> str:
    """The code behind `#`: F, and the mark of the key that answers are sealed to."""
    return b32code(LinkCode(KIND_REQUEST, kept.f + request_mark(kept)), kept.id)


def request_url(server: str, kept: KeptRequest) -> str:
    """The link to pass on."""
    return f"{server}/r/{kept.id}#{request_fragment(kept)}"


def read_request_code(fragment: str, request_id: str) -> tuple[bytes, bytes]:
    """F and FP of a fragment; `IncompleteLink` for whatever is cut or mistyped."""
    try:
        check_id(request_id)
    except Refused as refused:
        raise IncompleteLink from refused
    code = read_b32code(fragment, request_id)
    if code.kind != KIND_REQUEST:
        raise IncompleteLink
    return code.secret[:KEY_BYTES], code.secret[KEY_BYTES:]


def request_claim(f: bytes) -> bytes:
    """What opens the request at the server, which keeps its hash."""
    return hkdf(f, "waxpost/v1/request/claim")


def check_recipient(rr: bytes, fp: bytes) -> HybridRecipient:
    """The key to seal answers to; refused(wrong-message) when it is not the one that the link names."""
    if len(rr) != RECIPIENT_BYTES or not hmac.compare_digest(_mark(rr), fp):
        raise Refused("wrong-message", "the server gave another key than the one in the link")
    return HybridRecipient(rr)


def request_words(mark: bytes) -> tuple[str, ...]:
    """The eight words of FP, which say which key answers go to (9.6.1)."""
    return key_words(mark)


def request_mark(kept: KeptRequest) -> bytes:
    """FP of a request of one's own."""
    return _mark(kept.rk.recipient)


def _mark(rr: bytes) -> bytes:
    return sha256(rr)[:MARK_BYTES]


# ---- what is asked


def seal_label(label: RequestLabel, f: bytes, random: RandomBytes = os.urandom) -> bytes:
    """label.age; refused as `open_label` would refuse it."""
    data = write_json(
        {
            "v": 1,
            "t": TYPE,
            "id": label.id,
            "asker": {"name": label.asker_name, "addr": label.asker_addr},
            "title": label.title,
            "note": label.note,
            "fields": [{"f": field.f, "label": field.label} for field in label.fields],
            "text": label.text,
            "files": label.files,
            "exp": label.exp,
            **({} if label.link is None else {"link": label.link}),
            **({} if label.others == 0 else {"others": label.others}),
        }
    )
    _read_label(data)
    return seal_with_key(hkdf(f, "waxpost/v1/request/label"), data, random)


def open_label(sealed: bytes, request_id: str, f: bytes) -> RequestLabel:
    """What is asked for. `WrongSecret`, refused(wrong-message, form, newer)."""
    label = _read_label(open_with_key(hkdf(f, "waxpost/v1/request/label"), sealed))
    if label.id != request_id:
        raise Refused("wrong-message", "the server gave the label of another request")
    return label


def _read_label(data: bytes) -> RequestLabel:
    m = read_members(data, TYPE, _LABEL)
    asker = m.inner("asker")
    label = RequestLabel(
        id=m.id16("id"),
        asker_name=asker.name("name"),
        asker_addr=asker.addr("addr"),
        title=m.text("title", TITLE_MOST),
        note=m.text("note", NOTE_MOST),
        fields=tuple(_read_field(field) for field in m.objects("fields", 0, FIELDS_MOST)),
        text=m.flag("text"),
        files=m.flag("files"),
        exp=m.time("exp"),
        link=m.optional("link", m.id16),
        others=m.optional("others", lambda name: m.number(name, 1, OTHERS_MOST)) or 0,
    )
    if label.link is not None and label.others:
        raise Refused("form", "only whoever made a link reads the replies to it")
    if not label.title or not (label.fields or label.text or label.files):
        raise Refused("form", "a request that asks for nothing")
    return label


def _read_field(m: Members) -> AskedField:
    field = AskedField(m.choice("f", FIELDS), m.text("label", LABEL_MOST))
    if not field.label:
        raise Refused("form", "a field without a label")
    return field


# ---- answers


def seal_answer(
    content: AnswerContent, f: bytes, rr: HybridRecipient, mk: HybridIdentity, random: RandomBytes = os.urandom
) -> SealedAnswer:
    """Seal an answer to the key of the request; refused as `open_answer` would. Files were sealed to `mk` before."""
    data = write_json(_written(content, mk))
    _read_answer(data)
    whole = write_json({"payload": b64u(data), "tag": b64u(_tag(f, data))})
    return SealedAnswer(
        wrap=seal_wrap(content.mid, mk, rr, random),
        content=seal_to(HybridRecipient(mk.recipient), whole + b" " * (-len(whole) % PAD), random),
    )


def open_answer(sealed: SealedAnswer, kept: KeptRequest, mid: str, files: int) -> OpenAnswer:
    """The answer that the server keeps under `mid` with so many files, by the rules of 9.6.4 in their order.

    Refused(form, newer, wrong-message, signature, attachment, envelope).
    """
    mk = open_wrap(sealed.wrap, [kept.rk], mid)
    data = None if mk is None else open_hybrid(sealed.content, [mk])
    if mk is None or data is None:
        raise Refused("form", "the answer has another key")
    outer = Members(read_object(data.rstrip(b" ")))
    payload, tag = outer.raw("payload"), outer.raw("tag", KEY_BYTES)
    if not hmac.compare_digest(tag, _tag(kept.f, payload)):
        raise Refused("signature", "whoever wrote this did not have the link")
    mark, content = _read_answer(payload)
    if content.id != kept.id or content.mid != mid or mark != message_mark(mk):
        raise Refused("wrong-message", "an answer to another request, or another answer")
    if len(content.att) != files:
        raise Refused("envelope", "the server has another number of files than the answer")
    return OpenAnswer(content, mk)


def _tag(f: bytes, payload: bytes) -> bytes:
    return hmac.new(hkdf(f, "waxpost/v1/request/answer"), payload, hashlib.sha256).digest()


def _written(content: AnswerContent, mk: HybridIdentity) -> dict[str, Json]:
    return {
        "v": 1,
        "t": TYPE_ANSWER,
        "id": content.id,
        "mid": content.mid,
        "mr": b64u(message_mark(mk)),
        "sent": content.sent,
        "body": content.body,
        **written_carried(content.items, content.att),
    }


def _read_answer(data: bytes) -> tuple[bytes, AnswerContent]:
    if len(data) > PAYLOAD_MOST:
        raise Refused("form", "an answer that carries too much")
    m = read_members(data, TYPE_ANSWER, _ANSWER)
    manifests = read_manifests(m)
    att = tuple(manifest for _, manifest in manifests)
    content = AnswerContent(
        id=m.id16("id"),
        mid=m.id16("mid"),
        sent=m.time("sent"),
        body=m.text("body"),
        items=m.optional("items", lambda name: read_items(m.objects(name), len(att))) or (),
        att=att,
    )
    if not (content.body or content.items or content.att):
        raise Refused("form", "an answer that carries nothing")
    mark = m.raw("mr", 32)
    check_carried(m, manifests)
    return mark, content


# ---- what the asker keeps


def written_request(kept: KeptRequest) -> dict[str, Json]:
    """The JSON of the item."""
    asker: dict[str, Json] = {} if kept.asker is None else {"from": kept.asker}
    return {"kind": "request", "id": kept.id, "f": b64u(kept.f), "rk": kept.rk.text, **asker}


def read_request(item: Json) -> KeptRequest:
    """The item of a record whose kind is `request`; refused(form)."""
    m = Members(item)
    m.choice("kind", ("request",))
    rk = HybridIdentity.from_text(m.text("rk"))
    return KeptRequest(m.id16("id"), m.raw("f", KEY_BYTES), rk, m.optional("from", m.addr))


# ---- the work of an answer


def is_work_done(challenge: str, counter: int, bits: int) -> bool:
    """Whether the hash of challenge and counter begins with so many zero bits; refused(form) above 24."""
    if not 0 <= bits <= WORK_MOST:
        raise Refused("form", "more work than anybody may ask for")
    digest = sha256(_WORK, challenge.encode(), b"\x00", str(counter).encode())
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def do_work(challenge: str, bits: int, told: Callable[[int], None] | None = None) -> int:
    """The first counter that does it; 2^bits tries on average. Refused(form) above 24 bits, or when nothing does.

    `told` is called with the tries so far, a few times a second; what it raises ends the work.
    """
    if not 0 <= bits <= WORK_MOST:
        raise Refused("form", "more work than anybody may ask for")
    begun = hashlib.sha256(_WORK + challenge.encode() + b"\x00")
    for counter in range(_PATIENCE << bits):
        if told is not None and counter % _TOLD_EACH == 0:
            told(counter)
        digest = begun.copy()
        digest.update(b"%d" % counter)
        if int.from_bytes(digest.digest()[:4], "big") >> (32 - bits) == 0:
            return counter
    raise Refused("form", "work that nothing does")
