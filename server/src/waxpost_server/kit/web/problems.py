"""Problems: every refusal as RFC 9457 `application/problem+json` (spec/api.md, section 1).

A refusal names the path of a wrong member and why it is wrong, never its value. What we did not expect becomes
`internal-error` with the request id, and the rest goes to the log.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    SerializationException,
    ValidationException,
)

from waxpost_server.kit.errors import DomainError, InvalidRequest, NotFound
from waxpost_server.kit.log import log, request_id

MEDIA_TYPE = "application/problem+json"

_SAFE_REASON = re.compile(
    r"(Expected `[a-z |]+`, got `[a-z]+`|Object missing required field `\w+`|Expected `\w+` (of )?[\w ]+[<>=]+ \d+)"
)


class MethodNotAllowed(DomainError):
    """The address exists, but not with this method. The Allow header names the methods it has."""

    status = 405
    code = "method-not-allowed"
    title = "This address does not take that method."


class TooLarge(DomainError):
    """The body is larger than the route takes."""

    status = 413
    code = "too-large"
    title = "The request is too large."


class UnsupportedMediaType(DomainError):
    """The body is not of the type the route takes."""

    status = 415
    code = "unsupported-media-type"
    title = "The body is not of the right type."


class InternalError(DomainError):
    """Something broke that should not. The log line with the same request id says where."""

    status = 500
    code = "internal-error"
    title = "Something went wrong on the server."


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The members that every problem has; some codes add their own."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str


def problem_parts(error: DomainError) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a domain error."""
    body: dict[str, object] = {
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail or error.title,
        "code": error.code,
        "request_id": request_id.get(),
        **error.members,
    }
    headers = {"cache-control": "no-store"}
    if error.retry_after is not None:
        headers["retry-after"] = str(error.retry_after)
    return error.status, headers, msgspec.json.encode(body)


def _respond(error: DomainError, more: Mapping[str, str] | None = None) -> Response[bytes]:
    status, headers, body = problem_parts(error)
    return Response(body, status_code=status, headers={**headers, **(more or {})}, media_type=MEDIA_TYPE)


AnyRequest = Request[Any, Any, Any]  # user, auth and state types are ours to read through `principal` and `db`


def answer_domain_error(_request: AnyRequest, error: DomainError) -> Response[bytes]:
    """A refusal by a verb."""
    return _respond(error)


def answer_http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """A refusal by the web framework, in our words."""
    if isinstance(error, ValidationException):
        return _respond(_invalid(error))
    if isinstance(error, NotFoundException) or error.status_code == NotFound.status:
        return _respond(NotFound("Check the address."))
    if isinstance(error, MethodNotAllowedException) or error.status_code == MethodNotAllowed.status:
        allow = (error.headers or {}).get("allow") or _methods_of(request)
        return _respond(MethodNotAllowed(), {"allow": allow} if allow else None)
    if error.status_code == TooLarge.status:
        return _respond(TooLarge("Send less at once."))
    if error.status_code == UnsupportedMediaType.status:
        return _respond(UnsupportedMediaType())
    if 400 <= error.status_code < 500:
        return _respond(InvalidRequest("The request cannot be read."))
    return answer_unexpected(request, error)


def answer_malformed(_request: AnyRequest, _error: Exception) -> Response[bytes]:
    """A body that is no JSON, no UTF-8, or nested without end."""
    return _respond(InvalidRequest("The body is not valid JSON."))


def answer_unexpected(_request: AnyRequest, error: Exception) -> Response[bytes]:
    """A mistake of ours: logged with its place, shown without it."""
    log().error("unexpected error", exc_info=error)
    return _respond(InternalError("Try again; if it stays, give the operator this request id."))


EXCEPTION_HANDLERS: Mapping[int | type[Exception], Any] = {  # Litestar's own type for this is not exported
    DomainError: answer_domain_error,
    HTTPException: answer_http_error,
    SerializationException: answer_malformed,
    UnicodeDecodeError: answer_malformed,
    RecursionError: answer_malformed,
    Exception: answer_unexpected,
}


class FieldError(msgspec.Struct, frozen=True):
    """Where a request is wrong, and why. `path` is empty for the whole body."""

    path: str
    reason: str


def _invalid(error: ValidationException) -> InvalidRequest:
    errors: list[FieldError] = []
    extra: Sequence[Any] = error.extra if isinstance(error.extra, list) else []  # whatever Litestar collected
    for item in extra:
        path = str(item.get("key", ""))
        is_whole_body = item.get("source") == "body" and path == "data"  # the name of the handler's parameter
        errors.append(FieldError("" if is_whole_body else path, _why(str(item.get("message", "")))))
    if not errors:
        errors.append(FieldError("", _why(str(error.detail))))
    return InvalidRequest("Some members are missing, unknown or of the wrong form; `errors` names them.", errors=errors)


def _why(text: str) -> str:
    """The reason of a decoding error, without anything the caller typed."""
    if "unknown field" in text:
        return "a member that is not known"
    if _SAFE_REASON.fullmatch(text):
        return text.replace("`", "")
    if text.startswith("Missing required"):
        return "missing"
    if "regex" in text:
        return "not of the documented form"
    if text.startswith(("expected ", "longer ", "not base64url")):  # ours, of kit.shapes
        return text
    return "not a valid value"


def _methods_of(request: AnyRequest) -> str:
    route: Any = cast(Mapping[str, Any], request.scope).get("route")  # absent when no route was found
    return ", ".join(sorted(getattr(route, "route_handler_map", {})))
