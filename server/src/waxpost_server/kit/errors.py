"""Domain errors: what can go wrong, each with a status, a code that never changes and a sentence to act on.

Two classes with one code fail at import, so a code always means one thing. The text is for people and may change;
programs compare `code`. Details never repeat what the caller typed.
"""

from typing import ClassVar

_REGISTER: dict[str, type["DomainError"]] = {}


class DomainError(Exception):
    """A refusal that the caller may see, exactly as written.

    `detail` is one sentence a person can act on, `retry_after` (seconds) becomes the Retry-After header, and further
    `members` become members of the problem document.
    """

    status: ClassVar[int]
    code: ClassVar[str]
    title: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            return
        taken_by = _REGISTER.setdefault(cls.code, cls)
        if taken_by is not cls:
            raise TypeError(f"{cls.__module__}.{cls.__name__} repeats the code {cls.code!r} of {taken_by.__name__}")

    def __init__(self, detail: str = "", *, retry_after: int | None = None, **members: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.retry_after = retry_after
        self.members = members


def registered_errors() -> list[type[DomainError]]:
    """Every domain error that has been imported, ordered by code."""
    return [_REGISTER[code] for code in sorted(_REGISTER)]


class InvalidRequest(DomainError):
    """The request does not have the documented shape."""

    status = 400
    code = "invalid-request"
    title = "The request is not valid."


class NotFound(DomainError):
    """There is nothing at this address, or nothing that the asker may see."""

    status = 404
    code = "not-found"
    title = "There is nothing here."


class StorageUnavailable(DomainError):
    """Database or blobs cannot be stored or read just now: full, stopped or too busy. Repeating later is safe."""

    status = 503
    code = "storage-unavailable"
    title = "Waxpost cannot reach its storage."

    def __init__(self) -> None:
        super().__init__("Nothing was changed. Try again in a few seconds.", retry_after=5)
