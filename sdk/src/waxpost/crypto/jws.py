"""Signatures: JWS General JSON with nothing unprotected (spec/envelope.md 4).

The protected header is never parsed: it is built and compared as a string, so no algorithm, type or key can be
smuggled in. Nothing relies on a signature being the only valid one for its payload.
"""

from dataclasses import dataclass
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import b64u, unb64u
from waxpost.crypto.strictjson import Json, read_object, write_json

ALGORITHM = "Ed25519"
TYPE_MESSAGE = "waxpost-message+jws"
TYPE_DIRECTORY = "waxpost-directory+jws"
TYPE_CONTROL = "waxpost-control+jws"
SEED_BYTES = 32
SIGNATURE_BYTES = 64


class _Registry(JWSRegistry):
    # The library's own bound is meant for tokens; a message may have 2 MiB (6.1) before base64.
    max_payload_length = 4 * 1024 * 1024


_REGISTRY = _Registry(algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class SplitJws:
    """The three strings of a JWS of the right shape; nothing about them has been verified."""

    payload: str
    protected: str
    signature: str

    def unverified(self) -> bytes:
        """The payload, only to find whose key shall verify it."""
        return unb64u(self.payload)


def public_key_of(seed: bytes) -> bytes:
    """The 32 bytes of the Ed25519 public key of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign_jws(payload: bytes, typ: str, kid: str, seed: bytes) -> bytes:
    """The JWS over these bytes; `kid` is the signer's entry hash, or `new` / `old` in a directory entry."""
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64u(public_key_of(seed)), "d": b64u(seed)})
    signing_input = f"{_protected(typ, kid)}.{b64u(payload)}"
    compact = jws.serialize_compact(
        {"alg": ALGORITHM, "typ": typ, "kid": kid}, payload, key, algorithms=[ALGORITHM], registry=_REGISTRY
    )
    head, _, signature = compact.rpartition(".")
    if head != signing_input:
        raise RuntimeError("the signing library wrote another header")
    signatures: list[Json] = [{"protected": _protected(typ, kid), "signature": signature}]
    return write_json({"payload": b64u(payload), "signatures": signatures})


def split_jws(data: bytes) -> SplitJws:
    """Rules 1 and 2 of section 4: exactly these members, exactly one signature; else refused(form)."""
    members = read_object(data)
    signatures = members.get("signatures")
    payload = members.get("payload")
    if set(members) != {"payload", "signatures"} or not isinstance(payload, str) or not isinstance(signatures, list):
        raise Refused("form", "not a signed object")
    if len(signatures) != 1:
        raise Refused("signature", "another list of signatures than the one allowed")
    signature = signatures[0]
    if not isinstance(signature, dict) or set(signature) != {"protected", "signature"}:
        raise Refused("form", "not a signature")
    if not all(isinstance(value, str) for value in signature.values()):
        raise Refused("form", "not a signature")
    texts = cast(dict[str, str], signature)
    unb64u(payload)
    unb64u(texts["signature"], SIGNATURE_BYTES)
    return SplitJws(payload, texts["protected"], texts["signature"])


def verify_jws(split: SplitJws, typ: str, kid: str, key: bytes) -> bytes:
    """Rules 3 to 5 of section 4: the payload, signed with this key under this type and kid; else refused(signature)."""
    if split.protected != _protected(typ, kid):
        raise Refused("signature", "signed as something else")
    jwk = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64u(key)})
    compact = f"{split.protected}.{split.payload}.{split.signature}"
    try:
        verified = jws.deserialize_compact(compact, jwk, algorithms=[ALGORITHM], registry=_REGISTRY)
    except (JoseError, ValueError) as error:
        raise Refused("signature", "the signature is wrong") from error
    return verified.payload


def _protected(typ: str, kid: str) -> str:
    return b64u(write_json({"alg": ALGORITHM, "typ": typ, "kid": kid}))
