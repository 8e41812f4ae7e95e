"""Events: one numbered stream per person, without gaps, written in the transaction of what they tell.

A number is taken under a lock on the person's counter row, held until the commit, so a slow commit never appears
behind a number that a reader has already passed. The table is the truth; the `Hub` only says "look again". An event
holds ids only; it is kept for `KEPT_SECONDS`, and the counter for as long as the person.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import Database, ReadTx, Row, WriteTx, any_of, each, insert, metadata, statement

KEPT_SECONDS = 7 * DAY  # spec/api.md, section 8
SWEEP_ROWS = 2000
CHANNEL = "waxpost_events"
_IDS_PER_NOTE = 250  # of 23 bytes with the comma: below the limit of `WriteTx.notify`

event_counter = sa.Table(
    "event_counter",
    metadata,
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
event = sa.Table(
    "event",
    metadata,
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

_people = each("uids")
_RAISE_COUNTERS = statement(
    insert(event_counter)
    .from_select(
        ["uid", "number"],
        # In one order, so that two senders to the same people wait for each other instead of deadlocking. SQLite
        # cannot parse ON CONFLICT right after a SELECT that has no condition.
        sa.select(_people.c.value, sa.literal(1)).where(_people.c.value != "").order_by(_people.c.value),
    )
    .on_conflict_do_update(index_elements=["uid"], set_={"number": event_counter.c.number + 1})
)
# The same for several events at once: a person named twice goes up by two.
_RAISE_BY_COUNT = statement(
    insert(event_counter)
    .from_select(
        ["uid", "number"],
        sa.select(_people.c.value, sa.func.count()).group_by(_people.c.value).order_by(_people.c.value),
    )
    .on_conflict_do_update(
        index_elements=["uid"],
        set_={"number": event_counter.c.number + insert(event_counter).excluded.number},
    )
    .returning(event_counter.c.uid, event_counter.c.number)
)
_ADD_EVENT = statement(sa.insert(event))
_ADD_EVENTS = statement(
    sa.insert(event).from_select(
        ["uid", "number", "kind", "ref", "at"],
        sa.select(
            event_counter.c.uid,
            event_counter.c.number,
            sa.bindparam("kind", type_=sa.Text),
            sa.bindparam("ref", type_=sa.Text),
            sa.bindparam("happened_at", type_=sa.BigInteger),
        ).where(any_of(event_counter.c.uid, "uids")),
    )
)
_LIST_SINCE = statement(
    sa.select(event.c.number, event.c.kind, event.c.ref)
    .where(event.c.uid == sa.bindparam("uid"), event.c.number > sa.bindparam("after"))
    .order_by(event.c.number)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_FIND_NUMBER = statement(sa.select(event_counter.c.number).where(event_counter.c.uid == sa.bindparam("uid")))
_FIND_NUMBERS = statement(
    sa.select(event_counter.c.uid, event_counter.c.number).where(any_of(event_counter.c.uid, "uids"))
)
_FIND_OLDEST = statement(
    sa.select(event.c.number).where(event.c.uid == sa.bindparam("uid")).order_by(event.c.number).limit(1)
)
_LIST_OLD = statement(
    sa.select(event.c.uid, event.c.number)
    .where(event.c.at < sa.bindparam("before"))
    .order_by(event.c.at)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
_FORGET = statement(
    sa.delete(event).where(event.c.uid == sa.bindparam("uid"), event.c.number == sa.bindparam("number"))
)


async def publish(tx: WriteTx, uids: Iterable[str], kind: str, ref: str) -> None:
    """Append one event to the stream of each person, once however often named, and wake readers after the commit."""
    people = sorted(set(uids))
    if not people:
        return
    await tx.run(_RAISE_COUNTERS, uids=people)
    await tx.run(_ADD_EVENTS, uids=people, kind=kind, ref=ref, happened_at=now())
    for start in range(0, len(people), _IDS_PER_NOTE):
        await tx.notify(CHANNEL, ",".join(people[start : start + _IDS_PER_NOTE]))


async def publish_all(tx: WriteTx, told: Sequence[tuple[str, str, str]]) -> None:
    """Append many events, each a (uid, kind, ref), in their order; counters are locked at once, in one order."""
    if not told:
        return
    named = sorted(uid for uid, _, _ in told)
    counts = Counter(named)
    given = {row.uid: row.number - counts[row.uid] for row in await tx.all(_RAISE_BY_COUNT, uids=named)}
    rows: list[dict[str, object]] = []
    for uid, kind, ref in told:
        given[uid] += 1
        rows.append({"uid": uid, "number": given[uid], "kind": kind, "ref": ref, "at": now()})
    await tx.run_many(_ADD_EVENT, rows)
    people = list(counts)
    for start in range(0, len(people), _IDS_PER_NOTE):
        await tx.notify(CHANNEL, ",".join(people[start : start + _IDS_PER_NOTE]))


async def list_since(tx: ReadTx, uid: str, after: int, most: int = 200) -> list[Row]:
    """A person's events with a number greater than `after`, in order: rows of number, kind, ref."""
    return await tx.all(_LIST_SINCE, uid=uid, after=after, most=most)


async def find_number(tx: ReadTx, uid: str) -> int:
    """The newest number of a person's stream; 0 before the first event."""
    return await tx.value(_FIND_NUMBER, uid=uid) or 0


async def find_numbers(tx: ReadTx, uids: Sequence[str]) -> dict[str, int]:
    """The same for many people; whoever had no event is absent."""
    return {row.uid: row.number for row in await tx.all(_FIND_NUMBERS, uids=uids)}


async def is_whole(tx: ReadTx, uid: str, after: int) -> bool:
    """Whether a reader who has seen up to `after` can be given all since: nothing forgotten, nothing invented."""
    newest = await find_number(tx, uid)
    if after >= newest:
        return after == newest
    oldest = await tx.value(_FIND_OLDEST, uid=uid)
    return oldest is not None and oldest <= after + 1


async def forget_old_events(tx: WriteTx) -> bool:
    """Remove some events that are older than we promise to keep. Whether there may be more."""
    old = await tx.all(_LIST_OLD, before=now() - KEPT_SECONDS, most=SWEEP_ROWS)
    await tx.run_many(_FORGET, [{"uid": row.uid, "number": row.number} for row in old])
    return len(old) == SWEEP_ROWS


class Hub:
    """Wakes readers of streams, whichever process wrote. Being woken means "look again", nothing more."""

    def __init__(self) -> None:
        self._wakers: dict[str, set[Callable[[], None]]] = {}

    async def start(self, db: Database) -> None:
        """Begin to listen; once, before the first subscription."""
        await db.listen(CHANNEL, self._hear)

    def subscribe(self, uid: str, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` on the event loop after every commit with an event for this person. Returns the way to stop."""
        self._wakers.setdefault(uid, set()).add(wake)

        def stop() -> None:
            wakers = self._wakers.get(uid, set())
            wakers.discard(wake)
            if not wakers:
                self._wakers.pop(uid, None)

        return stop

    def _hear(self, payload: str) -> None:
        for uid in payload.split(",") if payload else list(self._wakers):
            for wake in tuple(self._wakers.get(uid, ())):
                wake()
