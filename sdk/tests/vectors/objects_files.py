"""How manifests and attached files of spec/vectors are read in Python."""

import hashlib
from collections.abc import Callable
from typing import Any

from tools.vectors.files import SEALED_PART, sealed_sample
from waxpost.crypto import attachment
from waxpost.crypto.agefile import hybrid_file_key
from waxpost.crypto.encoding import b64u, sha256, unb64u
from waxpost.crypto.members import Members as Read
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import read_object, write_json

Members = dict[str, Any]


def _manifest(data: bytes) -> attachment.Manifest:
    i, manifest = attachment.read_manifest(Read(dict(read_object(data))))
    attachment.check_manifest(i, 0, manifest)
    return manifest


def run_manifest(given: Members) -> Members:
    text = "".join(part * times for part, times in given.get("body", []))
    manifest = _manifest(given["json"].replace("<body>", text).encode())
    assert attachment.read_manifest(Read(attachment.written_manifest(manifest, 0)))[1] == manifest
    last = manifest.part_count - 1
    return {"parts": manifest.part_count, "first": manifest.part_bytes(0), "last": manifest.part_bytes(last)}


def changed_parts(sealed: bytes, hlen: int, changes: list[Members]) -> list[bytes]:
    """The parts a server gives: those of the file, after each change."""
    data = bytearray(sealed)
    for change in changes:
        if "flip" in change:
            data[change["flip"]] ^= 1
        elif "cut" in change:
            del data[-change["cut"] :]
        elif "more" in change:
            data += bytes(change["more"])
    first = hlen + SEALED_PART
    parts = [bytes(data[:first]), *(bytes(data[at : at + SEALED_PART]) for at in range(first, len(data), SEALED_PART))]
    for change in changes:
        if "swap" in change:
            a, b = change["swap"]
            parts[a], parts[b] = parts[b], parts[a]
        elif "copy" in change:
            a, b = change["copy"]
            parts[b] = parts[a]
    return parts


def run_attachment(given: Members) -> Members:
    header = unb64u(given["header"])
    manifest = _manifest(write_json(given["manifest"]))
    file_key, _ = hybrid_file_key(header, HybridIdentity.from_text(given["mk"]))
    size = given.get("size", manifest.size)
    parts = changed_parts(sealed_sample(header, file_key, given["seed"], size), len(header), given["change"])
    opener = attachment.Opener(manifest, HybridIdentity.from_text(given["open_with"]))
    plain: dict[int, bytearray] = {}
    for n in given.get("order", range(manifest.part_count)):
        plain[n] = bytearray()
        opener.open_part(n, parts[n] if n < len(parts) else b"", plain[n].extend)
    assert opener.is_complete
    return {"sha256": b64u(sha256(b"".join(plain[n] for n in sorted(plain))))}


def run_seal(size: int) -> Members:
    """A file sealed here: the whole ciphertext can be told by its manifest, its header and its seed."""
    mk, seed = HybridIdentity.new(), f"sealed {size}"
    sealer, data = attachment.Sealer(mk.recipient, size), hashlib.shake_256(seed.encode()).digest(size)
    start = b""
    for n in range(sealer.part_count):
        at = n * attachment.PLAIN_PART
        sealed, _ = sealer.seal_part(data[at : at + sealer.next_plain_bytes])
        start = start or bytes(sealed[: sealer.hlen])
    manifest = attachment.written_manifest(sealer.manifest("sample.bin"), 0)
    given = {"mk": mk.text, "open_with": mk.text, "header": b64u(start), "seed": seed, "manifest": manifest}
    return {"object": "attachment", "in": {**given, "change": []}}


FILES: dict[str, Callable[[Members], Members]] = {"manifest": run_manifest, "attachment": run_attachment}
