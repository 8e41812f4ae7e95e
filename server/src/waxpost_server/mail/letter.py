"""Letters: the words of a mail, once, and the two forms in which they travel.

A letter has a subject and paragraphs, each a line of text or a link. Plain text and HTML are made from the same
paragraphs; HTML escapes everything and loads nothing. Links are paths under the configured base address: whoever writes
a letter cannot name another place. What comes from people (names) can break neither a line nor a header.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from waxpost_server.kit.settings import Settings

_BODY = '<body style="margin:0;padding:24px;font:15px/1.5 sans-serif;color:#1b1f24;background:#ffffff">'
_BUTTON = "display:inline-block;padding:10px 16px;border-radius:6px;background:#1b1f24;color:#ffffff"
_SMALL = "color:#5b636e;font-size:13px"
# Control, format (which holds the bidirectional marks), surrogate, line and paragraph separators.
_NOT_IN_LINES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link into Waxpost: what it does, and its path, which begins with a slash."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. `ending` is smaller: why somebody gets this, and how to get no more. `lang`: of the words."""

    subject: str
    paragraphs: tuple[str | Link, ...]
    ending: str
    lang: str = "en"


def write_letter(letter: Letter, settings: Settings, to_addr: str, mail_id: str, at: int) -> EmailMessage:
    """The mail for one person. `mail_id` makes its Message-ID, `at` its date."""
    name, sender = parseaddr(settings.smtp_from)
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(name, sender)
    message["To"] = _address("", to_addr)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    message["Message-ID"] = f"<{mail_id}@{sender.rpartition('@')[2]}>"
    # RFC 3834: no out-of-office answer to a machine; the second header says the same to Exchange.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_text(letter, settings.base_url), cte="quoted-printable")
    message.add_alternative(_html(letter, settings.base_url), subtype="html", cte="quoted-printable")
    return message


def one_line(text: str) -> str:
    """The same text in one line, without control characters and marks that turn the direction."""
    shown = "".join(" " if unicodedata.category(each) in _NOT_IN_LINES else each for each in text)
    return " ".join(shown.split())


def _address(name: str, addr: str) -> Address:
    local, _, domain = addr.rpartition("@")
    return Address(display_name=one_line(name), username=local, domain=domain)


def _text(letter: Letter, base_url: str) -> str:
    parts = [
        f"{one_line(each.label)}:\n{_href(each, base_url)}" if isinstance(each, Link) else one_line(each)
        for each in letter.paragraphs
    ]
    return "\n\n".join([*parts, f"-- \n{one_line(letter.ending)}"]) + "\n"


def _html(letter: Letter, base_url: str) -> str:
    parts = [
        f'<p><a href="{escape(_href(each, base_url))}" style="{_BUTTON}">{escape(one_line(each.label))}</a></p>'
        if isinstance(each, Link)
        else f"<p>{escape(one_line(each))}</p>"
        for each in letter.paragraphs
    ]
    title = f"<title>{escape(one_line(letter.subject))}</title>"
    head = f'<!doctype html>\n<html lang="{escape(letter.lang)}"><head><meta charset="utf-8">{title}</head>'
    ending = f'<p style="{_SMALL}">{escape(one_line(letter.ending))}</p>'
    return "\n".join([head, _BODY, *parts, ending, "</body></html>"]) + "\n"


def _href(link: Link, base_url: str) -> str:
    if not link.path.startswith("/") or link.path.startswith("//") or "#" in link.path:
        raise ValueError("a link in a mail is a path of ours, without a fragment")
    return base_url + link.path
