"""First start: the one link that makes the first administrator (spec/keys.md, first start).

The server prints a code at each start until one is used; only its hash is stored, it lives for 24 hours, and with five
tries per minute nobody guesses 128 bits. `start_instance` is the one conditional statement that lets exactly one win.
"""

import base64
import hashlib
import secrets as random

import sqlalchemy as sa

from waxpost_server.accounts.account import NewAccount, SignedIn, add_account, check_new_account, read_signed_in
from waxpost_server.accounts.failures import start_counter, take_try
from waxpost_server.accounts.sessions import Client, Label, Where, begin_session
from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.directory.people import add_first_administrator, find_person, keep_newest_entry
from waxpost_server.joining.errors import StartCodeNotValid
from waxpost_server.joining.tables import start_code
from waxpost_server.keylog.append import append_entry, current_log
from waxpost_server.keylog.chain import Newest
from waxpost_server.keylog.encoding import check_name, sha256
from waxpost_server.keylog.entry import Entry
from waxpost_server.keylog.errors import EntryRefused
from waxpost_server.keylog.head import LogHead
from waxpost_server.keylog.reading import LogInfo, read_log_info
from waxpost_server.kit.clock import DAY, now
from waxpost_server.kit.db import Database, ReadTx, WriteTx, insert, statement
from waxpost_server.kit.ids import from_b64u
from waxpost_server.kit.instance import find_instance, start_instance
from waxpost_server.kit.secrets import Secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.kit.shapes import Body, Bytes16

CODE_BYTES = 16
CODE_SECONDS = DAY
_KIND = b"\x04"  # spec/strings.md 2.1, first byte of a code
_CHECK = b"waxpost/v1/link-check\x00start\x00"

_add = insert(start_code)
_KEEP_CODE = statement(
    _add.on_conflict_do_update(
        index_elements=["id"], set_={"code_hash": _add.excluded.code_hash, "expires_at": _add.excluded.expires_at}
    )
)
_FIND_CODE = statement(
    sa.select(start_code.c.id).where(
        start_code.c.code_hash == sa.bindparam("code_hash"), start_code.c.expires_at > sa.bindparam("now_at")
    )
)
_USE_CODE = statement(
    sa.delete(start_code).where(
        start_code.c.code_hash == sa.bindparam("code_hash"), start_code.c.expires_at > sa.bindparam("now_at")
    )
)


class StartCheck(Body):
    """A code to look at."""

    code: Bytes16


class FirstStart(Body):
    """The organisation's name and its first administrator."""

    code: Bytes16
    organisation: str
    account: NewAccount
    client: Client
    label: Label | None

    def __post_init__(self) -> None:
        """Raises ValueError for a name that is none."""
        check_name(self.organisation)


async def renew_start_link(tx: WriteTx, base_url: str) -> str | None:
    """The link for the first administrator, with a fresh code; None when the instance has started."""
    instance = await find_instance(tx)
    if instance is not None and instance.started_at is not None:
        return None
    code = random.token_bytes(CODE_BYTES)
    await tx.run(_KEEP_CODE, id=1, code_hash=_hash(code), expires_at=now() + CODE_SECONDS)
    return f"{base_url}/start#{_b32code(code)}"


async def start_lines(db: Database, settings: Settings, _secrets: Secrets) -> list[str]:
    """What the server says when it is ready and nobody has used the link: the link, and what to compare it with."""
    link = await db.write(lambda tx: renew_start_link(tx, settings.base_url))
    if link is None:
        return []
    info = await db.read(read_log_info)
    key_hash = sha256(from_b64u(info.key)).hex()
    return [
        "Nobody has joined yet. Make the first administrator here; the link is good for 24 hours and works once:",
        f"  {link}",
        f"The key log is {info.origin}",
        f"  and the SHA-256 of its key is {key_hash}",
    ]


async def take_start_try(db: Database) -> None:
    """Count one try before a code is looked at. Raises TooManyRequests."""
    await db.write(lambda tx: take_try(tx, start_counter()))


async def check_start_code(tx: ReadTx, code: bytes) -> tuple[LogInfo, str]:
    """The log that the first administrator pins, and its note. Raises StartCodeNotValid."""
    instance = await find_instance(tx)
    is_valid = await tx.one(_FIND_CODE, code_hash=_hash(code), now_at=now()) is not None
    if not is_valid or instance is None or instance.started_at is not None:
        raise StartCodeNotValid
    return await read_log_info(tx), (await current_log(tx)).note


async def start(
    tx: WriteTx, settings: Settings, secrets: Secrets, first: FirstStart, network: str
) -> tuple[SignedIn, LogHead]:
    """Make the organisation and its first administrator, all or nothing, once.

    Raises StartCodeNotValid, KdfNotOffered, EntryRefused.
    """
    new = first.account
    is_valid = await tx.run(_USE_CODE, code_hash=_hash(first.code), now_at=now()) == 1
    if not is_valid or not await start_instance(tx, first.organisation):
        raise StartCodeNotValid
    await check_new_account(tx, secrets, new, None)

    def check_right(entry: Entry, _newest: Newest | None) -> None:
        if entry.act != "first" or entry.uid != new.uid:
            raise EntryRefused("right")

    published = await append_entry(tx, secrets.log_key, new.addr, new.entry, check_right)
    person_id = await add_first_administrator(tx, new.addr, published.checked.entry.name, new.uid)
    if person_id is None:
        raise StartCodeNotValid
    await keep_newest_entry(tx, published.checked)
    await add_account(tx, secrets, person_id, new)
    person = await find_person(tx, person_id)
    assert person is not None
    session = await begin_session(tx, settings, person, "full", Where(first.client, first.label, network))
    await record(tx, None, Action.INSTANCE_STARTED, person_id)
    return await read_signed_in(tx, secrets, session), published.head


def _hash(code: bytes) -> bytes:
    return hashlib.sha256(code).digest()


def _b32code(code: bytes) -> str:
    # spec/strings.md 2.5: kind, secret and four bytes that show a slip of the pen.
    data = _KIND + code
    return base64.b32encode(data + sha256(_CHECK, data)[:4]).rstrip(b"=").decode()
