"""The words in which new messages are announced by mail: who sent them, when, and the way there. Pure.

Never a subject or a text: those are sealed, and a mail is a postcard.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from waxpost_server.mail.letter import Letter, Link

# Named one by one; of more than these only the number is told.
NAMED_MOST = 10

_ENDING = (
    "Waxpost wrote this because new messages are announced to you by mail. Switch that off in Waxpost under Settings, "
    "or with the command: waxpost mail off"
)


@dataclass(frozen=True, slots=True)
class New:
    """One message that waits. `sender_name` is None where the directory knows none."""

    mid: str
    sender_name: str | None
    sender_addr: str
    arrived_at: int


def announcement_letter(new: list[New], together: int) -> Letter:
    """The letter about these messages, the oldest first, of `together` that wait."""
    if together == 1:
        return Letter(
            "New message in Waxpost",
            (
                f"{_who(new[0])} sent you a message on {_when(new[0])}.",
                Link("Open the message", f"/messages/inbox/{new[0].mid}"),
                "It is locked: its subject and text are not in this mail, and open only for you.",
            ),
            _ENDING,
        )
    lines: list[str | Link] = []
    for each in new:
        lines += [f"{_who(each)}, {_when(each)}", Link("Open the message", f"/messages/inbox/{each.mid}")]
    if together > len(new):
        lines += [f"And {together - len(new)} more.", Link("Open the inbox", "/messages/inbox")]
    return Letter(
        f"{together} new messages in Waxpost",
        (
            "These messages wait for you:",
            *lines,
            "They are locked: their subjects and texts are not in this mail, and open only for you.",
        ),
        _ENDING,
    )


def _who(new: New) -> str:
    return f"{new.sender_name} ({new.sender_addr})" if new.sender_name else new.sender_addr


def _when(new: New) -> str:
    return datetime.fromtimestamp(new.arrived_at, UTC).strftime("%-d %B %Y at %H:%M UTC")
