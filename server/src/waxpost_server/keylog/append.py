"""Keep the key log in the database: open it, append an entry, sign its note anew, start it over (key-log.md 5.2, 5.3).

Every entry is a leaf, in the order of arrival, so an entry's number is its position in whatever log is in use.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.keylog import tables
from waxpost_server.keylog.chain import Newest
from waxpost_server.keylog.entry import Entry
from waxpost_server.keylog.head import LogHead
from waxpost_server.keylog.merkle import Tree, unpack_tree
from waxpost_server.keylog.signatures import (
    Checked,
    entry_hash,
    leaf_of,
    origin_of,
    public_key,
    read_verified,
    sign_note,
    verify_entry,
)
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, statement
from waxpost_server.kit.ids import new_id

LOCK = "key-log"

_log = tables.key_log.c
_entry = tables.entry.c
_CURRENT = statement(sa.select(tables.key_log).where(_log.restarted_at.is_(None)))
_ADD_LOG = statement(sa.insert(tables.key_log))
_END_LOG = statement(
    sa.update(tables.key_log).where(_log.restarted_at.is_(None)).values(restarted_at=sa.bindparam("now_at"))
)
_MOVE_LOG = statement(
    sa.update(tables.key_log)
    .where(_log.number == sa.bindparam("of_log"))
    .values(
        size=sa.bindparam("new_size"),
        stack=sa.bindparam("new_stack"),
        note=sa.bindparam("new_note"),
        note_at=sa.bindparam("new_note_at"),
    )
)
_ADD_LEAF = statement(sa.insert(tables.log_leaf))
_ADD_ENTRY = statement(sa.insert(tables.entry))
_ALL_LEAVES = statement(
    sa.select(tables.log_leaf.c.leaf)
    .where(tables.log_leaf.c.log_number == sa.bindparam("of_log"), tables.log_leaf.c.position < sa.bindparam("size"))
    .order_by(tables.log_leaf.c.position)
)
_ENTRIES_FROM = statement(
    sa.select(_entry.number, _entry.addr, _entry.seq, _entry.entry)
    .where(_entry.number >= sa.bindparam("position"))
    .order_by(_entry.number)
    .limit(1000)
)
_NEWEST = statement(
    sa.select(_entry.number, _entry.hash, _entry.entry)
    .where(_entry.addr == sa.bindparam("addr"))
    .order_by(_entry.seq.desc())
    .limit(2)
)

Right = Callable[[Entry, Newest | None], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What became of an entry: what it says, its place in the log, and the newest note."""

    checked: Checked
    index: int
    note: str
    head: LogHead
    is_repeated: bool


async def open_log(tx: WriteTx, log_key: bytes) -> Row:
    """The log in use (a row of `key_log`); an empty one with a fresh instance id when there never was one."""
    await tx.lock(LOCK)
    log = await tx.one(_CURRENT)
    if log is None:
        await _begin_log(tx, log_key, 0, Tree())
        log = await tx.one(_CURRENT)
        assert log is not None
    return log


async def current_log(tx: ReadTx) -> Row:
    """The log in use, a row of `key_log`."""
    log = await tx.one(_CURRENT)
    if log is None:
        raise RuntimeError("the key log was not opened at the start")
    return log


async def append_entry(tx: WriteTx, log_key: bytes, addr: str, raw: bytes, check_right: Right) -> Published:
    """Verify an entry of this address, then append it with its leaf and a new note.

    `check_right` raises when this act may not come in at this door. The newest entry once more is answered as the
    first time. Raises EntryOutOfDate or EntryRefused.
    """
    log = await open_log(tx, log_key)
    newest = await find_newest(tx, addr)
    if newest is not None and newest.hash == entry_hash(raw):
        number = await tx.value(_NEWEST, addr=addr)
        return Published(Checked(newest.entry, newest.hash, raw), number, log.note, head_of(log), is_repeated=True)
    checked = verify_entry(raw, addr, newest, now())
    check_right(checked.entry, newest)
    leaf = leaf_of(addr, checked.entry.seq, raw)
    await tx.run(_ADD_LEAF, log_number=log.number, position=log.size, leaf=leaf)
    await tx.run(
        _ADD_ENTRY,
        number=log.size,
        addr=addr,
        seq=checked.entry.seq,
        hash=checked.hash,
        entry=raw,
        arrived_at=now(),
    )
    note, head = await _move_log(tx, log_key, log, _tree_of(log).append(leaf))
    return Published(checked, log.size, note, head, is_repeated=False)


async def find_newest(tx: ReadTx, addr: str) -> Newest | None:
    """The newest entry of an address with the keys in force; None without entries."""
    rows = await tx.all(_NEWEST, addr=addr)
    if not rows:
        return None
    entry = read_verified(bytes(rows[0].entry))
    # A revocation holds no keys, and only a reset may follow it: the entry before has them.
    keys = entry.keys or read_verified(bytes(rows[1].entry)).keys
    assert keys is not None
    return Newest(entry, rows[0].hash, keys)


async def renew_note(tx: WriteTx, log_key: bytes) -> None:
    """Sign the same tree with the present time."""
    log = await open_log(tx, log_key)
    await _move_log(tx, log_key, log, _tree_of(log))


async def restart_log(tx: WriteTx, log_key: bytes) -> LogHead:
    """End the log in use and append every entry, in the old order, to a new one; the old one stays readable."""
    await tx.lock(LOCK)
    old = await tx.one(_CURRENT)
    number = 0 if old is None else old.number + 1
    await tx.run(_END_LOG, now_at=now())
    leaves: list[bytes] = []
    while rows := await tx.all(_ENTRIES_FROM, position=len(leaves)):
        leaves += [leaf_of(row.addr, row.seq, bytes(row.entry)) for row in rows]
    tree = Tree().extend(leaves)
    await _begin_log(tx, log_key, number, tree)
    await tx.run_many(
        _ADD_LEAF,
        [{"log_number": number, "position": position, "leaf": leaf} for position, leaf in enumerate(leaves)],
    )
    await record(tx, None, Action.LOG_RESTARTED, number=number)
    return head_of(await current_log(tx))


async def root_at(tx: ReadTx, log: Row, size: int) -> bytes:
    """The root that this log had at a smaller or equal size, computed from its leaves."""
    if size == log.size:
        return _tree_of(log).root()
    rows = await tx.all(_ALL_LEAVES, of_log=log.number, size=size)
    return Tree().extend(bytes(row.leaf) for row in rows).root()


def head_of(log: Row) -> LogHead:
    """How far this log has come."""
    return LogHead(log.number, origin_of(log.instance), log.size, _tree_of(log).root())


def _tree_of(log: Row) -> Tree:
    return unpack_tree(log.size, bytes(log.stack))


async def _begin_log(tx: WriteTx, log_key: bytes, number: int, tree: Tree) -> None:
    instance = new_id()
    await tx.run(
        _ADD_LOG,
        number=number,
        instance=instance,
        key=public_key(log_key),
        size=tree.size,
        stack=tree.packed(),
        note=sign_note(log_key, instance, tree, now()),
        note_at=now(),
        restarted_at=None,
    )


async def _move_log(tx: WriteTx, log_key: bytes, log: Row, tree: Tree) -> tuple[str, LogHead]:
    signed_at = max(now(), log.note_at)  # a clock set back must not make a note that seems older than the last one
    note = sign_note(log_key, log.instance, tree, signed_at)
    await tx.run(
        _MOVE_LOG,
        of_log=log.number,
        new_size=tree.size,
        new_stack=tree.packed(),
        new_note=note,
        new_note_at=signed_at,
    )
    return note, LogHead(log.number, origin_of(log.instance), tree.size, tree.root())
