"""Records: what a person saved, with its history, its place and its files (spec/entries.md 8.1).

A record is a value; every change makes the next `rev` of it. Members that this version does not know stay.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import check_name, check_time, seconds_of
from waxpost.crypto.items import read_item
from waxpost.crypto.members import Members
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import Json, write_json

RECORD_MOST = 256 * 1024
TAGS_MOST = 20
FOLDER_DEPTH, FOLDER_MOST = 8, 200
PAST_MOST = 10
FILES_MOST = 20
SENT_MOST = 20
TRASH_SECONDS = 30 * 86_400
GENERATOR = "generator"
# Kinds of links-<n>; links.md says what is in them.
LINKS = frozenset({"link", "request"})

More = dict[str, Json]
Item = dict[str, Json]
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class PastItem:
    """An earlier value of a record's item."""

    rev: int
    at: str
    item: Item = field(hash=False)
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of an entry: the id of its blob, the identity that opens it, its manifest."""

    blob: str
    mk: str
    att: dict[str, Json] = field(hash=False)
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class SentCopy:
    """Where a copy of a record went: the message, or the link, and the rev that was copied."""

    mid: str
    at: str
    rev: int
    link: bool = False
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class Record:
    """One saved thing. `past` and `sent` are newest first; `trashed` the time since which it lies in the trash."""

    id: str
    rev: int
    at: str
    item: Item = field(hash=False)
    tags: tuple[str, ...] = ()
    folder: str | None = None
    fav: bool = False
    exp: str | None = None
    past: tuple[PastItem, ...] = ()
    trashed: str | None = None
    files: tuple[EntryFile, ...] = ()
    sent: tuple[SentCopy, ...] = ()
    copy: bool = False
    more: More = field(default_factory=dict[str, Json], hash=False)

    @property
    def is_template(self) -> bool:
        """Whether this is no entry but saved settings of the password generator."""
        return self.item.get("kind") == GENERATOR

    def is_over(self, now: str) -> bool:
        """Whether it has lain in the trash for more than 30 days."""
        return self.trashed is not None and seconds_of(now) - seconds_of(self.trashed) > TRASH_SECONDS


@dataclass(frozen=True, slots=True)
class Grave:
    """A record that was removed for good."""

    id: str
    rev: int
    at: str
    more: More = field(default_factory=dict[str, Json], hash=False)


def next_rev(record: Record, now: str) -> Record:
    """The record to change after this one."""
    return replace(record, rev=record.rev + 1, at=now)


def with_item(record: Record, item: Item, now: str) -> Record:
    """The next rev with another item; the former one goes in front of `past`."""
    former = PastItem(record.rev, record.at, record.item)
    return fitted(replace(next_rev(record, now), item=item, past=(former, *record.past)[:PAST_MOST]))


def with_sent(record: Record, copies: Iterable[SentCopy]) -> Record:
    """The same rev with these copies among those that went: each message once, newest first, at most 20 (8.4)."""
    of_mid: dict[str, SentCopy] = {}
    for copy in (*record.sent, *copies):
        known = of_mid.get(copy.mid)
        if known is None or (copy.at, copy.rev) > (known.at, known.rev):
            of_mid[copy.mid] = copy
    sent = sorted(of_mid.values(), key=lambda copy: (copy.at, copy.mid), reverse=True)
    return fitted(replace(record, sent=tuple(sent[:SENT_MOST])))


def grave_of(record: Record, now: str) -> Grave:
    """What is left of a record that is removed for good."""
    return Grave(record.id, record.rev + 1, now)


def fitted(record: Record) -> Record:
    """The record without so many of its oldest `sent`, then `past`, that it is 256 KiB at most; or refused(form)."""
    while len(write_json(written_record(record))) > RECORD_MOST:
        if record.sent:
            record = replace(record, sent=record.sent[:-1])
        elif record.past:
            record = replace(record, past=record.past[:-1])
        else:
            raise Refused("form", "an entry is too long; put the long text into a file")
    return record


def sorted_json(record: Record) -> bytes:
    """JSON that is the same for equal records, whoever wrote them: members sorted by name, without `sent` (8.4)."""
    clean = cast(Json, json.loads(write_json(written_record(replace(record, sent=())))))
    return json.dumps(clean, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def written_record(record: Record) -> dict[str, Json]:
    """The JSON of a record."""
    whole: dict[str, Json] = {"id": record.id, "rev": record.rev, "at": record.at, "item": record.item}
    optional: dict[str, Json] = {
        "tags": list[Json](record.tags),
        "folder": record.folder,
        "fav": record.fav,
        "exp": record.exp,
        "past": [{"rev": past.rev, "at": past.at, "item": past.item, **past.more} for past in record.past],
        "trashed": record.trashed,
        "files": [{"blob": file.blob, "mk": file.mk, "att": file.att, **file.more} for file in record.files],
        "sent": [_written_copy(copy) for copy in record.sent],
        "copy": record.copy,
    }
    return {**whole, **{name: value for name, value in optional.items() if value}, **record.more}


def written_grave(grave: Grave) -> Json:
    """The JSON of a grave."""
    return {"id": grave.id, "rev": grave.rev, "at": grave.at, **grave.more}


def read_record(m: Members) -> Record:
    """A record from its JSON, or refused(form)."""
    record = Record(
        id=m.id16("id"),
        rev=m.number("rev", 1),
        at=m.time("at"),
        item=_read_item(m),
        tags=m.optional("tags", lambda name: _unique(m.texts(name, check_name, 1, TAGS_MOST))) or (),
        folder=m.optional("folder", lambda name: check_folder(m.text(name))),
        fav=_only_true(m, "fav"),
        exp=m.optional("exp", lambda name: check_date(m.text(name))),
        past=m.optional("past", lambda name: tuple(_read_past(one) for one in m.objects(name, 1, PAST_MOST))) or (),
        trashed=m.optional("trashed", m.time),
        files=m.optional("files", lambda name: tuple(_read_file(one) for one in m.objects(name, 1, FILES_MOST))) or (),
        sent=m.optional("sent", _read_sent(m)) or (),
        copy=_only_true(m, "copy"),
    )
    revs = [record.rev, *(past.rev for past in record.past)]
    if any(later <= earlier for later, earlier in itertools.pairwise(revs)):
        raise Refused("form", "the history of an entry is out of order")
    return replace(record, more=m.rest())


def read_grave(m: Members) -> Grave:
    """A grave from its JSON, or refused(form)."""
    return replace(Grave(m.id16("id"), m.number("rev", 1), m.time("at")), more=m.rest())


def check_folder(path: str) -> str:
    """Return the path if it is 1 to 8 names joined by `/`, 200 bytes in all."""
    names = path.split("/")
    if len(path.encode()) > FOLDER_MOST or len(names) > FOLDER_DEPTH:
        raise Refused("form", "not a folder")
    for name in names:
        check_name(name)
    return path


def check_date(text: str) -> str:
    """Return the day if it is a real `YYYY-MM-DD`."""
    if not _DATE.fullmatch(text):
        raise Refused("form", "not a day")
    check_time(f"{text}T00:00:00Z")
    return text


def _read_item(m: Members) -> Item:
    item = m.value("item")
    inner = Members(item)
    kind = inner.text("kind")
    if kind == GENERATOR:
        inner.name("title")
        inner.inner("settings")
    elif kind not in LINKS:
        read_item(inner)
        inner.number("i", 0, 0)
        inner.choice("from", ("entry",))
        inner.check_absent("att")
    return cast(Item, item)


def _read_past(m: Members) -> PastItem:
    return replace(PastItem(m.number("rev", 1), m.time("at"), _read_item(m)), more=m.rest())


def _read_file(m: Members) -> EntryFile:
    att = m.value("att")
    if not isinstance(att, dict):
        raise Refused("form", "a manifest is an object")
    file = EntryFile(m.id16("blob"), m.text("mk"), att)
    HybridIdentity.from_text(file.mk)
    return replace(file, more=m.rest())


def _read_sent(m: Members) -> Callable[[str], tuple[SentCopy, ...]]:
    def read(name: str) -> tuple[SentCopy, ...]:
        sent = tuple(_read_copy(one) for one in m.objects(name, 1, SENT_MOST))
        if any(later.at > earlier.at for earlier, later in itertools.pairwise(sent)):
            raise Refused("form", "copies of an entry are out of order")
        _unique([copy.mid for copy in sent])
        return sent

    return read


def _read_copy(m: Members) -> SentCopy:
    copy = SentCopy(m.id16("mid"), m.time("at"), m.number("rev", 1), _only_true(m, "link"))
    return replace(copy, more=m.rest())


def _written_copy(copy: SentCopy) -> dict[str, Json]:
    link: dict[str, Json] = {"link": True} if copy.link else {}
    return {"mid": copy.mid, "at": copy.at, "rev": copy.rev, **link, **copy.more}


def _only_true(m: Members, name: str) -> bool:
    if m.has(name) and not m.flag(name):
        raise Refused("form", f"{name} is only true")
    return m.has(name)


def _unique(texts: list[str]) -> tuple[str, ...]:
    if len(set(texts)) != len(texts):
        raise Refused("form", "something stands twice")
    return tuple(texts)
