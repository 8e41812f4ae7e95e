"""Follow a key log that was restarted, after a person has said so (spec/key-log.md 5.3, Restart).

Pins, marks and rosters stay. What this device remembers beyond the restored backup is merged into the vault again, and
an own entry that the new log lost is published with the same bytes.
"""

from dataclasses import replace

from waxpost._account import Account, ServedVault, keep_vault
from waxpost._api import Api
from waxpost._directory import Directory
from waxpost._exceptions import Changed, Refused
from waxpost._keys import AccountFolder
from waxpost._log import read_log_info, replay_new
from waxpost._publishing import republish_own
from waxpost.crypto.encoding import b64u, time_of
from waxpost.crypto.entry import read_own_seq
from waxpost.crypto.vault import LogPin, Vault, next_version, open_vault, seal_vault
from waxpost.crypto.vaultmerge import merge_vaults


def is_restarted(api: Api, pinned: LogPin) -> bool:
    """Whether the server says that this log is a former one."""
    origin, key, previous = read_log_info(api)
    return (origin, key) != (pinned.origin, pinned.key) and (pinned.origin, pinned.key) in previous


def remembered_log(folder: AccountFolder, vault_key: bytes) -> LogPin | None:
    """The log of the newest vault that this device has seen."""
    saved = folder.vault()
    return None if saved is None else open_vault(saved.sealed, vault_key).log


def follow_restart(account: Account) -> Directory:
    """Pin the new log and write the vault, merged with what this device remembers; refused when nothing was restarted.

    `account.served` is the vault as served now; it may be older than the one remembered, and the owner was checked.
    """
    folder, served = account.folder, account.served
    saved = folder.vault()
    mine = served if saved is None else ServedVault(open_vault(saved.sealed, account.vault_key), saved.sealed)
    pinned = mine.vault.log
    if not is_restarted(account.api, pinned):
        raise Refused("log-key", "the key log was not restarted")
    origin, key, _ = read_log_info(account.api)
    view = replay_new(account.api, origin, key)
    assert view.checkpoint is not None
    fresh = LogPin(origin, key, view.checkpoint.note)
    former = replace(pinned, until=time_of(view.checkpoint.time))
    # Both followed the same former log, so its two notes may stand side by side; the new one replaces them.
    vault = _merged(mine.vault, served.vault, account.now())
    logs = (*(log for log in vault.logs if log.origin != former.origin), former)
    newest = mine if mine.vault.ver > served.vault.ver else served
    vault = replace(vault, ver=newest.vault.ver, hist=newest.vault.hist, log=fresh, logs=logs)
    _write(account, next_version(vault, newest.sealed), served)
    directory = Directory(account)
    directory.sync()
    republish_own(directory)
    return directory


def _merged(mine: Vault, served: Vault, now: str) -> Vault:
    if mine == served:
        return mine

    def same_segment(_addr: str, _older: str, _newer: str) -> bool:
        # The chains cannot be had before the new log is pinned; a mark that moved along a rotation is earned again.
        return False

    return merge_vaults(mine, served, read_own_seq, now, same_segment).vault


def _write(account: Account, vault: Vault, served: ServedVault) -> None:
    sealed = seal_vault(vault, account.vault_key)
    try:
        account.api.put("vault", {"ver": vault.ver, "vault": b64u(sealed)}, if_match=served.vault.ver)
    except Changed as changed:
        raise Refused("two-vaults", "another device changed the vault at the same moment; try again") from changed
    account.served = ServedVault(vault, sealed)
    keep_vault(account.folder, account.served)
