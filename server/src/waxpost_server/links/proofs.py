"""What is stored of a value that proves something: its hash. The values have 256 bits, so no salt is needed. Pure."""

import hashlib


def proof_hash(value: bytes) -> bytes:
    """H of access, claim, acknowledgement or lease."""
    return hashlib.sha256(value).digest()
