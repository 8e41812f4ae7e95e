"""Vectors of spec/key-log.md: entries, chains, the log, checkpoints."""

import json
from typing import Any

from tools.vectors.case import Case, Random, bad, good, vectors
from tools.vectors.people import person
from waxpost.crypto import entry as entries
from waxpost.crypto import note as notes
from waxpost.crypto.encoding import b64u, seconds_of, sha256, unb64u
from waxpost.crypto.entry import Entry, SecretKeys, check_next
from waxpost.crypto.jws import TYPE_DIRECTORY, public_key_of, sign_jws
from waxpost.crypto.logview import Page, addr_hash, entry_leaf, write_page
from waxpost.crypto.merkle import Tree, leaf_hash
from waxpost.crypto.strictjson import write_json

Table = dict[str, Any]
T1, T2, T3 = "2026-11-02T09:00:00Z", "2026-11-03T09:00:00Z", "2026-11-04T09:00:00Z"


def entry_out(entry: Entry) -> dict[str, Any]:
    """What an entry says."""
    keys = entry.keys and {"ed25519": b64u(entry.keys.ed25519), "enc_sha256": b64u(sha256(entry.keys.enc))}
    return {
        "addr": entry.addr,
        "uid": entry.uid,
        "seq": entry.seq,
        "prev": entry.prev,
        "act": entry.act,
        "why": entry.why,
        "name": entry.name,
        "created": entry.created,
        "keys": keys,
        "hash": entry.hash,
    }


def _given(before: Entry | None, raw: bytes, note_time: int | None = None) -> dict[str, Any]:
    return {"before": b64u(before.raw) if before else None, "entry": b64u(raw), "note_time": note_time}


def _payload(raw: bytes) -> dict[str, Any]:
    return json.loads(unb64u(json.loads(json.loads(raw)["entry"][0])["payload"]))


def _signed(payload: dict[str, Any], *by: tuple[str, SecretKeys], typ: str = TYPE_DIRECTORY) -> bytes:
    data = write_json(payload)
    return write_json({"entry": [sign_jws(data, typ, kid, keys.ed25519).decode() for kid, keys in by]})


def make_entry() -> Table:
    """5.1: every act, every refusal."""
    alice = person("Alice Martin")
    first, k0 = alice.newest, alice.keys[0]
    k1, k2 = alice.new_keys(), alice.new_keys()
    rotate = entries.make_rotate(first, "routine", T1, k1, k0)
    second = check_next(first, rotate)
    revoke = check_next(second, entries.make_revoke(second, T2, k1))
    acts: list[tuple[str, Entry | None, bytes]] = [
        ("first", None, first.raw),
        ("rotate, routine", first, rotate),
        ("rotate, lost", first, entries.make_rotate(first, "lost", T1, k1, k0)),
        ("rotate, stolen", first, entries.make_rotate(first, "stolen", T1, k1, k0)),
        ("name", first, entries.make_name(first, "Alice Dupont", T1, k0)),
        ("reset, lost", second, entries.make_reset(second, "lost", T2, k2, "Alice Martin", alice.uid)),
        ("reset, stolen", second, entries.make_reset(second, "stolen", T2, k2, "A. Martin", alice.uid)),
        ("reset, new owner", second, entries.make_reset(second, "new-owner", T2, k2, "Al Green", b64u(bytes(16)))),
        ("revoke", second, revoke.raw),
        ("reset after a revocation", revoke, entries.make_reset(revoke, "lost", T3, k2, "Alice Martin", alice.uid)),
        ("created in the same second", first, entries.make_rotate(first, "routine", first.created, k1, k0)),
    ]
    cases = [good(name, _given(before, raw), entry_out(check_next(before, raw))) for name, before, raw in acts]
    one = _payload(first.raw)
    two = _payload(rotate)
    later = {**two, "later": {"a": 1}}
    raw = _signed(later, ("new", k1), ("old", k0))
    cases.append(good("an unknown member", _given(first, raw), entry_out(check_next(first, raw))))
    at = seconds_of(T1)
    cases.append(good("10 minutes after the newest note", _given(first, rotate, at - 600), entry_out(second)))
    cases.append(bad("10 minutes and a second after the newest note", _given(first, rotate, at - 601), "chain"))
    cases += _refused_forms(first, k0, one)
    cases += _refused_signatures(first, k0, k1, two)
    cases += _refused_chains(first, second, revoke, (k0, k1, k2))
    return vectors("entry", "key-log.md 5.1", cases)


def _refused_forms(first: Entry, k0: SecretKeys, one: dict[str, Any]) -> list[Case]:
    jws = json.loads(first.raw)["entry"][0]
    changes: list[tuple[str, dict[str, Any], str]] = [
        ("v 2", {"v": 2}, "newer"),
        ("crit", {"crit": ["later"], "later": 1}, "newer"),
        ("a second signing key", {"keys": {**one["keys"], "mldsa65": b64u(bytes(1952))}}, "newer"),
        ("an unknown act", {"act": "merge"}, "form"),
        ("an address in upper case", {"addr": "Alice@example.org"}, "form"),
        ("a name with a format character", {"name": "Alice\u200b"}, "form"),
        ("a short uid", {"uid": b64u(bytes(15))}, "form"),
        ("a time with an offset", {"created": "2026-11-01T09:00:00+00:00"}, "form"),
        ("a short ed25519 key", {"keys": {**one["keys"], "ed25519": b64u(bytes(31))}}, "form"),
        ("an enc key of another length", {"keys": {**one["keys"], "enc": one["keys"]["enc"][:-4]}}, "form"),
        ("an enc key that is none", {"keys": {**one["keys"], "enc": b64u(b"\xff" * 1216)}}, "form"),
        ("keys missing", {"keys": None}, "form"),
        ("first with why", {"why": "routine"}, "form"),
        ("first with a prev", {"prev": b64u(bytes(32))}, "form"),
        ("first with seq 1", {"seq": 1}, "form"),
        ("seq as a string", {"seq": "0"}, "form"),
    ]
    cases = [bad(name, _given(None, _signed({**one, **change}, ("new", k0))), why) for name, change, why in changes]
    for name, raw in [
        ("no list", write_json({"entry": jws})),
        ("an empty list", write_json({"entry": []})),
        ("three signatures", write_json({"entry": [jws] * 3})),
        ("a member more", write_json({"entry": [jws], "later": 1})),
        ("a number for a signature", write_json({"entry": [1]})),
        ("a blank at the end", first.raw + b" "),
        ("a blank inside a signature object", write_json({"entry": [jws.replace(":", ": ", 1)]})),
        ("a member more in the signature object", write_json({"entry": [jws[:-1] + ',"header":{}}']})),
        ("over 8 KiB", write_json({"entry": [jws], "later": "x" * 8192})),
    ]:
        cases.append(bad(name, _given(None, raw), "form"))
    return cases


def _refused_signatures(first: Entry, k0: SecretKeys, k1: SecretKeys, two: dict[str, Any]) -> list[Case]:
    flipped = bytearray(first.raw)
    at = first.raw.rindex(b'\\"signature\\":\\"') + 20
    flipped[at] = ord("A") if flipped[at] != ord("A") else ord("B")
    one = _payload(first.raw)
    both = (("new", k1), ("old", k0))
    other = {**two, "name": "Mallory"}
    mixed = write_json(
        {"entry": [json.loads(_signed(two, *both))["entry"][0], json.loads(_signed(other, *both))["entry"][1]]}
    )
    odd = json.loads(json.loads(first.raw)["entry"][0])
    twice = write_json({"entry": [write_json({**odd, "signatures": odd["signatures"] * 2}).decode()]})
    cases = [bad("signatures over two payloads", _given(first, mixed), "form")]
    for name, before, raw in [
        ("a changed signature", None, bytes(flipped)),
        ("two signatures in one object", None, twice),
        ("another typ", None, _signed(one, ("new", k0), typ="waxpost-message+jws")),
        ("another kid", None, _signed(one, ("old", k0))),
        ("signed by another key", None, _signed(one, ("new", k1))),
        ("a rotation without the old signature", first, _signed(two, ("new", k1))),
        ("a rotation without the new signature", first, _signed(two, ("old", k0))),
        ("a rotation, old signed by a stranger", first, _signed(two, ("new", k1), ("old", k1))),
        ("a rotation, signatures in the wrong order", first, _signed(two, ("old", k0), ("new", k1))),
        ("a first entry with two signatures", None, _signed(one, ("new", k0), ("old", k0))),
    ]:
        cases.append(bad(name, _given(before, raw), "signature"))
    return cases


def _refused_chains(first: Entry, second: Entry, revoke: Entry, keys: tuple[SecretKeys, ...]) -> list[Case]:
    k0, k1, k2 = keys
    two = _payload(second.raw)
    both = (("new", k1), ("old", k0))
    reset = _payload(entries.make_reset(second, "lost", T2, k2, "Alice Martin", first.uid))
    name = _payload(entries.make_name(first, "Alice Dupont", T1, k0))
    end = _payload(revoke.raw)
    after = _payload(entries.make_reset(revoke, "lost", T3, k2, "Alice Martin", first.uid))
    table: list[tuple[str, Entry | None, bytes]] = [
        ("nothing before a rotation", None, second.raw),
        ("first after first", first, first.raw),
        ("seq left out", first, _signed({**two, "seq": 2}, *both)),
        ("another prev", first, _signed({**two, "prev": b64u(bytes(32))}, *both)),
        ("another address", first, _signed({**two, "addr": "mallory@example.org"}, *both)),
        ("a rotation with another uid", first, _signed({**two, "uid": b64u(bytes(16))}, *both)),
        ("a rotation with another name", first, _signed({**two, "name": "Mallory"}, *both)),
        ("older than the one before", first, _signed({**two, "created": "2026-10-31T09:00:00Z"}, *both)),
        (
            "a rotation to the same keys",
            first,
            _signed({**two, "keys": _payload(first.raw)["keys"]}, ("new", k0), ("old", k0)),
        ),
        (
            "a rotation that keeps enc",
            first,
            _signed({**two, "keys": {**two["keys"], "enc": _payload(first.raw)["keys"]["enc"]}}, *both),
        ),
        ("a name with other keys", first, _signed({**name, "keys": two["keys"]}, *both)),
        ("a name that is the same", first, _signed({**name, "name": "Alice Martin"}, ("new", k0), ("old", k0))),
        ("a reset with another uid, not a new owner", second, _signed({**reset, "uid": b64u(bytes(16))}, ("new", k2))),
        ("a reset to the same keys", second, _signed({**reset, "keys": two["keys"]}, ("new", k1))),
        ("a revocation with another name", second, _signed({**end, "name": "Mallory"}, ("old", k1))),
        ("a rotation after a revocation", revoke, _signed({**after, "act": "rotate"}, ("new", k2), ("old", k1))),
    ]
    cases = [bad(label, _given(before, raw), "chain") for label, before, raw in table]
    wrong: list[tuple[str, Entry, dict[str, Any], tuple[tuple[str, SecretKeys], ...]]] = [
        ("a rotation without why", first, {k: v for k, v in two.items() if k != "why"}, both),
        ("a rotation of a new owner", first, {**two, "why": "new-owner"}, both),
        ("a reset as routine", second, {**reset, "why": "routine"}, (("new", k2),)),
        ("a name with why", first, {**name, "why": "routine"}, (("new", k0), ("old", k0))),
        ("a revocation with why", second, {**end, "why": "stolen"}, (("old", k1),)),
        ("a revocation with keys", second, {**end, "keys": two["keys"]}, (("old", k1),)),
    ]
    cases += [bad(label, _given(before, _signed(payload, *by)), "form") for label, before, payload, by in wrong]
    # The signed object of a reset after a revocation, its before's key in force: nobody's.
    stolen = _signed({**end, "seq": 3, "prev": revoke.hash}, ("old", k1))
    cases.append(bad("a revocation after a revocation", _given(revoke, stolen), "chain"))
    return cases


def make_chain() -> Table:
    """5.1: chains and segments."""
    alice = person("Alice Martin").rotates("routine", T1).revokes(T2).resets("lost", T3)
    alice.rotates("stolen", "2026-11-05T09:00:00Z")
    chain = alice.chain
    raws = [b64u(raw) for raw in alice.raws]
    out = {"newest": chain.newest.hash, "segment_starts": [chain.segment_start(e.seq) for e in chain.entries]}
    given = {"addr": alice.addr, "entries": raws, "note_time": None}
    bob = person("Bob Roy")
    return vectors(
        "chain",
        "key-log.md 5.1",
        [
            good("first, rotate, revoke, reset, rotate", given, out),
            good(
                "first alone", {**given, "entries": raws[:1]}, {"newest": chain.entries[0].hash, "segment_starts": [0]}
            ),
            bad("nothing", {**given, "entries": []}, "chain"),
            bad("without the first", {**given, "entries": raws[1:]}, "chain"),
            bad("one left out", {**given, "entries": [raws[0], raws[2]]}, "chain"),
            bad("out of order", {**given, "entries": [raws[1], raws[0]]}, "chain"),
            bad("somebody else's", {**given, "entries": [b64u(bob.raws[0])]}, "chain"),
            bad("the reset left out after the revocation", {**given, "entries": [*raws[:3], raws[4]]}, "chain"),
        ],
    )


def make_merkle() -> Table:
    """5.2: the published test tree of RFC 6962 implementations, and one of 70 leaves."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    public = {"leaves": [b64u(bytes.fromhex(leaf)) for leaf in leaves]}
    r, tree = Random("merkle"), Tree()
    many = [r(1 + n % 5) for n in range(70)]
    for leaf in many:
        tree.append(leaf)
    given = {"leaves": [b64u(leaf) for leaf in many]}
    alice = person("Alice Martin").rotates("routine", T1)
    leaf = entry_leaf(alice.addr, 1, alice.raws[1])
    return vectors(
        "merkle",
        "key-log.md 5.2",
        [
            good("the public test tree", public, {"roots": [b64u(bytes.fromhex(root)) for root in roots]}, "c2sp"),
            good("70 leaves, the root at every size", given, {"roots": [b64u(tree.root_at(n)) for n in range(71)]}),
            good(
                "the leaf of an entry",
                {"addr": alice.addr, "seq": 1, "entry": b64u(alice.raws[1])},
                {"leaf": b64u(leaf), "leaf_hash": b64u(leaf_hash(leaf))},
            ),
        ],
    )


def make_checkpoint() -> Table:
    """5.2: signed notes."""
    r = Random("checkpoint")
    seed, origin, root = r(32), f"waxpost/{r.text()}/keys", r(32)
    other_seed, other_origin = r(32), f"waxpost/{r.text()}/keys"
    key = b64u(public_key_of(seed))
    note = notes.write_checkpoint(origin, 42, root, 1795204800, seed)
    text, _, line = note.rpartition("\n\n")
    stranger = notes.write_checkpoint(origin, 42, root, 1795204800, other_seed).rpartition("\n\n")[2]
    out = {"size": 42, "root": b64u(root), "time": 1795204800}
    given = {"note": note, "origin": origin, "key": key}

    def signed(body: str) -> dict[str, Any]:
        return {**given, "note": notes.write_note(body, origin, seed)}

    good_lines = text.split("\n")
    peter = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        "\n\u2014 PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
        "\n"
    )
    peter_key = "GlzZBxQ8OExB6DDFvOEqqIF-xWSaqr8sMTiLNbLXRNY"
    cases = [
        good(
            "write",
            {"origin": origin, "size": 42, "root": b64u(root), "time": 1795204800, "seed": b64u(seed)},
            {"note": note},
        ),
        good("read", given, out),
        good(
            "a witness's line before",
            {**given, "note": f"{text}\n\n{stranger.replace(origin, 'witness.example')}{line}"},
            out,
        ),
        good("a line of our name and another key", {**given, "note": f"{text}\n\n{stranger}{line}"}, out),
        good("an empty log", signed(f"{origin}\n0\n{good_lines[2]}\ntime 0\n"), {**out, "size": 0, "time": 0}),
        good(
            "a published signed note",
            {"note": peter, "name": "PeterNeumann", "key": peter_key},
            {"text": peter.rpartition("\n\n")[0] + "\n"},
            "c2sp",
        ),
    ]
    for name, odd, reason in [
        ("another log's key", {**given, "key": b64u(public_key_of(other_seed))}, "log"),
        ("another origin", {**given, "origin": other_origin}, "log"),
        ("only a stranger's line", {**given, "note": f"{text}\n\n{stranger}"}, "log"),
        ("the size changed", {**given, "note": note.replace("\n42\n", "\n43\n")}, "log"),
        ("the time changed", {**given, "note": note.replace("time 1", "time 2")}, "log"),
        ("signed under our name, about another origin", signed(text.replace(origin, other_origin) + "\n"), "log"),
        ("no signature line", {**given, "note": f"{text}\n\n"}, "form"),
        ("no blank line", {**given, "note": f"{text}\n"}, "form"),
        ("no line break at the end", {**given, "note": note[:-1]}, "form"),
        ("carriage returns", {**given, "note": note.replace("\n", "\r\n")}, "form"),
        ("an extra line", signed(text + "\nextension\n"), "form"),
        ("no time", signed("\n".join(good_lines[:3]) + "\n"), "form"),
        ("a leading zero", signed(text.replace("\n42\n", "\n042\n") + "\n"), "form"),
        ("a negative size", signed(text.replace("\n42\n", "\n-1\n") + "\n"), "form"),
        ("2^53", signed(text.replace("\n42\n", "\n9007199254740992\n") + "\n"), "form"),
        ("a fraction in the time", signed(text.replace("time 1", "time 0.1") + "\n"), "form"),
        ("a root without padding", signed(text.replace("=", "") + "\n"), "form"),
        ("a short root", signed(text.replace(good_lines[2], "AAAA") + "\n"), "form"),
        ("a hyphen for the dash", {**given, "note": note.replace("\u2014", "-")}, "form"),
        ("over 8 KiB", {**given, "note": f"{text}\n\n{stranger * 80}{line}"}, "form"),
        ("empty", {**given, "note": ""}, "form"),
    ]:
        cases.append(bad(name, odd, reason))
    return vectors("checkpoint", "key-log.md 5.2", cases)


def make_log_view() -> Table:
    """5.2 and 5.3: replaying."""
    r = Random("log-view")
    seed, origin = r(32), f"waxpost/{r.text()}/keys"
    key = public_key_of(seed)
    alice, bob = person("Alice Martin").rotates("routine", T1), person("Bob Roy")
    leaves = [
        entry_leaf(alice.addr, 0, alice.raws[0]),
        entry_leaf(bob.addr, 0, bob.raws[0]),
        b"\x02a group record of later",
        entry_leaf(alice.addr, 1, alice.raws[1]),
    ]

    def page(
        start: int, end: int, size: int | None = None, time: int = 1795204800, tree_of: list[bytes] | None = None
    ) -> bytes:
        whole = tree_of or leaves
        tree = Tree()
        for leaf in whole[: size if size is not None else end]:
            tree.append(leaf)
        note = notes.write_checkpoint(origin, tree.size, tree.root_at(tree.size), time, seed)
        return write_page(Page(tuple(whole[start:end]), note))

    def given(*pages: bytes) -> dict[str, Any]:
        return {
            "origin": origin,
            "key": b64u(key),
            "pages": [b64u(one) for one in pages],
            "addrs": [alice.addr, bob.addr, "eve@example.org"],
        }

    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    heads = [
        {"seq": 1, "entry": alice.newest.hash, "index": 3},
        {"seq": 0, "entry": bob.newest.hash, "index": 1},
        None,
    ]
    out = {"size": 4, "root": b64u(tree.root_at(4)), "newer_server": True, "complete": True, "heads": heads}
    early = {"size": 2, "root": b64u(tree.root_at(2)), "newer_server": False, "complete": True}
    early["heads"] = [{"seq": 0, "entry": alice.chain.entries[0].hash, "index": 0}, heads[1], None]
    none = {"size": 0, "root": b64u(Tree().root_at(0)), "newer_server": False, "heads": [None, None, None]}
    gap = [leaves[0], leaves[1], entry_leaf(alice.addr, 2, alice.raws[1])]
    gap_tree = Tree()
    for leaf in gap:
        gap_tree.append(leaf)
    forked = [leaves[0], entry_leaf(bob.addr, 0, alice.raws[1]), *leaves[2:]]
    stranger = notes.write_checkpoint(origin, 2, tree.root_at(2), 1795204800, r(32))
    cases = [
        good("one page", given(page(0, 4)), out),
        good("an empty log", given(page(0, 0)), {**none, "complete": True}),
        good("two pages of one note", given(page(0, 2, 4), page(2, 4)), out),
        good("two notes", given(page(0, 2), page(2, 4)), out),
        good("a page that does not reach its note is not confirmed", given(page(0, 2, 4)), {**none, "complete": False}),
        good("the same again", given(page(0, 2), page(2, 2)), early),
        good(
            "a gap spoils its address only",
            given(page(0, 3, tree_of=gap)),
            {**early, "size": 3, "root": b64u(gap_tree.root_at(3)), "heads": ["unusable", heads[1], None]},
        ),
        bad("shorter than before", given(page(0, 4), page(2, 2)), "log-shrunk"),
        bad("a fork", given(page(0, 2), page(2, 4, tree_of=forked)), "split-view"),
        bad("a fork of the same size", given(page(0, 2), page(2, 2, tree_of=forked)), "split-view"),
        bad("a leaf more than signed", given(page(0, 4, 3)), "split-view"),
        bad(
            "leaves in another order",
            given(write_page(Page((leaves[1], leaves[0]), _note_of(page(0, 2))))),
            "split-view",
        ),
        bad("signed by another key", given(write_page(Page(tuple(leaves[:2]), stranger))), "log-key"),
        bad("no leaves, though more are signed", given(page(0, 2), page(2, 2, 4)), "log"),
        bad("cut short", given(page(0, 4)[:100]), "form"),
        bad("no end of the leaves", given(b"\x00\x45" + leaves[0]), "form"),
    ]
    cases.append(good("the hash of an address", {"addr": alice.addr}, {"addr_hash": b64u(addr_hash(alice.addr))}))
    return vectors("log-view", "key-log.md 5.2, 5.3", cases)


def _note_of(page: bytes) -> str:
    return page[page.index(b"\x00\x00waxpost/") + 2 :].decode()


TABLES = {
    "entry": make_entry,
    "chain": make_chain,
    "merkle": make_merkle,
    "checkpoint": make_checkpoint,
    "log-view": make_log_view,
}
