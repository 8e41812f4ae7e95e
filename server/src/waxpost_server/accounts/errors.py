"""What can go wrong with signing in and with what an account keeps."""

from waxpost_server.kit.errors import DomainError


class KdfNotOffered(DomainError):
    """The account names other salt or parameters than `sign-in/start` gives for its address."""

    status = 422
    code = "kdf-not-offered"
    title = "The password settings are not the ones that were offered."

    def __init__(self) -> None:
        super().__init__("Open the link once more, and begin again.")


class SignInFailed(DomainError):
    """Wrong password or code, unknown address or suspended person: always the same answer."""

    status = 401
    code = "sign-in-failed"
    title = "Signing in did not work."

    def __init__(self) -> None:
        super().__init__("Check the address and the password. A suspended account cannot sign in.")


class SessionNotFound(DomainError):
    """The asker has no session of this id."""

    status = 404
    code = "session-not-found"
    title = "There is no such session."


class CredentialsChanged(DomainError):
    """The credentials are not the ones that the client saw. `current` is their version."""

    status = 409
    code = "credentials-changed"
    title = "Your password was changed meanwhile."

    def __init__(self, current: int) -> None:
        super().__init__("Sign in with the new password.", current=current)


class VersionNotNext(DomainError):
    """A version has to be the old one plus one."""

    status = 422
    code = "version-not-next"
    title = "The version is not the next one."


class VaultChanged(DomainError):
    """The vault is not the one that the client saw. `current` is its version."""

    status = 409
    code = "vault-changed"
    title = "Your vault was changed on another device."


class PackNotFound(DomainError):
    """The asker has no such pack."""

    status = 404
    code = "pack-not-found"
    title = "There is no such pack of entries."


class ReceiptsNotFound(DomainError):
    """The asker has no such segment."""

    status = 404
    code = "receipts-not-found"
    title = "There is no such segment of receipts."


class ReceiptsChanged(DomainError):
    """The segment is not the one that the client saw. `current` is its version, 0 for none."""

    status = 409
    code = "receipts-changed"
    title = "Your receipts were changed on another device."
