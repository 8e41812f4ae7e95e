"""Requests whose answers several people may read: handed in a signed message, taken by each reader (links.md 9.6.7).

The message was opened and its signature verified before anything here; what the server says of the request must fit
what the sender signed. Nothing here asks the server anything.
"""

import hmac
from dataclasses import dataclass

from waxpost._exceptions import Refused
from waxpost.crypto.payload import HandedRequest
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.requests import KeptRequest, open_label, request_mark


@dataclass(frozen=True, slots=True)
class ToldRequest:
    """What the server says of a request: who asked, the first 16 bytes of H(RR), and its sealed label."""

    asker: str
    mark: bytes
    label: bytes


def handed(kept: KeptRequest) -> HandedRequest:
    """The member `request` of the message that hands a request of one's own to its further askers."""
    return HandedRequest(kept.id, kept.f, kept.rk.text)


def find_taken(request: HandedRequest, kept: KeptRequest | None) -> KeptRequest | None:
    """Rule 1: what is kept under this id already, if anything; refused(wrong-message) when it has other keys."""
    if kept is not None and (kept.f != request.f or kept.rk.text != request.rk):
        raise Refused("wrong-message", "another request with this id is kept already")
    return kept


def take(request: HandedRequest, sender: str, people: int, told: ToldRequest) -> KeptRequest:
    """Rules 3 to 5: what to keep of a request that `sender` handed in a message of theirs to so many people.

    Refused(wrong-message) when the server names another asker or key, when the label names another asker, or when it
    tells those who answer another number of readers; else as `open_label`.
    """
    kept = KeptRequest(request.id, request.f, HybridIdentity.from_text(request.rk), sender)
    if told.asker != sender:
        raise Refused("wrong-message", "whoever handed this request is not who asked")
    if not hmac.compare_digest(told.mark, request_mark(kept)):
        raise Refused("wrong-message", "the server has another key for this request")
    label = open_label(told.label, kept.id, kept.f)
    if label.asker_addr != sender:
        raise Refused("wrong-message", "what is asked names somebody else")
    if label.others != people:
        raise Refused("wrong-message", "whoever answers is told that another number of people reads it")
    return kept
