"""Bech32 without a length limit, as age writes identities (`AGE-SECRET-KEY-PQ-1…`).

Only 32-byte secrets go through here: public hybrid keys travel as raw b64u, because bech32 of 1216 bytes is slow.
"""

from waxpost._exceptions import Refused

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def write_bech32(prefix: str, data: bytes) -> str:
    """Lower-case bech32 of the bytes."""
    values = _regroup(data, 8, 5, pad=True)
    check = _polymod(_expand(prefix) + values + [0] * _CHECK_LENGTH) ^ 1
    values += [check >> 5 * (5 - i) & 31 for i in range(_CHECK_LENGTH)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in values)


def read_bech32(text: str, prefix: str) -> bytes:
    """The bytes of lower-case bech32 with this prefix; any other spelling is refused(form)."""
    head, one, tail = text.rpartition("1")
    if not one or head != prefix or any(character not in _ALPHABET for character in tail):
        raise Refused("form", "not such a bech32 string")
    values = [_ALPHABET.index(character) for character in tail]
    if len(values) < _CHECK_LENGTH or _polymod(_expand(prefix) + values) != 1:
        raise Refused("form", "a bech32 string with a wrong check")
    return bytes(_regroup(values[:-_CHECK_LENGTH], 5, 8, pad=False))


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATORS):
            if top >> i & 1:
                check ^= generator
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regroup(data: bytes | list[int], width: int, into: int, *, pad: bool) -> list[int]:
    buffer = bits = 0
    out: list[int] = []
    for value in data:
        buffer, bits = buffer << width | value, bits + width
        while bits >= into:
            bits -= into
            out.append(buffer >> bits & (1 << into) - 1)
        buffer &= (1 << bits) - 1
    if pad and bits:
        out.append(buffer << into - bits & (1 << into) - 1)
    elif not pad and (bits >= width or buffer):
        raise Refused("form", "a bech32 string with wrong padding")
    return out
