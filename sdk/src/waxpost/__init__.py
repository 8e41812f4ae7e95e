"""The Waxpost SDK: send and read end-to-end-encrypted messages from Python.

    with Client.sign_in("https://waxpost.example.org", "alice@example.org", password) as alice:
        plan = alice.plan(to=["Bob Roy"])
        alice.send(plan, Draft("Door", "The new code is 4711"))

Everything that can go wrong is a `WaxpostError`; `waxpost._exceptions` draws the tree.
"""

from waxpost._client import Client
from waxpost._entries import Entry, EntryVersion
from waxpost._exceptions import (
    AddressNotSafe,
    Ambiguous,
    CannotReceive,
    Changed,
    ChangedWhileSending,
    EntryChanged,
    FileChanged,
    FileNotReadable,
    FileNotWritten,
    Gone,
    IncompleteCode,
    IncompleteLink,
    KeyLogStopped,
    KeysChanged,
    LinkGone,
    LinkLocked,
    LogRestarted,
    MembersNotConfirmed,
    NoAccountHere,
    NoSuchEntry,
    NoSuchFile,
    NoSuchPerson,
    NotFound,
    NotSignedIn,
    PassphraseNeeded,
    Problem,
    ProtocolNotSpoken,
    Refused,
    ServerAnswerNotUnderstood,
    ServerNotReached,
    SettingsChanged,
    SignInFailed,
    TooManyRequests,
    TwoKeys,
    TwoVaults,
    Undecided,
    WaxpostError,
    WeakPassword,
    WeakPasswordHashing,
    WrongPassphrase,
    WrongSecret,
)
from waxpost._links import Link, LinkDraft, LinkVisit
from waxpost._opened_link import LinkMessage, LinkPreview, OpenedLink
from waxpost._recipients import Plan
from waxpost._sending import Draft
from waxpost._signing_in import new_recovery_code
from waxpost._values import Progress
from waxpost._world import World
from waxpost.crypto.items import Field, Item

__all__ = [
    "AddressNotSafe",
    "Ambiguous",
    "CannotReceive",
    "Changed",
    "ChangedWhileSending",
    "Client",
    "Draft",
    "Entry",
    "EntryChanged",
    "EntryVersion",
    "Field",
    "FileChanged",
    "FileNotReadable",
    "FileNotWritten",
    "Gone",
    "IncompleteCode",
    "IncompleteLink",
    "Item",
    "KeyLogStopped",
    "KeysChanged",
    "Link",
    "LinkDraft",
    "LinkGone",
    "LinkLocked",
    "LinkMessage",
    "LinkPreview",
    "LinkVisit",
    "LogRestarted",
    "MembersNotConfirmed",
    "NoAccountHere",
    "NoSuchEntry",
    "NoSuchFile",
    "NoSuchPerson",
    "NotFound",
    "NotSignedIn",
    "OpenedLink",
    "PassphraseNeeded",
    "Plan",
    "Problem",
    "Progress",
    "ProtocolNotSpoken",
    "Refused",
    "ServerAnswerNotUnderstood",
    "ServerNotReached",
    "SettingsChanged",
    "SignInFailed",
    "TooManyRequests",
    "TwoKeys",
    "TwoVaults",
    "Undecided",
    "WaxpostError",
    "WeakPassword",
    "WeakPasswordHashing",
    "World",
    "WrongPassphrase",
    "WrongSecret",
    "new_recovery_code",
]
