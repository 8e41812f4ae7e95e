"""Vectors of spec/links.md 9.1 to 9.4: keys and codes, what is sealed, what the sender keeps."""

from typing import Any

from sdk.tests.vectors.objects_links import run_link, run_link_keys
from tools.vectors.case import Case, Random, bad, changed, good, vectors
from tools.vectors.files import item, manifest
from waxpost.crypto.agefile import seal_to, seal_with_key
from waxpost.crypto.encoding import LinkCode, b32code, b64u, sha256
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import write_json
from waxpost.crypto.words import word_list

Json = dict[str, Any]


def make_link_keys() -> Json:
    """9.1 and 9.4: every form, what a person types, and what is refused without asking anybody."""
    r = Random("link keys")
    link_id, other = r.text(), r.text()
    f = b64u(r(32))
    numbers = r(14)
    words = [word_list()[int.from_bytes(numbers[2 * i : 2 * i + 2], "big") % 2048] for i in range(7)]
    plain = "-".join(words)
    inputs: list[tuple[str, Json]] = [
        ("without a passphrase", {"id": link_id, "f": f, "passphrase": None}),
        ("with a generated passphrase", {"id": link_id, "f": f, "passphrase": "-".join(words[:6])}),
        ("the same passphrase, another id", {"id": other, "f": f, "passphrase": "-".join(words[:6])}),
        ("the same passphrase, another F", {"id": link_id, "f": r.text(32), "passphrase": "-".join(words[:6])}),
        (
            "blanks around a passphrase",
            {"id": link_id, "f": f, "passphrase": f"\ufeff \t{'-'.join(words[:6])}\u00a0\n"},
        ),
        ("a passphrase of one letter", {"id": link_id, "f": f, "passphrase": "x"}),
        ("a passphrase that NFKC changes", {"id": link_id, "f": f, "passphrase": "\ufb01ne \u2460 e\u0301"}),
        ("a passphrase with blanks inside", {"id": link_id, "f": f, "passphrase": "two  words"}),
        ("a passphrase of 1,000 bytes", {"id": link_id, "f": f, "passphrase": "\u00e9" * 500}),
        ("words", {"id": link_id, "words": plain}),
        ("words, another id", {"id": other, "words": plain}),
        (
            "words as people type them",
            {"id": link_id, "words": f"  {' '.join(words[:3]).upper()}\n{' - '.join(words[3:])} "},
        ),
        ("words with odd hyphens", {"id": link_id, "words": "\u2013".join(words)}),
        ("words in wide letters", {"id": link_id, "words": "-".join(_wide(word) for word in words)}),
        ("twelve words", {"id": link_id, "words": "-".join([*words, *words[:5]])}),
    ]
    cases: list[Case] = [good(name, given, run_link_keys(given)) for name, given in inputs]
    for name, passphrase in [("nothing", ""), ("blanks", " \u00a0\t"), ("1,001 bytes", "x" * 1001)]:
        cases.append(bad(f"a passphrase: {name}", {"id": link_id, "f": f, "passphrase": passphrase}, "form"))
    for name, typed in [
        ("five", " ".join(words[:5])),
        ("thirteen", " ".join([*words, *words[:6]])),
        ("one that is not on the list", " ".join([*words[:6], "waxpost"])),
        ("the first letters of one", " ".join([*words[:6], "abando"])),
        ("nothing", ""),
        ("commas", ",".join(words)),
    ]:
        cases.append(bad(f"words: {name}", {"id": link_id, "words": typed}, "form"))
    return vectors(
        "link-keys", "links.md 9.1, 9.4", [*cases, *_fragments(r, link_id, other), *_kept(r, link_id, plain)]
    )


def _wide(word: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in word)


def _fragments(r: Random, link_id: str, other: str) -> list[Case]:
    secret = r(32)
    codes = {kind: b32code(LinkCode(kind, secret), link_id) for kind in (0x01, 0x81, 0x05)}
    plain, locked = codes[0x01], codes[0x81]
    hyphened = "-".join(locked[at : at + 4].lower() for at in range(0, len(locked), 4))
    cases = [
        good("fragment: without a passphrase", {"fragment": plain, "id": link_id}, _read(secret, False)),
        good("fragment: with a passphrase", {"fragment": locked, "id": link_id}, _read(secret, True)),
        good("fragment: small, in groups", {"fragment": hyphened, "id": link_id}, _read(secret, True)),
    ]
    wrong = "A" if locked[30] != "A" else "B"
    for name, fragment, of in [
        ("the last character missing", locked[:-1], link_id),
        ("half of it", locked[:30], link_id),
        ("nothing", "", link_id),
        ("a character altered", locked[:30] + wrong + locked[31:], link_id),
        ("two characters swapped", _swapped(locked), link_id),
        ("something behind it", locked + "A", link_id),
        ("a full stop of the sentence behind it", locked + ".", link_id),
        ("of another link", locked, other),
        ("the passphrase bit cleared", b32code(LinkCode(0x01, secret), other), link_id),
        ("an id that is none", locked, link_id[:-1]),
        ("another kind of link", codes[0x05], link_id),
    ]:
        cases.append(bad(f"fragment: {name}", {"fragment": fragment, "id": of}, "incomplete-link"))
    return cases


def _swapped(code: str) -> str:
    at = next(i for i in range(len(code) - 1) if code[i] != code[i + 1])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _read(secret: bytes, has_passphrase: bool) -> Json:
    return {"f": b64u(secret), "passphrase": has_passphrase}


def _kept(r: Random, link_id: str, words: str) -> list[Case]:
    whole: Json = {
        "kind": "link",
        "id": link_id,
        "f": r.text(32),
        "words": words,
        "subject": "Door",
        "items": 1,
        "files": 2,
    }
    cases = [
        good(f"kept: {name}", {"kept": kept}, run_link_keys({"kept": kept}))
        for name, kept in [
            ("with a passphrase", whole),
            ("without", changed(whole, "words", ...)),
            ("made of words", changed(whole, "f", ...)),
            ("an unknown member", {**whole, "later": 1}),
            ("readers may reply", {**whole, "reply": r.text()}),
        ]
    ]
    for name, kept in [
        ("neither key nor words", changed(changed(whole, "words", ...), "f", ...)),
        ("a request", {**whole, "kind": "request"}),
        ("a key of another length", {**whole, "f": r.text(31)}),
        ("an id of another length", {**whole, "id": link_id[:-2]}),
        ("no subject", changed(whole, "subject", ...)),
        ("files below zero", {**whole, "files": -1}),
        ("a reply with an id of another length", {**whole, "reply": link_id[:-2]}),
    ]:
        cases.append(bad(f"kept: {name}", {"kept": kept}, "form"))
    return cases


def make_link() -> Json:
    """9.2 and 9.3: what a link carries, and every rule of opening it."""
    r = Random("link")
    file, mk, another = r(32), HybridIdentity(r(32)), HybridIdentity(r(32))
    link_id, other = r.text(), r.text()
    opener: Json = {"v": 1, "t": "waxpost-link", "id": link_id, "mk": mk.text}
    content: Json = {
        "v": 1,
        "t": "waxpost-link",
        "id": link_id,
        "mr": b64u(sha256(mk.recipient)),
        "from": {"name": "Alice Martin", "addr": "alice@example.org"},
        "sent": "2026-11-21T10:00:00Z",
        "exp": "2026-11-28T10:00:00Z",
        "subject": "Zo\u00eb\u2019s door",
        "ctype": "text/markdown",
        "body": "The code is **4711**.",
        "ack": r.text(32),
    }

    def case(
        opened: Json | bytes = opener,
        carried: Json | bytes = content,
        key: bytes = file,
        to: HybridIdentity = mk,
        files: int | None = None,
        **more: Any,
    ) -> Json:
        first = opened if isinstance(opened, bytes) else write_json(opened)
        data = carried if isinstance(carried, bytes) else write_json(carried)
        count = 0 if isinstance(carried, bytes) else len(carried.get("att") or [])
        padded = data + b" " * (-len(data) % 1024)
        return {
            "id": link_id,
            "file": b64u(file),
            "link": b64u(seal_with_key(key, first, r)),
            "content": b64u(seal_to(HybridRecipient(to.recipient), padded, r)),
            "files": count if files is None else files,
            **more,
        }

    reply: Json = {"id": r.text(), "f": r.text(32), "rr": b64u(another.recipient)}
    replied = {**content, "reply": reply}
    attached = {**content, "items": [item(att=[1]), item(i=1)], "att": [manifest(), manifest(size=0, i=1)]}
    goods = [
        ("a text", case()),
        ("items and files", case(carried=attached)),
        ("nothing but an item", case(carried={**content, "subject": "", "body": "", "items": [item()]})),
        ("an unknown member", case(carried={**content, "later": [1]})),
        ("crit that is understood", case(carried={**content, "crit": ["items", "reply", "ack"]})),
        ("a reply", case(carried=replied)),
        ("a reply beside items and files", case(carried={**attached, "reply": reply})),
        ("a reply with an unknown member", case(carried=changed(replied, "reply.later", 1))),
        (
            "no padding at all",
            case() | {"content": b64u(seal_to(HybridRecipient(mk.recipient), write_json(content), r))},
        ),
        ("1,000 characters of subject", case(carried={**content, "subject": "\U0001f600" * 1000})),
    ]
    cases: list[Case] = [good(name, given, run_link(given)) for name, given in goods]
    link, sealed = case()["link"], case()["content"]
    bads: list[tuple[str, Json, str]] = [
        ("the key of another link", case(key=bytes(32)), "wrong-secret"),
        ("a wrong file key", case(file=b64u(bytes(32))), "wrong-secret"),
        ("link.age cut short", case(link=link[:-4]), "form"),
        ("link.age empty", case(link=""), "form"),
        ("link.age of another link", case(opened={**opener, "id": other}), "wrong-message"),
        ("link.age of another type", case(opened={**opener, "t": "waxpost-wrap"}), "form"),
        ("link.age of a later version", case(opened={**opener, "v": 2}), "newer"),
        ("link.age without a key", case(opened=changed(opener, "mk", ...)), "form"),
        ("content of another key", case(to=another), "form"),
        ("content cut short", case(content=sealed[:-4]), "form"),
        (
            "content to another MK, which link.age names",
            case(opened={**opener, "mk": another.text}, to=another),
            "wrong-message",
        ),
        ("content of another link", case(carried={**content, "id": other}), "wrong-message"),
        ("mr of another key", case(carried={**content, "mr": b64u(bytes(32))}), "wrong-message"),
        ("a later version", case(carried={**content, "v": 2}), "newer"),
        ("crit that is not understood", case(carried={**content, "crit": ["later"], "later": 1}), "newer"),
        ("another type", case(carried={**content, "t": "waxpost-answer"}), "form"),
        ("no JSON", case(carried=b"{"), "form"),
        ("JSON in another spelling", case(carried=write_json(content).replace(b'","', b'", "', 1)), "form"),
        ("an end before the beginning", case(carried={**content, "exp": content["sent"]}), "form"),
        ("no end", case(carried={**content, "exp": None}), "form"),
        ("no ack", case(carried=changed(content, "ack", ...)), "form"),
        ("an ack of another length", case(carried={**content, "ack": r.text(31)}), "form"),
        ("no sender", case(carried=changed(content, "from", ...)), "form"),
        ("a name with a bidirectional character", case(carried=changed(content, "from.name", "a\u202eb")), "form"),
        ("an address in capitals", case(carried=changed(content, "from.addr", "Alice@example.org")), "form"),
        ("another ctype", case(carried={**content, "ctype": "text/html"}), "form"),
        ("1,001 characters of subject", case(carried={**content, "subject": "x" * 1001}), "form"),
        ("an empty list of items", case(carried={**content, "items": []}), "form"),
        ("an empty list of files", case(carried={**content, "att": []}), "form"),
        ("a reply that is empty", case(carried={**content, "reply": {}}), "form"),
        ("a reply that is null", case(carried={**content, "reply": None}), "form"),
        ("a reply without an id", case(carried=changed(replied, "reply.id", ...)), "form"),
        ("a reply with an id of another length", case(carried=changed(replied, "reply.id", r.text(15))), "form"),
        ("a reply without F", case(carried=changed(replied, "reply.f", ...)), "form"),
        ("a reply with F of another length", case(carried=changed(replied, "reply.f", r.text(31))), "form"),
        ("a reply without a key", case(carried=changed(replied, "reply.rr", ...)), "form"),
        (
            "a reply with a key of another length",
            case(carried=changed(replied, "reply.rr", b64u(another.recipient[:-1]))),
            "form",
        ),
        (
            "a file that belongs to two items",
            case(carried={**attached, "items": [item(att=[0]), item(i=1, att=[0])]}),
            "form",
        ),
        ("files in another order", case(carried={**content, "att": [manifest(i=1)]}), "attachment"),
        ("sizes that do not fit", case(carried={**content, "att": [manifest(csize=7)]}), "attachment"),
        ("a blob less than files", case(carried=attached, files=1), "envelope"),
        ("a blob that no file names", case(files=1), "envelope"),
    ]
    cases += [bad(name, given, reason) for name, given, reason in bads]
    return vectors("link", "links.md 9.2, 9.3", cases)


TABLES = {"link-keys": make_link_keys, "link": make_link}
