"""People and their keys, verified: entries against the key log, chains against pins (spec/key-log.md 5.1, 5.3, 5.6).

Nothing that the server says of a person is used before it is checked here. An entry that is wrong makes that one person
unusable; a key log that is wrong stops sending and pinning altogether (`Log.stop`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, cast

from waxpost._account import Account, VaultChecks
from waxpost._api import Json
from waxpost._exceptions import KeyLogStopped, Refused
from waxpost._log import Log
from waxpost._values import KeyState
from waxpost.crypto import pins
from waxpost.crypto.chain import Chain, check_chain
from waxpost.crypto.encoding import addr_as_typed, b64u, name_key, sha256, unb64u
from waxpost.crypto.entry import Entry, entry_hash, read_pinned
from waxpost.crypto.members import Members
from waxpost.crypto.note import note_origin, open_checkpoint
from waxpost.crypto.pins import Standing
from waxpost.crypto.vault import LogPin, Pin, Vault

# The most people that one request of `POST keys` may name (spec/api.md, section 6).
PEOPLE_MOST = 1000
# How old the checkpoint in the vault may get while nothing else changes.
NOTE_SECONDS = 24 * 3600
OWN_KEYS = (
    "someone published keys in your name: do not send, call an administrator, and ask to start over; "
    "the signed notes are kept"
)
State = Literal["active", "suspended", "none"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address: the server's word on its state, and its verified chain.

    `refused` says why the chain cannot be used; then, and for a person without keys, `chain` is None. `is_withheld`:
    the log holds entries that the server does not hand out.
    """

    addr: str
    state: State
    chain: Chain | None
    pin: Pin | None
    refused: Refused | None = None
    is_withheld: bool = False

    @property
    def newest(self) -> Entry | None:
        """The entry that counts now."""
        return None if self.chain is None else self.chain.newest

    @property
    def name(self) -> str:
        """The name in the verified entry; the address of somebody who has none."""
        return self.addr if self.chain is None else self.chain.newest.name

    @property
    def standing(self) -> Standing | None:
        """How the chain stands to the pin; None without a usable chain."""
        return None if self.chain is None else pins.judge(self.pin, self.chain)

    @property
    def may_write_to(self) -> bool:
        """Whether the newest key may be used without asking."""
        standing = self.standing
        return standing is not None and standing.may_write_to

    @property
    def key(self) -> KeyState:
        """How far the newest key is known; `changed` after a reset that is not acknowledged (5.6)."""
        if self.pin is None or self.standing is None:
            return "unknown"
        if self.standing is Standing.CHANGED:
            return "changed"
        return "behind" if self.standing is Standing.BEHIND else self.pin.state

    @property
    def has_key(self) -> bool:
        """Whether there is a key to seal to."""
        return self.chain is not None and self.chain.newest.keys is not None


class Directory(VaultChecks):
    """The people of an organisation as one unlocked account sees them."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.log = Log(account)
        self._known: dict[str, Known] = {}
        account.checks = self
        self._take_note()

    # ---- syncing

    def sync(self) -> None:
        """Fetch the newest log and look after one's own address (5.3). Trouble with the log is kept in `log.stop`."""
        self.log.sync()
        self._known.clear()
        self._take_note()
        if self.log.stop is None:
            self._check_own()

    def keep_note(self) -> None:
        """Write the newest checkpoint into the vault by itself, when the one there is a day old (3.2)."""
        pinned, checkpoint = self.account.vault.log, self.log.view.checkpoint
        if self.log.stop is not None or checkpoint is None:
            return
        kept = open_checkpoint(pinned.note, pinned.origin, pinned.key)
        if checkpoint.time - kept.time >= NOTE_SECONDS:
            self.account.change(lambda vault: replace(vault, log=replace(vault.log, note=checkpoint.note)))

    def check_own_is_published(self) -> None:
        """3.3.4: the newest entry of my address is one of mine, else this vault is older than the log."""
        self.log.check_may_go_on()
        head = self.log.view.find_head(self.account.addr)
        if head is None or head.entry not in self.account.vault.own_entries():
            raise Refused("own-keys", "this vault is older than your key log")

    def _check_own(self) -> None:
        if self._unknown_own():
            # Another device may have rotated.
            self.account.refresh_vault()
        if self._unknown_own():
            checkpoint = self.log.view.checkpoint
            notes = (self.account.vault.log.note, checkpoint.note) if checkpoint else (self.account.vault.log.note,)
            self.log.stop_for_own_keys(Refused("own-keys", OWN_KEYS), notes)

    def _unknown_own(self) -> tuple[str, ...]:
        vault = self.account.vault
        return self.log.view.unknown_own(vault.addr, vault.first, vault.own_entries())

    def _take_note(self) -> None:
        checkpoint = self.log.view.checkpoint
        self.newest_note = checkpoint.note if checkpoint is not None and self.log.stop is None else None

    # ---- what merging vaults asks

    def same_segment(self, addr: str, older: str, newer: str) -> bool:
        """Whether both entries are verified and no reset lies between them."""
        chain = self.find(addr).chain
        return chain is not None and chain.in_one_segment(older, newer)

    def check_log(self, log: LogPin) -> None:
        """The replayed log continues this note, or `KeyLogStopped`."""
        if note_origin(log.note) != self.log.view.origin:
            return
        self.log.sync()
        self.log.check_may_go_on()
        self.log.view.check_contains(log.note)

    # ---- people

    def find(self, addr: str) -> Known:
        """What is known of one address."""
        return self.find_all([addr])[addr]

    def find_all(self, addrs: Iterable[str]) -> dict[str, Known]:
        """What is known of these addresses, asked in one request for every 1,000, in their order."""
        wanted = list(dict.fromkeys(addrs))
        missing = [addr for addr in wanted if addr not in self._known]
        for start in range(0, len(missing), PEOPLE_MOST):
            self._fetch(missing[start : start + PEOPLE_MOST])
        # Pins may have moved since the chain was fetched.
        return {addr: replace(self._known[addr], pin=self.account.vault.find_pin(addr)) for addr in wanted}

    def _fetch(self, addrs: list[str]) -> None:
        stored = {addr: self._stored_entries(addr) for addr in addrs}
        asked: list[Json] = [{"addr": addr, "after": len(stored[addr]) - 1} for addr in addrs]
        answer = Members(dict(self.account.api.post("keys", {"people": asked}, repeat=True)))
        people = answer.objects("people")
        if [person.addr("addr") for person in people] != addrs:
            raise Refused("form", "the server answered about other people than those asked for")
        fresh = {
            addr: [unb64u(text) for text in person.texts("entries", str)]
            for addr, person in zip(addrs, people, strict=True)
        }
        if self.log.stop is None and any(len(stored[addr]) + len(fresh[addr]) > self._in_log(addr) for addr in addrs):
            # Somebody published since the last sync.
            self.log.sync()
            self._take_note()
        for addr, person in zip(addrs, people, strict=True):
            state = cast(State, person.choice("state", ("active", "suspended", "none")))
            self._known[addr] = self._verified(addr, state, [*stored[addr], *fresh[addr]])
            if fresh[addr] and self._known[addr].chain is not None and self.log.stop is None:
                self._store_entries(addr, [*stored[addr], *fresh[addr]])

    def _in_log(self, addr: str) -> int:
        """How many entries the confirmed log holds of an address; 0 for one out of order."""
        try:
            head = self.log.view.find_head(addr)
        except Refused:
            return 0
        return 0 if head is None else head.seq + 1

    def _verified(self, addr: str, state: State, raws: list[bytes]) -> Known:
        pin = self.account.vault.find_pin(addr)
        try:
            head = self.log.view.find_head(addr)
            if self.log.stop is not None:
                # Reading goes on with what was confirmed before the log went wrong.
                raws = raws[: 0 if head is None else head.seq + 1]
            if head is None and not raws:
                return Known(addr, "none", None, pin)
            if head is not None and len(raws) <= head.seq:
                refused = Refused("chain", "the server does not hand out the keys that the key log holds")
                return Known(addr, state, None, pin, refused, is_withheld=True)
            checkpoint = self.log.view.checkpoint
            chain = check_chain(addr, raws, checkpoint.time if checkpoint else None)
            self.log.view.check_person(chain)
            return Known(addr, state, chain, pin)
        except KeyLogStopped:
            raise
        except Refused as refused:
            return Known(addr, state, None, pin, refused)

    def _stored_entries(self, addr: str) -> list[bytes]:
        data = self.account.folder.read(_chain_file(addr))
        if data is None:
            return []
        raws = [unb64u(text) for text in cast("list[str]", json.loads(data))]
        # A copy that the log does not know would block this person for ever: ask for everything again.
        index = self.log.view.find_index(addr, entry_hash(raws[-1])) if raws else None
        return raws if index is not None else []

    def _store_entries(self, addr: str, raws: list[bytes]) -> None:
        self.account.folder.write(_chain_file(addr), json.dumps([b64u(raw) for raw in raws]).encode())

    # ---- pins

    def pin_people(self, people: Iterable[Known]) -> None:
        """Pin people at first use, and move pins along rotations; the sender was shown the names (5.6)."""
        self.log.check_may_go_on()
        fresh = [pin for known in people if (pin := _pin_after_use(known)) is not None]

        def edit(vault: Vault) -> Vault:
            for pin in fresh:
                vault = vault.with_pin(pin)
            return vault

        self.account.change(edit)

    def pin_invited(self, addr: str, entry: str) -> Standing | None:
        """Pin who accepted an invitation, in the segment of the entry under the tag: nobody vouches for a later reset.

        Returns how the newest key stands to the pin afterwards. A pin beyond that segment stays as it is.
        """
        self.log.check_may_go_on()
        known = self.find(addr)
        proven = None if known.chain is None else known.chain.through_segment_of(entry)
        if proven is None:
            raise known.refused or Refused("chain", "this person has published no such keys")
        if known.pin is None or known.pin.seq <= proven.newest.seq:
            fresh = pins.with_name(pins.invited(known.pin, proven), proven)
            self.account.change(lambda vault: vault.with_pin(fresh))
        return self.find(addr).standing

    def acknowledge(self, addr: str, how: Literal["accepted", "checked"]) -> None:
        """The person looked at the newest key: move the pin to it, with the mark that was earned (5.6)."""
        self.log.check_may_go_on()
        known = self.find(addr)
        if known.chain is None:
            raise known.refused or Refused("chain", "this person has published no keys")
        chain, pin = known.chain, known.pin
        if how == "checked":
            fresh = pins.checked(pin, chain)
        elif pin is None:
            fresh = pins.first_pin(chain)
        elif known.standing is Standing.CHANGED:
            fresh = pins.acknowledged(pin, chain, words_checked=False)
        else:
            fresh = pins.moved(pin, chain)
        self.account.change(lambda vault: vault.with_pin(pins.with_name(fresh, chain)))


def _pin_after_use(known: Known) -> Pin | None:
    """The pin that writing to somebody leaves; None when it stays as it is."""
    if known.chain is None or not known.may_write_to:
        return None
    if known.pin is None:
        return pins.first_pin(known.chain)
    pin = pins.with_name(pins.moved(known.pin, known.chain), known.chain)
    return None if pin == known.pin else pin


def own_entry(vault: Vault) -> Entry:
    """My newest entry as the vault holds it, checked to be one of mine and of this account (3.3.4)."""
    wanted = entry_hash(vault.own)
    entry = read_pinned(vault.own, wanted)
    if wanted not in vault.own_entries() or entry.uid != vault.uid or entry.addr != vault.addr:
        raise Refused("form", "the vault holds another person's entry")
    return entry


def same_names(people: Iterable[Known], vault: Vault) -> dict[str, tuple[str, ...]]:
    """For each address, the others whose name a person could take for its name (5.1): here, pinned, or oneself.

    Those in the vault count whether or not the server mentions them, else it could show a namesake alone.
    """
    names = [(known.addr, known.name) for known in people]
    names += [(pin.addr, pin.name) for pin in vault.pins]
    names.append((vault.addr, own_entry(vault).name))
    by_name: dict[str, dict[str, None]] = {}
    for addr, name in names:
        by_name.setdefault(name_key(name), {})[addr] = None
    return {addr: tuple(other for other in addrs if other != addr) for addrs in by_name.values() for addr in addrs}


def looks_like_address(typed: str) -> str | None:
    """The address a person typed, or None when it is a name."""
    if "@" not in typed:
        return None
    return addr_as_typed(typed.strip())


def _chain_file(addr: str) -> str:
    return f"chain-{sha256(addr.encode()).hex()[:32]}.json"
