"""Checkpoints of the key log: C2SP signed notes with exactly four lines of text (spec/key-log.md 5.2).

    origin
    size
    root, standard base64
    time <unix seconds>

Signature lines of other names or keys are ignored; the one of the pinned key must be there and verify.
"""

import base64
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import sha256
from waxpost.crypto.strictjson import NUMBER_MOST

NOTE_MOST = 8 * 1024
_TYPE_ED25519 = b"\x01"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_ORIGIN = re.compile(r"waxpost/[A-Za-z0-9_-]{22}/keys")
_SIGNATURE_LINE = re.compile(r"\u2014 ([^\s+\u0000-\u001f]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A verified head of the log: `root` of the first `size` leaves at `time` (Unix seconds); `note` as received."""

    origin: str
    size: int
    root: bytes
    time: int
    note: str


def check_origin(origin: str) -> str:
    """Return the origin if it is `waxpost/<instance id>/keys`."""
    if not _ORIGIN.fullmatch(origin):
        raise Refused("form", "not the origin of a key log")
    return origin


def instance_of(origin: str) -> str:
    """The id of the instance whose key log this is; refused(form) for what is no origin."""
    return check_origin(origin).split("/")[1]


def write_checkpoint(origin: str, size: int, root: bytes, time: int, seed: bytes) -> str:
    """A note signed with the log key whose Ed25519 seed is given."""
    text = f"{check_origin(origin)}\n{size}\n{base64.b64encode(root).decode()}\ntime {time}\n"
    return write_note(text, origin, seed)


def write_note(text: str, name: str, seed: bytes) -> str:
    """A C2SP signed note of this text (which ends with a line break), signed under this name."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = _key_hash(name, key.public_key().public_bytes_raw()) + key.sign(text.encode())
    return f"{text}\n\u2014 {name} {base64.b64encode(signature).decode()}\n"


def open_checkpoint(note: str, origin: str, key: bytes) -> Checkpoint:
    """The checkpoint of a note signed by this log key (32 bytes) under this origin.

    refused(form) when it is no such note, refused(log) when it is of another origin or not signed by the key.
    """
    text = open_note(note, origin, key)
    lines = text.split("\n")
    if lines[0] != origin:
        raise Refused("log", "a checkpoint of another key log")
    if len(lines) != 5 or not _NUMBER.fullmatch(lines[1]) or not lines[3].startswith("time "):
        raise Refused("form", "not a checkpoint")
    time = lines[3].removeprefix("time ")
    if not _NUMBER.fullmatch(time):
        raise Refused("form", "not a checkpoint")
    size, seconds = int(lines[1]), int(time)
    if max(size, seconds) > NUMBER_MOST:
        raise Refused("form", "not a checkpoint")
    return Checkpoint(origin, size, _unbase64(lines[2], 32), seconds, note)


def open_note(note: str, name: str, key: bytes) -> str:
    """The text of a C2SP signed note signed by this Ed25519 key under this name; refused(form) or refused(log)."""
    text, signature_lines = _split(note)
    _check_signed(text, signature_lines, name, key)
    return text


def note_origin(note: str) -> str:
    """The origin an unverified note names; only to choose the key that shall verify it."""
    return check_origin(note.split("\n", 1)[0])


def note_size(note: str) -> int:
    """The size in a note that was verified before it was stored."""
    lines = note.split("\n", 2)
    if len(lines) < 3 or not _NUMBER.fullmatch(lines[1]):
        raise Refused("form", "not a checkpoint")
    return int(lines[1])


def _split(note: str) -> tuple[str, list[str]]:
    if len(note.encode("utf-8", "replace")) > NOTE_MOST or re.search(
        r"[\u0000-\u0009\u000b-\u001f\ufffd\ud800-\udfff]", note
    ):
        raise Refused("form", "not a signed note")
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise Refused("form", "not a signed note")
    return text + "\n", tail[:-1].split("\n")


def _check_signed(text: str, lines: list[str], name: str, key: bytes) -> None:
    wanted = _key_hash(name, key)
    found = False
    for line in lines:
        match = _SIGNATURE_LINE.fullmatch(line)
        if not match:
            raise Refused("form", "a signature line that is not allowed")
        signature = _unbase64(match[2], None)
        if len(signature) < 5:
            raise Refused("form", "a signature line that is not allowed")
        if match[1] != name or signature[:4] != wanted:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature[4:], text.encode())
        except (InvalidSignature, ValueError) as error:
            raise Refused("log", "the signature of the checkpoint is wrong") from error
        found = True
    if not found:
        raise Refused("log", "the checkpoint is not signed by the key of the log")


def _key_hash(name: str, key: bytes) -> bytes:
    return sha256(name.encode(), b"\n", _TYPE_ED25519, key)[:4]


def _unbase64(text: str, length: int | None) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("form", "not base64") from error
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        raise Refused("form", "base64 of another length or spelling")
    return data
