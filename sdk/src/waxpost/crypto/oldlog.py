"""A key log that was restarted, and what it says of the notes signed under it (spec/key-log.md 5.3, Restart).

Old messages are checked against the old log as far as its leaves can be had. What lies beyond them is lost: there a
valid signature is enough, unless another root of the same size was signed as well.
"""

from dataclasses import dataclass

from waxpost._exceptions import KeyLogStopped, Refused
from waxpost.crypto.encoding import seconds_of
from waxpost.crypto.logview import LogView, check_old_note
from waxpost.crypto.note import Checkpoint, open_checkpoint
from waxpost.crypto.vault import LogPin

_TWO_LOGS = "there were two key logs before the restart"


@dataclass(frozen=True, slots=True)
class OldLog:
    """A restart that was acknowledged: the log's pin, and its leaves as far as they are here.

    `is_asked`: the server was asked for the others, so what is not here is lost.
    """

    pin: LogPin
    view: LogView
    is_asked: bool = False

    def open_note(self, note: str) -> Checkpoint:
        """The checkpoint of a note of this log; refused(form) or refused(log), or `KeyLogStopped` if it is too new."""
        return check_old_note(note, self.pin.origin, self.pin.key, self._until)

    def check_replayed(self) -> None:
        """The leaves continue the log that the vault pinned and end with the restart, or `KeyLogStopped`."""
        newest, pinned = self.view.checkpoint, self._pinned()
        if newest is None:
            return
        self.open_note(newest.note)
        if pinned is not None and pinned.size <= self.view.size and self.view.root_at(pinned.size) != pinned.root:
            raise KeyLogStopped("split-view", _TWO_LOGS, (pinned.note, newest.note))

    def check_lost(self, checkpoint: Checkpoint) -> None:
        """Of a note beyond the leaves: the vault's note of the same size has its root, or `KeyLogStopped`."""
        pinned = self._pinned()
        if pinned is not None and pinned.size == checkpoint.size and pinned.root != checkpoint.root:
            raise KeyLogStopped("split-view", _TWO_LOGS, (pinned.note, checkpoint.note))

    @property
    def _until(self) -> int:
        return seconds_of(self.pin.until or "")

    def _pinned(self) -> Checkpoint | None:
        try:
            return open_checkpoint(self.pin.note, self.pin.origin, self.pin.key)
        except Refused:
            # A vault that never saw a note of this log has nothing to compare with.
            return None
