"""The Waxpost SDK: send and read end-to-end-encrypted messages from Python.

    with Client.sign_in("https://waxpost.example.org", "alice@example.org", password) as alice:
        plan = alice.plan(to=["Bob Roy"])
        alice.send(plan, Draft("Door", "The new code is 4711"))

Everything that can go wrong is a `WaxpostError`; `waxpost._exceptions` draws the tree.
"""

from waxpost._client import Client, World
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
    LogRestarted,
    MembersNotConfirmed,
    NoAccountHere,
    NoSuchEntry,
    NoSuchFile,
    NoSuchPerson,
    NotFound,
    NotSignedIn,
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
    WrongSecret,
)
from waxpost._recipients import Plan
from waxpost._sending import Draft
from waxpost._signing_in import new_recovery_code
from waxpost._values import Progress
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
    "LogRestarted",
    "MembersNotConfirmed",
    "NoAccountHere",
    "NoSuchEntry",
    "NoSuchFile",
    "NoSuchPerson",
    "NotFound",
    "NotSignedIn",
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
    "WrongSecret",
    "new_recovery_code",
]
