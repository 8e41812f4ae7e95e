"""Only this address: a code of six digits that is mailed to the address, and asked for with each claim.

The code is made when its mail is written and is stored nowhere but as a slow hash, for ten minutes and five tries. The
pauses between codes double, and after the twentieth the link is locked: a robot floods nobody's mailbox, and all its
guesses together are 100 of a million. What a refusal changes has to stay, so refusals are answers, not exceptions.
"""

import hashlib
import os
import secrets
from typing import NamedTuple

import sqlalchemy as sa

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import find_person_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.clock import HOUR, MINUTE, now
from waxpost_server.kit.db import ReadTx, Row, WriteTx, insert, statement
from waxpost_server.kit.tokens import are_equal
from waxpost_server.links.errors import LinkCodeNeeded, LinkCodeWrong
from waxpost_server.links.tables import OPEN, share, share_code
from waxpost_server.mail.link_letters import code_letter
from waxpost_server.mail.outbox import Composed, post

KIND = "link-code"
# spec/api.md, section 7c
CODE_SECONDS = 10 * MINUTE
CODE_TRIES = 5
CODES_MOST = 20
FIRST_PAUSE_SECONDS = MINUTE
PAUSE_MOST_SECONDS = HOUR
_DIGITS = 6
# 4 MiB and some milliseconds a guess.
_SCRYPT_N, _SCRYPT_R = 2**12, 8


class Asked(NamedTuple):
    """To whom a code was mailed, shortened, and from when on another may be asked for."""

    only_for: str
    again_at: int


_c = share_code.c
_FIND = statement(sa.select(share_code).where(_c.share_id == sa.bindparam("id")))
_new = insert(share_code)
_ASK = statement(
    _new.on_conflict_do_update(
        index_elements=["share_id"], set_={"asked": _c.asked + 1, "asked_at": _new.excluded.asked_at}
    )
)
_FIND_ADDRESS = statement(
    sa.select(share.c.uid, share.c.state, share.c.lang, share.c.expires_at, _c.asked_at)
    .select_from(share_code.join(share, share.c.id == _c.share_id))
    .where(_c.share_id == sa.bindparam("id"))
)
_KEEP = statement(
    sa.update(share_code)
    .where(_c.share_id == sa.bindparam("of_id"))
    .values(
        code_salt=sa.bindparam("new_salt"),
        code_hash=sa.bindparam("new_hash"),
        ends_at=sa.bindparam("new_end"),
        tries_left=CODE_TRIES,
    )
)
_MISS = statement(
    sa.update(share_code).where(_c.share_id == sa.bindparam("of_id")).values(tries_left=_c.tries_left - 1)
)
_FORGET = statement(sa.delete(share_code).where(_c.share_id == sa.bindparam("of_id")))


async def ask_code(tx: WriteTx, row: Row) -> Asked | None:
    """Post a mail with a code for an open share that was locked for update; nothing more in the pause after the last.

    None when as many were asked for as there may be.
    """
    code = await tx.one(_FIND, id=row.id)
    if code is not None and now() < _again_at(code.asked, code.asked_at):
        return Asked(shortened(row.only_addr), _again_at(code.asked, code.asked_at))
    asked = 0 if code is None else code.asked
    if asked >= CODES_MOST:
        return None
    await tx.run(
        _ASK, share_id=row.id, asked=1, asked_at=now(), code_salt=None, code_hash=None, ends_at=None, tries_left=0
    )
    await post(tx, KIND, row.id, row.only_addr)
    await record(tx, None, Action.LINK_CODE_ASKED, row.id)
    return Asked(shortened(row.only_addr), _again_at(asked + 1, now()))


async def check_code(tx: WriteTx, row: Row, typed: str | None) -> LinkCodeNeeded | LinkCodeWrong | None:
    """None if the claim of this share may go on; a wrong code uses one of its tries."""
    if row.only_addr is None:
        return None
    if typed is None:
        return LinkCodeNeeded(shortened(row.only_addr))
    code = await tx.one(_FIND, id=row.id)
    if code is None or code.code_hash is None or code.ends_at <= now() or code.tries_left < 1:
        return LinkCodeWrong(0)
    if are_equal(_hashed(typed, bytes(code.code_salt)), bytes(code.code_hash)):
        return None
    await tx.run(_MISS, of_id=row.id)
    await record(tx, None, Action.LINK_CODE_FAILED, row.id)
    return LinkCodeWrong(code.tries_left - 1)


async def forget_code(tx: WriteTx, share_id: str) -> None:
    """A view was used, or the share has ended: the code is good for nothing, and counting begins anew."""
    await tx.run(_FORGET, of_id=share_id)


async def compose_code(tx: WriteTx, share_id: str, _note: str | None) -> Composed | None:
    """A new code and the mail with it; None when the link has ended, or whoever asked has long given up."""
    row = await tx.one(_FIND_ADDRESS, id=share_id)
    if row is None or row.state != OPEN or row.expires_at <= now() or row.asked_at + CODE_SECONDS <= now():
        return None
    maker = await _find_maker(tx, row.uid)
    if maker is None:
        return None
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    salt = os.urandom(16)
    await tx.run(_KEEP, of_id=share_id, new_salt=salt, new_hash=_hashed(code, salt), new_end=now() + CODE_SECONDS)
    return Composed(code_letter(code, row.lang, maker.name, maker.addr))


def shortened(addr: str) -> str:
    """`b…@example.org`: whoever reads its mails knows it again, and a stranger learns no address."""
    local, _, domain = addr.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _again_at(asked: int, asked_at: int) -> int:
    return asked_at + min(PAUSE_MOST_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (asked - 1))


def _hashed(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=1, dklen=32)


async def _find_maker(tx: ReadTx, uid: str) -> Row | None:
    maker = await find_person_by_uid(tx, uid)
    return maker if maker is not None and maker.state == State.ACTIVE else None
