"""Announce new messages by mail, a while after they arrived, to whoever has not read them and is not looking just now.

The events in the outbox are the truth, so sending a message costs nothing more. A job looks at those that are old
enough and posts one mail per person; what it says is found when it goes, so that several messages become one mail, and
one that was read meanwhile is not announced. Each message is announced once at most.
"""

import sqlalchemy as sa

from waxpost_server.directory.people import find_people, find_people_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import DAY, MINUTE, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.outbox import event, find_number
from waxpost_server.mail.outbox import Composed, post
from waxpost_server.messages.arrivals import list_unread_arrivals
from waxpost_server.messages.events import MESSAGE
from waxpost_server.notifications.letters import NAMED_MOST, New, announcement_letter
from waxpost_server.notifications.preferences import find_preferences
from waxpost_server.notifications.presence import has_open_stream
from waxpost_server.notifications.tables import announcement, announcing

KIND = "announcement"
STEP_PEOPLE = 100
# Looked at again, for transactions that took so long or clocks that differ so much.
SLACK_SECONDS = MINUTE
# What is older when mail works again is no news any more.
NEWS_SECONDS = DAY

_a = announcement.c
_FIND_LOOKED_AT = statement(sa.select(announcing.c.looked_at))
_KEEP_LOOKED_AT = statement(
    insert(announcing).on_conflict_do_update(
        index_elements=["single"], set_={"looked_at": insert(announcing).excluded.looked_at}
    )
)
_LIST_NEWS = statement(
    sa.select(event.c.uid, sa.func.min(event.c.number).label("first"), sa.func.max(event.c.number).label("last"))
    .select_from(event.outerjoin(announcement, _a.uid == event.c.uid))
    .where(
        event.c.kind == MESSAGE,
        event.c.at > sa.bindparam("after"),
        event.c.at <= sa.bindparam("until"),
        sa.or_(_a.seen.is_(None), event.c.number > _a.seen),
    )
    .group_by(event.c.uid)
    .limit(STEP_PEOPLE)
)
_KEEP_SEEN = statement(
    insert(announcement).on_conflict_do_update(
        index_elements=["uid"], set_={"seen": insert(announcement).excluded.seen}
    )
)
_FIND_TOLD = statement(sa.select(_a.told).where(_a.uid == sa.bindparam("uid")))
_KEEP_TOLD = statement(
    sa.update(announcement).where(_a.uid == sa.bindparam("of_uid")).values(told=sa.bindparam("up_to"))
)


async def post_announcements(tx: WriteTx, delay: int) -> bool:
    """Post a mail for some of the people for whom messages arrived `delay` seconds ago. Whether there may be more."""
    await tx.lock("announcing")
    until = now() - delay
    looked_at = await tx.value(_FIND_LOOKED_AT)
    if looked_at is None:  # mail is new here: what arrived before was never to be announced
        await tx.run(_KEEP_LOOKED_AT, single=1, looked_at=until + SLACK_SECONDS)
        return False
    after = max(looked_at - SLACK_SECONDS, now() - NEWS_SECONDS)
    news = await tx.all(_LIST_NEWS, after=after, until=until)
    for row in news:
        await tx.run(_KEEP_SEEN, uid=row.uid, seen=row.last, told=row.first - 1, is_wanted=True, is_link_wanted=True)
        await _post_for(tx, row.uid)
    if len(news) < STEP_PEOPLE:
        await tx.run(_KEEP_LOOKED_AT, single=1, looked_at=max(looked_at, until))
    return len(news) == STEP_PEOPLE


async def compose_announcement(tx: WriteTx, uid: str, note: str | None) -> Composed | None:
    """What to tell a person now: all that waits behind what earlier mails told, or nothing.

    The note is the number behind which the first attempt at this mail began, so that a repetition tells the same.
    """
    after = await _find_told(tx, uid) if note is None else int(note)
    newest = await find_number(tx, uid)
    arrivals = await _list_news(tx, uid, after, newest)
    await tx.run(_KEEP_TOLD, of_uid=uid, up_to=newest)
    if not arrivals:
        return None
    senders = await find_people(tx, [row.sender_addr for row in arrivals])
    new = [
        New(
            row.mid,
            senders[row.sender_addr].name if row.sender_addr in senders else None,
            row.sender_addr,
            row.arrived_at,
        )
        for row in arrivals
    ]
    return Composed(announcement_letter(new, arrivals[0].together), str(after))


async def _post_for(tx: WriteTx, uid: str) -> None:
    newest = await find_number(tx, uid)
    if await _list_news(tx, uid, await _find_told(tx, uid), newest):
        who = (await find_people_by_uid(tx, [uid]))[uid]
        await post(tx, KIND, uid, who.addr)
    else:
        await tx.run(_KEEP_TOLD, of_uid=uid, up_to=newest)


async def _list_news(tx: ReadTx, uid: str, after: int, newest: int) -> list[Row]:
    """What to announce to this person now; nothing to whoever wants none, is suspended, or is looking."""
    who = (await find_people_by_uid(tx, [uid])).get(uid)
    if who is None or who.state != State.ACTIVE or not (await find_preferences(tx, uid)).announces_messages:
        return []
    if await has_open_stream(tx, uid):
        return []
    return await list_unread_arrivals(tx, uid, after, newest, NAMED_MOST)


async def _find_told(tx: ReadTx, uid: str) -> int:
    return await tx.value(_FIND_TOLD, uid=uid) or 0
