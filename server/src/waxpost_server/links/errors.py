"""What can go wrong with links. Codes and statuses are those of spec/api.md, section 7c."""

from waxpost_server.kit.errors import DomainError


class LinkNotFound(DomainError):
    """The asker made no link with this id, or it ended more than 30 days ago."""

    status = 404
    code = "link-not-found"
    title = "There is no such link."

    def __init__(self) -> None:
        super().__init__("You made none with this id, or it ended more than 30 days ago.")


class LinkGone(DomainError):
    """Gone, expired, revoked, never made, or the wrong key: one answer for all of them, and for a lease that ended."""

    status = 404
    code = "link-gone"
    title = "This message is not available any more."

    def __init__(self) -> None:
        super().__init__("The message may have expired or been read. Ask the sender for a new one.")


class LinkLocked(DomainError):
    """Too many wrong passphrases. Told to those who have the link."""

    status = 403
    code = "link-locked"
    title = "Too many tries."

    def __init__(self) -> None:
        super().__init__("This link is locked. Ask the sender for a new one.")


class LinkClaimWrong(DomainError):
    """The link is right, its passphrase is not. Nothing was used but one try."""

    status = 403
    code = "link-claim-wrong"
    title = "That passphrase does not match."

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{_tries(tries_left)} left. Nothing was used up.", tries_left=tries_left)


class LinkBusy(DomainError):
    """As many readers as views are left, and two more, are opening it at this moment."""

    status = 409
    code = "link-busy"
    title = "Others are opening this message right now."

    def __init__(self, retry_after: int) -> None:
        super().__init__("Try again in a few minutes. Nothing was used up.", retry_after=retry_after)


class LinksNotAllowed(DomainError):
    """The policy `links` is off for the asker."""

    status = 403
    code = "links-not-allowed"
    title = "You cannot send links outside."

    def __init__(self) -> None:
        super().__init__("Your organisation has this turned off. Send it to people of your organisation instead.")


class LinkViewsExceeded(DomainError):
    """More views than the policy `link_views_max` allows, or unlimited ones where it sets a limit."""

    status = 403
    code = "link-views-exceeded"
    title = "Too many views."

    def __init__(self, limit: int) -> None:
        super().__init__(f"Your organisation allows links of up to {limit} views.", limit=limit)


class LinkExpiryTooLate(DomainError):
    """The link would work for longer than the policy `link_expiry_max_days` allows, counted from when it was made."""

    status = 422
    code = "link-expiry-too-late"
    title = "The link would work for too long."

    def __init__(self, max_days: int) -> None:
        super().__init__(f"In your organisation a link works for {max_days} days at most.", max_days=max_days)


class LinkEnded(DomainError):
    """The link has ended: there is nothing to change any more."""

    status = 409
    code = "link-ended"
    title = "The link has ended."

    def __init__(self) -> None:
        super().__init__("Make a new link.")


class LinkCodeNeeded(DomainError):
    """Only whoever reads the mails of one address may open the link, and no code came with the claim."""

    status = 403
    code = "link-code-needed"
    title = "A code is needed."

    def __init__(self, only_for: str) -> None:
        super().__init__(f"Ask for a code; it is mailed to {only_for}.", only_for=only_for)


class LinkCodeWrong(DomainError):
    """The code is another, or its time or its tries are over. No view was used, and no try of the passphrase."""

    status = 403
    code = "link-code-wrong"
    title = "That code does not match."

    def __init__(self, tries_left: int) -> None:
        said = f"{_tries(tries_left)} left" if tries_left else "Ask for a new one"
        super().__init__(f"{said}. Nothing was used up.", tries_left=tries_left)


class MailNotSetUp(DomainError):
    """This server has no mail server, so it can neither mail links nor codes."""

    status = 409
    code = "mail-not-set-up"
    title = "This server sends no mail."

    def __init__(self) -> None:
        super().__init__("Pass the link on yourself, or ask the operator to set up a mail server.")


class LinkMailsNotAllowed(DomainError):
    """The policy `link_mails_daily` is 0."""

    status = 403
    code = "link-mails-not-allowed"
    title = "The server does not mail links for you."

    def __init__(self) -> None:
        super().__init__("Your organisation has this turned off. Make a link and pass it on yourself.")


class LinkMailsExceeded(DomainError):
    """Too many mails in a day, or to one address of a link."""

    status = 403
    code = "link-mails-exceeded"
    title = "Too many mails."

    def __init__(self, limit: int, of_what: str) -> None:
        super().__init__(f"{limit} {of_what} are the most. Pass the link on yourself.", limit=limit)


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"
