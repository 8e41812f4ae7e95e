"""Compare and swap: `If-Match: "<number>"` names the version the client saw (spec/api.md, section 1)."""

import re

from waxpost_server.kit.errors import DomainError, InvalidRequest
from waxpost_server.kit.web.problems import AnyRequest

_VERSION = re.compile(r'"(0|[1-9][0-9]{0,15})"')


class PreconditionRequired(DomainError):
    """The route needs If-Match."""

    status = 428
    code = "precondition-required"
    title = "The request does not say which version it changes."

    def __init__(self) -> None:
        super().__init__('Send If-Match: "<number>" with the version you saw.')


def if_match(request: AnyRequest) -> int:
    """The number in If-Match: a handler's parameter `if_match: int`. Raises PreconditionRequired, InvalidRequest."""
    text = request.headers.get("if-match")
    if text is None:
        raise PreconditionRequired
    found = _VERSION.fullmatch(text)
    if not found:
        raise InvalidRequest('If-Match is not of the form "<number>".')
    return int(found[1])
