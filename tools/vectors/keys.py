"""Vectors of spec/keys.md: passwords, age files of ours, slots, the vault, rollback and merge."""

import hashlib
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tools.vectors.case import Case, Random, bad, good, vectors
from waxpost.crypto import agefile, password, slots
from waxpost.crypto.age import CHUNK, Stanza, hkdf_sha256, seal_age, write_header
from waxpost.crypto.encoding import b64u, recovery_code
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient, Passphrase
from waxpost.crypto.slots import OpenSlot
from waxpost.crypto.strictjson import write_json

Table = dict[str, Any]

INFOS = [
    "waxpost/v1/login",
    "waxpost/v1/login-recovery",
    "waxpost/v1/slot/password",
    "waxpost/v1/vk/entries",
    "waxpost/v1/vk/drafts",
    "waxpost/v1/vk/receipts",
    "waxpost/v1/device",
    "waxpost/v1/invite/claim",
    "waxpost/v1/invite/bind",
    "waxpost/v1/again/claim",
    "waxpost/v1/again/bind",
]


def make_hkdf() -> Table:
    """2.1 and 2.2: every info string of this version."""
    r = Random("hkdf")
    cases = []
    for info in INFOS:
        key = r(16 if "claim" in info or "bind" in info else 32)
        cases.append(good(info, {"key": b64u(key), "info": info}, {"key": b64u(password.hkdf(key, info))}))
    code = recovery_code(r(20))
    login = password.recovery_login_key(code)
    cases.append(good("a recovery code", {"code": code}, {"login_key": b64u(login)}))
    return vectors("hkdf", "strings.md 2.1, README.md 2.2; keys.md 3.1", cases)


def make_kdf() -> Table:
    """3.3: the salt bound to an address, NFKC, floor and ceiling."""
    salt = Random("kdf")(16)
    cases = []
    for name, typed, addr, work in [
        ("a password", "correct horse battery staple", "alice@example.org", password.FLOOR),
        (
            "composed or not, half or full width: the same",
            "pa\u0308sswo\u0308rd \uff11",
            "alice@example.org",
            password.FLOOR,
        ),
        ("another address", "correct horse battery staple", "bob@example.org", password.FLOOR),
        ("more work", "x", "alice@example.org", password.Work(65537, 4, 2)),
    ]:
        keys = password.password_keys(typed, addr, salt, work)
        given = {"password": typed, "addr": addr, "salt": b64u(salt), "m": work.m, "t": work.t, "p": work.p}
        out = {
            "argon_salt": b64u(password.kdf_salt(addr, salt)),
            "login_key": b64u(keys.login),
            "slot_key": b64u(keys.slot),
        }
        cases.append(good(name, given, out))
    for name, work in [
        ("less memory", (65535, 3, 1)),
        ("fewer passes", (65536, 2, 1)),
        ("no lane", (65536, 3, 0)),
        ("more memory than 1 GiB", (1048577, 3, 1)),
        ("more than 10 passes", (65536, 11, 1)),
        ("more than 4 lanes", (65536, 3, 5)),
        ("much memory does not make up for one pass", (1048576, 1, 1)),
    ]:
        given = {"password": "x", "addr": "alice@example.org", "salt": b64u(salt)}
        cases.append(bad(name, {**given, "m": work[0], "t": work[1], "p": work[2]}, "weak-kdf"))
    return vectors("kdf", "keys.md 3.3, README.md 2.2", cases)


def _odd_file(r: Random, stanzas: list[Stanza], file_key: bytes) -> bytes:
    """A file whose header is right but for its stanzas, with an empty payload."""
    nonce = r(16)
    aead = ChaCha20Poly1305(hkdf_sha256(file_key, b"payload", nonce))
    return write_header(stanzas, file_key) + nonce + aead.encrypt(bytes(11) + b"\x01", b"", None)


def make_age_file() -> Table:
    """2.2: the door."""
    r = Random("age-file")
    key, code, fk = r(32), recovery_code(r(20)), r(16)
    identity, stranger = HybridIdentity(r(32)), HybridIdentity(r(32))
    to = HybridRecipient(identity.recipient)
    cases: list[Case] = []
    for size in (0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1):
        # Long plaintexts are zeros and compared by hash, so that this file stays small to read.
        data = bytes(size)
        sealed = agefile.seal_with_key(key, data, r)
        out = {"size": size, "sha256": b64u(hashlib.sha256(data).digest())}
        cases.append(good(f"under a key, {size} bytes", {"sealed": b64u(sealed), "key": b64u(key)}, out))
    data = b"Meet at noon."
    out = {"size": len(data), "sha256": b64u(hashlib.sha256(data).digest())}
    by_code, hybrid = agefile.seal_with_code(code, data, r), agefile.seal_to(to, data)
    keyed = agefile.seal_with_key(key, data, r)
    mine = {"identities": [stranger.text, identity.text]}
    cases += [
        good("under a recovery code", {"sealed": b64u(by_code), "code": code}, out),
        good("to an identity, the second of two", {"sealed": b64u(hybrid), **mine}, out),
        good("to somebody else", {"sealed": b64u(hybrid), "identities": [stranger.text]}, {"not_for_me": True}),
        bad("another key", {"sealed": b64u(keyed), "key": b64u(bytes(32))}, "wrong-secret"),
        bad("another code", {"sealed": b64u(by_code), "code": recovery_code(bytes(20))}, "wrong-secret"),
        bad("a hybrid file where a key is asked for", {"sealed": b64u(hybrid), "key": b64u(key)}, "form"),
        bad("a secret-keyed file where an identity is asked for", {"sealed": b64u(keyed), **mine}, "form"),
        bad("cut short", {"sealed": b64u(keyed[:-1]), "key": b64u(key)}, "form"),
        bad("one byte more", {"sealed": b64u(keyed + b"x"), "key": b64u(key)}, "form"),
        bad("the MAC changed", {"sealed": b64u(keyed.replace(b"--- ", b"--- A", 1)[:-1]), "key": b64u(key)}, "form"),
        bad("empty", {"sealed": "", "key": b64u(key)}, "form"),
        bad("armoured", {"sealed": b64u(b"-----BEGIN AGE ENCRYPTED FILE-----\n"), "key": b64u(key)}, "form"),
    ]
    two = [to.wrap(fk), HybridRecipient(stranger.recipient).wrap(fk)]
    grease = Stanza(("x-grease", "abc"), bytes(8))
    x25519 = Stanza(("X25519", "A" * 43), bytes(32))
    heavy = Passphrase(b64u(key), 13, r)
    long_header = Stanza(("mlkem768x25519", "A" * 4096), bytes(32))
    cases += [
        bad("two stanzas", {"sealed": b64u(_odd_file(r, two, fk)), **mine}, "form"),
        bad("a second, unknown stanza", {"sealed": b64u(_odd_file(r, [to.wrap(fk), grease], fk)), **mine}, "form"),
        bad("an X25519 stanza", {"sealed": b64u(_odd_file(r, [x25519], fk)), **mine}, "form"),
        bad("a header over 4 KiB", {"sealed": b64u(_odd_file(r, [long_header], fk)), **mine}, "form"),
        bad("log N = 13", {"sealed": b64u(seal_age(data, heavy, r)), "key": b64u(key)}, "form"),
        good("log N = 12", {"sealed": b64u(seal_age(data, Passphrase(b64u(key), 12, r), r)), "key": b64u(key)}, out),
    ]
    return vectors("age-file", "README.md 2.2", cases)


def make_slot() -> Table:
    """3.1."""
    r = Random("slot")
    slot = OpenSlot(r.text(), r(32))
    key, code = r(32), recovery_code(r(20))
    out = {"uid": slot.uid, "vk": b64u(slot.vault_key)}
    cases = [
        good("password", {"sealed": b64u(slots.seal_password_slot(slot, key, r)), "slot_key": b64u(key)}, out),
        good("recovery", {"sealed": b64u(slots.seal_recovery_slot(slot, code, r)), "code": code}, out),
        bad(
            "another password",
            {"sealed": b64u(slots.seal_password_slot(slot, key, r)), "slot_key": b64u(bytes(32))},
            "wrong-secret",
        ),
    ]
    whole = {"v": 1, "t": "waxpost-slot", "uid": slot.uid, "vk": b64u(slot.vault_key)}
    for name, members, reason in [
        ("an unknown member", {**whole, "later": 1}, None),
        ("v 2", {**whole, "v": 2}, "newer"),
        ("crit", {**whole, "crit": ["later"], "later": 1}, "newer"),
        ("another t", {**whole, "t": "waxpost-vault"}, "form"),
        ("a short vault key", {**whole, "vk": b64u(bytes(31))}, "form"),
        ("no uid", {"v": 1, "t": "waxpost-slot", "vk": b64u(slot.vault_key)}, "form"),
        ("uid of another length", {**whole, "uid": b64u(bytes(15))}, "form"),
    ]:
        given = {"sealed": b64u(agefile.seal_with_key(key, write_json(members), r)), "slot_key": b64u(key)}
        cases.append(good(name, given, out) if reason is None else bad(name, given, reason))
    sealed = agefile.seal_with_key(key, write_json(whole) + b" ", r)
    cases.append(bad("a blank at the end", {"sealed": b64u(sealed), "slot_key": b64u(key)}, "form"))
    return vectors("slot", "keys.md 3.1", cases)


TABLES = {
    "hkdf": make_hkdf,
    "kdf": make_kdf,
    "age-file": make_age_file,
    "slot": make_slot,
}
