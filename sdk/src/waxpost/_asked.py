"""Answer a request of somebody else, without an account (spec/links.md 9.6.2 to 9.6.5, spec/api.md 7d).

The key that the server gives is compared with the mark in the link before anything else: nothing is shown, and nothing
is sealed, to another one. Looking uses nothing. A cut link makes no request.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from waxpost._api import Answer, Api
from waxpost._exceptions import IncompleteLink, NotAsked, ServerNotReached, WaxpostError, WorkNotDone
from waxpost._transfers import Uploads, Watcher
from waxpost.crypto.encoding import b64u, time_of
from waxpost.crypto.envelope import new_id
from waxpost.crypto.items import CUSTOM, Field, Item
from waxpost.crypto.members import Members
from waxpost.crypto.requests import (
    AnswerContent,
    AskedField,
    check_recipient,
    do_work,
    open_label,
    read_request_code,
    request_claim,
    request_words,
    seal_answer,
)

_TEXT_MOST = 200
# A challenge lives for ten minutes, and is asked for again a little before.
_WORK_SECONDS = 570
_TRIES = 3


@dataclass(frozen=True, slots=True)
class RequestTarget:
    """The link of a request taken apart and its code checked; no request was made."""

    server: str
    id: str
    f: bytes
    mark: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `from_addr`, `from_name`, `expires_at` and the limits are the server's word, the rest the
    asker's own; whoever has the link could have made it. `words` say which key the answer goes to, which the asker and
    the `others` have and nobody else: the asker sees the same eight.
    """

    from_addr: str
    from_name: str | None
    asker_name: str
    asker_addr: str
    title: str
    note: str
    fields: tuple[AskedField, ...]
    text: bool
    files: bool
    expires_at: str
    words: tuple[str, ...]
    files_most: int
    file_mib: int
    files_mib: int
    # The id of the link whose maker asks, so that its readers can answer; None for a request that is one by itself.
    link: str | None = None
    # How many people can read the answer besides the asker, who chose them; 0 where nobody can.
    others: int = 0


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """How much of the work that an answer costs is done: `tries`, of about so many on average."""

    tries: int
    expected: int


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that the server has taken."""

    mid: str
    arrived_at: str


WorkWatcher = Callable[[WorkProgress], None]


def read_request_url(url: str) -> RequestTarget:
    """The parts of the link of a request; `IncompleteLink` when it was cut or mistyped."""
    parts = urlsplit(url.strip())
    base, _, request_id = parts.path.rpartition("/")
    base, _, kind = base.rpartition("/")
    if kind != "r" or not parts.netloc or parts.query:
        raise IncompleteLink
    f, mark = read_request_code(parts.fragment, request_id)
    return RequestTarget(f"{parts.scheme}://{parts.netloc}{base}", request_id, f, mark)


class DeviceTooSlow(WaxpostError):
    """The work against flooding was not done in its time, several times."""

    def __init__(self) -> None:
        super().__init__("this device is too slow for the work that an answer costs; nothing was sent")


class OpenedRequest:
    """A request of somebody else, opened; `asked` says what for. Close it, or use it as a context manager."""

    def __init__(self, api: Api, target: RequestTarget, clock: Callable[[], float] = time.time) -> None:
        """Fetch and open by the rules of 9.6.2 in their order. `RequestGone`, `Refused`."""
        self._api = api
        self._target = target
        self._clock = clock
        self._path = f"requests/{target.id}"
        seen = Members(dict(api.post(f"{self._path}/open", self._claim(), repeat=True)))
        self._recipient = check_recipient(seen.raw("recipient"), target.mark)
        label = open_label(seen.raw("label"), target.id, target.f)
        maker, limits = seen.inner("from"), seen.inner("limits")
        self.asked = Asked(
            from_addr=maker.addr("addr"),
            from_name=maker.maybe("name", maker.text),
            asker_name=label.asker_name,
            asker_addr=label.asker_addr,
            title=label.title,
            note=label.note,
            fields=label.fields,
            text=label.text,
            files=label.files,
            expires_at=seen.time("expires_at"),
            words=request_words(target.mark),
            files_most=limits.number("files"),
            file_mib=limits.number("file_mib"),
            files_mib=limits.number("files_mib"),
            link=label.link,
            others=label.others,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    def answer(
        self,
        values: Sequence[str] = (),
        *,
        text: str = "",
        files: Iterable[Path] = (),
        watch: Watcher | None = None,
        work_watch: WorkWatcher | None = None,
    ) -> GivenAnswer:
        """Give one answer: the values of `asked.fields` in their order (an empty one is left out), a text, files.

        First some work against flooding is done, of which `work_watch` is told; what it raises ends it. `watch` as in
        `Client.send`. `NotAsked` for what the request does not ask for; `RequestGone`, `RequestBusy`, `DeviceTooSlow`.
        The same answer is sent again when the connection is lost, and taken once.
        """
        paths = tuple(files)
        items = self._items(values)
        self._check_asked(text, items, paths)
        self._api.answer_pass = self._pass(work_watch)
        with Uploads(self._api, watch, under=f"{self._path}/") as uploads:
            for path in paths:
                uploads.add(path)
            content = AnswerContent(
                id=self._target.id,
                mid=new_id(),
                sent=time_of(int(self._clock())),
                body=text,
                items=items,
                att=uploads.manifests,
            )
            sealed = seal_answer(content, self._target.f, self._recipient, uploads.key.identity)
            body: Answer = {
                "mid": content.mid,
                "wrap": b64u(sealed.wrap),
                "content": b64u(sealed.content),
                "blobs": [*uploads.key.blobs],
            }
            taken = Members(dict(self._api.post(f"{self._path}/answer", body, repeat=True)))
        return GivenAnswer(content.mid, taken.time("arrived_at"))

    def _claim(self) -> Answer:
        return {"claim": b64u(request_claim(self._target.f))}

    def _items(self, values: Sequence[str]) -> tuple[Item, ...]:
        if len(values) > len(self.asked.fields):
            raise NotAsked("there are more values than the request asks for; nothing was sent")
        fields = tuple(
            Field(field.f, value, field.label if field.f == CUSTOM else None)
            for field, value in zip(self.asked.fields, values, strict=False)
            if value
        )
        return (Item(self.asked.title, fields),) if fields else ()

    def _check_asked(self, text: str, items: tuple[Item, ...], files: tuple[Path, ...]) -> None:
        if text and not self.asked.text:
            raise NotAsked("the request does not ask for a text; nothing was sent")
        if files and not self.asked.files:
            raise NotAsked("the request does not ask for files; nothing was sent")
        if not (text or items or files):
            raise NotAsked("an answer needs something that was asked for; nothing was sent")

    def _pass(self, watch: WorkWatcher | None) -> str:
        """Work, and what it buys. An answer of the server that was lost costs the work once more."""
        for tries_left in reversed(range(_TRIES)):
            work = Members(dict(self._api.post(f"{self._path}/work", self._claim(), repeat=True)))
            challenge = work.text("challenge", _TEXT_MOST)
            counter = self._work(challenge, work.number("bits"), watch)
            if counter is None:
                continue
            body: Answer = {**self._claim(), "challenge": challenge, "counter": counter}
            try:
                return Members(dict(self._api.post(f"{self._path}/begin", body))).text("pass", _TEXT_MOST)
            except (WorkNotDone, ServerNotReached):
                if not tries_left:
                    raise
        raise DeviceTooSlow

    def _work(self, challenge: str, bits: int, watch: WorkWatcher | None) -> int | None:
        """The counter; None when the challenge has grown too old."""
        ends_at = self._clock() + _WORK_SECONDS

        def told(tries: int) -> None:
            if self._clock() > ends_at:
                raise _TooOldError
            if watch is not None:
                watch(WorkProgress(tries, 1 << bits))

        try:
            return do_work(challenge, bits, told)
        except _TooOldError:
            return None


class _TooOldError(Exception):
    """Nobody takes this work any more."""
