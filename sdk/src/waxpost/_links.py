"""Links as their maker has them: make, list, change, revoke (spec/links.md 9.1, 9.2, 9.4, 9.6.8, spec/api.md 7c).

The record with the key goes into the sealed pack before the link is posted, so that every device of the maker can
show the link again; the server gets hashes and two sealed files.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, cast

from waxpost._account import Account
from waxpost._api import Answer, Api
from waxpost._directory import own_entry
from waxpost._entries import EntryBook, Packs
from waxpost._exceptions import LinkHasKey, Problem, WaxpostError
from waxpost._replies import ReplyBook, policy_number
from waxpost._transfers import Uploads
from waxpost.crypto.encoding import b64u, seconds_of, sha256
from waxpost.crypto.envelope import new_id
from waxpost.crypto.items import Item
from waxpost.crypto.links import (
    ACK_BYTES,
    KEY_BYTES,
    LINK_WORDS,
    PASSPHRASE_WORDS,
    KeptLink,
    LinkContent,
    LinkKeys,
    LinkReply,
    link_keys,
    link_url,
    new_words,
    passphrase_bytes,
    read_kept,
    seal_link,
    words_keys,
    written_kept,
)
from waxpost.crypto.members import Members
from waxpost.crypto.packs import Pack, with_added
from waxpost.crypto.payload import ContentType
from waxpost.crypto.records import Record, grave_of

State = Literal["open", "used", "expired", "revoked", "locked", "deleted"]
STATES = ("open", "used", "expired", "revoked", "locked", "deleted")
Lang = Literal["en", "de", "fr"]
MailState = Literal["queued", "sent", "failed"]
# The server forgets a link 30 days after its end, which is 90 days after it was made at the latest.
_RECORD_SECONDS = 121 * 86_400
_DAY = 86_400
_PAGE = 100


@dataclass(frozen=True, slots=True)
class LinkVisit:
    """One view: when, and from which network; the server's word."""

    at: str
    network: str


@dataclass(frozen=True, slots=True)
class LinkMail:
    """The newest mail with a link to one address; the server's word.

    `reason`: why the last attempt failed; `again_at`: from when on it may be mailed again, None: no more.
    """

    to: str
    state: MailState
    reason: str | None
    asked_at: str
    ended_at: str | None
    times: int
    again_at: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of mine. `url`, `passphrase` and `subject` come from my sealed record; None when it is not there.

    `views` and `views_left` are None for unlimited ones. In a link that is made of words `url` has no fragment, and
    `passphrase` holds the words. `reply` is the id of the request that its readers answer, `answers` how many
    came (None in lists). Everything else is the server's word.
    """

    id: str
    state: State
    created_at: str
    expires_at: str
    views: int | None
    views_left: int | None
    opened: int
    opened_at: str | None
    tries_left: int
    notify: bool
    files: int
    lang: Lang = "en"
    only_addr: str | None = None
    mails: tuple[LinkMail, ...] = ()
    url: str | None = None
    passphrase: str | None = None
    subject: str | None = None
    visits: tuple[LinkVisit, ...] = ()
    reply: str | None = None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """What a link shall carry, and how it may be opened. None everywhere means what the organisation starts with.

    `views` 0: unlimited. `passphrase`: a text of one's own, True for a generated one, False for none.
    `is_words`: the key is seven words, which go another way than the link. `mail`: the server mails the link to these
    addresses, which makes it one of words. `only_addr`: only whoever reads this address's mails may open it. `lang`: of
    the page, and of the mails to its readers. `reply`: whoever opens it can answer, sealed to a key made for this link.
    """

    subject: str
    body: str
    ctype: ContentType = "text/markdown"
    items: tuple[Item, ...] = ()
    expires_at: str | None = None
    views: int | None = None
    passphrase: str | bool | None = None
    is_words: bool = False
    notify: bool = True
    mail: tuple[str, ...] = ()
    only_addr: str | None = None
    lang: Lang = "en"
    reply: bool = False


class LinkBook:
    """The links of one account."""

    def __init__(self, account: Account, book: EntryBook) -> None:
        self._account = account
        self._api: Api = account.api
        self._book = book
        self._replies = ReplyBook(account, book)

    def make(self, draft: LinkDraft, uploads: Uploads) -> Link:
        """Seal and post; what `uploads` carries goes with it. A `Problem` of the server when it may not be made."""
        policies = self._policies()
        kept, keys = _new_keys(draft, bool(policies.get("link_passphrase", True)))
        kept = replace(kept, items=len(draft.items), files=len(uploads.manifests))
        views = draft.views if draft.views is not None else policy_number(policies, "link_views", 3)
        content = self._content(draft, kept, uploads, policy_number(policies, "link_expiry_days", 7))
        if not draft.reply:
            return self._post(draft, kept, keys, content, uploads, views)
        # Refused here what no reader would take: afterwards a request would be there for nothing.
        seal_link(content, keys, uploads.key.identity)
        reply = self._replies.open(kept.id, draft.subject, content.exp, views or None, policies)
        kept, content = replace(kept, reply=reply.id), replace(content, reply=reply)
        try:
            return self._post(draft, kept, keys, content, uploads, views)
        except Problem as problem:
            if problem.status < 500:
                self._give_up(reply)
            raise

    def _post(
        self, draft: LinkDraft, kept: KeptLink, keys: LinkKeys, content: LinkContent, uploads: Uploads, views: int
    ) -> Link:
        sealed = seal_link(content, keys, uploads.key.identity)
        body: Answer = {
            "id": kept.id,
            "access_hash": b64u(sha256(keys.access)),
            "claim_hash": b64u(sha256(keys.claim)),
            "ack_hash": b64u(sha256(content.ack)),
            "expires_at": content.exp,
            "views": views or None,
            "notify": draft.notify,
            "link": b64u(sealed.link),
            "content": b64u(sealed.content),
            "blobs": [*uploads.key.blobs],
            "mail": [*draft.mail],
            "only_addr": draft.only_addr,
            "lang": draft.lang,
        }
        record = Record(new_id(), 1, self._account.now(), written_kept(kept))
        self._book.change(lambda packs: self._with_record(packs, record))
        # Whatever happens now, the record stays: the link may have been made. One that leads nowhere goes in time.
        answer = Members(dict(self._api.post("links", body, repeat=True)))
        return _linked(read_link(answer), kept, self._api.url)

    def links(self) -> Iterator[Link]:
        """Every link of mine that the server still knows, newest first."""
        records = self._records()
        cursor: str | None = None
        while True:
            query: dict[str, str | int] = {"limit": _PAGE, **({} if cursor is None else {"cursor": cursor})}
            page = Members(dict(self._api.get("links", query)))
            for item in page.objects("items"):
                link = read_link(item)
                yield _linked(link, records.get(link.id), self._api.url)
            cursor = page.maybe("cursor", page.text)
            if cursor is None:
                return

    def link(self, link_id: str) -> Link:
        """One link, with its newest views."""
        m = Members(dict(self._api.get(f"links/{link_id}")))
        visits = tuple(LinkVisit(one.time("at"), one.text("network", 100)) for one in m.objects("visits"))
        link = replace(read_link(m), visits=visits)
        kept = self._records().get(link.id)
        if kept is not None and kept.reply is not None:
            link = replace(link, answers=self._replies.count(kept.reply))
        return _linked(link, kept, self._api.url)

    def change(self, link_id: str, expires_at: str | None, notify: bool | None) -> Link:
        """Another end, for the answers of its readers as well; another wish to be told."""
        body: Answer = {"expires_at": expires_at, "notify": notify}
        link = read_link(Members(dict(self._api.patch(f"links/{link_id}", body))))
        kept = self._records().get(link.id)
        if expires_at is not None and kept is not None and kept.reply is not None:
            self._replies.follow(kept.reply, expires_at, self._policies())
        return _linked(link, kept, self._api.url)

    def mail(self, link_id: str, to: Sequence[str]) -> Link:
        """Let the server mail a link of words; to whom it went before when `to` is empty.

        `LinkHasKey` for any other link, without a request.
        """
        kept = self._records().get(link_id)
        if kept is not None and kept.f is not None:
            raise LinkHasKey
        addresses = to or [mail.to for mail in self.link(link_id).mails]
        body: Answer = {"to": [*addresses]}
        return _linked(read_link(Members(dict(self._api.post(f"links/{link_id}/mails", body)))), kept, self._api.url)

    def revoke(self, link_id: str) -> None:
        """Take a link back; nobody answers it any more either."""
        self._api.delete(f"links/{link_id}")
        kept = self._records().get(link_id)
        if kept is not None and kept.reply is not None:
            self._replies.close(kept.reply)

    def _give_up(self, reply: LinkReply) -> None:
        """Close the request of a link that was not made. One that stays open ends by itself, and nobody has its key."""
        with suppress(WaxpostError):
            self._replies.close(reply.id)

    def _records(self) -> dict[str, KeptLink]:
        kept = (read_kept(record.item) for record in self._book.link_records() if record.item.get("kind") == "link")
        return {one.id: one for one in kept}

    def _content(self, draft: LinkDraft, kept: KeptLink, uploads: Uploads, days: int) -> LinkContent:
        mine = own_entry(self._account.vault)
        sent = self._account.now()
        return LinkContent(
            id=kept.id,
            from_name=mine.name,
            from_addr=self._account.addr,
            sent=sent,
            exp=draft.expires_at or self._account.time_after(days * _DAY),
            subject=draft.subject,
            ctype=draft.ctype,
            body=draft.body,
            ack=os.urandom(ACK_BYTES),
            items=draft.items,
            att=uploads.manifests,
        )

    def _with_record(self, packs: Packs, record: Record) -> Packs:
        now = self._account.now()
        kept = tuple(_without_old(pack, now) for pack in packs)
        return with_added(kept, self._account.vault.uid, [record], "links")

    def _policies(self) -> dict[str, object]:
        rows = Members(dict(self._api.get("policies"))).objects("policies")
        return {row.text("name"): row.value("value") for row in rows}


def read_link(m: Members) -> Link:
    """Link of spec/api.md, section 7c."""
    return Link(
        id=m.id16("id"),
        state=cast(State, m.choice("state", STATES)),
        created_at=m.time("created_at"),
        expires_at=m.time("expires_at"),
        views=m.maybe("views", m.number),
        views_left=m.maybe("views_left", m.number),
        opened=m.number("opened"),
        opened_at=m.maybe("opened_at", m.time),
        tries_left=m.number("tries_left"),
        notify=m.flag("notify"),
        files=m.number("files"),
        lang=cast(Lang, m.choice("lang", ("en", "de", "fr"))),
        only_addr=m.maybe("only_addr", m.addr),
        mails=tuple(_read_mail(one) for one in m.objects("mails")),
    )


def _read_mail(m: Members) -> LinkMail:
    return LinkMail(
        to=m.addr("to"),
        state=cast(MailState, m.choice("state", ("queued", "sent", "failed"))),
        reason=m.maybe("reason", m.text),
        asked_at=m.time("asked_at"),
        ended_at=m.maybe("ended_at", m.time),
        times=m.number("times"),
        again_at=m.maybe("again_at", m.time),
    )


def _new_keys(draft: LinkDraft, starts_with_passphrase: bool) -> tuple[KeptLink, LinkKeys]:
    link_id = new_id()
    if draft.is_words or draft.mail:
        words = new_words(LINK_WORDS)
        return KeptLink(link_id, None, words, draft.subject, 0, 0), words_keys(link_id, words)
    chosen = starts_with_passphrase if draft.passphrase is None else draft.passphrase
    passphrase = new_words(PASSPHRASE_WORDS) if chosen is True else chosen or None
    if passphrase is not None:
        passphrase_bytes(passphrase)
    f = os.urandom(KEY_BYTES)
    return KeptLink(link_id, f, passphrase, draft.subject, 0, 0), link_keys(link_id, f, passphrase)


def _linked(link: Link, kept: KeptLink | None, server: str) -> Link:
    if kept is None:
        return link
    return replace(link, url=link_url(server, kept), passphrase=kept.words, subject=kept.subject, reply=kept.reply)


def _without_old(pack: Pack, now: str) -> Pack:
    """A pack of links without the records whose links nobody can have any more."""
    if pack.kind != "links":
        return pack
    old = [
        one
        for one in pack.items
        # A request's record opens its answers, however old.
        if one.item.get("kind") == "link" and seconds_of(now) - seconds_of(one.at) > _RECORD_SECONDS
    ]
    if not old:
        return pack
    kept = tuple(one for one in pack.items if one not in old)
    return replace(pack, items=kept, gone=(*pack.gone, *(grave_of(one, now) for one in old)))
