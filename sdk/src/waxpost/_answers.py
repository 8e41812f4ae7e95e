"""Answers from outside: list, open, mark, save their files, delete (spec/links.md 9.6.4, spec/api.md 7d).

What is shown of an answer was sealed to the key of its request and carries the tag that only whoever had the link can
make; anything else is shown as refused, with the reason, and nothing of it. Nobody signs an answer.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from waxpost._account import Account
from waxpost._api import Api
from waxpost._entries import EntryBook
from waxpost._exceptions import NoSuchFile, NotFound, Refused
from waxpost._requests import RequestBook
from waxpost._transfers import HeldFile, Watcher, download
from waxpost._values import Attachment
from waxpost.crypto.encoding import check_id
from waxpost.crypto.items import Item
from waxpost.crypto.members import Members
from waxpost.crypto.requests import KeptRequest, OpenAnswer, SealedAnswer, open_answer

# `outside`: it can be read. `no-key`: none of my keys belongs to the request that the server names.
AnswerResult = Literal["outside", "refused", "no-key"]
# By request: its title, and the link that it answers.
_Titles = dict[str, tuple[str | None, str | None]]
_PAGE = 100


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """An answer to a request of mine, or to one whose answers I may read, from whoever had its link.

    `title` is that of the request, `link` the id of the link that it answers, if any; `body`, `items` and `attachments`
    are theirs, and empty unless `result` is `outside`. `reason` says why it was refused. Times but `sent_at`, and
    `network`, are the server's word. `asker`: whose request it is when it is not mine.
    """

    mid: str
    request: str
    result: AnswerResult
    reason: str | None
    arrived_at: str
    expires_at: str | None
    is_read: bool
    network: str
    title: str | None = None
    link: str | None = None
    asker: str | None = None
    sent_at: str | None = None
    body: str = ""
    items: tuple[Item, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideAnswers:
    """Some answers, newest first. `unread` counts all of mine, without those seen to be hidden; the server's word."""

    answers: tuple[OutsideAnswer, ...]
    cursor: str | None
    unread: int


@dataclass(frozen=True, slots=True)
class _Delivered:
    mid: str
    request: str
    asker: str
    arrived_at: str
    expires_at: str | None
    read_at: str | None
    network: str
    wrap: bytes
    content: bytes | None
    blobs: tuple[str, ...]


class AnswerBook:
    """The answers that came to one account."""

    def __init__(self, account: Account, book: EntryBook) -> None:
        self._api: Api = account.api
        self._addr = account.addr
        self._requests = RequestBook(account, book)

    def answers(self, request: str | None, *, unread: bool, limit: int, cursor: str | None) -> OutsideAnswers:
        """Up to `limit` answers, newest first, each opened.

        One to a request of somebody else whose key is not here is left out: the message with the key has not come.
        """
        records: dict[str, KeptRequest] | None = None
        hidden = 0
        titles: _Titles = {}
        found: list[OutsideAnswer] = []
        while True:
            query: dict[str, str | int] = {"limit": min(_PAGE, limit - len(found))}
            query |= {} if cursor is None else {"cursor": cursor}
            query |= {} if request is None else {"request": request}
            page = Members(dict(self._api.get("answers", query)))
            for delivered in map(_read_answer, page.objects("items")):
                records = self._requests.records() if records is None else records
                if request not in (None, delivered.request):
                    raise Refused("wrong-message", "the server gave answers to another request than the one asked for")
                if delivered.asker != self._addr and delivered.request not in records:
                    hidden += delivered.read_at is None
                    continue
                if unread and delivered.read_at is not None:
                    continue
                # One that was deleted since the page was made is not there.
                with suppress(NotFound):
                    found.append(self._titled(self._opened(delivered, records)[0], records, titles))
            cursor = page.maybe("cursor", page.text)
            if cursor is None or len(found) >= limit:
                return OutsideAnswers(tuple(found), cursor, max(0, page.number("unread") - hidden))

    def answer(self, mid: str) -> OutsideAnswer:
        """One answer, opened; `NotFound`."""
        records = self._requests.records()
        return self._titled(self._opened(self._fetch(mid), records)[0], records, {})

    def mark(self, mids: Sequence[str], *, read: bool) -> None:
        """Mark answers as read or unread."""
        for start in range(0, len(mids), _PAGE):
            items = [{"mid": mid, "read": read} for mid in mids[start : start + _PAGE]]
            self._api.post("answers/read", {"items": [{**one} for one in items]}, repeat=True)

    def delete(self, mid: str) -> None:
        """Delete an answer with its files."""
        self._api.delete(f"answers/{mid}")

    def save(self, mid: str, file: int, folder: Path, watch: Watcher | None) -> Path:
        """Save a file of an answer that can be read; as `Client.save`."""
        delivered = self._fetch(mid)
        answer, opened = self._opened(delivered, self._requests.records())
        if opened is None:
            raise Refused("form", f"only the files of an answer that can be read can be saved ({answer.reason})")
        manifests = opened.content.att
        if not 0 <= file < len(manifests):
            raise NoSuchFile(file + 1, len(manifests), of="answer")
        held = HeldFile(delivered.blobs[file], manifests[file], opened.mk, under=f"answers/{mid}/")
        return download(self._api, held, folder, watch)

    def _fetch(self, mid: str, request: str | None = None) -> _Delivered:
        delivered = _read_answer(Members(dict(self._api.get(f"answers/{mid}"))))
        if delivered.mid != mid or delivered.content is None or request not in (None, delivered.request):
            raise Refused("wrong-message", "the server gave another answer than the one asked for")
        return delivered

    def _opened(
        self, delivered: _Delivered, records: dict[str, KeptRequest]
    ) -> tuple[OutsideAnswer, OpenAnswer | None]:
        answer = replace(_closed(delivered), asker=None if delivered.asker == self._addr else delivered.asker)
        kept = records.get(delivered.request)
        if kept is None:
            return replace(answer, result="no-key", reason="no-key"), None
        answer = replace(answer, asker=kept.asker)
        try:
            full = delivered if delivered.content is not None else self._fetch(delivered.mid, delivered.request)
            sealed = SealedAnswer(full.wrap, full.content or b"")
            opened = open_answer(sealed, kept, full.mid, len(full.blobs))
        except Refused as refused:
            return replace(answer, reason=refused.reason), None
        content = opened.content
        files = tuple(Attachment(file.name, file.type, file.size) for file in content.att)
        answer = replace(answer, result="outside", sent_at=content.sent, body=content.body)
        return replace(answer, items=content.items, attachments=files), opened

    def _titled(self, answer: OutsideAnswer, records: dict[str, KeptRequest], titles: _Titles) -> OutsideAnswer:
        if answer.request not in titles:
            try:
                request = self._requests.request(answer.request, records)
                titles[answer.request] = request.title, request.link
            except (NotFound, Refused):
                titles[answer.request] = None, None
        title, link = titles[answer.request]
        return replace(answer, title=title, link=link)


def _read_answer(m: Members) -> _Delivered:
    return _Delivered(
        mid=m.id16("mid"),
        request=m.id16("request"),
        asker=m.addr("asker"),
        arrived_at=m.time("arrived_at"),
        expires_at=m.maybe("expires_at", m.time),
        read_at=m.maybe("read_at", m.time),
        network=m.text("network", 100),
        wrap=m.raw("wrap"),
        content=m.maybe("content", m.raw),
        blobs=tuple(m.texts("blobs", check_id)),
    )


def _closed(delivered: _Delivered) -> OutsideAnswer:
    return OutsideAnswer(
        mid=delivered.mid,
        request=delivered.request,
        result="refused",
        reason=None,
        arrived_at=delivered.arrived_at,
        expires_at=delivered.expires_at,
        is_read=delivered.read_at is not None,
        network=delivered.network,
    )
