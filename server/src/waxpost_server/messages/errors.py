"""What can go wrong with messages. Codes and statuses are those of spec/api.md, section 7."""

from waxpost_server.kit.errors import DomainError


class MessageNotFound(DomainError):
    """Nothing was sent under this id, or not to the asker, or the asker deleted it."""

    status = 404
    code = "message-not-found"
    title = "There is no such message."

    def __init__(self) -> None:
        super().__init__("The message does not exist, or it was not sent to you, or you deleted it.")


class MessageExpired(DomainError):
    """The message has reached its end. Told to its sender and recipients for 30 days."""

    status = 410
    code = "message-expired"
    title = "The message has expired."

    def __init__(self, sender_addr: str, expires_at: str) -> None:
        super().__init__("The message was deleted at the time its sender chose. Ask the sender to send it again.")
        self.members = {"from": sender_addr, "exp": expires_at}


class NotSender(DomainError):
    """The envelope names another sender than the session's own person."""

    status = 403
    code = "not-sender"
    title = "You can only send as yourself."

    def __init__(self) -> None:
        super().__init__("Sign in with the address that the message is from.")


class RecipientLimitExceeded(DomainError):
    """The message names more people than the sender's policy allows."""

    status = 403
    code = "recipient-limit-exceeded"
    title = "Too many recipients."

    def __init__(self, limit: int) -> None:
        super().__init__(f"A message may have {_at_most(limit, 'recipient')} in your organisation.", limit=limit)


class FileLimitExceeded(DomainError):
    """The message carries more files than the sender's policy allows."""

    status = 403
    code = "file-limit-exceeded"
    title = "Too many files."

    def __init__(self, limit: int) -> None:
        super().__init__(f"A message may carry {_at_most(limit, 'file')} in your organisation.", limit=limit)


class MessageFilesTooLarge(DomainError):
    """The files of the message are together larger than the sender's policy allows. `limit` is in MiB."""

    status = 413
    code = "message-files-too-large"
    title = "The files are too large together."

    def __init__(self, limit: int) -> None:
        super().__init__(f"Your organisation allows {limit} MB of files per message.", limit=limit)


class ExpiryInThePast(DomainError):
    """The message would have ended before it was sent."""

    status = 422
    code = "expiry-in-the-past"
    title = "The expiry time is in the past."

    def __init__(self) -> None:
        super().__init__("Choose a later time, and check the clock of your device.")


class ExpiryTooLate(DomainError):
    """The message would be kept longer than the sender's policy allows."""

    status = 422
    code = "expiry-too-late"
    title = "The expiry time is too late."

    def __init__(self, max_days: int) -> None:
        super().__init__(f"In your organisation a message expires within {max_days} days.", max_days=max_days)


class CannotReceive(DomainError):
    """Some addresses cannot get messages: unknown, not joined yet, or suspended; the answer does not tell which."""

    status = 422
    code = "cannot-receive"
    title = "Some people cannot receive messages."

    def __init__(self, addrs: list[str]) -> None:
        super().__init__("Remove them, or ask your administrator. Nothing was sent.", addrs=addrs)


class KeyChanged(DomainError):
    """A key entry named in the envelope is not its person's newest one."""

    status = 409
    code = "key-changed"
    title = "Somebody's key has changed."

    def __init__(self, addrs: list[str]) -> None:
        super().__init__("Check the new key, then seal and send the message again. Nothing was sent.", addrs=addrs)


def _at_most(limit: int, what: str) -> str:
    return f"at most {limit} {what if limit == 1 else what + 's'}"
