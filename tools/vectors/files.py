"""Vectors of spec/attachments.md 7 and of the items and files of a payload (spec/envelope.md 6.1)."""

import hashlib
import re
from typing import Any

from tools.vectors.case import Case, Random, bad, good, vectors
from waxpost.crypto import attachment
from waxpost.crypto.age import CHUNK, NONCE, chunk_nonce, payload_key, write_header
from waxpost.crypto.encoding import b64u
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import write_json

Json = dict[str, Any]
Table = dict[str, Any]
PLAIN_PART, SEALED_PART = attachment.PLAIN_PART, attachment.SEALED_PART
HLEN = 1643


def manifest(size: int = 123, **changed: Any) -> Json:
    """One member of `att`, its digests those of nothing."""
    length = 32 * attachment.part_count(size)
    parts = hashlib.shake_256(b"parts").digest(length) if length < 1000 else bytes(length)
    csize = attachment.cipher_size(size, HLEN)
    whole = {"i": 0, "name": "r.pdf", "type": "application/pdf", "size": size, "hlen": HLEN, "csize": csize}
    return {**whole, "parts": b64u(parts), **changed}


def told(data: bytes) -> Json:
    """JSON as the input of a case: one character that stands very often in a row is told, not shown."""
    text = data.decode()
    run = re.search(r"(.)\1{1999,}", text, re.DOTALL)
    if run is None:
        return {"json": text}
    return {"json": text.replace(run[0], "<body>", 1), "body": [[run[1], len(run[0])]]}


def item(**changed: Any) -> Json:
    """A credential; ... removes a member."""
    fields = [{"f": "username", "value": "root"}, {"f": "password", "value": "correct horse"}]
    whole = {"i": 0, "kind": "login", "from": "new", "title": "Grafana admin", "fields": fields, **changed}
    return {name: value for name, value in whole.items() if value is not ...}


def _field(**members: Any) -> Json:
    return {"items": [item(fields=[members])]}


def _many(count: int, **changed: Any) -> list[Json]:
    return [item(i=i, **changed) for i in range(count)]


PIN = {"f": "custom", "label": "PIN", "value": "1234", "hide": True}
GOOD_PAYLOADS: list[tuple[str, Json]] = [
    ("crit items", {"crit": ["items", "att"]}),
    ("an item, and nothing else", {"items": [item()], "body": "", "subject": ""}),
    ("50 items", {"items": _many(50)}),
    ("50 fields, one name again and again", {"items": [item(fields=[{"f": "url", "value": "x"}] * 50)]}),
    ("an item without title and fields", {"items": [item(title="", fields=[])]}),
    ("a custom field that is hidden", _field(**PIN)),
    ("a label of 200 characters", _field(f="custom", label="\U0001f600" * 200, value="")),
    ("an unknown kind, an unknown field", {"items": [item(kind="space-suit", fields=[{"f": "o2", "value": "9"}])]}),
    ("a copy of an entry", {"items": [item(**{"from": "entry"})]}),
    ("a value with everything in it", _field(f="password", value=' \t\n\x00\u202e"\\\U0001f511')),
    ("a value of 64 KiB", _field(f="note", value="\u00e9" * 32768)),
    ("unknown members of an item and a field", {"items": [item(later=1, fields=[{**PIN, "later": {}}])]}),
    ("a file", {"att": [manifest()], "body": ""}),
    ("100 files", {"att": [manifest(size=i, i=i) for i in range(100)]}),
    ("the largest file", {"att": [manifest(size=10 * 1024**3)]}),
    ("files of items", {"items": [item(att=[1]), item(i=1, att=[0])], "att": [manifest(), manifest(size=0, i=1)]}),
    ("a hostile name", {"att": [manifest(name="../<img onerror=x>\u202egnp\x07.exe")]}),
    ("a name of 255 bytes", {"att": [manifest(name="\u00e9" * 126 + "abc")]}),
    ("the odd characters of a media type", {"att": [manifest(type="x-0/vnd.a+json_!#$&^-")]}),
    ("unknown members of a manifest", {"att": [manifest(later=[])]}),
]
BAD_PAYLOADS: list[tuple[str, Json, str]] = [
    ("an empty list of items", {"items": []}, "form"),
    ("items null", {"items": None}, "form"),
    ("51 items", {"items": _many(51)}, "form"),
    ("items in another order", {"items": [item(i=1), item(i=0)]}, "form"),
    ("51 fields", {"items": [item(fields=[{"f": "url", "value": ""}] * 51)]}, "form"),
    ("an item without i", {"items": [item(i=...)]}, "form"),
    ("an item without a title", {"items": [item(title=...)]}, "form"),
    ("a title of 1,001 characters", {"items": [item(title="x" * 1001)]}, "form"),
    ("an item without fields", {"items": [item(fields=...)]}, "form"),
    ("an item from elsewhere", {"items": [item(**{"from": "server"})]}, "form"),
    ("a kind in capitals", {"items": [item(kind="Login")]}, "form"),
    ("an empty kind", {"items": [item(kind="")]}, "form"),
    ("a kind of 33 characters", {"items": [item(kind="x" * 33)]}, "form"),
    ("a field name with a blank", _field(f="user name", value=""), "form"),
    ("a field without a value", _field(f="password"), "form"),
    ("a value that is a number", _field(f="password", value=1), "form"),
    ("a value over 64 KiB", _field(f="note", value="\u00e9" * 32768 + "x"), "form"),
    ("custom without a label", _field(f="custom", value=""), "form"),
    ("custom with an empty label", _field(f="custom", label="", value=""), "form"),
    ("a label of 201 characters", _field(f="custom", label="x" * 201, value=""), "form"),
    ("a label on a password", _field(f="password", label="x", value=""), "form"),
    ("a label on an unknown field", _field(f="o2", label="x", value=""), "form"),
    ("hide false", _field(f="note", value="", hide=False), "form"),
    ("hide null", _field(f="note", value="", hide=None), "form"),
    ("an item's file that is not there", {"items": [item(att=[1])], "att": [manifest()]}, "form"),
    ("an item's file where none is attached", {"items": [item(att=[0])]}, "form"),
    ("an item with an empty list of files", {"items": [item(att=[])], "att": [manifest()]}, "form"),
    ("an item's file below zero", {"items": [item(att=[-1])], "att": [manifest()]}, "form"),
    ("one file in two items", {"items": [item(att=[0]), item(i=1, att=[0])], "att": [manifest()]}, "form"),
    ("one file twice in an item", {"items": [item(att=[0, 0])], "att": [manifest()]}, "form"),
    ("an empty list of files", {"att": []}, "form"),
    ("101 files", {"att": [manifest(size=i, i=i) for i in range(101)]}, "form"),
    ("newer before form", {"items": [], "burn": True}, "newer"),
    ("form before attachment", {"att": [manifest(i=1)], "prio": "low"}, "form"),
    ("files in another order", {"att": [manifest(i=1), manifest(i=0)]}, "attachment"),
]
BAD_MANIFESTS: list[tuple[str, Json, str]] = [
    ("no name", manifest(name=""), "form"),
    ("a name of 256 bytes", manifest(name="\u00e9" * 128), "form"),
    ("a type without a subtype", manifest(type="pdf"), "form"),
    ("a type with a parameter", manifest(type="text/plain;charset=utf-8"), "form"),
    ("a type in capitals", manifest(type="Text/plain"), "form"),
    ("a subtype of 128 characters", manifest(type="a/" + "b" * 128), "form"),
    ("an empty type", manifest(type=""), "form"),
    ("a size as text", manifest(csize="1660"), "form"),
    ("a negative size", manifest(hlen=-1), "form"),
    ("parts that are no b64u", manifest(parts="="), "form"),
    ("parts missing", {k: v for k, v in manifest().items() if k != "parts"}, "form"),
    ("another index", manifest(i=1), "attachment"),
    ("csize a byte more", manifest(csize=attachment.cipher_size(123, HLEN) + 1), "attachment"),
    ("a chunk too few", manifest(size=CHUNK + 1, csize=HLEN + CHUNK + 1 + 16), "attachment"),
    ("hlen below 32", manifest(hlen=31, csize=attachment.cipher_size(123, 31)), "attachment"),
    ("hlen over 4,112", manifest(hlen=4113, csize=attachment.cipher_size(123, 4113)), "attachment"),
    ("over 10 GiB", manifest(size=10 * 1024**3 + 1), "attachment"),
    ("no digests", manifest(parts=""), "attachment"),
    ("half a digest", manifest(parts=b64u(bytes(16))), "attachment"),
    ("a digest too many", manifest(parts=b64u(bytes(64))), "attachment"),
    ("a digest too few", manifest(size=PLAIN_PART + 1, parts=b64u(bytes(32))), "attachment"),
]
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, PLAIN_PART - 1, PLAIN_PART, PLAIN_PART + 1)


def make_manifest() -> Table:
    """7.1: what is checked before anything is fetched."""
    cases: list[Case] = []
    for size in (*SIZES, 3 * PLAIN_PART, 10 * 1024**3):
        count = attachment.part_count(size)
        out = {"parts": count, "first": attachment.sealed_bytes(size, HLEN, 0)}
        out["last"] = attachment.sealed_bytes(size, HLEN, count - 1)
        cases.append(good(f"{size} bytes", told(write_json(manifest(size))), out))
    for hlen in (32, 4112):
        member = manifest(hlen=hlen, csize=attachment.cipher_size(123, hlen))
        first = attachment.sealed_bytes(123, hlen, 0)
        cases.append(good(f"hlen {hlen}", told(write_json(member)), {"parts": 1, "first": first, "last": first}))
    for name, member, reason in BAD_MANIFESTS:
        cases.append(bad(name, told(write_json(member)), reason))
    return vectors("manifest", "attachments.md 7.1", cases)


class SampleFile:
    """A sealed file whose plaintext comes from its seed, and whose header is the only random thing about it."""

    def __init__(self, size: int, label: str, mk: HybridIdentity | None = None) -> None:
        random = Random(f"file {label}")
        self.mk = mk or HybridIdentity(random(32))
        self.size, self.seed = size, label
        file_key, nonce = random(16), random(NONCE)
        stanza = HybridRecipient(self.mk.recipient).wrap(file_key)
        self.header = write_header([stanza], file_key) + nonce
        self.sealed = sealed_sample(self.header, file_key, label, size)

    def parts(self) -> list[bytes]:
        """The parts as they travel."""
        first = len(self.header) + SEALED_PART
        rest = self.sealed[first:]
        return [self.sealed[:first], *(rest[at : at + SEALED_PART] for at in range(0, len(rest), SEALED_PART))]

    def given(self, change: list[Json] | None = None, **changed: Any) -> Json:
        """The input of a case: the manifest is that of the file after `signed` changes, `change` comes later."""
        parts = b"".join(hashlib.sha256(part).digest() for part in self.parts())
        hlen = len(self.header)
        made = {"i": 0, "name": "sample.bin", "type": "application/octet-stream", "size": self.size, "hlen": hlen}
        whole: Json = {**made, "csize": attachment.cipher_size(self.size, hlen), "parts": b64u(parts)}
        given = {"mk": self.mk.text, "open_with": self.mk.text, "header": b64u(self.header), "seed": self.seed}
        return {**given, "manifest": {**whole, **changed.pop("manifest", {})}, "change": change or [], **changed}


def sealed_sample(header: bytes, file_key: bytes, seed: str, size: int) -> bytes:
    """The whole ciphertext: header and nonce, then the chunks of SHAKE-256(seed)."""
    aead, plain = payload_key(file_key, header[-NONCE:]), hashlib.shake_256(seed.encode()).digest(size)
    chunks = attachment.chunk_count(size)
    pieces = [
        aead.encrypt(chunk_nonce(i, i == chunks - 1), plain[i * CHUNK : (i + 1) * CHUNK], None) for i in range(chunks)
    ]
    return header + b"".join(pieces)


def make_attachment() -> Table:
    """7.3: files by their boundaries, and each way to be another file than the one that was signed."""
    cases: list[Case] = []
    for size in SIZES:
        file = SampleFile(size, f"{size} bytes")
        plain = hashlib.shake_256(file.seed.encode()).digest(size)
        out = {"sha256": b64u(hashlib.sha256(plain).digest())}
        cases.append(good(f"{size} bytes", file.given(), out))
    two, three = SampleFile(PLAIN_PART + 1, "two parts"), SampleFile(2 * PLAIN_PART + 1, "three parts")
    plain = hashlib.shake_256(three.seed.encode()).digest(three.size)
    out = {"sha256": b64u(hashlib.sha256(plain).digest())}
    cases.append(good("from the end", three.given(order=[0, 2, 1]), out))
    small = SampleFile(CHUNK + 1, "small")
    again = SampleFile(CHUNK + 1, "small again", small.mk)
    other = SampleFile(CHUNK + 1, "another key")
    last = len(small.sealed) - 1
    flips = [("the version", 3), ("the stanza", 60), ("the MAC", 1600), ("the nonce", HLEN - 1), ("a chunk", HLEN)]
    cases += [bad(f"a flipped bit in {name}", small.given([{"flip": at}]), "attachment") for name, at in flips]
    signed: list[tuple[str, list[Json]]] = [
        ("the stanza altered, and signed so", [{"flip": 60}]),
        ("the MAC altered, and signed so", [{"flip": 1600}]),
        ("the nonce altered, and signed so", [{"flip": HLEN - 1}]),
        ("a chunk altered, and signed so", [{"flip": HLEN + 5}]),
        ("the last tag altered, and signed so", [{"flip": last}]),
    ]
    for name, change in signed:
        data = bytearray(small.sealed)
        data[change[0]["flip"]] ^= 1
        parts = b64u(hashlib.sha256(data).digest())
        cases.append(bad(name, small.given(change, manifest={"parts": parts}), "attachment"))
    cases += [
        bad("the last byte flipped", small.given([{"flip": last}]), "attachment"),
        bad("a byte cut off", small.given([{"cut": 1}]), "attachment"),
        bad("a byte more", small.given([{"more": 1}]), "attachment"),
        bad("a chunk cut off", small.given([{"cut": 17}]), "attachment"),
        bad("parts swapped", three.given([{"swap": [1, 2]}]), "attachment"),
        bad("a part twice", three.given([{"copy": [0, 1]}]), "attachment"),
        bad("the last part missing", two.given([{"cut": 17}]), "attachment"),
        bad("sealed again by a reader", small.given(header=b64u(again.header)), "attachment"),
        bad("signed for another message's key", other.given(open_with=small.mk.text), "attachment"),
        bad("hlen that is not the header's", _with_other_hlen(small), "attachment"),
    ]
    return vectors("attachment", "attachments.md 7", cases)


def _with_other_hlen(file: SampleFile) -> Json:
    """A byte of the first chunk is counted to the header: sizes fit, digests fit."""
    given = file.given()
    return {**given, "manifest": {**given["manifest"], "size": file.size - 1, "hlen": HLEN + 1}}


TABLES = {"manifest": make_manifest, "attachment": make_attachment}
