"""The arithmetic of sealed files (spec/attachments.md, section 7). Pure.

A sealed file is header and nonce (`hlen` bytes), then chunks of up to 65,536 bytes of plaintext with 16 bytes of tag
each; the last one may be shorter, and is empty only in an empty file. 128 chunks make a part; header and nonce belong
to part 0.
"""

CHUNK = 65_536
TAG = 16
SEALED_CHUNK = CHUNK + TAG
PART = 128 * SEALED_CHUNK
MIB = 1024 * 1024

# age's header is one line, stanzas and a MAC; ours is at most 4 KiB (spec/README.md), and a nonce has 16 bytes.
HLEN_LEAST = 32
HLEN_MOST = 4096 + 16
# spec/attachments.md: one attachment has at most 10 GiB.
PLAIN_MOST = 10 * 1024 * MIB


def sealed_size(plain: int, hlen: int) -> int:
    """How long a file of so many bytes is when it is sealed."""
    return hlen + plain + TAG * max(1, -(-plain // CHUNK))


def plain_size(csize: int, hlen: int) -> int | None:
    """How long the file is, or None when no file has a sealed one of this length."""
    payload = csize - hlen
    chunks = max(1, -(-payload // SEALED_CHUNK))
    plain = payload - TAG * chunks
    return plain if 0 <= plain <= PLAIN_MOST and sealed_size(plain, hlen) == csize else None


def part_count(csize: int, hlen: int) -> int:
    """How many parts there are."""
    return max(1, -(-(csize - hlen) // PART))


def part_size(csize: int, hlen: int, number: int) -> int | None:
    """How long a part is, or None for a number that is not one of its parts."""
    count = part_count(csize, hlen)
    if not 0 <= number < count:
        return None
    size = min(PART, csize - hlen - number * PART)
    return size + hlen if number == 0 else size
