"""Packs: the sealed files that hold a person's entries and links, each bound to the vault (spec/entries.md 8.1, 8.2).

Only what a head of the vault names is a pack of this person: an older one, another one and a missing one are noticed.
"""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from waxpost._exceptions import Refused, TwoVaults
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_with_key, seal_with_key
from waxpost.crypto.encoding import b64u, seconds_of, sha256
from waxpost.crypto.members import read_members
from waxpost.crypto.password import INFO_ENTRIES, hkdf
from waxpost.crypto.records import (
    Grave,
    More,
    Record,
    grave_of,
    read_grave,
    read_record,
    written_grave,
    written_record,
)
from waxpost.crypto.strictjson import Json, write_json
from waxpost.crypto.vault import PackHead

TYPE = "waxpost-entries"
PACK_MOST = 1024 * 1024
GRAVE_SECONDS = 90 * 86_400
# In one request, so that it stays below the 8 MiB of spec/api.md 5.
SAVED_AT_ONCE = 4
_FILE = re.compile("(entries|links)-(0|[1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Pack:
    """An open pack; `ver` 0 is one that was never saved."""

    uid: str
    file: str
    ver: int
    items: tuple[Record, ...] = ()
    gone: tuple[Grave, ...] = ()
    more: More = field(default_factory=dict[str, Json], hash=False)

    @property
    def kind(self) -> str:
        """`entries` or `links`."""
        return self.file.partition("-")[0]


@dataclass(frozen=True, slots=True)
class SealedPack:
    """A pack on its way to the server, or as it came from there."""

    file: str
    ver: int
    sealed: bytes

    @property
    def head(self) -> PackHead:
        """What the vault says of it."""
        return PackHead(self.file, self.ver, pack_hash(self.sealed))


def pack_hash(sealed: bytes) -> str:
    """How a head names a version: b64u(H(sealed bytes))."""
    return b64u(sha256(sealed))


def pack_key(vault_key: bytes) -> bytes:
    """The key of every pack."""
    return hkdf(vault_key, INFO_ENTRIES)


def check_file(file: str) -> str:
    """Return the name of a pack if it is one."""
    if not _FILE.fullmatch(file):
        raise Refused("form", "not the name of a pack")
    return file


def pack_order(file: str) -> tuple[str, int]:
    """How packs are sorted: by kind, then by number."""
    kind, _, number = file.partition("-")
    return kind, int(number)


def seal_pack(pack: Pack, vault_key: bytes, random: RandomBytes = os.urandom) -> bytes:
    """<file>.age; refused as `open_pack` would refuse it."""
    data = write_json(written_pack(pack))
    read_pack(data)
    return seal_with_key(pack_key(vault_key), data, random)


def check_head(sealed: bytes, ver: int, head: PackHead) -> None:
    """Raise `TwoVaults` unless these are the bytes that the vault names (8.2, step 1)."""
    if ver != head.ver or pack_hash(sealed) != head.sha:
        raise TwoVaults("the server served saved entries that do not belong to it")


def open_pack(sealed: bytes, vault_key: bytes, uid: str, head: PackHead) -> Pack:
    """The pack of this head; `WrongSecret`, `TwoVaults` for other bytes, refused(form), refused(newer)."""
    check_head(sealed, head.ver, head)
    pack = read_pack(open_with_key(pack_key(vault_key), sealed))
    if (pack.uid, pack.file, pack.ver) != (uid, head.file, head.ver):
        raise Refused("form", "a pack of another person, place or version")
    return pack


def read_pack(data: bytes) -> Pack:
    """A pack from its JSON."""
    if len(data) > PACK_MOST:
        raise Refused("form", "a pack that is too long")
    m = read_members(data, TYPE)
    pack = Pack(
        uid=m.id16("uid"),
        file=check_file(m.text("pack")),
        ver=m.number("ver", 1),
        items=tuple(read_record(one) for one in m.objects("items")),
        gone=tuple(read_grave(one) for one in m.objects("gone")),
    )
    ids = [one.id for one in (*pack.items, *pack.gone)]
    if len(set(ids)) != len(ids):
        raise Refused("form", "one entry stands twice in a pack")
    return replace(pack, more=m.rest())


def written_pack(pack: Pack) -> dict[str, Json]:
    """The JSON of a pack."""
    return {
        "v": 1,
        "t": TYPE,
        "uid": pack.uid,
        "pack": pack.file,
        "ver": pack.ver,
        "items": [written_record(record) for record in pack.items],
        "gone": [written_grave(grave) for grave in pack.gone],
        **pack.more,
    }


def swept(packs: Iterable[Pack], now: str) -> tuple[Pack, ...]:
    """The packs with graves for what was in the trash too long, and without graves that are too old (8.1)."""
    return tuple(_swept(pack, now) for pack in packs)


def _swept(pack: Pack, now: str) -> Pack:
    over = [record for record in pack.items if record.is_over(now)]
    old = [grave for grave in pack.gone if seconds_of(now) - seconds_of(grave.at) > GRAVE_SECONDS]
    if not over and not old:
        return pack
    gone = (*(grave for grave in pack.gone if grave not in old), *(grave_of(record, now) for record in over))
    return replace(pack, items=tuple(record for record in pack.items if record not in over), gone=gone)


def with_added(packs: Sequence[Pack], uid: str, records: Iterable[Record], kind: str = "entries") -> tuple[Pack, ...]:
    """The packs with new records, each in the first pack with room, or in a new one (8.1)."""
    sized = [_Sized(pack) for pack in packs]
    for record in records:
        _place(sized, uid, record, kind, ())
    return tuple(one.pack() for one in sized)


def put_right(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """The packs with nothing above 1 MiB: records move from the end of `items` to the first pack with room."""
    sized = [_Sized(pack) for pack in packs]
    for one in tuple(sized):
        moved: list[Record] = []
        while one.size > PACK_MOST and one.items:
            moved.append(one.take_last())
        for record in reversed(moved):
            _place(sized, one.base.uid, record, one.base.kind, (one.base.file,))
    return tuple(one.pack() for one in sized)


class _Sized:
    """A pack being filled, and how many bytes its JSON has."""

    def __init__(self, pack: Pack) -> None:
        self.base = pack
        self.items = list(pack.items)
        # Room for a longer `ver`: 16 digits instead of those of today.
        self.size = len(write_json(written_pack(replace(pack, ver=2**53 - 1))))

    def has_room(self, size: int) -> bool:
        return self.size + size + 1 <= PACK_MOST

    def add(self, record: Record, size: int) -> None:
        self.items.append(record)
        self.size += size + 1

    def take_last(self) -> Record:
        record = self.items.pop()
        self.size -= len(write_json(written_record(record))) + 1
        return record

    def pack(self) -> Pack:
        items = tuple(self.items)
        return self.base if items == self.base.items else replace(self.base, items=items)


def _place(packs: list[_Sized], uid: str, record: Record, kind: str, but: Collection[str]) -> None:
    size = len(write_json(written_record(record)))
    for one in packs:
        if one.base.kind == kind and one.base.file not in but and one.has_room(size):
            one.add(record, size)
            return
    taken = {one.base.file for one in packs}
    number = next(n for n in range(10_000) if f"{kind}-{n}" not in taken)
    fresh = _Sized(Pack(uid, f"{kind}-{number}", 0))
    fresh.add(record, size)
    packs.append(fresh)
