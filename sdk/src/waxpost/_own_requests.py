"""The verbs of `Client` on requests: mine with their answers, and those of others without an account."""

from collections.abc import Iterable
from pathlib import Path

from waxpost._answers import AnswerBook, OutsideAnswer, OutsideAnswers
from waxpost._asked import OpenedRequest, read_request_url
from waxpost._own_entries import EntryVerbs
from waxpost._requests import Request, RequestBook, RequestDraft
from waxpost._transfers import Watcher
from waxpost._world import WORLD, World, closed_on_error


class RequestVerbs(EntryVerbs):
    """My requests, and the answers to them."""

    def create_request(self, draft: RequestDraft) -> Request:
        """Ask somebody without an account; `Request.url` is to be passed on. The server never mails it.

        A `Problem` when the organisation does not allow it, or not so; nothing was made then.
        """
        return self._requests.make(draft)

    def requests(self) -> tuple[Request, ...]:
        """My requests, newest first, until 30 days after their end, and as long as they have answers."""
        return tuple(self._requests.requests())

    def request(self, request_id: str) -> Request:
        """One request of mine; `NotFound`."""
        return self._requests.request(request_id)

    def change_request(self, request_id: str, *, expires_at: str) -> Request:
        """Change until when a request can be answered; `Changed` when it has ended."""
        return self._requests.change(request_id, expires_at)

    def close_request(self, request_id: str) -> None:
        """Take no more answers from now on. Those that came stay."""
        self._requests.close(request_id)

    def answers(
        self, request_id: str | None = None, *, unread: bool = False, limit: int = 50, cursor: str | None = None
    ) -> OutsideAnswers:
        """The answers to my requests, or to one of them, newest first, each opened."""
        return self._answers.answers(request_id, unread=unread, limit=limit, cursor=cursor)

    def peek_answer(self, mid: str) -> OutsideAnswer:
        """Open one answer without marking it as read; `NotFound`."""
        return self._answers.answer(mid)

    def read_answer(self, mid: str) -> OutsideAnswer:
        """Open one answer and mark it as read, if it can be read."""
        answer = self._answers.answer(mid)
        if answer.result == "outside" and not answer.is_read:
            self._answers.mark([mid], read=True)
        return answer

    def mark_answers(self, mids: Iterable[str], *, read: bool) -> None:
        """Mark answers as read or unread."""
        self._answers.mark(list(mids), read=read)

    def delete_answers(self, mids: Iterable[str]) -> None:
        """Delete answers with their files, for good."""
        for mid in mids:
            self._answers.delete(mid)

    def save_answer(self, mid: str, file: int, folder: Path, *, watch: Watcher | None = None) -> Path:
        """Save a file of an answer (its index in `OutsideAnswer.attachments`) into a folder, as `save`."""
        return self._answers.save(mid, file, folder, watch)

    @classmethod
    def open_request(cls, url: str, *, world: World = WORLD) -> OpenedRequest:
        """What somebody asks for, without an account. Uses nothing; `IncompleteLink` without a request, `RequestGone`.

        Refused(wrong-message) when the server gives another key than the one in the link: then nothing may be sent.
        """
        target = read_request_url(url)
        with closed_on_error(world.api(target.server)) as api:
            return OpenedRequest(api, target, world.clock)

    @property
    def _requests(self) -> RequestBook:
        return RequestBook(self._account, self._book)

    @property
    def _answers(self) -> AnswerBook:
        return AnswerBook(self._account, self._book)
