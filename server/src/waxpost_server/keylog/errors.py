"""What can go wrong with entries and the key log."""

from typing import Literal

from waxpost_server.kit.errors import DomainError

# The four of spec/key-log.md 5.1, and `right`: a good entry that may not come in at this door.
EntryReason = Literal["form", "newer", "signature", "chain", "right"]


class EntryRefused(DomainError):
    """A directory entry breaks a rule of spec/key-log.md 5.1. `reason` says which."""

    status = 422
    code = "entry-refused"
    title = "The key entry was refused."

    def __init__(self, reason: EntryReason) -> None:
        super().__init__("Your program made a key entry that breaks the rules. Update it and try again.", reason=reason)
        self.reason = reason


class EntryOutOfDate(DomainError):
    """The entry does not follow the newest one of its address. `current` is that one's number, -1 for none."""

    status = 409
    code = "entry-out-of-date"
    title = "Your keys were changed meanwhile."

    def __init__(self, current: int) -> None:
        super().__init__("Fetch your key entries again, then repeat the change.", current=current)


class LogPosition(DomainError):
    """The key log has fewer leaves than the position asked for."""

    status = 422
    code = "log-position"
    title = "The key log is not that long."


class LogNotFound(DomainError):
    """There is no former log of this instance id."""

    status = 404
    code = "log-not-found"
    title = "There is no such key log."
