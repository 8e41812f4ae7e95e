"""What can go wrong with requests. Codes and statuses are those of spec/api.md, section 7d."""

from waxpost_server.kit.errors import DomainError


class RequestNotFound(DomainError):
    """The person neither made nor reads a request with this id, or it ended more than 30 days ago without an answer."""

    status = 404
    code = "request-not-found"
    title = "There is no such request."

    def __init__(self) -> None:
        super().__init__("You made none with this id, or it ended more than 30 days ago.")


class AnswerNotFound(DomainError):
    """No answer with this id came to the person, or they deleted their copy."""

    status = 404
    code = "answer-not-found"
    title = "There is no such answer."

    def __init__(self) -> None:
        super().__init__("No answer with this id came to you, or it was deleted.")


class RequestGone(DomainError):
    """Closed, answered, expired, never made, the wrong link, or a pass that ended: one answer for all of them."""

    status = 404
    code = "request-gone"
    title = "This request is not open any more."

    def __init__(self) -> None:
        super().__init__("The request may have been answered, closed or expired. Ask whoever sent it for a new one.")


class RequestBusy(DomainError):
    """As many as answers are left, and two more, are answering at this moment."""

    status = 409
    code = "request-busy"
    title = "Others are answering this request right now."

    def __init__(self, retry_after: int) -> None:
        super().__init__("Try again later. Nothing was sent.", retry_after=retry_after)


class WorkNotDone(DomainError):
    """The counter does not solve the challenge, or the challenge is old, used or somebody else's."""

    status = 403
    code = "work-not-done"
    title = "The work for this answer was not done."

    def __init__(self) -> None:
        super().__init__("Ask for a new challenge and do it once more.")


class RequestsNotAllowed(DomainError):
    """The policy `requests` is off for the asker."""

    status = 403
    code = "requests-not-allowed"
    title = "You cannot ask people outside."

    def __init__(self) -> None:
        super().__init__("Your organisation has this turned off.")


class RequestAnswersExceeded(DomainError):
    """More answers than the policy `request_answers_max` allows."""

    status = 403
    code = "request-answers-exceeded"
    title = "Too many answers."

    def __init__(self, limit: int) -> None:
        super().__init__(f"Your organisation allows requests of up to {limit} answers.", limit=limit)


class RequestExpiryTooLate(DomainError):
    """The request would be open for longer than the policy `request_expiry_max_days` allows."""

    status = 422
    code = "request-expiry-too-late"
    title = "The request would be open for too long."

    def __init__(self, max_days: int) -> None:
        super().__init__(f"In your organisation a request is open for {max_days} days at most.", max_days=max_days)


class RequestEnded(DomainError):
    """The request has ended: there is nothing to change any more."""

    status = 409
    code = "request-ended"
    title = "The request has ended."

    def __init__(self) -> None:
        super().__init__("Make a new request.")
