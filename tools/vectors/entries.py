"""Vectors of spec/entries.md 8: packs, their merge, the types of entries, one-time codes."""

import base64
from dataclasses import asdict
from typing import Any

from sdk.tests.vectors.objects_entries import run_pack_merge
from tools.vectors.case import Case, Random, bad, changed, good, vectors
from waxpost._exceptions import Refused
from waxpost.crypto.agefile import seal_with_key
from waxpost.crypto.encoding import b64u
from waxpost.crypto.entrytypes import ENTRY_TYPES, entry_type
from waxpost.crypto.packs import pack_hash, pack_key
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import write_json
from waxpost.crypto.totp import totp_code

Json = dict[str, Any]
_AT = "2026-11-21T10:00:00Z"


def _item(title: str, password: str = "correct horse") -> Json:
    fields = [{"f": "username", "value": "root"}, {"f": "password", "value": password}]
    return {"i": 0, "kind": "login", "from": "entry", "title": title, "fields": fields}


def _record(r: Random, title: str, rev: int = 1, at: str = _AT, **more: Any) -> Json:
    return {"id": r.text(), "rev": rev, "at": at, "item": _item(title), **more}


def _pack(uid: str, items: list[Json], gone: list[Json] | None = None, file: str = "entries-0", ver: int = 17) -> Json:
    whole: Json = {"v": 1, "t": "waxpost-entries", "uid": uid, "pack": file, "ver": ver, "items": items}
    return {**whole, "gone": gone or []}


def make_pack() -> Json:
    """8.1, 8.2: reading a pack by its head, every member, good and bad."""
    r = Random("pack")
    key, uid = r(32), r.text()
    past = [{"rev": 2, "at": _AT, "item": _item("Grafana", "old")}, {"rev": 1, "at": _AT, "item": _item("Grafana")}]
    att = {"i": 0, "name": "r.pdf", "type": "application/pdf", "size": 0, "hlen": 1643, "csize": 1659}
    file = {"blob": r.text(), "mk": HybridIdentity(r(32)).text, "att": {**att, "parts": r.text(32)}}
    place = {"tags": ["production", "Oslo"], "folder": "Servers/Oslo", "fav": True, "exp": "2027-01-31"}
    sent = [
        {"mid": r.text(), "at": _AT, "rev": 2},
        {"mid": r.text(), "at": "2026-11-20T10:00:00Z", "rev": 1, "link": True},
    ]
    state = {"past": past, "trashed": _AT, "files": [file], "sent": sent, "copy": True}
    full = _record(r, "Grafana admin", 3, **place, **state)
    whole = _pack(uid, [full, _record(r, "Door")], [{"id": r.text(), "rev": 4, "at": _AT}])
    settings = {"mode": "random", "length": 24}
    template = _record(r, "")
    template["item"] = {"kind": "generator", "title": "Long ones", "settings": settings}
    link = _record(r, "")
    link["item"] = {"kind": "link", "id": r.text(), "f": r.text(32), "words": "one-two"}

    def case(pack: Json, **more: Any) -> Json:
        sealed = seal_with_key(pack_key(key), write_json(pack), r)
        head = {"file": pack["pack"], "ver": pack["ver"], "sha": pack_hash(sealed)}
        return {"sealed": b64u(sealed), "vk": b64u(key), "uid": uid, "head": head, **more}

    cases: list[Case] = [
        good(name, case(pack), {"pack": pack})
        for name, pack in [
            ("every member", whole),
            ("empty", _pack(uid, [])),
            ("the highest number", _pack(uid, [], file="entries-9999")),
            ("a template of the generator", _pack(uid, [template])),
            ("links", _pack(uid, [link], file="links-0")),
            ("unknown members", changed(changed(whole, "later", {"a": [1]}), "items.0.later", 1)),
            ("unknown members inside", changed(changed(whole, "items.0.files.0.x", 1), "items.0.past.0.x", None)),
            ("unknown members of a copy", changed(whole, "items.0.sent.0.x", [1])),
            (
                "20 copies at one time",
                changed(whole, "items.0.sent", [{**sent[0], "mid": r.text()} for _ in range(20)]),
            ),
            (
                "ten past items",
                _pack(uid, [{**full, "rev": 11, "past": [{**past[0], "rev": n} for n in range(10, 0, -1)]}]),
            ),
        ]
    ]
    for name, path, value in [
        ("another person", "uid", r.text()),
        ("no graves", "gone", ...),
        ("ver 0", "ver", 0),
        ("a name with a leading zero", "pack", "entries-01"),
        ("a name of another kind", "pack", "drafts-0"),
        ("five digits", "pack", "entries-10000"),
        ("one entry twice", "items", [full, full]),
        ("an entry and its grave", "gone", [{"id": full["id"], "rev": 4, "at": _AT}]),
        ("rev 0", "items.1.rev", 0),
        ("an item that is text", "items.0.item", "x"),
        ("no item", "items.0.item", ...),
        ("an item of a message", "items.0.item.from", "new"),
        ("an item with another index", "items.0.item.i", 1),
        ("an item with files of a message", "items.0.item.att", [0]),
        ("an item without fields", "items.0.item.fields", ...),
        ("a field without a value", "items.0.item.fields.0.value", ...),
        ("a past item without a title", "items.0.past.0.item.title", ...),
        ("a template without a name", "items.1.item", {**template["item"], "title": ""}),
        ("a template without settings", "items.1.item", {"kind": "generator", "title": "x"}),
        ("no tags, but a list", "items.0.tags", []),
        ("a tag twice", "items.0.tags", ["a", "a"]),
        ("21 tags", "items.0.tags", [f"t{n}" for n in range(21)]),
        ("an empty tag", "items.0.tags", [""]),
        ("an empty folder", "items.0.folder", ""),
        ("an empty name in a folder", "items.0.folder", "Servers//Oslo"),
        ("nine names in a folder", "items.0.folder", "/".join("abcdefghi")),
        ("a folder that is too long", "items.0.folder", "/".join(["x" * 99] * 3)),
        ("fav false", "items.0.fav", False),
        ("copy false", "items.0.copy", False),
        ("a day that is none", "items.0.exp", "2027-02-29"),
        ("a time for a day", "items.0.exp", "2027-01-31T00:00:00Z"),
        ("trashed null", "items.0.trashed", None),
        ("past of the same rev", "items.0.past.0.rev", 3),
        ("past out of order", "items.0.past", past[::-1]),
        (
            "eleven past items",
            "items.0",
            {**full, "rev": 12, "past": [{**past[0], "rev": n} for n in range(11, 0, -1)]},
        ),
        ("no past, but a list", "items.0.past", []),
        ("a file with a broken identity", "items.0.files.0.mk", "AGE-SECRET-KEY-PQ-1"),
        ("a file without a manifest", "items.0.files.0.att", ...),
        ("21 files", "items.0.files", [file] * 21),
        ("no copies, but a list", "items.0.sent", []),
        ("21 copies", "items.0.sent", [{**sent[0], "mid": r.text()} for _ in range(21)]),
        ("a copy twice", "items.0.sent", [sent[0], sent[0]]),
        ("copies out of order", "items.0.sent", sent[::-1]),
        ("a copy without a time", "items.0.sent.0.at", ...),
        ("a copy of rev 0", "items.0.sent.0.rev", 0),
        ("a copy with a broken id", "items.0.sent.0.mid", "x"),
        ("a copy whose link is false", "items.0.sent.1.link", False),
        ("another type", "t", "waxpost-vault"),
    ]:
        cases.append(bad(name, case(changed(whole, path, value)), "form"))
    cases.append(bad("v 2", case(changed(whole, "v", 2)), "newer"))
    cases.append(bad("crit", case({**whole, "crit": ["later"]}), "newer"))
    served = case(whole)
    cases += [
        bad("another vault key", {**served, "vk": b64u(bytes(32))}, "wrong-secret"),
        bad("other bytes than the head says", {**served, "sealed": case(whole)["sealed"]}, "two-vaults"),
        bad("a head of another version", {**served, "head": {**served["head"], "ver": 18}}, "form"),
        bad("a head of another pack", {**served, "head": {**served["head"], "file": "entries-1"}}, "form"),
    ]
    return vectors("pack", "entries.md 8.1, 8.2", cases)


def _merge_case(name: str, mine: list[Json], served: list[Json], **fill: int) -> Case:
    given = {"mine": mine, "served": served, **fill}
    return good(name, given, run_pack_merge(given))


def make_pack_merge() -> Json:
    """8.4: what two devices that saved at once come to, in every case."""
    r = Random("pack-merge")
    uid = r.text()
    a, b, c, d = (_record(r, title) for title in ("Alpha", "Beta", "Gamma", "Delta"))

    def later(record: Json, title: str, rev: int = 2, at: str = "2026-11-21T11:00:00Z") -> Json:
        return {**record, "rev": rev, "at": at, "item": _item(title)}

    def grave(record: Json, rev: int, at: str = "2026-11-21T12:00:00Z") -> Json:
        return {"id": record["id"], "rev": rev, "at": at}

    def mine(items: list[Json], gone: list[Json] | None = None, **more: Any) -> list[Json]:
        return [{**_pack(uid, items, gone), **more}]

    def served(items: list[Json], gone: list[Json] | None = None, **more: Any) -> list[Json]:
        return [{**_pack(uid, items, gone, ver=18), **more}]

    early, late = later(a, "Alpha one"), later(a, "Alpha two", at="2026-11-21T11:00:01Z")
    unknown = {**{name: early[name] for name in ("id", "rev")}, "later": 1, "at": early["at"], "item": early["item"]}
    moved_on = {**_pack(uid, [late], file="entries-1", ver=3)}
    big = [_record(r, "x") for _ in range(5)]
    for record in big:
        record["item"]["fields"] = [{"f": "note", "value": "<fill>"} for _ in range(4)]
    cases = [
        _merge_case("nothing differs", mine([a, b]), served([a, b])),
        _merge_case("an entry each", mine([a, b]), served([a, c])),
        _merge_case("a change each", mine([later(a, "A"), b]), served([a, later(b, "B")])),
        _merge_case("mine is two changes on", mine([later(a, "A", 3)]), served([late])),
        _merge_case("both changed one: mine later", mine([late]), served([early])),
        _merge_case("both changed one: mine earlier", mine([early]), served([late])),
        _merge_case("both changed one in one second", mine([later(a, "x")]), served([later(a, "y")])),
        _merge_case("the same change on both", mine([early]), served([early])),
        _merge_case(
            "the same record with members in another order",
            mine([unknown]),
            served([{**early, "later": 1}]),
        ),
        _merge_case(
            "a trashed version that lost comes back as a copy", mine([{**early, "trashed": _AT}]), served([late])
        ),
        _merge_case("removed there, unchanged here", mine([a, b]), served([b], [grave(a, 2)])),
        _merge_case("removed here, unchanged there", mine([b], [grave(a, 2)]), served([a, b])),
        _merge_case("removed there, changed here: it stays", mine([early]), served([], [grave(a, 2)])),
        _merge_case("removed here, changed there: it stays", mine([], [grave(a, 2)]), served([late])),
        _merge_case("removed after both changes", mine([], [grave(a, 4)]), served([later(a, "A", 3)])),
        _merge_case("removed on both", mine([], [grave(a, 2)]), served([], [grave(a, 3)])),
        _merge_case("a pack that only I have", [*mine([a]), _pack(uid, [d], file="entries-1", ver=1)], served([a])),
        _merge_case(
            "a pack that only the other has", mine([a]), [*served([a]), _pack(uid, [d], file="links-0", ver=1)]
        ),
        _merge_case("moved to another pack and changed there", mine([early, b]), [*served([b]), moved_on]),
        _merge_case("one entry in two packs of one side", [*mine([early]), moved_on], served([a])),
        _merge_case("unknown members of both", mine([a], x=1, y=2), served([a], x=3, z=4)),
        _merge_case("more than a pack holds", mine(big[:3]), served([a, *big[2:]]), fill=60_000),
    ]
    went = [{"mid": r.text(), "at": f"2026-11-21T13:00:{n:02}Z", "rev": 1} for n in range(25)][::-1]
    link = {**went[3], "link": True}
    cases += [
        _merge_case(
            "a copy sent by each", mine([{**a, "sent": went[1:2]}]), served([{**a, "sent": [went[0], *went[2:4]]}])
        ),
        _merge_case("copies sent of one rev are no change", mine([{**late, "sent": went[:1]}]), served([late])),
        _merge_case("more copies than are kept", mine([{**a, "sent": went[5:]}]), served([{**a, "sent": went[:20]}])),
        _merge_case("sent here, changed there", mine([{**a, "sent": [link]}]), served([late])),
        _merge_case("sent here, removed there", mine([{**a, "sent": [link]}]), served([], [grave(a, 2)])),
        _merge_case(
            "both changed one and sent it", mine([{**early, "sent": went[:1]}]), served([{**late, "sent": went[1:2]}])
        ),
        _merge_case(
            "two copies in one second",
            mine([{**a, "sent": went[:1]}]),
            served([{**a, "sent": [{**went[1], "at": went[0]["at"]}]}]),
        ),
        _merge_case(
            "one message twice: the later counts",
            mine([{**a, "sent": [went[0]]}]),
            served([{**a, "sent": [{**went[0], "at": went[1]["at"], "rev": 2}]}]),
        ),
        _merge_case("copies of a record in two packs", [*mine([{**early, "sent": went[:1]}]), moved_on], served([a])),
    ]
    once = run_pack_merge({"mine": mine([early]), "served": served([late])})
    again = [{**pack, "ver": 19} for pack in once["packs"]]
    cases.append(_merge_case("a copy that was made before", mine([early]), again))
    cases.append(bad("two people", {"mine": mine([a]), "served": [_pack(r.text(), [a])]}, "form"))
    return vectors("pack-merge", "entries.md 8.4", cases)


def make_entry_types() -> Json:
    """8.3: the table of types."""
    cases = [good(one.kind, {"kind": one.kind}, asdict(entry_type(one.kind))) for one in ENTRY_TYPES]
    cases += [bad(f"no form: {kind}", {"kind": kind}, "form") for kind in ("generator", "link", "spaceship", "")]
    return vectors("entry-types", "entries.md 8.3", cases)


def make_totp() -> Json:
    """8.3: the codes of RFC 6238, appendix B, and every way to write a secret."""
    cases: list[Case] = []
    seeds = {"SHA1": b"1234567890" * 2, "SHA256": (b"1234567890" * 4)[:32], "SHA512": (b"1234567890" * 7)[:64]}
    for seconds, codes in [
        (59, ("94287082", "46119246", "90693936")),
        (1111111109, ("07081804", "68084774", "25091201")),
        (1111111111, ("14050471", "67062674", "99943326")),
        (1234567890, ("89005924", "91819424", "93441116")),
        (2000000000, ("69279037", "90698825", "38618901")),
        (20000000000, ("65353130", "77737706", "47863826")),
    ]:
        for (algorithm, seed), code in zip(seeds.items(), codes, strict=True):
            secret = base64.b32encode(seed).decode().rstrip("=")
            value = f"otpauth://totp/RFC?secret={secret}&algorithm={algorithm}&digits=8"
            out = {"code": code, "seconds_left": 30 - seconds % 30, "period": 30}
            cases.append(good(f"RFC 6238 {algorithm} at {seconds}", {"value": value, "seconds": seconds}, out, "rfc"))
    for name, value in [
        ("bare", "JBSWY3DPEHPK3PXP"),
        ("as people write it", " jbsw y3dp-ehpk 3pxp "),
        ("with padding", "JBSWY3DPEE======"),
        ("one byte", "AE"),
        ("bits that make no byte", "JBSWY3DPEHPK3PXPQ"),
        ("another period and length", "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&period=60&digits=7&issuer=A"),
        ("in capitals", "OTPAUTH://TOTP/A?secret=JBSWY3DPEHPK3PXP"),
        ("without a label", "otpauth://totp?secret=JBSWY3DPEHPK3PXP"),
        ("percent signs", "otpauth://totp/A%20B?secret=JBSW%59%33DPEHPK3PXP&algorithm=sha256"),
        ("with a fragment", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP#x"),
    ]:
        code = totp_code(value, 1795204805)
        out = {"code": code.code, "seconds_left": code.seconds_left, "period": code.period}
        cases.append(good(name, {"value": value, "seconds": 1795204805}, out))
    for name, value in [
        ("empty", ""),
        ("no base32", "JBSWY3DPEHPK3PX1"),
        ("one letter", "A"),
        ("too long", "A" * 208),
        ("counter-based", "otpauth://hotp/A?secret=JBSWY3DPEHPK3PXP&counter=1"),
        ("no secret", "otpauth://totp/A?issuer=A"),
        ("two secrets", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&secret=JBSWY3DPEHPK3PXP"),
        ("another algorithm", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&algorithm=MD5"),
        ("five digits", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&digits=5"),
        ("nine digits", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&digits=9"),
        ("period 0", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&period=0"),
        ("a period of text", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&period=30s"),
        ("another address", "https://example.org/?secret=JBSWY3DPEHPK3PXP"),
    ]:
        try:
            totp_code(value, 0)
        except Refused:
            cases.append(bad(name, {"value": value, "seconds": 0}, "form"))
        else:
            raise AssertionError(name)
    return vectors("totp", "entries.md 8.3", cases)


TABLES = {
    "pack": make_pack,
    "pack-merge": make_pack_merge,
    "entry-types": make_entry_types,
    "totp": make_totp,
}
