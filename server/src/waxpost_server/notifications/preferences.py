"""What a person wants to be told by mail. Who never chose is told of new messages."""

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


class PreferencesChange(Body):
    """What shall be chosen; null keeps it."""

    mail_new_messages: bool | None


_a = announcement.c
_FIND = statement(sa.select(_a.is_wanted).where(_a.uid == sa.bindparam("uid")))
_CHOOSE = statement(
    insert(announcement).on_conflict_do_update(
        index_elements=["uid"], set_={"is_wanted": insert(announcement).excluded.is_wanted}
    )
)


async def find_preferences(tx: ReadTx, uid: str) -> Preferences:
    """What this person has chosen, or what holds for everybody who has not."""
    return Preferences(announces_messages=await tx.value(_FIND, uid=uid) is not False)


async def change_preferences(tx: WriteTx, principal: Principal, change: PreferencesChange) -> Preferences:
    """Choose for oneself; what holds then. The next mail is the first to follow it."""
    before = await find_preferences(tx, principal.uid)
    wanted = change.mail_new_messages
    if wanted is None or wanted == before.announces_messages:
        return before
    newest = await find_number(tx, principal.uid)
    await tx.run(_CHOOSE, uid=principal.uid, seen=newest, told=newest, is_wanted=wanted)
    await record(tx, principal, Action.PREFERENCES_CHANGED, principal.user_id, mail_new_messages=wanted)
    return Preferences(announces_messages=wanted)
