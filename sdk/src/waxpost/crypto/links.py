"""Links for people without an account: keys, what is sealed, and opening it (spec/links.md 9.1 to 9.4, 9.6.8).

The key stands in the fragment, or is made of words that travel another way; the server gets hashes of values derived
from it and can neither open nor make the content. Nothing here asks the server anything.
"""

import os
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final, cast

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from waxpost._exceptions import IncompleteLink, Refused
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_hybrid, open_with_key, seal_to, seal_with_key
from waxpost.crypto.attachment import Manifest
from waxpost.crypto.encoding import (
    KIND_REQUEST,
    KIND_SHARE,
    KIND_SHARE_PASSPHRASE,
    LinkCode,
    b32code,
    b64u,
    check_id,
    read_b32code,
    sha256,
)
from waxpost.crypto.envelope import PAD, message_mark
from waxpost.crypto.items import Item, read_items
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.password import FLOOR, hkdf
from waxpost.crypto.payload import (
    PAYLOAD_MOST,
    SUBJECT_MOST,
    ContentType,
    check_carried,
    read_manifests,
    written_carried,
)
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.requests import MARK_BYTES, RECIPIENT_BYTES
from waxpost.crypto.strictjson import Json, write_json
from waxpost.crypto.words import word_list

TYPE = "waxpost-link"
KEY_BYTES: Final = 32
ACK_BYTES: Final = 32
PASSPHRASE_MOST = 1_000
# Words of a generated passphrase, and of a link that is made of words; what a reader takes.
PASSPHRASE_WORDS, LINK_WORDS = 6, 7
WORDS_LEAST, WORDS_MOST = 6, 12
_BLANK = r"\s\ufeff"
_HYPHEN = r"\-\u2010-\u2015\u2212"
_SALT = b"waxpost/v1/link-salt\x00"
_UNDERSTOOD = frozenset(
    {"id", "mr", "from", "sent", "exp", "subject", "ctype", "body", "items", "att", "reply", "ack"},
)


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """What one link is made of: `access` and `claim` go to the server, hashed by the maker, plain by the reader."""

    f: bytes
    access: bytes
    claim: bytes
    file: bytes


@dataclass(frozen=True, slots=True)
class LinkReply:
    """Where a reader answers: a request of the maker, its F, and the key RR that answers are sealed to (9.6.8)."""

    id: str
    f: bytes
    rr: bytes


@dataclass(frozen=True, slots=True)
class LinkContent:
    """What a link carries. `from_name` and `from_addr` are the maker's own word: nobody signs them.

    `reply` is None where its maker takes no answers.
    """

    id: str
    from_name: str
    from_addr: str
    sent: str
    exp: str
    subject: str
    ctype: ContentType
    body: str
    ack: bytes
    items: tuple[Item, ...] = ()
    att: tuple[Manifest, ...] = ()
    reply: LinkReply | None = None


@dataclass(frozen=True, slots=True)
class SealedLink:
    """The two files that the server keeps of a link."""

    link: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenLink:
    """An opened link: what it carries, and the identity that opens its files."""

    content: LinkContent
    mk: HybridIdentity


# ---- keys, section 9.1


def new_link_code(f: bytes, link_id: str, *, has_passphrase: bool) -> str:
    """The fragment of a link."""
    return b32code(LinkCode(KIND_SHARE_PASSPHRASE if has_passphrase else KIND_SHARE, f), link_id)


def read_link_code(fragment: str, link_id: str) -> tuple[bytes, bool]:
    """F of a fragment, and whether a passphrase belongs to it; `IncompleteLink` for whatever is cut or mistyped."""
    try:
        check_id(link_id)
    except Refused as refused:
        raise IncompleteLink from refused
    code = read_b32code(fragment, link_id)
    if code.kind not in (KIND_SHARE, KIND_SHARE_PASSPHRASE):
        raise IncompleteLink
    return code.secret, code.kind == KIND_SHARE_PASSPHRASE


def link_keys(link_id: str, f: bytes, passphrase: str | None) -> LinkKeys:
    """The keys of a link with F in its fragment. With a passphrase it takes about 0.3 s; refused(form) for none."""
    if passphrase is None:
        return _keys(f, f)
    stretched = _stretched(passphrase_bytes(passphrase), sha256(_SALT, link_id.encode(), b"\x00", f)[:16])
    return _keys(f, hkdf(f + stretched, "waxpost/v1/link/join"))


def words_keys(link_id: str, typed: str) -> LinkKeys:
    """The keys of a link that is made of words. Takes about 0.3 s; refused(form) before, for words that are none."""
    words = link_words(typed)
    f = hkdf(_stretched(words.encode(), sha256(_SALT, link_id.encode())[:16]), "waxpost/v1/link/words")
    return _keys(f, f)


def passphrase_bytes(typed: str) -> bytes:
    """What is stretched of a passphrase: outer blanks dropped, NFKC, 1 to 1,000 bytes of UTF-8; else refused(form)."""
    try:
        data = unicodedata.normalize("NFKC", re.sub(f"^[{_BLANK}]+|[{_BLANK}]+$", "", typed)).encode()
    except UnicodeEncodeError as error:
        raise Refused("form", "the passphrase is not text") from error
    if not 1 <= len(data) <= PASSPHRASE_MOST:
        raise Refused("form", "there is no passphrase, or too long a one")
    return data


def link_words(typed: str) -> str:
    """The one spelling of the words of a link; refused(form) unless they are six to twelve words of the list."""
    plain = unicodedata.normalize("NFKC", typed).lower()
    words = [word for word in re.split(f"[{_BLANK}{_HYPHEN}]+", plain) if word]
    known = frozenset(word_list())
    if not WORDS_LEAST <= len(words) <= WORDS_MOST or any(word not in known for word in words):
        raise Refused("form", "these are not the words of a link")
    return "-".join(words)


def new_words(count: int) -> str:
    """So many words of the list, each drawn by itself, joined by `-`."""
    return "-".join(secrets.choice(word_list()) for _ in range(count))


def _stretched(secret: bytes, salt: bytes) -> bytes:
    argon = Argon2id(salt=salt, length=KEY_BYTES, iterations=FLOOR.t, lanes=FLOOR.p, memory_cost=FLOOR.m)
    return argon.derive(secret)


def _keys(f: bytes, k: bytes) -> LinkKeys:
    if len(f) != KEY_BYTES:
        raise ValueError("the key of a link has 32 bytes")
    return LinkKeys(
        f=f,
        access=hkdf(f, "waxpost/v1/link/access"),
        claim=hkdf(k, "waxpost/v1/link/claim"),
        file=hkdf(k, "waxpost/v1/link/file"),
    )


# ---- sealing, section 9.2


def seal_link(content: LinkContent, keys: LinkKeys, mk: HybridIdentity, random: RandomBytes = os.urandom) -> SealedLink:
    """Seal what a link carries; refused as `open_link` would refuse it. Files were sealed to `mk` before."""
    data = write_json(_written(content, mk))
    _read_content(data)
    opener = write_json({"v": 1, "t": TYPE, "id": content.id, "mk": mk.text})
    return SealedLink(
        link=seal_with_key(keys.file, opener, random),
        content=seal_to(HybridRecipient(mk.recipient), data + b" " * (-len(data) % PAD), random),
    )


def open_link(sealed: SealedLink, link_id: str, keys: LinkKeys, files: int) -> OpenLink:
    """Steps 3 to 5 of 9.3, for a link with so many files at the server.

    `WrongSecret` when link.age is not for these keys; else refused(wrong-message, form, newer, attachment, envelope).
    """
    m = read_members(open_with_key(keys.file, sealed.link), TYPE)
    if m.id16("id") != link_id:
        raise Refused("wrong-message", "the server gave the key of another link")
    mk = HybridIdentity.from_text(m.text("mk"))
    data = open_hybrid(sealed.content, [mk])
    if data is None:
        raise Refused("form", "the content has another key")
    mark, content = _read_content(data.rstrip(b" "))
    if content.id != link_id or mark != message_mark(mk):
        raise Refused("wrong-message", "the server gave the content of another link")
    if len(content.att) != files:
        raise Refused("envelope", "the server has another number of files than the link")
    return OpenLink(content, mk)


def _written(content: LinkContent, mk: HybridIdentity) -> dict[str, Json]:
    return {
        "v": 1,
        "t": TYPE,
        "id": content.id,
        "mr": b64u(message_mark(mk)),
        "from": {"name": content.from_name, "addr": content.from_addr},
        "sent": content.sent,
        "exp": content.exp,
        "subject": content.subject,
        "ctype": content.ctype,
        "body": content.body,
        **written_carried(content.items, content.att),
        **_written_reply(content.reply),
        "ack": b64u(content.ack),
    }


def _written_reply(reply: LinkReply | None) -> dict[str, Json]:
    return {} if reply is None else {"reply": {"id": reply.id, "f": b64u(reply.f), "rr": b64u(reply.rr)}}


def _read_content(data: bytes) -> tuple[bytes, LinkContent]:
    """`mr` and the content, whose rules are those of a message's text, items and files (envelope.md 6.1)."""
    if len(data) > PAYLOAD_MOST:
        raise Refused("form", "a link that carries too much")
    m = read_members(data, TYPE, _UNDERSTOOD)
    manifests = read_manifests(m)
    att = tuple(manifest for _, manifest in manifests)
    sender = m.inner("from")
    content = LinkContent(
        id=m.id16("id"),
        from_name=sender.name("name"),
        from_addr=sender.addr("addr"),
        sent=m.time("sent"),
        exp=m.time("exp"),
        subject=m.text("subject", SUBJECT_MOST),
        ctype=cast(ContentType, m.choice("ctype", ("text/plain", "text/markdown"))),
        body=m.text("body"),
        ack=m.raw("ack", ACK_BYTES),
        items=m.optional("items", lambda name: read_items(m.objects(name), len(att))) or (),
        att=att,
        reply=m.optional("reply", lambda name: _read_reply(m.inner(name))),
    )
    if content.exp <= content.sent:
        raise Refused("form", "a link that ends before it is made")
    mark = m.raw("mr", 32)
    check_carried(m, manifests)
    return mark, content


def _read_reply(m: Members) -> LinkReply:
    return LinkReply(m.id16("id"), m.raw("f", KEY_BYTES), m.raw("rr", RECIPIENT_BYTES))


def reply_url(server: str, reply: LinkReply) -> str:
    """The link of the request that a reader answers: it names the key by its hash, which the server cannot exchange."""
    code = b32code(LinkCode(KIND_REQUEST, reply.f + sha256(reply.rr)[:MARK_BYTES]), reply.id)
    return f"{server}/r/{reply.id}#{code}"


# ---- what the sender keeps, section 9.4


@dataclass(frozen=True, slots=True)
class KeptLink:
    """The `item` of a record in a pack of links. `f` is None in a link that is made of words: they are then its key.

    `reply` is the id of the request that its readers answer; None where they cannot.
    """

    id: str
    f: bytes | None
    words: str | None
    subject: str
    items: int
    files: int
    reply: str | None = None


def written_kept(kept: KeptLink) -> dict[str, Json]:
    """The JSON of the item."""
    whole: dict[str, Json] = {"kind": "link", "id": kept.id}
    if kept.f is not None:
        whole["f"] = b64u(kept.f)
    if kept.words is not None:
        whole["words"] = kept.words
    whole |= {"subject": kept.subject, "items": kept.items, "files": kept.files}
    return whole if kept.reply is None else {**whole, "reply": kept.reply}


def read_kept(item: Json) -> KeptLink:
    """The item of a record whose kind is `link`; refused(form)."""
    m = Members(item)
    m.choice("kind", ("link",))
    kept = KeptLink(
        id=m.id16("id"),
        f=m.optional("f", lambda name: m.raw(name, KEY_BYTES)),
        words=m.optional("words", m.text),
        subject=m.text("subject", SUBJECT_MOST),
        items=m.number("items"),
        files=m.number("files"),
        reply=m.optional("reply", m.id16),
    )
    if kept.f is None and kept.words is None:
        raise Refused("form", "a link without a key")
    return kept


def link_url(server: str, kept: KeptLink) -> str:
    """The link to pass on."""
    path = f"{server}/s/{kept.id}"
    if kept.f is None:
        return path
    return f"{path}#{new_link_code(kept.f, kept.id, has_passphrase=kept.words is not None)}"
