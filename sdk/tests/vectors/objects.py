"""How each object of spec/vectors is read or written in Python: `in` to `out`, or `Refused`."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from sdk.tests.vectors.objects_entries import RUN as ENTRIES
from sdk.tests.vectors.objects_files import FILES
from sdk.tests.vectors.objects_generator import RUN as GENERATOR
from sdk.tests.vectors.objects_links import RUN as LINKS
from sdk.tests.vectors.objects_requests import RUN as REQUESTS
from waxpost._exceptions import Refused
from waxpost.crypto import (
    agefile,
    chain,
    control,
    encoding,
    entry,
    envelope,
    invitation,
    logview,
    merkle,
    note,
    oldlog,
    opening,
    password,
    payload,
    pins,
    receipts,
    rosters,
    slots,
    strictjson,
    vault,
    vaultmerge,
    words,
)
from waxpost.crypto.encoding import LinkCode, b64u, unb64u
from waxpost.crypto.items import written_items
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
        return "unusable" if refused.reason == "chain" else refused.reason
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


def run_wrap(given: Members) -> Members:
    identities = [HybridIdentity.from_text(text) for text in given["identities"]]
    mk = envelope.open_wrap(unb64u(given["wrap"]), identities, given["mid"])
    return {"mk": mk.text, "mr": b64u(envelope.message_mark(mk))} if mk else {"not_for_me": True}


def run_payload(given: Members) -> Members:
    body = "".join(text * times for text, times in given.get("body", []))
    data = given["json"].replace("<body>", body).encode()
    read = payload.read_payload(data)
    assert payload.read_payload(payload.write_payload(read)) == read
    return {"sha256": b64u(encoding.sha256(data)), "receipt_hash": b64u(receipts.receipt_hash(data))}


def _pin(members: Members) -> vault.Pin:
    past = tuple(vault.Past(one["seq"], one["entry"]) for one in members["past"])
    return vault.Pin(**{**members, "past": past})


def _old_log(given: Members) -> oldlog.OldLog:
    pin = vault.LogPin(given["origin"], unb64u(given["key"]), given["note"], given["until"])
    view = logview.LogView(pin.origin, pin.key)
    for page in given.get("pages", ()):
        assert view.advance(logview.read_page(unb64u(page)))
    old = oldlog.OldLog(pin, view, is_asked=given.get("asked", True))
    old.check_replayed()
    return old


def _reader(given: Members) -> opening.Reader:
    log = given["log"]
    view = logview.LogView(log["origin"], unb64u(log["key"]))
    for page in log["pages"]:
        assert view.advance(logview.read_page(unb64u(page)))
    chains = {one["addr"]: [unb64u(raw) for raw in one["entries"]] for one in given["chains"]}
    pins = {one["addr"]: _pin(one) for one in given["pins"]}
    records = tuple(receipts.Record(unb64u(r["key"]), unb64u(r["hash"]), r["flags"]) for r in given["records"])
    changes = tuple(receipts.ExpiryChange(unb64u(c["key"]), c["exp"], c["at"]) for c in given["changes"])

    def find_chain(addr: str) -> chain.Chain | None:
        if addr not in chains:
            return None
        made = chain.check_chain(addr, chains[addr])
        view.check_person(made)
        return made

    return opening.Reader(
        addr=given["addr"],
        own_entries=frozenset(given["own_entries"]),
        identities=[HybridIdentity.from_text(text) for text in given["identities"]],
        find_chain=find_chain,
        find_pin=pins.get,
        log=view,
        receipts=receipts.Receipts([receipts.Segment("", 0, records, changes)]),
        now=given["now"],
        find_old_log={old["origin"]: _old_log(old) for old in given["old_logs"]}.get,
        announced=frozenset(given["announced"]),
    )


def run_message(given: Members) -> Members:
    said = given["sealed"]
    sealed = opening.SealedMessage(
        mid=said["mid"],
        from_addr=said["from"],
        thread=said["thread"],
        exp=said["exp"],
        arrived_at=said["arrived_at"],
        recipients=tuple((to["addr"], to["entry"]) for to in said["recipients"]),
        wrap=unb64u(said["wrap"]),
        content=unb64u(said["content"]),
        blobs=tuple(said.get("blobs", ())),
    )
    opened = opening.open_message(sealed, given["mid"], _reader(given))
    match opened:
        case opening.NotForMe():
            return {"result": "not-for-me"}
        case opening.Gone():
            return {"result": opened.why}
        case opening.Retry():
            return {"result": "retry", "why": opened.why}
        case opening.ChangedKey():
            sender = {"from_addr": opened.from_addr, "from_entry": opened.from_entry}
            return {"result": "changed-key", **sender, "sent": opened.sent, "stolen": opened.is_stolen}
        case opening.OpenMessage():
            return _shown(opened)


def _shown(opened: opening.OpenMessage) -> Members:
    assert (opened.pin is not None) == (opened.status == "first-contact")
    att = {"att": [f"{file.name} {file.size}" for file in opened.payload.att]} if opened.payload.att else {}
    items = {"items": written_items(opened.payload.items)} if opened.payload.items else {}
    return {
        **att,
        **items,
        "result": opened.status,
        "from_addr": opened.payload.from_addr,
        "from_entry": opened.sender.hash,
        "subject": opened.payload.subject,
        "body": opened.payload.body,
        "receipt_key": b64u(opened.receipt.key),
        "receipt_hash": b64u(opened.receipt.hash),
        "exp": opened.exp,
        "own": opened.is_own,
        "odd_time": opened.odd_time,
        "to_old_key": opened.to_old_key,
    }


def _segment(members: Members) -> receipts.Segment:
    records = tuple(receipts.Record(unb64u(r["key"]), unb64u(r["hash"]), r["flags"]) for r in members["records"])
    changes = tuple(receipts.ExpiryChange(unb64u(c["key"]), c["exp"], c["at"]) for c in members["changes"])
    return receipts.Segment("", 0, records, changes)


def _segment_out(segment: receipts.Segment) -> Members:
    return {
        "records": [{"key": b64u(r.key), "hash": b64u(r.hash), "flags": r.flags} for r in segment.records],
        "changes": [{"key": b64u(c.key), "exp": c.exp, "at": c.at} for c in segment.changes],
    }


def run_receipts(given: Members) -> Members:
    if "mid" in given:
        return {"key": b64u(receipts.receipt_key(given["from_addr"], given["mid"]))}
    if "mine" in given:
        return _segment_out(receipts.merge_segments(_segment(given["mine"]), _segment(given["served"])))
    key = unb64u(given["vk"])
    segment = receipts.open_segment(unb64u(given["sealed"]), key, given["uid"], given["seg"])
    assert receipts.open_segment(receipts.seal_segment(segment, key), key, given["uid"], given["seg"]) == segment
    return _segment_out(segment)


def run_pin(given: Members) -> Members:
    raws = [unb64u(raw) for raw in given["chain"]]
    made = chain.check_chain(entry.check_next(None, raws[0]).addr, raws)
    pin = _pin(given["pin"]) if given["pin"] else None
    if given["do"] == "judge":
        return {"standing": pins.judge(pin, made).value}
    if given["do"] == "first":
        after = pins.first_pin(made)
    elif given["do"] == "check":
        after = pins.checked(pin, made)
    elif given["do"] == "invite":
        after = pins.invited(pin, made)
    else:
        assert pin is not None
        if given["do"] == "move":
            after = pins.moved(pin, made)
        elif given["do"] == "name":
            after = pins.with_name(pin, made)
        else:
            after = pins.acknowledged(pin, made, words_checked=False)
    return {"pin": vault.written_pin(after)}


def _roster(members: Members) -> vault.Roster:
    return vault.Roster(members["gid"], members["name"], members["rev"], tuple(members["addrs"]))


def run_roster(given: Members) -> Members:
    pinned = _roster(given["pinned"]) if given["pinned"] else None
    change = rosters.compare_roster(pinned, _roster(given["served"]))
    lists = {"added": list(change.added), "removed": list(change.removed)}
    return {"first": change.is_first, **lists, "old_name": change.old_name}


def run_control(given: Members) -> Members:
    message = given["message"]
    made = chain.check_chain(message["addr"], [unb64u(raw) for raw in given["entries"]])
    about = (message["mid"], message["addr"], message["entry"])
    read = control.read_control(unb64u(given["jws"]), about, made, given["arrived_at"], is_known=given["known"])
    return {"exp": read.exp, "at": read.at, "key": b64u(read.change().key)} if read else {"ignored": True}


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
    "wrap": run_wrap,
    "payload": run_payload,
    "message": run_message,
    "receipts": run_receipts,
    "pin": run_pin,
    "roster": run_roster,
    "control": run_control,
    **ENTRIES,
    **LINKS,
    **REQUESTS,
    **GENERATOR,
    **FILES,
}


def as_json(value: object) -> str:
    """Members in no order, lists in theirs."""
    return json.dumps(value, sort_keys=True)
