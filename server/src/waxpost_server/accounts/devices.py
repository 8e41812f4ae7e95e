"""Known devices: a signed cookie says "somebody has signed in to this address from here before" (spec/keys.md 3.3).

It opens nothing; it only lets its owner try a password while strangers are kept waiting. It holds no address.
"""

import hmac
import secrets

from waxpost_server.kit.ids import b64u, from_b64u

COOKIE = "__Host-waxpost-device"
COOKIE_SECONDS = 365 * 86400
_ID_BYTES = 16
_MAC_BYTES = 32


def new_device(cookie_key: bytes, addr: str) -> str:
    """The cookie of a device on which somebody has just signed in to this address."""
    device = secrets.token_bytes(_ID_BYTES)
    return b64u(device + _mac(cookie_key, device, addr))


def known_device(cookie_key: bytes, addr: str, cookie: str | None) -> str | None:
    """The device's id, if the cookie is ours and of this address."""
    try:
        data = from_b64u(cookie or "")
    except ValueError:
        return None
    device, mac = data[:_ID_BYTES], data[_ID_BYTES:]
    if len(mac) != _MAC_BYTES or not hmac.compare_digest(mac, _mac(cookie_key, device, addr)):
        return None
    return b64u(device)


def _mac(cookie_key: bytes, device: bytes, addr: str) -> bytes:
    return hmac.digest(cookie_key, b"device\x00" + device + addr.encode(), "sha256")
