"""How each object of spec/vectors is read or written in Python: `in` to `out`, or `Refused`."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from waxpost.crypto import agefile, encoding, password, slots, strictjson, vault, vaultmerge
from waxpost.crypto.encoding import LinkCode, b64u, unb64u
from waxpost.crypto.recipients import HybridIdentity

Members = dict[str, Any]


def run_b64u(given: Members) -> Members:
    return {"hex": unb64u(given["text"], given["length"]).hex()}


def run_addr(given: Members) -> Members:
    if "typed" in given:
        return {"addr": encoding.addr_as_typed(given["typed"])}
    return {"addr": encoding.check_addr(given["wire"])}


def run_time(given: Members) -> Members:
    assert encoding.time_of(encoding.seconds_of(given["text"])) == given["text"]
    return {"seconds": encoding.seconds_of(given["text"])}


def run_name(given: Members) -> Members:
    if "text" in given:
        return {"name": encoding.check_name(given["text"])}
    return {"alike": encoding.name_key(given["a"]) == encoding.name_key(given["b"])}


def run_b32code(given: Members) -> Members:
    if "typed" in given:
        code = encoding.read_b32code(given["typed"], given["id"])
        return {"kind": code.kind, "secret": b64u(code.secret)}
    return {"code": encoding.b32code(LinkCode(given["kind"], unb64u(given["secret"])), given["id"])}


def run_recovery_code(given: Members) -> Members:
    if "typed" in given:
        return {"code": encoding.read_recovery_code(given["typed"])}
    return {"code": encoding.recovery_code(unb64u(given["secret"]))}


def run_strict_json(given: Members) -> Members:
    if "write" in given:
        return {"json": strictjson.write_json({"a": given["write"]}).decode()}
    data = unb64u(given["bytes"]) if "bytes" in given else given["json"].encode("utf-8", "surrogatepass")
    value = strictjson.read_json(data)
    assert strictjson.write_json(value) == data
    return {}


def run_version(given: Members) -> Members:
    members = strictjson.read_object(given["json"].encode())
    strictjson.check_version(members, given["t"], frozenset(given["understood"]))
    return {}


def run_hkdf(given: Members) -> Members:
    if "code" in given:
        return {"login_key": b64u(password.recovery_login_key(given["code"]))}
    return {"key": b64u(password.hkdf(unb64u(given["key"]), given["info"]))}


def run_kdf(given: Members) -> Members:
    salt, work = unb64u(given["salt"]), password.Work(given["m"], given["t"], given["p"])
    keys = password.password_keys(given["password"], given["addr"], salt, work)
    return {
        "argon_salt": b64u(password.kdf_salt(given["addr"], salt)),
        "login_key": b64u(keys.login),
        "slot_key": b64u(keys.slot),
    }


def run_age_file(given: Members) -> Members:
    sealed = unb64u(given["sealed"])
    if "key" in given:
        data = agefile.open_with_key(unb64u(given["key"]), sealed)
    elif "code" in given:
        data = agefile.open_with_code(given["code"], sealed)
    else:
        data = agefile.open_hybrid(sealed, [HybridIdentity.from_text(text) for text in given["identities"]])
    if data is None:
        return {"not_for_me": True}
    return {"size": len(data), "sha256": b64u(hashlib.sha256(data).digest())}


def run_slot(given: Members) -> Members:
    sealed = unb64u(given["sealed"])
    if "code" in given:
        slot = slots.open_recovery_slot(sealed, given["code"])
    else:
        slot = slots.open_password_slot(sealed, unb64u(given["slot_key"]))
    return {"uid": slot.uid, "vk": b64u(slot.vault_key)}


def run_vault(given: Members) -> Members:
    sealed = unb64u(given["sealed"])
    opened = vault.open_vault(sealed, unb64u(given["vk"]))
    return {"vault": vault.written_vault(opened), "sha": vault.vault_hash(sealed)}


def run_vault_rollback(given: Members) -> Members:
    remembered = vaultmerge.Remembered(given["remembered"]["ver"], given["remembered"]["sha"])
    served = given["served"]
    vaultmerge.check_not_rolled_back(remembered, served["ver"], served["hist"], unb64u(served["sealed"]))
    return {}


def run_vault_merge(given: Members) -> Members:
    seqs = {item["own"]: item["seq"] for item in given["own_seqs"]}
    along = {(item["addr"], item["older"], item["newer"]) for item in given["same_segment"]}
    merged = vaultmerge.merge_vaults(
        vault.read_vault(strictjson.write_json(given["mine"])),
        vault.read_vault(strictjson.write_json(given["served"])),
        lambda own: seqs[b64u(own)],
        given["now"],
        lambda addr, older, newer: (addr, older, newer) in along,
    )
    return {"vault": vault.written_vault(merged.vault), "two_keys": list(merged.two_keys)}


RUN: dict[str, Callable[[Members], Members]] = {
    "b64u": run_b64u,
    "addr": run_addr,
    "time": run_time,
    "name": run_name,
    "b32code": run_b32code,
    "recovery-code": run_recovery_code,
    "strict-json": run_strict_json,
    "version": run_version,
    "hkdf": run_hkdf,
    "kdf": run_kdf,
    "age-file": run_age_file,
    "slot": run_slot,
    "vault": run_vault,
    "vault-rollback": run_vault_rollback,
    "vault-merge": run_vault_merge,
}


def as_json(value: object) -> str:
    """Members in no order, lists in theirs."""
    return json.dumps(value, sort_keys=True)
