"""What can go wrong with attachments. Codes and statuses are those of spec/api.md, section 7b."""

from waxpost_server.kit.errors import DomainError


class BlobNotFound(DomainError):
    """There is no such blob or part, or the asker may not see it, or it has ended."""

    status = 404
    code = "blob-not-found"
    title = "There is no such file."

    def __init__(self) -> None:
        super().__init__("The file does not exist, or it is not yours to see, or it has been deleted.")


class BlobExists(DomainError):
    """The id is taken: with another size, by somebody else, or by a blob that is in use."""

    status = 409
    code = "blob-exists"
    title = "A file with this id was put up before."

    def __init__(self) -> None:
        super().__init__("Seal the file again, with a new id.")


class FileTooLarge(DomainError):
    """The file has more plaintext than the policy allows. `limit` is in MiB."""

    status = 413
    code = "file-too-large"
    title = "The file is too large."

    def __init__(self, limit: int) -> None:
        super().__init__(f"Your organisation allows files of up to {limit} MB.", limit=limit)


class TooManyUploads(DomainError):
    """The asker has too many files put up that no message or vault has taken over."""

    status = 409
    code = "too-many-uploads"
    title = "Too many files are waiting to be sent."

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"At most {limit} can wait. Send or cancel some; after a day they go by themselves.", limit=limit
        )


class PartLength(DomainError):
    """The body is not as long as this part must be."""

    status = 422
    code = "part-length"
    title = "The part is not of the right length."

    def __init__(self, expected: int) -> None:
        super().__init__(f"Send exactly {expected} bytes, and say so in Content-Length.", expected=expected)


class PartDigest(DomainError):
    """The body does not have the digest that its header names: it was changed on the way."""

    status = 422
    code = "part-digest"
    title = "The part was damaged on the way."

    def __init__(self) -> None:
        super().__init__("Send the part again.")


class PartTooSlow(DomainError):
    """The part did not come within eight minutes."""

    status = 408
    code = "part-too-slow"
    title = "The line is too slow."

    def __init__(self) -> None:
        super().__init__("A part has to come within eight minutes. Try again on a faster line.")


class PartDiffers(DomainError):
    """This part is held already, with other bytes."""

    status = 409
    code = "part-differs"
    title = "The part was put up before, with other bytes."

    def __init__(self) -> None:
        super().__init__("A file that changed has to be sealed again, with a new id.")


class BlobIncomplete(DomainError):
    """Some parts are missing; `missing` names the first of them."""

    status = 409
    code = "blob-incomplete"
    title = "The file is not complete yet."

    def __init__(self, missing: list[int]) -> None:
        super().__init__("Put up the missing parts, then finish again.", missing=missing)


class BlobsNotReady(DomainError):
    """Some blobs cannot be claimed: unfinished, not the asker's, claimed already or unknown; it does not tell which."""

    status = 422
    code = "blobs-not-ready"
    title = "Some files are not ready."

    def __init__(self, blobs: list[str]) -> None:
        super().__init__("Put them up again. Nothing was saved or sent.", blobs=blobs)


class RangeNotSatisfiable(DomainError):
    """The range begins beyond the end of the part."""

    status = 416
    code = "range-not-satisfiable"
    title = "The part is shorter than that."

    def __init__(self, length: int) -> None:
        super().__init__(f"The part has {length} bytes.", length=length)
