"""Merge two versions of a person's packs so that no change is lost, whichever device does it (spec/entries.md 8.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import b64u, sha256
from waxpost.crypto.packs import Pack, pack_order, put_right
from waxpost.crypto.records import Grave, Record, SentCopy, sorted_json, with_sent

_COPY = b"waxpost/v1/entry-copy\x00"


@dataclass(frozen=True, slots=True)
class MergedPacks:
    """All packs, each under the served `ver` (0 for one that only I have), and the ids of the copies that were made."""

    packs: tuple[Pack, ...]
    copies: tuple[str, ...]


@dataclass(slots=True)
class _Side:
    records: dict[str, Record]
    # Of every record of an id, also of those that another one of the same side is better than.
    sent: dict[str, list[SentCopy]]
    places: dict[str, str]
    graves: dict[str, Grave]
    grave_places: dict[str, str]


def merge_packs(mine: Sequence[Pack], served: Sequence[Pack]) -> MergedPacks:
    """What to write after a lost compare-and-swap; refused(form) for the packs of two people."""
    if len({pack.uid for pack in (*mine, *served)}) > 1:
        raise Refused("form", "packs of two people")
    ours, theirs = _side(mine), _side(served)
    merged = _Merged({pack.file: pack for pack in (*served, *mine)}, served)
    copies: list[tuple[str, Record]] = []
    for one in _union(theirs.records, ours.records):
        a, b = theirs.records.get(one), ours.records.get(one)
        best, copy = _of_both(a, b)
        grave = _later(theirs.graves.get(one), ours.graves.get(one))
        if grave is not None and grave.rev > best.rev:
            continue
        place = theirs.places.get(one) or ours.places[one]
        merged.add(place, with_sent(best, (*theirs.sent.get(one, ()), *ours.sent.get(one, ()))))
        if copy is not None:
            copies.append((place, copy))
    made: list[str] = []
    for place, copy in copies:
        if not any(copy.id in known for known in (theirs.records, ours.records, theirs.graves, ours.graves)):
            merged.add(place, copy)
            made.append(copy.id)
    for one in _union(theirs.graves, ours.graves):
        grave = _later(theirs.graves.get(one), ours.graves.get(one))
        if grave is not None and one not in merged.ids:
            merged.bury(theirs.grave_places.get(one) or ours.grave_places[one], grave)
    return MergedPacks(put_right(merged.packs()), tuple(made))


def with_files_merged(
    base: Sequence[Pack], mine: Sequence[Pack], served: Sequence[Pack], merged: MergedPacks
) -> MergedPacks:
    """Rule 6: no file that another device took away since `base`; what lost by its `rev` with a new file as a copy."""
    known = _blobs(base)
    gone = known - _blobs(served)
    packs, copies = [_without_files(pack, gone) for pack in merged.packs], list(merged.copies)
    named = _blobs(packs)
    ids = {one.id for pack in (*mine, *served) for one in (*pack.items, *pack.gone)}
    for record in (*_records(served), *_records(mine)):
        blobs = {file.blob for file in record.files}
        if blobs <= known | named:
            continue
        copy = copy_of(record)
        if copy.id in ids:
            continue
        for at, pack in enumerate(packs):
            if any(one.id == record.id for one in pack.items):
                packs[at] = _without_files(replace(pack, items=(*pack.items, copy)), gone)
                named |= blobs
                copies.append(copy.id)
    return MergedPacks(put_right(tuple(packs)), tuple(copies))


def copy_of(record: Record) -> Record:
    """The record that keeps a version which lost against another one of the same rev."""
    return replace(record, id=b64u(sha256(_COPY, sorted_json(record))[:16]), copy=True, trashed=None)


class _Merged:
    def __init__(self, bases: dict[str, Pack], served: Sequence[Pack]) -> None:
        self._served = {pack.file: pack for pack in served}
        self._bases = bases
        self._items: dict[str, list[Record]] = {file: [] for file in bases}
        self._gone: dict[str, list[Grave]] = {file: [] for file in bases}
        self.ids: set[str] = set()

    def add(self, file: str, record: Record) -> None:
        self._items[file].append(record)
        self.ids.add(record.id)

    def bury(self, file: str, grave: Grave) -> None:
        self._gone[file].append(grave)

    def packs(self) -> tuple[Pack, ...]:
        whole: list[Pack] = []
        for file in sorted(self._bases, key=pack_order):
            served, base = self._served.get(file), self._bases[file]
            more = base.more if served is None else {**served.more, **base.more}
            ver = 0 if served is None else served.ver
            whole.append(Pack(base.uid, file, ver, tuple(self._items[file]), tuple(self._gone[file]), more))
        return tuple(whole)


def _records(packs: Iterable[Pack]) -> Iterable[Record]:
    return (record for pack in packs for record in pack.items)


def _blobs(packs: Iterable[Pack]) -> set[str]:
    return {file.blob for record in _records(packs) for file in record.files}


def _without_files(pack: Pack, gone: set[str]) -> Pack:
    if not gone & _blobs([pack]):
        return pack
    kept = [tuple(file for file in record.files if file.blob not in gone) for record in pack.items]
    return replace(
        pack, items=tuple(replace(record, files=files) for record, files in zip(pack.items, kept, strict=True))
    )


def _side(packs: Iterable[Pack]) -> _Side:
    side = _Side({}, {}, {}, {}, {})
    for pack in packs:
        for record in pack.items:
            side.sent.setdefault(record.id, []).extend(record.sent)
            known = side.records.get(record.id)
            if known is None or _rank(record) > _rank(known):
                side.records[record.id] = record
                side.places[record.id] = pack.file
        for grave in pack.gone:
            known_grave = side.graves.get(grave.id)
            if known_grave is None or (grave.rev, grave.at) > (known_grave.rev, known_grave.at):
                side.graves[grave.id] = grave
                side.grave_places[grave.id] = pack.file
    return side


def _of_both(a: Record | None, b: Record | None) -> tuple[Record, Record | None]:
    if a is None or b is None:
        one = a or b
        assert one is not None
        return one, None
    if a == b or (a.rev == b.rev and sorted_json(a) == sorted_json(b)):
        return a, None
    better, other = (a, b) if _rank(a) > _rank(b) else (b, a)
    return better, copy_of(other) if a.rev == b.rev else None


def _rank(record: Record) -> tuple[int, str, bytes]:
    return record.rev, record.at, sorted_json(record)


def _later(a: Grave | None, b: Grave | None) -> Grave | None:
    if a is None or b is None:
        return a or b
    return b if (b.rev, b.at) > (a.rev, a.at) else a


def _union(first: Iterable[str], then: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*first, *then)))
