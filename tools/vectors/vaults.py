"""Vectors of spec/keys.md 3.2: the vault, its rollback rule, its merge."""

from typing import Any

from tools.vectors.case import Case, Random, bad, changed, good, vectors
from waxpost.crypto import agefile, vaultmerge
from waxpost.crypto.encoding import b64u
from waxpost.crypto.note import write_checkpoint
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import write_json
from waxpost.crypto.vault import read_vault, vault_hash, written_vault

Table = dict[str, Any]
Json = dict[str, Any]


def _sample(r: Random) -> Json:
    origin = f"waxpost/{r.text()}/keys"
    log_seed = r(32)
    return {
        "v": 1,
        "t": "waxpost-vault",
        "uid": r.text(),
        "addr": "alice@example.org",
        "ver": 17,
        "kdf": {"salt": r.text(), "m": 65536, "t": 3, "p": 1},
        "first": 0,
        "ids": [
            {"entries": [r.text(32), r.text(32)], "ed25519": None, "enc": HybridIdentity(r(32)).text, "pending": False},
            {"entries": [r.text(32)], "ed25519": r.text(32), "enc": HybridIdentity(r(32)).text, "pending": False},
        ],
        "own": b64u(b'{"entry":["two"]}'),
        "pins": [
            {
                "addr": "bob@example.org",
                "uid": r.text(),
                "name": "Bob Roy",
                "seq": 2,
                "entry": r.text(32),
                "state": "first",
                "past": [{"seq": 0, "entry": r.text(32)}],
            }
        ],
        "rosters": [{"gid": r.text(), "name": "Platform team", "rev": 12, "addrs": ["bob@example.org"]}],
        "invites": [
            {
                "id": r.text(),
                "kind": "invite",
                "addr": "carol@example.org",
                "code": r.text(),
                "exp": "2026-11-23T20:00:00Z",
            }
        ],
        "log": {"origin": origin, "key": r.text(32), "note": write_checkpoint(origin, 40, r(32), 1795204800, log_seed)},
        "logs": [],
        "heads": [{"file": "entries-0", "ver": 17, "sha": r.text(32)}],
        "hist": [r.text(32) for _ in range(16)],
    }


def make_vault() -> Table:
    """3.2: every member, good and bad. Unknown members stay."""
    r = Random("vault")
    key, whole = r(32), _sample(r)
    old_log = {**whole["log"], "origin": f"waxpost/{r.text()}/keys", "until": "2026-11-01T00:00:00Z"}
    cases: list[Case] = []
    for name, vault in [
        ("whole", whole),
        ("after a restart of the log", changed(whole, "logs", [old_log])),
        ("an unknown member", changed(whole, "later", {"a": [1]})),
        ("an unknown member of a pin", changed(whole, "pins.0.colour", "blue")),
        ("an unknown member of a key pair", changed(whole, "ids.0.later", None)),
        ("empty lists", {**whole, "pins": [], "rosters": [], "invites": [], "heads": [], "hist": []}),
    ]:
        sealed = agefile.seal_with_key(key, write_json(vault), r)
        cases.append(good(name, {"sealed": b64u(sealed), "vk": b64u(key)}, {"vault": vault, "sha": vault_hash(sealed)}))
    for name, path, value, reason in [
        ("v 2", "v", 2, "newer"),
        ("crit", "crit", ["later"], "newer"),
        ("another t", "t", "waxpost-slot", "form"),
        ("ver 0", "ver", 0, "form"),
        ("no keys", "ids", [], "form"),
        ("a key pair without entries", "ids.0.entries", [], "form"),
        ("an enc seed in lower case", "ids.0.enc", whole["ids"][0]["enc"].lower(), "form"),
        ("an enc seed with a wrong check", "ids.0.enc", whole["ids"][0]["enc"][:-1] + "Q", "form"),
        ("a short signing seed", "ids.1.ed25519", b64u(bytes(31)), "form"),
        ("pending missing", "ids.0.pending", ..., "form"),
        ("an unknown state", "pins.0.state", "trusted", "form"),
        ("one person pinned twice", "pins", whole["pins"] * 2, "form"),
        ("one group twice", "rosters", whole["rosters"] * 2, "form"),
        ("an address in upper case", "pins.0.addr", "Bob@example.org", "form"),
        ("a name with a bidirectional character", "pins.0.name", "Bob\u202e", "form"),
        ("an entry hash of another length", "pins.0.entry", b64u(bytes(16)), "form"),
        ("no log", "log", ..., "form"),
        ("65 hashes of history", "hist", [b64u(bytes(32))] * 65, "form"),
        ("an old log without until", "logs", [whole["log"]], "form"),
        ("an unknown kind of invitation", "invites.0.kind", "share", "form"),
        ("a salt of another length", "kdf.salt", b64u(bytes(15)), "form"),
        ("null where it may not stand", "own", None, "form"),
    ]:
        sealed = agefile.seal_with_key(key, write_json(changed(whole, path, value)), r)
        cases.append(bad(name, {"sealed": b64u(sealed), "vk": b64u(key)}, reason))
    sealed = agefile.seal_with_key(key, write_json(whole), r)
    cases.append(bad("another vault key", {"sealed": b64u(sealed), "vk": b64u(bytes(32))}, "wrong-secret"))
    return vectors("vault", "keys.md 3.2", cases)


def make_vault_rollback() -> Table:
    """3.2, rollback."""
    r = Random("vault-rollback")
    sealed, hist = r(64), [r.text(32) for _ in range(64)]
    sha = vault_hash(sealed)
    cases: list[Case] = []
    for name, ver, remembered, is_ok in [
        ("the very same", 70, sha, True),
        ("the next one", 69, hist[0], True),
        ("64 versions on", 6, hist[63], True),
        ("65 versions on: nothing to compare", 5, r.text(32), True),
        ("after a restore, versions were left out", 40, hist[3], True),
        ("older", 71, r.text(32), False),
        ("the same version, other bytes", 70, r.text(32), False),
        ("newer, but does not descend from mine", 69, r.text(32), False),
        ("64 versions on, does not descend from mine", 6, r.text(32), False),
    ]:
        given = {
            "remembered": {"ver": ver, "sha": remembered},
            "served": {"ver": 70, "sealed": b64u(sealed), "hist": hist},
        }
        cases.append(good(name, given, {}) if is_ok else bad(name, given, "two-vaults"))
    return vectors("vault-rollback", "keys.md 3.2", cases)


def _merge_case(name: str, mine: Json, served: Json, **more: Any) -> Case:
    given: Json = {
        "mine": mine,
        "served": served,
        "now": "2026-11-21T00:00:00Z",
        "own_seqs": [{"own": mine["own"], "seq": 1}],
        "same_segment": [],
        **more,
    }
    seqs = {item["own"]: item["seq"] for item in given["own_seqs"]}
    along = {(item["addr"], item["older"], item["newer"]) for item in given["same_segment"]}
    merged = vaultmerge.merge_vaults(
        read_vault(write_json(mine)),
        read_vault(write_json(served)),
        lambda own: seqs[b64u(own)],
        given["now"],
        lambda addr, older, newer: (addr, older, newer) in along,
    )
    return good(name, given, {"vault": written_vault(merged.vault), "two_keys": list(merged.two_keys)})


def make_vault_merge() -> Table:
    """3.2, merge after a lost compare-and-swap, and 5.3 after a restore."""
    r = Random("vault-merge")
    mine = _sample(r)
    served = changed(changed(mine, "ver", 18), "hist", [r.text(32), *mine["hist"]])
    pin, roster, invite = mine["pins"][0], mine["rosters"][0], mine["invites"][0]
    newer = {**pin, "seq": 3, "entry": r.text(32), "name": "Bob R. Roy"}
    along = {"addr": pin["addr"], "older": pin["entry"], "newer": newer["entry"]}
    dora = {**pin, "addr": "dora@example.org", "uid": r.text()}
    pair = {"entries": [r.text(32)], "ed25519": r.text(32), "enc": HybridIdentity(r(32)).text, "pending": False}
    own = b64u(b'{"entry":["three"]}')
    seqs = [{"own": mine["own"], "seq": 1}, {"own": own, "seq": 2}]

    def mine_with(path: str, value: Any) -> Json:
        return changed(mine, path, value)

    def served_with(path: str, value: Any) -> Json:
        return changed(served, path, value)

    def pinned(state: str) -> Json:
        return mine_with("pins.0.state", state)

    later_note = served["log"]["note"].replace("\n40\n", "\n41\n")
    cases = [
        _merge_case("nothing differs", mine, served),
        _merge_case("a pin each", mine_with("pins", [pin, dora]), served_with("pins", [newer]), same_segment=[along]),
        _merge_case(
            "the mark moves along a rotation", pinned("checked"), served_with("pins", [newer]), same_segment=[along]
        ),
        _merge_case("the mark does not cross a reset", pinned("checked"), served_with("pins", [newer])),
        _merge_case("the served mark on the same entry", mine, served_with("pins.0.state", "checked")),
        _merge_case("my mark on the same entry", pinned("checked"), served),
        _merge_case(
            "invited moves like checked", pinned("invited"), served_with("pins", [newer]), same_segment=[along]
        ),
        _merge_case(
            "a mark on the newer entry stays on it", mine, served_with("pins", [{**newer, "state": "checked"}])
        ),
        _merge_case("past pins are united", mine_with("pins.0.past", []), served_with("pins", [newer])),
        _merge_case("two keys for one person", mine, served_with("pins", [{**newer, "seq": 2}])),
        _merge_case(
            "the roster with the higher rev", mine, served_with("rosters", [{**roster, "rev": 13, "addrs": []}])
        ),
        _merge_case("my roster at the same rev", mine, served_with("rosters", [{**roster, "addrs": []}])),
        _merge_case("a key pair of each", mine_with("ids", [*mine["ids"], pair]), served),
        _merge_case(
            "entries of a pair are united", mine_with("ids.1.entries", [*mine["ids"][1]["entries"], r.text(32)]), served
        ),
        _merge_case("a deleted signing seed stays deleted", mine, served_with("ids.1.ed25519", None)),
        _merge_case("pending until one has cleared it", mine_with("ids.1.pending", True), served),
        _merge_case("the newer own entry", mine, served_with("own", own), own_seqs=seqs),
        _merge_case("my newer own entry", mine_with("own", own), served, own_seqs=seqs),
        _merge_case("the later checkpoint", mine, served_with("log.note", later_note)),
        _merge_case("my later checkpoint", mine_with("log.note", later_note), served),
        _merge_case("invitations are united", mine, served_with("invites", [{**invite, "id": r.text()}])),
        _merge_case(
            "without ended invitations", mine_with("invites.0.exp", "2026-11-21T00:00:00Z"), served_with("invites", [])
        ),
        _merge_case("heads as served", mine, served_with("heads", [{**mine["heads"][0], "ver": 18}])),
        _merge_case("unknown members of both", mine_with("a", 1), changed(served_with("b", 2), "a", 3)),
        _merge_case("after a restore: mine is the newer", mine_with("ver", 30), served),
        _merge_case("I follow the restarted log", *_restarted(r, mine, served)),
    ]
    for name, path, value, reason in [
        ("another person", "uid", r.text(), "form"),
        ("another address", "addr", "bob@example.org", "form"),
        ("another log", "log.origin", f"waxpost/{r.text()}/keys", "log-key"),
        ("another key of the log", "log.key", r.text(32), "log-key"),
    ]:
        given = {"mine": mine, "served": served_with(path, value), "now": "2026-11-21T00:00:00Z"}
        cases.append(bad(name, {**given, "own_seqs": seqs, "same_segment": []}, reason))
    return vectors("vault-merge", "keys.md 3.2", cases)


def _restarted(r: Random, mine: Json, served: Json) -> tuple[Json, Json]:
    log = {"origin": f"waxpost/{r.text()}/keys", "key": r.text(32), "note": mine["log"]["note"]}
    old = {**mine["log"], "until": "2026-11-20T00:00:00Z"}
    return changed(changed(mine, "log", log), "logs", [old]), served


TABLES = {"vault": make_vault, "vault-rollback": make_vault_rollback, "vault-merge": make_vault_merge}
