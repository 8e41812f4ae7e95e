"""What leaves through the routes of attachments (spec/api.md, section 7b)."""

from waxpost_server.attachments.progress import Upload
from waxpost_server.attachments.sizes import part_count
from waxpost_server.kit.shapes import Answer


class BlobAnswer(Answer):
    """A file on its way up: what is held of it."""

    id: str
    csize: int
    hlen: int
    parts: int
    held: list[int]
    finished: bool


def blob_answer(upload: Upload) -> BlobAnswer:
    """An upload as it goes out."""
    return BlobAnswer(
        id=upload.id,
        csize=upload.csize,
        hlen=upload.hlen,
        parts=part_count(upload.csize, upload.hlen),
        held=upload.held,
        finished=upload.is_finished,
    )
