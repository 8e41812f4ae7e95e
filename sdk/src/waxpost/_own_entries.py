"""The verbs of `Client` on one's own saved entries ("My entries").

Each change is one save, merged with what another device saved meanwhile; `notices` says when that left a copy.
"""

import json
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from waxpost._account import Account
from waxpost._entries import Entry, EntryBook, Packs, checked_item, entry_of, find_entry, search, with_record
from waxpost._entry_files import check_files, held_file, uploaded, with_files
from waxpost._exceptions import EntryChanged, NoSuchEntry
from waxpost._new_password import strength
from waxpost._reading import Mail
from waxpost._transfers import Watcher, download
from waxpost._values import SHOWN
from waxpost.crypto.age import seal_age
from waxpost.crypto.checkup import CheckUp, check_up
from waxpost.crypto.encoding import b64u
from waxpost.crypto.items import Item, written_item
from waxpost.crypto.packs import Pack, with_added
from waxpost.crypto.recipients import Passphrase
from waxpost.crypto.records import (
    GENERATOR,
    Record,
    SentCopy,
    check_date,
    check_folder,
    fitted,
    grave_of,
    next_rev,
    with_item,
    with_sent,
    written_record,
)
from waxpost.crypto.strictjson import Json, write_json

# Seconds of work for whoever guesses the passphrase of an export, about one for who knows it (spec/entries.md 8.5).
EXPORT_LOG_N = 18


class EntryVerbs:
    """My entries."""

    _account: Account
    _mail: Mail
    _notices: list[str]
    _entry_book: EntryBook | None = None

    def entries(
        self, query: str | None = None, *, folder: str | None = None, tag: str | None = None, trash: bool = False
    ) -> tuple[Entry, ...]:
        """My entries by title, or those that fit; `folder` holds what is in the folders below it too.

        `trash` gives those in the trash instead.
        """
        found = [entry for entry in self._book.entries() if (entry.trashed_at is not None) == trash]
        if folder is not None:
            found = [entry for entry in found if f"{entry.folder or ''}/".startswith(f"{folder}/")]
        if tag is not None:
            found = [entry for entry in found if tag in entry.tags]
        found = list(search(found, query)) if query else found
        return tuple(sorted(found, key=lambda entry: (entry.title.casefold(), entry.id)))

    def entry(self, name: str, *, trash: bool = False) -> Entry:
        """The one entry with this title or id; `NoSuchEntry`, `Ambiguous`."""
        return find_entry(self.entries(trash=trash), name)

    def folders(self) -> tuple[str, ...]:
        """Every folder that holds an entry."""
        return tuple(sorted({entry.folder for entry in self.entries() if entry.folder}))

    def add_entry(
        self,
        item: Item,
        *,
        tags: Iterable[str] = (),
        folder: str | None = None,
        favourite: bool = False,
        expires: str | None = None,
        files: Sequence[Path] = (),
        watch: Watcher | None = None,
    ) -> Entry:
        """Save something new and its files, `watch` being told how far each is; `FileNotReadable`, `FileChanged`."""
        check_files(0, (), len(files))
        place = self._record(tags, folder, expires, favourite=favourite)
        with uploaded(self._account.api, files, watch) as added:
            return self._add([item], replace(place, files=added))[0]

    def add_entries(
        self,
        items: Iterable[Item],
        *,
        tags: Iterable[str] = (),
        folder: str | None = None,
        favourite: bool = False,
        expires: str | None = None,
    ) -> tuple[Entry, ...]:
        """Save several new things at once, all in one place."""
        return self._add(items, self._record(tags, folder, expires, favourite=favourite))

    def edit_entry(
        self,
        entry: Entry,
        *,
        item: Item | None = None,
        tags: Iterable[str] | None = None,
        folder: str | None = None,
        favourite: bool | None = None,
        expires: str | None = None,
        files: Sequence[Path] = (),
        remove_files: Collection[int] = (),
        watch: Watcher | None = None,
    ) -> Entry:
        """Change what is given of an entry that was just looked at; an empty `folder` or `expires` takes it away.

        The former item goes into the history. `files` are added, those of the indexes `remove_files` are gone for good.
        `EntryChanged` when another device was faster and this one knows it; `NoSuchFile`, `FileNotReadable`.
        """

        def edit(record: Record) -> Record:
            self._check_seen(record, entry)
            now = self._account.now()
            changed = next_rev(record, now) if item is None else with_item(record, _written(item), now)
            return replace(
                changed,
                tags=changed.tags if tags is None else tuple(tags),
                folder=changed.folder if folder is None else (check_folder(folder) if folder else None),
                fav=changed.fav if favourite is None else favourite,
                exp=changed.exp if expires is None else (check_date(expires) if expires else None),
                files=with_files(changed.files, remove_files, added),
            )

        check_files(len(entry.files), remove_files, len(files))
        with uploaded(self._account.api, files, watch) as added:
            return self._edit(entry.id, edit)

    def save_entry_file(self, entry: Entry, file: int, folder: Path, *, watch: Watcher | None = None) -> Path:
        """Save a file of an entry (its index in `files`) into a folder; the path it got, as by `save`."""
        record = next((one for one in self._book.records() if one.id == entry.id), None)
        if record is None:
            raise NoSuchEntry(entry.title)
        return download(self._account.api, held_file(record.files, file), folder, watch)

    def delete_entry(self, entry: Entry) -> Entry:
        """Put an entry into the trash, from where it goes for good after 30 days."""
        now = self._account.now()
        return self._edit(entry.id, lambda record: replace(next_rev(record, now), trashed=record.trashed or now))

    def restore_entry(self, entry: Entry) -> Entry:
        """Take an entry out of the trash."""
        return self._edit(entry.id, lambda record: replace(next_rev(record, self._account.now()), trashed=None))

    def remove_entry(self, entry: Entry) -> None:
        """Remove an entry and its files for good."""
        now = self._account.now()

        def without(pack: Pack) -> Pack:
            found = [record for record in pack.items if record.id == entry.id]
            kept = tuple(record for record in pack.items if record.id != entry.id)
            return replace(pack, items=kept, gone=(*pack.gone, *(grave_of(record, now) for record in found)))

        self._save(lambda packs: tuple(without(pack) for pack in packs))

    def copy_entry(self, name: str, *, with_code_secret: bool = False) -> Item:
        """What a message takes of an entry: its item, without history, files and, unless asked, one-time secrets."""
        return self.copy_of(self.entry(name), with_code_secret=with_code_secret)

    @staticmethod
    def copy_of(entry: Entry, *, with_code_secret: bool = False) -> Item:
        """As `copy_entry`, of an entry that was just looked at; `note_copies` keeps where it went."""
        item = entry.item
        kept = tuple(field for field in item.fields if with_code_secret or field.f != "totp")
        return replace(item, fields=kept, source="entry")

    def note_copies(self, entries: Iterable[Entry], mid: str, at: str, *, link: bool = False) -> None:
        """Keep with each entry that a copy of what it was went with this message, or link, which the server has taken.

        One save for all; what is gone meanwhile, or was only in the trash for too long, is left out.
        """
        rev_of = {entry.id: entry.rev for entry in entries}

        def noted(record: Record) -> Record:
            rev = rev_of.get(record.id)
            return record if rev is None else with_sent(record, [SentCopy(mid, at, rev, link)])

        if rev_of:
            self._save(lambda packs: tuple(replace(pack, items=tuple(map(noted, pack.items))) for pack in packs))

    def save_from_message(self, mid: str, index: int | None = None) -> tuple[Entry, ...]:
        """Save copies of the items of a message, or of the one with this index (from 0).

        `NoSuchEntry` when the message is not shown or has no such item. Files are not copied.
        """
        message = self._mail.fetch(mid)
        items = message.content.items if message.content is not None and message.result in SHOWN else ()
        chosen = items if index is None else items[index : index + 1]
        if not chosen or (index is not None and index < 0):
            raise NoSuchEntry(mid)
        title = message.content.subject if message.content is not None else ""
        named = [replace(item, att=(), title=item.title.strip() or title.strip() or item.shown_kind) for item in chosen]
        return self.add_entries(named)

    def generator_templates(self) -> tuple[tuple[str, Json], ...]:
        """The saved settings of the password generator: title and settings, by title."""
        found = [record.item for record in self._book.records() if record.is_template and record.trashed is None]
        return tuple(sorted((str(item["title"]), item["settings"]) for item in found))

    def save_generator_template(self, title: str, settings: dict[str, Json]) -> None:
        """Save settings of the password generator under a name, in place of those of the same name."""
        now, uid = self._account.now(), self._account.vault.uid
        item: dict[str, Json] = {"kind": GENERATOR, "title": title, "settings": settings}
        held = [one for one in self._book.records() if one.is_template and one.item["title"] == title]
        if held:
            self._save(
                lambda packs: with_record(packs, held[0].id, lambda record: replace(next_rev(record, now), item=item))
            )
            return
        fresh = Record(b64u(os.urandom(16)), 1, now, item)
        self._save(lambda packs: with_added(packs, uid, [fresh]))

    def check_passwords(self) -> CheckUp:
        """Which passwords of my entries to change, and why: weak, reused, old, expiring. Judged here; nothing is sent.

        A while for many entries. Today is the day of this computer's clock and zone.
        """
        held = {record.id: record for record in self._book.records()}
        today = datetime.fromtimestamp(self._account.clock()).astimezone().date()
        return check_up((held[entry.id] for entry in self.entries()), strength, self._account.now(), today)

    def export_entries(self, passphrase: str | None) -> bytes:
        """entries.json of spec/entries.md 8.5: an age file under the passphrase (`age -d` opens it), plain without."""
        kept = [one for one in self._book.records() if not one.is_template and one.trashed is None]
        records: list[Json] = [written_record(replace(one, past=(), files=(), sent=())) for one in kept]
        whole: dict[str, Json] = {"v": 1, "t": "waxpost-export", "addr": self._account.addr, "at": self._account.now()}
        data = write_json({**whole, "items": records})
        if passphrase is None:
            return json.dumps(json.loads(data), ensure_ascii=False, indent=2).encode()
        return seal_age(data, Passphrase(passphrase, EXPORT_LOG_N), os.urandom)

    @property
    def _book(self) -> EntryBook:
        if self._entry_book is None:
            self._entry_book = EntryBook(self._account)
        return self._entry_book

    def _record(self, tags: Iterable[str], folder: str | None, expires: str | None, *, favourite: bool) -> Record:
        """What new entries of one place have in common."""
        return replace(
            Record("", 1, self._account.now(), {}),
            tags=tuple(tags),
            folder=None if folder is None else check_folder(folder),
            fav=favourite,
            exp=None if expires is None else check_date(expires),
        )

    def _add(self, items: Iterable[Item], place: Record) -> tuple[Entry, ...]:
        records = [fitted(replace(place, id=b64u(os.urandom(16)), item=_written(item))) for item in items]
        uid = self._account.vault.uid
        self._save(lambda packs: with_added(packs, uid, records))
        return tuple(entry_of(record) for record in records)

    def _edit(self, entry_id: str, edit: Callable[[Record], Record]) -> Entry:
        self._save(lambda packs: with_record(packs, entry_id, lambda record: fitted(edit(record))))
        found = next((entry for entry in self._book.entries() if entry.id == entry_id), None)
        if found is None:
            raise NoSuchEntry(entry_id)
        return found

    def _save(self, edit: Callable[[Packs], Packs]) -> None:
        copies = self._book.change(edit)
        titles = [entry.title for entry in self._book.entries() if entry.id in copies]
        self._notices += [f"{title} was changed on two devices; both versions are kept" for title in titles]

    def _check_seen(self, record: Record, entry: Entry) -> None:
        if record.rev != entry.rev:
            raise EntryChanged(entry.title)


def _written(item: Item) -> dict[str, Json]:
    return {"i": 0, **written_item(replace(checked_item(item), source="entry"))}
