"""Joining: invitations and starting over (spec/key-log.md 5.5).

The code never reaches the server, only what is derived from it: `claim` shows that somebody has the link, `tag` shows
the inviter that whoever published the new entry had it too.
"""

import hmac
from dataclasses import dataclass
from typing import Literal

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import (
    KIND_FIRST_START,
    KIND_INVITATION,
    KIND_START_OVER,
    LinkCode,
    sha256,
    unb64u,
)
from waxpost.crypto.password import hkdf

CODE_BYTES = 16
Kind = Literal["invite", "again"]


@dataclass(frozen=True, slots=True)
class JoinCode:
    """What the link of an invitation or a start over holds: code, log (LK), and of an invitation the inviter (IE)."""

    kind: Kind
    code: bytes
    log: bytes
    inviter: bytes | None

    def check_log(self, origin: str, key: bytes) -> None:
        """Step 1 of 5.5: refused(log-key) unless this is the log the inviter meant."""
        if not hmac.compare_digest(self.log, log_mark(origin, key)):
            raise Refused("log-key", "the link was made for another key log")

    def fits_inviter(self, entry_hash: str) -> bool:
        """Whether an entry hash is the one of the inviter (IE)."""
        return self.inviter is not None and unb64u(entry_hash, 32)[:16] == self.inviter


def log_mark(origin: str, key: bytes) -> bytes:
    """LK = H(origin || 0x0A || log key)[:16]."""
    return sha256(origin.encode(), b"\n", key)[:16]


def invitation_code(code: bytes, origin: str, key: bytes, inviter_entry: str) -> LinkCode:
    """0x03 || I || LK || IE."""
    return LinkCode(KIND_INVITATION, _checked(code) + log_mark(origin, key) + unb64u(inviter_entry, 32)[:16])


def start_over_code(code: bytes, origin: str, key: bytes) -> LinkCode:
    """0x05 || S || LK."""
    return LinkCode(KIND_START_OVER, _checked(code) + log_mark(origin, key))


def first_start_code(code: bytes) -> LinkCode:
    """0x04 || C."""
    return LinkCode(KIND_FIRST_START, _checked(code))


def join_code(link: LinkCode) -> JoinCode:
    """The parts of a code of kind 0x03 or 0x05; refused(incomplete-link) for another kind."""
    if link.kind == KIND_INVITATION:
        return JoinCode("invite", link.secret[:16], link.secret[16:32], link.secret[32:])
    if link.kind == KIND_START_OVER:
        return JoinCode("again", link.secret[:16], link.secret[16:], None)
    raise Refused("incomplete-link", "this is another kind of link")


def claim_of(kind: Kind, code: bytes) -> bytes:
    """What opens the invitation at the server: HKDF(I, invite/claim) or HKDF(S, again/claim)."""
    return hkdf(code, f"waxpost/v1/{kind}/claim")


def claim_hash(kind: Kind, code: bytes) -> bytes:
    """What the inviter registers: H(claim)."""
    return sha256(claim_of(kind, code))


def bind_tag(kind: Kind, code: bytes, entry: bytes) -> bytes:
    """HMAC-SHA256(HKDF(code, …/bind), entry bytes)."""
    return hmac.digest(hkdf(code, f"waxpost/v1/{kind}/bind"), entry, "sha256")


def check_tag(kind: Kind, code: bytes, entry: bytes, tag: bytes | None) -> None:
    """Step 4 of 5.5: refused(tag) when somebody else accepted the invitation."""
    if tag is None or not hmac.compare_digest(tag, bind_tag(kind, code, entry)):
        raise Refused("tag", "somebody else accepted this invitation")


def _checked(code: bytes) -> bytes:
    if len(code) != CODE_BYTES:
        raise ValueError("a code has 16 bytes")
    return code
