"""Every policy: name, type, default, bounds and the sentence that explains it to an administrator."""

from dataclasses import dataclass, fields
from typing import Annotated, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Explained:
    """The sentence of a policy, and the bounds of a number."""

    sentence: str
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectivePolicy:
    """The values in force. 0 means "no limit" where the sentence says so."""

    max_recipients: Annotated[int, Explained("How many people one message may go to.", 1, 10_000)] = 1000
    message_max_bytes: Annotated[
        int, Explained("The largest sealed text of a message, in bytes.", 1024, 4 * 1024 * 1024)
    ] = 4 * 1024 * 1024
    expiry_max_days: Annotated[
        int, Explained("A message expires after so many days at the latest; 0 allows messages without expiry.", 0, 3650)
    ] = 0
    expiry_default_days: Annotated[
        int, Explained("The expiry that a new message starts with, in days; 0 starts without one.", 0, 3650)
    ] = 0
    receipts: Annotated[bool, Explained("Senders may see who has read their message.")] = True
    idle_lock_minutes: Annotated[
        int, Explained("The app locks itself after so many minutes without a key or a click.", 1, 60)
    ] = 15
    stay_unlocked: Annotated[
        bool, Explained("People may stay unlocked across a reload on a device, until it locks.")
    ] = True
    file_max_mib: Annotated[int, Explained("The largest attached file, in MiB.", 1, 10_240)] = 25
    message_files_max: Annotated[int, Explained("How many files one message may carry.", 0, 100)] = 20
    message_files_max_mib: Annotated[
        int, Explained("The largest sum of the files of one message, in MiB.", 1, 10_240)
    ] = 100
    links: Annotated[bool, Explained("People may make links for readers without an account.")] = True
    link_expiry_days: Annotated[int, Explained("The expiry that a new link starts with, in days.", 1, 90)] = 7
    link_expiry_max_days: Annotated[int, Explained("A link works for so many days at the longest.", 1, 90)] = 90
    link_views: Annotated[
        int, Explained("How often a new link can be opened, to begin with; 0 starts without a limit.", 0, 100)
    ] = 3
    link_views_max: Annotated[
        int, Explained("How often a link may be opened at most; 0 allows links without a limit.", 0, 1000)
    ] = 0
    link_mails_daily: Annotated[
        int,
        Explained("How many links the server mails for one person in a day; 0 turns *Send by email* off.", 0, 10_000),
    ] = 100
    link_passphrase: Annotated[bool, Explained("A new link starts with a passphrase.")] = True
    requests: Annotated[bool, Explained("People may ask people without an account for a secret.")] = True
    request_expiry_days: Annotated[int, Explained("How long a new request is open, to begin with, in days.", 1, 90)] = 7
    request_expiry_max_days: Annotated[int, Explained("A request is open for so many days at the longest.", 1, 90)] = 90
    request_answers_max: Annotated[int, Explained("How many answers one request may take.", 1, 1000)] = 100
    request_work_bits: Annotated[
        int, Explained("The work that an answer from outside costs, in bits; each doubles it, 0 is none.", 0, 24)
    ] = 18


@dataclass(frozen=True, slots=True)
class Policy:
    """One line of the catalogue."""

    name: str
    kind: type[int] | type[bool]
    default: int | bool
    explained: Explained

    def accepts(self, value: object) -> bool:
        """Whether a value is of the right type and within bounds."""
        if self.kind is bool:
            return isinstance(value, bool)
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and self.explained.least <= value <= self.explained.most
        )


def _catalogue() -> dict[str, Policy]:
    hints = get_type_hints(EffectivePolicy, include_extras=True)
    policies: dict[str, Policy] = {}
    for field in fields(EffectivePolicy):
        kind, explained = get_args(hints[field.name])
        policies[field.name] = Policy(field.name, kind, field.default, explained)  # pyright: ignore[reportArgumentType] - each field has a default
    return policies


CATALOGUE = _catalogue()
