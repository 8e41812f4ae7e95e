"""One-time codes of an entry's `totp` field (spec/entries.md 8.3, RFC 6238). The maths is cryptography's."""

import base64
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import typed_letters

SECRET_MOST = 128
PERIOD_MOST = 3_600
_ALGORITHMS: dict[str, type[SHA1 | SHA256 | SHA512]] = {"SHA1": SHA1, "SHA256": SHA256, "SHA512": SHA512}
_NUMBER = re.compile("[1-9][0-9]{0,3}")
_URI = re.compile(r"otpauth://totp(?:/[^?#]*)?(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE | re.ASCII | re.DOTALL)
_IS_URI = re.compile("otpauth:", re.IGNORECASE | re.ASCII)
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_BASE32 = re.compile("[A-Z2-7]+")


@dataclass(frozen=True, slots=True)
class OneTimeSecret:
    """What codes are made from; `algorithm` is SHA1, SHA256 or SHA512."""

    secret: bytes
    algorithm: str = "SHA1"
    digits: int = 6
    period: int = 30


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """The code now, and for how many more seconds it counts."""

    code: str
    seconds_left: int
    period: int


def read_totp(value: str) -> OneTimeSecret:
    """The secret in an `otpauth://totp/` URI or in bare base32; anything else is refused(form)."""
    text = value.strip(" \t\r\n")
    if not _IS_URI.match(text):
        return OneTimeSecret(_secret(text))
    match = _URI.fullmatch(text)
    if match is None:
        raise Refused("form", "not the address of a time-based code")
    asked = _parameters(match[1] or "")
    algorithm = _only(asked, "algorithm", "SHA1").upper()
    if algorithm not in _ALGORITHMS:
        raise Refused("form", "an unknown algorithm of one-time codes")
    return OneTimeSecret(
        _secret(_only(asked, "secret", "")),
        algorithm,
        _number(_only(asked, "digits", "6"), 6, 8),
        _number(_only(asked, "period", "30"), 1, PERIOD_MOST),
    )


def totp_code(value: str, seconds: int) -> OneTimeCode:
    """The code of a `totp` field at these Unix seconds."""
    secret = read_totp(value)
    totp = TOTP(
        secret.secret,
        secret.digits,
        _ALGORITHMS[secret.algorithm](),
        secret.period,
        # Issuers choose the length; a short secret is theirs to judge.
        enforce_key_length=False,
    )
    return OneTimeCode(totp.generate(seconds).decode(), secret.period - seconds % secret.period, secret.period)


def _secret(text: str) -> bytes:
    letters = typed_letters(text).rstrip("=")
    if not _BASE32.fullmatch(letters):
        raise Refused("form", "not the secret of one-time codes")
    # Issuers cut where they like: bits that make no whole byte are dropped.
    secret = base64.b32decode(letters + "A" * (-len(letters) % 8))[: len(letters) * 5 // 8]
    if not 1 <= len(secret) <= SECRET_MOST:
        raise Refused("form", "not the secret of one-time codes")
    return secret


def _parameters(query: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in query.split("&"))
    return [(_unescaped(name), _unescaped(value)) for name, _, value in parts]


def _unescaped(text: str) -> str:
    # Only ASCII may be escaped in what we read; anything else becomes a character that fits nowhere.
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if int(m[1], 16) < 128 else "\ufffd", text.replace("+", " "))


def _only(asked: list[tuple[str, str]], name: str, default: str) -> str:
    values = [value for given, value in asked if given == name]
    if len(values) > 1:
        raise Refused("form", f"{name} stands twice")
    return values[0] if values else default


def _number(text: str, least: int, most: int) -> int:
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise Refused("form", "a number that is not allowed")
    return int(text)
