"""Follow the key log: fetch what is new, replay it, keep a copy, and stop when it cannot be true (spec/key-log.md 5.3).

Nothing here raises for a log that went wrong: `stop` says what happened, and whoever would send, pin or rotate asks
`check_may_go_on` first. Reading goes on with the part that was confirmed before.
"""

import json
from typing import cast

from waxpost._account import Account
from waxpost._api import Api
from waxpost._exceptions import KeyLogStopped, LogRestarted, Refused, WaxpostError
from waxpost._keys import AccountFolder
from waxpost.crypto.logview import LogView, Page, read_page, write_page
from waxpost.crypto.members import Members
from waxpost.crypto.note import instance_of, note_origin
from waxpost.crypto.vault import LogPin

EVIDENCE = "stopped.json"
STALE = "the key log is not being renewed: its newest note is more than 24 hours old"
_LOG_FILE = "log.bin"


class Log:
    """The key log that the vault pins, as far as this device has confirmed it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._folder = account.folder
        self.view = _stored_view(account.folder, account.vault.log)
        self.stop: WaxpostError | None = kept_stop(account.folder)
        # Origins that an announced restart, not acknowledged yet, makes known (6.3, rule 8).
        self.announced: frozenset[str] = frozenset()

    def sync(self) -> None:
        """Fetch up to the newest checkpoint and compare with the vault's; what goes wrong becomes `stop`."""
        if isinstance(self.stop, KeyLogStopped) and self.stop.reason == "split-view":
            return
        self.stop = None
        pinned = self._account.vault.log
        if (self.view.origin, self.view.key) != (pinned.origin, pinned.key):
            self.view = _stored_view(self._folder, pinned)
        known = self.view.size
        try:
            replay(self._account.api, self.view)
            self.view.check_contains(pinned.note)
        except KeyLogStopped as stopped:
            self.stop = LogRestarted() if self._is_restarted(stopped) else stopped
            if self.stop is stopped:
                keep_stop(self._folder, stopped)
            return
        if self.view.size != known or known == 0:
            store_view(self._folder, self.view)

    def note_split(self, stopped: KeyLogStopped) -> None:
        """Stop for good: somebody was shown another log."""
        self.stop = stopped
        keep_stop(self._folder, stopped)

    def stop_for_own_keys(self, refused: Refused, notes: tuple[str, ...]) -> None:
        """Stop because of keys that somebody published for this account; the notes are evidence."""
        self.stop = refused
        kept = {"reason": refused.reason, "sentence": str(refused), "notes": list(notes)}
        self._folder.write(EVIDENCE, json.dumps(kept).encode())

    def check_may_go_on(self) -> None:
        """Raise what stopped the log, if anything did."""
        if self.stop is not None:
            raise self.stop

    def warnings(self) -> list[str]:
        """What a person should know about the log although it goes on."""
        found: list[str] = []
        if self.view.is_stale(int(self._account.clock())):
            found.append(STALE)
        if self.view.is_newer_server:
            found.append("the key log holds entries of a newer kind; update Waxpost on this device")
        return found

    def _is_restarted(self, stopped: KeyLogStopped) -> bool:
        if stopped.reason != "log-key":
            return False
        pinned = self._account.vault.log
        origin, key, previous = read_log_info(self._account.api)
        if (origin, key) == (pinned.origin, pinned.key) or (pinned.origin, pinned.key) not in previous:
            return False
        self.announced = frozenset({origin, *(former for former, _ in previous)})
        return True


def replay(api: Api, view: LogView, path: str = "log") -> None:
    """Bring a view up to the newest checkpoint that the server shows; `KeyLogStopped` if it cannot be."""
    is_done = False
    while not is_done:
        page = read_page(api.get_bytes(path, {"from": view.fetched}))
        is_done = view.advance(page)
        if not is_done and not page.leaves:
            notes = (view.checkpoint.note, page.note) if view.checkpoint else (page.note,)
            raise KeyLogStopped("log-shrunk", "the server does not show the key log it has signed", notes)


def read_log_info(api: Api) -> tuple[str, bytes, tuple[tuple[str, bytes], ...]]:
    """Origin and key of the log in force, and of the former ones."""
    return parse_log_info(Members(dict(api.get("log/info"))))


def parse_log_info(info: Members) -> tuple[str, bytes, tuple[tuple[str, bytes], ...]]:
    """LogInfo of spec/api.md."""
    previous = tuple((former.text("origin", 100), former.raw("key", 32)) for former in info.objects("previous"))
    return info.text("origin", 100), info.raw("key", 32), previous


def replay_new(api: Api, origin: str, key: bytes) -> LogView:
    """A log that this device has not seen before, from its first leaf on."""
    view = LogView(origin, key)
    replay(api, view)
    return view


def keep_stop(folder: AccountFolder, stopped: KeyLogStopped) -> None:
    """Keep the signed notes as evidence."""
    kept = {"reason": stopped.reason, "sentence": str(stopped), "notes": list(stopped.notes)}
    folder.write(EVIDENCE, json.dumps(kept).encode())


def kept_evidence(folder: AccountFolder) -> tuple[str, ...]:
    """The notes kept at the last stop, oldest first."""
    data = folder.read(EVIDENCE)
    return () if data is None else tuple(cast("dict[str, list[str]]", json.loads(data))["notes"])


def kept_stop(folder: AccountFolder) -> KeyLogStopped | None:
    """A stop that lasts: two logs were proven by their signed notes. Anything else is asked of the server anew."""
    data = folder.read(EVIDENCE)
    if data is None:
        return None
    kept = cast("dict[str, str]", json.loads(data))
    if kept["reason"] != "split-view":
        return None
    return KeyLogStopped("split-view", kept["sentence"], kept_evidence(folder))


def former_file(origin: str) -> str:
    """The file that holds this device's copy of a log that was restarted."""
    return f"log-{instance_of(origin)}.bin"


def read_copy(folder: AccountFolder, pinned: LogPin, name: str) -> LogView:
    """The copy in a file, hashed again; an empty view when there is none or it does not fit."""
    view = LogView(pinned.origin, pinned.key)
    data = folder.read(name)
    if data is not None:
        try:
            leaves, note = _read_stored(data)
            if not view.advance(Page(leaves, note)):
                return LogView(pinned.origin, pinned.key)
        except Refused:
            return LogView(pinned.origin, pinned.key)
    return view


def store_view(folder: AccountFolder, view: LogView, name: str = _LOG_FILE) -> None:
    """Write a copy of what is confirmed."""
    if view.checkpoint is not None:
        folder.write(name, write_page(Page(tuple(view.leaves), view.checkpoint.note)))


def _stored_view(folder: AccountFolder, pinned: LogPin) -> LogView:
    view = read_copy(folder, pinned, _LOG_FILE)
    if view.checkpoint is None:
        _keep_former(folder, pinned.origin)
    return view


def _keep_former(folder: AccountFolder, origin: str) -> None:
    """Put a copy of another log aside, one of before a restart: old messages are checked against it."""
    data = folder.read(_LOG_FILE)
    if data is None:
        return
    try:
        former = note_origin(_read_stored(data)[1])
    except Refused:
        return
    if former != origin:
        folder.write(former_file(former), data)


def _read_stored(data: bytes) -> tuple[tuple[bytes, ...], str]:
    leaves: list[bytes] = []
    at = 0
    while length := int.from_bytes(data[at : at + 2], "big"):
        leaves.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return tuple(leaves), data[at + 2 :].decode("utf-8", "replace")
