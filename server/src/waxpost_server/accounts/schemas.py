"""What leaves through the routes of accounts: the objects of spec/api.md, sections 4 and 5, member by member.

No verifier, hash or token of another session is ever among them.
"""

from typing import Literal

from waxpost_server.accounts.kdf import Kdf
from waxpost_server.accounts.signed_in import Me, SessionAnswer
from waxpost_server.kit.clock import wire_time
from waxpost_server.kit.db import Row
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.shapes import Answer


class SessionNow(Answer, frozen=True):
    """The asker's own session."""

    session: SessionAnswer
    device_salt: str
    me: Me
    organisation: str | None


class ListedSession(Answer, frozen=True):
    """One of the asker's sessions."""

    id: str
    label: str | None
    client: Literal["browser", "cli"]
    created_at: str
    seen_at: str
    network: str
    current: bool


class Sessions(Answer, frozen=True):
    """All of them."""

    sessions: list[ListedSession]


class KdfAnswer(Answer, frozen=True):
    """Salt and parameters of Argon2id."""

    salt: str
    m: int
    t: int
    p: int


class CredentialsAnswer(Answer, frozen=True):
    """The asker's credentials, as far as the server gives them out."""

    cred_ver: int
    kdf: KdfAnswer
    slot_password: str


class ChangedAnswer(Answer, frozen=True):
    """The new version, and the session that follows a recovery."""

    cred_ver: int
    session: SessionAnswer | None
    token: str | None


class VaultNow(Answer, frozen=True):
    """A sealed vault; it shows everything up to this number of the stream of events."""

    ver: int
    vault: str
    number: int


class VerAnswer(Answer, frozen=True):
    """The version that was stored."""

    ver: int


class PackRow(Answer, frozen=True):
    """A pack in the list."""

    file: str
    ver: int


class Packs(Answer, frozen=True):
    """Every pack."""

    packs: list[PackRow]


class PackAnswer(Answer, frozen=True):
    """A sealed pack."""

    file: str
    ver: int
    sealed: str


class SegmentAnswer(Answer, frozen=True):
    """A segment of receipts in a list, or as it was stored."""

    n: int
    ver: int


class SegmentsAnswer(Answer, frozen=True):
    """Every segment."""

    segments: list[SegmentAnswer]


class ReceiptsAnswer(Answer, frozen=True):
    """A sealed segment."""

    n: int
    ver: int
    receipts: str


def listed_session(row: Row, current_id: str) -> ListedSession:
    """A row of `session` in the list."""
    return ListedSession(
        id=row.id,
        label=row.label,
        client=row.client,
        created_at=wire_time(row.created_at),
        seen_at=wire_time(row.seen_at),
        network=row.network,
        current=row.id == current_id,
    )


def kdf_answer(kdf: Kdf) -> KdfAnswer:
    """Password settings as they go out."""
    return KdfAnswer(salt=b64u(kdf.salt), m=kdf.m, t=kdf.t, p=kdf.p)


def credentials_answer(row: Row, slot: bytes) -> CredentialsAnswer:
    """A row of `account` as far as it goes out."""
    kdf = KdfAnswer(salt=b64u(row.kdf_salt), m=row.kdf_m, t=row.kdf_t, p=row.kdf_p)
    return CredentialsAnswer(cred_ver=row.cred_ver, kdf=kdf, slot_password=b64u(slot))
