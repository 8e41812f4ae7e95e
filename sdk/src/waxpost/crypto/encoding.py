"""The encodings of spec/strings.md 2.3 and 2.5: b64u, addresses, times, names, link codes, recovery codes.

Readers are strict: one value has one spelling, and anything else is `Refused("form")`.
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from waxpost._exceptions import IncompleteCode, IncompleteLink, Refused

_B64U = re.compile(r"[A-Za-z0-9_-]*")
_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{}|~-]{1,64}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_NOT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# White space and the dashes that keyboards, PDF files and mail programs put in place of a hyphen.
_BLANK_OR_HYPHEN = re.compile(r"[\s\ufeff\u002d\u2010-\u2015\u2212]")
_CODE_CHECK = b"waxpost/v1/link-check\x00"

ADDR_MOST = 254
NAME_MOST = 100
ID_BYTES = 16

KIND_SHARE = 0x01
KIND_SHARE_PASSPHRASE = 0x81
KIND_REQUEST = 0x02
KIND_INVITATION = 0x03
KIND_FIRST_START = 0x04
KIND_START_OVER = 0x05
FIRST_START_ID = "start"
# Bytes of secret after the kind (2.5); with the 4 bytes of check they make 34, 60 and 85 characters.
_SECRET_BYTES = {
    KIND_SHARE: 32,
    KIND_SHARE_PASSPHRASE: 32,
    KIND_REQUEST: 48,
    KIND_INVITATION: 48,
    KIND_FIRST_START: 16,
    KIND_START_OVER: 32,
}


def sha256(*parts: bytes) -> bytes:
    """H of the spec: SHA-256 of the parts one after another, 32 bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def b64u(data: bytes) -> str:
    """base64url without padding (2.3)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text: str, length: int | None = None) -> bytes:
    """The bytes of strict b64u, exactly `length` of them when given; anything else is refused(form) (2.3)."""
    if not _B64U.fullmatch(text):
        raise Refused("form", "not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise Refused("form", "not base64url") from error
    if b64u(data) != text or (length is not None and len(data) != length):
        raise Refused("form", "base64url of another length or spelling")
    return data


def check_addr(addr: str) -> str:
    """Return the address if it is written as 2.3 wants it (lower case, ASCII, 254 characters at most)."""
    local, at, domain = addr.rpartition("@")
    if not at or len(addr) > ADDR_MOST or not _LOCAL.fullmatch(local):
        raise Refused("form", "not an address")
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise Refused("form", "not an address")
    return addr


def addr_as_typed(typed: str) -> str:
    """The address a person typed: A to Z lower-cased, nothing else repaired, then `check_addr` (2.3)."""
    return check_addr(_ascii_lower(typed))


def check_time(text: str) -> str:
    """Return the time if it is a real second written `YYYY-MM-DDTHH:MM:SSZ`, years 0001 to 9999 (2.3)."""
    seconds_of(text)
    return text


def seconds_of(text: str) -> int:
    """Unix seconds of a time of 2.3; anything else is refused(form)."""
    match = _TIME.fullmatch(text)
    if not match:
        raise Refused("form", "not a time")
    try:
        year, month, day, hour, minute, second = (int(part) for part in match.groups())
        return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    except ValueError as error:
        raise Refused("form", "not a time") from error


def time_of(seconds: int) -> str:
    """The time of 2.3 for Unix seconds."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def check_name(name: str) -> str:
    """Return the name if it keeps 2.3: 1 to 100 characters, NFC, none of control or format, no outer blank."""
    if not 1 <= len(name) <= NAME_MOST or name != unicodedata.normalize("NFC", name):
        raise Refused("form", "not a name")
    if any(unicodedata.category(character) in _NOT_IN_NAMES for character in name):
        raise Refused("form", "a name holds a character that is not allowed")
    if name[0].isspace() or name[-1].isspace():
        raise Refused("form", "a name begins or ends with a blank")
    return name


def name_key(name: str) -> str:
    """What two names have in common that a person could take for one another: NFKC, case folded, NFKC (5.1)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def check_id(text: str) -> str:
    """Return the id if it is b64u of 16 bytes (2.2)."""
    unb64u(text, ID_BYTES)
    return text


@dataclass(frozen=True, slots=True)
class LinkCode:
    """What a link's fragment holds: its kind (first byte, 2.1) and its secret bytes."""

    kind: int
    secret: bytes


def b32code(code: LinkCode, link_id: str) -> str:
    """The code of 2.5 for the link with this id in its path (`start` for a first start)."""
    if _SECRET_BYTES.get(code.kind) != len(code.secret):
        raise Refused("form", "a code of this kind has another length")
    data = bytes([code.kind]) + code.secret
    return _b32(data + _code_check(link_id, data))


def read_b32code(typed: str, link_id: str) -> LinkCode:
    """The code of 2.5 as typed or pasted; `IncompleteLink` if check, kind, length or spelling does not fit."""
    text = typed_letters(typed)
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError as error:
        raise IncompleteLink from error
    if not data or _b32(data) != text or len(data) != 1 + _SECRET_BYTES.get(data[0], -1) + 4:
        raise IncompleteLink
    if not hmac.compare_digest(data[-4:], _code_check(link_id, data[:-4])):
        raise IncompleteLink
    return LinkCode(data[0], data[1:-4])


def recovery_code(secret: bytes) -> str:
    """The 39 characters of a recovery code for 20 random bytes: 8 groups of 4 (3.1)."""
    if len(secret) != 20:
        raise ValueError("a recovery code is made of 20 bytes")
    text = _b32(secret)
    return "-".join(text[i : i + 4] for i in range(0, 32, 4))


def typed_letters(typed: str) -> str:
    """What a person typed of a code, in the way of 2.5: a to z upper-cased, white space and hyphens dropped."""
    return _ascii_upper(_BLANK_OR_HYPHEN.sub("", typed))


def read_recovery_code(typed: str) -> str:
    """The one spelling of a recovery code from what a person typed (3.1); otherwise `IncompleteCode`, refused(form)."""
    text = typed_letters(typed).translate(str.maketrans("018", "OIB"))
    if not re.fullmatch("[A-Z2-7]{32}", text):
        raise IncompleteCode
    return recovery_code(base64.b32decode(text))


def _b32(data: bytes) -> str:
    return base64.b32encode(data).rstrip(b"=").decode()


def _code_check(link_id: str, data: bytes) -> bytes:
    try:
        path_id = link_id.encode("ascii")
    except UnicodeEncodeError as error:
        raise IncompleteLink from error
    return sha256(_CODE_CHECK, path_id, b"\x00", data)[:4]


def _ascii_lower(text: str) -> str:
    # str.lower() would turn a Kelvin sign into a k; only A to Z are ours to change.
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def _ascii_upper(text: str) -> str:
    return "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in text)
