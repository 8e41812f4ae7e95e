"""Requests as their asker has them: make, list, change, close (spec/links.md 9.6.1, 9.6.2, spec/api.md 7d).

The record with both keys goes into the sealed pack before the request is posted, so that every device of the asker can
show the link again and open its answers; the server gets a hash, a public key and a sealed label.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from waxpost._account import Account
from waxpost._api import Answer, Api
from waxpost._directory import own_entry
from waxpost._entries import EntryBook, Packs
from waxpost._exceptions import Problem, Refused
from waxpost.crypto.encoding import b64u, check_addr, sha256
from waxpost.crypto.envelope import new_id
from waxpost.crypto.handing import ToldRequest, handed
from waxpost.crypto.members import Members
from waxpost.crypto.packs import with_added
from waxpost.crypto.payload import HandedRequest
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.records import Record, grave_of
from waxpost.crypto.requests import (
    KEY_BYTES,
    MARK_BYTES,
    AskedField,
    KeptRequest,
    RequestLabel,
    open_label,
    read_request,
    request_claim,
    request_mark,
    request_url,
    request_words,
    seal_label,
    written_request,
)

RequestState = Literal["open", "answered", "expired", "closed"]
STATES = ("open", "answered", "expired", "closed")
_DAY = 86_400
_DAYS = 7
_PAGE = 100


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What to ask for. `expires_at` None: as the organisation begins with; `answers`: how many are taken.

    `link`: the id of the link that it is made for, so that its readers can answer.
    """

    title: str
    note: str = ""
    fields: tuple[AskedField, ...] = ()
    text: bool = False
    files: bool = False
    expires_at: str | None = None
    answers: int = 1
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request of mine. What it asks comes from its sealed label; None, and `refused` says why, when that is no good.

    `url` and `words` come from my sealed record; None when it is not there. Everything else is the server's word.
    `answers` is how many were asked for, `answers_left` how many may still come. `link`: the link whose readers it lets
    answer, by its label. `readers`: who reads the answers besides the asker, the server's word; `asker`: whose request
    it is when somebody else handed it to me, else None.
    """

    id: str
    state: RequestState
    created_at: str
    expires_at: str
    ended_at: str | None
    answers: int
    answers_left: int
    url: str | None = None
    words: tuple[str, ...] = ()
    title: str | None = None
    note: str = ""
    fields: tuple[AskedField, ...] = ()
    text: bool = False
    files: bool = False
    link: str | None = None
    asker: str | None = None
    readers: tuple[str, ...] = ()
    refused: str | None = None


class RequestBook:
    """The requests of one account."""

    def __init__(self, account: Account, book: EntryBook) -> None:
        self._account = account
        self._api: Api = account.api
        self._book = book

    def make(self, draft: RequestDraft, readers: Sequence[str] = ()) -> Request:
        """Seal and post. Refused(form) for what no reader would take, a `Problem` when it may not be made.

        `readers`: addresses of those who shall read the answers as well, each once; the keys have to be handed to them.
        Whoever answers is told how many they are.
        """
        kept = KeptRequest(new_id(), os.urandom(KEY_BYTES), HybridIdentity.new())
        label = self._label(draft, kept, len(readers))
        body: Answer = {
            "id": kept.id,
            "claim_hash": b64u(sha256(request_claim(kept.f))),
            "recipient": b64u(kept.rk.recipient),
            "label": b64u(seal_label(label, kept.f)),
            "expires_at": label.exp,
            "answers": draft.answers,
            "readers": list(readers),
        }
        record = Record(new_id(), 1, self._account.now(), written_request(kept))
        self._book.change(lambda packs: with_added(packs, self._account.vault.uid, [record], "links"))
        try:
            answer = Members(dict(self._api.post("requests", body, repeat=True)))
        except Problem as problem:
            if problem.status < 500:
                # It was not made, so nobody needs its keys. Whatever else happens, they stay: it may have been made.
                self._book.change(lambda packs: _without(packs, record, self._account.now()))
            raise
        return self._shown(answer, {kept.id: kept})

    def requests(self) -> Iterator[Request]:
        """Every request of mine that the server still knows, newest first."""
        records = self.records()
        cursor: str | None = None
        while True:
            query: dict[str, str | int] = {"limit": _PAGE, **({} if cursor is None else {"cursor": cursor})}
            page = Members(dict(self._api.get("requests", query)))
            for item in page.objects("items"):
                yield self._shown(item, records)
            cursor = page.maybe("cursor", page.text)
            if cursor is None:
                return

    def request(self, request_id: str, records: Mapping[str, KeptRequest] | None = None) -> Request:
        """One request; refused(wrong-message) when the server gives another."""
        found = Members(dict(self._api.get(f"requests/{request_id}")))
        if found.id16("id") != request_id:
            raise Refused("wrong-message", "the server gave another request than the one asked for")
        return self._shown(found, self.records() if records is None else records)

    def change(self, request_id: str, expires_at: str) -> Request:
        """Another end."""
        answer = self._api.patch(f"requests/{request_id}", {"expires_at": expires_at})
        return self._shown(Members(dict(answer)), self.records())

    def close(self, request_id: str) -> None:
        """Take no more answers."""
        self._api.delete(f"requests/{request_id}")

    def handed(self, request_id: str) -> HandedRequest:
        """The keys of a request of mine, for a signed message to its readers."""
        return handed(self.records()[request_id])

    def told(self, request_id: str) -> ToldRequest:
        """What the server says of a request of somebody else's; `NotFound`, refused(wrong-message)."""
        found = Members(dict(self._api.get(f"requests/{request_id}")))
        if found.id16("id") != request_id:
            raise Refused("wrong-message", "the server gave another request than the one asked for")
        return ToldRequest(found.addr("asker"), found.raw("mark", MARK_BYTES), found.raw("label"))

    def records(self) -> dict[str, KeptRequest]:
        """The keys of my requests, by id."""
        kept = (read_request(one.item) for one in self._book.link_records() if one.item.get("kind") == "request")
        return {one.id: one for one in kept}

    def _label(self, draft: RequestDraft, kept: KeptRequest, others: int) -> RequestLabel:
        return RequestLabel(
            id=kept.id,
            asker_name=own_entry(self._account.vault).name,
            asker_addr=self._account.addr,
            title=draft.title,
            note=draft.note,
            fields=draft.fields,
            text=draft.text,
            files=draft.files,
            exp=draft.expires_at or self._account.time_after(self._days() * _DAY),
            link=draft.link,
            others=others,
        )

    def _days(self) -> int:
        rows = Members(dict(self._api.get("policies"))).objects("policies")
        values = [row.value("value") for row in rows if row.text("name") == "request_expiry_days"]
        return values[0] if values and type(values[0]) is int else _DAYS

    def _shown(self, m: Members, records: Mapping[str, KeptRequest]) -> Request:
        request = Request(
            id=m.id16("id"),
            state=cast(RequestState, m.choice("state", STATES)),
            created_at=m.time("created_at"),
            expires_at=m.time("expires_at"),
            ended_at=m.maybe("ended_at", m.time),
            answers=m.number("answers"),
            answers_left=m.number("answers_left"),
            readers=tuple(m.texts("readers", check_addr)),
        )
        kept, sealed = records.get(request.id), m.raw("label")
        if kept is None:
            return replace(request, refused="no-key")
        words = request_words(request_mark(kept))
        request = replace(request, asker=kept.asker, url=request_url(self._api.url, kept), words=words)
        try:
            label = open_label(sealed, kept.id, kept.f)
        except Refused as refused:
            return replace(request, refused=refused.reason)
        request = replace(request, title=label.title, note=label.note, fields=label.fields)
        return replace(request, text=label.text, files=label.files, link=label.link)


def _without(packs: Packs, record: Record, now: str) -> Packs:
    return tuple(
        replace(
            pack,
            items=tuple(one for one in pack.items if one.id != record.id),
            gone=(*pack.gone, grave_of(record, now)),
        )
        if any(one.id == record.id for one in pack.items)
        else pack
        for pack in packs
    )
