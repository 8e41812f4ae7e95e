"""Let the readers of a link answer its maker: a request that is made for this link alone (spec/links.md 9.6.8).

The request is there before the link that names it. It ends with the link as far as its maker ends it; otherwise whoever
has read the message may answer until the request ends by itself.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from waxpost._account import Account
from waxpost._entries import EntryBook
from waxpost._exceptions import Changed, NotFound
from waxpost._requests import RequestBook, RequestDraft
from waxpost.crypto.encoding import seconds_of, time_of
from waxpost.crypto.links import LinkReply
from waxpost.crypto.requests import TITLE_MOST

NO_SUBJECT: Final = "(no subject)"
# How many answers a link takes at least, and how many where its views are unlimited.
_LEAST, _UNLIMITED = 10, 100
_DAY = 86_400
# The policy counts by the clock of the server, which may be a little behind.
_SPARE_SECONDS = 60


class ReplyBook:
    """The requests behind the links of one account."""

    def __init__(self, account: Account, book: EntryBook) -> None:
        self._account = account
        self._requests = RequestBook(account, book)

    def open(
        self, link_id: str, subject: str, expires_at: str, views: int | None, policies: Mapping[str, object]
    ) -> LinkReply:
        """Make the request; `views` None is unlimited. A `Problem` when the organisation does not allow requests."""
        draft = RequestDraft(
            title=reply_title(subject),
            text=True,
            files=True,
            expires_at=_end(expires_at, self._account.now(), policies),
            answers=min(
                _UNLIMITED if views is None else max(views, _LEAST), policy_number(policies, "request_answers_max", 100)
            ),
            link=link_id,
        )
        made = self._requests.make(draft)
        kept = self._requests.records()[made.id]
        return LinkReply(kept.id, kept.f, kept.rk.recipient)

    def follow(self, request_id: str, expires_at: str, policies: Mapping[str, object]) -> None:
        """Give it the new end of its link; one that has ended stays as it is."""
        with suppress(NotFound, Changed):
            request = self._requests.request(request_id)
            if request.state == "open":
                self._requests.change(request_id, _end(expires_at, request.created_at, policies))

    def close(self, request_id: str) -> None:
        """Take no more answers; nothing happens to one that is over."""
        with suppress(NotFound):
            self._requests.close(request_id)

    def count(self, request_id: str) -> int | None:
        """How many answers came; None when the server does not know the request any more."""
        with suppress(NotFound):
            request = self._requests.request(request_id)
            return request.answers - request.answers_left
        return None


def reply_title(subject: str) -> str:
    """What the request of a link is called."""
    if not subject:
        return NO_SUBJECT
    return subject if len(subject) <= TITLE_MOST else subject[: TITLE_MOST - 1] + "…"


def policy_number(policies: Mapping[str, object], name: str, default: int) -> int:
    """A policy that is a number; `default` where the server does not name it."""
    value = policies.get(name, default)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _end(expires_at: str, made_at: str, policies: Mapping[str, object]) -> str:
    longest = policy_number(policies, "request_expiry_max_days", 90) * _DAY - _SPARE_SECONDS
    return time_of(min(seconds_of(expires_at), seconds_of(made_at) + longest))
