"""A person's saved entries: the packs behind the vault, read once and kept sealed on this device (spec/entries.md 8).

Every pack that is used is one that the vault names. A save that comes too late is merged and written again; nothing
is lost, and where both sides changed one entry the earlier version stays beside the later one as a copy.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from waxpost._account import Account, PackSave
from waxpost._entry_files import attachment_of
from waxpost._exceptions import Ambiguous, NoSuchEntry, NotFound, Refused, TwoVaults
from waxpost._values import Attachment
from waxpost.crypto.items import Item, read_item
from waxpost.crypto.members import Members
from waxpost.crypto.packmerge import merge_packs, with_files_merged
from waxpost.crypto.packs import (
    SAVED_AT_ONCE,
    Pack,
    SealedPack,
    check_head,
    open_pack,
    pack_order,
    put_right,
    seal_pack,
    swept,
)
from waxpost.crypto.records import Record
from waxpost.crypto.vault import PackHead

_LOOKS_MOST = 4
_CARD = "[0-9]{12,19}"
_NUMBERS = {
    "card": re.compile(_CARD),
    "bank": re.compile(f"{_CARD}|[A-Z]{{2}}[0-9]{{2}}[A-Z0-9]{{7,26}}[0-9]{{4}}", re.IGNORECASE | re.ASCII),
}
Packs = tuple[Pack, ...]


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """What an entry was from `changed_at` until the next version."""

    rev: int
    changed_at: str
    item: Item


@dataclass(frozen=True, slots=True)
class SentEntry:
    """Where a copy of an entry went: the id of the message, or of the link, when, and which rev was copied.

    `before` says what happened to the entry since: its password was changed, or something else of it, or nothing.
    """

    mid: str
    at: str
    rev: int
    is_link: bool
    before: Literal["password", "change"] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A saved entry. `history` and `sent` are newest first; `trashed_at` is set while it lies in the trash.

    `expires` is a day. `is_copy` marks the version that lost when two devices changed one entry at once.
    """

    id: str
    rev: int
    changed_at: str
    item: Item
    tags: tuple[str, ...]
    folder: str | None
    is_favourite: bool
    expires: str | None
    trashed_at: str | None
    is_copy: bool
    files: tuple[Attachment, ...]
    history: tuple[EntryVersion, ...]
    sent: tuple[SentEntry, ...] = ()

    @property
    def title(self) -> str:
        """The title."""
        return self.item.title

    def values(self, f: str) -> tuple[str, ...]:
        """The values of a field such as `password` or `url`, or of the custom fields with this label."""
        return tuple(field.value for field in self.item.fields if f in (field.f, field.label))


def entry_of(record: Record) -> Entry:
    """The entry of a record that is no template."""
    item = read_item(Members(record.item))
    history = tuple(EntryVersion(past.rev, past.at, read_item(Members(past.item))) for past in record.past)
    return Entry(
        id=record.id,
        rev=record.rev,
        changed_at=record.at,
        item=item,
        tags=record.tags,
        folder=record.folder,
        is_favourite=record.fav,
        expires=record.exp,
        trashed_at=record.trashed,
        is_copy=record.copy,
        files=tuple(attachment_of(file) for file in record.files),
        history=history,
        sent=tuple(
            SentEntry(copy.mid, copy.at, copy.rev, copy.link, _since(item, history, copy.rev)) for copy in record.sent
        ),
    )


def _since(item: Item, history: Sequence[EntryVersion], rev: int) -> Literal["password", "change"] | None:
    """What happened to an entry after this rev of it (spec/entries.md 8.1)."""
    after = item
    for version in history:
        if version.item.password != after.password:
            if rev <= version.rev:
                return "password"
            break
        after = version.item
    return "change" if history and rev <= history[0].rev else None


class EntryBook:
    """All packs of one account, as far as this device has looked."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._packs: dict[str, tuple[PackHead, Pack]] = {}
        # What the last `_prepare` wanted all packs to be.
        self._wanted: Packs = ()

    def records(self) -> tuple[Record, ...]:
        """Every entry and template as the newest vault has them, without what was in the trash too long."""
        self._account.refresh_vault()
        now = self._account.now()
        packs = [pack for pack in self._load() if pack.kind == "entries"]
        return tuple(record for pack in packs for record in pack.items if not record.is_over(now))

    def link_records(self) -> tuple[Record, ...]:
        """What is kept of links and requests, as the newest vault has it (spec/links.md 9.4)."""
        self._account.refresh_vault()
        return tuple(record for pack in self._load() if pack.kind == "links" for record in pack.items)

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the trash or not."""
        return tuple(entry_of(record) for record in self.records() if not record.is_template)

    def change(self, edit: Callable[[Packs], Packs]) -> tuple[str, ...]:
        """Save `edit` of all packs; the ids of copies that a merge with another device had to make.

        Files that no entry names any more are given up, and those that are new are taken over, in the same request.
        """
        base = self._load()
        mine = put_right(swept(edit(base), self._account.now()))
        copies: list[str] = []
        while True:
            save = self._account.save_packs(partial(self._prepare, base, mine, copies))
            if save is None:
                return tuple(dict.fromkeys(copies))
            wanted = {pack.file: pack for pack in self._wanted}
            for sealed in save.packs:
                self._keep(sealed, replace(wanted[sealed.file], ver=sealed.ver))
            base, mine = self._open_packs(), self._wanted

    def _prepare(self, base: Packs, mine: Packs, copies: list[str]) -> PackSave | None:
        served = self._load()
        wanted = mine
        if _versions(served) != _versions(base):
            merged = with_files_merged(base, mine, served, merge_packs(mine, served))
            wanted = merged.packs
            copies.extend(merged.copies)
        self._wanted = wanted
        known = {pack.file: pack for pack in served}
        changed = [pack for pack in wanted if _differs(pack, known.get(pack.file))]
        # What loses records to another pack goes last, so that no step of several lets them out of sight.
        changed.sort(key=lambda pack: _loses(pack, known.get(pack.file)))
        first = changed[:SAVED_AT_ONCE]
        if not first:
            return None
        after = {**known, **{pack.file: pack for pack in first}}
        blobs, before = _blobs(after.values()), _blobs(served)
        return PackSave(
            tuple(self._sealed(pack, known.get(pack.file)) for pack in first),
            claim=tuple(blob for blob in blobs if blob not in before),
            release=tuple(blob for blob in before if blob not in blobs),
        )

    def _sealed(self, pack: Pack, known: Pack | None) -> SealedPack:
        ver = (0 if known is None else known.ver) + 1
        return SealedPack(pack.file, ver, seal_pack(replace(pack, ver=ver), self._account.vault_key))

    def _open_packs(self) -> Packs:
        return tuple(sorted((pack for _, pack in self._packs.values()), key=lambda pack: pack_order(pack.file)))

    def _load(self) -> Packs:
        """The packs that the vault names, each fetched only when this device has it not."""
        for _ in range(_LOOKS_MOST):
            heads = self._account.vault.heads
            try:
                found = {head.file: (head, self._find(head)) for head in heads}
            except TwoVaults:
                # Another device may just have written: then the vault names other packs by now (8.2, step 1).
                self._account.refresh_vault()
                if self._account.vault.heads == heads:
                    raise
                continue
            self._packs = found
            return self._open_packs()
        raise TwoVaults("the saved entries changed again and again")

    def _find(self, head: PackHead) -> Pack:
        known = self._packs.get(head.file)
        if known is not None and known[0] == head:
            return known[1]
        account = self._account
        stored = account.folder.read(_kept(head.file))
        if stored is not None and SealedPack(head.file, head.ver, stored).head.sha == head.sha:
            return open_pack(stored, account.vault_key, account.vault.uid, head)
        try:
            answer = Members(dict(account.api.get(f"packs/{head.file}")))
        except NotFound as error:
            raise TwoVaults("the server does not have saved entries that belong to it") from error
        sealed = answer.raw("sealed")
        check_head(sealed, answer.number("ver", 1), head)
        pack = open_pack(sealed, account.vault_key, account.vault.uid, head)
        account.folder.write(_kept(head.file), sealed)
        return pack

    def _keep(self, sealed: SealedPack, pack: Pack) -> None:
        self._packs[sealed.file] = (sealed.head, pack)
        self._account.folder.write(_kept(sealed.file), sealed.sealed)


def search(entries: Iterable[Entry], query: str) -> tuple[Entry, ...]:
    """The entries that hold every word of the query in title, tags, folder or a field that is not covered."""
    words = _folded(query).split()
    return tuple(entry for entry in entries if all(word in _text(entry) for word in words))


def find_entry(entries: Sequence[Entry], typed: str) -> Entry:
    """The one entry of this id or title; `NoSuchEntry`, or `Ambiguous` with the ids."""
    found = [entry for entry in entries if entry.id == typed]
    found = found or [entry for entry in entries if _folded(entry.title) == _folded(typed)]
    if not found:
        raise NoSuchEntry(typed)
    if len(found) > 1:
        raise Ambiguous(typed, tuple(entry.id for entry in found))
    return found[0]


def with_record(packs: Packs, record_id: str, edit: Callable[[Record], Record]) -> Packs:
    """The packs with one record changed; `NoSuchEntry` when it is in none."""
    if not any(record.id == record_id for pack in packs for record in pack.items):
        raise NoSuchEntry(record_id)
    return tuple(
        replace(pack, items=tuple(edit(record) if record.id == record_id else record for record in pack.items))
        for pack in packs
    )


def checked_item(item: Item) -> Item:
    """Return the item if it can stand in an entry: no files of a message, and a title."""
    if not item.title.strip() or item.att:
        raise Refused("form", "an entry needs a title")
    return item


def _text(entry: Entry) -> str:
    shown = [field.value for field in entry.item.fields if not entry.item.is_covered(field)]
    labels = [field.label for field in entry.item.fields if field.label]
    told = [entry.title, *entry.tags, entry.folder or "", last_digits(entry.item) or ""]
    return _folded("\n".join([*told, *shown, *labels]))


def last_digits(item: Item) -> str | None:
    """The last four digits of a card, or of an account that is not covered; None for any other or shorter number."""
    number = next((field for field in item.fields if field.f == "number"), None)
    if number is None or item.kind not in _NUMBERS or (item.kind == "bank" and item.is_covered(number)):
        return None
    plain = re.sub(r"[\s.-]", "", number.value)
    return plain[-4:] if _NUMBERS[item.kind].fullmatch(plain) else None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _versions(packs: Packs) -> dict[str, int]:
    return {pack.file: pack.ver for pack in packs}


def _differs(pack: Pack, known: Pack | None) -> bool:
    if known is None:
        return bool(pack.items or pack.gone)
    return (pack.items, pack.gone, pack.more) != (known.items, known.gone, known.more)


def _loses(pack: Pack, known: Pack | None) -> bool:
    kept = {one.id for one in (*pack.items, *pack.gone)}
    return known is not None and any(record.id not in kept for record in known.items)


def _blobs(packs: Iterable[Pack]) -> dict[str, None]:
    return {file.blob: None for pack in packs for record in pack.items for file in record.files}


def _kept(file: str) -> str:
    return f"pack-{file}.bin"
