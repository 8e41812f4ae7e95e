"""An unlocked account on this device: its session, its vault, its files.

The vault is read and written only here (spec/keys.md 3.2): every served version is compared with the one this device
remembers, every write is a compare-and-swap, and a lost one is merged and written again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from waxpost._api import Answer, Api
from waxpost._exceptions import Changed, Refused, ServerNotReached
from waxpost._keys import AccountFolder, SavedVault
from waxpost.crypto.encoding import b64u, time_of
from waxpost.crypto.entry import read_own_seq
from waxpost.crypto.members import Members
from waxpost.crypto.note import note_origin
from waxpost.crypto.packs import SealedPack
from waxpost.crypto.strictjson import Json
from waxpost.crypto.vault import LogPin, Vault, next_version, open_vault, seal_vault, vault_hash
from waxpost.crypto.vaultmerge import Remembered, check_not_rolled_back, merge_vaults

WRITES_MOST = 8


@dataclass(frozen=True, slots=True)
class ServedVault:
    """An open vault and the sealed bytes it came from."""

    vault: Vault
    sealed: bytes


@dataclass(frozen=True, slots=True)
class PackSave:
    """Packs that are written with the vault, and the blobs that their entries take over or give up."""

    packs: tuple[SealedPack, ...]
    claim: tuple[str, ...] = ()
    release: tuple[str, ...] = ()


class VaultChecks:
    """What merging two vaults asks about the world; the directory answers once it has the key log."""

    newest_note: str | None = None

    def same_segment(self, addr: str, older: str, newer: str) -> bool:
        """Whether the newer entry lies in the segment of the older one; without a log nothing is known to."""
        return False

    def check_log(self, log: LogPin) -> None:
        """Raise unless the replayed log continues this note."""


@dataclass(slots=True)
class Account:
    """What an unlocked client works with. `vault` is the newest version this device has seen or written."""

    api: Api
    folder: AccountFolder
    person: str
    vault_key: bytes
    served: ServedVault
    clock: Callable[[], float] = time.time
    checks: VaultChecks = field(default_factory=VaultChecks)
    two_keys: set[str] = field(default_factory=set[str])

    @property
    def vault(self) -> Vault:
        """The open vault."""
        return self.served.vault

    @property
    def addr(self) -> str:
        """My own address."""
        return self.served.vault.addr

    def now(self) -> str:
        """The time of this device in the form of the wire."""
        return time_of(int(self.clock()))

    def time_after(self, seconds: int) -> str:
        """The time so many seconds from now."""
        return time_of(int(self.clock()) + seconds)

    def refresh_vault(self) -> None:
        """Take the newest vault from the server, if it is not the one at hand; `TwoVaults` on a rollback."""
        with self.folder.turn():
            self._take(fetch_vault(self.api, self.folder, self.vault_key))

    def change(self, edit: Callable[[Vault], Vault]) -> None:
        """Write `edit(vault)` as the next version; nothing is written when it changes nothing.

        After a lost compare-and-swap the two vaults are merged and written again.
        """
        changed = edit(self.vault)
        if changed == self.vault:
            return
        with self.folder.turn():
            for _ in range(WRITES_MOST):
                if self._write(changed):
                    return
                mine = changed
                self._take(fetch_vault(self.api, self.folder, self.vault_key))
                if self.vault == mine:
                    return
                changed = self._merged(mine)
        raise Refused("two-vaults", "the vault could not be written, because it changed again and again")

    def save_packs(self, prepare: Callable[[], PackSave | None]) -> PackSave | None:
        """Write what `prepare` gives together with the vault whose heads name it; None when there is nothing to write.

        After a lost compare-and-swap `prepare` is asked again: it looks at `vault.heads` and merges.
        """
        with self.folder.turn():
            for _ in range(WRITES_MOST):
                save = prepare()
                if save is None:
                    return None
                fresh = {pack.file: pack.head for pack in save.packs}
                heads = tuple(fresh.pop(head.file, head) for head in self.vault.heads)
                if self._write(replace(self.vault, heads=(*heads, *fresh.values())), save):
                    return save
                self._take(fetch_vault(self.api, self.folder, self.vault_key))
        raise Refused("two-vaults", "the entries could not be saved, because they changed again and again")

    def _merged(self, mine: Vault) -> Vault:
        self.checks.check_log(self.vault.log)
        merged = merge_vaults(mine, self.vault, read_own_seq, self.now(), self.checks.same_segment)
        self.two_keys.update(merged.two_keys)
        return merged.vault

    def _write(self, changed: Vault, save: PackSave | None = None) -> bool:
        before = self.served
        changed = replace(changed, ver=before.vault.ver, hist=before.vault.hist)
        note = self.checks.newest_note
        if note is not None and note_origin(note) == changed.log.origin:
            # The newest checkpoint travels with any other change (3.2).
            changed = replace(changed, log=replace(changed.log, note=note))
        following = next_version(changed, before.sealed)
        sealed = seal_vault(following, self.vault_key)
        body: Answer = {"ver": following.ver, "vault": b64u(sealed)}
        try:
            self.api.put("vault", {**body, **_saved_with(save)}, if_match=before.vault.ver)
        except Changed:
            return False
        except ServerNotReached:
            # The answer was lost; whether the write was done is found out by looking.
            if fetch_vault(self.api, self.folder, self.vault_key).sealed != sealed:
                return False
        self._take(ServedVault(following, sealed))
        return True

    def _take(self, served: ServedVault) -> None:
        keep_vault(self.folder, served)
        self.served = served


def _saved_with(save: PackSave | None) -> Answer:
    if save is None:
        return {}
    packs: list[Json] = [{"file": one.file, "ver": one.ver, "sealed": b64u(one.sealed)} for one in save.packs]
    return {"packs": packs, "claim": list[Json](save.claim), "release": list[Json](save.release)}


def fetch_vault(api: Api, folder: AccountFolder, vault_key: bytes) -> ServedVault:
    """The vault as served now, opened and compared with the one this device remembers."""
    answer = Members(dict(api.get("vault")))
    return check_served(folder, answer.raw("vault"), vault_key, answer.number("ver", 1))


def check_served(folder: AccountFolder, sealed: bytes, vault_key: bytes, ver: int) -> ServedVault:
    """Open a served vault; `TwoVaults` if it is not a successor of the one remembered here."""
    vault = open_vault(sealed, vault_key)
    if vault.ver != ver:
        raise Refused("form", "the vault has another version than the server says")
    saved = folder.vault()
    if saved is not None:
        check_not_rolled_back(Remembered(saved.ver, vault_hash(saved.sealed)), vault.ver, vault.hist, sealed)
    return ServedVault(vault, sealed)


def keep_vault(folder: AccountFolder, served: ServedVault) -> None:
    """Remember a vault that was checked."""
    saved = folder.vault()
    if saved is None or saved.sealed != served.sealed:
        folder.keep_vault(SavedVault(served.vault.ver, served.sealed))
