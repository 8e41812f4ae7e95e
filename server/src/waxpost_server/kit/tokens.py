"""Tokens: 256 random bits for the bearer, a SHA-256 for our table, so a stolen database opens no door."""

import hashlib
import hmac
import secrets

from waxpost_server.kit.ids import b64u, from_b64u

TOKEN_BYTES = 32


def new_token() -> str:
    """A fresh token: 43 characters of base64url."""
    return b64u(secrets.token_bytes(TOKEN_BYTES))


def token_hash(token: str) -> bytes | None:
    """What we store of a token and look it up by; None when the text is no token at all."""
    try:
        data = from_b64u(token)
    except ValueError:
        return None
    return hashlib.sha256(data).digest() if len(data) == TOKEN_BYTES else None


def are_equal(left: bytes, right: bytes) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left, right)
