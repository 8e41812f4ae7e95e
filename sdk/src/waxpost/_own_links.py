"""The verbs of `Client` on links for people without an account."""

from collections.abc import Iterable
from pathlib import Path

from waxpost._exceptions import Problem
from waxpost._links import Link, LinkBook, LinkDraft
from waxpost._opened_link import LinkCode, LinkPreview, OpenedLink, ask_link_code, look_at_link, read_link_url
from waxpost._own_entries import EntryVerbs
from waxpost._transfers import Uploads, Watcher
from waxpost._world import WORLD, World, closed, closed_on_error


class LinkVerbs(EntryVerbs):
    """My links."""

    def create_link(self, draft: LinkDraft, files: Iterable[Path] = (), *, watch: Watcher | None = None) -> Link:
        """Make a link that anybody who has it, and its passphrase, can open; the link and the passphrase to pass on.

        A `Problem` when the organisation does not allow it, or not so; nothing was made then. `watch` as in `send`.
        """
        with Uploads(self._account.api, watch) as uploads:
            for path in files:
                uploads.add(path)
            try:
                link = self._links.make(draft, uploads)
            except Problem:
                raise
            except BaseException:
                # It may have arrived: then its files belong to it.
                uploads.keep()
                raise
            uploads.keep()
            return link

    def shared_links(self) -> tuple[Link, ...]:
        """My links, newest first, until 30 days after their end."""
        return tuple(self._links.links())

    def shared_link(self, link_id: str) -> Link:
        """One link of mine with its newest views; `NotFound`."""
        return self._links.link(link_id)

    def change_link(self, link_id: str, *, expires_at: str | None = None, notify: bool | None = None) -> Link:
        """Change until when a link works, or whether I am told of views; `Changed` when it has ended."""
        return self._links.change(link_id, expires_at, notify)

    def mail_link(self, link_id: str, to: Iterable[str] = ()) -> Link:
        """Let the server mail a link of words, without them; to those who had it before when nobody is named.

        `LinkHasKey` for any other link. Each address gets five mails at most, ten minutes apart.
        """
        return self._links.mail(link_id, tuple(to))

    def revoke_link(self, link_id: str) -> None:
        """Take a link back: nobody opens it from now on."""
        self._links.revoke(link_id)

    @classmethod
    def look_at_link(cls, url: str, words: str | None = None, *, world: World = WORLD) -> LinkPreview:
        """Whom a link is from and what is left of it, without an account. Uses nothing; `IncompleteLink`, `LinkGone`.

        `words` are needed for a link that is made of them.
        """
        target = read_link_url(url)
        keys = target.access_keys(words)
        with closed(world.api(target.server)) as api:
            return look_at_link(api, target, keys)

    @classmethod
    def ask_link_code(cls, url: str, words: str | None = None, *, world: World = WORLD) -> LinkCode:
        """Have a code mailed to the one address that may open a link (`LinkPreview.only_for`). Uses nothing."""
        target = read_link_url(url)
        keys = target.access_keys(words)
        with closed(world.api(target.server)) as api:
            return ask_link_code(api, target, keys)

    @classmethod
    def open_link(
        cls, url: str, secret: str | None = None, *, code: str | None = None, world: World = WORLD
    ) -> OpenedLink:
        """Open somebody's link, without an account; `secret` is its passphrase or its words. Uses a view, if it opens.

        `code`: the one that was mailed, where only one address may open it. `IncompleteLink` and `PassphraseNeeded`
        without a request; `WrongPassphrase`, `CodeNeeded`, `WrongCode`, `LinkLocked`, `LinkGone`.
        """
        target = read_link_url(url)
        keys = target.keys(secret)
        with closed_on_error(world.api(target.server)) as api:
            return OpenedLink(api, target, keys, world.clock, code=code)

    @property
    def _links(self) -> LinkBook:
        return LinkBook(self._account, self._book)
