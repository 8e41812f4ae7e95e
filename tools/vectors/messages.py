"""Vectors of spec/envelope.md: wraps, payloads, and every rule of opening with its result."""

from typing import Any

from tools.vectors.case import Case, Random, bad, good, vectors
from tools.vectors.files import BAD_PAYLOADS, GOOD_PAYLOADS, item, manifest, told
from tools.vectors.requests import bad_requests, good_requests
from tools.vectors.worlds import ARRIVED, SENT, Json, Letter, World
from waxpost.crypto.agefile import seal_to
from waxpost.crypto.encoding import b64u, seconds_of, sha256
from waxpost.crypto.envelope import seal_wrap
from waxpost.crypto.jws import public_key_of
from waxpost.crypto.logview import Page, write_page
from waxpost.crypto.merkle import Tree
from waxpost.crypto.note import write_checkpoint
from waxpost.crypto.receipts import receipt_hash, receipt_key
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import write_json

Table = dict[str, Any]


def make_wrap() -> Table:
    """6.2.5 and 6.3 rule 1."""
    r = Random("wrap")
    me, other, mk = HybridIdentity(r(32)), HybridIdentity(r(32)), HybridIdentity(r(32))
    to, mid = HybridRecipient(me.recipient), r.text()
    mine = {"identities": [other.text, me.text], "mid": mid}
    out = {"mk": mk.text, "mr": b64u(sha256(mk.recipient))}
    wrap = seal_wrap(mid, mk, to)
    cases = [
        good("mine", {"wrap": b64u(wrap), **mine}, out),
        good("not for me", {"wrap": b64u(wrap), "identities": [other.text], "mid": mid}, {"not_for_me": True}),
        bad("of another message", {"wrap": b64u(wrap), **mine, "mid": r.text()}, "wrong-message"),
        bad("cut short", {"wrap": b64u(wrap[:-1]), **mine}, "form"),
        bad("empty", {"wrap": "", **mine}, "form"),
    ]
    whole = {"v": 1, "t": "waxpost-wrap", "mid": mid, "mk": mk.text}
    for name, members, reason in [
        ("v 2", {**whole, "v": 2}, "newer"),
        ("another t", {**whole, "t": "waxpost-link"}, "form"),
        ("a key in lower case", {**whole, "mk": mk.text.lower()}, "form"),
        ("a key with a wrong check", {**whole, "mk": mk.text[:-1] + ("Q" if mk.text[-1] != "Q" else "P")}, "form"),
        ("no key", {**whole, "mk": None}, "form"),
        ("mid of another length", {**whole, "mid": mid[:-2]}, "form"),
    ]:
        cases.append(bad(name, {"wrap": b64u(seal_to(to, write_json(members))), **mine}, reason))
    return vectors("wrap", "envelope.md 6.2, 6.3", cases)


def make_payload() -> Table:
    """6.1, one case for each rule."""
    world = World("payload")
    gid, other = world.random.text(), world.random.text()
    carol = {"addr": world.carol.addr, "entry": world.carol.newest.hash}
    group = {"gid": gid, "name": "Platform team", "rev": 12}
    re = {"mid": other, "hash": b64u(bytes(16))}
    handed = {"id": other, "f": b64u(bytes(32)), "rk": HybridIdentity(bytes(32)).text}

    def letter() -> Letter:
        made = Letter(World("payload"))
        made.mid = "AAAAAAAAAAAAAAAAAAAAAA"
        return made.but(mid=made.mid, thread=made.mid)

    bob = letter().payload["to"][0]
    me = {"addr": world.alice.addr, "entry": world.alice.newest.hash}
    good_ones: list[tuple[str, Json]] = [
        ("the least", {}),
        (
            "a group, and somebody left out",
            {"groups": [group], "to": [bob, {**carol, "via": gid}], "omitted": ["eve@example.org"]},
        ),
        ("a reply", {"re": re, "thread": other}),
        ("a blind copy", {"copy": "bcc", "thread": other}),
        ("an end, high priority, no receipts", {"exp": "2026-11-27T20:00:00Z", "prio": "high", "receipts": False}),
        ("an unknown member", {"later": [1]}),
        ("crit that is understood", {"crit": ["subject"]}),
        ("an empty subject and body", {"subject": "", "body": ""}),
        ("1,000 characters outside the basic plane", {"subject": "\U0001f600" * 1000}),
        ("1,000 readers", {"to": [{"addr": f"p{n}@example.org", "entry": carol["entry"]} for n in range(1000)]}),
        ("1 MiB of text", {"body": "\u00e9" * (512 * 1024)}),
        ("1 MiB of text and items", {"body": "x" * (1024 * 1024 - len(write_json([item()]))), "items": [item()]}),
        *[(f"request: {name}", {"request": one}) for name, one in good_requests(handed)],
        ("crit names a request", {"crit": ["request"], "request": handed}),
        *GOOD_PAYLOADS,
    ]
    cases = []
    for name, members in good_ones:
        data = letter().but(**{f"{key}_": value for key, value in members.items()}).data()
        given = told(data)
        cases.append(good(name, given, {"sha256": b64u(sha256(data)), "receipt_hash": b64u(receipt_hash(data))}))
    bad_ones: list[tuple[str, Json, str]] = [
        ("v 2", {"v": 2}, "newer"),
        ("crit", {"crit": ["later"], "later": 1}, "newer"),
        *[(f"request: {name}", {"request": one}, "form") for name, one in bad_requests(handed)],
        ("burn", {"burn": True}, "newer"),
        ("no forwarding", {"forward": False}, "newer"),
        ("a short mid", {"mid": "AAAA"}, "form"),
        ("another thread in a first message", {"thread": other}, "form"),
        ("re without a hash", {"re": {"mid": other}}, "form"),
        ("re with a long hash", {"re": {**re, "hash": b64u(bytes(32))}}, "form"),
        ("no readers", {"to": []}, "form"),
        (
            "1,001 readers",
            {"to": [{"addr": f"p{n}@example.org", "entry": carol["entry"]} for n in range(1001)]},
            "form",
        ),
        ("a reader twice", {"to": [bob, bob]}, "form"),
        ("the sender among the readers", {"to": [bob, me]}, "form"),
        ("via a group that is not named", {"to": [{**bob, "via": gid}]}, "form"),
        ("an empty list of groups", {"groups": []}, "form"),
        ("a group twice", {"groups": [group, group]}, "form"),
        ("a group of rev 0", {"groups": [{**group, "rev": 0}]}, "form"),
        ("nobody left out", {"groups": [group], "omitted": []}, "form"),
        ("left out of no group", {"omitted": ["eve@example.org"]}, "form"),
        ("left out and a reader", {"groups": [group], "omitted": [bob["addr"]]}, "form"),
        ("left out twice", {"groups": [group], "omitted": ["eve@example.org"] * 2}, "form"),
        ("an unknown copy", {"copy": "cc"}, "form"),
        ("a blind copy for two", {"copy": "bcc", "to": [bob, carol]}, "form"),
        ("a short mr", {"mr": b64u(bytes(16))}, "form"),
        ("ends when it is sent", {"exp": letter().payload["sent"]}, "form"),
        ("an unknown priority", {"prio": "low"}, "form"),
        ("receipts as a number", {"receipts": 1}, "form"),
        ("1,001 characters of subject", {"subject": "x" * 1001}, "form"),
        ("an unknown ctype", {"ctype": "text/html"}, "form"),
        ("over 1 MiB of text", {"body": "\u00e9" * (512 * 1024) + "x"}, "form"),
        ("subject null", {"subject": None}, "form"),
        ("log missing", {"log": ...}, "form"),
        ("re missing", {"re": ...}, "form"),
        ("exp missing", {"exp": ...}, "form"),
        ("from without an entry", {"from": {"addr": world.alice.addr}}, "form"),
        ("a sender in upper case", {"from": {**letter().payload["from"], "addr": "Alice@example.org"}}, "form"),
        ("sent with a fraction", {"sent": "2026-11-20T20:00:00.0Z"}, "form"),
        (
            "over 1 MiB of text and items",
            {"body": "x" * (1024 * 1024 + 1 - len(write_json([item()]))), "items": [item()]},
            "form",
        ),
        *BAD_PAYLOADS,
    ]
    for name, members, reason in bad_ones:
        data = letter().but(**{f"{key}_": value for key, value in members.items()}).data()
        cases.append(bad(name, told(data), reason))
    return vectors("payload", "envelope.md 6.1", cases)


def _worlds() -> dict[str, World]:
    worlds = {name: World(name) for name in WORLDS}
    at = "2026-11-10T09:00:00Z"
    worlds["routine"].alice.rotates("routine", at)
    worlds["lost"].alice.rotates("lost", at)
    worlds["stolen"].alice.rotates("stolen", at)
    worlds["routine-then-lost"].alice.rotates("routine", at).rotates("lost", "2026-11-11T09:00:00Z")
    worlds["routine-twice"].alice.rotates("routine", at).rotates("routine", "2026-11-11T09:00:00Z")
    worlds["renamed"].alice.renames("Alice Dupont", at)
    worlds["reset"].alice.resets("lost", at)
    worlds["reset-stolen"].alice.resets("stolen", at)
    worlds["reset-then-stolen"].alice.resets("lost", at).rotates("stolen", "2026-11-11T09:00:00Z")
    worlds["revoked"].alice.revokes(at)
    worlds["bob-rotated"].bob.rotates("routine", at)
    for world in worlds.values():
        world.sync()
    return worlds


WORLDS = (
    "calm",
    "routine",
    "lost",
    "stolen",
    "routine-then-lost",
    "routine-twice",
    "renamed",
    "reset",
    "reset-stolen",
    "reset-then-stolen",
    "revoked",
    "bob-rotated",
)


def _shown(letter: Letter, result: str, **more: Any) -> Json:
    payload = letter.payload
    out = {
        "result": result,
        "from_addr": payload["from"]["addr"],
        "from_entry": payload["from"]["entry"],
        "subject": payload["subject"],
        "body": payload["body"],
        "receipt_key": b64u(receipt_key(payload["from"]["addr"], letter.mid)),
        "receipt_hash": b64u(receipt_hash(letter.data())),
        "exp": payload["exp"],
        "own": False,
        "odd_time": False,
        "to_old_key": False,
    }
    return {**out, **more}


def _closed(letter: Letter, *, stolen: bool = False) -> Json:
    sender = letter.payload["from"]
    out = {"result": "changed-key", "from_addr": sender["addr"], "from_entry": sender["entry"]}
    return {**out, "sent": letter.payload["sent"], "stolen": stolen}


def make_message() -> Table:
    """6.3, every rule in its order, every row of rule 11."""
    worlds = _worlds()
    cases = [*_rules_1_to_5(worlds["calm"]), *_rules_6_to_8(worlds["calm"]), *_rules_9_to_10(worlds["calm"])]
    cases += [*_behind_the_log(worlds), *_rule_11(worlds), *_rule_12(worlds), *_restarted_logs(worlds["calm"])]
    cases += _with_items_and_files(worlds["calm"])
    cases += _old_logs(worlds["calm"])
    table = vectors("message", "envelope.md 6.3", cases)
    table["worlds"] = {name: world.given(world.bob, [world.pin(world.alice)]) for name, world in worlds.items()}
    return table


def _case(letter: Letter, sealed: Json | None = None, world: str = "calm", **given: Any) -> Json:
    return {"world": world, "mid": letter.mid, "sealed": sealed or letter.sealed(), **given}


def _rules_1_to_5(world: World) -> list[Case]:
    def letter() -> Letter:
        return Letter(world)

    def refused(name: str, made: Letter, reason: str, sealed: Json | None = None, **given: Any) -> Case:
        return bad(name, _case(made, sealed, **given), reason)

    fine, other, mixed = letter(), letter(), letter()
    carol = letter()
    carol.wrap_for = HybridRecipient(world.carol.keys[0].enc.recipient)
    old_wrap = letter()
    wrong_key = letter()
    wrong_key.keys = world.carol.keys[0]
    typ, kid = letter(), letter()
    typ.typ, kid.kid = "waxpost-control+jws", world.carol.newest.hash
    stranger = letter().but(from_={"addr": world.alice.addr, "entry": b64u(bytes(32))})
    stranger.kid = b64u(bytes(32))
    nobody = letter().but(from_={"addr": "eve@example.org", "entry": b64u(bytes(32))})
    forged = letter()
    signed = forged.signed()
    changed = signed.replace(b'"payload":"ey', b'"payload":"fy')
    broken_chain = [
        {**world.chain_of(world.alice), "entries": world.chain_of(world.carol)["entries"]},
        world.chain_of(world.bob),
    ]
    truncated = [world.chain_of(world.bob), world.chain_of(world.carol)]
    resealed = letter()
    resealed.payload["mr"] = other.payload["mr"]
    replayed = letter().but(mid=other.mid, thread=other.mid)
    return [
        good("a message", _case(fine), _shown(fine, "genuine")),
        good("1: not for me", _case(carol), {"result": "not-for-me"}),
        refused(
            "1: the wrap of another message", old_wrap, "wrong-message", old_wrap.sealed(wrap=other.sealed()["wrap"])
        ),
        refused("1: asked for another message", letter(), "wrong-message", mid=other.mid),
        refused(
            "2: the content of another message", mixed, "form", {**mixed.sealed(), "content": other.sealed()["content"]}
        ),
        refused("2: content cut short", fine, "form", {**fine.sealed(), "content": fine.sealed()["content"][:-22]}),
        refused("2: content is no JSON", fine, "form", fine.sealed(b"hello")),
        refused("2: a line break after the JWS", fine, "form", fine.sealed(fine.signed() + b"\n")),
        good("3: no entries of the sender", _case(fine, chains=truncated), {"result": "retry", "why": "sender"}),
        refused("3: the sender's entries do not verify", fine, "sender-keys", chains=broken_chain),
        refused("3: an entry that is not in the log", stranger, "sender-keys"),
        good("3: a sender unknown here", _case(nobody), {"result": "retry", "why": "sender"}),
        refused("4: signed by somebody else", wrong_key, "signature"),
        refused("4: signed as something else", typ, "signature"),
        refused("4: another kid", kid, "signature"),
        refused("4: a changed payload", forged, "form", forged.sealed(changed)),
        refused("4: the signature stripped", forged, "signature", forged.sealed(_without_signature(signed))),
        refused("4: a rule of 6.1 broken", letter().but(prio="low"), "form"),
        refused("4: a request that is none", letter().but(request={}), "form"),
        refused("4: an item that breaks a rule", letter().but(items=[item(i=1)]), "form"),
        refused("4: a manifest that does not fit", letter().but(att=[manifest(i=1)]), "attachment"),
        refused("5: signed for another key", resealed, "wrong-message"),
        refused("5: signed as another message", replayed, "wrong-message"),
    ]


def _without_signature(signed: bytes) -> bytes:
    at = signed.index(b'"signatures":[')
    return signed[:at] + b'"signatures":[]}'


def _rules_6_to_8(world: World) -> list[Case]:
    letter = Letter(world)
    to_carol = Letter(world).but(to=[{"addr": world.carol.addr, "entry": world.carol.newest.hash}])
    old_entry = Letter(world).but(to=[{"addr": world.bob.addr, "entry": b64u(bytes(32))}])
    ending = Letter(world).but(exp="2026-11-27T20:00:00Z")
    group = Letter(world).but(
        to=[
            *letter.payload["to"],
            {"addr": world.carol.addr, "entry": world.carol.newest.hash, "via": b64u(bytes(16))},
        ],
        groups=[{"gid": b64u(bytes(16)), "name": "Platform team", "rev": 12}],
        omitted=["eve@example.org"],
    )
    both = group.sealed()["recipients"]
    own = Letter(world)
    own.wrap_for = HybridRecipient(world.alice.keys[0].enc.recipient)
    me = world.given(world.alice, [])
    alice: Json = {"addr": me["addr"], "own_entries": me["own_entries"], "identities": me["identities"], "pins": []}
    key = b64u(receipt_key(world.alice.addr, ending.mid))
    longer: Json = {"changes": [{"key": key, "exp": "2026-12-27T20:00:00Z", "at": "2026-11-21T07:00:00Z"}]}
    never: Json = {"changes": [{"key": key, "exp": None, "at": "2026-11-21T07:00:00Z"}]}
    shorter: Json = {"changes": [{"key": key, "exp": "2026-11-22T20:00:00Z", "at": "2026-11-21T07:00:00Z"}]}
    other = World("fork")
    other.leaves[2] = other.leaves[1]
    cases = [
        good("6: my own copy", _case(own, **alice), _shown(own, "genuine", own=True)),
        bad("6: for Carol, sealed to me", _case(to_carol), "not-addressed"),
        bad("6: an entry that is not mine", _case(old_entry), "not-addressed"),
        good("6: to a group", _case(group), _shown(group, "genuine")),
        good(
            "7: readers in another order", _case(group, group.sealed(recipients=both[::-1])), _shown(group, "genuine")
        ),
        bad("7: another mid in the envelope", _case(letter, letter.sealed(mid=b64u(bytes(16)))), "envelope"),
        bad("7: another sender", _case(letter, letter.sealed(from_=world.carol.addr)), "envelope"),
        bad("7: another thread", _case(letter, letter.sealed(thread=b64u(bytes(16)))), "envelope"),
        bad("7: a reader more", _case(letter, letter.sealed(recipients=both)), "envelope"),
        bad("7: a reader left out", _case(group, group.sealed(recipients=both[:1])), "envelope"),
        bad(
            "7: a reader's entry changed",
            _case(letter, letter.sealed(recipients=[{**both[0], "entry": b64u(bytes(32))}])),
            "envelope",
        ),
        good("7: the end as signed", _case(ending), _shown(ending, "genuine")),
        good(
            "7: an earlier end",
            _case(ending, ending.sealed(exp="2026-11-26T20:00:00Z")),
            _shown(ending, "genuine", exp="2026-11-26T20:00:00Z"),
        ),
        good(
            "7: an end where none was signed",
            _case(letter, letter.sealed(exp="2026-11-26T20:00:00Z")),
            _shown(letter, "genuine", exp="2026-11-26T20:00:00Z"),
        ),
        bad("7: a later end", _case(ending, ending.sealed(exp="2026-11-27T20:00:01Z")), "envelope"),
        bad("7: no end where one was signed", _case(ending, ending.sealed(exp=None)), "envelope"),
        good(
            "7: a later end that the sender changed to",
            _case(ending, ending.sealed(exp="2026-12-27T20:00:00Z"), **longer),
            _shown(ending, "genuine", exp="2026-12-27T20:00:00Z"),
        ),
        good(
            "7: no end, as the sender changed it",
            _case(ending, ending.sealed(exp=None), **never),
            _shown(ending, "genuine", exp=None),
        ),
        bad("7: the signed end after the sender shortened it", _case(ending, **shorter), "envelope"),
    ]
    for name, log, result in [
        ("8: a note signed by another key", world.note(3, seed=bytes(32)), "log"),
        ("8: no note at all", "", "log"),
        ("8: a log nobody knows", world.note(3, origin=f"waxpost/{b64u(bytes(16))}/keys"), "log"),
        ("8: older than the sender's entry", world.note(0), "log"),
        ("8: older than my entry", world.note(1), "log"),
        ("8: another root at that size", world.note(3, root=bytes(32)), "split-view"),
    ]:
        made = Letter(world).but(log=log)
        cases.append(bad(name, _case(made), result))
    smallest, ahead = Letter(world).but(log=world.note(2)), Letter(world).but(log=world.note(3, claim=4))
    cases += [
        good("8: the smallest log that will do", _case(smallest), _shown(smallest, "genuine")),
        good("8: a newer log than mine", _case(ahead), {"result": "retry", "why": "log"}),
    ]
    return cases


def _behind_the_log(worlds: dict[str, World]) -> list[Case]:
    """A reader whose log ends before the newest leaf: of his own new keys, or of the sender's (rules 3 and 8)."""
    at_bob, at_alice = worlds["bob-rotated"], worlds["routine"]
    rotated = {"to": [{"addr": at_bob.bob.addr, "entry": at_bob.bob.newest.hash}]}

    def to_new_entry(size: int) -> Letter:
        letter = Letter(at_bob).but(**rotated, log=at_bob.note(size))
        letter.wrap_for = HybridRecipient(at_bob.bob.keys[1].enc.recipient)
        return letter

    def case(letter: Letter, size: int | None = None) -> Json:
        return _case(letter, world="bob-rotated", log=at_bob.log(size))

    small, ahead = to_new_entry(3), to_new_entry(4)
    signed_anew = Letter(at_alice, seq=1)
    first_only = {**at_alice.chain_of(at_alice.alice), "entries": at_alice.chain_of(at_alice.alice)["entries"][:1]}
    strange = Letter(at_bob).but(log=at_bob.note(3, claim=9, seed=bytes(32)))
    sync_first = {"result": "retry", "why": "log"}
    return [
        good("8: to my new entry, in a newer log than mine", case(ahead, 3), sync_first),
        good("8: to my new entry, after a sync", case(ahead), _shown(ahead, "genuine")),
        bad("8: to my new entry, in a log like mine without it", case(small, 3), "log"),
        bad("8: to my new entry, in a log before it", case(small), "log"),
        bad("8: a newer log, signed by another key", case(strange), "log"),
        good(
            "3: a new entry of the sender, in a newer log than mine",
            _case(signed_anew, world="routine", log=at_alice.log(3), chains=[first_only]),
            sync_first,
        ),
    ]


def _rules_9_to_10(world: World) -> list[Case]:
    letter = Letter(world)
    key, content = b64u(receipt_key(world.alice.addr, letter.mid)), b64u(receipt_hash(letter.data()))
    cases = []
    for name, records, out in [
        ("opened before", [(content, 1)], "genuine"),
        ("seen, not opened", [(content, 0)], "genuine"),
        ("another message's record", [], "genuine"),
        ("another content was opened", [(b64u(bytes(16)), 1)], "two-contents"),
        ("both contents are on record", [(content, 1), (b64u(bytes(16)), 0)], "two-contents"),
        ("deleted", [(content, 3)], "deleted"),
        ("burnt", [(content, 5)], "deleted"),
    ]:
        given = _case(letter, records=[{"key": key, "hash": each, "flags": flags} for each, flags in records])
        if out == "two-contents":
            cases.append(bad(f"9: {name}", given, out))
        else:
            cases.append(good(f"9: {name}", given, _shown(letter, out) if out == "genuine" else {"result": out}))
    ending = Letter(world).but(exp="2026-11-21T08:00:00Z")
    cases += [
        good("10: expired this second", _case(ending), {"result": "expired"}),
        good("10: a second before", _case(ending, now="2026-11-21T07:59:59Z"), _shown(ending, "genuine")),
        good(
            "10: by the envelope's earlier end",
            _case(ending, ending.sealed(exp="2026-11-20T21:00:00Z"), now="2026-11-20T21:00:00Z"),
            {"result": "expired"},
        ),
    ]
    return cases


def _rule_11(worlds: dict[str, World]) -> list[Case]:
    cases: list[Case] = []

    def judged(name: str, world: str, seq: int, result: str, pins: list[Json] | None = None, **envelope: Any) -> None:
        given = {} if pins is None else {"pins": pins}
        letter = Letter(worlds[world], seq=seq)
        out = {"changed-key": _closed(letter), "stolen-key": _closed(letter, stolen=True)}
        shown = out.get(result) or _shown(letter, result, **({"odd_time": True} if "arrived_at" in envelope else {}))
        cases.append(good(f"11: {name}", _case(letter, letter.sealed(**envelope), world, **given), shown))

    def pin(world: str, seq: int, past: tuple[int, ...] = ()) -> list[Json]:
        return [worlds[world].pin(worlds[world].alice, seq, past=past)]

    in_time, late = "2026-11-11T09:00:00Z", "2026-11-11T09:00:01Z"
    judged("the newest key, pinned", "calm", 0, "genuine")
    judged("the newest key, no pin", "calm", 0, "first-contact", [])
    judged("renamed: the keys are still the newest", "renamed", 0, "genuine")
    judged("a key handed on, pin at the old one", "routine", 1, "genuine")
    judged("a key handed on, no pin", "routine", 1, "first-contact", [])
    judged("the old key, arrived within 24 hours of a routine rotation", "routine", 0, "genuine", arrived_at=in_time)
    judged("the same without a pin", "routine", 0, "first-contact", [], arrived_at=in_time)
    judged("the old key, arrived a second later", "routine", 0, "retired-key", arrived_at=late)
    judged("the old key, long after", "routine", 0, "retired-key")
    judged("the old key after a lost device", "lost", 0, "retired-key", arrived_at=in_time)
    judged("the old key, routine and then lost", "routine-then-lost", 0, "retired-key", arrived_at=in_time)
    judged("the old key, two routine rotations", "routine-twice", 0, "genuine", arrived_at=in_time)
    judged("the middle key, within its 24 hours", "routine-twice", 1, "genuine", arrived_at="2026-11-12T09:00:00Z")
    judged("the old key after a theft", "stolen", 0, "stolen-key", arrived_at=in_time)
    judged("the new key after a theft", "stolen", 1, "genuine")
    judged("a key after a reset, pin before it", "reset", 1, "changed-key")
    judged("a key after a reset, acknowledged", "reset", 1, "genuine", pin("reset", 1, (0,)))
    judged("a key after a reset, no pin", "reset", 1, "first-contact", [])
    judged("the key before a reset", "reset", 0, "retired-key")
    judged("the key before a reset, acknowledged", "reset", 0, "retired-key", pin("reset", 1, (0,)))
    judged("the key before a reset, never known", "reset", 0, "changed-key", pin("reset", 1))
    judged("the key before a reset, no pin", "reset", 0, "changed-key", [])
    judged("the key before a reset because of theft", "reset-stolen", 0, "stolen-key")
    judged("a theft after the next reset does not count", "reset-then-stolen", 0, "retired-key")
    judged("the key before a revocation", "revoked", 0, "retired-key")
    for name, world, seq in [("stolen since", "stolen", 0), ("reset since", "reset", 0)]:
        letter = Letter(worlds[world], seq=seq)
        record = {
            "key": b64u(receipt_key(letter.sender.addr, letter.mid)),
            "hash": b64u(receipt_hash(letter.data())),
            "flags": 1,
        }
        cases.append(
            good(f"11: opened before, {name}", _case(letter, world=world, records=[record]), _shown(letter, "genuine"))
        )
    letter = Letter(worlds["revoked"], seq=1)
    cases.append(bad("11: signed under a revocation", _case(letter, world="revoked"), "sender-keys"))
    return cases


def _rule_12(worlds: dict[str, World]) -> list[Case]:
    cases = []
    for name, sent, is_odd in [
        ("24 hours before the arrival", "2026-11-19T20:00:01Z", False),
        ("a second more", "2026-11-19T20:00:00Z", True),
        ("10 minutes after the arrival", "2026-11-20T20:10:01Z", False),
        ("10 minutes and a second after it", "2026-11-20T20:10:02Z", True),
    ]:
        letter = Letter(worlds["calm"]).but(sent=sent)
        cases.append(
            good(
                f"12: sent {name}",
                _case(letter, letter.sealed(arrived_at=ARRIVED)),
                _shown(letter, "genuine", odd_time=is_odd),
            )
        )
    world = worlds["bob-rotated"]
    before, after = Letter(world), Letter(world).but(log=world.note(4))
    cases += [
        good(
            "12: to my old key, before the sender knew", _case(before, world="bob-rotated"), _shown(before, "genuine")
        ),
        good(
            "12: to my old key, though the log had the new one",
            _case(after, world="bob-rotated"),
            _shown(after, "genuine", to_old_key=True),
        ),
    ]
    return cases


def _restarted_logs(world: World) -> list[Case]:
    origin, seed = f"waxpost/{world.random.text()}/keys", world.random(32)
    until = seconds_of(SENT)
    old = {
        "origin": origin,
        "key": b64u(public_key_of(seed)),
        "note": world.note(3, origin=origin, seed=seed, time=until - 100),
        "until": SENT,
    }

    def letter(**note: Any) -> Letter:
        return Letter(world).but(log=world.note(3, origin=origin, **note))

    fine = letter(seed=seed, time=until + 600)
    return [
        good("restart: acknowledged", _case(fine, old_logs=[old]), _shown(fine, "genuine")),
        good(
            "restart: announced, not acknowledged",
            _case(fine, announced=[origin]),
            {"result": "retry", "why": "restart"},
        ),
        bad("restart: never heard of", _case(fine), "log"),
        bad("restart: signed by another key", _case(letter(seed=bytes(32)), old_logs=[old]), "log"),
        bad(
            "restart: the old log is still being signed",
            _case(letter(seed=seed, time=until + 601), old_logs=[old]),
            "split-view",
        ),
    ]


def _old_logs(world: World) -> list[Case]:
    """Notes of a restarted log whose leaves, or some of them, can still be had; the vault's note is of size 3."""
    origin, seed = f"waxpost/{world.random.text()}/keys", world.random(32)
    until, key = seconds_of(SENT), b64u(public_key_of(seed))

    def note(size: int, leaves: list[bytes] | None = None, time: int = until - 100) -> str:
        tree = Tree()
        for leaf in (world.leaves if leaves is None else leaves)[:size]:
            tree.append(leaf)
        return write_checkpoint(origin, size, tree.root_at(size), time, seed)

    def old(leaves: list[bytes] | None, time: int = until - 50, **more: Any) -> Json:
        given: Json = {"origin": origin, "key": key, "note": note(3), "until": SENT, **more}
        if leaves is not None:
            page = write_page(Page(tuple(leaves), note(len(leaves), leaves, time)))
            given["pages"] = [b64u(page)]
        return given

    def letter(log: str) -> Letter:
        return Letter(world).but(log=log)

    whole, beginning = list(world.leaves), world.leaves[:2]
    forked = [world.leaves[1], world.leaves[0], *world.leaves[2:]]
    other = [*world.leaves[:2], world.leaves[2][:-1] + bytes([world.leaves[2][-1] ^ 1])]
    fine, early, beyond = letter(note(3)), letter(note(1)), letter(note(3, other))
    fork = letter(note(3, forked))
    return [
        good("old log: replayed", _case(fine, old_logs=[old(whole)]), _shown(fine, "genuine")),
        good(
            "old log: the leaves here reach far enough, the server was not asked",
            _case(fine, old_logs=[old(whole, asked=False)]),
            _shown(fine, "genuine"),
        ),
        good(
            "old log: not asked for yet",
            _case(fine, old_logs=[old(None, asked=False)]),
            {"result": "retry", "why": "old-log"},
        ),
        good(
            "old log: the leaves here end before, the server was not asked",
            _case(fine, old_logs=[old(beginning, asked=False)]),
            {"result": "retry", "why": "old-log"},
        ),
        good("old log: the end is lost", _case(fine, old_logs=[old(beginning)]), _shown(fine, "genuine")),
        bad("old log: all is lost, but the vault has another root", _case(fork, old_logs=[old(None)]), "split-view"),
        bad(
            "old log: the end is lost, but the vault has another root",
            _case(beyond, old_logs=[old(beginning)]),
            "split-view",
        ),
        bad("old log: older than an entry it uses", _case(early, old_logs=[old(whole)]), "log"),
        bad("old log: the sender saw another", _case(fork, old_logs=[old(whole)]), "split-view"),
        bad("old log: replayed is another than the vault's", _case(fork, old_logs=[old(forked)]), "split-view"),
        bad(
            "old log: replayed is signed long after the restart",
            _case(fine, old_logs=[old(whole, time=until + 601)]),
            "split-view",
        ),
    ]


def _with_items_and_files(world: World) -> list[Case]:
    """Items and manifests are signed with the text; the envelope must hold as many blobs (rule 7)."""
    items = [item(att=[1]), item(i=1, kind="card", fields=[{"f": "number", "value": "4111"}])]
    att = [manifest(), manifest(size=0, i=1, name="../empty")]
    more: Json = {"items": items, "att": ["r.pdf 123", "../empty 0"]}
    blobs = [world.random.text(), world.random.text()]
    letter = Letter(world).but(items=items, att=att)
    plain = Letter(world)
    return [
        good("items and files", _case(letter, letter.sealed(blobs=blobs)), _shown(letter, "genuine", **more)),
        bad("7: a blob left out", _case(letter, letter.sealed(blobs=blobs[:1])), "envelope"),
        bad("7: a blob more", _case(plain, plain.sealed(blobs=blobs[:1])), "envelope"),
    ]


TABLES = {"wrap": make_wrap, "payload": make_payload, "message": make_message}
