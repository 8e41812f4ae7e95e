"""Exit codes of the `waxpost` command, and the hint that belongs to an error (docs/user/command-line.md)."""

from waxpost import _exceptions as e

OK = 0
ERROR = 1
USAGE = 2
NOT_SIGNED_IN = 3
REFUSED = 4
NOT_FOUND = 5
SERVER = 6

_CODES: tuple[tuple[type[e.WaxpostError], int], ...] = (
    (e.NoAccountHere, NOT_SIGNED_IN),
    (e.NotSignedIn, NOT_SIGNED_IN),
    (e.SignInFailed, NOT_SIGNED_IN),
    (e.WrongSecret, NOT_SIGNED_IN),
    (e.WrongPassphrase, REFUSED),
    (e.CodeNeeded, REFUSED),
    (e.LinkHasKey, REFUSED),
    (e.LinkLocked, REFUSED),
    (e.WorkNotDone, SERVER),
    (e.RequestBusy, SERVER),
    (e.NotAsked, USAGE),
    (e.PassphraseNeeded, USAGE),
    (e.IncompleteLink, USAGE),
    (e.IncompleteCode, USAGE),
    (e.WeakPassword, USAGE),
    (e.Refused, REFUSED),
    (e.Undecided, REFUSED),
    (e.AddressNotSafe, REFUSED),
    (e.NotFound, NOT_FOUND),
    (e.Gone, NOT_FOUND),
    (e.NoSuchPerson, NOT_FOUND),
    (e.NoSuchFile, NOT_FOUND),
    (e.NoSuchEntry, NOT_FOUND),
    (e.Ambiguous, NOT_FOUND),
    (e.ServerNotReached, SERVER),
    (e.ServerAnswerNotUnderstood, SERVER),
    (e.ProtocolNotSpoken, SERVER),
    (e.TooManyRequests, SERVER),
)

_HINTS: tuple[tuple[type[e.WaxpostError], str], ...] = (
    (e.NoAccountHere, "sign in with `waxpost sign-in URL`"),
    (e.NotSignedIn, "sign in again with `waxpost sign-in URL`"),
    (e.WrongCode, "open the link once more: another code is mailed"),
    (e.WrongPassphrase, "type it as you got it; after five wrong ones the link is locked"),
    (e.CodeNeeded, "open it once without a code: one is mailed"),
    (e.LinkHasKey, "make one with `waxpost link create --mail ADDRESS`, or pass it on yourself"),
    (e.LinkLocked, "ask the sender for a new link"),
    (e.LinkGone, "ask the sender for a new link"),
    (e.RequestGone, "ask whoever sent it for a new one"),
    (e.WorkNotDone, "run the command again"),
    (e.RequestBusy, "others are answering right now; try again in a few minutes"),
    (e.NotAsked, "see what is asked for with `waxpost answer LINK --look`"),
    (e.PassphraseNeeded, "name a file with it in WAXPOST_LINK_PASSPHRASE_FILE"),
    (e.SignInFailed, "check the address and the password; with a recovery kit use `waxpost recover URL`"),
    (e.WrongSecret, "try the password again"),
    (e.IncompleteLink, "copy the whole link, including the part after #"),
    (e.IncompleteCode, "type all eight groups of four from the recovery kit"),
    (e.KeyLogStopped, "do not send; show the saved notes to an administrator: `waxpost evidence`"),
    (e.TwoVaults, "do not go on; tell an administrator"),
    (e.SettingsChanged, "if you changed your password on another device, add --accept-new-settings"),
    (e.LogRestarted, "when the administrator has confirmed it, run `waxpost accept-restart`"),
    (e.KeysChanged, "call the person and type the eight words: `waxpost check NAME`; or add --leave-out NAME"),
    (e.CannotReceive, "take the name out and send again, or ask the person to sign up first"),
    (e.ChangedWhileSending, "nothing was sent; run the command again and look at the people"),
    (e.Ambiguous, "use the address"),
    (e.NoSuchEntry, "`waxpost entries` lists the titles"),
    (e.EntryChanged, "run the command again and look at the entry"),
    (e.NoSuchPerson, "`waxpost people` and `waxpost groups` list the names"),
    (e.FileChanged, "send it again when nothing writes to it any more"),
    (e.FileNotWritten, "choose another folder with -o, or make room"),
    (e.NoSuchFile, "`waxpost read ID` numbers the files"),
    (e.ServerNotReached, "check the address and your network"),
    (e.ProtocolNotSpoken, "update the older side"),
)


def exit_code(error: e.WaxpostError) -> int:
    """The documented code of an error."""
    if isinstance(error, e.Problem) and error.status >= 500:
        return SERVER
    return next((code for kind, code in _CODES if isinstance(error, kind)), ERROR)


def hint(error: e.WaxpostError) -> str | None:
    """What the person can do, or None."""
    if isinstance(error, e.MembersNotConfirmed):
        flags = " ".join(f"--accept-members {gid}:{rev}" for gid, _, rev in error.groups)
        return f"on a terminal you are asked; else look at `waxpost groups NAME` and add {flags}"
    if isinstance(error, e.TooManyRequests):
        return None if error.retry_after is None else f"wait {error.retry_after} seconds"
    return next((text for kind, text in _HINTS if isinstance(error, kind)), None)
