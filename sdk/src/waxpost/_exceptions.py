"""Everything that can go wrong in the SDK, drawn as a tree.

    WaxpostError
    ├── Refused                 an object is not what it claims to be; `reason` is stable, for programs
    │   ├── WeakPasswordHashing the server asked for less work than the floor (or for absurdly much)
    │   ├── IncompleteLink      a code from a link was mistyped or cut; no request may be made
    │   ├── IncompleteCode      what was typed is no recovery code; no request may be made
    │   ├── WrongSecret         the password, recovery code or key does not open this file
    │   ├── TwoVaults           the server served an older or a parallel version of the vault
    │   ├── TwoKeys             two different entries of one person with one sequence number
    │   └── KeyLogStopped       hard stop of spec/key-log.md 5.3: no sending, no new pins, no rotation
    ├── Problem                 the server said no; `status`, `code` and `members` are those of spec/api.md
    │   ├── NotSignedIn         the session has ended
    │   ├── SignInFailed        wrong password or code, unknown or suspended: the server does not say which
    │   ├── NotFound            it does not exist, or it is not yours
    │   │   ├── LinkGone        a link that expired, was used up or revoked, or never was
    │   │   └── RequestGone     a request that was answered or closed, expired, or never was
    │   ├── LinkLocked          too many wrong passphrases; the link is locked for good
    │   ├── WrongPassphrase     not the passphrase of this link; `tries_left`
    │   │   └── WrongCode       not the code that was mailed, or its time is over
    │   ├── CodeNeeded          only one address may open this link, by a code that is mailed there; `only_for`
    │   ├── Gone                the message has expired
    │   ├── Changed             somebody else was faster; look again
    │   ├── RequestBusy         as many are answering this request as may; `retry_after` seconds
    │   ├── WorkNotDone         the work for an answer does not count; do it once more
    │   └── TooManyRequests     `retry_after` seconds
    ├── ServerNotReached        no connection, or it broke
    ├── ServerAnswerNotUnderstood   an answer that spec/api.md does not know
    ├── ProtocolNotSpoken       one side has to be updated
    ├── AddressNotSafe          not a server's address, or one without encryption
    ├── PassphraseNeeded        the link opens with a passphrase or with words only
    ├── LinkHasKey              a link with its key behind the #: the server cannot mail it
    ├── NotAsked                an answer with something that the request does not ask for
    ├── NoAccountHere           nobody is signed in on this device
    ├── NoSuchPerson            no person or group of that name; nothing was guessed
    ├── NoSuchEntry             no saved entry of that title or id
    ├── Ambiguous               several have that name; `candidates`
    ├── NoSuchFile              the message has no file of that number
    ├── FileNotReadable         a file to send cannot be read
    ├── FileChanged             a file to send changed while it was read
    ├── FileNotWritten          a file cannot be saved there
    ├── WeakPassword            the new password is too easy to guess
    └── Undecided               a person has to look at something first; nothing was sent or stored
        ├── SettingsChanged     the server asks for other sign-in settings than last time
        ├── LogRestarted        the key log has a new origin
        ├── CannotReceive       people named directly who have no key or are suspended
        ├── KeysChanged         people who started over since they were last written to
        ├── MembersNotConfirmed groups with people whom the sender has not looked at
        ├── ChangedWhileSending a key or a group changed between preparing and sending
        └── EntryChanged        the entry was changed on another device since it was looked at

A sentence says what happened; it never holds a secret.
"""

from collections.abc import Mapping
from typing import Literal

Reason = Literal[
    # What a reader says of a message (spec/envelope.md 6.3).
    "form",
    "newer",
    "wrong-message",
    "sender-keys",
    "signature",
    "not-addressed",
    "envelope",
    "log",
    "two-contents",
    "attachment",
    # What a client says of its other objects.
    "chain",
    "weak-kdf",
    "incomplete-link",
    "wrong-secret",
    "two-vaults",
    "two-keys",
    "own-keys",
    "settings-changed",
    "log-key",
    "log-shrunk",
    "split-view",
    "roster",
    "tag",
]


class WaxpostError(Exception):
    """Anything this package raises on purpose."""


class Refused(WaxpostError):
    """The object must not be used; `reason` says which kind of rule it broke."""

    reason: Reason

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class WeakPasswordHashing(Refused):
    """Argon2id parameters below the floor or above the ceiling (spec/README.md, algorithms)."""

    def __init__(self) -> None:
        super().__init__("weak-kdf", "the server asked for password hashing parameters outside the allowed range")


class IncompleteLink(Refused):
    """A code whose check does not fit (spec/strings.md 2.5)."""

    def __init__(self) -> None:
        super().__init__("incomplete-link", "this link is not complete")


class IncompleteCode(Refused):
    """Not the 32 letters and digits of a recovery code (spec/keys.md 3.1)."""

    def __init__(self) -> None:
        super().__init__("form", "this is not a recovery code")


class WrongSecret(Refused):
    """No key, password or code that was tried opens this file."""

    def __init__(self) -> None:
        super().__init__("wrong-secret", "the password, code or key does not open this file")


class TwoVaults(Refused):
    """Two versions of one vault (spec/keys.md 3.2, rollback)."""

    def __init__(self, sentence: str) -> None:
        super().__init__("two-vaults", f"there are two versions of your vault: {sentence}")


class TwoKeys(Refused):
    """Two entries of one person with one sequence number (spec/keys.md 3.2, merge)."""

    addr: str

    def __init__(self, addr: str) -> None:
        super().__init__("two-keys", f"there are two keys for one person: {addr}")
        self.addr = addr


class KeyLogStopped(Refused):
    """Hard stop. `notes` are the signed checkpoints to keep as evidence, oldest first."""

    notes: tuple[str, ...]

    def __init__(
        self, reason: Literal["log-key", "log-shrunk", "split-view"], sentence: str, notes: tuple[str, ...]
    ) -> None:
        super().__init__(reason, sentence)
        self.notes = notes


class Problem(WaxpostError):
    """The server refused; `code` never changes, the sentence is for people."""

    def __init__(
        self, status: int, code: str, detail: str, members: Mapping[str, object], retry_after: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.members = members
        self.retry_after = retry_after


class NotSignedIn(Problem):
    """The session has ended, or there never was one."""


class SignInFailed(Problem):
    """The proof of the password or code did not fit, or nobody of that address may sign in."""


class NotFound(Problem):
    """It does not exist, or the asker may not know that it does."""


class LinkGone(NotFound):
    """The link has expired, was used up, revoked or deleted, or never was: the server does not say which."""


class RequestGone(NotFound):
    """The request was answered, closed or has expired, or never was: the server does not say which."""


class RequestBusy(Problem):
    """As many as may are answering this request at this moment. Nothing was sent."""


class WorkNotDone(Problem):
    """The work for an answer is too old, was used or does not fit. Nothing was sent."""


class LinkLocked(Problem):
    """The link has had too many wrong passphrases; its maker was told."""


class WrongPassphrase(Problem):
    """The link is right, the passphrase or its words are not. Nothing was used but one try."""

    @property
    def tries_left(self) -> int:
        """How many tries are left before the link is locked; the server's word."""
        value = self.members.get("tries_left")
        return value if isinstance(value, int) else 0


class CodeNeeded(Problem):
    """Only whoever reads the mails of one address may open the link: ask for a code, which is mailed there."""

    @property
    def only_for(self) -> str:
        """The address, shortened; the server's word."""
        return str(self.members.get("only_for", ""))


class WrongCode(WrongPassphrase):
    """Not the code that was mailed, or its time is over; without `tries_left` another must be asked for."""


class Gone(Problem):
    """The message has expired."""


class Changed(Problem):
    """What was to be written has another version by now."""


class TooManyRequests(Problem):
    """`retry_after` says how many seconds to wait."""


class ServerNotReached(WaxpostError):
    """No connection to the server, or it broke. What was being sent may or may not have arrived."""

    def __init__(self, url: str) -> None:
        super().__init__(f"cannot reach the server at {url}")
        self.url = url


class ServerAnswerNotUnderstood(WaxpostError):
    """The answer is not one of spec/api.md."""


class ProtocolNotSpoken(WaxpostError):
    """Client and server share no protocol version."""


class AddressNotSafe(WaxpostError):
    """Not the address of a server, or an address that would send secrets unencrypted."""


class PassphraseNeeded(WaxpostError):
    """The link does not open by itself: its maker gave its passphrase, or the words it is made of, another way."""

    def __init__(self, needs: Literal["passphrase", "words"]) -> None:
        super().__init__("this link opens with a passphrase" if needs == "passphrase" else "this link opens with words")
        self.needs = needs


class LinkHasKey(WaxpostError):
    """The key of the link stands behind its #, which the server never learns: it can mail links of words only."""

    def __init__(self) -> None:
        super().__init__("the key of this link is in the link itself, so the server cannot mail it")


class NotAsked(WaxpostError):
    """The answer holds something that the request does not ask for, or nothing of it. Nothing was sent."""


class NoAccountHere(WaxpostError):
    """Nobody is signed in on this device."""

    def __init__(self) -> None:
        super().__init__("nobody is signed in on this device")


class NoSuchPerson(WaxpostError):
    """Nobody, or no group, has this name or address."""

    def __init__(self, typed: str, kind: Literal["person", "group"] = "person") -> None:
        super().__init__(f"there is no {kind} called {typed}")
        self.typed = typed


class NoSuchEntry(WaxpostError):
    """No saved entry has this title or id."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"there is no entry called {typed}")
        self.typed = typed


class Ambiguous(WaxpostError):
    """Several fit; nothing was guessed."""

    def __init__(self, typed: str, candidates: tuple[str, ...]) -> None:
        super().__init__(f"{typed} could be {len(candidates)} of them: {', '.join(candidates)}")
        self.typed = typed
        self.candidates = candidates


class NoSuchFile(WaxpostError):
    """The message or entry has fewer files; `number` counts from 1."""

    def __init__(self, number: int, count: int, *, of: str = "message") -> None:
        has = {0: "no files", 1: "one file"}.get(count, f"{count} files")
        super().__init__(f"there is no file {number}: the {of} has {has}")
        self.number = number


class FileNotReadable(WaxpostError):
    """A file to send is not there, is none, or may not be read."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"cannot read {path}: {why[:1].lower()}{why[1:]}" if why else f"cannot read {path}")
        self.path = path


class FileChanged(WaxpostError):
    """A file to send is another one now than when it was begun. Nothing was sent."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} changed while it was read; nothing was sent")
        self.name = name


class FileNotWritten(WaxpostError):
    """A file cannot be saved there: no such folder, no room, or no right. Nothing of it stays."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"cannot save to {path}: {why[:1].lower()}{why[1:]}" if why else f"cannot save to {path}")
        self.path = path


class WeakPassword(WaxpostError):
    """Fewer than 12 characters, or guessed too easily."""


class Undecided(WaxpostError):
    """A person has to look at something first. Nothing was sent or stored."""


class SettingsChanged(Undecided):
    """The server asks for another salt or other parameters than this device remembers (spec/keys.md 3.3, step 2)."""

    def __init__(self) -> None:
        super().__init__("the server asks for other sign-in settings than last time")


class LogRestarted(Undecided):
    """The pinned key log is a former one now (spec/key-log.md 5.3, Restart)."""

    def __init__(self) -> None:
        super().__init__("the key log was restarted; ask your administrator before you go on")


class CannotReceive(Undecided):
    """These addresses have no key yet or are suspended."""

    def __init__(self, addrs: tuple[str, ...]) -> None:
        super().__init__(f"cannot receive messages now: {', '.join(addrs)}")
        self.addrs = addrs


class KeysChanged(Undecided):
    """These people started over; their new keys are not acknowledged (spec/key-log.md 5.6)."""

    def __init__(self, addrs: tuple[str, ...]) -> None:
        super().__init__(f"new key, not checked: {', '.join(addrs)}")
        self.addrs = addrs


class MembersNotConfirmed(Undecided):
    """Groups whose members the sender has not looked at; `groups` says who (spec/envelope.md 6.2, step 2)."""

    def __init__(self, groups: tuple[tuple[str, str, int], ...]) -> None:
        names = ", ".join(name for _, name, _ in groups)
        super().__init__(f"look at the people in {names} before you send")
        self.groups = groups


class ChangedWhileSending(Undecided):
    """A key or a group changed at the last moment; the message was not sent and is never sent again by itself."""


class EntryChanged(Undecided):
    """The entry has another rev than the one that was looked at; nothing was saved."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} was changed on another device; look at it again")
