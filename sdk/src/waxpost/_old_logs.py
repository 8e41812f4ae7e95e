"""Key logs from before a restart, fetched when an old message needs one, and replayed (spec/key-log.md 5.3).

Each is asked for once while an account is unlocked. The copy that this device made while the log was in force comes
first: what a restored server has lost of it is not lost here.
"""

from dataclasses import replace

from waxpost._account import Account
from waxpost._exceptions import (
    KeyLogStopped,
    NotSignedIn,
    Problem,
    Refused,
    ServerAnswerNotUnderstood,
    ServerNotReached,
)
from waxpost._log import former_file, read_copy, replay, store_view
from waxpost.crypto.note import instance_of
from waxpost.crypto.oldlog import OldLog

# The server has no such log, or less of it than this device: what is not here is lost.
_LOST = frozenset({"log-not-found", "log-position"})


class OldLogs:
    """The restarted logs that the vault remembers."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._known: dict[str, OldLog] = {}

    def find(self, origin: str) -> OldLog | None:
        """A restarted log with what this device holds of it; None when the vault does not know this origin."""
        pin = next((log for log in self._account.vault.logs if log.origin == origin), None)
        if pin is None:
            return None
        known = self._known.get(origin)
        if known is None or known.pin.key != pin.key:
            known = OldLog(pin, read_copy(self._account.folder, pin, former_file(origin)))
        self._known[origin] = replace(known, pin=pin)
        return self._known[origin]

    def ask(self, origin: str) -> bool:
        """Fetch what the server has of this log; False when that cannot be done now.

        `KeyLogStopped` when it is not the log that the vault and this device know. What the server says it has not is
        lost; the specification says what a hostile one gains by that.
        """
        old = self.find(origin)
        if old is None:
            return False
        known = old.view.size
        try:
            self._replay(old)
            old.check_replayed()
        except KeyLogStopped:
            # What cannot be true is not looked at again; the copy on this device stays.
            del self._known[origin]
            raise
        except NotSignedIn:
            raise
        except Problem as problem:
            if problem.code not in _LOST:
                return False
        except (Refused, ServerNotReached, ServerAnswerNotUnderstood):
            return False
        if old.view.size > known:
            store_view(self._account.folder, old.view, former_file(origin))
        self._known[origin] = replace(old, is_asked=True)
        return True

    def _replay(self, old: OldLog) -> None:
        try:
            replay(self._account.api, old.view, f"log/old/{instance_of(old.pin.origin)}")
        except KeyLogStopped as stopped:
            if stopped.reason != "log-shrunk":
                raise
            # Shorter than the copy here. It may be, as long as it is its beginning.
            old.view.check_contains(stopped.notes[-1])
