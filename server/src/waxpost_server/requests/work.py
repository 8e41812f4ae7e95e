"""The work that an answer costs (spec/links.md 9.6.5). Pure.

A challenge says itself for which request it is, until when and how hard, under a MAC of this server: nothing is stored
until the work is done. Verifying costs two hashes.
"""

import hashlib
import hmac
import secrets

from waxpost_server.kit.clock import MINUTE, now
from waxpost_server.kit.ids import b64u, from_b64u

CHALLENGE_SECONDS = 10 * MINUTE
_NONCE_BYTES = 16
_HEAD_BYTES = 8 + 1 + _NONCE_BYTES


def new_challenge(key: bytes, request_id: str, bits: int) -> tuple[str, int]:
    """A challenge for one answer to this request, and until when it can be used."""
    ends_at = now() + CHALLENGE_SECONDS
    head = ends_at.to_bytes(8, "big") + bytes([bits]) + secrets.token_bytes(_NONCE_BYTES)
    return b64u(head + _mac(key, request_id, head)), ends_at


def is_work_done(key: bytes, request_id: str, challenge: str, counter: int) -> bool:
    """Whether this server asked for it, for this request, not long ago, and the counter solves it."""
    try:
        data = from_b64u(challenge)
    except ValueError:
        return False
    head, mac = data[:_HEAD_BYTES], data[_HEAD_BYTES:]
    if len(head) != _HEAD_BYTES or not hmac.compare_digest(mac, _mac(key, request_id, head)):
        return False
    bits = head[8]
    digest = hashlib.sha256(f"waxpost/v1/request-work\0{challenge}\0{counter}".encode()).digest()
    return int.from_bytes(head[:8], "big") > now() and int.from_bytes(digest, "big") >> (256 - bits) == 0


def _mac(key: bytes, request_id: str, head: bytes) -> bytes:
    # The key signs cookies as well: a name and the zero byte keep the two apart.
    return hmac.new(key, b"waxpost request work\0" + request_id.encode() + b"\0" + head, hashlib.sha256).digest()
