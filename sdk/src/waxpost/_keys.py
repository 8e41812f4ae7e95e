"""Keep an account's files on this device: sealed slot and vault, token, remembered settings, the key log.

* Nothing that opens a message lies here unsealed. The token is the one secret in the clear; it ends with the session.
* The directory has mode 0700, every file 0600. A file is replaced in one step or not at all.
* Two processes take turns (`turn`). What guards against rollback (vault, settings, log) outlives a sign-out.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar, cast

from waxpost._exceptions import NoAccountHere

T = TypeVar("T")


def default_home() -> Path:
    """`WAXPOST_HOME`, else `waxpost` in the user's configuration folder."""
    chosen = os.environ.get("WAXPOST_HOME")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "waxpost"


@dataclass(frozen=True, slots=True)
class SavedAccount:
    """Who is signed in here, and which password settings open the slot."""

    url: str
    addr: str
    uid: str
    person: str
    session: str
    cred_ver: int


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """The salt (b64u) and parameters that an address signed in with here (spec/keys.md 3.3, step 2)."""

    salt: str
    m: int
    t: int
    p: int


@dataclass(frozen=True, slots=True)
class SavedVault:
    """The newest vault that this device has seen: its number and its sealed bytes."""

    ver: int
    sealed: bytes


class Home:
    """The directory on this device. Each (server, address) has a folder in it; `current` names one."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_home()

    def folder(self, url: str, addr: str) -> "AccountFolder":
        """The folder of an account, whether or not anybody is signed in to it."""
        name = hashlib.sha256(f"{url}\0{addr}".encode()).hexdigest()[:24]
        return AccountFolder(self.path / name)

    def current(self) -> "AccountFolder":
        """The folder of the account that is signed in, or `NoAccountHere`."""
        try:
            name = (self.path / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise NoAccountHere from error
        if not name.isalnum():
            raise NoAccountHere
        return AccountFolder(self.path / name)

    def make_current(self, folder: "AccountFolder") -> None:
        """Say which account the commands mean."""
        _make_private(self.path)
        _replace(self.path / "current", folder.path.name.encode())

    def forget_current(self) -> None:
        """Nobody is signed in any more."""
        with suppress(FileNotFoundError):
            (self.path / "current").unlink()


class AccountFolder:
    """The files of one account."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turns = 0

    @contextmanager
    def turn(self) -> Generator[None]:
        """Wait until no other process works with this folder; calls may nest."""
        if self._turns:
            self._turns += 1
            try:
                yield
            finally:
                self._turns -= 1
            return
        _make_private(self.path.parent)
        _make_private(self.path)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._turns = 1
            yield
        finally:
            self._turns = 0
            os.close(lock)

    def account(self) -> SavedAccount:
        """Who is signed in, or `NoAccountHere`."""
        saved = self._read_json("account.json", SavedAccount)
        if saved is None:
            raise NoAccountHere
        return saved

    def token(self) -> str:
        """The bearer token, or `NoAccountHere`."""
        token = self.read("token")
        if token is None:
            raise NoAccountHere
        return token.decode("ascii").strip()

    def slot(self) -> bytes:
        """The sealed password slot, or `NoAccountHere`."""
        sealed = self.read("slot-password.age")
        if sealed is None:
            raise NoAccountHere
        return sealed

    def settings(self) -> SavedSettings | None:
        """The sign-in settings remembered for this address."""
        return self._read_json("settings.json", SavedSettings)

    def vault(self) -> SavedVault | None:
        """The newest vault seen here."""
        data = self.read("vault.bin")
        if data is None or len(data) < 8:
            return None
        return SavedVault(int.from_bytes(data[:8], "big"), data[8:])

    def keep_signed_in(self, account: SavedAccount, token: str, slot: bytes) -> None:
        """Remember a session. The account is written last, so that a crash leaves nobody signed in."""
        self.write("token", token.encode("ascii"))
        self.write("slot-password.age", slot)
        self.write("account.json", json.dumps(asdict(account)).encode())

    def keep_settings(self, settings: SavedSettings) -> None:
        """Remember the sign-in settings."""
        self.write("settings.json", json.dumps(asdict(settings)).encode())

    def keep_vault(self, vault: SavedVault) -> None:
        """Remember the newest vault."""
        self.write("vault.bin", vault.ver.to_bytes(8, "big") + vault.sealed)

    def forget_former_account(self) -> None:
        """Forget what belongs to an account that was made anew since: its vault had another key."""
        kept = [path.name for pattern in ("receipts-*", "log-*.bin") for path in self.path.glob(pattern)]
        for name in ("vault.bin", "stopped.json", "log.bin", *kept):
            with suppress(FileNotFoundError):
                (self.path / name).unlink()

    def end_session(self) -> None:
        """Remove what the session gave. Vault, settings and log stay: they uncover a server that goes back in time."""
        for name in ("account.json", "token", "slot-password.age"):
            with suppress(FileNotFoundError):
                (self.path / name).unlink()

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Replace a file in one step."""
        _make_private(self.path.parent)
        _make_private(self.path)
        _replace(self.path / name, data)

    def _read_json(self, name: str, shape: type[T]) -> T | None:
        data = self.read(name)
        if data is None:
            return None
        try:
            return shape(**cast("dict[str, object]", json.loads(data)))
        except (ValueError, TypeError):
            return None


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only this user can read; an existing one is not overwritten (`FileExistsError`)."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(data)


def _make_private(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            fresh.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
