"""Vectors of spec/links.md 9.6: the link of a request, what it asks, its answers, and their work."""

import hashlib
import hmac
from typing import Any

from sdk.tests.vectors.objects_requests import run_answer, run_handed, run_request
from tools.vectors.case import Case, Random, bad, changed, good, vectors
from tools.vectors.files import item, manifest
from waxpost.crypto.agefile import seal_to, seal_with_key
from waxpost.crypto.encoding import LinkCode, b32code, b64u, sha256
from waxpost.crypto.password import hkdf
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.requests import do_work
from waxpost.crypto.strictjson import write_json

Json = dict[str, Any]


def _label(request_id: str, **changes: Any) -> Json:
    """What a request asks: a text, where `changes` say nothing else."""
    return {
        "v": 1,
        "t": "waxpost-request",
        "id": request_id,
        "asker": {"name": "Alice Martin", "addr": "alice@example.org"},
        "title": "Grafana",
        "note": "",
        "fields": [],
        "text": True,
        "files": False,
        "exp": "2026-11-28T10:00:00Z",
        **changes,
    }


def make_request() -> Json:
    """9.6.1, 9.6.2 and 9.6.5: link, key and label, each refusal, what is kept, and work."""
    r = Random("request")
    request_id, other, f = r.text(), r.text(), r(32)
    rk, another = HybridIdentity(r(32)), HybridIdentity(r(32))
    note, login = "The account of the old server.", [("username", "Username"), ("password", "Password")]
    label = _label(request_id, note=note, fields=[{"f": name, "label": named} for name, named in login])
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
        ("a reply to a link", case({**label, "fields": [], "files": True, "link": other})),
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
        ("a link with an id of another length", case({**label, "link": other[:-2]}), "form"),
        ("a link that is null", case({**label, "link": None}), "form"),
    ]
    cases += [bad(name, given, reason) for name, given, reason in bads]
    kept: Json = {"kind": "request", "id": request_id, "f": b64u(f), "rk": rk.text}
    cases += [
        good(f"kept: {name}", {"kept": one}, run_request({"kept": one}))
        for name, one in [
            ("a request", kept),
            ("an unknown member", {**kept, "later": 1}),
            ("somebody else's", {**kept, "from": "bob@example.org"}),
        ]
    ]
    cases += [
        bad(f"kept: {name}", {"kept": one}, "form")
        for name, one in [
            ("a link", {**kept, "kind": "link"}),
            ("no key", changed(kept, "rk", ...)),
            ("a key that is none", {**kept, "rk": rk.text.lower()}),
            ("F of another length", {**kept, "f": r.text(31)}),
            ("of nobody", {**kept, "from": "Bob"}),
        ]
    ]
    return vectors("request", "links.md 9.6", [*cases, *_work(r), *_others()])


def _others() -> list[Case]:
    """How many people read the answers besides the asker (9.6.7)."""
    r = Random("others")
    request_id, other, f = r.text(), r.text(), r(32)
    rk = HybridIdentity(r(32))
    code = b32code(LinkCode(0x02, f + sha256(rk.recipient)[:16]), request_id)

    def case(others: Any, **more: Any) -> Json:
        asked = write_json(_label(request_id, others=others, **more))
        sealed = seal_with_key(hkdf(f, "waxpost/v1/request/label"), asked, r)
        return {"id": request_id, "fragment": code, "rr": b64u(rk.recipient), "label": b64u(sealed)}

    goods = [
        ("one", case(1)),
        ("as many as there may be", case(1000)),
        ("and crit that is understood", case(2, crit=["others"])),
    ]
    bads: list[tuple[str, Any, Json]] = [
        ("nobody", 0, {}),
        ("fewer than nobody", -1, {}),
        ("more than there may be", 1001, {}),
        ("more than a number", 1 << 53, {}),
        ("a text", "2", {}),
        ("true", True, {}),
        ("null", None, {}),
        ("a list", ["bob@example.org"], {}),
        ("in a reply to a link", 2, {"link": other}),
    ]
    return [
        *(good(f"others: {name}", given, run_request(given)) for name, given in goods),
        *(bad(f"others: {name}", case(others, **more), "form") for name, others, more in bads),
    ]


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


def good_requests(handed: Json) -> list[tuple[str, Json]]:
    """The member `request` of a message (9.6.7)."""
    return [("the keys", handed), ("an unknown member", {**handed, "later": [1]})]


def bad_requests(handed: Json) -> list[tuple[str, Any]]:
    """Each of them makes the whole message refused(form)."""
    return [
        ("nothing in it", {}),
        ("null", None),
        ("a list", [handed]),
        ("a short id", {**handed, "id": handed["id"][:-2]}),
        ("no F", changed(handed, "f", ...)),
        ("F of another length", {**handed, "f": b64u(bytes(31))}),
        ("no key", changed(handed, "rk", ...)),
        ("a key in lower case", {**handed, "rk": handed["rk"].lower()}),
        ("a key with a wrong check", {**handed, "rk": _other_end(handed["rk"])}),
        ("a public key", {**handed, "rk": b64u(HybridIdentity(bytes(32)).recipient)}),
    ]


def make_handed() -> Json:
    """9.6.7: what a reader keeps of a request that a message hands, and every reason not to."""
    r = Random("handed")
    request_id, other, f = r.text(), r.text(), r(32)
    rk, another = HybridIdentity(r(32)), HybridIdentity(r(32))
    label = _label(request_id, others=2)
    member = {"id": request_id, "f": b64u(f), "rk": rk.text}
    kept: Json = {"kind": "request", **member, "from": "alice@example.org"}

    def case(
        asked: Json = label, key: bytes = f, known: Json | None = None, told: Json | None = None, **more: Any
    ) -> Json:
        sealed = seal_with_key(hkdf(key, "waxpost/v1/request/label"), write_json(asked), r)
        server = {"asker": "alice@example.org", "mark": b64u(sha256(rk.recipient)[:16]), "label": b64u(sealed)}
        return {
            "from": "alice@example.org",
            "people": 2,
            "request": member,
            "known": known,
            "told": {**server, **(told or {})},
            **more,
        }

    mallory = {"name": "Mallory", "addr": "mallory@example.org"}
    cases: list[Case] = [
        good(name, given, run_handed(given))
        for name, given in [
            ("a request", case()),
            ("kept already", case(known=kept)),
            ("kept already, whatever the server says now", case(known=kept, told={"asker": "mallory@example.org"})),
            ("my own, kept already", case(known=changed(kept, "from", ...))),
        ]
    ]
    cases += [
        bad(name, given, reason)
        for name, given, reason in [
            ("kept already, with another F", case(known={**kept, "f": b64u(bytes(32))}), "wrong-message"),
            ("kept already, with another key", case(known={**kept, "rk": another.text}), "wrong-message"),
            ("handed by somebody who did not ask", {**case(), "from": "mallory@example.org"}, "wrong-message"),
            ("the server names another asker", case(told={"asker": "mallory@example.org"}), "wrong-message"),
            ("another key at the server", case(told={"mark": b64u(sha256(another.recipient)[:16])}), "wrong-message"),
            ("another key in the message", case(request={**member, "rk": another.text}), "wrong-message"),
            ("another F in the message", case(request={**member, "f": b64u(bytes(32))}), "wrong-secret"),
            ("the label of another request", case({**label, "id": other}), "wrong-message"),
            ("another id in the message", case(request={**member, "id": other}), "wrong-message"),
            ("a label that names somebody else", case({**label, "asker": mallory}), "wrong-message"),
            ("a label that says nothing of others", case(_label(request_id)), "wrong-message"),
            ("a label that names fewer others", case({**label, "others": 1}), "wrong-message"),
            ("a label that names more others", case({**label, "others": 3}), "wrong-message"),
            ("a label for a reply to a link", case(_label(request_id, link=other)), "wrong-message"),
            ("a label under another F", case(key=bytes(32)), "wrong-secret"),
            ("a label of a later version", case({**label, "v": 2}), "newer"),
            ("a label that asks for nothing", case({**label, "text": False}), "form"),
        ]
    ]
    return vectors("handed", "links.md 9.6", cases)


def _other_end(text: str) -> str:
    return text[:-1] + ("Q" if text[-1] != "Q" else "P")


def _flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


TABLES = {"request": make_request, "answer": make_answer, "handed": make_handed}
