"""Public keys: the entries of people, and publishing one's own (spec/key-log.md 5.1, 5.4)."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import msgspec

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import find_people, keep_newest_entry
from waxpost_server.directory.standing import State
from waxpost_server.keylog.append import Published, append_entry
from waxpost_server.keylog.chain import Newest
from waxpost_server.keylog.encoding import check_addr
from waxpost_server.keylog.entries import list_arrivals, list_entries
from waxpost_server.keylog.entry import Entry
from waxpost_server.keylog.errors import EntryOutOfDate, EntryRefused
from waxpost_server.keylog.head import LogHead
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx
from waxpost_server.kit.shapes import Body, Bytes
from waxpost_server.kit.web.limits import TooManyRequests
from waxpost_server.kit.web.principal import Principal

ENTRIES_A_DAY = 10  # spec/key-log.md 5.1


class EntryBytes(Bytes):
    """A directory entry, as its maker signed it."""

    least = 1
    most = 8192


class NewEntry(Body):
    """The next entry of the asker's own address."""

    entry: EntryBytes


class KeysOf(Body):
    """Whose entries, and after which number: -1 for all of them."""

    addr: str
    after: Annotated[int, msgspec.Meta(ge=-1, le=2**32 - 1)]

    def __post_init__(self) -> None:
        """Raises ValueError for an address in another spelling than ours."""
        check_addr(self.addr)


class KeysQuestion(Body):
    """Up to a thousand people at once."""

    people: Annotated[list[KeysOf], msgspec.Meta(min_length=1, max_length=1000)]


class PersonKeys(NamedTuple):
    """`state` is active, suspended or none; `entries` are bytes as they arrived, oldest first."""

    addr: str
    state: str
    entries: list[bytes]


async def list_keys(tx: ReadTx, question: KeysQuestion) -> list[PersonKeys]:
    """For every address the entries after the number, in the same order.

    An address that was invited and has not joined is answered like one that nobody has.
    """
    people = await find_people(tx, [one.addr for one in question.people])
    joined = {addr: row for addr, row in people.items() if row.state != State.INVITED}
    entries: dict[str, list[tuple[int, bytes]]] = {}
    behind = {one.addr for one in question.people if one.addr in joined and joined[one.addr].seq > one.after}
    for row in await list_entries(tx, sorted(behind)) if behind else []:
        entries.setdefault(row.addr, []).append((row.seq, bytes(row.entry)))
    return [_keys_of(joined, entries, one.addr, one.after) for one in question.people]


def _keys_of(
    joined: Mapping[str, Row], entries: Mapping[str, list[tuple[int, bytes]]], addr: str, after: int
) -> PersonKeys:
    if addr not in joined:
        return PersonKeys(addr, "none", [])
    return PersonKeys(addr, joined[addr].state, [raw for seq, raw in entries.get(addr, []) if seq > after])


async def publish_entry(
    tx: WriteTx, log_key: bytes, principal: Principal, seen: int, new: NewEntry
) -> tuple[Published, LogHead]:
    """Append the person's next entry: other keys, another name, or a revocation. The same bytes again change nothing.

    Raises EntryOutOfDate when `seen` is not the newest number, EntryRefused, TooManyRequests.
    """

    def check_right(checked: Entry, newest: Newest | None) -> None:
        # Keys for an address come in by first start, invitation and start over alone (5.5).
        if checked.act not in ("rotate", "name", "revoke") or checked.uid != principal.uid:
            raise EntryRefused("right")
        if newest is None or newest.entry.seq != seen:
            raise EntryOutOfDate(-1 if newest is None else newest.entry.seq)

    published = await append_entry(tx, log_key, principal.addr, new.entry, check_right)
    if not published.is_repeated:
        recent = await list_arrivals(tx, principal.addr, now() - DAY, ENTRIES_A_DAY + 1)
        # The entry itself is one of them; the limit is met when ten others came within the day.
        if len(recent) > ENTRIES_A_DAY:
            raise TooManyRequests(recent[-1] + DAY - now())
        await keep_newest_entry(tx, published.checked)
        entry_ = published.checked.entry
        await record(tx, principal, Action.ENTRY_PUBLISHED, principal.user_id, act=entry_.act, seq=entry_.seq)
    return published, published.head
