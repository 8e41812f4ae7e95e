"""What a person wants to be told by mail. Who never chose is told of new messages and of links that were opened."""

from typing import NamedTuple

import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.db import ReadTx, WriteTx, insert, statement
from waxpost_server.kit.outbox import find_number
from waxpost_server.kit.shapes import Body
from waxpost_server.kit.web.principal import Principal
from waxpost_server.notifications.tables import announcement


class Preferences(NamedTuple):
    """What is chosen."""

    announces_messages: bool
    tells_links: bool


class PreferencesChange(Body):
    """What shall be chosen; null keeps it."""

    mail_new_messages: bool | None
    mail_link_opened: bool | None = None


_a = announcement.c
_FIND = statement(sa.select(_a.is_wanted, _a.is_link_wanted).where(_a.uid == sa.bindparam("uid")))
_CHOOSE = statement(
    insert(announcement).on_conflict_do_update(
        index_elements=["uid"],
        set_={
            "is_wanted": insert(announcement).excluded.is_wanted,
            "is_link_wanted": insert(announcement).excluded.is_link_wanted,
        },
    )
)


async def find_preferences(tx: ReadTx, uid: str) -> Preferences:
    """What this person has chosen, or what holds for everybody who has not."""
    row = await tx.one(_FIND, uid=uid)
    return Preferences(True, True) if row is None else Preferences(bool(row.is_wanted), bool(row.is_link_wanted))


async def change_preferences(tx: WriteTx, principal: Principal, change: PreferencesChange) -> Preferences:
    """Choose for oneself; what holds then. The next mail is the first to follow it."""
    before = await find_preferences(tx, principal.uid)
    after = Preferences(
        before.announces_messages if change.mail_new_messages is None else change.mail_new_messages,
        before.tells_links if change.mail_link_opened is None else change.mail_link_opened,
    )
    if after == before:
        return before
    newest = await find_number(tx, principal.uid)
    await tx.run(_CHOOSE, uid=principal.uid, seen=newest, told=newest, is_wanted=after[0], is_link_wanted=after[1])
    await record(
        tx,
        principal,
        Action.PREFERENCES_CHANGED,
        principal.user_id,
        mail_new_messages=after.announces_messages,
        mail_link_opened=after.tells_links,
    )
    return after
