"""Vectors of spec/strings.md: encodings, strict JSON, codes."""

import base64
from typing import Any

from tools.vectors.case import Random, bad, good, vectors
from waxpost.crypto import encoding as e
from waxpost.crypto.encoding import LinkCode, b64u
from waxpost.crypto.strictjson import write_json

Table = dict[str, Any]


def make_b64u() -> Table:
    """2.3."""
    r = Random("b64u")
    cases = [good(f"{n} bytes", {"text": b64u(d := r(n)), "length": n}, {"hex": d.hex()}) for n in (0, 1, 2, 3, 16, 32)]
    cases.append(good("any length", {"text": "_-8", "length": None}, {"hex": "ffef"}))
    for name, text, length in [
        ("padding", "AA==", None),
        ("plus and slash", "+/8", None),
        ("a blank", "AA AA", None),
        ("a line break at the end", "AAAA\n", None),
        ("bits left over in the last character", "AB", None),
        ("one character too many", "AAAAA", None),
        ("too short", "AAAA", 4),
        ("too long", "AAAA", 2),
        ("another alphabet", "\uff21AAA", None),
    ]:
        cases.append(bad(name, {"text": text, "length": length}, "form"))
    return vectors("b64u", "strings.md 2.3", cases)


def make_addr() -> Table:
    """2.3."""
    typed = [
        ("as typed", "Alice@Example.ORG", "alice@example.org"),
        ("every character of a local part", "a.!#$%&'*+/=?^_{}|~-9@example.org", "a.!#$%&'*+/=?^_{}|~-9@example.org"),
        ("a host without dots", "root@localhost", "root@localhost"),
        ("an A-label", "a@xn--mnchen-3ya.example", "a@xn--mnchen-3ya.example"),
        ("64 characters before the at", "a" * 64 + "@example.org", "a" * 64 + "@example.org"),
        ("254 characters", "aa@" + ".".join(["b" * 62] * 4), "aa@" + ".".join(["b" * 62] * 4)),
    ]
    cases = [good(name, {"typed": given}, {"addr": out}) for name, given, out in typed]
    for name, text in [
        ("no at", "alice"),
        ("nothing before the at", "@example.org"),
        ("nothing after the at", "alice@"),
        ("65 characters before the at", "a" * 65 + "@example.org"),
        ("255 characters", "aaa@" + ".".join(["b" * 62] * 4)),
        ("a blank", "alice @example.org"),
        ("a line break at the end", "alice@example.org\n"),
        ("a quoted local part", '"alice"@example.org'),
        ("a backtick", "al`ice@example.org"),
        ("two ats", "alice@home@example.org"),
        ("a Kelvin sign, which lower() turns into k", "ali\u212ae@example.org"),
        ("an umlaut in the domain", "alice@m\u00fcnchen.example"),
        ("a label that begins with a hyphen", "alice@-example.org"),
        ("a label that ends with a hyphen", "alice@example-.org"),
        ("a label of 64 characters", "alice@" + "b" * 64 + ".org"),
        ("an empty label", "alice@example..org"),
        ("a dot at the end", "alice@example.org."),
        ("an underscore in the domain", "alice@exa_mple.org"),
    ]:
        cases.append(bad(name, {"typed": text}, "form"))
    cases.append(good("on the wire", {"wire": "alice@example.org"}, {"addr": "alice@example.org"}))
    cases.append(bad("upper case on the wire", {"wire": "Alice@example.org"}, "form"))
    return vectors("addr", "strings.md 2.3", cases)


def make_time() -> Table:
    """2.3."""
    cases = [
        good(text, {"text": text}, {"seconds": seconds})
        for text, seconds in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-20T20:00:00Z", e.seconds_of("2026-11-20T20:00:00Z")),
            ("2028-02-29T23:59:59Z", e.seconds_of("2028-02-29T23:59:59Z")),
            ("0001-01-01T00:00:00Z", -62135596800),
            ("9999-12-31T23:59:59Z", 253402300799),
        ]
    ]
    odd = [
        "2026-11-20T20:00:00",
        "2026-11-20 20:00:00Z",
        "2026-11-20T20:00:00z",
        "2026-11-20T20:00:00.000Z",
        "2026-11-20T20:00:00+00:00",
        "2026-11-20T20:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T23:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "12026-11-20T20:00:00Z",
        "2026-11-20T20:00:00Z\n",
        "\u0662026-11-20T20:00:00Z",
        "",
    ]
    cases += [bad(repr(text), {"text": text}, "form") for text in odd]
    return vectors("time", "strings.md 2.3", cases)


def make_name() -> Table:
    """2.3 and 5.1."""
    cases = [
        good(name, {"text": text}, {"name": text})
        for name, text in [
            ("plain", "Alice Martin"),
            ("composed", "Zo\u00eb \u6f22\u5b57"),
            ("100 characters outside the basic plane", "\U0001f600" * 100),
            ("one character", "A"),
        ]
    ]
    for name, text in [
        ("empty", ""),
        ("101 characters", "a" * 101),
        ("not NFC", "Zoe\u0308"),
        ("a blank first", " Alice"),
        ("a blank last", "Alice\u00a0"),
        ("a control character", "Ali\u0007ce"),
        ("a line break", "Ali\nce"),
        ("a format character", "Ali\u200bce"),
        ("a bidirectional override", "Ali\u202ece"),
        ("a bidirectional isolate", "Ali\u2066ce"),
        ("a line separator", "Ali\u2028ce"),
        ("a soft hyphen", "Ali\u00adce"),
    ]:
        cases.append(bad(name, {"text": text}, "form"))
    for name, a, b, same in [
        ("equal but for case", "Alice Martin", "ALICE martin", True),
        ("equal after NFKC", "Alice Martin", "\uff21lice Martin", True),
        ("sharp s", "Stra\u00dfe", "STRASSE", True),
        ("other names", "Alice Martin", "Alice Martins", False),
    ]:
        cases.append(good(f"alike: {name}", {"a": a, "b": b}, {"alike": same}))
    return vectors("name", "strings.md 2.3, key-log.md 5.1", cases)


def _b32(data: bytes) -> str:
    return base64.b32encode(data).rstrip(b"=").decode()


def _check(data: bytes) -> bytes:
    return e.sha256(b"waxpost/v1/link-check\x00start\x00", data)[:4]


def make_b32code() -> Table:
    """2.5."""
    r = Random("b32code")
    cases = []
    spoken: dict[int, tuple[str, str]] = {}
    for kind, length in [(0x01, 32), (0x81, 32), (0x02, 48), (0x03, 48), (0x04, 16), (0x05, 32)]:
        link = "start" if kind == 0x04 else r.text()
        secret = r(length)
        code = e.b32code(LinkCode(kind, secret), link)
        spoken[kind] = (code, link)
        given = {"kind": kind, "secret": b64u(secret), "id": link}
        cases.append(good(f"write kind {kind:#04x}", given, {"code": code}))
        cases.append(
            good(f"read kind {kind:#04x}", {"typed": code, "id": link}, {"kind": kind, "secret": b64u(secret)})
        )
    code, link = spoken[0x04]
    start = e.read_b32code(code, link)
    out = {"kind": 4, "secret": b64u(start.secret)}
    grouped = "-".join(code[i : i + 4] for i in range(0, 34, 4))
    cases.append(good("lower case, in groups, with blanks", {"typed": f" {grouped.lower()} ", "id": link}, out))
    cases.append(good("other dashes and blanks", {"typed": grouped.replace("-", "\u2013\u00a0"), "id": link}, out))
    swapped = code[:5] + ("A" if code[5] != "A" else "B") + code[6:]
    unknown, too_long = bytes([6]) + bytes(16), bytes([4]) + bytes(32)
    for name, text, path in [
        ("one character wrong", swapped, link),
        ("one character missing", code[:-1], link),
        ("one character more", code + "A", link),
        ("of another link", code, "restart"),
        ("empty", "", link),
        ("a character outside the alphabet", "0" + code[1:], link),
        ("an unknown first byte", _b32(unknown + _check(unknown)), "start"),
        ("a dotless i, which upper() turns into I", code[:-1] + "\u0131", link),
        ("the length of another kind", _b32(too_long + _check(too_long)), "start"),
        ("padding", code + "======", link),
    ]:
        cases.append(bad(name, {"typed": text, "id": path}, "incomplete-link"))
    # 37 bytes leave 4 unused bits in the last character; they must be zero.
    code, link = spoken[0x01]
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    cases.append(
        bad("unused bits set", {"typed": code[:-1] + last[last.index(code[-1]) | 1], "id": link}, "incomplete-link")
    )
    return vectors("b32code", "strings.md 2.5", cases)


def make_recovery_code() -> Table:
    """3.1."""
    secret = Random("recovery-code")(20)
    code = e.recovery_code(secret)
    cases = [
        good("write", {"secret": b64u(secret)}, {"code": code}),
        good("as printed", {"typed": code}, {"code": code}),
        good("lower case", {"typed": code.lower()}, {"code": code}),
        good("without hyphens", {"typed": code.replace("-", "")}, {"code": code}),
        good("blanks for hyphens", {"typed": "  " + code.replace("-", " ") + "\n"}, {"code": code}),
        good(
            "groups of another size",
            {"typed": code.replace("-", "")[:10] + "-" + code.replace("-", "")[10:]},
            {"code": code},
        ),
    ]
    ooo = "OIB2-OIB3-OIB4-OIB5-OIB6-OIB7-AAAA-BBBB"
    cases.append(
        good("0 for O, 1 for I, 8 for B", {"typed": ooo.translate(str.maketrans("OIB", "018"))}, {"code": ooo})
    )
    for name, text in [
        ("31 characters", code[:-1]),
        ("33 characters", code + "A"),
        ("a 9", "9" + code[1:]),
        ("empty", ""),
        ("a dotless i", "\u0131" + code[1:]),
    ]:
        cases.append(bad(name, {"typed": text}, "form"))
    return vectors("recovery-code", "keys.md 3.1", cases)


def _nested(depth: int) -> str:
    return '{"a":' * (depth - 1) + "{}" + "}" * (depth - 1)


def make_strict_json() -> Table:
    """2.4, one refusal each."""
    cases = [
        good(name, {"json": text}, {})
        for name, text in [
            ("members in any order", '{"b":1,"a":[true,false,null]}'),
            ("numbers", '{"a":[0,-1,9007199254740991,-9007199254740991]}'),
            (
                "escapes as JSON.stringify writes them",
                '{"a":"\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f/\u007f\u2028\u00e9\U0001f600"}',
            ),
            ("depth 8", _nested(8)),
            ("an empty object", "{}"),
            ("a list", "[]"),
        ]
    ]
    for name, text in [
        ("a blank", '{"a": 1}'),
        ("a line break at the end", '{"a":1}\n'),
        ("a duplicate name", '{"a":1,"a":1}'),
        ("an upper-case name", '{"A":1}'),
        ("a name that begins with a digit", '{"1":1}'),
        ("a name that begins with an underscore", '{"__proto__":1}'),
        ("an empty name", '{"":1}'),
        ("a name with a hyphen", '{"a-b":1}'),
        ("minus zero", '{"a":-0}'),
        ("a leading zero", '{"a":01}'),
        ("a fraction", '{"a":1.0}'),
        ("an exponent", '{"a":1e2}'),
        ("2^53", '{"a":9007199254740992}'),
        ("-2^53", '{"a":-9007199254740992}'),
        ("5,000 digits", '{"a":' + "9" * 5000 + "}"),
        ("NaN", '{"a":NaN}'),
        ("Infinity", '{"a":Infinity}'),
        ("a lone surrogate", '{"a":"\\ud800"}'),
        ("an escape that need not be one", '{"a":"\\u00e9"}'),
        ("an escaped slash", '{"a":"\\/"}'),
        ("an escape in upper case", '{"a":"\\u001F"}'),
        ("a surrogate pair as escapes", '{"a":"\\ud83d\\ude00"}'),
        ("depth 9", _nested(9)),
        ("depth 5,000", "[" * 5000),
        ("something after the end", "{}{}"),
        ("a comma at the end", '{"a":1,}'),
        ("a comment", "{}/**/"),
        ("nothing", ""),
        ("a byte order mark", "\ufeff{}"),
        ("single quotes", "{'a':1}"),
    ]:
        cases.append(bad(name, {"json": text}, "form"))
    for name, data in [
        ("a byte that is no UTF-8", b'{"a":"\xff"}'),
        ("an overlong encoding", b'{"a":"\xc0\xaf"}'),
        ("a surrogate in UTF-8", b'{"a":"\xed\xa0\x80"}'),
        ("UTF-16", '{"a":1}'.encode("utf-16")),
        ("a raw control character", b'{"a":"\x01"}'),
    ]:
        cases.append(bad(name, {"bytes": b64u(data)}, "form"))
    for name, text in [
        ("a lone high surrogate", "a\ud800b"),
        ("a lone low surrogate", "\udc00"),
        ("two in the wrong order", "\ude00\ud83d"),
    ]:
        written = write_json({"a": text}).decode()
        cases.append(good(f"write {name}", {"write": text}, {"json": written}))
    cases.append(good("write a pair", {"write": "\U0001f600"}, {"json": '{"a":"\U0001f600"}'}))
    return vectors("strict-json", "strings.md 2.4", cases)


def make_version() -> Table:
    """2.4: v, crit and t, in this order."""
    cases = [
        good("v and t", {"json": '{"v":1,"t":"waxpost-slot"}', "t": "waxpost-slot", "understood": []}, {}),
        good("no t expected", {"json": '{"v":1}', "t": None, "understood": []}, {}),
        good("an unknown member", {"json": '{"v":1,"t":"a","later":1}', "t": "a", "understood": []}, {}),
        good("crit understood", {"json": '{"v":1,"crit":["items"]}', "t": None, "understood": ["items"]}, {}),
    ]
    for name, text, t, reason in [
        ("v 2", '{"v":2,"t":"a"}', "a", "newer"),
        ("v 0", '{"v":0,"t":"a"}', "a", "newer"),
        ("v 2 with another t", '{"v":2,"t":"b"}', "a", "newer"),
        ("v missing", '{"t":"a"}', "a", "form"),
        ("v true", '{"v":true,"t":"a"}', "a", "form"),
        ("v a string", '{"v":"1","t":"a"}', "a", "form"),
        ("another t", '{"v":1,"t":"b"}', "a", "form"),
        ("no t", '{"v":1}', "a", "form"),
        ("crit not understood", '{"v":1,"crit":["later"],"later":1}', None, "newer"),
        ("crit not understood, another t", '{"v":1,"t":"b","crit":["later"]}', "a", "newer"),
        ("crit empty", '{"v":1,"crit":[]}', None, "form"),
        ("crit with a number", '{"v":1,"crit":[1]}', None, "form"),
        ("crit with a name twice", '{"v":1,"crit":["a","a"]}', None, "form"),
        ("crit with what is no name", '{"v":1,"crit":["A"]}', None, "form"),
        ("crit null", '{"v":1,"crit":null}', None, "form"),
        ("a list", "[]", None, "form"),
    ]:
        cases.append(bad(name, {"json": text, "t": t, "understood": []}, reason))
    return vectors("version", "strings.md 2.4", cases)


TABLES = {
    "b64u": make_b64u,
    "addr": make_addr,
    "time": make_time,
    "name": make_name,
    "b32code": make_b32code,
    "recovery-code": make_recovery_code,
    "strict-json": make_strict_json,
    "version": make_version,
}
