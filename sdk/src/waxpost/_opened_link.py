"""Open a link of somebody else, without an account (spec/links.md 9.3, spec/api.md 7c).

Looking uses nothing, and neither does a wrong passphrase or a connection that is lost. A view is used when this device
has opened the content and said so; before the server's yes nothing of it is shown. A cut link makes no request.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

from waxpost._api import Api
from waxpost._exceptions import IncompleteLink, NoSuchFile, PassphraseNeeded, Refused, WaxpostError
from waxpost._transfers import HeldFile, Watcher, download
from waxpost._values import Attachment, Progress
from waxpost.crypto.encoding import b64u, check_id
from waxpost.crypto.items import Item
from waxpost.crypto.links import (
    LinkKeys,
    OpenLink,
    SealedLink,
    link_keys,
    open_link,
    read_link_code,
    reply_url,
    words_keys,
)
from waxpost.crypto.members import Members
from waxpost.crypto.payload import ContentType

_LEASE_MOST = 100
# Well before an hour has gone, after which files would be refused.
_PROLONG_SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A link taken apart and its code checked; no request was made. `f` is None for a link that is made of words."""

    server: str
    id: str
    f: bytes | None
    needs: Literal["passphrase", "words"] | None

    def access_keys(self, words: str | None) -> LinkKeys:
        """Keys whose `access` is right, without a passphrase; of a link that is made of words `PassphraseNeeded`."""
        return self.keys(words) if self.f is None else link_keys(self.id, self.f, None)

    def keys(self, secret: str | None) -> LinkKeys:
        """The keys, with the passphrase or the words; `PassphraseNeeded`, refused(form)."""
        if self.needs is not None and secret is None:
            raise PassphraseNeeded(self.needs)
        if self.f is None:
            return words_keys(self.id, secret or "")
        return link_keys(self.id, self.f, secret if self.needs == "passphrase" else None)


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What the server says of a link before anything is used; None in `views_left` is unlimited."""

    from_addr: str
    from_name: str | None
    expires_at: str
    views_left: int | None
    tries_left: int
    # The language that its maker wants its page to have.
    lang: str = "en"
    # The one address that may open it, shortened; None: whoever has it.
    only_for: str | None = None


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code was mailed to this address, which is shortened; another may be asked for from `again_at` on."""

    only_for: str
    again_at: str


@dataclass(frozen=True, slots=True)
class LinkMessage:
    """What a link carried. Sender and text are the words of whoever made it: nobody signed them.

    `reply` is the link of a request by which its maker can be answered (`Client.open_request`); None where they take no
    answers. It names the key that answers go to, which came sealed.
    """

    from_name: str
    from_addr: str
    sent_at: str
    expires_at: str
    subject: str
    body: str
    ctype: ContentType
    items: tuple[Item, ...]
    attachments: tuple[Attachment, ...]
    views_left: int | None
    reply: str | None = None


def read_link_url(url: str) -> LinkTarget:
    """The parts of a link; `IncompleteLink` when it was cut or mistyped."""
    parts = urlsplit(url.strip())
    base, _, link_id = parts.path.rpartition("/")
    base, _, kind = base.rpartition("/")
    if kind != "s" or not parts.netloc or parts.query:
        raise IncompleteLink
    server = f"{parts.scheme}://{parts.netloc}{base}"
    if not parts.fragment:
        try:
            return LinkTarget(server, check_id(link_id), None, "words")
        except Refused as refused:
            raise IncompleteLink from refused
    f, has_passphrase = read_link_code(parts.fragment, link_id)
    return LinkTarget(server, link_id, f, "passphrase" if has_passphrase else None)


def look_at_link(api: Api, target: LinkTarget, keys: LinkKeys) -> LinkPreview:
    """Whom the link is from, and what is left of it. Uses nothing. `LinkGone`, `LinkLocked`."""
    m = Members(dict(api.post(f"links/{target.id}/access", {"access": b64u(keys.access)}, repeat=True)))
    maker = m.inner("from")
    return LinkPreview(
        from_addr=maker.addr("addr"),
        from_name=maker.maybe("name", maker.text),
        expires_at=m.time("expires_at"),
        views_left=m.maybe("views_left", m.number),
        tries_left=m.number("tries_left"),
        lang=m.text("lang", 10),
        only_for=m.maybe("only_for", m.text),
    )


def ask_link_code(api: Api, target: LinkTarget, keys: LinkKeys) -> LinkCode:
    """Have a code mailed to the one address that may open the link; in the pause after the last one none goes."""
    m = Members(dict(api.post(f"links/{target.id}/code", {"access": b64u(keys.access)}, repeat=True)))
    return LinkCode(m.text("only_for"), m.time("again_at"))


class OpenedLink:
    """An opened link, whose view is used. Close it, or use it as a context manager."""

    def __init__(
        self,
        api: Api,
        target: LinkTarget,
        keys: LinkKeys,
        clock: Callable[[], float] = time.time,
        *,
        code: str | None = None,
    ) -> None:
        """Claim, open, confirm; no view is used by what fails.

        `WrongPassphrase`, `CodeNeeded`, `WrongCode`, `LinkLocked`, `LinkGone`, `Changed`, `Refused`.
        """
        self._api = api
        self._id = target.id
        self._clock = clock
        proofs = {"access": b64u(keys.access), "claim": b64u(keys.claim), **({} if code is None else {"code": code})}
        # Never sent twice: a second claim would be a second lease.
        claimed = Members(dict(api.post(f"links/{target.id}/claim", {**proofs})))
        api.lease = claimed.text("lease", _LEASE_MOST)
        sealed = SealedLink(claimed.raw("link"), claimed.raw("content"))
        self._blobs = tuple(claimed.texts("blobs", check_id))
        self._opened: OpenLink = open_link(sealed, target.id, keys, len(self._blobs))
        views_left = self._confirm()
        content = self._opened.content
        self.message = LinkMessage(
            from_name=content.from_name,
            from_addr=content.from_addr,
            sent_at=content.sent,
            expires_at=claimed.time("expires_at"),
            subject=content.subject,
            body=content.body,
            ctype=content.ctype,
            items=content.items,
            attachments=tuple(Attachment(file.name, file.type, file.size) for file in content.att),
            views_left=views_left,
            reply=None if content.reply is None else reply_url(target.server, content.reply),
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

    def save(self, file: int, folder: Path, *, watch: Watcher | None = None) -> Path:
        """Save a file (its index in `message.attachments`) into a folder; the path it got, as `Client.save`."""
        manifests = self._opened.content.att
        if not 0 <= file < len(manifests):
            raise NoSuchFile(file + 1, len(manifests))
        held = HeldFile(self._blobs[file], manifests[file], self._opened.mk, under=f"links/{self._id}/")

        def told(progress: Progress) -> None:
            if self._clock() - self._confirmed_at > _PROLONG_SECONDS:
                # What fails now is tried again after the next part.
                with suppress(WaxpostError):
                    self._confirm()
            if watch is not None:
                watch(progress)

        self._prolong_if_due()
        return download(self._api, held, folder, told)

    def delete(self) -> None:
        """Delete the message for everybody who has the link."""
        self._api.post(f"links/{self._id}/delete", {"lease": self._api.lease})

    def _prolong_if_due(self) -> None:
        if self._clock() - self._confirmed_at > _PROLONG_SECONDS:
            self._confirm()

    def _confirm(self) -> int | None:
        body = {"lease": self._api.lease, "ack": b64u(self._opened.content.ack)}
        # The same again under this lease uses nothing more, so a lost answer costs no view.
        confirmed = Members(dict(self._api.post(f"links/{self._id}/confirm", {**body}, repeat=True)))
        self._confirmed_at = self._clock()
        return confirmed.maybe("views_left", confirmed.number)
