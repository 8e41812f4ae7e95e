"""Age files: the public vectors through every way of feeding them, and our own sizes there and back."""

import hashlib
import sys
from pathlib import Path

import pytest

from waxpost.crypto.age import CHUNK, AgeError, AgeReader, AgeWriter
from waxpost.crypto.agefile import open_hybrid, open_with_key, seal_to, seal_with_key
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient

sys.path.append(str(Path(__file__).parent))
from cctv import AgeVector, binary_vectors

VECTORS = binary_vectors()
# Byte by byte is for small files; 16 MiB of it would only be slow.
SMALL = 8 * 1024
WAYS = {"whole": 1 << 30, "100,000 bytes": 100_000, "1,000 bytes": 1_000, "byte by byte": 1}


def open_in_steps(vector: AgeVector, step: int) -> tuple[str, str]:
    """How the file ends, and the hash of what was opened."""
    opened = hashlib.sha256()
    try:
        reader = AgeReader(vector.identities)
        for at in range(0, len(vector.file), step):
            opened.update(reader.feed(vector.file[at : at + step]))
        opened.update(reader.finish())
    except AgeError as error:
        opened.update(error.opened)
        return error.step if error.step == "no match" else f"{error.step} failure", opened.hexdigest()
    return "success", opened.hexdigest()


def test_all_binary_vectors_are_here():
    assert len(VECTORS) == 110


@pytest.mark.parametrize("step", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_public_vector_ends_as_it_must(vector: AgeVector, step: int):
    if step < 100_000 and len(vector.file) > SMALL * (25 if step > 1 else 1):
        step = 65_552
    expect, payload = open_in_steps(vector, step)
    assert expect == vector.expect
    assert vector.payload is None or payload == vector.payload


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_what_is_sealed_in_pieces_opens_in_pieces(size: int):
    identity = HybridIdentity.new()
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]
    writer = AgeWriter(HybridRecipient(identity.recipient))
    sealed = writer.start() + b"".join(writer.feed(data[at : at + 50_000]) for at in range(0, size, 50_000))
    sealed += writer.finish()
    reader = AgeReader([identity])
    opened = b"".join(reader.feed(sealed[at : at + 33_333]) for at in range(0, len(sealed), 33_333)) + reader.finish()
    assert opened == data
    assert open_hybrid(sealed, [identity]) == data


def test_two_files_of_one_content_have_nothing_in_common():
    identity = HybridIdentity.new()
    one, other = (seal_to(HybridRecipient(identity.recipient), b"same") for _ in range(2))
    assert one != other
    assert open_hybrid(one, [identity]) == open_hybrid(other, [identity]) == b"same"
    key = bytes(32)
    assert seal_with_key(key, b"same") != seal_with_key(key, b"same")
    assert open_with_key(key, seal_with_key(key, b"same")) == b"same"
