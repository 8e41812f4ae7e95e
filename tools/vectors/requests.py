"""Vectors of spec/links.md 9.6: the link of a request, what it asks, its answers, and their work."""

import hashlib
import hmac
from typing import Any

from sdk.tests.vectors.objects_requests import run_answer, run_request
from tools.vectors.case import Case, Random, bad, changed, good, vectors
from tools.vectors.files import item, manifest
from waxpost.crypto.agefile import seal_to, seal_with_key
from waxpost.crypto.encoding import LinkCode, b32code, b64u, sha256
from waxpost.crypto.password import hkdf
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.requests import do_work
from waxpost.crypto.strictjson import write_json

Json = dict[str, Any]


def make_request() -> Json:
    """9.6.1, 9.6.2 and 9.6.5: link, key and label, each refusal, what is kept, and work."""
    r = Random("request")
    request_id, other, f = r.text(), r.text(), r(32)
    rk, another = HybridIdentity(r(32)), HybridIdentity(r(32))
    label: Json = {
        "v": 1,
        "t": "waxpost-request",
        "id": request_id,
        "asker": {"name": "Alice Martin", "addr": "alice@example.org"},
        "title": "Grafana",
        "note": "The account of the old server.",
        "fields": [{"f": "username", "label": "Username"}, {"f": "password", "label": "Password"}],
        "text": True,
        "files": False,
        "exp": "2026-11-28T10:00:00Z",
    }
    code = b32code(LinkCode(0x02, f + sha256(rk.recipient)[:16]), request_id)

    def case(asked: Json | bytes = label, key: bytes = f, **more: Any) -> Json:
        data = asked if isinstance(asked, bytes) else write_json(asked)
        sealed = seal_with_key(hkdf(key, "waxpost/v1/request/label"), data, r)
        return {
            "id": request_id,
            "fragment": code,
            "rr": b64u(rk.recipient),
            "label": b64u(sealed),
            **more,
        }

    only_files = {**label, "fields": [], "text": False, "files": True, "note": ""}
    goods = [
        ("fields and a text", case()),
        ("nothing but files", case(only_files)),
        ("an unknown member", case({**label, "later": [1]})),
        ("crit that is understood", case({**label, "crit": ["fields"]})),
        ("200 characters of title", case({**label, "title": "\U0001f600" * 200})),
        ("a field by another name", case({**label, "fields": [{"f": "custom", "label": "PIN"}]})),
        ("a fragment in small letters", case(fragment=code.lower())),
    ]
    cases: list[Case] = [good(name, given, run_request(given)) for name, given in goods]
    bads: list[tuple[str, Json, str]] = [
        ("a fragment cut short", case(fragment=code[:-1]), "incomplete-link"),
        ("a fragment of another request", case(id=other), "incomplete-link"),
        ("an id that is none", case(id=request_id[:-1]), "incomplete-link"),
        (
            "the fragment of an invitation",
            case(fragment=b32code(LinkCode(0x03, f + sha256(rk.recipient)[:16]), request_id)),
            "incomplete-link",
        ),
        ("the key of somebody else", case(rr=b64u(another.recipient)), "wrong-message"),
        ("a key of another length", case(rr=b64u(rk.recipient[:-1])), "wrong-message"),
        ("a key with one bit changed", case(rr=b64u(_flipped(rk.recipient))), "wrong-message"),
        ("a label under another F", case(key=bytes(32)), "wrong-secret"),
        ("a label cut short", case(label=case()["label"][:-4]), "form"),
        ("the label of another request", case({**label, "id": other}), "wrong-message"),
        ("another type", case({**label, "t": "waxpost-link"}), "form"),
        ("a later version", case({**label, "v": 2}), "newer"),
        ("crit that is not understood", case({**label, "crit": ["later"], "later": 1}), "newer"),
        ("a label that is not JSON", case(b"{"), "form"),
        ("no title", case({**label, "title": ""}), "form"),
        ("201 characters of title", case({**label, "title": "x" * 201}), "form"),
        ("2,001 characters of note", case({**label, "note": "x" * 2001}), "form"),
        ("nothing asked", case({**only_files, "files": False}), "form"),
        ("21 fields", case({**label, "fields": label["fields"] * 10 + label["fields"][:1]}), "form"),
        ("a field of an unknown kind", case({**label, "fields": [{"f": "spaceship", "label": "x"}]}), "form"),
        ("a field without a label", case({**label, "fields": [{"f": "password", "label": ""}]}), "form"),
        ("a name with a bidirectional character", case(changed(label, "asker.name", "a\u202eb")), "form"),
        ("an address in capitals", case(changed(label, "asker.addr", "Alice@example.org")), "form"),
        ("no end", case({**label, "exp": None}), "form"),
        ("files neither true nor false", case({**label, "files": 1}), "form"),
    ]
    cases += [bad(name, given, reason) for name, given, reason in bads]
    kept: Json = {"kind": "request", "id": request_id, "f": b64u(f), "rk": rk.text}
    cases += [
        good(f"kept: {name}", {"kept": one}, run_request({"kept": one}))
        for name, one in [("a request", kept), ("an unknown member", {**kept, "later": 1})]
    ]
    cases += [
        bad(f"kept: {name}", {"kept": one}, "form")
        for name, one in [
            ("a link", {**kept, "kind": "link"}),
            ("no key", changed(kept, "rk", ...)),
            ("a key that is none", {**kept, "rk": rk.text.lower()}),
            ("F of another length", {**kept, "f": r.text(31)}),
        ]
    ]
    return vectors("request", "links.md 9.6", [*cases, *_work(r)])


def _work(r: Random) -> list[Case]:
    challenge = r.text(48)
    counter = do_work(challenge, 12)
    given = [
        ("done", {"challenge": challenge, "counter": counter, "bits": 12}),
        ("not done", {"challenge": challenge, "counter": counter + 1, "bits": 12}),
        ("done for another challenge", {"challenge": challenge[1:], "counter": counter, "bits": 12}),
        ("none asked", {"challenge": challenge, "counter": 0, "bits": 0}),
    ]
    cases = [good(f"work: {name}", one, run_request(one)) for name, one in given]
    return [*cases, bad("work: 25 bits", {"challenge": challenge, "counter": 0, "bits": 25}, "form")]


def make_answer() -> Json:
    """9.6.3 and 9.6.4: what an answer carries, and every rule of opening it."""
    r = Random("answer")
    rk, mk, another = HybridIdentity(r(32)), HybridIdentity(r(32)), HybridIdentity(r(32))
    f, request_id, mid, other = r(32), r.text(), r.text(), r.text()
    payload: Json = {
        "v": 1,
        "t": "waxpost-answer",
        "id": request_id,
        "mid": mid,
        "mr": b64u(sha256(mk.recipient)),
        "sent": "2026-11-21T10:00:00Z",
        "body": "Zo\u00eb\u2019s answer.",
    }
    opener: Json = {"v": 1, "t": "waxpost-wrap", "mid": mid, "mk": mk.text}

    def case(
        carried: Json | bytes = payload,
        opened: Json = opener,
        to: HybridIdentity = rk,
        key: HybridIdentity = mk,
        secret: bytes = f,
        outer: Json | None = None,
        **more: Any,
    ) -> Json:
        data = carried if isinstance(carried, bytes) else write_json(carried)
        tag = hmac.new(hkdf(secret, "waxpost/v1/request/answer"), data, hashlib.sha256).digest()
        whole = write_json(outer or {"payload": b64u(data), "tag": b64u(tag)})
        count = 0 if isinstance(carried, bytes) else len(carried.get("att") or [])
        return {
            "kept": {"kind": "request", "id": request_id, "f": b64u(f), "rk": rk.text},
            "mid": mid,
            "wrap": b64u(seal_to(HybridRecipient(to.recipient), write_json(opened), r)),
            "content": b64u(seal_to(HybridRecipient(key.recipient), whole + b" " * (-len(whole) % 1024), r)),
            "files": count,
            **more,
        }

    attached = {**payload, "items": [item(att=[1])], "att": [manifest(), manifest(size=0, i=1)]}
    goods = [
        ("a text", case()),
        ("an item and files", case(attached)),
        ("nothing but an item", case({**payload, "body": "", "items": [item()]})),
        ("an unknown member", case({**payload, "later": [1]})),
        ("crit that is understood", case({**payload, "crit": ["items"]})),
    ]
    cases: list[Case] = [good(name, given, run_answer(given)) for name, given in goods]
    whole = case()
    bads: list[tuple[str, Json, str]] = [
        ("a wrap for somebody else", case(to=another), "form"),
        ("a wrap cut short", case(wrap=whole["wrap"][:-4]), "form"),
        ("a wrap of another answer", case(opened={**opener, "mid": other}), "wrong-message"),
        ("another mid asked", case(mid=other), "wrong-message"),
        ("a wrap of a later version", case(opened={**opener, "v": 2}), "newer"),
        ("content of another key", case(key=another), "form"),
        ("content cut short", case(content=whole["content"][:-4]), "form"),
        ("no payload", case(outer={"tag": b64u(bytes(32))}), "form"),
        ("no tag", case(outer={"payload": b64u(write_json(payload))}), "form"),
        ("a tag of another length", case(outer={"payload": b64u(write_json(payload)), "tag": "AAAA"}), "form"),
        ("a tag by somebody without the link", case(secret=bytes(32)), "signature"),
        (
            "a tag over other bytes, which are no JSON",
            case(outer={"payload": b64u(b"{"), "tag": b64u(bytes(32))}),
            "signature",
        ),
        ("an answer to another request", case({**payload, "id": other}), "wrong-message"),
        ("another mid inside", case({**payload, "mid": other}), "wrong-message"),
        ("mr of another key", case({**payload, "mr": b64u(bytes(32))}), "wrong-message"),
        (
            "sealed again to another MK, which the wrap names",
            case(opened={**opener, "mk": another.text}, key=another),
            "wrong-message",
        ),
        ("a later version", case({**payload, "v": 2}), "newer"),
        ("crit that is not understood", case({**payload, "crit": ["reply"]}), "newer"),
        ("another type", case({**payload, "t": "waxpost-link"}), "form"),
        ("no JSON", case(b"{"), "form"),
        ("nothing in it", case({**payload, "body": ""}), "form"),
        ("no time", case(changed(payload, "sent", ...)), "form"),
        ("an empty list of items", case({**payload, "items": []}), "form"),
        ("files in another order", case({**payload, "att": [manifest(i=1)]}), "attachment"),
        ("a blob less than files", case(attached, files=1), "envelope"),
        ("a blob that no file names", case(files=1), "envelope"),
    ]
    cases += [bad(name, given, reason) for name, given, reason in bads]
    return vectors("answer", "links.md 9.6", cases)


def _flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


TABLES = {"request": make_request, "answer": make_answer}
