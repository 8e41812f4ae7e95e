"""Sign in, unlock, recover, sign out; change the password and the recovery code (spec/keys.md 3.1, 3.3).

Signing in never creates keys, whatever the server answers. Nothing is remembered before every check of 3.3 has passed;
if one fails, the session that the server gave is ended.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from waxpost._account import Account, ServedVault, check_served, keep_vault
from waxpost._api import Answer, Api
from waxpost._directory import Directory, own_entry
from waxpost._exceptions import (
    LogRestarted,
    NotSignedIn,
    Refused,
    ServerNotReached,
    SettingsChanged,
    TwoVaults,
    WaxpostError,
    WrongSecret,
)
from waxpost._keys import AccountFolder, Home, SavedAccount, SavedSettings
from waxpost._new_password import check_new_password
from waxpost._restarting import follow_restart, is_restarted, remembered_log
from waxpost.crypto.encoding import addr_as_typed, b64u, read_recovery_code, recovery_code, unb64u
from waxpost.crypto.members import Members
from waxpost.crypto.password import (
    SALT_BYTES,
    PasswordKeys,
    Work,
    check_work,
    password_keys,
    recovery_login_key,
)
from waxpost.crypto.slots import (
    OpenSlot,
    open_password_slot,
    open_recovery_slot,
    seal_password_slot,
    seal_recovery_slot,
)
from waxpost.crypto.vault import Vault, open_vault

LABEL = "Command line"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The server's answer to a way of signing in (spec/api.md, SignedIn)."""

    session: str
    token: str
    person: str
    uid: str
    addr: str
    cred_ver: int
    slot: bytes
    ver: int
    vault: bytes


def read_signed_in(answer: Answer) -> SignedIn:
    """SignedIn with a slot and a token, which every client of ours gets."""
    m = Members(dict(answer))
    me, vault = m.inner("me"), m.inner("vault")
    return SignedIn(
        session=m.inner("session").text("id", 100),
        token=m.text("token", 1000),
        person=me.text("id", 100),
        uid=me.id16("uid"),
        addr=me.addr("addr"),
        cred_ver=m.number("cred_ver"),
        slot=m.raw("slot"),
        ver=vault.number("ver", 1),
        vault=vault.raw("vault"),
    )


def read_settings(answer: Answer) -> SavedSettings:
    """Kdf of spec/api.md; `WeakPasswordHashing` below the floor, whatever the server says (rule 3)."""
    m = Members(dict(answer))
    settings = SavedSettings(b64u(m.raw("salt", SALT_BYTES)), m.number("m"), m.number("t"), m.number("p"))
    check_work(Work(settings.m, settings.t, settings.p))
    return settings


def fetch_settings(api: Api, addr: str) -> SavedSettings:
    """The salt and the parameters that the server has for an address, known or not (3.3, step 1)."""
    return read_settings(api.post("sign-in/start", {"addr": addr}, repeat=True))


def keys_of(password: str, addr: str, settings: SavedSettings) -> PasswordKeys:
    """Login key and slot key of a password under these settings."""
    work = Work(settings.m, settings.t, settings.p)
    return password_keys(password, addr, unb64u(settings.salt, SALT_BYTES), work)


def settings_json(settings: SavedSettings) -> Answer:
    """Kdf of spec/api.md."""
    return {"salt": settings.salt, "m": settings.m, "t": settings.t, "p": settings.p}


def sign_in(
    home: Home,
    api: Api,
    typed_addr: str,
    password: str,
    *,
    accept_new_settings: bool = False,
    accept_restart: bool = False,
    clock: Callable[[], float] = time.time,
) -> Directory:
    """Sign in and unlock. `SettingsChanged` comes before any key made of the password leaves this device."""
    addr = addr_as_typed(typed_addr)
    folder = home.folder(api.url, addr)
    settings = fetch_settings(api, addr)
    remembered = folder.settings()
    if remembered is not None and remembered != settings and not accept_new_settings:
        raise SettingsChanged
    keys = keys_of(password, addr, settings)
    body: Answer = {"addr": addr, "login_key": b64u(keys.login), "client": "cli", "label": LABEL}
    answer = api.post("sign-in", body)

    def unlocked(signed_in: SignedIn) -> Directory:
        slot = _opened(lambda: open_password_slot(signed_in.slot, keys.slot))
        served = ServedVault(open_vault(signed_in.vault, slot.vault_key), signed_in.vault)
        account = Account(api, folder, signed_in.person, slot.vault_key, served, clock)
        if _settings_in(account.vault) != settings:
            raise Refused("settings-changed", "the sign-in settings were changed by the server")
        directory = _opened_account(account, addr, signed_in.uid, slot, accept_restart=accept_restart)
        _check_published(directory)
        return directory

    return take_session(home, api, folder, answer, settings, unlocked)


def take_session(
    home: Home,
    api: Api,
    folder: AccountFolder,
    answer: Answer,
    settings: SavedSettings,
    unlocked: Callable[[SignedIn], Directory],
) -> Directory:
    """Remember a session once `unlocked` has checked everything; otherwise end it at the server."""
    signed_in = read_signed_in(answer)
    api.token = signed_in.token
    try:
        with folder.turn():
            directory = unlocked(signed_in)
            account = directory.account
            keep_vault(folder, account.served)
            folder.keep_settings(settings)
            saved = SavedAccount(
                api.url, account.addr, signed_in.uid, signed_in.person, signed_in.session, signed_in.cred_ver
            )
            folder.keep_signed_in(saved, signed_in.token, signed_in.slot)
            home.make_current(folder)
    except BaseException:
        with suppress(WaxpostError):
            api.delete("sessions/current")
        api.token = None
        raise
    return directory


def unlock(
    home: Home,
    password: str,
    make_api: Callable[[str, str], Api],
    *,
    accept_restart: bool = False,
    clock: Callable[[], float] = time.time,
) -> Directory:
    """Make the keys of the signed-in account usable; `WrongSecret` for another password. Sends no login key.

    `LogRestarted` for a vault that only a restored backup explains, unless the person has accepted the restart.
    """
    folder = home.current()
    saved = folder.account()
    slot = open_password_slot(folder.slot(), keys_of(password, saved.addr, _remembered_settings(folder)).slot)
    api = make_api(saved.url, folder.token())
    try:
        with folder.turn():
            answer = Members(dict(api.get("vault")))
            served = ServedVault(open_vault(answer.raw("vault"), slot.vault_key), answer.raw("vault"))
            account = Account(api, folder, saved.person, slot.vault_key, served, clock)
            return _opened_account(account, saved.addr, saved.uid, slot, accept_restart=accept_restart)
    except BaseException:
        api.close()
        raise


def sign_out(home: Home, make_api: Callable[[str, str], Api]) -> bool:
    """Forget the session on this device, and end it at the server; False when the server could not be told."""
    folder = home.current()
    api = make_api(folder.account().url, folder.token())
    try:
        api.delete("sessions/current")
        is_told = True
    except NotSignedIn:
        is_told = True
    except WaxpostError:
        is_told = False
    finally:
        api.close()
    with folder.turn():
        folder.end_session()
        home.forget_current()
    return is_told


def recover(
    home: Home,
    api: Api,
    typed_addr: str,
    typed_code: str,
    new_password: str,
    new_code: str,
    clock: Callable[[], float] = time.time,
) -> Directory:
    """Set a new password and a new recovery code with the old recovery code; every other session ends (3.1)."""
    addr = addr_as_typed(typed_addr)
    check_new_password(new_password, addr)
    code = read_recovery_code(typed_code)
    folder = home.folder(api.url, addr)
    login = recovery_login_key(code)
    body: Answer = {"addr": addr, "login_key": b64u(login), "client": "cli", "label": LABEL}
    signed_in = read_signed_in(api.post("sign-in/recovery", body))
    api.token = signed_in.token
    try:
        slot = _opened(lambda: open_recovery_slot(signed_in.slot, code))
        served = ServedVault(open_vault(signed_in.vault, slot.vault_key), signed_in.vault)
        account = Account(api, folder, signed_in.person, slot.vault_key, served, clock)
        directory = _opened_account(account, addr, signed_in.uid, slot, accept_restart=False)
        _check_published(directory)
        settings = _settings_in(account.vault)
        fresh = keys_of(new_password, addr, settings)
        proof: Answer = {"kind": "recovery", "login_key": b64u(login)}
        answer = api.put("credentials", _credentials(signed_in.cred_ver, proof, slot, settings, fresh, new_code))
        taken = Members(dict(answer))
        api.token = taken.text("token", 1000)
        sealed = _check_stored(api, fresh, slot)
        with folder.turn():
            keep_vault(folder, account.served)
            folder.keep_settings(settings)
            session = taken.inner("session").text("id", 100)
            saved = SavedAccount(api.url, addr, slot.uid, signed_in.person, session, taken.number("cred_ver"))
            folder.keep_signed_in(saved, api.token, sealed)
            home.make_current(folder)
    except BaseException:
        with suppress(WaxpostError):
            api.delete("sessions/current")
        raise
    return directory


def change_password(account: Account, old_password: str, new_password: str) -> None:
    """Seal the vault key under a new password. Salt and parameters stay, so other devices see no strange settings."""
    check_new_password(new_password, account.addr)
    settings, old, slot = _proven(account, old_password)
    fresh = keys_of(new_password, account.addr, settings)
    _put_credentials(account, _credentials(_cred_ver(account), _password_proof(old), slot, settings, fresh, None))
    account.folder.write("slot-password.age", _check_stored(account.api, fresh, slot))


def change_recovery_code(account: Account, password: str, new_code: str) -> None:
    """Make another recovery code the only one; every other session ends."""
    settings, keys, slot = _proven(account, password)
    _put_credentials(account, _credentials(_cred_ver(account), _password_proof(keys), slot, settings, None, new_code))


def new_recovery_code() -> str:
    """160 random bits in the spelling of the kit (3.1)."""
    return recovery_code(os.urandom(20))


def _opened(open_slot: Callable[[], OpenSlot]) -> OpenSlot:
    # The server accepted the login key, so the password is right: a slot that does not open is the server's doing.
    try:
        return open_slot()
    except WrongSecret as error:
        raise Refused("form", "the server sent a key slot that your password does not open") from error


def _opened_account(account: Account, addr: str, uid: str, slot: OpenSlot, *, accept_restart: bool) -> Directory:
    """The directory of an account whose vault was served just now, after the checks of 3.2 and 5.3."""
    _check_owner(account, addr, uid, slot)
    if accept_restart:
        return follow_restart(account)
    try:
        check_served(account.folder, account.served.sealed, slot.vault_key, account.vault.ver)
    except TwoVaults as two:
        pinned = remembered_log(account.folder, slot.vault_key)
        if pinned is not None and is_restarted(account.api, pinned):
            raise LogRestarted from two
        raise
    keep_vault(account.folder, account.served)
    directory = Directory(account)
    directory.sync()
    return directory


def _check_published(directory: Directory) -> None:
    """3.3.4 for a new session: only an announced restart is left for the person to look at."""
    if not isinstance(directory.log.stop, LogRestarted):
        directory.check_own_is_published()


def _check_owner(account: Account, addr: str, served_uid: str, slot: OpenSlot) -> None:
    vault = account.vault
    if vault.addr != addr or not slot.uid == vault.uid == served_uid:
        raise Refused("form", "the server sent the keys of another person")
    own_entry(vault)


def _settings_in(vault: Vault) -> SavedSettings:
    return SavedSettings(b64u(vault.kdf.salt), vault.kdf.work.m, vault.kdf.work.t, vault.kdf.work.p)


def _remembered_settings(folder: AccountFolder) -> SavedSettings:
    settings = folder.settings()
    if settings is None:
        raise Refused("settings-changed", "the sign-in settings of this device are lost; sign in again")
    return settings


def _proven(account: Account, password: str) -> tuple[SavedSettings, PasswordKeys, OpenSlot]:
    settings = _remembered_settings(account.folder)
    keys = keys_of(password, account.addr, settings)
    return settings, keys, open_password_slot(account.folder.slot(), keys.slot)


def _password_proof(keys: PasswordKeys) -> Answer:
    return {"kind": "password", "login_key": b64u(keys.login)}


def _cred_ver(account: Account) -> int:
    return account.folder.account().cred_ver


def _credentials(
    cred_ver: int,
    proof: Answer,
    slot: OpenSlot,
    settings: SavedSettings,
    fresh: PasswordKeys | None,
    new_code: str | None,
) -> Answer:
    password: Answer | None = None
    if fresh is not None:
        sealed = seal_password_slot(slot, fresh.slot)
        password = {"kdf": settings_json(settings), "login_key": b64u(fresh.login), "slot": b64u(sealed)}
    recovery: Answer | None = None
    if new_code is not None:
        sealed = seal_recovery_slot(slot, new_code)
        recovery = {"login_key": b64u(recovery_login_key(new_code)), "slot": b64u(sealed)}
    return {"cred_ver": cred_ver, "proof": proof, "password": password, "recovery": recovery}


def _put_credentials(account: Account, body: Answer) -> None:
    saved = account.folder.account()
    try:
        answer = account.api.put("credentials", body)
    except ServerNotReached:
        # The answer was lost; whether the change was made is found out by looking.
        answer = account.api.get("credentials")
        if Members(dict(answer)).number("cred_ver") == saved.cred_ver:
            raise
    cred_ver = Members(dict(answer)).number("cred_ver")
    fresh = SavedAccount(saved.url, saved.addr, saved.uid, saved.person, saved.session, cred_ver)
    account.folder.keep_signed_in(fresh, account.folder.token(), account.folder.slot())


def _check_stored(api: Api, fresh: PasswordKeys, slot: OpenSlot) -> bytes:
    """The new slot as the server keeps it, opened before anybody says "changed" (3.1)."""
    sealed = Members(dict(api.get("credentials"))).raw("slot_password")
    try:
        stored = open_password_slot(sealed, fresh.slot)
    except WrongSecret as error:
        raise Refused(
            "form", "the server did not keep the new password; the old one still unlocks this device"
        ) from error
    if stored != slot:
        raise Refused("form", "the server keeps another key slot than the one it was given")
    return sealed
