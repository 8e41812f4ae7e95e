"""Send by email: mail a link without its fragment, again when it is asked for, and note what became of each mail.

What goes is posted in the outbox in the transaction that makes the link or asks; who may be told how often is counted
here. The server knows neither the fragment nor the words, so a mail cannot hold them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import DAY, MINUTE, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, any_of, statement
from waxpost_server.kit.ids import new_id
from waxpost_server.kit.outbox import publish
from waxpost_server.kit.web.principal import Principal
from waxpost_server.links.errors import LinkMailsExceeded, LinkMailsNotAllowed, MailNotSetUp
from waxpost_server.links.events import LINK
from waxpost_server.links.tables import OPEN, share, share_mail
from waxpost_server.mail.link_letters import link_letter
from waxpost_server.mail.outbox import FAILED, SENT, WAITING, Composed, post
from waxpost_server.policies.catalogue import EffectivePolicy

KIND = "link"
# spec/api.md, section 7c
MAILS_OF_ADDRESS = 5
PAUSE_SECONDS = 10 * MINUTE
ADDRESSES_MOST = 10
# How the states of the outbox are called to the maker.
_TOLD: Final = {WAITING: "queued", SENT: "sent", FAILED: "failed"}
# The link had ended before the mail went.
_NOTHING_TO_SAY = "link-ended"


class Mailed(NamedTuple):
    """The newest mail with a link to one address, and how many there were."""

    to: str
    state: str
    reason: str | None
    asked_at: int
    ended_at: int | None
    times: int

    @property
    def again_at(self) -> int | None:
        """From when on the address may be mailed again; None: no more."""
        if self.times >= MAILS_OF_ADDRESS:
            return None
        return self.asked_at if self.state == _TOLD[FAILED] else self.asked_at + PAUSE_SECONDS


_m = share_mail.c
_ADD = statement(sa.insert(share_mail))
_LIST = statement(sa.select(share_mail).where(any_of(_m.share_id, "ids")).order_by(_m.asked_at, _m.to_addr))
_COUNT = statement(sa.select(sa.func.count()).where(_m.uid == sa.bindparam("uid"), _m.asked_at > sa.bindparam("after")))
_FIND = statement(
    sa.select(_m.share_id, share.c.uid, share.c.state, share.c.lang, share.c.expires_at)
    .select_from(share_mail.join(share, share.c.id == _m.share_id))
    .where(_m.id == sa.bindparam("id"))
)
_NOTE = statement(
    sa.update(share_mail)
    .where(_m.id == sa.bindparam("of_id"))
    .values(state=sa.bindparam("new_state"), reason=sa.bindparam("why"), ended_at=sa.bindparam("at"))
)


async def send_mails(
    tx: WriteTx, maker: Principal, policy: EffectivePolicy, link_id: str, to: Sequence[str], *, has_mail: bool
) -> None:
    """Post a mail for each address that may have one now; those that had one just now are left as they are.

    Raises MailNotSetUp, LinkMailsNotAllowed, LinkMailsExceeded, and then nothing is posted.
    """
    if not has_mail:
        raise MailNotSetUp
    if not policy.link_mails_daily:
        raise LinkMailsNotAllowed
    await tx.lock(f"link-mails {maker.uid}")  # links of one person, made at once, are counted one after the other
    known = {mailed.to: mailed for mailed in (await find_mails(tx, [link_id]))[link_id]}
    new = [addr for addr in dict.fromkeys(to) if _may_go(known.get(addr))]
    today = await tx.value(_COUNT, uid=maker.uid, after=now() - DAY)
    if new and today + len(new) > policy.link_mails_daily:
        raise LinkMailsExceeded(policy.link_mails_daily, "mails with links in 24 hours")
    for addr in new:
        await _post(tx, maker.uid, link_id, addr)
    if new:
        await record(tx, maker, Action.LINK_MAILED, link_id, mails=len(new))


async def find_mails(tx: ReadTx, link_ids: Iterable[str]) -> dict[str, list[Mailed]]:
    """What was mailed of each of these links, by address, the first one first."""
    mails: dict[str, dict[str, Mailed]] = defaultdict(dict)
    ids = list(link_ids)
    for row in await tx.all(_LIST, ids=ids) if ids else []:
        before = mails[row.share_id].get(row.to_addr)
        times = 1 if before is None else before.times + 1
        mails[row.share_id][row.to_addr] = Mailed(row.to_addr, row.state, row.reason, row.asked_at, row.ended_at, times)
    return {link_id: list(mails[link_id].values()) for link_id in ids}


async def compose_link_mail(tx: WriteTx, mail_id: str, _note: str | None) -> Composed | None:
    """The mail with a link; None, and noted as failed, when the link has ended or its maker is suspended."""
    row = await tx.one(_FIND, id=mail_id)
    if row is None:
        return None
    maker = await find_person_by_uid(tx, row.uid)
    if row.state != OPEN or row.expires_at <= now() or maker is None or maker.state != State.ACTIVE:
        await report_link_mail(tx, mail_id, FAILED, _NOTHING_TO_SAY)
        return None
    return Composed(link_letter(row.share_id, row.lang, maker.name, maker.addr, row.expires_at))


async def report_link_mail(tx: WriteTx, mail_id: str, state: str, reason: str | None) -> None:
    """Note what became of a mail, and tell the maker's devices."""
    row: Row | None = await tx.one(_FIND, id=mail_id)
    if row is None:
        return
    ended_at = None if state == WAITING else now()
    await tx.run(_NOTE, of_id=mail_id, new_state=_TOLD[state], why=reason, at=ended_at)
    await publish(tx, [row.uid], LINK, row.share_id)


def _may_go(mailed: Mailed | None) -> bool:
    """Whether an address gets a mail now. Raises LinkMailsExceeded."""
    if mailed is None:
        return True
    if mailed.state == _TOLD[WAITING] or (mailed.state != _TOLD[FAILED] and mailed.asked_at + PAUSE_SECONDS > now()):
        return False
    if mailed.again_at is None:
        raise LinkMailsExceeded(MAILS_OF_ADDRESS, "mails to one address")
    return True


async def _post(tx: WriteTx, uid: str, link_id: str, addr: str) -> None:
    mail_id = new_id()
    await tx.run(
        _ADD,
        id=mail_id,
        share_id=link_id,
        uid=uid,
        to_addr=addr,
        state=_TOLD[WAITING],
        reason=None,
        asked_at=now(),
        ended_at=None,
    )
    await post(tx, KIND, mail_id, addr)
