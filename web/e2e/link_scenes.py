"""What belongs to people outside: every window and list of links, mails and requests, and every page that they see.

`fill_outside` makes links and requests in every state. `OUTWARD` are the scenes of their maker, `HANDED` the pages of
whoever was given one; each of those begins at one of the addresses of `Handed`.
"""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.system.organisation import Organisation
from waxpost import AskedField, Client, Field, Item, Link, LinkDraft, LinkLocked, Request, RequestDraft, WrongPassphrase
from web.e2e.outside import BODY, ITEM, PASSPHRASE, SECRET
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS
from web.e2e.request_acts import Answerer
from web.e2e.request_scenes import NEW_REQUESTS, NOTE, asks_for_others, sees_who_reads
from web.e2e.scenes import Scene

KIM, SAM = "kim@partner.example", "sam@partner.example"
WRONG_TRIES = 5
LOGIN = (AskedField("username", "Username"), AskedField("password", "Password"))
BASTION = Item("Bastion host", (Field("host", "bastion.example"), Field("private-key", "secret")), "ssh-key", "entry")


@dataclass(frozen=True)
class Handed:
    """Ids for the maker's windows, whole addresses for the others' pages."""

    link: str
    opened: str
    revoked: str
    mailed: str
    request: str
    shared: str
    answered: str
    closed: str
    answer: str
    locked_url: str
    gone_url: str
    plain_url: str
    secret_url: str
    words_url: str
    words: str
    code_url: str
    german_url: str
    french_url: str
    asked_url: str
    over_url: str
    replies: str
    reply: str
    reply_url: str


def _made(olga: Client, subject: str, *files: Path, **changes: object) -> Link:
    draft: dict[str, object] = {"subject": subject, "body": BODY, "items": (ITEM,), "views": 3, **changes}
    return olga.create_link(LinkDraft(**draft), files)  # pyright: ignore[reportArgumentType]


def _asks(olga: Client, title: str, **changes: object) -> Request:
    draft: dict[str, object] = {"title": title, "note": NOTE, "fields": LOGIN, "text": True, "files": True, **changes}
    return olga.create_request(RequestDraft(**draft))  # pyright: ignore[reportArgumentType]


def _answers(request: Request, folder: Path) -> None:
    licence = folder / "licence-2026.key"
    licence.write_text("licence")
    with Client.open_request(request.url or "") as opened:
        opened.answer(("portal-admin", SECRET), text="The second factor is on the shared phone.", files=[licence])


def _locks(link: Link) -> None:
    for _ in range(WRONG_TRIES):
        try:
            Client.open_link(link.url or "", "not the passphrase")
        except (WrongPassphrase, LinkLocked):
            continue


def fill_outside(organisation: Organisation) -> Handed:
    """Links and requests of Olga's in every state, one of them mailed by the server."""
    olga = organisation.olga
    with tempfile.TemporaryDirectory() as name:
        guide = Path(name) / "VPN set-up guide.pdf"
        guide.write_bytes(b"%PDF" + b"x" * 40_000)
        plain = _made(olga, "Kestrel VPN access", guide, items=(ITEM, BASTION), passphrase=False, views=0, reply=True)
        answered = _asks(olga, "Licence of the print portal")
        _answers(answered, Path(name))
    secret = _made(olga, "Kestrel VPN access", passphrase=PASSPHRASE)
    opened = _made(olga, "Alarm codes, warehouse", passphrase=False, reply=True)
    with Client.open_link(opened.url or "") as reading:
        reply_url = reading.message.reply or ""
    with Client.open_request(reply_url) as replying:
        reply = replying.answer(text="Thank you, both codes work.")
    used = _made(olga, "Opened once and for all", passphrase=False, views=1)
    Client.open_link(used.url or "").close()
    deleted = _made(olga, "Deleted by whoever read it", passphrase=False)
    with Client.open_link(deleted.url or "") as reading:
        reading.delete()
    revoked = _made(olga, "Taken back")
    olga.revoke_link(revoked.id)
    locked = _made(olga, "Five wrong tries", passphrase=PASSPHRASE)
    _locks(locked)
    words = _made(olga, "By words", is_words=True)
    unlimited = {"passphrase": PASSPHRASE, "views": 0}
    german, french = (_made(olga, "Kestrel VPN access", lang=lang, **unlimited) for lang in ("de", "fr"))
    mailed = _made(olga, "Mailed to two", mail=(KIM, SAM))
    coded = _made(olga, "Kestrel VPN access", passphrase=PASSPHRASE, only_addr=KIM)
    request = _asks(olga, "Print portal login")
    shared = asks_for_others(organisation)
    closed = _asks(olga, "Not needed any more")
    olga.close_request(closed.id)
    (answer,) = olga.answers(answered.id).answers
    return Handed(
        link=secret.id,
        opened=opened.id,
        revoked=revoked.id,
        mailed=mailed.id,
        request=request.id,
        shared=shared.id,
        answered=answered.id,
        closed=closed.id,
        answer=answer.mid,
        locked_url=locked.url or "",
        gone_url=revoked.url or "",
        plain_url=plain.url or "",
        secret_url=secret.url or "",
        words_url=words.url or "",
        words=words.passphrase or "",
        code_url=coded.url or "",
        german_url=german.url or "",
        french_url=french.url or "",
        asked_url=request.url or "",
        over_url=answered.url or "",
        replies=opened.reply or "",
        reply=reply.mid,
        reply_url=reply_url,
    )


def _lists(person: Person) -> None:
    rows = person.page.get_by_role("list", name="Shared links")
    for state in ("2 of 3 views left", "All views used", "Deleted by the reader", "Revoked", "Locked after five wrong"):
        expect(rows).to_contain_text(state, timeout=SLOW_MS)


def _opens_actions(of: str) -> Callable[[Person], None]:
    def open_actions(person: Person) -> None:
        person.clicks(f"Actions for {of}")
        expect(person.page.get_by_role("menuitem").first).to_be_visible()

    return open_actions


def _presses(name: str, dialog: str) -> Callable[[Person], None]:
    def press(person: Person) -> None:
        person.clicks(name)
        expect(person.page.get_by_role("dialog", name=dialog)).to_be_visible()

    return press


def _changes_the_end(person: Person) -> None:
    person.clicks("Change the end").sees("New end")


def _shows_the_secret(person: Person) -> None:
    person.clicks("Show passphrase")
    expect(person.page.get_by_role("button", name="Hide passphrase")).to_be_visible()


def _types_own_passphrase(person: Person) -> None:
    person.page.get_by_text("My own", exact=True).click()
    person.page.get_by_label("Your passphrase").fill("short")
    person.sees("Very weak").clicks("Create link").sees("This message has no text")


def _wants_no_passphrase(person: Person) -> None:
    person.page.get_by_role("checkbox", name="Passphrase").uncheck()
    person.sees("whoever gets hold of the link can open it")


def _names_nobody(person: Person) -> None:
    person.dialog().get_by_role("button", name="Send", exact=True).click()
    person.sees("Add at least one address.")


def _names_two(person: Person) -> None:
    for addr in (KIM, SAM):
        person.page.get_by_label("To", exact=True).fill(addr)
        person.presses("Enter")
    person.page.get_by_role("textbox", name="Subject", exact=True).fill("Kestrel VPN access")
    person.page.get_by_role("textbox", name="Message").fill("Hello Kim, here is your login.")


def _discards(person: Person) -> None:
    person.page.get_by_role("textbox", name="Subject", exact=True).fill("Half")
    person.clicks("Discard").sees("Discard this message?")


def _opens_ways(person: Person) -> None:
    person.page.get_by_role("button", name="More ways to send").or_(
        person.page.get_by_role("button", name="New", exact=True)
    ).first.click()
    person.sees("You pass the link on yourself.")


LINKS, LINK = "/messages/links", "/messages/links/{link}"
NEW_LINK, NEW_MAIL = "/messages/new?mode=link", "/messages/new?mode=email"
REQUESTS, REQUEST = "/messages/requests", "/messages/requests/{request}"
READY, ASKED = "Your link is ready", "Your request is ready"
# The menu goes with the button that it stands beside, which is another one at each width.
WAYS = Scene("ways to send", "/messages/inbox", "Inbox", _opens_ways)
OUTWARD = [
    Scene("links, filled", LINKS, "Shared links", _lists),
    Scene("links, actions", LINKS, "Shared links", _opens_actions("Alarm codes, warehouse")),
    Scene("link ready", LINK, READY),
    Scene("link ready, passphrase", LINK, READY, _shows_the_secret),
    Scene("link ready, end changed", LINK, READY, _changes_the_end),
    Scene("link, revoke", LINK, READY, _presses("Revoke link", "Revoke this link?")),
    Scene("link, opened", "/messages/links/{opened}", READY, lambda olga: olga.sees("From the network")),
    Scene("link, replies", "/messages/links/{opened}", READY, lambda olga: olga.sees("1 reply came to your inbox.")),
    Scene("link, revoked", "/messages/links/{revoked}", "You revoked this link"),
    Scene("link, gone", "/messages/links/AAAAAAAAAAAAAAAAAAAAAA", "Shared link"),
    Scene("new link", NEW_LINK, "New shareable link"),
    Scene("new link, own passphrase", NEW_LINK, "New shareable link", _types_own_passphrase),
    Scene("new link, no passphrase", NEW_LINK, "New shareable link", _wants_no_passphrase),
    Scene("new link, discard", NEW_LINK, "New shareable link", _discards),
    Scene("requests, filled", REQUESTS, "Requests", lambda olga: olga.sees("Licence of the print portal")),
    Scene("requests, actions", REQUESTS, "Requests", _opens_actions("Print portal login")),
    *NEW_REQUESTS,
    Scene("request ready", REQUEST, ASKED),
    Scene("request of several", "/messages/requests/{shared}", ASKED, sees_who_reads),
    Scene("request, end changed", REQUEST, ASKED, _changes_the_end),
    Scene("request, close", REQUEST, ASKED, _presses("Close request", "Close this request?")),
    Scene("request, answered", "/messages/requests/{answered}", "This request is answered"),
    Scene("request, closed", "/messages/requests/{closed}", "You closed this request"),
    Scene("request behind a link", "/messages/requests/{replies}", "Replies to your link"),
    Scene("answer in the inbox", "/messages/inbox", "Inbox", lambda olga: olga.sees("From outside")),
    Scene(
        "answer",
        "/messages/inbox/answer-{answer}",
        "Answer to your request: Licence of the print portal",
        lambda olga: olga.sees("licence-2026.key"),
    ),
    Scene("answer to a link", "/messages/inbox/answer-{reply}", "Reply to your link: Alarm codes, warehouse"),
]
# They need a server that sends mails.
MAILING = [
    Scene("new mail", NEW_MAIL, "Send by email"),
    Scene("new mail, nobody", NEW_MAIL, "Send by email", _names_nobody),
    Scene("new mail, two", NEW_MAIL, "Send by email", _names_two),
    Scene("link, mailed", "/messages/links/{mailed}", "Your link goes by email", lambda olga: olga.sees(SAM)),
]
WITHOUT_MAIL = [Scene("new mail, no mail server", NEW_MAIL, "Send by email")]


@dataclass(frozen=True)
class Visit:
    """A page that somebody outside sees: `url` names a member of Handed, `ready` is its heading at the end.

    `first` is done before it is opened, `then` afterwards.
    """

    name: str
    url: str
    ready: str
    then: Callable[[Answerer], object] = lambda kim: kim
    first: Callable[[Answerer], object] = lambda kim: kim

    def show(self, kim: Answerer, handed: Handed) -> None:
        """Bring the page there."""
        kim.page.unroute_all()
        self.first(kim)
        kim.opens(self.url.format(**vars(handed)))
        self.then(kim)
        kim.reads(self.ready)


def _reads_all(kim: Answerer) -> None:
    kim.types_digits().sees("VPN set-up guide.pdf").clicks("Show password").sees("Hides again in")


def _presses_and_sees(button: str, text: str) -> Callable[[Answerer], None]:
    def press(kim: Answerer) -> None:
        kim.types_digits().clicks(button).sees(text)

    return press


def _is_refused(kim: Answerer) -> None:
    kim.page.route(re.compile("/v1/links/[^/]+/claim"), lambda route: route.abort())
    kim.expects_complaint("net::ERR_FAILED").gives(PASSPHRASE).sees_alert("The server did not answer.")


def _fills_in(kim: Answerer) -> None:
    kim.types("Username", "portal-admin").types("Password", SECRET).types("Message", "Call me on Monday.")
    files = [
        FilePayload(name=name, mimeType="text/plain", buffer=b"nine" * 1000)
        for name in ("licence-2026.key", f"{'long-' * 20}name.pdf")
    ]
    kim.page.locator("input[type=file]").set_input_files(files)
    kim.sees("licence-2026.key")


def _loses_the_line(kim: Answerer) -> None:
    kim.types("Password", "nine")
    kim.page.route(re.compile("/v1/requests/[^/]+/answer$"), lambda route: route.abort())
    kim.expects_complaint("net::ERR_FAILED").sends("Olga").sees_alert("Nothing is lost")


TITLE, ASKS = "Kestrel VPN access", "Olga asks you for: Print portal login"
INCOMPLETE = "This link is not complete"
HANDED = [
    Visit("secret", "{secret_url}", "Olga sent you a secure message"),
    Visit(
        "secret, wrong",
        "{secret_url}",
        "Olga sent you a secure message",
        lambda kim: kim.gives("wrong").sees_alert("That passphrase does not match."),
    ),
    Visit("reply", "{reply_url}", "Reply to Olga: Alarm codes, warehouse"),
    Visit("plain", "{plain_url}", "Olga sent you a secure message"),
    Visit(
        "plain, digits",
        "{plain_url}",
        "Olga sent you a secure message",
        lambda kim: kim.clicks("Show the message").sees("Type these two digits"),
    ),
    Visit(
        "plain, wrong digits",
        "{plain_url}",
        "Olga sent you a secure message",
        lambda kim: kim.types_digits("x").sees_alert("Type the two digits shown above."),
    ),
    Visit("words", "{words_url}", "Type the words you were given"),
    Visit(
        "words, typed",
        "{words_url}",
        "Type the words you were given",
        lambda kim: kim.page.get_by_label("Words", exact=True).press_sequentially("ab"),
    ),
    Visit(
        "words, wrong",
        "{words_url}",
        "Type the words you were given",
        lambda kim: kim.gives("one two", label="Words").sees_alert("Type all the words you were given"),
    ),
    Visit("opened", "{plain_url}", TITLE, _reads_all),
    Visit("opened, large letters", "{plain_url}", TITLE, _presses_and_sees("Large letters, password", "question mark")),
    Visit("opened, delete", "{plain_url}", TITLE, _presses_and_sees("I have it, delete now", "for everybody?")),
    Visit("no answer", "{secret_url}", "Olga sent you a secure message", _is_refused),
    Visit("gone", "{gone_url}", "This message is not available any more"),
    Visit("too many tries", "{locked_url}", "Too many tries"),
    Visit("cut link", "{secret_url}x", INCOMPLETE),
    Visit("asked", "{asked_url}", ASKS),
    Visit("asked, filled", "{asked_url}", ASKS, _fills_in),
    Visit("asked, nothing", "{asked_url}", ASKS, lambda kim: kim.sends("Olga").sees_alert("There is nothing")),
    Visit("asked, line lost", "{asked_url}", ASKS, _loses_the_line),
    Visit("request over", "{over_url}", "This request is not open any more"),
    Visit("request, cut link", "{asked_url}x", INCOMPLETE),
]
