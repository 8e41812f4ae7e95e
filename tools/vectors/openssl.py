"""Vectors whose outcome `openssl` has decided: key derivation, and an entry whose signatures it made.

Written into files of their own (`openssl-<object>.json`), so that the other files can be made without it.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tools.vectors.case import Random, bad, good, vectors
from tools.vectors.keylog import entry_out
from tools.vectors.keys import INFOS
from tools.vectors.people import person
from waxpost.crypto import entry as entries
from waxpost.crypto.encoding import b64u, unb64u
from waxpost.crypto.entry import check_next

Table = dict[str, Any]


def run(*arguments: str) -> bytes:
    """What `openssl` says."""
    return subprocess.run(["openssl", *arguments], capture_output=True, check=True).stdout


def make_hkdf() -> Table:
    """`openssl kdf`."""
    r = Random("openssl-hkdf")
    cases = []
    for info in INFOS:
        key = r(32)
        options = ["digest:SHA256", f"hexkey:{key.hex()}", f"info:{info}"]
        flags = [part for option in options for part in ("-kdfopt", option)]
        derived = run("kdf", "-binary", "-keylen", "32", *flags, "HKDF")
        cases.append(good(info, {"key": b64u(key), "info": info}, {"key": b64u(derived)}, "openssl"))
    return vectors("hkdf", "strings.md 2.1, README.md 2.2", cases)


def sign(seed: bytes, data: bytes) -> bytes:
    """An Ed25519 signature by `openssl pkeyutl`."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    with tempfile.TemporaryDirectory() as folder:
        pem, message = Path(folder) / "key.pem", Path(folder) / "message"
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        message.write_bytes(data)
        return run("pkeyutl", "-sign", "-inkey", str(pem), "-rawin", "-in", str(message))


def make_entry() -> Table:
    """A first entry and a rotation, signed by openssl over what section 4 says."""
    alice = person("Alice Martin")
    keys = alice.new_keys()
    rotation = entries.make_rotate(alice.newest, "routine", "2026-11-02T09:00:00Z", keys, alice.keys[0])
    seeds = {"new": keys.ed25519, "old": alice.keys[0].ed25519}
    resigned, forged = (_resigned(rotation, chosen) for chosen in (seeds, {**seeds, "old": keys.ed25519}))
    given = {"before": b64u(alice.raws[0]), "entry": b64u(resigned), "note_time": None}
    out = entry_out(check_next(alice.newest, resigned))
    cases = [
        good("a rotation", given, out, "openssl"),
        bad("a rotation signed by the new key twice", {**given, "entry": b64u(forged)}, "signature", "openssl"),
    ]
    return vectors("entry", "key-log.md 5.1", cases)


def _resigned(raw: bytes, seeds: dict[str, bytes]) -> bytes:
    signed = []
    for text, kid in zip(json.loads(raw)["entry"], ("new", "old"), strict=True):
        jws = json.loads(text)
        header = b64u(f'{{"alg":"Ed25519","typ":"waxpost-directory+jws","kid":"{kid}"}}'.encode())
        signature = sign(seeds[kid], f"{header}.{jws['payload']}".encode())
        assert unb64u(jws["payload"])
        jws["signatures"] = [{"protected": header, "signature": b64u(signature)}]
        signed.append(json.dumps(jws, separators=(",", ":")))
    return json.dumps({"entry": signed}, separators=(",", ":")).encode()


TABLES = {"openssl-hkdf": make_hkdf, "openssl-entry": make_entry}
