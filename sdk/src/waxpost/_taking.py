"""Take requests whose answers I may read as well, as signed messages hand them to me (spec/links.md 9.6.7).

The record goes into my own sealed pack, so that each of my devices opens the answers. One that is kept is never
replaced, and what the server says of a request has to fit what the sender signed.
"""

from contextlib import suppress

from waxpost._account import Account
from waxpost._entries import EntryBook
from waxpost._exceptions import NotFound, Refused, WaxpostError
from waxpost._requests import RequestBook
from waxpost._values import HandedTo
from waxpost.crypto.envelope import new_id
from waxpost.crypto.handing import find_taken, take
from waxpost.crypto.packs import with_added
from waxpost.crypto.payload import HandedRequest
from waxpost.crypto.records import Record
from waxpost.crypto.requests import written_request


class RequestTaker:
    """Takes for one account; what was decided once is not asked again."""

    def __init__(self, account: Account, book: EntryBook) -> None:
        self._account = account
        self._book = book
        self._requests = RequestBook(account, book)
        self._decided: dict[tuple[str, int, HandedRequest], HandedTo] = {}

    def take(self, request: HandedRequest, sender: str, people: int) -> HandedTo:
        """What became of a request that a message of `sender` to `people`, just verified, hands to me. Never fails.

        Without an answer of the server it is `waiting`, and is tried again with the message.
        """
        handed = (sender, people, request)
        known = self._decided.get(handed)
        if known is not None:
            return known
        outcome = HandedTo(request.id, "waiting")
        with suppress(WaxpostError):
            outcome = self._decide(*handed)
            self._decided[handed] = outcome
        return outcome

    def _decide(self, sender: str, people: int, request: HandedRequest) -> HandedTo:
        try:
            if find_taken(request, self._requests.records().get(request.id)) is None:
                kept = take(request, sender, people, self._requests.told(request.id))
                record = Record(new_id(), 1, self._account.now(), written_request(kept))
                self._book.change(lambda packs: with_added(packs, self._account.vault.uid, [record], "links"))
        except NotFound:
            return HandedTo(request.id, "over")
        except Refused as refused:
            return HandedTo(request.id, "refused", refused.reason)
        return HandedTo(request.id, "taken")
