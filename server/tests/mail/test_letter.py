"""A letter: the same words in text and HTML, nothing that loads, nothing that breaks out of its place."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.tests.postbox import Taken
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.letter import Letter, Link, write_letter
from waxpost_server.notifications.letters import New, announcement_letter

SETTINGS = Settings(
    base_url="https://waxpost.example.org",
    smtp_host="mail.example.org",
    smtp_from="Waxpost of Halden <waxpost@example.org>",
)
AT = 1_790_000_000
LOADING = {"img", "script", "link", "iframe", "style", "object", "embed", "video", "audio", "form", "input", "base"}


class Shown(HTMLParser):
    """What a reader of the HTML sees: text, links, tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what could load."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background", "srcset")]

    def handle_data(self, data: str) -> None:
        """Note what is read."""
        self.text += f"{data}\n"


def written(letter: Letter, to_addr: str = "bob@example.org") -> Taken:
    return Taken("", [to_addr], write_letter(letter, SETTINGS, to_addr, "A" * 22, AT).as_bytes(), is_protected=True)


def test_text_and_html_say_the_same_words() -> None:
    letter = Letter("Hello", ("One <b> & two.", Link("Open it", "/messages/inbox")), "Because “you” asked.")

    mail = written(letter)

    shown = Shown(mail.html)
    for words in ("One <b> & two.", "Open it", "Because “you” asked."):
        assert words in mail.text
        assert words in shown.text
    assert shown.links == ["https://waxpost.example.org/messages/inbox"]
    assert "https://waxpost.example.org/messages/inbox" in mail.text
    assert not shown.tags & LOADING


@pytest.mark.parametrize("path", ["messages", "//evil.example.net", "https://evil.example.net", "/s/x#key", ""])
def test_a_link_leads_nowhere_else_and_has_no_fragment(path: str) -> None:
    with pytest.raises(ValueError, match="a path of ours"):
        written(Letter("Hello", (Link("Open", path),), ""))


NASTY = "Eve\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>\u202ecod\u2028x\x00"


def test_rule_12_a_name_with_a_newline_injects_no_header_and_no_line() -> None:
    letter = announcement_letter([New("m" * 22, NASTY, "eve@example.org", AT)], 1)

    mail = written(Letter(NASTY, letter.paragraphs, NASTY))

    message = mail.message
    ours = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress")
    assert sorted(message.keys()) == sorted([*ours, "MIME-Version", "Content-Type"])
    assert message["Subject"].startswith("Eve Bcc: all@example.org")
    assert not [line for line in mail.text.splitlines() if line.startswith("Bcc")]
    assert "script" not in Shown(mail.html).tags
    assert "\u202e" not in mail.text + mail.html + str(message["Subject"])


def test_a_name_in_the_sender_s_setting_is_kept() -> None:
    assert written(Letter("x", (), "")).message["From"] == "Waxpost of Halden <waxpost@example.org>"


@given(name=st.text(max_size=100), subject=st.text(max_size=200))
def test_whatever_a_name_holds_the_mail_has_its_headers_and_two_parts(name: str, subject: str) -> None:
    letter = announcement_letter([New("m" * 22, name, "eve@example.org", AT)], 1)

    raw = written(Letter(subject, letter.paragraphs, letter.ending)).raw

    raw.decode("ascii")  # no mail server needs more
    assert all(len(line) <= 998 for line in raw.splitlines())
    mail = Taken("", [], raw, is_protected=True)
    assert mail.message["To"] == "bob@example.org"
    assert mail.message["Bcc"] is None
    kinds = [part.get_content_type() for part in mail.message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert "https://waxpost.example.org/messages/inbox/" + "m" * 22 in mail.text


@pytest.mark.parametrize("addr", ["a..b@example.org", ".a@example.org", "a+b{c}@example.org", "o'neil@example.org"])
def test_every_address_that_people_may_have_can_be_written_to(addr: str) -> None:
    raw = written(Letter("x", ("y",), "z"), addr).raw.decode()

    to = next(line for line in raw.splitlines() if line.startswith("To:"))
    assert addr.partition("@")[0] in to
    assert to.rstrip(">").endswith("@example.org")
