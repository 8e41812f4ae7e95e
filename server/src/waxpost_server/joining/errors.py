"""What can go wrong with joining: at the first start, with an invitation, with a start over."""

from waxpost_server.kit.errors import DomainError


class StartCodeNotValid(DomainError):
    """Wrong, old or used, or the server has its administrator: always the same answer."""

    status = 404
    code = "start-code-not-valid"
    title = "This start code is not valid."

    def __init__(self) -> None:
        super().__init__("Use the newest link that the server printed when it was started.")


class InvitationNotFound(DomainError):
    """No invitation has this id."""

    status = 404
    code = "invitation-not-found"
    title = "There is no such invitation."


class AgainNotFound(DomainError):
    """No start over has this id."""

    status = 404
    code = "again-not-found"
    title = "There is no such start over."


class LinkNotValid(DomainError):
    """Wrong, used, ended, expired and unknown links: always the same answer."""

    status = 404
    code = "link-not-valid"
    title = "This link is not valid."

    def __init__(self) -> None:
        super().__init__("The link may have been used, or be too old. Ask for a new one.")


class NotActive(DomainError):
    """The person cannot start over: suspended, or never joined."""

    status = 409
    code = "not-active"
    title = "This person cannot start over."
