"""How each object of spec/vectors is read or written in Python: `in` to `out`, or `Refused`."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from waxpost._exceptions import Refused
from waxpost.crypto import (
    agefile,
    chain,
    encoding,
    entry,
    invitation,
    logview,
    merkle,
    note,
    password,
    slots,
    strictjson,
    vault,
    vaultmerge,
    words,
)
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


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else unb64u(text)


def _entry_out(made: entry.Entry) -> Members:
    keys = made.keys and {"ed25519": b64u(made.keys.ed25519), "enc_sha256": b64u(encoding.sha256(made.keys.enc))}
    names = ("addr", "uid", "seq", "prev", "act", "why", "name", "created", "hash")
    return {**{name: getattr(made, name) for name in names}, "keys": keys}


def run_entry(given: Members) -> Members:
    before = _bytes(given["before"])
    pinned = entry.read_pinned(before, entry.entry_hash(before)) if before else None
    if pinned and pinned.act == "revoke":
        assert pinned.keys is None
    return _entry_out(entry.check_next(pinned, unb64u(given["entry"]), given["note_time"]))


def run_chain(given: Members) -> Members:
    made = chain.check_chain(given["addr"], [unb64u(raw) for raw in given["entries"]], given["note_time"])
    return {"newest": made.newest.hash, "segment_starts": [made.segment_start(one.seq) for one in made.entries]}


def run_merkle(given: Members) -> Members:
    if "addr" in given:
        leaf = logview.entry_leaf(given["addr"], given["seq"], unb64u(given["entry"]))
        return {"leaf": b64u(leaf), "leaf_hash": b64u(merkle.leaf_hash(leaf))}
    tree = merkle.Tree()
    for leaf in given["leaves"]:
        tree.append(unb64u(leaf))
    return {"roots": [b64u(tree.root_at(size)) for size in range(tree.size + 1)]}


def run_checkpoint(given: Members) -> Members:
    if "seed" in given:
        root, seed = unb64u(given["root"]), unb64u(given["seed"])
        return {"note": note.write_checkpoint(given["origin"], given["size"], root, given["time"], seed)}
    if "name" in given:
        return {"text": note.open_note(given["note"], given["name"], unb64u(given["key"]))}
    opened = note.open_checkpoint(given["note"], given["origin"], unb64u(given["key"]))
    assert note.note_size(given["note"]) == opened.size
    return {"size": opened.size, "root": b64u(opened.root), "time": opened.time}


def _head(view: logview.LogView, addr: str) -> Members | str | None:
    try:
        head = view.find_head(addr)
    except Refused as refused:
        assert refused.reason == "chain"
        return "unusable"
    return head and {"seq": head.seq, "entry": head.entry, "index": head.index}


def run_log_view(given: Members) -> Members:
    if "addr" in given:
        return {"addr_hash": b64u(logview.addr_hash(given["addr"]))}
    view = logview.LogView(given["origin"], unb64u(given["key"]))
    complete = False
    for data in given["pages"]:
        page = logview.read_page(unb64u(data))
        assert logview.write_page(page) == unb64u(data)
        complete = view.advance(page)
    return {
        "size": view.size,
        "root": b64u(view.root_at(view.size)),
        "newer_server": view.is_newer_server,
        "complete": complete,
        "heads": [_head(view, addr) for addr in given["addrs"]],
    }


def _digest(given: Members) -> bytes:
    return words.key_digest(given["addr"], entry.PublicKeys(unb64u(given["ed25519"]), unb64u(given["enc"])))


def run_words(given: Members) -> Members:
    if "one" in given:
        return {"number": words.safety_number(_digest(given["one"]), _digest(given["other"]))}
    digest = _digest(given)
    if "typed" in given:
        return {"match": words.words_match(digest, given["typed"])}
    if "scanned" in given:
        return {"match": words.qr_matches(given["addr"], digest, given["scanned"])}
    return {"words": list(words.key_words(digest)), "qr": words.key_qr(given["addr"], digest), "d": b64u(digest)}


def run_invitation(given: Members) -> Members:
    if "fragment" in given:
        code = invitation.join_code(encoding.read_b32code(given["fragment"], given["id"]))
        code.check_log(given["origin"], unb64u(given["key"]))
        fits = code.fits_inviter(given["inviter_entry"])
        return {"kind": code.kind, "code": b64u(code.code), "fits_inviter": fits}
    kind, secret = given["kind"], unb64u(given["code"])
    if "tag" in given:
        invitation.check_tag(kind, secret, unb64u(given["entry"]), _bytes(given["tag"]))
        return {}
    origin, key = given["origin"], unb64u(given["key"])
    if kind == "invite":
        link = invitation.invitation_code(secret, origin, key, given["inviter_entry"])
    else:
        link = invitation.start_over_code(secret, origin, key)
    return {
        "fragment": encoding.b32code(link, given["id"]),
        "claim": b64u(invitation.claim_of(kind, secret)),
        "claim_hash": b64u(invitation.claim_hash(kind, secret)),
        "tag": b64u(invitation.bind_tag(kind, secret, unb64u(given["entry"]))),
    }


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
    "entry": run_entry,
    "chain": run_chain,
    "merkle": run_merkle,
    "checkpoint": run_checkpoint,
    "log-view": run_log_view,
    "words": run_words,
    "invitation": run_invitation,
}


def as_json(value: object) -> str:
    """Members in no order, lists in theirs."""
    return json.dumps(value, sort_keys=True)
