"""Publish entries of one's own: new keys, another name, and the way back after a crash (spec/key-log.md 5.4).

New keys go into the vault first, marked pending, and are published next. Whatever happens in between, some device
publishes the very same bytes again, or drops them when another entry took their place.
"""

import os
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from waxpost._directory import OWN_KEYS, Directory, own_entry
from waxpost._exceptions import Changed, Refused
from waxpost.crypto.encoding import b64u, check_name
from waxpost.crypto.entry import Entry, SecretKeys, entry_hash, make_name, make_rotate, read_own_seq
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.vault import KeyPair, Vault


def signing_keys(vault: Vault) -> SecretKeys:
    """The key pair that signs now: the newest that is not pending."""
    for pair in reversed(vault.ids):
        if not pair.pending and pair.ed25519 is not None:
            return SecretKeys(pair.ed25519, HybridIdentity.from_text(pair.enc))
    raise Refused("form", "the vault holds no key that could sign")


def rotate(directory: Directory, why: Literal["routine", "lost"]) -> None:
    """Replace one's keys by new ones, signed by the old; contacts notice nothing. Old messages stay readable."""
    before = _ready(directory)
    account = directory.account
    keys = SecretKeys(os.urandom(32), HybridIdentity.new())
    raw = make_rotate(before, why, _created(directory, before), keys, signing_keys(account.vault))
    pair = KeyPair((entry_hash(raw),), keys.ed25519, keys.enc.text, pending=True)
    account.change(lambda vault: replace(vault, own=raw, ids=(*vault.ids, pair)))
    finish_pending(directory)


def change_name(directory: Directory, name: str) -> None:
    """Be shown under another name; contacts see the change once."""
    before = _ready(directory)
    account = directory.account
    if before.name == check_name(name):
        return
    keys = signing_keys(account.vault)
    raw = make_name(before, name, _created(directory, before), keys)
    entry = entry_hash(raw)

    def edit(vault: Vault) -> Vault:
        ids = tuple(
            replace(pair, entries=(*pair.entries, entry)) if pair.enc == keys.enc.text else pair for pair in vault.ids
        )
        return replace(vault, own=raw, ids=ids)

    account.change(edit)
    finish_pending(directory)


def finish_pending(directory: Directory) -> None:
    """Publish what the vault holds and the log does not, or give it up when another entry took its seq."""
    account = directory.account
    vault = account.vault
    head = directory.log.view.find_head(vault.addr)
    seq = read_own_seq(vault.own)
    if head is not None and head.seq < seq:
        _publish(directory, vault.own, seq)
        directory.sync()
        directory.log.check_may_go_on()
    _settle(directory)


def is_unfinished(directory: Directory) -> bool:
    """Whether a crash left something to publish or to clear."""
    vault = directory.account.vault
    head = directory.log.view.find_head(vault.addr)
    return any(pair.pending for pair in vault.ids) or (head is not None and head.entry != entry_hash(vault.own))


def republish_own(directory: Directory) -> None:
    """Put the newest own entry into a log that lost it, with the same bytes (5.3, Restart)."""
    vault = directory.account.vault
    seq = read_own_seq(vault.own)
    head = directory.log.view.find_head(vault.addr)
    if head is None or head.seq < seq:
        _publish(directory, vault.own, seq)
        directory.sync()


def _ready(directory: Directory) -> Entry:
    """The newest own entry, after everything that was left over is done."""
    directory.sync()
    directory.log.check_may_go_on()
    if is_unfinished(directory):
        finish_pending(directory)
    directory.check_own_is_published()
    return own_entry(directory.account.vault)


def _publish(directory: Directory, raw: bytes, seq: int) -> None:
    # On a conflict another entry has this seq, or an earlier try of ours went through: the log will say which.
    with suppress(Changed):
        directory.account.api.post("entries", {"entry": b64u(raw)}, if_match=seq - 1)


def _settle(directory: Directory) -> None:
    """Clear what is pending by what the log holds now: published keys count, others are dropped."""
    view = directory.log.view
    account = directory.account
    published = {entry for entry in account.vault.own_entries() if view.find_index(account.addr, entry) is not None}
    head = view.find_head(account.addr)
    newest = directory.find(account.addr).chain
    if head is None or head.entry not in published:
        raise Refused("own-keys", OWN_KEYS)

    def edit(vault: Vault) -> Vault:
        # Keys that were in force open old messages for ever; only a pending pair that never got in is dropped.
        kept = [pair for pair in vault.ids if not pair.pending or not published.isdisjoint(pair.entries)]
        ids = [replace(pair, pending=False) for pair in kept]
        current = next(i for i, pair in enumerate(ids) if head.entry in pair.entries)
        # The old signing seed is deleted once its successor is published (5.4).
        ids = [pair if i == current else replace(pair, ed25519=None) for i, pair in enumerate(ids)]
        own = vault.own if newest is None else newest.newest.raw
        return replace(vault, ids=tuple(ids), own=own)

    account.change(edit)


def _created(directory: Directory, before: Entry) -> str:
    """Now, but never before the previous entry."""
    return max(directory.account.now(), before.created)
