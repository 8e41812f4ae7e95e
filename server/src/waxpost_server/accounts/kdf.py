"""The password settings that an address gets: the same answer whether or not anybody has it (spec/keys.md 3.3)."""

import hmac
from typing import Annotated

import msgspec
import sqlalchemy as sa

from waxpost_server.accounts.tables import account
from waxpost_server.directory.people import find_person_by_addr
from waxpost_server.kit.db import ReadTx, statement
from waxpost_server.kit.shapes import Body, Bytes16

# What clients accept: never below the first numbers, never above the second (spec/keys.md, 2.2).
MemoryKib = Annotated[int, msgspec.Meta(ge=65536, le=1024 * 1024)]
Passes = Annotated[int, msgspec.Meta(ge=3, le=10)]
Lanes = Annotated[int, msgspec.Meta(ge=1, le=4)]

_FIND = statement(
    sa.select(account.c.kdf_salt, account.c.kdf_m, account.c.kdf_t, account.c.kdf_p).where(
        account.c.person_id == sa.bindparam("person_id")
    )
)


class Kdf(Body):
    """Salt and parameters of Argon2id for one password."""

    salt: Bytes16
    m: MemoryKib
    t: Passes
    p: Lanes


async def offered_kdf(tx: ReadTx, salt_key: bytes, addr: str) -> Kdf:
    """The settings of the account with this address; without one, those that a new account has to take."""
    made_up = hmac.digest(salt_key, addr.encode(), "sha256")[:16]
    person = await find_person_by_addr(tx, addr)
    # Asked in any case, so that an unknown address costs what a known one costs.
    row = await tx.one(_FIND, person_id=person.id if person else "")
    if row is None:
        return Kdf(salt=Bytes16(made_up), m=65536, t=3, p=1)
    return Kdf(salt=Bytes16(row.kdf_salt), m=row.kdf_m, t=row.kdf_t, p=row.kdf_p)
