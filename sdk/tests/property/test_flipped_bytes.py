"""Whatever one byte is changed in, it is refused: sealed files, signatures, entries, notes, codes."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from waxpost._exceptions import Refused
from waxpost.crypto import agefile, attachment, encoding, entry, envelope, invitation, jws, note, recipients, slots
from waxpost.crypto.encoding import b64u, unb64u
from waxpost.crypto.logview import LogView, Page, entry_leaf, read_page, write_page
from waxpost.crypto.merkle import Tree

KEY, SEED = bytes(range(32)), bytes(range(1, 33))
ME = recipients.HybridIdentity(bytes(range(2, 34)))
KEYS = entry.SecretKeys(SEED, ME)
UID = b64u(bytes(16))
ORIGIN = f"waxpost/{UID}/keys"
FIRST = entry.make_first("alice@example.org", UID, "Alice Martin", "2026-11-01T09:00:00Z", KEYS)
SLOT = slots.seal_password_slot(slots.OpenSlot(UID, KEY), KEY)
WRAP = envelope.seal_wrap(UID, ME, recipients.HybridRecipient(ME.recipient))
JWS = jws.sign_jws(b'{"v":1}', jws.TYPE_MESSAGE, b64u(KEY), SEED)
NOTE = note.write_checkpoint(ORIGIN, 1, bytes(32), 1795204800, SEED)


def open_slot(data: bytes) -> object:
    return slots.open_password_slot(data, KEY)


def open_wrap(data: bytes) -> object:
    # A wrap whose stanza no longer opens is "not for me", which is an answer, and no content either.
    return envelope.open_wrap(data, [ME], UID)


def open_jws(data: bytes) -> object:
    return jws.verify_jws(jws.split_jws(data), jws.TYPE_MESSAGE, b64u(KEY), jws.public_key_of(SEED))


def open_entry(data: bytes) -> object:
    return entry.check_next(None, data)


def open_note(data: bytes) -> object:
    return note.open_checkpoint(data.decode("utf-8", "surrogateescape"), ORIGIN, jws.public_key_of(SEED))


OBJECTS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "slot": (SLOT, open_slot),
    "wrap": (WRAP, open_wrap),
    "JWS": (JWS, open_jws),
    "entry": (FIRST, open_entry),
    "note": (NOTE.encode(), open_note),
}


def opens(read: Callable[[bytes], object], data: bytes) -> bool:
    try:
        return read(data) is not None
    except Refused:
        return False


@pytest.mark.parametrize("name", OBJECTS)
def test_it_opens_unchanged(name: str):
    data, read = OBJECTS[name]
    assert opens(read, data)


@pytest.mark.parametrize("name", ["JWS", "note", "slot"])
def test_every_byte_counts(name: str):
    data, read = OBJECTS[name]
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        assert not opens(read, bytes(changed)), f"byte {at}"


@given(st.sampled_from(sorted(OBJECTS)), st.data())
@settings(max_examples=150, deadline=None)
def test_a_flipped_byte_is_refused(name: str, draw: st.DataObject):
    data, read = OBJECTS[name]
    at = draw.draw(st.integers(0, len(data) - 1))
    changed = bytearray(data)
    changed[at] ^= draw.draw(st.integers(1, 255))
    assert not opens(read, bytes(changed))


@given(st.sampled_from(sorted(OBJECTS)), st.data())
@settings(max_examples=100, deadline=None)
def test_a_cut_or_longer_file_is_refused(name: str, draw: st.DataObject):
    data, read = OBJECTS[name]
    cut = draw.draw(st.integers(0, len(data) - 1))
    assert not opens(read, data[:cut])
    assert not opens(read, data + draw.draw(st.binary(min_size=1, max_size=40)))


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_noise_is_refused(data: bytes):
    for _, read in OBJECTS.values():
        assert not opens(read, data)


@given(st.binary(min_size=16, max_size=16), st.data())
@settings(max_examples=60, deadline=None)
def test_one_wrong_character_in_a_code_is_noticed(secret: bytes, draw: st.DataObject):
    code = encoding.b32code(invitation.first_start_code(secret), "start")
    at = draw.draw(st.integers(0, len(code) - 1))
    other = draw.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda letter: letter != code[at]))
    assert encoding.read_b32code(code, "start").secret == secret
    with pytest.raises(Refused) as refused:
        encoding.read_b32code(code[:at] + other + code[at + 1 :], "start")
    assert refused.value.reason == "incomplete-link"


@given(st.integers(0, 2**400))
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_in_a_page_of_the_log_is_noticed(noise: int):
    leaves = tuple(entry_leaf(f"p{n}@example.org", 0, bytes([n])) for n in range(5))
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    page = write_page(Page(leaves, note.write_checkpoint(ORIGIN, 5, tree.root_at(5), 1795204800, SEED)))
    assert LogView(ORIGIN, jws.public_key_of(SEED)).advance(read_page(page))
    changed = bytearray(page)
    changed[noise % len(page)] ^= 1 << noise % 8
    view = LogView(ORIGIN, jws.public_key_of(SEED))
    assert not opens(lambda data: view.advance(read_page(data)) or None, bytes(changed))
    assert view.size == 0


def test_a_signature_in_its_other_spelling_is_refused():
    """Ed25519 signatures with S + L verify in careless libraries (Wycheproof: signature malleability)."""
    order = 2**252 + 27742317777372353535851937790883648493
    members = json.loads(JWS)
    raw = unb64u(members["signatures"][0]["signature"])
    scalar = int.from_bytes(raw[32:], "little") + order
    assert scalar < 2**256
    members["signatures"][0]["signature"] = b64u(raw[:32] + scalar.to_bytes(32, "little"))
    assert not opens(open_jws, json.dumps(members, separators=(",", ":")).encode())


@pytest.mark.parametrize(
    "signature",
    [
        bytes(64),
        b"\x01" + bytes(63),
        b"\xff" * 64,
        bytes(32) + b"\xed" + bytes(31),
        b"\xee" + b"\xff" * 30 + b"\x7f" + bytes(32),
    ],
    ids=["zeros", "the neutral point", "all ones", "S only", "R not canonical"],
)
def test_a_special_signature_is_refused(signature: bytes):
    members = json.loads(JWS)
    members["signatures"][0]["signature"] = b64u(signature)
    assert not opens(open_jws, json.dumps(members, separators=(",", ":")).encode())


def test_a_header_in_another_spelling_is_refused():
    """The same header, with a blank or in another order, signed anew: compared as a string, never parsed."""
    members = json.loads(JWS)
    for header in (
        {"typ": jws.TYPE_MESSAGE, "alg": "Ed25519", "kid": b64u(KEY)},
        {"alg": "EdDSA", "typ": jws.TYPE_MESSAGE, "kid": b64u(KEY)},
        {"alg": "none", "typ": jws.TYPE_MESSAGE, "kid": b64u(KEY)},
        {"alg": "Ed25519", "typ": jws.TYPE_MESSAGE, "kid": b64u(KEY), "crit": []},
    ):
        protected = b64u(json.dumps(header, separators=(",", ":")).encode())
        signed = Ed25519PrivateKey.from_private_bytes(SEED).sign(f"{protected}.{members['payload']}".encode())
        odd = {**members, "signatures": [{"protected": protected, "signature": b64u(signed)}]}
        assert not opens(open_jws, json.dumps(odd, separators=(",", ":")).encode())


def test_the_door_does_no_work_for_a_file_it_would_refuse():
    """log N = 30 would take a gigabyte: it is refused by the header alone."""
    sealed = agefile.seal_with_key(KEY, b"x")
    heavy = sealed.replace(b" 4\n", b" 30\n", 1)
    assert heavy != sealed
    with pytest.raises(Refused) as refused:
        agefile.open_with_key(KEY, heavy)
    assert refused.value.reason == "form"


FILE_SEALER = attachment.Sealer(ME.recipient, 70_000)
FILE_PART, _ = FILE_SEALER.seal_part(bytes(range(256)) * 273 + bytes(112))
FILE = FILE_SEALER.manifest("report.pdf", "application/pdf")


@given(at=st.integers(0, len(FILE_PART) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_of_a_file_is_refused_even_if_the_sender_signed_it(at: int, bit: int):
    changed = bytearray(FILE_PART)
    changed[at] ^= 1 << bit
    plain = bytearray()
    attachment.Opener(FILE, ME).open_part(0, FILE_PART, plain.extend)
    assert len(plain) == FILE.size
    signed_so = replace(FILE, parts=encoding.sha256(bytes(changed)))
    for manifest in (FILE, signed_so):
        with pytest.raises(Refused) as refused:
            attachment.Opener(manifest, ME).open_part(0, bytes(changed), bytearray().extend)
        assert refused.value.reason == "attachment"
