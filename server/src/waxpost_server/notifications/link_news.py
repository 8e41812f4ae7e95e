"""The mail that tells a maker of a link that it was opened, or that wrong tries have locked it.

Nothing of what the link leads to is in it, not even its subject, which is sealed: the link is told by when it was made.
"""

from waxpost_server.directory.people import find_people_by_uid
from waxpost_server.directory.standing import State
from waxpost_server.kit.db import WriteTx
from waxpost_server.links.telling import LinkNews, find_link_news
from waxpost_server.mail.dates import date_words
from waxpost_server.mail.letter import Letter, Link
from waxpost_server.mail.outbox import Composed
from waxpost_server.notifications.preferences import find_preferences

_ENDING = (
    "Waxpost wrote this because you asked to be told when the link is opened. Switch such mails off in Waxpost under "
    "Settings, or with the command: waxpost mail off --links"
)


async def compose_opened(tx: WriteTx, share_id: str, _note: str | None) -> Composed | None:
    """The mail about the first view; None when its maker wants none."""
    news = await _find_wanted(tx, share_id)
    if news is None or news.first_opened_at is None:
        return None
    opened = f"It was opened on {date_words(news.first_opened_at, 'en')}, from the network {news.network}."
    return Composed(
        Letter(
            "Your link was opened",
            (f"You made a link on {date_words(news.created_at, 'en')}.", opened, _link(share_id)),
            _ENDING,
        )
    )


async def compose_locked(tx: WriteTx, share_id: str, _note: str | None) -> Composed | None:
    """The mail about a link that is locked; None when its maker wants none."""
    news = await _find_wanted(tx, share_id)
    if news is None or news.ended_at is None:
        return None
    locked = (
        f"It was locked on {date_words(news.ended_at, 'en')}: somebody who has it tried a wrong passphrase or code too "
        "often. Nobody can open it any more. If it is still needed, make a new one."
    )
    return Composed(
        Letter(
            "Your link was locked",
            (f"You made a link on {date_words(news.created_at, 'en')}.", locked, _link(share_id)),
            _ENDING,
        )
    )


async def _find_wanted(tx: WriteTx, share_id: str) -> LinkNews | None:
    news = await find_link_news(tx, share_id)
    who = None if news is None else (await find_people_by_uid(tx, [news.uid])).get(news.uid)
    if news is None or who is None or who.state != State.ACTIVE:
        return None
    return news if (await find_preferences(tx, news.uid)).tells_links else None


def _link(share_id: str) -> Link:
    return Link("See your link", f"/messages/links/{share_id}")
