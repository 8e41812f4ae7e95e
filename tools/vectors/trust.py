"""Vectors of what a client keeps about others: receipts, pins, rosters, control messages."""

from typing import Any

from tools.vectors.case import Case, Random, bad, good, vectors
from tools.vectors.people import person
from tools.vectors.worlds import SENT, Json, World
from waxpost.crypto import agefile
from waxpost.crypto.control import Control, make_control
from waxpost.crypto.encoding import b64u, unb64u
from waxpost.crypto.jws import TYPE_CONTROL, sign_jws
from waxpost.crypto.receipts import receipt_key, receipts_key
from waxpost.crypto.strictjson import write_json

Table = dict[str, Any]


def make_receipts() -> Table:
    """keys.md 3.2: segments and their union."""
    r = Random("receipts")
    key, uid = r(32), r.text()
    keys, hashes = [r(16) for _ in range(4)], [r(16) for _ in range(4)]

    def record(key_at: int, hash_at: int, flags: int) -> Json:
        return {"key": b64u(keys[key_at]), "hash": b64u(hashes[hash_at]), "flags": flags}

    def packed(records: list[Json]) -> str:
        return b64u(b"".join(unb64u(one["key"]) + unb64u(one["hash"]) + bytes([one["flags"]]) for one in records))

    def sealed(whole: Json) -> Json:
        data = agefile.seal_with_key(receipts_key(key), write_json(whole), r)
        return {"sealed": b64u(data), "vk": b64u(key), "uid": uid, "seg": 0}

    def change(at: int, exp: str | None, when: str) -> Json:
        return {"key": b64u(keys[at]), "exp": exp, "at": when}

    records = [record(0, 0, 1), record(1, 1, 3)]
    changes = [change(0, "2026-12-01T00:00:00Z", SENT), change(1, None, SENT)]
    whole: Json = {"v": 1, "t": "waxpost-receipts", "uid": uid, "seg": 0, "rec": packed(records), "exp": changes}
    out = {"records": records, "changes": changes}
    cases: list[Case] = [
        good("a segment", sealed(whole), out),
        good("an empty one", sealed({**whole, "rec": "", "exp": []}), {"records": [], "changes": []}),
        good("an unknown member", sealed({**whole, "later": 1}), out),
        good(
            "the key of a record",
            {"from_addr": "alice@example.org", "mid": uid},
            {"key": b64u(receipt_key("alice@example.org", uid))},
        ),
    ]
    for name, odd, reason in [
        ("v 2", {**whole, "v": 2}, "newer"),
        ("another t", {**whole, "t": "waxpost-vault"}, "form"),
        ("another person's", {**whole, "uid": r.text()}, "form"),
        ("another segment", {**whole, "seg": 1}, "form"),
        ("a record cut short", {**whole, "rec": b64u(bytes(32))}, "form"),
        ("an unknown flag", {**whole, "rec": packed([record(0, 0, 8)])}, "form"),
        ("4,097 records", {**whole, "rec": b64u(bytes(33 * 4097))}, "form"),
        ("a change without a time", {**whole, "exp": [{"key": b64u(keys[0]), "exp": None}]}, "form"),
    ]:
        cases.append(bad(name, sealed(odd), reason))
    cases.append(bad("another vault key", {**sealed(whole), "vk": b64u(bytes(32))}, "wrong-secret"))

    def merged(
        name: str,
        mine: tuple[list[Json], list[Json]],
        served: tuple[list[Json], list[Json]],
        both: tuple[list[Json], list[Json]],
    ) -> None:
        given = [{"records": one[0], "changes": one[1]} for one in (mine, served)]
        cases.append(
            good(f"merge: {name}", {"mine": given[0], "served": given[1]}, {"records": both[0], "changes": both[1]})
        )

    zero, one, two = record(0, 0, 1), record(1, 1, 1), record(2, 2, 1)
    merged("other records", ([zero, one], []), ([zero, two], []), ([zero, two, one], []))
    merged("flags join", ([record(0, 0, 1)], []), ([record(0, 0, 2)], []), ([record(0, 0, 3)], []))
    merged(
        "two contents stay", ([record(0, 0, 1)], []), ([record(0, 1, 1)], []), ([record(0, 1, 1), record(0, 0, 1)], [])
    )
    early, late = change(0, None, SENT), change(0, "2026-12-01T00:00:00Z", "2026-11-20T20:00:01Z")
    merged("the newest change", ([], [early]), ([], [late]), ([], [late]))
    merged("my newer change", ([], [late]), ([], [early]), ([], [late]))
    same = change(0, "2026-12-02T00:00:00Z", SENT)
    merged("the served change of the same second", ([], [early]), ([], [same]), ([], [same]))
    return vectors("receipts", "keys.md 3.2", cases)


def make_pin() -> Table:
    """key-log.md 5.6."""
    at = ["2026-11-02T09:00:00Z", "2026-11-03T09:00:00Z", "2026-11-04T09:00:00Z"]
    chains = {
        "first": person("Bob Roy"),
        "rotated": person("Bob Roy").rotates("routine", at[0]),
        "renamed": person("Bob Roy").renames("Bob R. Roy", at[0]),
        "reset": person("Bob Roy").resets("lost", at[0]),
        "reset and rotated": person("Bob Roy").rotates("lost", at[0]).resets("lost", at[1]).rotates("routine", at[2]),
        "revoked": person("Bob Roy").revokes(at[0]),
    }
    cases: list[Case] = []

    def pin(chain: str, seq: int, state: str = "checked", past: tuple[int, ...] = ()) -> Json:
        entry = chains[chain].chain.entries[seq]
        members = {"addr": entry.addr, "uid": entry.uid, "name": entry.name, "seq": seq, "entry": entry.hash}
        earlier = [{"seq": old, "entry": chains[chain].chain.entries[old].hash} for old in past]
        return {**members, "state": state, "past": earlier}

    def given(chain: str, before: Json | None, do: str) -> Json:
        return {"chain": [b64u(raw) for raw in chains[chain].raws], "pin": before, "do": do}

    stranger = {**pin("first", 0), "entry": b64u(bytes(32))}
    for name, chain, before, standing in [
        ("nobody pinned", "rotated", None, "new"),
        ("the newest pinned", "rotated", pin("rotated", 1), "known"),
        ("rotated since", "rotated", pin("rotated", 0), "rotated"),
        ("renamed since", "renamed", pin("renamed", 0), "rotated"),
        ("reset since", "reset", pin("reset", 0), "changed"),
        ("reset and rotated since", "reset and rotated", pin("reset and rotated", 1), "changed"),
        ("reset, acknowledged, rotated since", "reset and rotated", pin("reset and rotated", 2), "rotated"),
        ("revoked since", "revoked", pin("revoked", 0), "revoked"),
        ("revoked, nobody pinned", "revoked", None, "revoked"),
        ("a shorter chain than the pin", "first", pin("rotated", 1), "behind"),
        ("another entry than the pin", "first", stranger, "behind"),
    ]:
        cases.append(good(f"judge: {name}", given(chain, before, "judge"), {"standing": standing}))
    moves: list[tuple[str, str, Json | None, str, Json | str]] = [
        ("first use", "rotated", None, "first", pin("rotated", 1, "first")),
        ("along a rotation", "rotated", pin("rotated", 0), "move", pin("rotated", 1)),
        ("along a name", "renamed", pin("renamed", 0), "move", {**pin("renamed", 1), "name": "Bob Roy"}),
        ("the new name was shown", "renamed", pin("renamed", 0), "name", {**pin("renamed", 0), "name": "Bob R. Roy"}),
        ("over a reset", "reset", pin("reset", 0), "move", "chain"),
        ("acknowledged", "reset", pin("reset", 0), "acknowledge", pin("reset", 1, "first", (0,))),
        ("nothing to acknowledge", "rotated", pin("rotated", 0), "acknowledge", "chain"),
        ("words checked, same key", "first", pin("first", 0, "first"), "check", pin("first", 0)),
        ("words checked after a rotation", "rotated", pin("rotated", 0, "invited"), "check", pin("rotated", 1)),
        ("words checked after a reset", "reset", pin("reset", 0), "check", pin("reset", 1, "checked", (0,))),
        ("words checked at first", "rotated", None, "check", pin("rotated", 1)),
        ("words checked, but the chain is behind", "first", pin("rotated", 1), "check", "chain"),
        ("invited at first", "first", None, "invite", pin("first", 0, "invited")),
        ("invited, pinned before", "first", pin("first", 0, "first"), "invite", pin("first", 0, "invited")),
        ("invited, checked before", "first", pin("first", 0), "invite", pin("first", 0)),
        ("invited anew after a reset", "reset", pin("reset", 0), "invite", pin("reset", 1, "invited", (0,))),
    ]
    for name, chain, before, do, after in moves:
        if isinstance(after, str):
            cases.append(bad(f"{do}: {name}", given(chain, before, do), after))
        else:
            cases.append(good(f"{do}: {name}", given(chain, before, do), {"pin": after}))
    return vectors("pin", "key-log.md 5.6", cases)


def make_roster() -> Table:
    """envelope.md 6.2, step 2."""
    gid = Random("roster").text()
    bob, carol, eve = "bob@example.org", "carol@example.org", "eve@example.org"
    pinned = {"gid": gid, "name": "Platform team", "rev": 12, "addrs": [bob, carol]}

    def given(rev: int, addrs: list[str], name: str = "Platform team", *, first: bool = False) -> Json:
        return {"pinned": None if first else pinned, "served": {"gid": gid, "name": name, "rev": rev, "addrs": addrs}}

    def out(added: list[str], removed: list[str], old_name: str | None = None, *, first: bool = False) -> Json:
        return {"first": first, "added": added, "removed": removed, "old_name": old_name}

    cases = [
        good("never confirmed", given(12, [bob, carol], first=True), out([bob, carol], [], first=True)),
        good("the same", given(12, [carol, bob]), out([], [])),
        good("the same under a higher rev", given(14, [bob, carol]), out([], [])),
        good("somebody added", given(13, [bob, carol, eve]), out([eve], [])),
        good("somebody removed", given(13, [bob]), out([], [carol])),
        good("one for another", given(13, [bob, eve]), out([eve], [carol])),
        good("renamed", given(13, [bob, carol], "Operations"), out([], [], "Platform team")),
        bad("a lower rev", given(11, [bob, carol]), "roster"),
        bad("a lower rev with another list", given(11, [bob]), "roster"),
        bad("another list of the same rev", given(12, [bob, carol, eve]), "roster"),
        bad("another name of the same rev", given(12, [bob, carol], "Operations"), "roster"),
        bad("somebody twice", given(13, [bob, carol, bob]), "roster"),
    ]
    return vectors("roster", "envelope.md 6.2", cases)


def make_control_vectors() -> Table:
    """envelope.md 6.4."""
    world = World("control")
    alice = world.alice.rotates("routine", "2026-11-10T09:00:00Z")
    stolen = World("control").alice.rotates("stolen", "2026-11-10T09:00:00Z")
    reset = World("control").alice.resets("lost", "2026-11-10T09:00:00Z")
    mid = world.random.text()
    first, second = alice.chain.entries
    arrived = "2026-11-21T07:00:00Z"

    def control(**changed: Any) -> Control:
        members = {
            "mid": mid,
            "from_addr": alice.addr,
            "from_entry": second.hash,
            "exp": "2026-12-01T00:00:00Z",
            "at": arrived,
        }
        return Control(**{**members, **changed})

    def given(jws: bytes, who: Any = alice, **changed: Any) -> Json:
        message = {"mid": mid, "addr": alice.addr, "entry": first.hash}
        entries = [b64u(raw) for raw in who.raws]
        whole = {"jws": b64u(jws), "message": message, "entries": entries, "arrived_at": arrived, "known": True}
        return {**whole, **changed}

    def signed(made: Control, seed: bytes | None = None) -> bytes:
        return make_control(made, seed or alice.keys[1].ed25519)

    def out(made: Control) -> Json:
        return {"exp": made.exp, "at": made.at, "key": b64u(made.change().key)}

    ahead = control(at="2026-11-21T07:10:00Z")
    by_old = control(from_entry=first.hash)
    odd = {
        "v": 1,
        "act": "recall",
        "mid": mid,
        "from": {"addr": alice.addr, "entry": second.hash},
        "exp": None,
        "at": arrived,
    }
    after = control(from_entry=reset.chain.entries[1].hash)
    seed = alice.keys[1].ed25519
    payload = {**odd, "act": "expiry"}
    cases = [
        good("another end", given(signed(control())), out(control())),
        good("no end", given(signed(control(exp=None))), out(control(exp=None))),
        good("10 minutes ahead", given(signed(ahead)), out(ahead)),
        good("by an old key of the segment", given(signed(by_old, alice.keys[0].ed25519)), out(by_old)),
        good("by a key that is not known: ignored", given(signed(control()), known=False), {"ignored": True}),
        good("by a stolen key: ignored", given(signed(by_old, alice.keys[0].ed25519), stolen), {"ignored": True}),
        bad("10 minutes and a second ahead", given(signed(control(at="2026-11-21T07:10:01Z"))), "form"),
        bad("about another message", given(signed(control(mid=b64u(bytes(16))))), "wrong-message"),
        bad("by somebody else", given(signed(control(from_addr=world.bob.addr))), "sender-keys"),
        bad("by an unknown entry", given(signed(control(from_entry=b64u(bytes(32))))), "sender-keys"),
        bad("after a reset", given(signed(after, reset.keys[1].ed25519), reset), "sender-keys"),
        bad("another signature", given(signed(control(), bytes(32))), "signature"),
        bad("another typ", given(sign_jws(write_json(payload), "waxpost-message+jws", second.hash, seed)), "signature"),
        bad("another act", given(sign_jws(write_json(odd), TYPE_CONTROL, second.hash, seed)), "form"),
        bad("v 2", given(sign_jws(write_json({**payload, "v": 2}), TYPE_CONTROL, second.hash, seed)), "newer"),
        bad("crit", given(sign_jws(write_json({**payload, "crit": ["x"]}), TYPE_CONTROL, second.hash, seed)), "newer"),
        bad("no JSON", given(b"hello"), "form"),
    ]
    return vectors("control", "envelope.md 6.4", cases)


TABLES = {
    "receipts": make_receipts,
    "pin": make_pin,
    "roster": make_roster,
    "control": make_control_vectors,
}
