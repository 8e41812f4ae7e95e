"""Check that a key is the right one, by eight words or a QR code; all of it or nothing (spec/key-log.md 5.6).

One's own words come from one's own seeds, never from the server.
"""

from collections.abc import Iterable

from waxpost._directory import Directory, Known
from waxpost._exceptions import Refused
from waxpost._publishing import signing_keys
from waxpost.crypto.vault import Vault
from waxpost.crypto.words import key_digest, key_qr, key_words, qr_matches, words_match


def own_words(vault: Vault) -> tuple[str, ...]:
    """The eight words of my keys."""
    return key_words(key_digest(vault.addr, signing_keys(vault).public()))


def own_code(vault: Vault) -> str:
    """The text of my QR code."""
    return key_qr(vault.addr, key_digest(vault.addr, signing_keys(vault).public()))


def check_words(directory: Directory, addr: str, words: Iterable[str]) -> bool:
    """Whether these are the eight words; if so, the person's newest key is checked from now on."""
    is_right = words_match(_digest(directory.find(addr)), " ".join(words))
    if is_right:
        directory.acknowledge(addr, "checked")
    return is_right


def check_code(directory: Directory, addr: str, code: str) -> bool:
    """The same for the text of a QR code."""
    is_right = qr_matches(addr, _digest(directory.find(addr)), code.strip())
    if is_right:
        directory.acknowledge(addr, "checked")
    return is_right


def _digest(known: Known) -> bytes:
    newest = known.newest
    if newest is None or newest.keys is None:
        raise known.refused or Refused("chain", "this person has published no keys")
    return key_digest(known.addr, newest.keys)
