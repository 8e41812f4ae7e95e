"""How far an upload has come."""

from typing import NamedTuple


class Upload(NamedTuple):
    """A file on its way up: its sizes, the parts that are held, ascending, and whether it is finished."""

    id: str
    csize: int
    hlen: int
    held: list[int]
    is_finished: bool
    is_new: bool = False
